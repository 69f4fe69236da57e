"""Rules of events: what they touch is there and dated, what has not happened is marked so, what they touch was read again."""

from __future__ import annotations

from datetime import UTC, date, datetime

from domain.catalog.loading import Check, Draft
from domain.reference.events import overtaken, touched


def _today() -> date:
    return datetime.now(UTC).date()


def events_have_happened_or_are_announced(draft: Draft) -> None:
    for id_, event in draft.events.items():
        if event.date > _today() and not event.announced:
            draft.report("events", id_, "date", f"{event.date} is in the future; mark the event as 'announced', if it is")
        for index, report in enumerate(event.reports):
            if report.date > _today():
                draft.report("events", id_, f"reports.{index}.date", f"{report.date} is in the future")


def touched_statements_are_dated(draft: Draft) -> None:
    for id_, event in draft.events.items():
        for index, touch in enumerate(event.touches):
            # Not of a record that is missing or of the wrong shape: that is said of the reference, or of the record.
            if not touched(draft, touch) and touch.row.split("/")[1] in draft.records.get(touch.row.split("/")[0], {}):
                part = f" under '{touch.part}'" if touch.part else ""
                message = f"'{touch.row}' has no statement with a date{part}, so nobody could tell whether it was read again"
                draft.report("events", id_, f"touches.{index}", message)


def announced_events_are_to_come(draft: Draft) -> None:
    for id_, event in draft.events.items():
        if event.announced and event.date <= _today():
            message = f"{event.date} has come: find out whether it happened, and take 'announced' away or move the date"
            draft.report("events", id_, "announced", message)


def touched_statements_were_read_again(draft: Draft) -> None:
    for one in overtaken(draft, _today()):
        message = (
            f"was checked on {one.evidence.checked}, before the event of {one.event.date} ({one.event.id}: {one.event.title}): "
            "read it again"
        )
        draft.report(one.table, one.id, f"{one.at}.checked".strip("."), message)


CHECKS: tuple[Check, ...] = (events_have_happened_or_are_announced, touched_statements_are_dated)
DUE: tuple[Check, ...] = (announced_events_are_to_come, touched_statements_were_read_again)
"""What the calendar brings about. It stops an editor, not a server: nothing on the screens is broken, and the rows say it."""
