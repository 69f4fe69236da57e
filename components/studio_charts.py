"""The studio's charts: sizes over links, the map of outcomes, and the estimate against measurements."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import streamlit as st

from components import links, migration, studio_figures, tables
from components.figures import show
from components.studio import Asked
from domain.catalog import catalog
from domain.catalog.loading import DATA
from domain.migration.band import Spread
from domain.migration.guest import Outcome
from domain.migration.many import outcome_map, sizes_and_links
from domain.migration.one_pass import reference_times
from domain.migration.precopy import typical
from domain.migration.runs import compared, parse
from domain.migration.say import say_seconds
from domain.migration.scenario import Scenario
from domain.migration.units import GB, GIB

if TYPE_CHECKING:
    import plotly.graph_objects as go

MEASURED = DATA / "qemu_runs.csv"
ERRORS = ("Number", "Median error", "95 % below", "Memory over bandwidth, median")
STEPS = 12
"""Sizes on a line between the smallest and the largest that were asked for: enough for a smooth line on a log axis."""


@lru_cache(maxsize=64)
def _drawn_sizes(
    scenario: Scenario, sizes: tuple[float, ...], speeds: tuple[float, ...], spread: Spread, dots: bool
) -> tuple[pd.DataFrame, go.Figure]:
    """The data and the figure of the chart, kept because a figure costs more than its numbers."""
    data, factor = sizes_and_links(scenario, sizes, speeds, spread), next(iter(catalog().factors.values()))
    nothing = pd.DataFrame(columns=["ram_gib", "seconds", "what"])
    own = measured().dropna(subset="measured_s").rename(columns={"measured_s": "seconds"}) if dots else nothing
    others = published() if dots else nothing
    return data, studio_figures.sizes_figure(data, factor.low, factor.high, _references(), own, others)


@lru_cache(maxsize=64)
def _drawn_map(scenario: Scenario) -> tuple[pd.DataFrame, go.Figure]:
    data = outcome_map(scenario)
    return data, studio_figures.map_figure(data, scenario.dirty_mb_s, scenario.working_set_gib)


@lru_cache(maxsize=1)
def measured() -> pd.DataFrame:
    """The project's own runs beside the estimator's predictions."""
    return compared(parse(Path(MEASURED).read_text(encoding="utf-8")))


def published() -> pd.DataFrame:
    """Published migrations as points: ram_gib, seconds, what."""
    rows = catalog().published_migrations.values()
    return pd.DataFrame(
        {"ram_gib": [r.ram_gib for r in rows], "seconds": [r.total_s for r in rows], "what": [r.label for r in rows]}
    )


def _references() -> pd.DataFrame:
    """The quick reference's figures as points in GiB."""
    found = reference_times(catalog()).dropna(subset="seconds")
    what = [f"quick reference: {ram:g} GB over {gbps:g} Gbit/s" for ram, gbps in zip(found["ram"], found["gbps"], strict=True)]
    return pd.DataFrame({"ram_gib": found["ram"] * GB / GIB, "gbps": found["gbps"], "seconds": found["seconds"], "what": what})


def sizes(asked: Asked) -> pd.DataFrame:
    """Any sizes over any links for the guest asked about; the data that were drawn."""
    left, middle, right = st.columns([2, 2, 3], vertical_alignment="bottom")
    with left:
        rams = migration.sizes_input("VM memory, GiB")
    with middle:
        speeds = migration.links_input()
    with right:
        links.name_bad_switch("lm_dots", "“Measured and published runs”")
        dots = st.toggle(
            "Measured and published runs", key="lm_dots", bind="query-params",
            help="The project's runs had 256 MiB to 2 GiB on 134 Mbit/s to 1.1 Gbit/s; each point says what was measured.",
        )  # fmt: skip
    line = tuple(float(f"{size:.6g}") for size in np.geomspace(min(rams), max(rams), STEPS)) if len(rams) > 1 else rams
    data, figure = _drawn_sizes(asked.scenario, tuple(sorted({*line, *rams})), speeds, asked.spread, dots)
    show(figure, "migration-sizes", studio_figures.sizes_alt(data))
    factor = next(iter(catalog().factors.values()))
    share = asked.scenario.working_set_gib / asked.scenario.ram_gib * 100
    st.markdown(
        f":small[Lines: our estimate, the working set {share:.3g} % of the memory, one dirty rate for every size, no deadline. "
        "Dark band: the spread of the inputs. Dotted: one pass over the memory. Pale band: the quick reference's "
        f"{factor.low:g} to {factor.high:g} times that. A cross: it never ends. The quick reference counts in GB, so its points "
        "stand a little to the left. The camera in the corner saves SVG.]"
    )
    return data[data["ram_gib"].isin(rams)]


