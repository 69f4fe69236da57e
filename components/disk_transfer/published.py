"""Copies that somebody published, beside what the starts foresee: a figure with the lab's runs, and a table."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from components.disk_transfer import line_charts
from components.kit import export, figures, markup, tables
from domain.catalog import Catalog
from domain.disk_transfer import sentences
from domain.disk_transfer.field import AgainstField, against_field
from domain.disk_transfer.lab import against_lab
from domain.quantities.wording import about_in_words, between_in_words, counted, duration_in_words, error_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go


def show(facts: Catalog, one: str | None) -> None:
    """All of them, or one row alone."""
    found = against_field(facts)
    if one is None:
        st.markdown(markup.markdown_sentence(sentences.field_check(facts)))
        figure, alt = _drawn(facts)
        figures.show(figure, "disk-transfer-field", alt)
    shown = [dot for dot in found if one in (None, dot.row.id)]
    tables.show_table(
        [tables.Column("Copy", width=34), *tables.number_columns("Measured", "Estimated", "Its range")],
        [_line(dot, dot.row.id == one) for dot in shown],
        f"{counted(len(shown), 'published copy', 'published copies')}, none of them in the fit.",
    )
    if one is None:
        export.take_away("disk-transfer-field", lambda: frame(facts))


@lru_cache(maxsize=8)
def _drawn(facts: Catalog) -> tuple[go.Figure, str]:
    found = against_field(facts)
    return line_charts.against_figure(against_lab(facts), found), line_charts.against_alt(found)


def _line(dot: AgainstField, opened: bool) -> tables.Line:
    behind = tables.sources_fold(
        dot.row, opened, (("Holds for", markup.text(f"{dot.row.tool}, {dot.row.over}: {dot.row.scope}")),)
    )
    within = "in the range" if dot.within else "outside the range"
    foreseen = markup.joined(markup.number(about_in_words(dot.foreseen)), markup.note(markup.text(error_in_words(dot.error))))
    ranged = markup.joined(markup.number(between_in_words(dot.fast, dot.slow)), markup.note(markup.text(within)))
    head = markup.joined(tables.row_head("field_transfers", dot.row.id, dot.row.label), behind)
    return tables.Line(head, (markup.number(duration_in_words(dot.row.seconds)), foreseen, ranged))


def frame(facts: Catalog) -> pd.DataFrame:
    """The copies, measured and foreseen, in seconds; errors as shares of the measured time."""
    return pd.DataFrame(
        [
            {"id": dot.row.id, "tool": dot.row.tool, "over": dot.row.over, "warm": dot.row.warm, "vms": dot.row.vms}
            | {"data_gib": dot.row.data_gib, "measured_s": dot.row.seconds, "foreseen_s": round(dot.foreseen)}
            | {"error": round(dot.error, 4), "fast_s": round(dot.fast), "slow_s": round(dot.slow), "within": dot.within}
            | {"scope": dot.row.scope, "sources": ", ".join(dot.row.sources), "note": dot.row.note}
            for dot in against_field(facts)
        ]
    )
