"""The shape of what has happened in the world outside, and of what has to be read again because of it."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from domain.catalog.records.base import Record, Ref, Switch, Text
from domain.catalog.records.evidence import Evidence, Row


class Touch(Record):
    """A record that an event touches: all of its statements, or with `part` those under that key, such as a platform's claim."""

    row: Ref
    part: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,80}$", strict=True)] = ""


def _written_out(given: Any) -> Any:
    """`table/id` or `table/id/part`, as a file has it."""
    if not isinstance(given, str):
        return given
    table, id_, part = (*given.split("/", 2), "", "")[:3]
    return {"row": f"{table}/{id_}", "part": part}


class Report(Evidence):
    """What somebody said of an event, and when."""

    date: dt.date
    says: Text


class Event(Row, Evidence):
    """Something that happened on `date`, or is `announced` for it. What is not dated to the day stands at the first report."""

    date: dt.date
    title: Text
    what: Text
    announced: Switch = False
    touches: tuple[Annotated[Touch, BeforeValidator(_written_out)], ...] = ()
    reports: tuple[Report, ...] = ()
