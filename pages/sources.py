"""Sources: what was checked and when, what disagrees, and the bibliography."""

from __future__ import annotations

import streamlit as st

from components.kit import export, inputs, links, markup, tables
from components.reference import bibliography
from domain.catalog import catalog
from domain.catalog.vocabulary import Verdict
from domain.quantities.wording import counted
from domain.reference.frames import checked_between, chosen, citations, grade_counts, verdict_counts

facts = catalog()
one = links.requested({**facts.contradictions, **facts.sources}, "source")
start = "Contradictions" if one in facts.contradictions else "Bibliography" if one else "What was checked"
checked, contradictions, listed = inputs.tabs(["What was checked", "Contradictions", "Bibliography"], "sources_tab", start)

if checked.open:
    with checked:
        oldest, newest = checked_between(facts)
        when = f"on {newest}" if oldest == newest else f"between {oldest} and {newest}"
        grades = ", ".join(f"{count} {grade}" for grade, count in grade_counts(facts).items())
        st.markdown(f"Every statement was checked {when}. Evidence: {grades}. Catalogue version {facts.version}.")
        tables.show_table(
            [
                tables.Column("Table"),
                tables.Column("Cells", numeric=True),
                *(tables.Column(v.value.capitalize(), numeric=True) for v in Verdict),
            ],
            bibliography.count_lines(),
            "Cells of the quick reference, and how they stand against their sources.",
        )
        export.take_away("verdicts", lambda: verdict_counts(facts).reset_index())
        st.html(markup.panel(markup.definition((v.label, markup.text(v.meaning)) for v in Verdict)))

if contradictions.open:
    with contradictions:
        if one in facts.contradictions:
            links.back_to_all("All contradictions")
        disputes = [row for row in facts.contradictions.values() if one in (None, row.id) or one not in facts.contradictions]
        tables.show_table(
            [tables.Column("Subject", width=20), tables.Column("Who says what"), tables.Column("Go by", width=35)],
            [bibliography.contradiction_line(row, row.id == one) for row in disputes],
            f"{counted(len(disputes), 'contradiction')}; the quick reference's own first.",
        )
        export.take_away("contradictions", lambda: chosen(facts, "contradictions", [row.id for row in disputes]))

if listed.open:
    with listed:
        if one in facts.sources:
            links.back_to_all("All sources")
        counts = citations(facts)
        works = [source for source in facts.sources.values() if one not in facts.sources or source.id == one]
        works.sort(key=lambda source: (source.publisher, source.title))
        tables.show_table(
            [
                tables.Column("Source"),
                tables.Column("Where", width=42),
                tables.Column("State read"),
                tables.Column("Cited by", numeric=True, width=8),
            ],
            [bibliography.source_line(row, counts[row.id]) for row in works],
            f"{counted(len(works), 'source')} of {counted(len({s.publisher for s in works}), 'publisher')}.",
        )
        export.take_away("sources", lambda: chosen(facts, "sources", [row.id for row in works]))
