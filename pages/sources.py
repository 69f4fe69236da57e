"""Sources: what was checked and when, what disagrees, and the bibliography."""

import streamlit as st

from components.kit import address, export, filters, inputs, links, markup, tables
from components.reference import bibliography, wrong_cells
from domain.catalog import catalog
from domain.catalog.vocabulary import Verdict
from domain.quantities.wording import counted
from domain.reference.frames import checked_between, citations, grade_counts, verdict_counts

facts = catalog()
one = address.requested({**facts.contradictions, **facts.sources}, "source")
start = "Contradictions" if one in facts.contradictions else "Bibliography" if one else "What was checked"

with inputs.tabs(["What was checked", wrong_cells.TAB, "Contradictions", "Bibliography"], "sources_tab", start) as tab:
    if tab == "What was checked":
        oldest, newest = checked_between(facts)
        when = f"on {newest}" if oldest == newest else f"between {oldest} and {newest}"
        grades = ", ".join(f"{count:,} {grade}" for grade, count in grade_counts(facts).items())
        tables.show_table(
            bibliography.COUNTS,
            bibliography.count_lines(),
            "Cells of the quick reference, and how they stand against their sources.",
        )
        st.markdown(f"Every statement was checked {when}. Evidence: {grades}. Catalogue version {facts.version}.")
        export.take_away("verdicts", lambda: verdict_counts(facts).reset_index())
        st.html(markup.panel(markup.definition((v.label, markup.text(v.meaning)) for v in Verdict)))

    if tab == wrong_cells.TAB:
        wrong_cells.show()

    if tab == "Contradictions":
        disputes = links.only(facts.contradictions, one, "All contradictions")
        if one not in facts.contradictions:
            with filters.row():
                _, disputes = filters.find("contradictions", disputes, "contradictions_find", "Find: deadline, CPU …")
        tables.show_table(
            [tables.Column("Subject", width=20), tables.Column("Who says what"), tables.Column("Go by", width=35)],
            [bibliography.contradiction_line(row, row.id == one) for row in disputes],
            f"{counted(len(disputes), 'contradiction')}; the quick reference's own first.",
        )
        export.take_away_rows("contradictions", disputes)

    if tab == "Bibliography":
        works = links.only(facts.sources, one, "All sources")
        if one not in facts.sources:
            with filters.row():
                _, works = filters.find("sources", works, "sources_find", "Find: kubevirt, Microsoft, 4.20 …")
                publisher = bibliography.publisher_choice()
            works = [row for row in works if publisher in (None, row.publisher)]
        counts = citations(facts)
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
        if one and one in facts.sources:
            st.html(markup.panel(bibliography.citing(one)))
        export.take_away_rows("sources", works)
