"""What the drain window is worth: its answers beside the times that others published, drawn and in a table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from components.kit import figures, markup, tables
from components.kit.figures import blank, layout
from components.kit.markup import Html
from components.kit.style import COLOURS, FOURTH_COLOUR, GREY
from domain.catalog import catalog
from domain.catalog.records.published_drains import PublishedDrain
from domain.catalog.vocabulary import Platform
from domain.drain import published_sentences as said
from domain.drain.published import Held
from domain.drain.published import held as held_against
from domain.quantities.wording import counted, duration_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

ELSEWHERE = "KVM under OpenStack"
"""What stands for a platform of which no drain but that of the same hypervisor was timed."""

COLUMNS = (
    tables.Column("Published", width=20),
    *tables.number_columns("Took", "We estimate"),
    tables.Column("Is it in that range?", width=20),
    tables.Column("What it was, and what its source states", width=32),
)


@lru_cache(maxsize=1)
def held() -> tuple[Held, ...]:
    """Every published time beside the answer, in the catalogue's order."""
    return tuple(held_against(row, catalog()) for row in catalog().published_drains.values())


def show(opened: str | None) -> pd.DataFrame:
    """The error in words, the figure and the table; the row that a link asks for stands open. The numbers shown."""
    rows = held()
    st.markdown(said.in_words(rows))
    figures.show(figure(rows), "drain-evidence", alt(rows))
    tables.show_table(COLUMNS, [line(one, one.row.id == opened) for one in rows], said.LEFT_OPEN)
    return frame(rows)


def figure(rows: Sequence[Held]) -> go.Figure:
    """The answer over the published time, log axes, with bars from the least to the most; on the line an answer is right.

    A triangle is a least time: its source does not say what the host held. Rows without an answer are left out.
    """
    drawn = [one for one in rows if one.foreseen]
    found = blank()
    ends = [min(one.published[0] for one in drawn) / 2, max(one.published[1] for one in drawn) * 2] if drawn else []
    found.add_scatter(x=ends, y=ends, mode="lines", name="right", line={"dash": "dot", "width": 1, "color": GREY})
    for platform in (*Platform, None):
        part = [one for one in drawn if one.row.platform is platform]
        if part:
            found.add_scatter(**_points(part, platform))
    layout(found, height=500, legend_y=0)
    found.update_xaxes(type="log", title="Published, seconds", tickformat=",", dtick=1)
    found.update_yaxes(type="log", title="Estimated, seconds", tickformat=",", dtick="D2")
    return found


def _points(part: Sequence[Held], platform: Platform | None) -> dict[str, Any]:
    """The trace of a platform."""
    colour = COLOURS[platform] if platform else FOURTH_COLOUR
    x = [one.published_s for one in part]
    y = [(one.foreseen.middle_s if one.is_bounded else one.foreseen.low_s) if one.foreseen else 0.0 for one in part]
    above = [one.foreseen.high_s - at if one.foreseen and one.is_bounded else 0.0 for one, at in zip(part, y, strict=True)]
    below = [at - one.foreseen.low_s if one.foreseen else 0.0 for one, at in zip(part, y, strict=True)]
    right = [one.published[1] - at for one, at in zip(part, x, strict=True)]
    left = [at - one.published[0] for one, at in zip(part, x, strict=True)]
    bars = {"type": "data", "symmetric": False, "color": colour, "thickness": 1.5}
    return {
        "x": x,
        "y": y,
        "error_y": {**bars, "array": above, "arrayminus": below},
        "error_x": {**bars, "array": right, "arrayminus": left},
        "mode": "markers",
        "name": platform.label if platform else ELSEWHERE,
        "marker": {"size": 9, "color": colour, "symbol": ["circle" if one.is_bounded else "triangle-up" for one in part]},
        "customdata": [[one.row.label, said.foreseen_in_words(one)] for one in part],
        "hovertemplate": markup.hover("%{customdata[0]}", "published %{x:,.4g} s, estimated %{customdata[1]}"),
    }


def alt(rows: Sequence[Held]) -> str:
    """The figure in words."""
    parts = [f"{one.row.label}: {took(one.row)}, estimated {said.foreseen_in_words(one)}" for one in rows if one.foreseen]
    return f"{counted(len(parts), 'published time')} beside the answer, log axes. {'; '.join(parts)}."


def took(row: PublishedDrain) -> str:
    """What the source prints: a time, or the ends of it."""
    if row.took_s:
        return duration_in_words(row.took_s)
    return f"{duration_in_words(row.low_s or 0)} to {duration_in_words(row.high_s or 0)}"


def line(one: Held, opened: bool) -> tables.Line:
    """A published time, the answer, and where both come from."""
    row = one.row
    head = tables.row_head("published_drains", row.id, row.label, row.span.label)
    told = markup.joined(
        markup.text(row.says), markup.note(markup.text(said.stated_in_words(row))), tables.sources_fold(row, opened)
    )
    foreseen = markup.value(markup.text(said.foreseen_in_words(one)), numeric=True)
    if one.foreseen is None:
        foreseen = markup.small(markup.text(said.foreseen_in_words(one)))
    cells = (markup.value(markup.text(took(row)), numeric=True), foreseen, _verdict(one), told)
    edged = markup.platform_edge(row.platform, head) if row.platform else head
    return tables.Line(edged, cells)


def _verdict(one: Held) -> Html:
    """Whether the range holds the published time, and if not, why."""
    if one.is_inside is None:
        return markup.DASH
    if not one.is_bounded:
        return markup.note(markup.text("no upper end, so only a lower bound" if one.is_inside else "below the least"))
    if one.is_inside:
        return markup.sign("✓", "yes", "good")
    return markup.joined(markup.sign("✕", "no", "bad"), markup.note(markup.text(one.row.misses)))


def frame(rows: Sequence[Held]) -> pd.DataFrame:
    """The numbers of figure and table, in seconds; empty where there are none."""
    return pd.DataFrame(
        {
            "id": one.row.id,
            "published": one.row.label,
            "platform": one.row.platform.label if one.row.platform else ELSEWHERE,
            "span": one.row.span.label,
            "published from, s": one.published[0],
            "published to, s": one.published[1],
            "foreseen from, s": round(one.foreseen.low_s, 1) if one.foreseen else "",
            "foreseen to, s": round(one.foreseen.high_s, 1) if one.foreseen and one.is_bounded else "",
            "middle over published": round(one.ratio, 3) if one.ratio else "",
            "inside": {True: "yes", False: "no", None: ""}[one.is_inside if one.is_bounded else None],
            "measured": "no" if one.row.example else "yes",
        }
        for one in rows
    )
