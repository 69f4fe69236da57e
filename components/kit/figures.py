"""Every figure of the product, as a pure function of its data, and how a figure is placed on a page.

Plotly is imported when a figure is first drawn; the pages without one never load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.kit.style import COLOURS, FOURTH_COLOUR
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
LINK_COLOURS = ("#0072B2", "#D55E00", "#009E73", FOURTH_COLOUR)
DASHES = ("solid", "dash", "dot", "dashdot")


def limits_figure(limits: pd.DataFrame) -> go.Figure:
    """One parameter's numbers on a log axis: a row a platform, a symbol a kind of limit.

    `limits` has the columns of the tidy frame "limits" (domain.reference.frames).
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for kind, symbol in SYMBOLS.items():
        part = limits[limits["kind"] == kind]
        if part.empty:
            continue
        colours = [_platform_colour(label) for label in part["platform"]]
        figure.add_scatter(
            x=part["value"],
            y=part["platform"],
            name=kind,
            mode="markers",
            marker={"symbol": symbol, "size": 15, "color": colours, "line": {"width": 2, "color": colours}},
            customdata=part[["unit", "scope"]],
            hovertemplate=f"%{{y}}<br>%{{x:,}} %{{customdata[0]}}, {kind}<br>%{{customdata[1]}}<extra></extra>",
        )
    unit = limits["unit"].iloc[0] if len(limits) else ""
    layout(figure, height=320, top=40, legend_y=1.15)
    figure.update_xaxes(type="log", title=unit, tickformat=",", dtick=_log_tick(limits["value"]))
    figure.update_yaxes(categoryorder="array", categoryarray=[p.label for p in reversed(Platform)])
    return figure


def _log_tick(values: pd.Series[float]) -> int | str:
    return "D2" if len(values) and values.max() / values.min() < 100 else 1


def _platform_colour(label: str) -> str:
    return next(colour for platform, colour in COLOURS.items() if platform.label == label)


def limits_alt(limits: pd.DataFrame) -> str:
    """The figure in words, for a screen reader."""
    parts = [f"{row.platform} {row.kind} {row.value:,.10g} {row.unit}" for row in limits.itertuples()]
    return f"Limits on a log scale: {'; '.join(parts)}."


def faint(colour: str, strength: float = 0.16) -> str:
    """A colour of the palette as a band's fill; `strength` from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def layout(figure: go.Figure, height: int, top: int = 30, legend_y: float | None = None) -> None:
    """Pixels of height and of room above the axes; the legend is a row at `legend_y` (1: the upper edge of the axes), or none."""
    legend = {"showlegend": False} if legend_y is None else {"legend": {"orientation": "h", "y": legend_y}}
    figure.update_layout(height=height, margin={"l": 10, "r": 10, "t": top, "b": 10}, **legend)


def show(figure: go.Figure, name: str, alt: str) -> None:
    """Place a figure; its mode bar saves it as SVG under `name`."""
    st.plotly_chart(
        figure,
        key=f"figure_{name}",
        alt=alt,
        config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": name}, "displayModeBar": True},
    )
