"""What happened after a statement was read: which statements an event touches, and which of them nobody has read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from domain.catalog.loading import Catalog
from domain.catalog.records.base import walk
from domain.catalog.records.events import Event, Touch
from domain.catalog.records.evidence import Evidence
from domain.catalog.tables import Facts


@dataclass(frozen=True)
class Overtaken:
    """A statement that was last checked before an event which touches it; `at` is its dotted path in its record."""

    table: str
    id: str
    at: str
    evidence: Evidence
    event: Event


def touched(facts: Facts, touch: Touch) -> list[tuple[str, Evidence]]:
    """The statements that a touch names, each with its dotted path in its record; none if the record is not there."""
    table, _, id_ = touch.row.partition("/")
    record = facts.records.get(table, {}).get(id_)
    return [
        (at, part)
        for at, part in (walk(record) if record else ())
        if isinstance(part, Evidence) and (not touch.part or touch.part in at.split("."))
    ]


def overtaken(facts: Facts, today: date) -> Iterator[Overtaken]:
    """Every statement that has to be read again, by event; what is announced for a later day overtakes nothing yet."""
    for event in facts.events.values():
        for touch in event.touches if event.date <= today else ():
            table, _, id_ = touch.row.partition("/")
            for at, evidence in touched(facts, touch):
                if evidence.checked < event.date:
                    yield Overtaken(table, id_, at, evidence, event)


@lru_cache(maxsize=8)
def overtaken_now(catalog: Catalog) -> tuple[Overtaken, ...]:
    """As `overtaken`, the oldest event first, on the day on which it is first asked: for a server, that of its start."""
    return tuple(sorted(overtaken(catalog, datetime.now(UTC).date()), key=lambda one: one.event.date))


@lru_cache(maxsize=8)
def unread(catalog: Catalog) -> Mapping[int, Overtaken]:
    """The statements that have to be read again, each by the `id()` of its evidence, with the newest event that touches it."""
    return {id(one.evidence): one for one in overtaken_now(catalog)}


def last_event(catalog: Catalog) -> Event | None:
    """The newest event that has happened; None if all are still to come."""
    past = (event for event in catalog.events.values() if not event.announced)
    return max(past, key=lambda event: event.date, default=None)
