"""The figure of a key number: what it draws and says, on which axes, and what it says to who cannot see it."""

from __future__ import annotations

import math
from html import unescape
from itertools import pairwise

import pandas as pd
import pytest

from components.kit.style import COLOURS, GREY
from components.reference.limits_figure import LONGEST, SYMBOLS, limits_alt, limits_figure
from domain.catalog import catalog
from domain.catalog.vocabulary import LimitKind, Platform
from domain.reference.frames import frame

LIMITS = frame(catalog(), "limits")
PARAMETERS = list(dict.fromkeys(LIMITS["parameter"]))


def of(parameter: str) -> pd.DataFrame:
    return LIMITS[LIMITS["parameter"] == parameter]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_a_shape_is_a_kind_and_a_colour_a_platform(parameter: str) -> None:
    """Each kind is a series of its own in the platforms' colours; the legend explains the shapes, in none of these colours."""
    rows, figure = of(parameter), limits_figure(of(parameter))
    colours = {platform.label: colour for platform, colour in COLOURS.items()}
    series = [trace for trace in figure.data if not trace.showlegend and trace.text]
    assert sorted(trace.name for trace in series) == sorted(set(rows["kind"]))
    for trace in series:
        assert trace.marker.symbol == SYMBOLS[trace.name]
        assert list(trace.marker.color) == [colours[platform] for platform, _ in trace.customdata]
    legend = [trace for trace in figure.data if trace.showlegend is not False]
    assert [(trace.marker.symbol, trace.marker.color) for trace in legend] == [(trace.marker.symbol, GREY) for trace in series]


def test_every_kind_that_can_be_written_can_be_drawn_and_told_apart() -> None:
    assert set(SYMBOLS) == {*(kind.value for kind in LimitKind), "quick reference"}
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_no_number_hides_another_and_each_says_its_value_kind_and_scope(parameter: str) -> None:
    """On a line of its own below its platform's name, in lines that half a phone's width holds."""
    rows, figure = of(parameter), limits_figure(of(parameter))
    marks = [
        (y, words, platform, value)
        for trace in figure.data
        if trace.text
        for y, words, (platform, _), value in zip(trace.y, trace.text, trace.customdata, trace.x, strict=True)
    ]
    said = {" ".join(unescape(words).replace("\N{NO-BREAK SPACE}", " ").replace("<br>", " ").split()) for _, words, _, _ in marks}
    wanted = {
        f"{round(row.value, 2):,.10g} {row.kind}" + (f", {' '.join(row.scope.split())}" if row.scope else "")
        for row in rows.itertuples()
    }
    assert said == wanted
    assert len(marks) == len(rows)
    assert all(len(line) <= LONGEST + 1 for _, words, _, _ in marks for line in unescape(words).split("<br>"))
    ends = sorted((y - height / 2, y + height / 2) for y, words, _, _ in marks for height in [words.count("<br>") + 1])
    assert all(low >= high for (_, high), (low, _) in pairwise(ends))
    heads = {note.text.strip("</b>"): note.y for note in figure.layout.annotations}
    assert list(heads) == [platform.label for platform in Platform if platform.label in set(rows["platform"])]
    for y, _, platform, value in marks:
        assert max((at, name) for name, at in heads.items() if at < y)[1] == platform
        assert figure.layout.xaxis.range[0] < math.log10(value) < figure.layout.xaxis.range[1]


@pytest.mark.parametrize("parameter", PARAMETERS)
def test_the_words_beside_a_chart_of_limits_list_every_point(parameter: str) -> None:
    alt = limits_alt(of(parameter))
    for row in of(parameter).itertuples():
        assert f"{row.platform} {row.kind} {row.value:,.10g} {row.unit}" in alt


def test_limits_of_nothing_are_an_empty_figure() -> None:
    assert len(limits_figure(LIMITS.iloc[:0]).data) == 0
