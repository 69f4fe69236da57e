"""How sources, contradictions and the state of the checks are shown."""

from __future__ import annotations

from components.kit import links, markup, tables
from components.kit.markup import Html
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.evidence import Contradiction, Saying, Source
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Verdict
from domain.reference.frames import verdict_counts


def count_lines() -> list[tables.Line]:
    """A row a table, a column a verdict."""
    lines = []
    for table, row in verdict_counts(catalog()).iterrows():
        name = BY_NAME[str(table)].title if table in BY_NAME else "All tables"
        slug = PAGE_OF_TABLE.get(str(table))
        head = markup.anchor(name, links.href(slug)) if slug in BY_SLUG else markup.strong(markup.text(name))
        cells = tuple(markup.number(str(row[key])) for key in ("cells", *(v.value for v in Verdict)))
        lines.append(tables.Line(head, cells))
    return lines


def _saying(saying: Saying) -> Html:
    where = tables.ref_anchor(saying.row, saying.where) if saying.row else markup.text(saying.where)
    return markup.line(markup.spaced(markup.small(markup.joined(where, markup.text(":"))), markup.text(saying.text)))


def contradiction_line(row: Contradiction, opened: bool) -> tables.Line:
    """Who says what, and which to go by."""
    sayings = markup.joined(*map(_saying, row.sayings))
    reading = markup.joined(markup.text(row.reading), tables.sources_fold(row, opened))
    return tables.Line(tables.row_head("contradictions", row.id, row.title), (sayings, reading), row.kind.label)


def source_line(row: Source, cited: int) -> tables.Line:
    """Where a source is, which state of it was read, and how often it is cited."""
    url = links.source_url(row)
    path = " ".join(part for part in (row.repository, row.path or row.page) if part)
    where = markup.outside(path, url) if url else markup.text(path)
    about = f"applies to {row.applies_to}" if row.applies_to else ""
    state = " · ".join(part for part in (row.version, about, row.ref, row.date.isoformat() if row.date else "") if part)
    cells = (markup.joined(where, markup.note(markup.text(row.note))), markup.text(state) or markup.DASH, markup.text(str(cited)))
    return tables.Line(tables.row_head("sources", row.id, row.title), cells, row.publisher)
