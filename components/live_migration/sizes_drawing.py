"""The chart of time over VM sizes and links, as shapes: on the screen, and on a slide that stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log10
from typing import NamedTuple

from components.kit.drawing import INK, PAPER, RULE, SOFT, Dot, Line, Point, Shade, Shape, Text
from domain.live_migration.sentences import rough
from domain.live_migration.sweeps import Ending, SizeTime

SLOWEST, FASTEST = Shade("#5b1f49", "#f6cfe6"), Shade("#b0528b", "#bb689e")
"""The ends of the shades of the links, the slowest first; none is a platform's colour, and each has 4.5:1 on its background."""

TICKS = [
    *(0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30),
    *(60 * minutes for minutes in (1, 2, 5, 10, 20, 30)),
    *(3600 * hours for hours in (1, 2, 5, 10, 24, 48, 120, 240, 1000, 10_000)),
]
"""Seconds that the axis may name, so that each is a round number in its own unit."""

MOST_TICKS = 7

LEAST_STEP = 4.5
"""Times the size of the words between two sizes, below which the times are left to the table."""


@dataclass(frozen=True)
class Place:
    """Where a chart stands on a canvas, and the size of its words, all in pixels."""

    left: float
    top: float
    width: float
    height: float
    words: float


class Label(NamedTuple):
    """Words beside a point of a size."""

    ram_gib: float
    text: Text


