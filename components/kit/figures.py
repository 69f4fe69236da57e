"""What the figures of all rooms share: colours, strokes, layout, and how a figure is placed on a page.

Plotly is imported when a figure is first drawn; the pages without one never load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components.kit import file_names
from components.kit.style import CHART_INK, FOURTH_COLOUR

if TYPE_CHECKING:
    import plotly.graph_objects as go

LINK_COLOURS = ("#7D6BC4", "#8A7A45", "#6F8290", FOURTH_COLOUR)
"""Of lines that are no platforms: links, hosts, ways of copying. At least 3:1 on both backgrounds, and never without a dash."""

DASHES = ("solid", "dash", "dot", "dashdot")

TEXT, PRESENTED_TEXT = 13, 20
"""Pixels of text, on a screen and at the back of a room."""


def blank() -> go.Figure:
    """A figure without traces."""
    import plotly.graph_objects as go

    return go.Figure()


def faint(colour: str, strength: float = 0.16) -> str:
    """A colour of the palette as a band's fill; `strength` from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def layout(figure: go.Figure, height: int, top: int = 30, legend_y: float | None = None) -> None:
    """Pixels of height and of room above the axes; no legend without a `legend_y`, and where it stands `show` decides."""
    figure.update_layout(height=height, margin={"l": 10, "r": 10, "t": top, "b": 10}, showlegend=legend_y is not None)


def written(figure: go.Figure, size: int) -> go.Figure:
    """The figure with all its text in pixels of `size`, and its legend below the plot.

    Above the plot a legend of several lines lies over the marks on a phone. Streamlit's theme has the last word on what a figure
    leaves out, so each kind of text is named.
    """
    font = {"color": CHART_INK, "size": size}
    axis = {"tickfont": font, "title": {"font": font}}
    below = {"orientation": "h", "x": 0, "xref": "container", "y": 0, "yref": "container", "yanchor": "bottom", "font": font}
    return figure.update_layout(
        font=font, legend=below, hoverlabel={"font": font}, coloraxis={"colorbar": {"tickfont": font}}, xaxis=axis, yaxis=axis
    )


def show(figure: go.Figure, name: str, alt: str) -> None:
    """Place a figure; its mode bar saves it as SVG, named for what is drawn.

    A figure may be one that is kept for all: on a screen it is written on once, for a room a copy of it is.
    """
    if st.context.is_embedded:
        figure = written(type(figure)(figure), PRESENTED_TEXT)
    elif figure.layout.font.color != CHART_INK:
        written(figure, TEXT)
    file_name = file_names.stem(name, file_names.view())
    st.plotly_chart(
        figure,
        key=f"figure_{name}",
        alt=alt,
        config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": file_name}, "displayModeBar": True},
    )