def outcomes(asked: Asked) -> pd.DataFrame:
    """The map of outcomes over dirty rate and working set; its data."""
    data, figure = _drawn_map(asked.scenario)
    show(figure, "migration-map", studio_figures.map_alt(data))
    st.markdown(
        ":small[The star is the guest asked about. A region is named by how a migration ends in it; its border is as unsure as "
        "dirty rate and working set are.]"
    )
    return data.assign(outcome=[Outcome(o).label for o in data["outcome"]])


def evidence() -> pd.DataFrame:
    """The estimate against measured runs: the project's own, or a file of the visitor's; the data shown."""
    given = st.file_uploader(
        "Runs of your own (CSV as `make lab` writes it)", type="csv", key="lm_runs",
        help="It stays in this session and is not in the link.",
    )  # fmt: skip
    data, whose = measured(), "the project's own"
    if given is not None:
        try:
            data, whose = compared(parse(given.getvalue().decode("utf-8"))), "your"
        except UnicodeDecodeError:
            st.error("The file is no text in UTF-8; save it as CSV. The project's own runs are shown.")
        except ValueError as fault:
            st.error(f"{links.sentence(str(fault))} The project's own runs are shown.")
    right = int((data["outcome"] == data["expected"]).sum())
    figure = studio_figures.accuracy_figure(data)
    st.markdown(f"{len(data)} of {whose} runs; for {right} the estimate is right about whether they end in time.")
    show(figure, "migration-accuracy", studio_figures.accuracy_alt(data))
    tables.show_table(
        [tables.Column("Runs"), *(tables.Column(name, numeric=True) for name in ERRORS)],
        [_errors(name, part) for name, part in [("All that ended", data), *data.groupby("regime", sort=True)]],
        "Error of the total time, computed from the inputs as they were set, never from a result. r: writes over bandwidth.",
    )  # fmt: skip
    return data


def _errors(name: str, part: pd.DataFrame) -> tables.Line:
    ended = part.dropna(subset=["measured_s", "estimated_s"])
    if ended.empty:
        return tables.Line(tables.text(name), (str(len(part)), "—", "—", "—"))
    ours = (ended["estimated_s"] / ended["measured_s"] - 1).abs() * 100
    plain = (ended["naive_s"] / ended["measured_s"] - 1).abs() * 100
    cells = (str(len(ended)), f"{ours.median():.1f} %", f"{ours.quantile(0.95):.1f} %", f"{plain.median():.0f} %")
    return tables.Line(tables.text(name), cells)


def published_table(opened: str | None) -> None:
    """Published migrations, what the estimator says of them, and what their sources leave open."""
    heads = [
        tables.Column("Published", width=30),
        tables.Column("Took", numeric=True),
        tables.Column("We estimate", numeric=True),
    ]
    lines = []
    for row in catalog().published_migrations.values():
        told = tables.text(row.says) + tables.sources_fold(row, row.id == opened)
        cells = (_took(row.total_s, row.low_s, row.high_s), _estimated(row.id), told)
        lines.append(tables.Line(tables.row_head("published_migrations", row.id, row.label), cells))
    tables.show_table(
        [*heads, tables.Column("What it was", width=38)],
        lines,
        "A second check, by others. A working set that is not stated makes the estimate a range, from 1 % of the memory to all.",
    )


def _took(total: float, low: float | None, high: float | None) -> str:
    spread = f'<div class="s">{say_seconds(low)} to {say_seconds(high)}</div>' if low and high else ""
    return f'<div class="v num">{say_seconds(total)}</div>{spread}'


@lru_cache(maxsize=32)
def _estimated(id_: str) -> str:
    row = catalog().published_migrations[id_]
    sets = (row.working_set_gib,) if row.working_set_gib else (row.ram_gib * 0.01, row.ram_gib) if row.dirty_gbps else (0.0,)
    totals = []
    for working_set in sets:
        asked = Scenario(
            row.ram_gib, (row.dirty_gbps or 0) * 125, working_set, row.zero_percent, link_gbps=row.link_gbps, usable_percent=100,
            downtime_ms=row.downtime_limit_ms, per_gib_s=0,
        )  # fmt: skip
        found, _ = typical(asked.guest, asked.path, asked.rules)
        totals.append(float(found.total_s[0]))
    words = [say_seconds(total) if np.isfinite(total) else "never" for total in totals]
    return f'<div class="v num">{" to ".join(dict.fromkeys(words))}</div>'