class _Axes:
    """Pixels of sizes and seconds: sizes stand at equal distances, seconds on a log scale, what does not end above a break."""

    def __init__(self, times: Sequence[SizeTime], own: SizeTime, place: Place, ranges: bool) -> None:
        self.place = place
        self.sizes = sorted({one.ram_gib for one in (*times, own)})
        self.step = place.width / len(self.sizes)
        ends = [one for one in (*times, own) if one.ending is not Ending.NOT]
        edges = [second for one in ends for second in ((one.low_s, one.middle_s, one.high_s) if ranges else (one.middle_s,))]
        self.breaks = any(one.ending is Ending.NOT for one in (*times, own))
        self.low, self.high = (min(edges) / 1.5, max(edges) * 1.5) if edges else (1.0, 60.0)
        self.top = place.top + (2.6 * place.words if self.breaks else 0)
        self.bottom = place.top + place.height

    def x(self, ram_gib: float) -> float:
        return self.place.left + (self.sizes.index(ram_gib) + 0.5) * self.step

    def y(self, seconds: float) -> float:
        share = (log10(seconds) - log10(self.low)) / (log10(self.high) - log10(self.low))
        return self.bottom - share * (self.bottom - self.top)

    def at(self, one: SizeTime) -> Point:
        """Where it stands."""
        return self.x(one.ram_gib), self.beyond if one.ending is Ending.NOT else self.y(one.middle_s)

    @property
    def beyond(self) -> float:
        """Where stands what does not end."""
        return self.place.top + 0.7 * self.place.words

    def ticks(self) -> list[float]:
        found = [tick for tick in TICKS if self.low <= tick <= self.high]
        return found[:: -(-len(found) // MOST_TICKS)] if found else []


def chart(times: Sequence[SizeTime], own: SizeTime, place: Place, ranges: bool = False) -> list[Shape]:
    """Time over size, a line a link, each point with its time; the VM asked about; with `ranges` nine tenths of the draws."""
    axes = _Axes(times, own, place, ranges)
    links = sorted({one.gbps for one in times})
    shapes, labels = _frame(axes, own), list[Label]()
    for number, gbps in enumerate(links):
        part = sorted(one for one in times if one.gbps == gbps)
        beside = (number - (len(links) - 1) / 2) * min(place.words, 0.8 * axes.step / len(links))
        drawn, said = _link(axes, part, _shade(number, len(links)), beside, ranges)
        shapes += drawn
        labels += said
    x, y = axes.at(own)
    shapes.append(Dot(x, y, 0.65 * place.words, INK))
    if own.gbps not in links:
        name = Text(x + 0.9 * place.words, y + place.words / 3, f"{own.gbps:g} Gbit/s", place.words, INK, bold=True)
        labels.append(Label(own.ram_gib, name))
    sides = dict.fromkeys((ram, text.anchor) for ram, text in labels)
    for ram, anchor in sides:
        if anchor == "start" or axes.step >= LEAST_STEP * place.words:
            shapes += _apart([label.text for label in labels if (label.ram_gib, label.text.anchor) == (ram, anchor)], place)
    return shapes


def _frame(axes: _Axes, own: SizeTime) -> list[Shape]:
    """Gridlines with their times, sizes beneath, and the break of the axis."""
    place = axes.place
    right, small = place.left + place.width, 0.9 * place.words
    shapes: list[Shape] = []
    for tick in axes.ticks():
        y = axes.y(tick)
        shapes += [
            Line(((place.left, y), (right, y)), RULE, 1),
            Text(place.left - 10, y + small / 3, rough(tick, tick), small, SOFT, "end"),
        ]
    shapes.append(Text(place.left - 10, axes.bottom + 1.6 * place.words, "GiB", small, SOFT, "end"))
    for ram in axes.sizes:
        is_own = ram == own.ram_gib
        shapes.append(Text(axes.x(ram), axes.bottom + 1.6 * place.words, f"{ram:,g}", place.words, INK, "middle", is_own))
        if is_own:
            shapes.append(Text(axes.x(ram), axes.bottom + 2.8 * place.words, "this VM", small, INK, "middle", bold=True))
    if axes.breaks:
        y = axes.top - 0.6 * place.words
        shapes += [
            Line(((place.left, y), (right, y)), SOFT, 1.5, dashed=True),
            Text(place.left - 10, axes.beyond + small / 3, Ending.NOT, small, SOFT, "end"),
        ]
    return shapes


def _link(axes: _Axes, rows: Sequence[SizeTime], shade: Shade, offset: float, ranges: bool) -> tuple[list[Shape], list[Label]]:
    """A link's line, points and crosses; and its labels, whose places are still to be made apart."""
    words, shapes, labels = axes.place.words, list[Shape](), list[Label]()
    for one, other in pairwise(rows):
        if Ending.NOT not in (one.ending, other.ending):
            shapes.append(Line((axes.at(one), axes.at(other)), shade, 2.5))
    for row in rows:
        x, y = axes.at(row)
        if row.ending is Ending.NOT:
            shapes += _cross(x + offset, y, words / 3, shade)
            continue
        if ranges:
            shapes.append(Line(((x + offset / 3, axes.y(row.high_s)), (x + offset / 3, axes.y(row.low_s))), shade, 4))
        certain = row.ending is Ending.ENDS
        told = f"{row.ram_gib:,g} GiB over {row.gbps:g} Gbit/s: {rough(row.low_s, row.high_s)}"
        shapes.append(Dot(x, y, words / 3.2, shade, shade if certain else PAPER, told=told))
        said = rough(row.middle_s, row.middle_s) if certain else f"{row.chance * 100:.0f} % end"
        labels.append(Label(row.ram_gib, Text(x - 0.6 * words, y - 0.35 * words, said, 0.9 * words, INK, "end")))
    last = next((row for row in reversed(rows) if row.ending is not Ending.NOT), rows[-1])
    x, y = axes.at(last)
    name = Text(x + 0.9 * words, y + words / 3, f"{last.gbps:g} Gbit/s", words, shade, bold=True)
    labels.append(Label(last.ram_gib, name))
    return shapes, labels


def _cross(x: float, y: float, half: float, shade: Shade) -> list[Shape]:
    return [Line(((x - half, y - way * half), (x + half, y + way * half)), shade, 2.5) for way in (1, -1)]


def _apart(labels: Sequence[Text], place: Place) -> list[Text]:
    """Labels of one place, the lowest first, pushed up until none lies over another; what says the same twice is said once."""
    found: list[Text] = []
    gap = 1.05 * place.words
    for label in sorted(labels, key=lambda one: -one.y):
        before = found[-1] if found else None
        if before and before.words == label.words and before.y - label.y < gap:
            continue
        y = label.y if before is None else min(label.y, before.y - gap)
        found.append(Text(label.x, y, label.words, label.size, label.colour, label.anchor, label.bold))
    return found


def _shade(number: int, count: int) -> Shade:
    """The shade of a link, by its place among them."""
    part = number / max(count - 1, 1)
    return Shade(_between(SLOWEST.light, FASTEST.light, part), _between(SLOWEST.dark, FASTEST.dark, part))


def _between(first: str, last: str, part: float) -> str:
    ends = ([int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (first, last))
    return "#" + "".join(f"{round(low + (high - low) * part):02x}" for low, high in zip(*ends, strict=True))
