"""All that the quick reference has wrong, of all its tables in one list."""

from __future__ import annotations

from components.kit import export, filters, inputs, markup, tables
from domain.catalog import catalog
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Verdict
from domain.quantities.wording import counted
from domain.reference.judged import WRONG, JudgedCell, cells_frame, cells_with, judged_cells

TAB = "What is wrong"

COLUMNS = (
    tables.Column("Cell", width=20),
    tables.Column("The quick reference says", width=35),
    tables.Column("What the sources say"),
)


def show() -> None:
    """The cells that are contradicted or outdated; others on demand."""
    with filters.row(), filters.behind_button("sources_verdict", "sources_table"):
        kinds = {label: verdict for label, verdict in inputs.words(Verdict).items() if verdict is not Verdict.AGREES}
        picked = inputs.choose_many("The quick reference is", kinds, "sources_verdict", "verdict", wrap=True)
        names = {BY_NAME[name].title: name for name in dict.fromkeys(cell.table for cell in judged_cells(catalog()))}
        wanted = inputs.choose_many("Tables", names, "sources_table", "table", wrap=True)
    cells = [cell for cell in cells_with(catalog(), picked) if not wanted or cell.table in wanted]
    asked = " or ".join(verdict.label for verdict in Verdict if verdict in (picked or WRONG))
    tables.show_table(
        COLUMNS, list(map(_line, cells)), f"{counted(len(cells), 'cell')} of the quick reference, {asked}.", slide_rows=4
    )
    export.take_away("quick-reference-wrong", lambda: cells_frame(cells))


def _line(cell: JudgedCell) -> tables.Line:
    """A cell, how it stands, and what holds instead."""
    words = markup.value(markup.literal(cell.claim.reference or ""))
    said = markup.joined(words, markup.mark(cell.verdict, meaning=cell.verdict.explained))
    head = tables.row_head(cell.table, cell.id, cell.row, cell.part)
    return tables.Line(head, (said, tables.claim_cell(cell.claim)), BY_NAME[cell.table].title)
