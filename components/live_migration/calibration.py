"""Whether Migration time's range holds what it says: two figures and a table, from a file that a benchmark writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.kit import markup, tables
from components.kit.figures import DASHES, blank, layout, show
from components.kit.markup import Html
from components.kit.style import FOURTH_COLOUR, GREY
from domain.catalog.loading import DATA
from domain.live_migration.evidence.calibration import CLAIMED, FILE, RISING, Finding, read

if TYPE_CHECKING:
    import plotly.graph_objects as go

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross")


@lru_cache(maxsize=1)
def kept() -> tuple[Finding, ...]:
    """The findings of the file."""
    return tuple(read((DATA / FILE).read_text(encoding="utf-8")))


def frame() -> pd.DataFrame:
    """The file as a table, to take away."""
    return pd.read_csv(DATA / FILE)


def _by_level(findings: Sequence[Finding], what: str) -> dict[str, list[Finding]]:
    """What was found over all steady runs, by level."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if (one.what, one.series, one.qemu) == (what, "all", "all"):
            found.setdefault(one.level, []).append(one)
    return found


def _against_the_diagonal(levels: Mapping[str, Sequence[Finding]], x: str, y: str, hover: str) -> go.Figure:
    """A line for each level, in percent, beside the line on which what is claimed is what was seen."""
    figure = blank()
    right = {"dash": "dot", "width": 1, "color": GREY}
    figure.add_scatter(x=[0, 100], y=[0, 100], mode="lines", name="as claimed", line=right, hoverinfo="skip")
    for place, (level, part) in enumerate(levels.items()):
        look = {
            "marker": {"symbol": SYMBOLS[place % len(SYMBOLS)], "size": 8, "color": FOURTH_COLOUR},
            "line": {"color": FOURTH_COLOUR, "dash": DASHES[place % len(DASHES)], "width": 1.5},
        }
        told = {"customdata": [[one.number] for one in part], "hovertemplate": markup.hover(level, hover)}
        said, seen = [one.nominal * 100 for one in part], [one.observed * 100 for one in part]
        figure.add_scatter(x=said, y=seen, mode="lines+markers", name=level, **look, **told)
    layout(figure, height=460, top=40, legend_y=-0.18)
    figure.update_layout(legend_yanchor="top")  # Below the axis, where the mode bar does not lie over it.
    figure.update_xaxes(title=x, range=[0, 101])
    figure.update_yaxes(title=y, range=[0, 101])
    return figure


def coverage_figure(findings: Sequence[Finding]) -> go.Figure:
    """Share of the measured total times that a band holds over the share that it claims, for each level."""
    hover = "should contain %{x:.0f} %, contains %{y:.0f} % of %{customdata[0]:,}"
    return _against_the_diagonal(
        _by_level(findings, "total"), "Share the range should contain, %", "Share that it contains, %", hover
    )


def coverage_alt(findings: Sequence[Finding]) -> str:
    at = (one for part in _by_level(findings, "total").values() for one in part if one.nominal == CLAIMED)
    parts = ", ".join(f"{one.observed * 100:.0f} % where inputs are {one.level}" for one in at)
    return f"Of the measured total times the range of {CLAIMED * 100:.0f} % holds {parts}."


def reliability_figure(findings: Sequence[Finding]) -> go.Figure:
    """Share of the migrations that ended over the chance that was given to that, for each level."""
    hover = "given %{x:.0f} %, ended %{y:.0f} % of %{customdata[0]:,}"
    return _against_the_diagonal(_by_level(findings, "chance"), "Chance that was given, %", "Ended in time, %", hover)


def reliability_alt(findings: Sequence[Finding]) -> str:
    parts = []
    for level, part in _by_level(findings, "chance").items():
        pairs = ", ".join(f"{one.nominal * 100:.0f} % and {one.observed * 100:.0f} %" for one in part)
        parts.append(f"{level}: {pairs}")
    return f"Chance given and share that ended, where inputs are {'; '.join(parts)}."


GROUPS = {"all": "All steady runs", RISING: "Writes that rise and fall"}


def coverage_lines(findings: Sequence[Finding]) -> list[tables.Line]:
    """A row for each group of runs, a column for each level: which share of the total times, and of the downtimes, is held."""
    held: dict[str, dict[str, dict[str, float]]] = {}
    for one in findings:
        if one.what != "chance" and one.nominal == CLAIMED:
            name = f"QEMU {one.qemu}" if one.qemu != "all" else GROUPS.get(one.series, one.series.capitalize())
            held.setdefault(name, {}).setdefault(one.level, {})[one.what] = one.observed
    return [tables.Line(markup.text(name), tuple(map(_cell, levels.values()))) for name, levels in held.items()]


def _cell(held: Mapping[str, float]) -> Html:
    said = markup.value(markup.text(f"{held['total'] * 100:.0f} %"), numeric=True)
    return markup.joined(said, markup.note(markup.text(f"downtime {held['downtime'] * 100:.0f} %")))


@lru_cache(maxsize=1)
def _drawn() -> tuple[go.Figure, go.Figure]:
    return coverage_figure(kept()), reliability_figure(kept())


def shown() -> None:
    """The calibration: is nine tenths nine tenths, and does half of what has a chance of a half end?"""
    data = kept()
    st.header("Is the range right?", anchor=False)
    st.markdown(
        "Each measured run was estimated again with inputs as wrong as a guess of each level may be. Nine tenths of the measured "
        "times should then lie in the range, and half of the migrations that were given a chance of a half should end. Runs "
        "before the edge of convergence weigh as much as those beyond it. Writes that rise and fall are not in the figures, "
        "because a mean rate does not describe them exactly."
    )
    coverage, reliability = _drawn()
    left, right = st.columns(2, gap="medium")
    with left:
        show(coverage, "migration-calibration", coverage_alt(data))
    with right:
        show(reliability, "migration-reliability", reliability_alt(data))
    levels = list(dict.fromkeys(one.level for one in data))
    tables.show_table(
        [tables.Column("In the 90 % range"), *tables.number_columns(*(level.capitalize() for level in levels))],
        coverage_lines(data),
        "Total times of the runs that ended, with the downtimes below them; ten guesses for each run.",
    )
