"""The numbers of one key number as a figure, and it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from components.kit import markup
from components.kit.figures import blank, layout
from components.kit.style import COLOURS
from domain.catalog.vocabulary import Platform

if TYPE_CHECKING:
    import plotly.graph_objects as go

SYMBOLS = {
    "recommended": "triangle-right",
    "default": "diamond",
    "tested": "circle",
    "supported": "square",
    "theoretical": "triangle-up",
    "quick reference": "x-thin-open",
}


def limits_figure(limits: pd.DataFrame) -> go.Figure:
    """One parameter's numbers on a log axis: a row a platform, a symbol a kind of limit.

    `limits` has the columns of the tidy frame "limits" (domain.reference.frames).
    """
    figure = blank()
    colour_of = {platform.label: colour for platform, colour in COLOURS.items()}
    for kind, symbol in SYMBOLS.items():
        part = limits[limits["kind"] == kind]
        if part.empty:
            continue
        colours = [colour_of[label] for label in part["platform"]]
        figure.add_scatter(
            x=part["value"],
            y=part["platform"],
            name=kind,
            mode="markers",
            marker={"symbol": symbol, "size": 15, "color": colours, "line": {"width": 2, "color": colours}},
            customdata=part[["unit", "scope"]],
            hovertemplate=markup.hover("%{y}", f"%{{x:,}} %{{customdata[0]}}, {kind}", "%{customdata[1]}"),
        )
    unit = limits["unit"].iloc[0] if len(limits) else ""
    layout(figure, height=320, top=40, legend_y=1.15)
    figure.update_xaxes(type="log", title=unit, tickformat=",", dtick=_log_tick(limits["value"]))
    figure.update_yaxes(categoryorder="array", categoryarray=[p.label for p in reversed(Platform)])
    return figure


def _log_tick(values: pd.Series[float]) -> int | str:
    return "D2" if len(values) and values.max() / values.min() < 100 else 1


def limits_alt(limits: pd.DataFrame) -> str:
    parts = [f"{row.platform} {row.kind} {row.value:,.10g} {row.unit}" for row in limits.itertuples()]
    return f"Limits on a log scale: {'; '.join(parts)}."
