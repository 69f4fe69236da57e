"""The figures of the disk transfer, as pure functions of their data, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from components.disk_words import about, percent, times
from components.figures import DASHES, LINK_COLOURS
from components.look import FOURTH_COLOUR
from domain.migration import units
from domain.migration.disk.lab import Against
from domain.migration.disk.transfer import Array

if TYPE_CHECKING:
    import plotly.graph_objects as go

RULE = "#7A7A7A"
TICKS = {
    1: "1 s", 10: "10 s", 60: "1 min", 300: "5 min", 900: "15 min", 1800: "30 min", 3600: "1 h", 7200: "2 h", 14400: "4 h",
    28800: "8 h", 86400: "1 day", 172800: "2 days", 604800: "1 week", 2592000: "30 days", 31536000: "1 year",
    315360000: "10 years", 3153600000: "100 years",
}  # fmt: skip


def times_figure(
    vms: Array, lines: Mapping[str, Array], error: float, rule: Array, dots: Sequence[Against] = (), plan: float | None = None
) -> go.Figure:
    """Seconds over the number of VMs, log axes: a line with its band for each of `lines`, the serial rule, the lab's runs.

    `vms`, `rule` and each line have one length; `error` is a share; `plan` marks the reader's own number of VMs.
    """
    import plotly.graph_objects as go

    figure = go.Figure()
    for place, (name, seconds) in enumerate(lines.items()):
        colour, dash = LINK_COLOURS[place % 4], DASHES[place % 4]
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        figure.add_scatter(
            x=[*vms, *vms[::-1]], y=[*(seconds * (1 + error)), *(seconds * (1 - error))[::-1]], mode="lines", fill="toself",
            fillcolor=f"rgba({red},{green},{blue},0.18)", line={"width": 0}, hoverinfo="skip", showlegend=False, name=name,
        )  # fmt: skip
        figure.add_scatter(
            x=vms, y=seconds, mode="lines", name=name, line={"color": colour, "dash": dash},
            customdata=[about(float(s)) for s in seconds],
            hovertemplate="%{x:,.0f} VMs, " + name + "<br>%{customdata}<extra></extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=vms, y=rule, mode="lines", name="serial rule", line={"color": RULE, "dash": "longdashdot"},
        customdata=[about(float(s)) for s in rule], hovertemplate="%{x:,.0f} VMs, serial rule<br>%{customdata}<extra></extra>",
    )  # fmt: skip
    if plan is not None and lines:
        seconds = next(iter(lines.values()))
        figure.add_scatter(
            x=[plan], y=[float(np.interp(plan, vms, seconds))], mode="markers", name="your plan",
            marker={"symbol": "diamond", "size": 13, "color": LINK_COLOURS[0]}, hoverinfo="skip",
        )  # fmt: skip
    _dots(figure, dots)
    low, high = (min(map(np.min, [*lines.values(), rule])), max(map(np.max, [*lines.values(), rule])))
    return _finish(figure, "VMs", float(low), float(high))


def _dots(figure: go.Figure, dots: Sequence[Against]) -> None:
    if not dots:
        return
    figure.add_scatter(
        x=[dot.run.vms for dot in dots], y=[dot.run.seconds for dot in dots], mode="markers+text", name="measured in the lab",
        marker={"symbol": "circle-open", "size": 11, "color": FOURTH_COLOUR, "line": {"width": 3, "color": FOURTH_COLOUR}},
        text=[percent(dot.model_error) for dot in dots],
        textposition=["bottom right" if dot.run.hosts == max(d.run.hosts for d in dots) else "top left" for dot in dots],
        customdata=[
            [dot.run.label, about(dot.run.seconds), percent(dot.model_error), times(dot.serial_error)] for dot in dots
        ],
        hovertemplate="%{customdata[0]}<br>measured %{customdata[1]}<br>our estimate from the others %{customdata[2]}"
        "<br>serial rule %{customdata[3]} the time<extra></extra>",
    )  # fmt: skip


def _finish(figure: go.Figure, x: str, low: float, high: float) -> go.Figure:
    ticks = [tick for tick in TICKS if low / 2 <= tick <= high * 2]
    legend = {"orientation": "h", "y": -0.16, "yanchor": "top"}
    figure.update_layout(height=500, margin={"l": 10, "r": 10, "t": 40, "b": 10}, legend=legend)
    figure.update_xaxes(type="log", title=x, tickformat=",", dtick="D2")
    figure.update_yaxes(type="log", tickvals=ticks, ticktext=[TICKS[tick] for tick in ticks])
    return figure


def times_alt(vms: Array, lines: Mapping[str, Array], error: float, rule: Array, dots: Sequence[Against] = ()) -> str:
    """The figure in words, for a screen reader."""
    ends = f"{vms[0]:,.0f} to {vms[-1]:,.0f} VMs"
    said = [f"{name} from {about(float(s[0]))} to {about(float(s[-1]))}" for name, s in lines.items()]
    said.append(f"the serial rule from {about(float(rule[0]))} to {about(float(rule[-1]))}")
    said += [f"measured {dot.run.label} {about(dot.run.seconds)}" for dot in dots]
    return f"Time of a cold migration of {ends}, log axes: {'; '.join(said)}. The bands show plus and minus {100 * error:.0f} %."


def downtime_figure(rates: Array, earliest: Array, latest: Array, cold: float, own: float) -> go.Figure:
    """Seconds of downtime over a VM's writes in bytes per second, log axes: warm from earliest to latest cut-over, and cold."""
    import plotly.graph_objects as go

    figure = go.Figure()
    x = units.as_mb_s(rates)
    warm, plain = LINK_COLOURS[1], LINK_COLOURS[0]
    for name, seconds, dash in (
        ("cut-over right after a copy", earliest, "dot"),
        ("just before the next snapshot", latest, "solid"),
    ):
        figure.add_scatter(
            x=x, y=seconds, mode="lines", name=name, line={"color": warm, "dash": dash},
            fill="tonexty" if dash == "solid" else None, fillcolor="rgba(213,94,0,0.16)",
            customdata=[about(float(s)) for s in seconds],
            hovertemplate="%{x:,.3g} MB/s, " + name + "<br>%{customdata} down<extra></extra>",
        )  # fmt: skip
    figure.add_scatter(
        x=[x[0], x[-1]], y=[cold, cold], mode="lines", name="cold", line={"color": plain, "dash": "dash"},
        hovertemplate=f"cold: {about(cold)} down<extra></extra>",
    )  # fmt: skip
    low, high = max(1.0, float(earliest.min())), max(cold, float(latest.max()))
    if own > 0:
        figure.add_scatter(
            x=[units.as_mb_s(own)] * 2, y=[low, high], mode="lines", name="your VMs", hoverinfo="skip",
            line={"color": RULE, "dash": "longdashdot"},
        )  # fmt: skip
    figure = _finish(figure, "Writes of a VM, MB/s", low, high)
    figure.update_xaxes(dtick=1)
    figure.update_yaxes(title="Downtime of a VM")
    return figure


def downtime_alt(rates: Array, earliest: Array, latest: Array, cold: float) -> str:
    """The figure in words, for a screen reader."""
    x = units.as_mb_s(rates)
    ends = [
        f"at {x[place]:,.3g} MB/s {about(float(earliest[place]))} to {about(float(latest[place]))}"
        for place in (0, len(x) // 2, len(x) - 1)
    ]
    return f"Downtime of a warm migration over a VM's writes, log axes: {'; '.join(ends)}. A cold migration: {about(cold)}."
