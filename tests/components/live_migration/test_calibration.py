"""The figures and the table of the calibration as functions of their data."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from components.kit.style import COLOURS
from components.live_migration.calibration import (
    coverage_alt,
    coverage_figure,
    coverage_lines,
    kept,
    reliability_alt,
    reliability_figure,
)
from domain.live_migration.evidence.calibration import RISING, Finding
from domain.live_migration.scenario import Sureness

FOUND = [
    Finding("exact", "all", "all", "total", 0.5, 200, 0.61),
    Finding("exact", "all", "all", "total", 0.9, 200, 0.88),
    Finding("exact", "all", "all", "downtime", 0.9, 200, 0.91),
    Finding("exact", "all", "10.0.2", "total", 0.9, 40, 0.85),
    Finding("exact", "all", "10.0.2", "downtime", 0.9, 40, 0.86),
    Finding("exact", "first series", "all", "total", 0.9, 100, 0.87),
    Finding("exact", "first series", "all", "downtime", 0.9, 100, 0.92),
    Finding("exact", RISING, "all", "total", 0.9, 30, 0.13),
    Finding("exact", RISING, "all", "downtime", 0.9, 30, 0.53),
    Finding("exact", "all", "all", "chance", 0.31, 30, 0.4),
    Finding("exact", "all", "all", "chance", 1.0, 150, 0.99),
]


def by_name(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data}


def test_the_coverage_is_what_was_held_over_what_was_claimed_over_all_steady_runs() -> None:
    drawn = by_name(coverage_figure(FOUND))
    assert list(drawn) == ["as claimed", "exact"]
    assert (list(drawn["exact"].x), list(drawn["exact"].y)) == ([50, 90], [61, 88])
    assert [number for (number,) in drawn["exact"].customdata] == [200, 200]
    assert list(drawn["as claimed"].x) == list(drawn["as claimed"].y) == [0, 100]
    assert coverage_alt(FOUND) == "Of the measured total times the range of 90 % holds 88 % where inputs are exact."


def test_the_reliability_is_the_share_that_ended_over_the_chance_given() -> None:
    drawn = by_name(reliability_figure(FOUND))["exact"]
    assert (list(drawn.x), list(drawn.y)) == ([31, 100], [40, 99])
    assert reliability_alt(FOUND) == ("Chance given and share that ended, where inputs are exact: 31 % and 40 %, 100 % and 99 %.")


def test_each_group_of_runs_has_a_row_with_total_time_and_downtime() -> None:
    lines = coverage_lines(FOUND)
    assert [str(line.head) for line in lines] == ["All steady runs", "QEMU 10.0.2", "First series", "Writes that rise and fall"]
    assert ["88 %" in str(lines[0].cells[0]), "downtime 91 %" in str(lines[0].cells[0])] == [True, True]


@pytest.mark.parametrize("draw", [coverage_figure, reliability_figure])
def test_each_level_has_a_line_that_is_told_by_its_mark_and_in_no_platforms_colour(draw: object) -> None:
    drawn = by_name(draw(kept()))  # type: ignore[operator]
    levels = [level.value for level in Sureness]
    assert list(drawn) == ["as claimed", *levels]
    assert len({drawn[level].marker.symbol for level in levels}) == len(levels)
    assert not {drawn[level].line.color for level in levels} & set(COLOURS.values())
