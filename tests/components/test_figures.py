"""Figures as functions of their data: what they draw, on which axes, and what they say to who cannot see them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from components.figures import DASHES, LINK_COLOURS, SYMBOLS, limits_alt, limits_figure, times_alt, times_figure
from components.look import COLOURS
from domain.catalog import catalog
from domain.catalog.frames import frame
from domain.catalog.vocabulary import LimitKind, Platform
from domain.migration.estimates import reference_times, times

LIMITS = frame(catalog(), "limits")
PARAMETERS = list(dict.fromkeys(LIMITS["parameter"]))
RAMS, LINKS = [8.0, 64.0, 1024.0], [10.0, 25.0, 40.0, 100.0]


def of(parameter: str) -> pd.DataFrame:
    return LIMITS[LIMITS["parameter"] == parameter]


def times_of(unit: str = "GB", references: bool = True) -> go.Figure:
    points = reference_times(catalog()).dropna(subset="seconds")
    return times_figure(times(RAMS, LINKS, 0.5, unit), 2, 5, points if references else points.iloc[:0], unit)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_each_kind_of_limit_is_a_series_of_its_own_with_its_own_shape(parameter: str) -> None:
    figure = limits_figure(of(parameter))
    kinds = [trace.name for trace in figure.data]
    assert sorted(kinds) == sorted(set(of(parameter)["kind"]))
    assert [trace.marker.symbol for trace in figure.data] == [SYMBOLS[kind] for kind in kinds]
    assert figure.layout.xaxis.type == "log"


def test_every_kind_that_can_be_written_can_be_drawn_and_told_apart() -> None:
    assert set(SYMBOLS) == {*(kind.value for kind in LimitKind), "quick reference"}
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_each_platform_has_its_colour_and_its_row_in_the_fixed_order(parameter: str) -> None:
    figure = limits_figure(of(parameter))
    colours = {platform.label: colour for platform, colour in COLOURS.items()}
    for trace in figure.data:
        assert list(trace.marker.color) == [colours[label] for label in trace.y]
    assert list(figure.layout.yaxis.categoryarray) == [platform.label for platform in reversed(Platform)]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_hovering_over_a_limit_gives_its_exact_value_unit_kind_and_scope(parameter: str) -> None:
    rows = of(parameter)
    for trace in limits_figure(rows).data:
        own = rows[rows["kind"] == trace.name]
        assert [list(pair) for pair in trace.customdata] == own[["unit", "scope"]].to_numpy().tolist()
        assert "%{x:,}" in trace.hovertemplate
        assert trace.name in trace.hovertemplate
        assert trace.hovertemplate.endswith("<extra></extra>")


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_the_words_beside_a_chart_of_limits_list_every_point(parameter: str) -> None:
    alt = limits_alt(of(parameter))
    for row in of(parameter).itertuples():
        assert f"{row.platform} {row.kind} {row.value:,.10g} {row.unit}" in alt


def test_limits_of_nothing_are_an_empty_figure() -> None:
    assert len(limits_figure(LIMITS.iloc[:0]).data) == 0


def test_times_lie_on_log_axes_with_a_line_and_a_band_for_each_link() -> None:
    figure = times_of()
    lines = {trace.name: trace for trace in figure.data}
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("log", "log")
    for gbps in LINKS:
        line, band = lines[f"{gbps:g} Gb/s"], lines[f"{gbps:g} Gb/s × 2–5"]
        assert list(line.x) == RAMS
        assert list(line.y) == pytest.approx([ram * 8 / gbps / 0.5 for ram in RAMS])
        assert list(band.x) == [*RAMS, *reversed(RAMS)]
        assert np.array(band.y[:3]) == pytest.approx(2 * np.array(line.y))
        assert np.array(band.y[3:]) == pytest.approx(5 * np.array(line.y[::-1]))
        assert (band.fill, band.hoverinfo) == ("toself", "skip")


def test_lines_are_told_apart_by_more_than_their_colour() -> None:
    lines = [trace.line for trace in times_of(references=False).data if trace.fill is None]
    assert [(line.color, line.dash) for line in lines] == list(zip(LINK_COLOURS, DASHES, strict=True))


@pytest.mark.parametrize("unit", ["GB", "GiB"])
def test_hovering_over_a_time_gives_size_link_and_seconds(unit: str) -> None:
    for trace in times_of(unit, references=False).data:
        if trace.fill is None:
            assert trace.hovertemplate == f"%{{x:,.4g}} {unit} over {trace.name}<br>%{{y:,.4g}} s<extra></extra>"


def test_the_quick_references_own_figures_are_points_of_their_own() -> None:
    own = times_of().data[-1]
    given = reference_times(catalog()).dropna(subset="seconds")
    assert (own.name, own.mode) == ("quick reference", "markers")
    assert sorted(zip(own.x, own.y, strict=True)) == sorted(zip(given["ram"], given["seconds"], strict=True))
    assert "quick reference" not in [trace.name for trace in times_of(references=False).data]


@pytest.mark.parametrize("unit", ["GB", "GiB"])
def test_the_axis_says_its_unit(unit: str) -> None:
    assert times_of(unit).layout.xaxis.title.text == f"VM memory, {unit}"


def test_the_words_beside_a_chart_of_times_give_both_ends_of_every_line() -> None:
    alt = times_alt(times(RAMS, LINKS, 1.0, "GB"), 2, 5)
    for gbps in LINKS:
        first, last = RAMS[0] * 8 / gbps, RAMS[-1] * 8 / gbps
        assert f"over {gbps:g} Gb/s from {first:,.3g} s for 8 GB to {last:,.3g} s for 1024 GB" in alt
    assert "Bands show 2 to 5 times that" in alt
    assert not re.search(r"\bnan\b", alt)
