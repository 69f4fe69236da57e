"""Search results, and the questions people arrive with."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.kit import links, markup
from components.kit.introduction import shortened
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.tables import BY_NAME
from domain.reference.search import Hit, misspelt, search

PER_GROUP = 6


def results(query: str) -> None:
    """Hits grouped by table, best group first; each a link to its row."""
    hits = search(catalog(), query)
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.table, []).append(hit)
    if not hits:
        st.info(
            "Nothing found, and it is not among what is known to be missing. Try a shorter word, such as vMotion, RWX or SR-IOV."
        )
        return
    near = " and ".join(f"“{word}”" for word in misspelt(catalog(), query))
    said = f"{len(hits)} found in {len(groups)} {'table' if len(groups) == 1 else 'tables'}"
    st.markdown(markup.markdown_sentence(f"{said}; nothing is spelled {near}, so similar words count." if near else f"{said}."))
    for table, found in groups.items():
        with st.container(gap="xxsmall", key=f"hits_{table}"):
            st.header(f"{BY_NAME[table].found_title} ({len(found)})", anchor=False)
            for hit in found[:PER_GROUP]:
                _hit(hit)
            if len(found) > PER_GROUP and table in PAGE_OF_TABLE:
                links.to_page(PAGE_OF_TABLE[table], f"{len(found) - PER_GROUP} more on {BY_SLUG[PAGE_OF_TABLE[table]].title}")


def _hit(hit: Hit) -> None:
    """One hit: where it leads, and beneath it what it says."""
    facts, elsewhere = catalog(), list[str]()
    if hit.table == "questions":
        question = facts.questions[hit.id]
        _to_answer(question.question, question.target, question.params)
        return
    if hit.table == "topics":
        topic = facts.topics[hit.id]
        _to_answer(topic.title if topic.covered else f"{topic.title}: not covered", topic.target, topic.params)
        elsewhere = [
            markup.markdown_link(facts.sources[id_].title, links.source_url(facts.sources[id_])) for id_ in topic.elsewhere
        ]
    else:
        links.to_row(hit.table, hit.id, markup.markdown_text(hit.title))
    said = hit.text if hit.table == "topics" else shortened(hit.text)
    st.markdown(" ".join((f":small[{markup.markdown_text(said)}]", *elsewhere)))


def questions() -> None:
    """The questions as links to their answers."""
    wide = 500 if st.context.is_embedded else 330
    with st.grid(min_column_width=wide, gap="xxsmall", key="questions"):
        for question in catalog().questions.values():
            _to_answer(question.question, question.target, question.params)


def _to_answer(label: str, target: str, params: Mapping[str, str]) -> None:
    table, _, id_ = target.partition("/")
    if id_:
        links.to_row(table, id_, label)
    else:
        links.to_page(table, label, **params)
