"""Measured migrations: reading a file of runs, and what the estimator says of each before it starts.

The columns are those of data/qemu_runs.csv, the project's own measurements (their README describes them).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.catalog.vocabulary import Writes
from domain.migration.guest import AtDeadline, Guest, Outcome, Path, Rules
from domain.migration.kubevirt import PACKET
from domain.migration.precopy import typical
from domain.migration.units import MIB, PAGE

SOCKET = 2.5e9
"""Bytes per second of a unix socket between two processes of the lab, which only the last copy under a cap can use."""

GUEST_TICK_S = 0.001
"""The measured guest paces its writes by a 1-ms tick (README of the measurements, "Method")."""

WRITES = {"idle": Writes.RANDOM, "random": Writes.RANDOM, "sequential": Writes.SEQUENTIAL, "hotcold90_10": Writes.HOT_COLD}

WORDS: Mapping[str, tuple[str, ...]] = {
    "bandwidth_mode": ("cap", "link"), "pattern": tuple(WRITES), "auto_converge": ("0", "1"),
}  # fmt: skip
NUMBERS: Mapping[str, tuple[float, float]] = {
    "ram_mib": (1, 2**30), "guest_ram_total_mib": (1, 2**30), "bandwidth_mib_s": (0.001, 2**20), "nonzero_pages": (0, 2**40),
    "dirty_rate_target_pages_s": (0, 2**40), "ws_pages": (0, 2**40), "downtime_limit_ms": (0, 2_000_000),
    "time_limit_s": (0.001, 1e6), "zero_pct": (0, 100), "multifd_channels": (0, 255), "postcopy_after_s": (0, 1e6),
    "total_time_ms": (0.001, 1e12), "downtime_ms": (0, 1e12),
}  # fmt: skip
"""Columns that hold numbers, with what is taken for meant; 255 is QEMU's highest number of channels."""

EMPTY = (
    "dirty_rate_target_pages_s",
    "ws_pages",
    "zero_pct",
    "multifd_channels",
    "postcopy_after_s",
    "total_time_ms",
    "downtime_ms",
)
NEEDED = ("run_id", "qemu_version", *WORDS, *(column for column in NUMBERS if column not in EMPTY[2:]))
MOST_RUNS = 500


@dataclass(frozen=True)
class Prediction:
    """`outcome` is "completed" or "timeout" against the row's time limit; times in seconds, NaN for a timeout."""

    outcome: str
    total_time_s: float
    downtime_s: float


def parse(text: str) -> list[dict[str, str]]:
    """The runs of a CSV file, at most MOST_RUNS. ValueError names the column, or the line and run and what is wrong with it."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    rows: list[dict[str, str]] = []
    try:
        missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"The file lacks the column {missing[0]}; it needs the columns that `make lab` writes.")
        for row in reader:
            if len(rows) == MOST_RUNS:
                raise ValueError(f"The file has more than {MOST_RUNS:,} runs; split it.")
            run = {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
            try:
                _check(run)
            except ValueError as fault:
                raise ValueError(f"Line {reader.line_num}, run “{run.get('run_id', '')[:20]}”: {fault}") from None
            rows.append(run)
    except csv.Error as fault:
        raise ValueError(f"Line {reader.line_num} is not CSV: {fault}.") from None
    if not rows:
        raise ValueError("The file has no runs below its header.")
    return rows


def _check(run: Mapping[str, str]) -> None:
    """ValueError with a sentence that names the column, if the row cannot be reckoned with."""
    for column, (low, high) in NUMBERS.items():
        text = run.get(column) or ("" if column in EMPTY else "nothing")
        try:
            good = not text or low <= float(text) <= high
        except ValueError:
            good = False
        if not good:
            raise ValueError(f"{column} is “{text[:20]}”; it must be a number from {low:,.10g} to {high:,.10g}.")
    for column, known in WORDS.items():
        if run.get(column) not in known:
            raise ValueError(f"{column} is “{(run.get(column) or '')[:20]}”; it must be one of {', '.join(known)}.")
    if not re.match(r"\d{1,3}\b", run["qemu_version"]):
        raise ValueError(f"qemu_version is “{run['qemu_version'][:20]}”; it must begin with a number, such as 7.2.")
    question(run)


def question(run: Mapping[str, str]) -> tuple[Guest, Path, Rules]:
    """A row's inputs as they were set, never a result, for the estimator. KeyError or ValueError for a bad row."""
    pages = float(run["guest_ram_total_mib"]) * MIB / PAGE
    rate = float(run["bandwidth_mib_s"]) * MIB
    major = int(run["qemu_version"].split(".")[0])
    late = float(run.get("multifd_channels") or 0) * PACKET if major >= 8 else 0.0
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
        sync_every=5.0 if major >= 10 else np.inf,
        deadline=switch or float(run["time_limit_s"]),
        at_deadline=AtDeadline.POST_COPY if switch else AtDeadline.ABORT,
    )
    return guest, Path(SOCKET, rate, late) if run["bandwidth_mode"] == "cap" else Path(rate), rules


def predict(run: Mapping[str, str]) -> Prediction:
    """The estimate for one row. KeyError or ValueError for a bad row."""
    estimate, _ = typical(*question(run))
    total = float(estimate.total_s[0])
    if estimate.outcome[0] >= Outcome.ABORTED or total > float(run["time_limit_s"]):
        return Prediction("timeout", np.nan, np.nan)
    return Prediction("completed", total, float(estimate.downtime_s[0]))


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
        return {"sequential": "sequential", "hotcold90_10": "hot and cold"}[run["pattern"]]
    if float(run.get("zero_pct") or 0):
        return "zero pages"
    ratio = float(run["dirty_rate_target_pages_s"] or 0) * PAGE / (float(run["bandwidth_mib_s"]) * MIB)
    return "r up to 0.5" if ratio <= 0.55 else "r 0.7 to 0.9" if ratio <= 0.95 else "r 1.0 to 1.5"


def naive(run: Mapping[str, str]) -> float:
    """Seconds of one pass: memory divided by bandwidth, as the quick reference reckons."""
    return float(run["ram_mib"]) / float(run["bandwidth_mib_s"])


def compared(runs: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """Estimate beside measurement: run_id, regime, ram_gib, gbps, what, outcome, expected, measured_s, estimated_s, naive_s.

    Also downtime_s, expected_downtime_s and mode. Times are NaN where a run, or its estimate, does not end.
    """
    rows = []
    for run in runs:
        guess = predict(run)
        ratio = float(run["dirty_rate_target_pages_s"] or 0) * PAGE / (float(run["bandwidth_mib_s"]) * MIB)
        rows.append(
            {
                "run_id": run["run_id"],
                "regime": regime(run),
                "ram_gib": float(run["ram_mib"]) / 1024,
                "gbps": float(run["bandwidth_mib_s"]) * MIB * 8 / 1e9,
                "what": f"{run['run_id']}: {run['bandwidth_mode']} {run['bandwidth_mib_s']} MiB/s, {run['pattern']} {ratio:.2g}",
                "mode": run["bandwidth_mode"],
                "outcome": run.get("outcome") or "",
                "expected": guess.outcome,
                "measured_s": float(run.get("total_time_ms") or "nan") / 1000,
                "estimated_s": guess.total_time_s,
                "naive_s": naive(run),
                "downtime_s": float(run.get("downtime_ms") or "nan") / 1000,
                "expected_downtime_s": guess.downtime_s,
            }
        )
    return pd.DataFrame(rows)
