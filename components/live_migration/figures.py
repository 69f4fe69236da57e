"""Migration time's figures, as pure functions of their data, and each in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from components.kit import markup
from components.kit.figures import blank, layout
from components.kit.style import FOURTH_COLOUR, GREY
from domain.live_migration.engine.guest import MigrationOutcome, Round
from domain.quantities.units import GIB
from domain.quantities.wording import duration_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

OUTCOME_COLOURS = {
    MigrationOutcome.CONVERGES: "#7FB89A",
    MigrationOutcome.THROTTLED: "#E3C27A",
    MigrationOutcome.POST_COPY: "#D9A0C0",
    MigrationOutcome.PAUSED: "#E0A36B",
    MigrationOutcome.ABORTED: "#C9736B",
    MigrationOutcome.NEVER: "#8E6A78",
}
"""Regions of the map carry their names as well; none of these is a platform's colour."""

INK = "#10151b"
"""Writing on a region."""


def _marker(symbol: str, size: float, colour: str, edge: str, width: float) -> dict[str, Any]:
    return {"symbol": symbol, "size": size, "color": colour, "line": {"width": width, "color": edge}}


def _log_axis(title: str, tick: int | str) -> dict[str, Any]:
    return {"type": "log", "title": title, "tickformat": ",", "dtick": tick}


def timeline_figure(passes: Sequence[Round], end: float, downtime: float, threshold: float) -> go.Figure:
    """Bytes left to send over time, in GiB; the guest stops below `threshold` bytes. `end` and `downtime` in seconds."""
    x: list[float] = []
    y: list[float] = []
    for one in passes:
        x += [one.start_s, one.end_s, one.end_s]
        y += [one.left_before / GIB, one.left_after / GIB, (one.left_after + one.dirty_bytes) / GIB]
    figure = blank()
    line, hover = {"color": FOURTH_COLOUR, "width": 2.5}, markup.hover("%{x:,.4g} s", "%{y:,.4g} GiB left")
    figure.add_scatter(x=x, y=y, mode="lines", name="left to send", line=line, hovertemplate=hover)
    if x and np.isfinite(end) and np.isfinite(downtime):
        tail = {"line": {**line, "dash": "dot"}, "marker": {"symbol": "diamond", "size": 9}, "hovertemplate": hover}
        figure.add_scatter(x=[x[-1], end], y=[y[-1], 0.0], mode="lines+markers", name="after the switch-over", **tail)
    figure.add_hline(
        y=threshold / GIB,
        line={"dash": "dash", "width": 1, "color": GREY},
        annotation_text="fits into the downtime limit",
        annotation_position="top left",
    )
    layout(figure, height=420, legend_y=1.08)
    figure.update_xaxes(title="Seconds since the copy began", rangemode="tozero", tickformat=",")
    figure.update_yaxes(title="Left to send, GiB", rangemode="tozero", tickformat=",")
    return figure


def timeline_alt(passes: Sequence[Round], end: float) -> str:
    left = [f"{(one.left_after + one.dirty_bytes) / GIB:.3g} GiB after {duration_in_words(one.end_s)}" for one in passes[:6]]
    last = f"; it ends after {duration_in_words(end)}" if np.isfinite(end) else "; it does not end"
    return f"Memory left to send over time, {len(passes)} passes: {', '.join(left)}{last}."


