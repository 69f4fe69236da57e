"""Whether the measurements that a screen draws are there: a server must not find out when a visitor asks for them."""

from __future__ import annotations

from collections.abc import Callable

from domain.catalog.loading import Check, Draft
from domain.live_migration.evidence import calibration
from domain.live_migration.evidence.runs import parse


def measurements_can_be_read(draft: Draft) -> None:
    for id_, row in draft.measured_series.items():
        if fault := _fault(draft, row.file, parse):
            draft.report("measured_series", id_, "file", fault)
    if draft.is_whole("measured_series") and (fault := _fault(draft, calibration.FILE, calibration.read)):
        draft.report_table("measured_series", fault)


def _fault(draft: Draft, file: str, read: Callable[[str], object]) -> str:
    """What keeps a file from being drawn, in words; empty if nothing does."""
    try:
        read(draft.measurements(file))
    except OSError as fault:
        return f"data/{file} cannot be read: {fault.strerror}"
    except KeyError as fault:
        return f"data/{file} lacks the column {fault}"
    except ValueError as fault:
        return f"data/{file} cannot be used: {fault}"
    return ""


CHECKS: tuple[Check, ...] = (measurements_can_be_read,)
