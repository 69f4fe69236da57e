"""Every figure of the product, as a pure function of its data, and how a figure is placed on a page.

Plotly is imported when a figure is first drawn; the pages without one never load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.look import COLOURS, FOURTH_COLOUR
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

    `limits` has the columns of the tidy frame "limits" (domain.catalog.frames).
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
    figure.update_layout(height=320, margin={"l": 10, "r": 10, "t": 40, "b": 10}, legend={"orientation": "h", "y": 1.15})
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


def times_figure(times: pd.DataFrame, low: float, high: float, references: pd.DataFrame, unit: str = "GB") -> go.Figure:
    """Seconds over VM size for each link, log axes, with the band from `low` to `high` times each line.

    `times`: ram (float), gbps (float), seconds (float). `references`: the quick reference's own figures, same columns.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, (gbps, part) in enumerate(times.groupby("gbps", sort=True)):
        colour, dash = LINK_COLOURS[place % 4], DASHES[place % 4]
        name = f"{gbps:g} Gb/s"
        ram = list(part["ram"])
        figure.add_scatter(
            x=[*ram, *reversed(ram)],
            y=[*(part["seconds"] * low), *reversed(list(part["seconds"] * high))],
            mode="lines", fill="toself", fillcolor=_faint(colour), line={"width": 0}, hoverinfo="skip",
            name=f"{name} × {low:g}–{high:g}", legendgroup=name, showlegend=False,
        )  # fmt: skip
        figure.add_scatter(
            x=part["ram"], y=part["seconds"], mode="lines+markers", name=name, legendgroup=name,
            line={"color": colour, "dash": dash}, marker={"color": colour},
            hovertemplate="%{x:,.4g} " + unit + " over " + name + "<br>%{y:,.4g} s<extra></extra>",
        )  # fmt: skip
    if len(references):
        figure.add_scatter(
            x=references["ram"], y=references["seconds"], mode="markers", name="quick reference",
            marker={"symbol": "x-thin-open", "size": 11, "color": FOURTH_COLOUR, "line": {"width": 2, "color": FOURTH_COLOUR}},
            customdata=references[["gbps"]],
            hovertemplate="%{x:,.4g} GB over %{customdata[0]:g} Gb/s<br>quick reference: %{y:,.4g} s<extra></extra>",
        )  # fmt: skip
    figure.update_layout(height=520, margin={"l": 10, "r": 10, "t": 50, "b": 10}, legend={"orientation": "h", "y": 1.1})
    figure.update_xaxes(type="log", title=f"VM memory, {unit}", tickformat=",", dtick="D2")
    figure.update_yaxes(type="log", title="Seconds for one pass", tickformat=",", dtick=1)
    return figure


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.16)"


def times_alt(times: pd.DataFrame, low: float, high: float) -> str:
    """The figure in words, for a screen reader."""
    lines = (
        f"over {gbps:g} Gb/s from {part['seconds'].iloc[0]:,.3g} s for {part['ram'].iloc[0]:g} GB "
        f"to {part['seconds'].iloc[-1]:,.3g} s for {part['ram'].iloc[-1]:g} GB"
        for gbps, part in times.groupby("gbps", sort=True)
    )
    return f"Time of one memory pass over VM size, log axes: {'; '.join(lines)}. Bands show {low:g} to {high:g} times that."


def show(figure: go.Figure, name: str, alt: str) -> None:
    """Place a figure; its mode bar saves it as SVG under `name`."""
    st.plotly_chart(
        figure,
        key=f"figure_{name}",
        alt=alt,
        config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": name}, "displayModeBar": True},
    )
