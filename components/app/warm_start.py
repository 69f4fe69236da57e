"""Loads at start what a first visitor would otherwise wait for."""

from __future__ import annotations

from domain.catalog import catalog
from domain.reference.frames import FRAMES, frame
from domain.reference.search import index


def up() -> None:
    """Import pandas and Plotly, build the tables, the search index and a first figure."""
    import plotly.graph_objects as go

    for name in FRAMES:
        frame(catalog(), name)
    index(catalog())
    go.Figure(go.Scatter(x=[1], y=[1])).to_json()
