"""Migration time's figures as functions of their data: what they draw, on which axes, and what they say in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components.kit.style import COLOURS, FOURTH_COLOUR
from components.live_migration.figures import (
    OUTCOME_COLOURS,
    accuracy_alt,
    accuracy_figure,
    map_alt,
    map_figure,
    timeline_alt,
    timeline_figure,
)
from domain.live_migration.engine.guest import MigrationOutcome, Round
from domain.live_migration.sweeps import outcome_map
from domain.quantities.units import GIB
from tests.domain.live_migration.scenarios import ask

PASSES = [
    Round(0.0, 8.0, 8 * GIB, 8 * GIB, 0.0, 2 * GIB, 0.0, True),
    Round(8.0, 10.0, 2 * GIB, 2 * GIB, 0.0, 0.25 * GIB, 0.0, True),
]
EASY = ask(64, 200, 16)
HARD = ask(16, 900, 8, link_gbps=4)


def by_name(figure: go.Figure) -> dict[str, go.Scatter]:
    return {trace.name: trace for trace in figure.data}


def test_the_timeline_falls_with_each_pass_and_jumps_by_what_was_dirtied_meanwhile() -> None:
    line = by_name(timeline_figure(PASSES, 10.3, 0.3, 0.3 * GIB))["left to send"]
    assert list(line.x) == [0, 8, 8, 8, 10, 10]
    assert list(line.y) == [8, 0, 2, 2, 0, 0.25]


def test_the_timeline_goes_to_nothing_where_the_migration_ends_and_nowhere_where_it_does_not() -> None:
    tail = by_name(timeline_figure(PASSES, 10.3, 0.3, GIB))["after the switch-over"]
    assert (list(tail.x), list(tail.y)) == ([10, 10.3], [0.25, 0])
    for end, downtime in ((np.inf, np.nan), (10.3, np.nan)):
        assert set(by_name(timeline_figure(PASSES, end, downtime, GIB))) == {"left to send"}


def test_what_fits_into_the_downtime_limit_is_a_line_with_its_name() -> None:
    layout = timeline_figure(PASSES, 10.3, 0.3, GIB / 4).layout
    assert [(shape.y0, shape.y1) for shape in layout.shapes] == [(0.25, 0.25)]
    assert [note.text for note in layout.annotations] == ["fits into the downtime limit"]
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("Seconds since the copy began", "Left to send, GiB")


def test_the_words_beside_the_timeline_give_its_passes_and_its_end() -> None:
    assert timeline_alt(PASSES, 10.3) == (
        "Memory left to send over time, 2 passes: 2 GiB after 8 s, 0.25 GiB after 10 s; it ends after 10 s."
    )
    assert timeline_alt(PASSES, np.inf).endswith("; it does not end.")


def test_a_timeline_of_nothing_is_an_empty_line() -> None:
    assert len(timeline_figure([], np.inf, np.nan, GIB).data[0].x) == 0


MAPPED = {
    "ends or aborts": HARD,
    "throttles": replace(HARD, auto_converge=True),
    "post-copy": replace(HARD, post_copy=True),
    "pauses": replace(HARD, disruption=True),
    "never": replace(HARD, completion_timeout_per_gib=0),
}


@pytest.mark.parametrize("name", MAPPED)
def test_every_outcome_of_the_map_has_a_colour_of_its_own_and_its_name_within_its_region(name: str) -> None:
    points = outcome_map(MAPPED[name])
    figure = map_figure(points, HARD.dirty_mb_s, HARD.working_set_gib)
    present = sorted(set(points["outcome"]))
    heat = figure.data[0]
    assert [note.text.replace("<br>", " ") for note in figure.layout.annotations] == [MigrationOutcome(o).label for o in present]
    assert len({colour for _, colour in heat.colorscale}) == len(present)
    assert heat.z.shape == heat.text.shape == (points["working_set_gib"].nunique(), points["dirty_mb_s"].nunique())
    for row in points.sample(40, random_state=1).itertuples():
        x, y = list(heat.x).index(row.dirty_mb_s), list(heat.y).index(row.working_set_gib)
        assert heat.z[y][x] == present.index(row.outcome)
        assert heat.text[y][x].startswith(MigrationOutcome(row.outcome).label)


def test_no_region_of_the_map_takes_a_platforms_colour() -> None:
    assert set(OUTCOME_COLOURS) == set(MigrationOutcome)
    assert len(set(OUTCOME_COLOURS.values())) == len(MigrationOutcome)
    assert not set(OUTCOME_COLOURS.values()) & {*COLOURS.values(), FOURTH_COLOUR}


def test_the_guest_is_a_star_on_the_map_unless_it_has_no_place_on_a_log_axis() -> None:
    points = outcome_map(HARD)
    star = map_figure(points, 900, 8).data[-1]
    assert (star.marker.symbol, list(star.x), list(star.y)) == ("star", [900], [8])
    assert len(map_figure(points, 0, 8).data) == len(map_figure(points, 900, 0).data) == 1


def test_the_words_beside_the_map_count_every_outcome() -> None:
    points = outcome_map(HARD)
    counts = points["outcome"].value_counts()
    assert map_alt(points).startswith(f"Of {len(points)} pairs of dirty rate and working set: ")
    assert [o for o, count in counts.items() if f"{count} {MigrationOutcome(o).label}" not in map_alt(points)] == []


RUNS = pd.DataFrame(
    {
        "run_id": ["A1", "A2", "A3"],
        "regime": ["idle", "random", "random"],
        "measured_s": [10.0, 20.0, np.nan],
        "estimated_s": [11.0, 20.0, np.nan],
        "naive_s": [5.0, 10.0, 4.0],
        "error_percent": [10.0, 0.0, np.nan],
        "naive_error_percent": [50.0, 50.0, np.nan],
    }
)


def test_an_estimate_is_drawn_over_its_measurement_beside_memory_over_bandwidth() -> None:
    figure = accuracy_figure(RUNS)
    drawn = by_name(figure)
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
    assert (list(drawn["this estimator"].x), list(drawn["this estimator"].y)) == ([10, 20], [11, 20])
    assert list(drawn["RAM / bandwidth"].y) == [5, 10]
    assert list(drawn["right"].x) == list(drawn["right"].y)
    assert [list(pair) for pair in drawn["this estimator"].customdata] == [["A1", "idle"], ["A2", "random"]]


def test_the_words_beside_it_give_both_errors_and_none_where_nothing_ended() -> None:
    said = accuracy_alt(RUNS)
    assert said == "2 measured migrations: the estimate is off by 5.0 % in the median, memory over bandwidth by 50 %."
    assert accuracy_alt(RUNS.iloc[2:]) == "No run ended."
    assert [len(trace.x) for trace in accuracy_figure(RUNS.iloc[2:]).data] == [0, 0]
