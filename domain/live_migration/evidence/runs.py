"""Measured migrations: reading a file of runs, and what the estimator says of each before it starts.

The columns are those of data/qemu_runs.csv, the project's own measurements (their README describes them).
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine.guest import Asked, AtDeadline, Guest, Path, Rules
from domain.live_migration.engine.kubevirt import PACKET
from domain.live_migration.engine.state import SYNC_EVERY_S
from domain.live_migration.estimates import MigrationEstimate, answers
from domain.quantities.units import GBIT, GIB, MIB, PAGE

SOCKET = 2.5e9
"""Bytes per second of a unix socket between two processes of the lab, which only the last copy under a cap can use."""

GUEST_TICK_S = 0.001
"""The measured guest paces its writes by a 1-ms tick (README of the measurements, "Method")."""

Series: TypeAlias = "pd.Series[float]"

WRITES = {
    "idle": WritePattern.RANDOM,
    "random": WritePattern.RANDOM,
    "sequential": WritePattern.SEQUENTIAL,
    "hotcold90_10": WritePattern.HOT_COLD,
}

WORDS: Mapping[str, tuple[str, ...]] = {
    "bandwidth_mode": ("cap", "link"),
    "pattern": tuple(WRITES),
    "auto_converge": ("0", "1"),
}
NUMBERS: Mapping[str, tuple[float, float]] = {
    "ram_mib": (1, 2**30),
    "guest_ram_total_mib": (1, 2**30),
    "bandwidth_mib_s": (0.001, 2**20),
    "nonzero_pages": (0, 2**40),
    "dirty_rate_target_pages_s": (0, 2**38),
    "ws_pages": (0, 2**40),
    "downtime_limit_ms": (0, 2_000_000),
    "time_limit_s": (0.001, 1e6),
    "zero_pct": (0, 100),
    "multifd_channels": (0, 255),
    "postcopy_after_s": (0, 1e6),
    "total_time_ms": (0.001, 1e12),
    "downtime_ms": (0, 1e12),
}
"""Columns that hold numbers, with what is taken for meant; 255 is QEMU's highest number of channels."""

IDLE = ("dirty_rate_target_pages_s", "ws_pages")
"""Columns that a file must have and whose cells may be empty: an idle guest has no rate and no working set."""

OPTIONAL = ("zero_pct", "multifd_channels", "postcopy_after_s", "total_time_ms", "downtime_ms")
"""Columns that a file may lack: what is not set, or not measured yet."""

NEEDED = ("run_id", "qemu_version", *WORDS, *(column for column in NUMBERS if column not in OPTIONAL))
MOST_RUNS = 500
VERSION = re.compile(r"(\d{1,3})\b(?:\.(\d{1,3})\b)?", re.ASCII)
"""A version begins with its major number: 7.2.22, 10.0.2, 7-rc1."""


@dataclass(frozen=True)
class Prediction:
    """`outcome` is "completed" or "timeout" against the row's time limit; times in seconds, NaN for a timeout."""

    outcome: str
    total_time_s: float
    downtime_s: float


TIMEOUT = Prediction("timeout", np.nan, np.nan)
R_LOW, R_MIDDLE, R_HIGH = "r up to 0.5", "r 0.7 to 0.9", "r 1.0 and more"
SEQUENTIAL, HOT_COLD, ZERO_PAGES = "sequential", "hot and cold", "zero pages"
PLAIN = (R_LOW, R_MIDDLE, R_HIGH, ZERO_PAGES, SEQUENTIAL, HOT_COLD)
"""Regimes of plain pre-copy that takes 2 s and more; r is writes over bandwidth."""


def parse(text: str, most: int = MOST_RUNS) -> list[dict[str, str]]:
    """The runs of a CSV file, at most `most`. ValueError names the header's column, or line, run, column and what is wrong."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    rows: list[dict[str, str]] = []
    met: dict[str, int] = {}
    try:
        _check_header(reader.fieldnames or (), reader.line_num)
        for row in reader:
            if len(rows) == most:
                raise ValueError(f"The file has more than {most:,} runs; split it.")
            try:
                run = _checked(row)
                if first := met.get(run["run_id"]):
                    raise ValueError(f"run_id is that of line {first} already; each run needs a name of its own.")
            except ValueError as fault:
                name = (row["run_id"] or "")[:20]
                raise ValueError(f"Line {reader.line_num}{f', run “{name}”' if name else ''}: {fault}") from None
            rows.append(run)
            if run["run_id"]:
                met[run["run_id"]] = reader.line_num
    except csv.Error as fault:
        raise ValueError(f"Line {reader.line_num} is not CSV: {fault}.") from None
    if not rows:
        raise ValueError("The file has no runs below its header.")
    return rows


def _check_header(names: Sequence[str], line: int) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ValueError(f"The file lacks the column {missing[0]}; it needs the columns that `make lab` writes.")
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    if twice:
        raise ValueError(f"Line {line}: the header has the column “{twice[0][:40]}” twice; each column needs a name of its own.")


def _checked(row: Mapping[str | None, str | None]) -> dict[str, str]:
    """The row's cells by column. ValueError with a sentence that names the column, if it cannot be reckoned with."""
    run: dict[str, str] = {}
    for name, cell in row.items():
        if name is not None:
            if cell is None:
                raise ValueError(f"{name[:40]} is missing: the row ends before it.")
            run[name] = cell
    for column, (low, high) in NUMBERS.items():
        text = run.get(column) or ("" if column in (*IDLE, *OPTIONAL) else "nothing")
        try:
            good = not text or low <= float(text) <= high
        except ValueError:
            good = False
        if not good:
            raise ValueError(f"{column} is “{text[:20]}”; it must be a number from {low:,.10g} to {high:,.10g}.")
    for column, known in WORDS.items():
        if run[column] not in known:
            raise ValueError(f"{column} is “{run[column][:20]}”; it must be one of {', '.join(known)}.")
    question(run)
    return run


