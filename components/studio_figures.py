"""The studio's figures, as pure functions of their data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from components.figures import DASHES, LINK_COLOURS, faint
from components.look import FOURTH_COLOUR
from domain.migration.guest import Outcome, Round
from domain.migration.say import say_seconds
from domain.migration.units import GIB

if TYPE_CHECKING:
    import plotly.graph_objects as go

OUTCOME_COLOURS = {
    Outcome.CONVERGES: "#7FB89A",
    Outcome.THROTTLED: "#E3C27A",
    Outcome.POST_COPY: "#D9A0C0",
    Outcome.PAUSED: "#E0A36B",
    Outcome.ABORTED: "#C9736B",
    Outcome.NEVER: "#8E6A78",
}
"""Regions of the map carry their names as well; none of these is a platform's colour."""

HEIGHT = 420


def timeline_figure(passes: Sequence[Round], end: float, downtime: float, threshold: float) -> go.Figure:
    """Bytes left to send over time, in GiB; the guest stops below `threshold` bytes. `end` and `downtime` in seconds."""
    import plotly.graph_objects as go

    x: list[float] = []
    y: list[float] = []
    for one in passes:
        x += [one.start_s, one.end_s, one.end_s]
        y += [one.left_before / GIB, one.left_after / GIB, (one.left_after + one.dirty_bytes) / GIB]
    figure = go.Figure()
    figure.add_scatter(
        x=x, y=y, mode="lines", name="left to send", line={"color": FOURTH_COLOUR, "width": 2.5},
        hovertemplate="%{x:,.4g} s<br>%{y:,.4g} GiB left<extra></extra>",
    )  # fmt: skip
    if x and np.isfinite(end) and np.isfinite(downtime):
        figure.add_scatter(
            x=[x[-1], end], y=[y[-1], 0.0], mode="lines+markers", name="after the switch-over",
            line={"color": FOURTH_COLOUR, "dash": "dot", "width": 2.5}, marker={"symbol": "diamond", "size": 9},
            hovertemplate="%{x:,.4g} s<br>%{y:,.4g} GiB left<extra></extra>",
        )  # fmt: skip
    figure.add_hline(
        y=threshold / GIB,
        line={"dash": "dash", "width": 1},
        annotation_text="fits into the downtime limit",
        annotation_position="top left",
    )
    figure.update_layout(height=HEIGHT, margin={"l": 10, "r": 10, "t": 30, "b": 10}, legend={"orientation": "h", "y": 1.08})
    figure.update_xaxes(title="Seconds since the start", rangemode="tozero", tickformat=",")
    figure.update_yaxes(title="Left to send, GiB", rangemode="tozero", tickformat=",")
    return figure


def timeline_alt(passes: Sequence[Round], end: float) -> str:
    """The figure in words."""
    left = [f"{(one.left_after + one.dirty_bytes) / GIB:.3g} GiB after {say_seconds(one.end_s)}" for one in passes[:6]]
    last = f"; it ends after {say_seconds(end)}" if np.isfinite(end) else "; it does not end"
    return f"Memory left to send over time, {len(passes)} passes: {', '.join(left)}{last}."


