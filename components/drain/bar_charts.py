"""The drain window's figures, and each in words: a bar a VM, a bar a host."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from components.kit import markup
from components.kit.figures import blank, layout
from components.kit.style import COLOURS
from domain.catalog.vocabulary import Platform
from domain.drain.plan import Drained, Journey, VmOutcome
from domain.drain.rolling_upgrade import Upgraded
from domain.quantities.wording import about_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

LABEL = 26
"""Longest name beside a bar, in characters."""

BAR, MARGINS, LOWEST, HIGHEST = 18, 160, 280, 1000
"""Pixels of a bar, of what stands around the bars, and of the lowest and highest figure."""

PRESENTED = 500
"""Highest figure on a projector, where the sentence above it has to be in view."""

LINE = 17
"""Pixels that a name needs."""

BEFORE = "before the first host"

SHAPES = {
    BEFORE: ".",
    "setup": "/",
    "copy": "",
    "failed attempt": "x",
    "shutdown": ".",
    "drain": "",
    "upgrade and reboot": "/",
}
"""The pattern of each kind of bar: they differ by more than a shade."""


class Bar(NamedTuple):
    """A part of a row's way; from `start` to `end` in seconds."""

    row: int
    kind: str
    start: float
    end: float
    said: str

    @property
    def seconds(self) -> float:
        return self.end - self.start


def drain_bars(journeys: Sequence[Journey]) -> list[Bar]:
    """The parts of every VM's way: setup and copy of each attempt, or its shutdown."""
    bars: list[Bar] = []
    for row, journey in enumerate(journeys):
        if journey.outcome is VmOutcome.STOPPED:
            bars.append(Bar(row, "shutdown", journey.start_s, journey.end_s, "stopped, down until the host is back"))
        for attempt in journey.tries:
            kind, how = ("copy", "") if attempt.done else ("failed attempt", f", {attempt.ended.label}")
            bars.append(Bar(row, "setup", attempt.start_s, attempt.copy_s, "waits for its target"))
            bars.append(Bar(row, kind, attempt.copy_s, attempt.end_s, f"to other host no. {attempt.target}{how}"))
    return [bar for bar in bars if bar.seconds > 0]


def drain_figure(drained: Drained, platform: Platform, highest: int = HIGHEST) -> go.Figure:
    """One bar a VM: hatched while it waits for its target, solid while it copies. Time from the start of the drain."""
    names = [journey.name for journey in drained.journeys]
    return _bars(drain_bars(drained.journeys), names, drained.finish_s, platform, "the drain", highest)


def upgrade_figure(upgraded: Upgraded, before_s: float, platform: Platform, highest: int = HIGHEST) -> go.Figure:
    """One bar a host: solid while it is drained, hatched while it is upgraded and rebooted; above them what comes before."""
    bars: list[Bar] = []
    first = 1 if before_s else 0
    if first:
        bars.append(Bar(0, BEFORE, 0.0, before_s, "no host is drained yet"))
    for row, turn in enumerate(upgraded.turns, first):
        start, empty, back = (before_s + s for s in (turn.start_s, turn.empty_s, turn.back_s))
        bars.append(Bar(row, "drain", start, empty, f"{turn.moved} moved, {turn.stopped + turn.left} stopped"))
        bars.append(Bar(row, "upgrade and reboot", empty, back, "empty"))
    names = [BEFORE.capitalize()] * first + [f"Host {turn.host + 1}" for turn in upgraded.turns]
    return _bars(bars, names, max((bar.end for bar in bars), default=0.0), platform, "the upgrade", highest)


def _bars(bars: Sequence[Bar], names: Sequence[str], until: float, platform: Platform, what: str, highest: int) -> go.Figure:
    unit, seconds = _unit(until)
    figure = blank()
    for kind, shape in SHAPES.items():
        own = [bar for bar in bars if bar.kind == kind]
        if own:
            figure.add_bar(
                orientation="h",
                name=kind,
                y=[bar.row for bar in own],
                base=[bar.start / seconds for bar in own],
                x=[bar.seconds / seconds for bar in own],
                marker={
                    "color": COLOURS[platform],
                    "line": {"width": 0},
                    "pattern": {"shape": shape, "fillmode": "replace", "solidity": 0.35, "size": 6},
                },
                customdata=[
                    (_short(names[bar.row]), about_in_words(bar.start), about_in_words(bar.seconds), bar.said) for bar in own
                ],
                hovertemplate=markup.hover(
                    "%{customdata[0]}", f"{kind}: %{{customdata[2]}}, from %{{customdata[1]}}", "%{customdata[3]}"
                ),
            )
    height = min(max(BAR * len(names) + MARGINS, LOWEST), highest)
    labelled = range(0, len(names), max(1, -(-len(names) * LINE // (height - MARGINS))))
    layout(figure, height, legend_y=0)
    figure.update_layout(barmode="overlay", bargap=0.25)
    figure.update_xaxes(title=f"{unit} into {what}", rangemode="tozero", tickformat=",", automargin=True)
    figure.update_yaxes(
        tickvals=list(labelled), ticktext=[_short(names[n]) for n in labelled], range=[len(names) - 0.5, -0.5], automargin=True
    )
    return figure


def _unit(until: float) -> tuple[str, float]:
    if until > 3 * 3600:
        return "Hours", 3600.0
    return ("Minutes", 60.0) if until > 180 else ("Seconds", 1.0)


def _short(name: str) -> str:
    """A stranger's name for Plotly, which would read markup in it."""
    return escape(name if len(name) <= LABEL else name[: LABEL - 1] + "…")


def drain_alt(drained: Drained) -> str:
    last = max(drained.journeys, key=lambda j: j.end_s, default=None)
    end = f" The last is {last.name} after {about_in_words(last.end_s)}." if last else ""
    counts = ", ".join(f"{drained.count(outcome)} {outcome.value}" for outcome in VmOutcome)
    return f"A bar for each of {len(drained.journeys)} VMs over time: {counts}; at most {drained.peak} at once.{end}"


def upgrade_alt(upgraded: Upgraded, before_s: float) -> str:
    turns = "; ".join(
        f"host {t.host + 1} drained in {about_in_words(t.empty_s - t.start_s)}, back after {about_in_words(before_s + t.back_s)}"
        for t in upgraded.turns[:12]
    )
    more = f"; and {len(upgraded.turns) - 12} more" if len(upgraded.turns) > 12 else ""
    before = f"{about_in_words(before_s)} before the first host; " if before_s else ""
    return f"A bar for each host over time: {before}{turns}{more}."