def map_figure(points: pd.DataFrame, dirty_mb_s: float, working_set_gib: float) -> go.Figure:
    """Outcome over dirty rate and working set, log axes, with the present guest on it.

    `points`: dirty_mb_s, working_set_gib, outcome, total_s, on a grid (domain.live_migration.sweeps.outcome_map).
    """
    found = sorted({MigrationOutcome(o) for o in points["outcome"]})
    place = {outcome: index for index, outcome in enumerate(found)}
    grid = points.assign(
        z=[place[MigrationOutcome(o)] for o in points["outcome"]], say=[_say(row) for row in points.itertuples()]
    )
    ordered = grid.sort_values(["working_set_gib", "dirty_mb_s"])
    rates, sets = (sorted(set(grid[column])) for column in ("dirty_mb_s", "working_set_gib"))
    z, say = (ordered[name].to_numpy().reshape(len(sets), len(rates)) for name in ("z", "say"))
    steps = [(edge, OUTCOME_COLOURS[o]) for o in found for edge in (place[o] / len(found), (place[o] + 1) / len(found))]
    heat = {"zmin": -0.5, "zmax": len(found) - 0.5, "colorscale": steps, "showscale": False, "text": say}
    hover = markup.hover("%{x:,.3g} MB/s in %{y:,.3g} GiB", "%{text}")
    figure = blank()
    figure.add_heatmap(x=rates, y=sets, z=z, hovertemplate=hover, **heat)
    for outcome in found:
        part = grid[grid["z"] == place[outcome]]
        x, y = (float(np.log10(part[column]).mean()) for column in ("dirty_mb_s", "working_set_gib"))
        name = markup.broken(outcome.label, "at")
        figure.add_annotation(x=x, y=y, text=name, showarrow=False, font={"color": INK})
    if dirty_mb_s > 0 and working_set_gib > 0:
        star = {"marker": _marker("star", 18, INK, "#ffffff", 1.5), "name": "this guest", "mode": "markers"}
        hover = markup.hover("this guest: %{x:,.4g} MB/s in %{y:,.4g} GiB")
        figure.add_scatter(x=[dirty_mb_s], y=[working_set_gib], hovertemplate=hover, **star)
    layout(figure, height=520)
    figure.update_xaxes(**_log_axis("Dirty rate, MB/s", 1), range=_ends(points["dirty_mb_s"]))
    figure.update_yaxes(**_log_axis("Working set, GiB", "D2"), range=_ends(points["working_set_gib"]))
    return figure


def _ends(values: pd.Series[float]) -> list[float]:
    """The range of a log axis that holds exactly these values."""
    return [float(np.log10(values.min())), float(np.log10(values.max()))]


def _say(row: object) -> str:
    outcome, total = MigrationOutcome(row.outcome), float(row.total_s)  # type: ignore[attr-defined]
    return outcome.label + (f" after {duration_in_words(total)}" if outcome < MigrationOutcome.ABORTED else "")


def map_alt(points: pd.DataFrame) -> str:
    counts = points["outcome"].map(lambda o: MigrationOutcome(o).label).value_counts()
    parts = ", ".join(f"{count} {label}" for label, count in counts.items())
    return f"Of {len(points)} pairs of dirty rate and working set: {parts}."


def accuracy_figure(runs: pd.DataFrame) -> go.Figure:
    """Estimated over measured total time, log axes: on the line an estimate is right.

    `runs`: as domain.live_migration.evidence.runs.compared gives them; those that did not end are left out.
    """
    ended = runs.dropna(subset=["measured_s", "estimated_s"])
    figure = blank()
    if len(ended):
        ends = [ended["measured_s"].min() * 0.8, ended["measured_s"].max() * 1.25]
        figure.add_scatter(x=ends, y=ends, mode="lines", name="right", line={"dash": "dot", "width": 1, "color": GREY})
    for name, column, symbol, colour in (
        ("RAM / bandwidth", "naive_s", "x-thin-open", GREY),
        ("this estimator", "estimated_s", "circle-open", FOURTH_COLOUR),
    ):
        hover = markup.hover("%{customdata[0]}, %{customdata[1]}", f"measured %{{x:,.4g}} s, {name} %{{y:,.4g}} s")
        told = {"customdata": ended[["run_id", "regime"]], "hovertemplate": hover, "mode": "markers", "name": name}
        figure.add_scatter(x=ended["measured_s"], y=ended[column], marker=_marker(symbol, 9, colour, colour, 2), **told)
    layout(figure, height=480, top=40, legend_y=1.1)
    figure.update_xaxes(**_log_axis("Measured, seconds", "D2"))
    figure.update_yaxes(**_log_axis("Estimated, seconds", "D2"))
    return figure


def accuracy_alt(runs: pd.DataFrame) -> str:
    ended = runs.dropna(subset=["measured_s", "estimated_s"])
    if ended.empty:
        return "No run ended."
    ours, theirs = f"{ended['error_percent'].median():.1f} %", f"{ended['naive_error_percent'].median():.0f} %"
    return f"{len(ended)} measured migrations: the estimate is off by {ours} in the median, memory over bandwidth by {theirs}."
