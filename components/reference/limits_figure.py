"""The numbers of one key number as a figure, and it in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from components.kit import markup
from components.kit.figures import PRESENTED_TEXT, TEXT, blank, layout
from components.kit.style import COLOURS, GREY
from domain.catalog.vocabulary import Platform

if TYPE_CHECKING:
    import plotly.graph_objects as go

REFERENCE = "quick reference"

SYMBOLS = {
    "recommended": "triangle-right",
    "default": "diamond",
    "tested": "circle",
    "supported": "square",
    "theoretical": "triangle-up",
    REFERENCE: "x-thin-open",
}

LONGEST, LONGEST_PRESENTED = 23, 60
"""Characters of a line beside a mark: half of what stands in a phone's width, and in a projector's."""

LEADING = 1.35
"""Of a line of text, its height."""

BLANK = "\N{NO-BREAK SPACE}"

AROUND = 110
"""Pixels of what stands around the rows: the axis, its title and the legend."""


class Mark(NamedTuple):
    """A number with the lines written beside it, in their middle `y` lines below the upper edge."""

    platform: str
    kind: str
    value: float
    words: Sequence[str]
    y: float


def limits_figure(limits: pd.DataFrame, presented: bool = False) -> go.Figure:
    """One parameter's numbers on a log axis: a line a number, with its kind and scope beside it, platform by platform.

    Each has a line of its own, since equal numbers would hide each other. `limits` has the columns of the tidy frame "limits"
    (domain.reference.frames). `presented`: wider lines, for a projector.
    """
    figure = blank()
    placed = list(_placed(limits, LONGEST_PRESENTED if presented else LONGEST))
    marks = [one for one in placed if isinstance(one, Mark)]
    low, high = _range([mark.value for mark in marks])
    colour_of = {platform.label: colour for platform, colour in COLOURS.items()}
    unit = limits["unit"].iloc[0] if len(limits) else ""
    for kind, symbol in SYMBOLS.items():
        own = [mark for mark in marks if mark.kind == kind]
        if not own:
            continue
        colours = [colour_of[mark.platform] for mark in own]
        sides = ["right" if math.log10(mark.value) < (low + high) / 2 else "left" for mark in own]
        figure.add_scatter(
            x=[mark.value for mark in own],
            y=[mark.y for mark in own],
            name=kind,
            mode="markers+text",
            marker={"symbol": symbol, "size": 13, "color": colours, "line": {"width": 2, "color": colours}},
            text=[_set_off(mark.words, side) for mark, side in zip(own, sides, strict=True)],
            textposition=[f"middle {side}" for side in sides],
            cliponaxis=False,
            customdata=[(mark.platform, unit) for mark in own],
            hovertemplate=markup.hover("%{customdata[0]}", "%{x:,} %{customdata[1]}", "%{text}"),
            showlegend=False,
        )
        grey = {"symbol": symbol, "size": 13, "color": GREY, "line": {"width": 2, "color": GREY}}
        figure.add_scatter(x=[None], y=[None], name=_explained(kind), mode="markers", marker=grey, hoverinfo="skip")
    for one in placed:
        if not isinstance(one, Mark):
            name, y = one
            figure.add_annotation(
                x=0, xref="paper", xanchor="left", y=y, yanchor="middle", text=markup.figure_head(name), showarrow=False
            )
    lines = (marks[-1].y if marks else 0) + 1.5
    text = PRESENTED_TEXT if presented else TEXT
    layout(figure, height=round(lines * text * LEADING) + AROUND, top=0, legend_y=0)
    figure.update_xaxes(
        type="log", title=unit, tickformat=",", dtick=_log_tick(limits["value"]), range=[low, high], showgrid=True
    )
    figure.update_yaxes(range=[lines, 0], visible=False)
    return figure


def _placed(limits: pd.DataFrame, longest: int) -> Iterator[Mark | tuple[str, float]]:
    """From above: a platform's name and its line, then its marks; what the quick reference says stands last."""
    y = 0.0
    for platform in Platform:
        own = limits[limits["platform"] == platform.label]
        if own.empty:
            continue
        yield platform.label, y + 0.8
        y += 1.6
        numbers = zip(own["kind"], own["value"], own["scope"], strict=True)
        for kind, value, scope in sorted(numbers, key=lambda one: (one[0] == REFERENCE, one[1])):
            said = f"{round(value, 2):,.10g} {kind}" + (f", {scope}" if scope else "")
            lines = wrap(said, longest, break_on_hyphens=False)
            height = max(len(lines), 1.3)
            yield Mark(platform.label, kind, value, lines, y + height / 2)
            y += height + 0.2
        y += 0.3


def _set_off(words: Sequence[str], side: str) -> str:
    """The words a blank away from their mark, of which Plotly has none."""
    return markup.figure_lines(f"{BLANK}{line}" if side == "right" else f"{line}{BLANK}" for line in words)


def _range(values: list[float]) -> tuple[float, float]:
    """The ends of the axis, as powers of ten: so that a mark at an end is whole, and one number alone has an axis."""
    if not values:
        return 0.0, 1.0
    low, high = math.log10(min(values)), math.log10(max(values))
    room = max((high - low) * 0.04, 0.02) if high > low else 0.5
    return low - room, high + room


def _explained(kind: str) -> str:
    return "circulated quick reference" if kind == REFERENCE else kind


def _log_tick(values: pd.Series[float]) -> int | str:
    return "D2" if len(values) and values.max() / values.min() < 100 else 1


def limits_alt(limits: pd.DataFrame) -> str:
    parts = [f"{row.platform} {row.kind} {row.value:,.10g} {row.unit}" for row in limits.itertuples()]
    return f"Limits on a log scale: {'; '.join(parts)}."
