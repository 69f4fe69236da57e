"""How sources, contradictions and the state of the checks are shown."""

from __future__ import annotations

from collections import Counter

from components.kit import inputs, links, markup, tables
from components.kit.markup import Html
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
from components.reference import wrong_cells
from domain.catalog import catalog
from domain.catalog.records.evidence import Contradiction, Saying, Source
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Verdict
from domain.quantities.wording import counted
from domain.reference.citations import rows_citing
from domain.reference.frames import verdict_counts

COUNTS = [tables.Column("Table", width=13), *tables.number_columns("Cells", *(verdict.value.capitalize() for verdict in Verdict))]
"""Columns of `count_lines`."""


def count_lines() -> list[tables.Line]:
    """A row a table, a column a verdict; each count leads to its cells."""
    lines = []
    for table, row in verdict_counts(catalog()).iterrows():
        name = BY_NAME[str(table)].title if table in BY_NAME else "All tables"
        slug = PAGE_OF_TABLE.get(str(table))
        head = markup.anchor(name, links.href(slug)) if slug in BY_SLUG else markup.strong(markup.text(name))
        counts = (_count(row[verdict.value], verdict, str(table)) for verdict in Verdict)
        lines.append(tables.Line(head, (markup.number(str(row["cells"])), *counts)))
    return lines


FILTERED = ("key_numbers", "commands", "decision_matrix")
"""Screens whose rows can be chosen by their verdict."""


def _count(count: int, verdict: Verdict, table: str) -> Html:
    slug = PAGE_OF_TABLE.get(table)
    if not count or (verdict is Verdict.AGREES and slug not in FILTERED):
        return markup.number(str(count))
    if slug in FILTERED:
        href = links.href(slug, **{f"{slug}_verdict": verdict.value})
    else:
        of_table = {"sources_table": BY_NAME[table].title} if table in BY_NAME else {}
        href = links.href("sources", sources_tab=wrong_cells.TAB, sources_verdict=verdict.value, **of_table)
    return markup.value(markup.anchor(str(count), href), numeric=True)


MOST_CITING = 100
"""Rows of a table that are listed under a source; that there are more is said."""

WITHIN = {
    "platforms": ("overview", "Overview"),
    "builds": ("wizard", "What the wizard builds"),
    "migration_commands": ("live_migration", "Commands of a live migration"),
    "migration_products": ("live_migration", "Products of live migration"),
    "measured_series": ("live_migration", "Measured runs"),
    "stuns": ("live_migration", "Stun times"),
}
"""Tables whose rows have no link of their own: the screen that rests on them, and what they are there."""


def citing(id_: str) -> Html:
    """Every row that cites a source, by its table and as a link; of those without a link, how many a screen rests on."""
    refs: dict[str, list[str]] = {}
    for table, row in rows_citing(catalog())[id_]:
        refs.setdefault(table, []).append(f"{table}/{row}")
    found = []
    for table, own in refs.items():
        if table in WITHIN:
            slug, title = WITHIN[table]
            named = [markup.anchor("on its screen", links.href(slug))]
        else:
            title, named = BY_NAME[table].title or table.capitalize(), [tables.named(ref) for ref in own[:MOST_CITING]]
        if table not in WITHIN and len(own) > MOST_CITING:
            named.append(markup.text(f"{len(own) - MOST_CITING} more"))
        found.append((f"{title}: {counted(len(own), 'row')}", markup.listed(named, " · ")))
    return markup.definition(found)


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
    count = markup.anchor(str(cited), links.row_href("sources", row.id))
    cells = (markup.joined(where, markup.note(markup.text(row.note))), markup.text(state) or markup.DASH, count)
    return tables.Line(tables.row_head("sources", row.id, row.title), cells, row.publisher)


def publisher_choice() -> str | None:
    """The publisher whose works are wanted; those with most works stand first."""
    works = Counter(source.publisher for source in catalog().sources.values())
    names = {name: name for name, _ in works.most_common()}
    return inputs.choose(
        "Publisher",
        names,
        "sources_publisher",
        "publisher",
        placeholder="All publishers",
        label_visibility="collapsed",
        width=260,
    )
