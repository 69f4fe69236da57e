"""Measured migrations: reading a file of runs, and what the estimator says of each before it starts.

The columns are those of data/qemu_runs.csv, the project's own measurements (their README describes them).
"""

from __future__ import annotations

import csv
import io
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

NEEDED = (
    "run_id", "qemu_version", "ram_mib", "guest_ram_total_mib", "bandwidth_mib_s", "bandwidth_mode", "dirty_rate_target_pages_s",
    "ws_pages", "pattern", "nonzero_pages", "downtime_limit_ms", "auto_converge", "time_limit_s",
)  # fmt: skip
MOST_RUNS = 1000


@dataclass(frozen=True)
class Prediction:
    """`outcome` is "completed" or "timeout" against the row's time limit; times in seconds, NaN for a timeout."""

    outcome: str
    total_time_s: float
    downtime_s: float


def parse(text: str) -> list[dict[str, str]]:
    """The runs of a CSV file. ValueError names the column, or the line and what is wrong with it; at most MOST_RUNS."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    missing = [name for name in NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(
            f"The file lacks the column {missing[0]}; it needs the columns of the measurements' file, as `make lab` writes it."
        )
    rows: list[dict[str, str]] = []
    for row in reader:
        if len(rows) == MOST_RUNS:
            raise ValueError(f"The file has more than {MOST_RUNS:,} runs; split it.")
        rows.append({key: value for key, value in row.items() if key is not None and isinstance(value, str)})
        try:
            predict(rows[-1])
        except (ValueError, KeyError, OverflowError) as fault:
            raise ValueError(f"Line {reader.line_num}, run “{rows[-1].get('run_id', '')[:20]}”: {_say(fault)}") from None
    if not rows:
        raise ValueError("The file has no runs below its header.")
    return rows


def _say(fault: Exception) -> str:
    if isinstance(fault, KeyError):
        return f"the value {str(fault)[:30]} is not one that the column can have, or it is missing."
    return str(fault)[:160].rstrip(".") + "."


def predict(run: Mapping[str, str]) -> Prediction:
    """The estimate for one row, from its inputs as they were set, never from a result. KeyError or ValueError for a bad row."""
    pages = float(run["guest_ram_total_mib"]) * MIB / PAGE
    rate = float(run["bandwidth_mib_s"]) * MIB
    major = int(run["qemu_version"].split(".")[0])
    channels = int(float(run.get("multifd_channels") or 0))
    late = channels * PACKET if major >= 8 else 0
    if not (np.isfinite(pages) and pages >= 1):
        raise ValueError("guest_ram_total_mib must be a positive number.")
    guest = Guest(
        ram=pages * PAGE,
        dirty_rate=float(run["dirty_rate_target_pages_s"] or 0) * PAGE,
        working_set=min(float(run["ws_pages"] or 0), pages) * PAGE,
        zero_share=1 - float(run["nonzero_pages"]) / pages,
        writes=WRITES[run["pattern"]],
        catch_up_s=GUEST_TICK_S,
    )
    limit, switch = float(run["time_limit_s"]), float(run.get("postcopy_after_s") or 0)
    rules = Rules(
        downtime_limit=float(run["downtime_limit_ms"]) / 1000,
        auto_converge=run["auto_converge"] == "1",
        sync_every=5.0 if major >= 10 else np.inf,
        deadline=switch or limit,
        at_deadline=AtDeadline.POST_COPY if switch else AtDeadline.ABORT,
    )
    path = {"cap": Path(SOCKET, rate, late), "link": Path(rate)}[run["bandwidth_mode"]]
    estimate, _ = typical(guest, path, rules)
    total = float(estimate.total_s[0])
    if estimate.outcome[0] >= Outcome.ABORTED or total > limit:
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
