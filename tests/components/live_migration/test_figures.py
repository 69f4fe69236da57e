"""The studio's figures as functions of their data: what they draw, on which axes, and what they say in words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components.kit.figures import DASHES, LINK_COLOURS
from components.kit.style import COLOURS, FOURTH_COLOUR
from components.live_migration.figures import (
    OUTCOME_COLOURS,
    accuracy_alt,
    accuracy_figure,
    map_alt,
    map_figure,
    sizes_alt,
    sizes_figure,
    timeline_alt,
    timeline_figure,
)
from domain.live_migration.engine.guest import MigrationOutcome, Round
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sweeps import outcome_map, sizes_and_links
from domain.live_migration.uncertainty import Spread
from domain.quantities.units import GIB
from tests.domain.live_migration.scenarios import ask

PASSES = [
    Round(0.0, 8.0, 8 * GIB, 8 * GIB, 0.0, 2 * GIB, 0.0, True),
    Round(8.0, 10.0, 2 * GIB, 2 * GIB, 0.0, 0.25 * GIB, 0.0, True),
]
EASY = ask(64, 200, 16)
HARD = ask(16, 900, 8, link_gbps=4)
NOTHING = pd.DataFrame(columns=["ram_gib", "seconds", "what"])
RAMS, LINKS = [8.0, 64.0, 1024.0], [10.0, 25.0, 40.0, 100.0]


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


def sizes_of(scenario: Scenario = EASY, links: list[float] | None = None) -> pd.DataFrame:
    return sizes_and_links(scenario, RAMS, links or LINKS, Spread.of(Sureness.GUESSED, Sureness.GUESSED))


def test_each_link_has_its_line_its_band_its_single_pass_and_the_wide_range_on_log_axes() -> None:
    data = sizes_of()
    figure = sizes_figure(data, 2, 5, NOTHING, NOTHING, NOTHING)
    drawn = by_name(figure)
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
    for place, gbps in enumerate(LINKS):
        name, part = f"{gbps:g} Gbit/s", data[data["gbps"] == gbps]
        assert list(drawn[name].x) == RAMS
        assert list(drawn[name].y) == list(part["total_s"])
        assert (drawn[name].line.color, drawn[name].line.dash) == (LINK_COLOURS[place], DASHES[place])
        assert list(drawn[f"{name}: one pass"].y) == list(part["naive_s"])
        wide = drawn[f"{name}: 2 to 5 times one pass"]
        assert list(wide.x) == [*RAMS, *reversed(RAMS)]
        assert list(wide.y) == pytest.approx([*(part["naive_s"] * 2), *reversed(list(part["naive_s"] * 5))])
        assert list(drawn[f"{name}: band"].y) == [*part["low_s"], *reversed(list(part["high_s"]))]
        assert {trace.legendgroup for trace in figure.data if trace.name.startswith(f"{name}:")} == {name}


def test_only_the_lines_stand_in_the_legend() -> None:
    figure = sizes_figure(sizes_of(), 2, 5, NOTHING, NOTHING, NOTHING)
    assert [trace.name for trace in figure.data if trace.showlegend is not False] == [f"{gbps:g} Gbit/s" for gbps in LINKS]


def test_a_size_that_never_ends_is_a_cross_and_a_gap_in_the_line_and_in_the_band() -> None:
    data = sizes_of(HARD, [4.0, 100.0])
    never = data[(data["gbps"] == 4) & np.isinf(data["total_s"])]
    drawn = by_name(sizes_figure(data, 2, 5, NOTHING, NOTHING, NOTHING))
    cross = drawn["4 Gbit/s: does not end"]
    assert 0 < len(never) <= len(RAMS)
    assert (cross.marker.symbol, list(cross.x), list(cross.y)) == ("x", list(never["ram_gib"]), list(never["naive_s"]))
    assert np.isnan(drawn["4 Gbit/s"].y).sum() == len(never)
    assert not np.isnan([value for trace in drawn.values() if trace.fill for value in trace.y]).any()
    assert not [value for trace in drawn.values() for value in trace.y if np.isinf(value)]
    assert "100 Gbit/s: does not end" not in drawn


def test_known_points_are_drawn_with_what_they_are_and_not_where_there_are_none() -> None:
    points = pd.DataFrame({"ram_gib": [8.0, 64.0], "seconds": [7.0, 60.0], "what": ["one", "another"]})
    figure = sizes_figure(sizes_of(), 2, 5, points, points.iloc[:1], points.iloc[1:])
    drawn = by_name(figure)
    kinds = ["quick reference", "measured with QEMU", "published by others"]
    assert [trace.name for trace in figure.data][-3:] == kinds
    assert len({drawn[kind].marker.symbol for kind in kinds}) == 3
    assert [text for (text,) in drawn["quick reference"].customdata] == ["one", "another"]
    assert list(drawn["published by others"].y) == [60.0]
    assert not set(kinds) & set(by_name(sizes_figure(sizes_of(), 2, 5, NOTHING, NOTHING, NOTHING)))


def test_the_words_beside_the_sizes_give_both_ends_of_each_line_and_count_what_never_ends() -> None:
    data = sizes_of(HARD, [4.0, 100.0])
    never = int(np.isinf(data.loc[data["gbps"] == 4, "total_s"]).sum())
    alt = sizes_alt(data)
    assert f"over 4 Gbit/s {never} of 3 sizes do not end" in alt
    assert "over 100 Gbit/s from" in alt
    assert "nan" not in alt.lower()
    assert "inf" not in alt.lower()


def test_hovering_gives_size_link_time_and_band() -> None:
    line = by_name(sizes_figure(sizes_of(), 2, 5, NOTHING, NOTHING, NOTHING))["25 Gbit/s"]
    assert "GiB over 25 Gbit/s" in line.hovertemplate
    assert "band %{customdata[0]:,.4g} to %{customdata[1]:,.4g} s" in line.hovertemplate


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
