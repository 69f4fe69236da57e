"""The support of releases as a strip over the years, and it in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from components.kit import markup
from components.kit.figures import blank, faint, layout
from components.kit.marks import MARKS
from components.kit.style import COLOURS
from components.reference.lifecycle import platform_of
from domain.catalog import catalog
from domain.catalog.vocabulary import SupportPhase
from domain.reference.lifecycle.sentences import day_in_words, phase_name, phases_in_words
from domain.reference.lifecycle.standing import Standing, standings

if TYPE_CHECKING:
    import plotly.graph_objects as go

BEFORE, AFTER = 3, 5
"""Years that the strip shows, before and after the day."""

BAR, MARGINS = 22, 104
"""Pixels of a bar, and of what stands around the bars."""

THICK = 0.7
"""Of a bar's room; Plotly would take it from the rows that a phase happens to have."""

PATTERNS = {SupportPhase.FULL: "", SupportPhase.LIMITED: "/", SupportPhase.EXTRA: "."}
"""The pattern of each phase: they differ by more than a shade."""

KEY = (
    "Solid: general, full or mainstream support. Hatched: technical guidance, maintenance or extended support. Dotted: Extended "
    "Update Support or paid updates. Only outlined: over on the day of the line. ✕ ended, △ ends within 12 months, ◐ limited "
    "support, ✓ supported. A short mark: when the phase began is not known. "
    "Releases without a known end, and those that ended earlier, are in the table only."
)

MARK = timedelta(days=14)
"""What is drawn of a phase whose start is not known."""

NEUTRAL = "#808080"
"""The line of the day: no platform's colour, and seen on both backgrounds."""

DAY_MS = 86_400_000


class Bar(NamedTuple):
    """A phase of a release's support; one whose start is not known is a mark before its end."""

    row: int
    phase: SupportPhase
    start: date
    end: date
    over: bool
    said: str


def shown(found: Sequence[Standing]) -> list[Standing]:
    """Those that the strip has room for: some end is known, and not all of it lies before the strip."""
    return [one for one in found if one.last and one.last >= _edge(one.on, -BEFORE)]


@lru_cache(maxsize=64)
def drawn(releases: tuple[str, ...], on: date) -> tuple[go.Figure, str]:
    """The strip of these releases and it in words, kept because a figure costs more than the rest of its page."""
    found = standings([catalog().lifecycle[id_] for id_ in releases], on)
    return strip(found, on), strip_alt(found, on)


def bars(found: Sequence[Standing]) -> list[Bar]:
    """The phases of every release whose last day is known, each from the end of the one before; the first from its release."""
    made = []
    for row, one in enumerate(found):
        start = one.release.available
        for phase, end in one.release.ends.items():
            if end is None:
                continue
            since = "" if start else ", its start not known"
            said = f"{phase_name(catalog(), one.release, phase)} until {day_in_words(one.release, end)}{since}"
            made.append(Bar(row, phase, start or end - MARK, end, end < one.on, said))
            start = end + timedelta(days=1)
    return made


def strip(found: Sequence[Standing], on: date) -> go.Figure:
    """One bar a release and phase, coloured by platform; what is over on the day is only outlined, and the day is a line."""
    figure = blank()
    made = bars(found)
    for phase, pattern in PATTERNS.items():
        for over in (False, True):
            own = [bar for bar in made if bar.phase is phase and bar.over is over]
            if not own:
                continue
            colours = [COLOURS[platform_of(found[bar.row].release)] for bar in own]
            figure.add_bar(
                orientation="h",
                width=THICK,
                name=phase.value,
                y=[bar.row for bar in own],
                base=[bar.start.isoformat() for bar in own],
                x=[((bar.end - bar.start).days + 1) * DAY_MS for bar in own],
                marker={
                    "color": [faint(colour, 0) if over else colour for colour in colours],
                    "line": {"width": 1, "color": colours},
                    "pattern": {
                        "shape": pattern,
                        "fillmode": "replace",
                        "fgcolor": [faint(colour, 0.35) if over else colour for colour in colours],
                        "solidity": 0.35,
                        "size": 6,
                    },
                },
                customdata=[(found[bar.row].release.name, bar.said) for bar in own],
                hovertemplate=markup.hover("%{customdata[0]}", "%{customdata[1]}"),
            )
    names = [_label(one) for one in found]
    layout(figure, height=BAR * len(names) + MARGINS, top=64)
    figure.update_layout(barmode="overlay", margin_b=30)
    figure.add_vline(x=on.isoformat(), line={"width": 2, "dash": "dot", "color": NEUTRAL})
    figure.add_annotation(x=on.isoformat(), y=0, yref="paper", yanchor="top", text=on.isoformat(), showarrow=False)
    years = [_edge(on, -BEFORE).isoformat(), _edge(on, AFTER).isoformat()]
    figure.update_xaxes(
        type="date",
        range=years,
        nticks=BEFORE + AFTER,
        tickangle=0,
        tickformat="%Y",
        side="top",
        showgrid=True,
        minor={"dtick": "M12", "showgrid": True, "gridcolor": faint(NEUTRAL, 0.3)},
    )
    figure.update_yaxes(tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.5, -0.5], automargin=True)
    return figure


def strip_alt(found: Sequence[Standing], on: date) -> str:
    """The strip in words."""
    said = "; ".join(f"{one.release.name}: {', '.join(phases_in_words(catalog(), one))}" for one in found)
    return f"A bar for each release over the years around {on.isoformat()}, by phase of support: {said}."


def _label(found: Standing) -> str:
    """A release's short name, with the sign of its state."""
    short = catalog().lifecycle_products[found.release.product].short
    return f"{short} {found.release.release} {MARKS[found.state].sign}"


def _edge(day: date, years: int) -> date:
    """Where the strip begins or ends: with a year."""
    return date(day.year + years, 1, 1)