def _release(version: str) -> tuple[int, int]:
    found = VERSION.match(version)
    if not found:
        raise ValueError(f"qemu_version is “{version[:20]}”; it must begin with a number, such as 7.2.")
    return int(found[1]), int(found[2] or 0)


def question(run: Mapping[str, str]) -> Asked:
    """A row's inputs as they were set, never a result, for the estimator. KeyError or ValueError for a bad row."""
    pages = float(run["guest_ram_total_mib"]) * MIB / PAGE
    rate, release = bandwidth(run), _release(run["qemu_version"])
    late = float(run.get("multifd_channels") or 0) * PACKET if release >= (8, 1) else 0.0
    guest = Guest(
        ram=pages * PAGE,
        dirty_rate=float(run["dirty_rate_target_pages_s"] or 0) * PAGE,
        working_set=min(float(run["ws_pages"] or 0), pages) * PAGE,
        zero_share=1 - min(float(run["nonzero_pages"]) / pages, 1),
        writes=WRITES[run["pattern"]],
        catch_up_s=GUEST_TICK_S,
    )
    switch = float(run.get("postcopy_after_s") or 0)
    rules = Rules(
        downtime_limit=float(run["downtime_limit_ms"]) / 1000,
        auto_converge=run["auto_converge"] == "1",
        sync_every=SYNC_EVERY_S if release >= (9, 2) else np.inf,
        deadline=switch or float(run["time_limit_s"]),
        at_deadline=AtDeadline.POST_COPY if switch else AtDeadline.ABORT,
    )
    return guest, Path(SOCKET, rate, late) if run["bandwidth_mode"] == "cap" else Path(rate), rules


def predictions(runs: Sequence[Mapping[str, str]]) -> list[Prediction]:
    """The estimate for each row. KeyError or ValueError for a bad row."""
    found = answers([question(run) for run in runs])
    return [_prediction(float(run["time_limit_s"]), estimate) for run, estimate in zip(runs, found, strict=True)]


def _prediction(limit_s: float, found: MigrationEstimate) -> Prediction:
    in_time = found.outcome.arrives and found.total_s <= limit_s
    return Prediction("completed", found.total_s, found.downtime_s) if in_time else TIMEOUT


def bandwidth(run: Mapping[str, str]) -> float:
    """Bytes per second that the run was limited to."""
    return float(run["bandwidth_mib_s"]) * MIB


def ratio(run: Mapping[str, str]) -> float:
    """r: bytes of pages written in a second over the bandwidth."""
    return float(run["dirty_rate_target_pages_s"] or 0) * PAGE / bandwidth(run)


def regime(run: Mapping[str, str]) -> str:
    """What kind of run it is, for a table of errors."""
    if run.get("xbzrle") == "1":
        return "xbzrle (not modelled)"
    if float(run.get("postcopy_after_s") or 0):
        return "post-copy"
    if run["auto_converge"] == "1":
        return "auto-converge"
    if run.get("total_time_ms") and float(run["total_time_ms"]) < 2000:
        return "shorter than 2 s"
    if run["pattern"] in ("sequential", "hotcold90_10"):
        return SEQUENTIAL if run["pattern"] == "sequential" else HOT_COLD
    if float(run.get("zero_pct") or 0):
        return ZERO_PAGES
    return R_LOW if ratio(run) <= 0.55 else R_MIDDLE if ratio(run) <= 0.95 else R_HIGH


def naive(run: Mapping[str, str]) -> float:
    """Seconds of one pass: memory divided by bandwidth, as the quick reference reckons."""
    return float(run["ram_mib"]) * MIB / bandwidth(run)


def percent_off(guess: Series, measured: Series) -> Series:
    """Percent by which each guess misses what was measured; NaN where either is."""
    return (guess / measured - 1).abs() * 100


def compared(runs: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Estimate beside measurement: run_id, regime, ram_gib, gbps, what, mode, ratio, outcome, expected, measured_s, estimated_s.

    Also naive_s, downtime_s, expected_downtime_s, error_percent and naive_error_percent (of the total time). Times are NaN where
    a run, or its estimate, does not end.
    """
    guesses = predictions(runs)
    data = pd.DataFrame(
        {
            "run_id": [run["run_id"] for run in runs],
            "regime": [regime(run) for run in runs],
            "ram_gib": [float(run["ram_mib"]) * MIB / GIB for run in runs],
            "gbps": [bandwidth(run) / GBIT for run in runs],
            "what": [_what(run) for run in runs],
            "mode": [run["bandwidth_mode"] for run in runs],
            "ratio": [ratio(run) for run in runs],
            "outcome": [run.get("outcome") or "" for run in runs],
            "expected": [guess.outcome for guess in guesses],
            "measured_s": [_seconds(run, "total_time_ms") for run in runs],
            "estimated_s": [guess.total_time_s for guess in guesses],
            "naive_s": [naive(run) for run in runs],
            "downtime_s": [_seconds(run, "downtime_ms") for run in runs],
            "expected_downtime_s": [guess.downtime_s for guess in guesses],
        }
    )
    return data.assign(
        error_percent=percent_off(data["estimated_s"], data["measured_s"]),
        naive_error_percent=percent_off(data["naive_s"], data["measured_s"]),
    )


def _what(run: Mapping[str, str]) -> str:
    return f"{run['run_id']}: {run['bandwidth_mode']} {run['bandwidth_mib_s']} MiB/s, {run['pattern']} {ratio(run):.2g}"


def _seconds(run: Mapping[str, str], column: str) -> float:
    return float(run.get(column) or "nan") / 1000