def sizes_figure(
    times: pd.DataFrame, low: float, high: float, references: pd.DataFrame, dots: pd.DataFrame, published: pd.DataFrame
) -> go.Figure:
    """Total time over VM size for each link: our line and band, one pass dotted, `low` to `high` times it, and known points.

    `times`: as domain.migration.many.sizes_and_links gives it. `references`: ram_gib, gbps, seconds of the quick reference.
    `dots`, `published`: ram_gib, seconds, what (a text) of measured and of published runs; either may be empty.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, (gbps, part) in enumerate(times.groupby("gbps", sort=True)):
        colour, dash, name = LINK_COLOURS[place % 4], DASHES[place % 4], f"{gbps:g} Gbit/s"
        ram = list(part["ram_gib"])
        known = part.dropna(subset=["low_s", "high_s"])
        group = {"legendgroup": name, "showlegend": False, "hoverinfo": "skip", "mode": "lines", "line": {"width": 0}}
        around = [*ram, *reversed(ram)]
        figure.add_scatter(
            x=around, y=[*(part["naive_s"] * low), *reversed(list(part["naive_s"] * high))], fill="toself",
            fillcolor=faint(colour, 0.09), name=f"{name}: {low:g} to {high:g} times one pass", **group,
        )  # fmt: skip
        figure.add_scatter(
            x=[*known["ram_gib"], *reversed(list(known["ram_gib"]))], y=[*known["low_s"], *reversed(list(known["high_s"]))],
            fill="toself", fillcolor=faint(colour, 0.35), name=f"{name}: band", **group,
        )  # fmt: skip
        figure.add_scatter(
            x=ram, y=part["naive_s"], mode="lines", name=f"{name}: one pass", legendgroup=name, showlegend=False,
            line={"color": colour, "dash": "dot", "width": 1}, hoverinfo="skip",
        )  # fmt: skip
        ends = part["total_s"].where(np.isfinite(part["total_s"]))
        figure.add_scatter(
            x=ram, y=ends, mode="lines+markers", name=name, legendgroup=name, line={"color": colour, "dash": dash},
            marker={"color": colour}, customdata=part[["low_s", "high_s", "chance"]],
            hovertemplate="%{x:,.4g} GiB over " + name + "<br>%{y:,.4g} s, band %{customdata[0]:,.4g} to %{customdata[1]:,.4g} s"
            "<br>%{customdata[2]:.0%} of the draws end<extra></extra>",
        )  # fmt: skip
        never = part[~np.isfinite(part["total_s"])]
        if len(never):
            figure.add_scatter(
                x=never["ram_gib"], y=never["naive_s"], mode="markers", name=f"{name}: never ends",
                marker={"symbol": "x", "size": 9, "color": colour},
                hovertemplate="%{x:,.4g} GiB over " + name + "<br>never ends; one pass takes %{y:,.4g} s<extra></extra>",
            )  # fmt: skip
    _points(figure, references, "quick reference", "x-thin-open")
    _points(figure, dots, "measured with QEMU", "circle-open")
    _points(figure, published, "published by others", "diamond-open")
    figure.update_layout(height=560, margin={"l": 10, "r": 10, "t": 60, "b": 10}, legend={"orientation": "h", "y": 1.14})
    figure.update_xaxes(type="log", title="VM memory, GiB", tickformat=",", dtick="D2")
    figure.update_yaxes(type="log", title="Seconds until the migration has ended", tickformat=",", dtick=1)
    return figure


def _points(figure: go.Figure, points: pd.DataFrame, name: str, symbol: str) -> None:
    if len(points):
        figure.add_scatter(
            x=points["ram_gib"], y=points["seconds"], mode="markers", name=name, customdata=points[["what"]],
            marker={"symbol": symbol, "size": 10, "color": FOURTH_COLOUR, "line": {"width": 2, "color": FOURTH_COLOUR}},
            hovertemplate="%{customdata[0]}<br>%{x:,.4g} GiB: %{y:,.4g} s<extra></extra>",
        )  # fmt: skip


def sizes_alt(times: pd.DataFrame) -> str:
    """The figure in words."""
    parts = []
    for gbps, part in times.groupby("gbps", sort=True):
        ends = part[np.isfinite(part["total_s"])]
        if len(ends):
            first, last = ends.iloc[0], ends.iloc[-1]
            parts.append(
                f"over {gbps:g} Gbit/s from {say_seconds(first['total_s'])} for {first['ram_gib']:g} GiB "
                f"to {say_seconds(last['total_s'])} for {last['ram_gib']:g} GiB"
            )
        if len(ends) < len(part):
            parts.append(f"over {gbps:g} Gbit/s {len(part) - len(ends)} of {len(part)} sizes never end")
    return f"Time of a migration over VM size, log axes: {'; '.join(parts)}."


def map_figure(points: pd.DataFrame, dirty_mb_s: float, working_set_gib: float) -> go.Figure:
    """Outcome over dirty rate and working set, log axes, with the present guest on it.

    `points`: dirty_mb_s, working_set_gib, outcome, total_s, on a grid (domain.migration.many.outcome_map).
    """
    import plotly.graph_objects as go

    found = sorted({Outcome(o) for o in points["outcome"]})
    place = {outcome: index for index, outcome in enumerate(found)}
    grid = points.assign(z=[place[Outcome(o)] for o in points["outcome"]], say=[_say(row) for row in points.itertuples()])
    z = grid.pivot(index="working_set_gib", columns="dirty_mb_s", values="z")
    say = grid.pivot(index="working_set_gib", columns="dirty_mb_s", values="say")
    steps = [(edge, OUTCOME_COLOURS[o]) for o in found for edge in (place[o] / len(found), (place[o] + 1) / len(found))]
    figure = go.Figure(
        go.Heatmap(
            x=list(z.columns), y=list(z.index), z=z.to_numpy(), zmin=-0.5, zmax=len(found) - 0.5, colorscale=steps,
            showscale=False, text=say.to_numpy(), hovertemplate="%{x:,.3g} MB/s in %{y:,.3g} GiB<br>%{text}<extra></extra>",
        )
    )  # fmt: skip
    for outcome in found:
        part = grid[grid["z"] == place[outcome]]
        x, y = (float(np.log10(part[column]).mean()) for column in ("dirty_mb_s", "working_set_gib"))
        figure.add_annotation(
            x=x, y=y, text=outcome.label.replace(" at ", " at<br>"),
            showarrow=False, font={"color": "#10151b", "size": 14},
        )  # fmt: skip
    if dirty_mb_s > 0 and working_set_gib > 0:
        figure.add_scatter(
            x=[dirty_mb_s], y=[working_set_gib], mode="markers", name="this guest",
            marker={"symbol": "star", "size": 18, "color": "#10151b", "line": {"width": 1.5, "color": "#ffffff"}},
            hovertemplate="this guest: %{x:,.4g} MB/s in %{y:,.4g} GiB<extra></extra>",
        )  # fmt: skip
    figure.update_layout(height=520, margin={"l": 10, "r": 10, "t": 30, "b": 10}, showlegend=False)
    figure.update_xaxes(type="log", title="Dirty rate, MB/s", tickformat=",", dtick=1, range=_ends(points["dirty_mb_s"]))
    figure.update_yaxes(type="log", title="Working set, GiB", tickformat=",", dtick="D2", range=_ends(points["working_set_gib"]))
    return figure


def _ends(values: pd.Series[float]) -> list[float]:
    """The range of a log axis that holds exactly these values."""
    return [float(np.log10(values.min())), float(np.log10(values.max()))]


def _say(row: object) -> str:
    outcome, total = Outcome(row.outcome), float(row.total_s)  # type: ignore[attr-defined]
    return outcome.label + (f" after {say_seconds(total)}" if outcome < Outcome.ABORTED else "")


def map_alt(points: pd.DataFrame) -> str:
    """The figure in words."""
    counts = points["outcome"].map(lambda o: Outcome(o).label).value_counts()
    parts = ", ".join(f"{count} {label}" for label, count in counts.items())
    return f"Of {len(points)} pairs of dirty rate and working set: {parts}."


def accuracy_figure(runs: pd.DataFrame) -> go.Figure:
    """Estimated over measured total time, log axes: on the line an estimate is right.

    `runs`: run_id, regime, measured_s, estimated_s, naive_s; runs that did not end are left out.
    """
    import plotly.graph_objects as go

    ended = runs.dropna(subset=["measured_s", "estimated_s"])
    figure = go.Figure()
    if len(ended):
        ends = [ended["measured_s"].min() * 0.8, ended["measured_s"].max() * 1.25]
        figure.add_scatter(x=ends, y=ends, mode="lines", name="right", line={"dash": "dot", "width": 1, "color": "#7a8590"})
    for name, column, symbol, colour in (
        ("RAM / bandwidth", "naive_s", "x-thin-open", "#7a8590"),
        ("this estimator", "estimated_s", "circle-open", FOURTH_COLOUR),
    ):
        figure.add_scatter(
            x=ended["measured_s"], y=ended[column], mode="markers", name=name, customdata=ended[["run_id", "regime"]],
            marker={"symbol": symbol, "size": 9, "color": colour, "line": {"width": 2, "color": colour}},
            hovertemplate="%{customdata[0]}, %{customdata[1]}<br>measured %{x:,.4g} s, " + name + " %{y:,.4g} s<extra></extra>",
        )  # fmt: skip
    figure.update_layout(height=480, margin={"l": 10, "r": 10, "t": 40, "b": 10}, legend={"orientation": "h", "y": 1.1})
    figure.update_xaxes(type="log", title="Measured, seconds", tickformat=",", dtick="D2")
    figure.update_yaxes(type="log", title="Estimated, seconds", tickformat=",", dtick="D2")
    return figure


def accuracy_alt(runs: pd.DataFrame) -> str:
    """The figure in words."""
    ended = runs.dropna(subset=["measured_s", "estimated_s"])
    if ended.empty:
        return "No run ended."
    off = (ended["estimated_s"] / ended["measured_s"] - 1).abs() * 100
    plain = (ended["naive_s"] / ended["measured_s"] - 1).abs() * 100
    ours, theirs = f"{off.median():.1f} %", f"{plain.median():.0f} %"
    return f"{len(ended)} measured migrations: the estimate is off by {ours} in the median, memory over bandwidth by {theirs}."
