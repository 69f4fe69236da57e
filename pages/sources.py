"""Sources: what was checked and when, what disagrees, and the bibliography."""

from __future__ import annotations

import streamlit as st

from components import bibliography, claims, links, share, tables
from domain.catalog import catalog
from domain.catalog.audit import checked_between, grade_counts
from domain.catalog.frames import chosen
from domain.catalog.vocabulary import ContradictionKind, Verdict

book = catalog()
one = links.requested({**book.contradictions, **book.sources}, "source")
start = "Contradictions" if one in book.contradictions else "Bibliography" if one else "What was checked"
checked, contradictions, listed = st.tabs(
    ["What was checked", "Contradictions", "Bibliography"],
    default=start, key="sources_tab", bind=None if one else "query-params", on_change="rerun",
)  # fmt: skip

if checked.open:
    with checked:
        oldest, newest = checked_between(book)
        when = f"on {newest}" if oldest == newest else f"between {oldest} and {newest}"
        grades = ", ".join(f"{count} {grade}" for grade, count in grade_counts(book).items())
        st.markdown(f"Every statement was checked {when}. Evidence: {grades}. Catalogue version {book.version}.")
        tables.show_table(
            [tables.Column("Table"), tables.Column("Cells", numeric=True), *(tables.Column(v.value.capitalize(), numeric=True) for v in Verdict)],
            bibliography.count_lines(),
            "Cells of the quick reference, and how they stand against their sources.",
        )
        st.html(f'<div class="qr">{tables.definition((v.value, tables.text(v.meaning)) for v in Verdict)}</div>')

if contradictions.open:
    with contradictions:
        if one in book.contradictions:
            claims.back_to_all("sources", "All sources")
        for kind, title in (
            (ContradictionKind.INSIDE, "Inside the quick reference"),
            (ContradictionKind.BETWEEN, "Between authoritative sources"),
        ):
            found = [row for row in book.contradictions.values() if row.kind is kind and one in (None, row.id) or one in book.sources]
            if found:
                st.subheader(title, anchor=kind.value)
                tables.show_table(
                    [tables.Column("Subject", width=20), tables.Column("Who says what"), tables.Column("Go by", width=35)],
                    [bibliography.contradiction_line(row, row.id == one) for row in found],
                    claims.count(len(found), "contradiction") + ".",
                )
        share.take_away("contradictions", chosen(book, "contradictions", list(book.contradictions)))

if listed.open:
    with listed:
        if one in book.sources:
            claims.back_to_all("sources", "All sources")
        cited = bibliography.citations()
        found = sorted((s for s in book.sources.values() if one not in book.sources or s.id == one), key=lambda s: (s.publisher, s.title))
        tables.show_table(
            [tables.Column("Source"), tables.Column("Where", width=42), tables.Column("State read"), tables.Column("Cited by", numeric=True, width=8)],
            [bibliography.source_line(row, cited[row.id]) for row in found],
            f"{claims.count(len(found), 'source')} of {claims.count(len({s.publisher for s in found}), 'publisher')}.",
        )
        share.take_away("sources", chosen(book, "sources", [row.id for row in found]))
