"""How sources, contradictions and the state of the checks are shown."""

from __future__ import annotations

from html import escape

from components.kit import links, tables
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.evidence import Contradiction, Saying, Source
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import ContradictionKind, Verdict
from domain.reference.frames import frame
from domain.reference.verdict_counts import verdict_counts

KINDS = {
    ContradictionKind.INSIDE: "Inside the quick reference",
    ContradictionKind.BETWEEN: "Between authoritative sources",
}


def count_lines() -> list[tables.Line]:
    """A row a table, a column a verdict."""
    lines = []
    for table, row in verdict_counts(catalog()).iterrows():
        name = BY_NAME[str(table)].title if table in BY_NAME else "All tables"
        slug = PAGE_OF_TABLE.get(str(table))
        head = tables.anchor(name, links.href(slug)) if slug in BY_SLUG else f"<strong>{escape(name)}</strong>"
        cells = tuple(f'<span class="v num">{row[key]}</span>' for key in ("cells", *(v.value for v in Verdict)))
        lines.append(tables.Line(head, cells))
    return lines


def _where(saying: Saying) -> str:
    return tables.anchor(saying.where, links.row_href(*saying.row.split("/", 1))) if saying.row else tables.text(saying.where)


def contradiction_line(row: Contradiction, opened: bool) -> tables.Line:
    """Who says what, and which to go by."""
    sayings = "".join(f'<div><span class="s">{_where(saying)}:</span> {tables.text(saying.text)}</div>' for saying in row.sayings)
    reading = tables.text(row.reading) + tables.sources_fold(row, opened)
    return tables.Line(tables.row_head("contradictions", row.id, row.title), (sayings, reading), KINDS[row.kind])


def source_line(row: Source, cited: int) -> tables.Line:
    """Where a source is, which state of it was read, and how often it is cited."""
    url = links.source_url(row)
    path = " ".join(part for part in (row.repository, row.path or row.page) if part)
    where = (
        f'<a href="{escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{escape(path)}</a>'
        if url
        else tables.text(path)
    )
    state = " · ".join(part for part in (row.version, row.ref, row.date.isoformat() if row.date else "") if part)
    note = f'<div class="s">{tables.text(row.note)}</div>' if row.note else ""
    return tables.Line(
        tables.row_head("sources", row.id, row.title), (where + note, tables.text(state) or "—", str(cited)), row.publisher
    )


def citations() -> dict[str, int]:
    """How many statements cite each source."""
    data = frame(catalog(), "sources")
    return dict(zip(data["id"], data["cited by"], strict=True))
