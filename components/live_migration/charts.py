"""Migration time's charts: sizes over links, the map of outcomes, and the estimate against measurements."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile

from components.kit import inputs, markup, tables
from components.kit.figures import show
from components.kit.markup import Html
from components.kit.turns import alone, in_turn
from components.live_migration import figures
from components.live_migration.form import MigrationInputs
from domain.catalog import catalog
from domain.catalog.loading import DATA
from domain.catalog.records.live_migration import MeasuredSeries
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.engine.phases import PHASES
from domain.live_migration.evidence.published import Range, expected
from domain.live_migration.evidence.runs import compared, parse
from domain.live_migration.scenario import Scenario
from domain.live_migration.sweeps import outcome_map
from domain.live_migration.uncertainty import DRAWS
from domain.quantities.wording import duration_in_words

if TYPE_CHECKING:
    import plotly.graph_objects as go

Say = Callable[[float], str]

UPLOAD, OWN_RUNS = "lm_runs", "lm_own_runs"
"""Keys of the field that takes a file, and of what the session keeps of it."""
"""Key of the session's state: the digest of the visitor's file and its runs beside their estimates."""


kept_map = in_turn(64)(outcome_map)


@lru_cache(maxsize=64)
def _drawn_map(scenario: Scenario) -> tuple[pd.DataFrame, go.Figure]:
    data = kept_map(scenario)
    return data, figures.map_figure(data, scenario.dirty_mb_s, scenario.working_set_gib)


def own_series() -> dict[str, MeasuredSeries]:
    """The series of the project's own runs, by the words of the link."""
    return {series.label: series for series in catalog().measured_series.values()}


@lru_cache(maxsize=8)
def measured(file: str) -> pd.DataFrame:
    """The runs of a file of data/ beside the estimator's predictions."""
    return alone(compared, parse((DATA / file).read_text(encoding="utf-8")))


def all_measured() -> pd.DataFrame:
    return pd.concat([measured(series.file) for series in own_series().values()], ignore_index=True)


def outcomes(asked: MigrationInputs) -> pd.DataFrame:
    """The map of outcomes over dirty rate and working set; its data."""
    data, figure = _drawn_map(asked.scenario)
    show(figure, "migration-map", figures.map_alt(data))
    st.markdown(
        ":small[The star is your guest. Each region is named after how a migration ends in it; its border is as uncertain as "
        f"the dirty rate and the working set. {fewer(data)}]"
    )
    return data.assign(outcome=[MigrationOutcome(o).label for o in data["outcome"]])


def fewer(data: pd.DataFrame) -> str:
    """What a chart says that rests on fewer phases or draws than the headline, since all would keep its reader waiting."""
    parts = {"starting points": ("phases", PHASES.size), "simulated runs": ("draws", DRAWS)}
    counts = {what: (int(data[column].min()), all_) for what, (column, all_) in parts.items() if column in data}
    told = [f"{number} {what} instead of {all_}" for what, (number, all_) in counts.items() if number < all_]
    return f"To be drawn quickly, each point rests on {' and '.join(told)}: the edges are rougher. " if told else ""


def evidence() -> pd.DataFrame:
    """The estimate against measured runs: a series of the project's own, or a file of the visitor's; the data shown."""
    headline = st.container()
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    every = own_series()
    with left:
        series = inputs.choose_segment(
            "The project's own runs",
            every,
            "lm_series",
            "series of runs",
            next(iter(every.values())),
            help="A file of your own takes their place.",
        )
    given = None
    if not st.context.is_embedded:
        given = right.file_uploader(
            "Runs of your own (CSV as `make lab` writes it)",
            type="csv",
            key=UPLOAD,
            help="It goes with this session and is not in the link.",
        )
    data, whose, about = measured(series.file), "the project's own", series.says
    behind = markup.panel(tables.sources_fold(series))
    with inputs.faults_said("The project's own runs are shown."):
        if given is None:
            st.session_state.pop(OWN_RUNS, None)
            _say_lost()
        else:
            data, whose, about, behind = _own(given.getvalue()), "your", "", markup.NOTHING
    in_time = int((data["outcome"] == data["expected"]).sum())
    figure, alt, lines = _drawn_series(series.file) if behind else _drawn_runs(data)
    said = f"{len(data)} of {whose} runs; for {in_time} the estimate is right about whether they end in time."
    headline.header(said, anchor=False)
    if about:
        st.markdown(about)
    if behind:
        st.html(behind)
    show(figure, "migration-accuracy", alt)
    tables.show_table(
        [tables.Column("Runs"), *tables.number_columns("Number", "Median error", "95 % below", "Memory over bandwidth, median")],
        lines,
        "Error of the total time, computed from the inputs as set, never from a result. r is the dirty rate over the bandwidth.",
    )
    return data


