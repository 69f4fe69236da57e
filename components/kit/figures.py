"""What the figures of all rooms share: colours, strokes, layout, and how a figure is placed on a page.

Plotly is imported when a figure is first drawn; the pages without one never load it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from components.kit import file_names
from components.kit.style import COLOURS, FOURTH_COLOUR

if TYPE_CHECKING:
    import plotly.graph_objects as go

LINK_COLOURS = (*COLOURS.values(), FOURTH_COLOUR)
DASHES = ("solid", "dash", "dot", "dashdot")


def blank() -> go.Figure:
    """A figure without traces."""
    import plotly.graph_objects as go

    return go.Figure()


def faint(colour: str, strength: float = 0.16) -> str:
    """A colour of the palette as a band's fill; `strength` from 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength:g})"


def layout(figure: go.Figure, height: int, top: int = 30, legend_y: float | None = None) -> None:
    """Pixels of height and of room above the axes; the legend is a row at `legend_y` (1: the upper edge of the axes), or none."""
    legend = {"showlegend": False} if legend_y is None else {"legend": {"orientation": "h", "y": legend_y}}
    figure.update_layout(height=height, margin={"l": 10, "r": 10, "t": top, "b": 10}, **legend)


def show(figure: go.Figure, name: str, alt: str) -> None:
    """Place a figure; its mode bar saves it as SVG, named for what is drawn."""
    file_name = file_names.stem(name, file_names.view())
    st.plotly_chart(
        figure,
        key=f"figure_{name}",
        alt=alt,
        config={"displaylogo": False, "toImageButtonOptions": {"format": "svg", "filename": file_name}, "displayModeBar": True},
    )
