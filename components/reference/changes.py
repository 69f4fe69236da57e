"""How events, what they touch, and the age of the checks are shown."""

from __future__ import annotations

from components.kit import links, markup, run_context, tables
from components.kit.markup import Html
from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.events import Event, Report, Touch
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Platform
from domain.quantities.wording import counted
from domain.reference.events import last_event, overtaken_now, touched, unread
from domain.reference.frames import checked_between
from domain.reference.state import months, table_states


def in_one_line() -> Html:
    """Until when everything has been checked, what has to be read again, and what happened last."""
    facts = catalog()
    said = [markup.text("Everything was last checked between {} and {}.".format(*checked_between(facts)))]
    if unread(facts):
        link = markup.anchor(f"{counted(len(unread(facts)), 'statement')} to be read again", links.href("changes"))
        said.append(markup.joined(link, markup.text(".")))
    if event := last_event(facts):
        name = tables.row_head("events", event.id, f"{event.title} ({event.date})")
        said.append(markup.joined(markup.text("Newest change: "), name, markup.text(".")))
    return markup.panel(markup.note(markup.spaced(*said)))


def event_line(event: Event, opened: bool) -> tables.Line:
    """When, what and who says so; and what it touches."""
    day = f"announced for {event.date}" if event.announced else event.date.isoformat()
    told = markup.joined(*map(_report, event.reports))
    if told and not opened:
        told = markup.fold(markup.handle(f"{len(event.reports)} dated reports"), told)
    what = markup.joined(markup.text(event.what), tables.sources_fold(event, opened), told)
    return tables.Line(tables.row_head("events", event.id, event.title, day), (what, _touches(event.id)))


def _report(report: Report) -> Html:
    said = markup.spaced(markup.small(markup.text(f"{report.date}:")), markup.text(report.says))
    return markup.line(markup.joined(said, tables.sources_fold(report)))


@run_context.cached
def _touches(id_: str) -> Html:
    """The rows by table that an event touches, and of each whether it waits to be read again."""
    event = catalog().events[id_]
    waits = any(_waits(event, touch) for touch in event.touches)
    lines = [markup.line(markup.sign("↻", "not read again yet", "warn"))] if waits else []
    for table in dict.fromkeys(touch.row.split("/")[0] for touch in event.touches):
        own = (_touch(event, touch) for touch in event.touches if touch.row.startswith(f"{table}/"))
        lines.append(markup.line(markup.spaced(markup.small(markup.text(f"{_title(table)}:")), markup.listed(own, " · "))))
    return markup.joined(*lines) or markup.text("Nothing here.")


def _waits(event: Event, touch: Touch) -> bool:
    """Whether a statement of the row has not been read again since the event."""
    own = {id(one.evidence) for one in overtaken_now(catalog()) if one.event is event}
    return any(id(part) in own for _, part in touched(catalog(), touch))


def _touch(event: Event, touch: Touch) -> Html:
    labels = {platform.value: platform.label for platform in Platform}
    part = markup.small(markup.text(f"({labels.get(touch.part, touch.part)})" if touch.part else ""))
    sign = markup.sign("↻", "", "warn") if _waits(event, touch) else markup.NOTHING
    return markup.spaced(sign, tables.named(touch.row), part)


def _title(table: str) -> str:
    return BY_NAME[table].title or table.replace("_", " ").capitalize()


def age() -> str:
    """How many statements were last checked in which month."""
    parts = [f"{count:,} in {month}" for month, count in months(catalog()).items()]
    waiting = len(unread(catalog()))
    again = f"{counted(waiting, 'statement has', 'statements have')} to be read again" if waiting else "None has to be read again"
    return f"Statements by the month of their last check: {', '.join(parts)}. {again}."


def state_columns() -> list[tables.Column]:
    """The last one only while a row has to be read again."""
    open_ = ["Rows unconfirmed", "Rows unverifiable", *(["Rows to read again"] if unread(catalog()) else [])]
    return [
        tables.Column("Table"),
        *tables.number_columns("Statements", "Oldest check", "Newest check", *open_),
    ]


def state_lines() -> list[tables.Line]:
    """A row a table: how old its checks are, and which rows no source settles."""
    lines, some_unread = [], bool(unread(catalog()))
    for table, state in table_states(catalog()).items():
        page = PAGE_OF_TABLE.get(table)
        head = markup.anchor(_title(table), links.href(page)) if page else markup.text(_title(table))
        days = (markup.text(day.isoformat()) for day in (min(state.checked), max(state.checked)))
        open_ = (state.unconfirmed, state.unverifiable, *([state.unread] if some_unread else []))
        lists = (_rows(table, tuple(rows)) for rows in open_)
        lines.append(tables.Line(head, (markup.text(f"{len(state.checked):,}"), *days, *lists)))
    return lines


@run_context.cached
def _rows(table: str, ids: tuple[str, ...]) -> Html:
    """How many rows, and behind that which."""
    names = markup.stacked(tables.named(f"{table}/{id_}") for id_ in ids)
    return markup.fold(markup.handle(str(len(ids))), names) if ids else markup.DASH