@lru_cache(maxsize=8)
def _drawn_series(file: str) -> tuple[go.Figure, str, list[tables.Line]]:
    """Of a file of data/, kept because drawing it costs more than all else on the screen."""
    return _drawn_runs(measured(file))


def _drawn_runs(data: pd.DataFrame) -> tuple[go.Figure, str, list[tables.Line]]:
    """The figure of runs, its words, and the errors by kind of run."""
    lines = [_errors(name, part) for name, part in [("All that ended", data), *data.groupby("regime", sort=True)]]
    return figures.accuracy_figure(data), figures.accuracy_alt(data), lines


def _say_lost() -> None:
    """A server that was started anew, or has long not heard of the visitor, has not what his screen still names."""
    if isinstance(st.session_state.get(UPLOAD), DeletedFile):
        raise ValueError("The server no longer has the file that is named here: files go with their session. Give it again.")


def _own(content: bytes) -> pd.DataFrame:
    """The visitor's runs beside their estimates, kept in his session while the file is the same. ValueError as `parse`."""
    digest = sha256(content).digest()
    kept = st.session_state.get(OWN_RUNS)
    if kept is None or kept[0] != digest:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as fault:
            raise ValueError("The file is not UTF-8 text; save it as CSV.") from fault
        kept = st.session_state[OWN_RUNS] = (digest, alone(compared, parse(text)))
    data: pd.DataFrame = kept[1]
    return data


def _errors(name: str, part: pd.DataFrame) -> tables.Line:
    ended = part.dropna(subset="error_percent")
    if ended.empty:
        return tables.Line(markup.text(name), (markup.text(str(len(part))), *[markup.DASH] * 3))
    ours, plain = ended["error_percent"], ended["naive_error_percent"]
    cells = (str(len(ended)), f"{ours.median():.1f} %", f"{ours.quantile(0.95):.1f} %", f"{plain.median():.0f} %")
    return tables.Line(markup.text(name), tuple(map(markup.text, cells)))


PUBLISHED = (
    tables.Column("Published", width=20),
    *tables.number_columns("Took", "We estimate", "Paused", "We estimate a pause of"),
    tables.Column("What it was, and what its source leaves open", width=30),
)


def published_table(opened: str | None) -> None:
    """Published migrations, what the estimator says of them, and what their sources leave open."""
    lines = []
    for row in catalog().published_migrations.values():
        told = markup.joined(markup.text(row.says), tables.sources_fold(row, row.id == opened))
        total, downtime = _estimated(row.id)
        took = _said(duration_in_words, row.total_s, row.low_s, row.high_s)
        paused = _said(_say_pause, row.downtime_ms, row.downtime_low_ms, row.downtime_high_ms)
        cells = (took, total, paused, downtime, told)
        lines.append(tables.Line(tables.row_head("published_migrations", row.id, row.label), cells))
    tables.show_table(
        PUBLISHED,
        lines,
        "A second check, against migrations that others published. The notes with the sources say why an estimate misses. "
        "What a source does not state makes the estimate a range: a working set from 1 % of the memory to all, "
        "a link from 1 to 100 Gbit/s.",
    )


def _said(say: Say, middle: float | None, low: float | None, high: float | None) -> Html:
    """What a source states: a number, the ends of several runs, both or nothing."""
    ends = f"{say(low)} to {say(high)}" if low and high else ""
    if middle is None:
        return _number(ends) if ends else markup.small(markup.text("not stated"))
    return markup.joined(_number(say(middle)), markup.note(markup.text(ends)))


def _number(words: str) -> Html:
    return markup.value(markup.text(words), numeric=True)


def _say_pause(milliseconds: float) -> str:
    """Pauses are spoken of in milliseconds up to a second."""
    return f"{milliseconds:.0f} ms" if milliseconds < 1000 else duration_in_words(milliseconds / 1000)


@lru_cache(maxsize=64)
def _estimated(id_: str) -> tuple[Html, Html]:
    """The estimated total time and downtime of a published migration."""
    found = expected(catalog().published_migrations[id_])
    return _range(duration_in_words, found.total_s), _range(lambda seconds: _say_pause(seconds * 1000), found.downtime_s)


def _range(say: Say, seconds: Range | None) -> Html:
    if seconds is None:
        return markup.small(markup.text("not enough is stated"))
    least, most = seconds
    if not np.isfinite(most):
        words = f"at least {say(least)}" if np.isfinite(least) else "never"
    else:
        words = " to ".join(dict.fromkeys((say(least), say(most))))
    return _number(words)
