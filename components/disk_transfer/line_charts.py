"""The figures of the disk transfer, as pure functions of their data, and the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from components.kit import markup
from components.kit.figures import DASHES, LINK_COLOURS, blank, faint, layout
from components.kit.style import FOURTH_COLOUR
from domain.disk_transfer.copy_model import Array
from domain.disk_transfer.field import AgainstField
from domain.disk_transfer.lab import Against
from domain.quantities import units
from domain.quantities.wording import about_in_words, between_in_words, error_in_words, multiple_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

RULE = "#7A7A7A"
TICKS = {
    1: "1 s",
    10: "10 s",
    60: "1 min",
    300: "5 min",
    900: "15 min",
    1800: "30 min",
    3600: "1 h",
    7200: "2 h",
    14400: "4 h",
    28800: "8 h",
    86400: "1 day",
    172800: "2 days",
    604800: "1 week",
    2592000: "30 days",
    31536000: "1 year",
    315360000: "10 years",
    3153600000: "100 years",
}


def times_figure(
    vms: Array,
    lines: Mapping[str, Array],
    around: tuple[float, float],
    rule: Array,
    dots: Sequence[Against] = (),
    plan: float | None = None,
) -> go.Figure:
    """Seconds over the number of VMs, log axes: a line with its band for each of `lines`, the serial rule, the lab's runs.

    `vms`, `rule` and each line have one length; `around` are the ends of a band, as shares of its line; `plan` marks the reader's
    own number of VMs.
    """
    figure = blank()
    for place, (name, seconds) in enumerate(lines.items()):
        colour, dash = LINK_COLOURS[place % 4], DASHES[place % 4]
        band = [*(seconds * around[1]), *(seconds * around[0])[::-1]]
        look = {"fill": "toself", "fillcolor": faint(colour), "hoverinfo": "skip", "showlegend": False}
        figure.add_scatter(x=[*vms, *vms[::-1]], y=band, mode="lines", line={"width": 0}, name=name, **look)
        _line(figure, vms, seconds, name, colour, dash, "%{x:,.0f} VMs, ")
    _line(figure, vms, rule, "serial rule", RULE, "longdashdot", "%{x:,.0f} VMs, ")
    if plan is not None and lines:
        at = float(np.interp(plan, vms, next(iter(lines.values()))))
        look = {"marker": {"symbol": "diamond", "size": 13, "color": LINK_COLOURS[0]}, "hoverinfo": "skip"}
        figure.add_scatter(x=[plan], y=[at], mode="markers", name="your plan", **look)
    _dots(figure, dots)
    low, high = (min(map(np.min, [*lines.values(), rule])), max(map(np.max, [*lines.values(), rule])))
    return _finish(figure, "VMs", float(low), float(high))


def _line(figure: go.Figure, x: Array, y: Array, name: str, colour: str, dash: str, hover: str, **more: object) -> None:
    """A line of seconds that says each of them in words when pointed at."""
    figure.add_scatter(
        x=x,
        y=y,
        name=name,
        mode="lines",
        line={"color": colour, "dash": dash},
        customdata=[about_in_words(float(s)) for s in y],
        hovertemplate=markup.hover(f"{hover}{name}", "%{customdata}"),
        **more,
    )


def _dots(figure: go.Figure, dots: Sequence[Against]) -> None:
    if not dots:
        return
    most = max(dot.run.hosts for dot in dots)
    said = [
        [dot.run.label, about_in_words(dot.run.seconds), error_in_words(dot.model_error), multiple_in_words(dot.serial_error)]
        for dot in dots
    ]
    figure.add_scatter(
        x=[dot.run.vms for dot in dots],
        y=[dot.run.seconds for dot in dots],
        mode="markers+text",
        name="measured in the lab",
        marker={"symbol": "circle-open", "size": 11, "color": FOURTH_COLOUR, "line": {"width": 3, "color": FOURTH_COLOUR}},
        text=[error_in_words(dot.model_error) for dot in dots],
        textposition=["bottom right" if dot.run.hosts == most else "top left" for dot in dots],
        customdata=said,
        hovertemplate=markup.hover(
            "%{customdata[0]}",
            "measured %{customdata[1]}",
            "our estimate from the others %{customdata[2]}",
            "serial rule %{customdata[3]} the time",
        ),
    )


def _finish(figure: go.Figure, x: str, low: float, high: float) -> go.Figure:
    ticks = [tick for tick in TICKS if low / 2 <= tick <= high * 2]
    layout(figure, height=500, legend_y=0)
    figure.update_xaxes(type="log", title=x, tickformat=",", dtick="D2")
    figure.update_yaxes(type="log", tickvals=ticks, ticktext=[TICKS[tick] for tick in ticks])
    return figure


def times_alt(
    vms: Array, lines: Mapping[str, Array], around: tuple[float, float], rule: Array, dots: Sequence[Against] = ()
) -> str:
    ends = f"{vms[0]:,.0f} to {vms[-1]:,.0f} VMs"
    said = [f"{name} from {about_in_words(float(s[0]))} to {about_in_words(float(s[-1]))}" for name, s in lines.items()]
    said.append(f"the serial rule from {about_in_words(float(rule[0]))} to {about_in_words(float(rule[-1]))}")
    said += [f"measured {dot.run.label} {about_in_words(dot.run.seconds)}" for dot in dots]
    bands = f"The bands show {around[0]:.2f} to {around[1]:.2f} times the line."
    return f"Time of a cold migration of {ends}, log axes: {'; '.join(said)}. {bands}"


def against_figure(lab: Sequence[Against], field: Sequence[AgainstField]) -> go.Figure:
    """Seconds foreseen over seconds measured, log axes: the lab's runs, and copies from elsewhere with their ranges."""
    figure = blank()
    plain, other = LINK_COLOURS[:2]
    ends = [min(dot.row.seconds for dot in field) / 2, 2 * max(dot.row.seconds for dot in field)]
    look = {"color": RULE, "dash": "dash"}
    figure.add_scatter(x=ends, y=ends, mode="lines", name="as estimated", hoverinfo="skip", line=look)
    over = {"array": [dot.slow - dot.foreseen for dot in field], "arrayminus": [dot.foreseen - dot.fast for dot in field]}
    shown = [(dot.row.label, dot.row.seconds, dot.foreseen, dot.error) for dot in field]
    runs = [(dot.run.label, dot.run.seconds, dot.model, dot.model_error) for dot in lab]
    bars = {"error_y": {"type": "data", "symmetric": False, "color": faint(other, 0.6), **over}}
    for name, dots, colour, symbol, more in (
        ("elsewhere, with its range", shown, other, "diamond", bars),
        ("the lab, from its other runs", runs, plain, "circle-open", {}),
    ):
        figure.add_scatter(
            x=[dot[1] for dot in dots],
            y=[dot[2] for dot in dots],
            mode="markers",
            name=name,
            marker={"symbol": symbol, "size": 10, "color": colour, "line": {"width": 2, "color": colour}},
            customdata=[[label, about_in_words(s), about_in_words(y), error_in_words(e)] for label, s, y, e in dots],
            hovertemplate=markup.hover(
                "%{customdata[0]}", "measured %{customdata[1]}", "estimated %{customdata[2]}", "%{customdata[3]}"
            ),
            **more,
        )
    figure = _finish(figure, "Measured", *ends)
    figure.update_xaxes(tickvals=figure.layout.yaxis.tickvals, ticktext=figure.layout.yaxis.ticktext)
    figure.update_yaxes(title="Estimated with the default inputs")
    return figure


