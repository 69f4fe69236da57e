"""The figure of a key number: what it draws, on which axes, and what it says to who cannot see it."""

from __future__ import annotations

import pandas as pd
import pytest

from components.kit.style import COLOURS
from components.reference.limits_figure import SYMBOLS, limits_alt, limits_figure
from domain.catalog import catalog
from domain.catalog.vocabulary import LimitKind, Platform
from domain.reference.frames import frame

LIMITS = frame(catalog(), "limits")
PARAMETERS = list(dict.fromkeys(LIMITS["parameter"]))


def of(parameter: str) -> pd.DataFrame:
    return LIMITS[LIMITS["parameter"] == parameter]


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
