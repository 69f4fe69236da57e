"""Search results, and the questions people arrive with."""

from __future__ import annotations

import streamlit as st

from components.kit import links, markup
from components.kit.introduction import shortened
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.quick_reference import OverviewQuestion
from domain.catalog.tables import BY_NAME
from domain.reference.search import Hit, search

PER_GROUP = 6


def results(query: str) -> None:
    """Hits grouped by table, best group first; each a link to its row."""
    hits = search(catalog(), query)
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.table, []).append(hit)
    if not hits:
        st.info("Nothing found. Try a shorter word, such as vMotion, RWX or SR-IOV.")
        return
    st.markdown(f"{len(hits)} found in {len(groups)} {'table' if len(groups) == 1 else 'tables'}.")
    for table, found in groups.items():
        with st.container(gap="xsmall"):
            st.header(f"{BY_NAME[table].found_title} ({len(found)})", anchor=False)
            for hit in found[:PER_GROUP]:
                if table == "questions":
                    _to_answer(catalog().questions[hit.id])
                    continue
                links.to_row(table, hit.id, markup.markdown_text(hit.title))
                st.markdown(f":small[{markup.markdown_text(shortened(hit.text))}]")
            if len(found) > PER_GROUP and table in PAGE_OF_TABLE:
                links.to_page(PAGE_OF_TABLE[table], f"{len(found) - PER_GROUP} more on {BY_SLUG[PAGE_OF_TABLE[table]].title}")


def questions() -> None:
    """The questions as links to their answers."""
    wide = 500 if st.context.is_embedded else 330
    with st.grid(min_column_width=wide, gap="xxsmall"):
        for question in catalog().questions.values():
            _to_answer(question)


def _to_answer(question: OverviewQuestion) -> None:
    table, _, id_ = question.target.partition("/")
    if id_:
        links.to_row(table, id_, question.question)
    else:
        links.to_page(table, question.question, **question.params)