def against_alt(field: Sequence[AgainstField]) -> str:
    """The copies from elsewhere in words."""
    said = "; ".join(
        f"{dot.row.label} measured {about_in_words(dot.row.seconds)}, estimated {about_in_words(dot.foreseen)}" for dot in field
    )
    return f"Estimated over measured time of published copies, log axes: {said}."


def downtime_figure(rates: Array, earliest: Array, latest: Array, cold: float, own: float) -> go.Figure:
    """Seconds of downtime over a VM's writes in bytes per second, log axes: warm from earliest to latest cut-over, and cold."""
    figure, x = blank(), rates / units.MB
    hover, (plain, warm) = "%{x:,.3g} MB/s, ", LINK_COLOURS[:2]
    _line(figure, x, earliest, "cut-over right after a copy", warm, "dot", hover)
    band = {"fill": "tonexty", "fillcolor": faint(warm)}
    _line(figure, x, latest, "just before the next snapshot", warm, "solid", hover, **band)
    _line(figure, x[[0, -1]], np.array([cold, cold]), "cold", plain, "dash", "")
    low, high = max(1.0, float(earliest.min())), max(cold, float(latest.max()))
    if own > 0:
        look = {"color": RULE, "dash": "longdashdot"}
        figure.add_scatter(x=[own / units.MB] * 2, y=[low, high], mode="lines", name="your VMs", hoverinfo="skip", line=look)
    figure = _finish(figure, "Writes of a VM, MB/s", low, high)
    figure.update_xaxes(dtick=1)
    figure.update_yaxes(title="Downtime of a VM")
    return figure


def downtime_alt(rates: Array, earliest: Array, latest: Array, cold: float) -> str:
    x = rates / units.MB
    ends = [
        f"at {x[place]:,.3g} MB/s {between_in_words(float(earliest[place]), float(latest[place]))}"
        for place in (0, len(x) // 2, len(x) - 1)
    ]
    return (
        f"Downtime of a warm migration over a VM's writes, log axes: {'; '.join(ends)}. A cold migration: {about_in_words(cold)}."
    )
