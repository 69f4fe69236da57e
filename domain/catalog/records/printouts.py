"""The shape of what platforms print of a migration: where, what it counts, and which input of Migration time it is for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from domain.catalog.records.base import Positive, Text
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Platform


class PrintedUnit(StrEnum):
    """The unit of a number that is printed without one; AS_PRINTED: the tool always writes the unit beside it."""

    AS_PRINTED = "as printed"
    BYTES = "bytes"
    BYTES_S = "bytes/s"
    MIB = "MiB"
    MIB_S = "MiB/s"
    MB_FOR_MIB = "MB for MiB"
    """The tool writes MB, or nothing, and means 1,048,576 bytes."""
    MBIT_S = "Mbit/s"
    PAGES = "pages"
    PAGES_S = "pages/s"
    MS = "ms"
    S = "s"
    COUNT = "count"
    MOMENT = "moment"
    DURATION = "duration"
    SWITCH = "true or false"


class Reading(StrEnum):
    """How a printed value becomes the value of an input."""

    VALUE = "value"
    """The same amount in the input's unit."""
    DISTINCT = "distinct pages"
    """A rate that counts each page once, however often it was written: writes by way of the working set."""
    ZERO = "zero pages"
    """A count of pages: their share of the memory."""
    SWITCH = "switch"
    PAGE_SIZE = "page size"
    NORMAL = "other pages"
    PASSES = "passes"
    PERIOD = "counted over"
    BEGAN = "began"
    ENDED = "ended"
    SEEN = "seen"
    """Nothing that is typed: a result to hold against the estimate, or an input of another page."""


FIELDS = (
    "ram_gib",
    "dirty_mb_s",
    "working_set_gib",
    "zero_percent",
    "link_gbps",
    "bandwidth_per_migration_mib_s",
    "downtime_limit_ms",
    "completion_timeout_per_gib",
    "disruption",
    "auto_converge",
    "post_copy",
)
"""Fields of a scenario (domain/live_migration/scenario.py) that a print-out can fill."""


class Printed(Row, Evidence):
    """A thing that a platform prints: `printed` maps its names, as `part > name`, to the unit of a number without one.

    `field` is the input of Migration time that it fills, empty if none; `converted` says how, or what to do with it instead.
    `seconds` over which a rate of distinct pages is always counted; None where that differs, and may be printed.
    """

    label: Text
    platform: Platform
    place: Text
    printed: Annotated[dict[Text, PrintedUnit], Field(min_length=1)]
    counts: Text
    field: Annotated[str, Field(pattern=f"^({'|'.join(FIELDS)})?$")] = ""
    reading: Reading
    seconds: Positive | None = None
    converted: Text

    @property
    def names(self) -> tuple[str, ...]:
        """What it is printed as, each with the unit of a number without one."""
        return tuple(f"{name} ({unit.value})" for name, unit in self.printed.items())

    @model_validator(mode="after")
    def _fills_what_it_reads(self) -> Printed:
        fills = self.reading in (Reading.VALUE, Reading.DISTINCT, Reading.ZERO, Reading.SWITCH)
        if fills != bool(self.field):
            raise ValueError(f"reading {self.reading.value!r} {'needs' if fills else 'has no'} 'field'")
        return self
