"""How far the estimate of a live migration is from measured ones: `python -m benchmarks.estimator_accuracy RUNS.csv`.

Reads any file with the columns of data/qemu_runs.csv. A prediction uses only what is known before the migration starts.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File

import numpy as np

from domain.catalog.vocabulary import Writes
from domain.migration.guest import AtDeadline, Guest, Outcome, Path, Rules
from domain.migration.precopy import typical
from domain.migration.units import KIB, MIB, PAGE

SOCKET = 2.5e9
"""Bytes per second of a unix socket between two processes of the lab, which only the last copy under a cap can use."""

GUEST_TICK_S = 0.001
"""The measured guest paces its writes by a 1-ms tick (README of the measurements, "Method")."""

PACKET = 512 * KIB
"""Bytes of a multifd packet (QEMU's multifd-packet size), which QEMU 10 counts against a cap only when it has been sent."""

WRITES = {"idle": Writes.RANDOM, "random": Writes.RANDOM, "sequential": Writes.SEQUENTIAL, "hotcold90_10": Writes.HOT_COLD}


@dataclass(frozen=True)
class Prediction:
    """`outcome` is "completed" or "timeout" against the row's time limit; times in seconds, NaN for a timeout."""

    outcome: str
    total_time_s: float
    downtime_s: float


def predict(run: Mapping[str, str]) -> Prediction:
    """The estimate for one row, from its inputs as they were set. KeyError or ValueError for a row that lacks one."""
    pages = float(run["guest_ram_total_mib"]) * MIB / PAGE
    rate = float(run["bandwidth_mib_s"]) * MIB
    channels = int(float(run.get("multifd_channels") or 0))
    late = channels * PACKET if int(run["qemu_version"].split(".")[0]) >= 8 else 0
    guest = Guest(
        ram=pages * PAGE,
        dirty_rate=float(run["dirty_rate_target_pages_s"] or 0) * PAGE,
        working_set=float(run["ws_pages"] or 0) * PAGE,
        zero_share=1 - float(run["nonzero_pages"]) / pages,
        writes=WRITES[run["pattern"]],
        catch_up_s=GUEST_TICK_S,
    )
    capped = run["bandwidth_mode"] == "cap"
    limit = float(run["time_limit_s"])
    switch = float(run.get("postcopy_after_s") or 0)
    rules = Rules(
        downtime_limit=float(run["downtime_limit_ms"]) / 1000,
        auto_converge=run["auto_converge"] == "1",
        sync_every=5.0 if int(run["qemu_version"].split(".")[0]) >= 10 else np.inf,
        deadline=switch or limit,
        at_deadline=AtDeadline.POST_COPY if switch else AtDeadline.ABORT,
    )
    estimate, _ = typical(guest, Path(SOCKET, rate, late) if capped else Path(rate), rules)
    total = float(estimate.total_s[0])
    if estimate.outcome[0] >= Outcome.ABORTED or total > limit:
        return Prediction("timeout", np.nan, np.nan)
    return Prediction("completed", total, float(estimate.downtime_s[0]))


def read(file: File) -> list[dict[str, str]]:
    """The rows of a file of runs."""
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def naive(run: Mapping[str, str]) -> float:
    """Seconds of one pass: memory divided by bandwidth, as the quick reference reckons."""
    return float(run["ram_mib"]) / float(run["bandwidth_mib_s"])


def geometric(run: Mapping[str, str]) -> float:
    """Seconds of the geometric series: every pass sends what the one before let be dirtied; NaN where it grows."""
    ratio = float(run["dirty_rate_target_pages_s"] or 0) * PAGE / (float(run["bandwidth_mib_s"]) * MIB)
    return naive(run) / (1 - ratio) if ratio < 1 else np.nan


MODELS: dict[str, Callable[[Mapping[str, str]], float]] = {
    "RAM/B": naive,
    "x 2": lambda run: 2 * naive(run),
    "x 3.5": lambda run: 3.5 * naive(run),
    "geometric": geometric,
}


def regime(run: Mapping[str, str]) -> str:
    """The part of the table a run stands in."""
    if run.get("xbzrle") == "1":
        return "xbzrle (not modelled)"
    if float(run.get("postcopy_after_s") or 0):
        return "post-copy"
    if run["auto_converge"] == "1":
        return "auto-converge"
    if run["total_time_ms"] and float(run["total_time_ms"]) < 2000:
        return "shorter than 2 s"
    if run["pattern"] in ("sequential", "hotcold90_10"):
        return {"sequential": "sequential", "hotcold90_10": "hot and cold"}[run["pattern"]]
    if float(run["zero_pct"] or 0):
        return "zero pages"
    ratio = float(run["dirty_ratio_target"] or 0)
    return "r up to 0.5" if ratio <= 0.5 else "r 0.7 to 0.9" if ratio <= 0.95 else "r 1.0 to 1.5"


PLAIN = ("r up to 0.5", "r 0.7 to 0.9", "r 1.0 to 1.5", "zero pages", "sequential", "hot and cold")


def spread(errors: Sequence[float], digits: int = 1) -> str:
    """Median, 95th percentile and largest of the errors that exist."""
    known = [error for error in errors if np.isfinite(error)]
    if not known:
        return "-"
    return " / ".join(f"{value:.{digits}f}" for value in (np.median(known), np.percentile(known, 95), max(known)))


def table(runs: Sequence[Mapping[str, str]], guesses: Sequence[Prediction]) -> list[str]:
    """Markdown lines: by regime the error of total time, in percent, of the estimate and of the simple models."""
    regimes = [regime(run) for run in runs]
    lines = [
        "| Runs | number | outcome right | total time, error %: median / p95 / max | " + " | ".join(MODELS) + " |",
        "| --- | ---: | ---: | ---: | " + " | ".join(["---:"] * len(MODELS)) + " |",
    ]
    parts = [(name, {name}) for name in dict.fromkeys(sorted(regimes))]
    for name, members in [("plain pre-copy of 2 s and more", set(PLAIN)), *parts]:
        at = [i for i, found in enumerate(regimes) if found in members]
        right = sum(guesses[i].outcome == runs[i]["outcome"] for i in at)
        ours = [error(guesses[i].total_time_s, runs[i]["total_time_ms"]) for i in at]
        others = [spread([error(model(runs[i]), runs[i]["total_time_ms"]) for i in at], 0) for model in MODELS.values()]
        lines.append(f"| {name} | {len(at)} | {right} | {spread(ours)} | {' | '.join(others)} |")
    return lines


def error(seconds: float, measured_ms: str) -> float:
    """Percent by which `seconds` misses the measured time; NaN where one of them is missing."""
    return abs(seconds / (float(measured_ms) / 1000) - 1) * 100 if measured_ms else np.nan


def downtimes(runs: Sequence[Mapping[str, str]], guesses: Sequence[Prediction]) -> list[str]:
    """Markdown lines: error of the downtime, in percent where the link limits, in milliseconds where a cap does."""
    pairs = [(run, guess) for run, guess in zip(runs, guesses, strict=True) if run["downtime_ms"] and regime(run) != "post-copy"]
    link = [error(guess.downtime_s, run["downtime_ms"]) for run, guess in pairs if run["bandwidth_mode"] == "link"]
    cap = [abs(guess.downtime_s * 1000 - float(run["downtime_ms"])) for run, guess in pairs if run["bandwidth_mode"] == "cap"]
    return [
        "| Downtime | number | error: median / p95 / max |",
        "| --- | ---: | ---: |",
        f"| limited by the link, % | {len(link)} | {spread(link)} |",
        f"| under a cap, ms | {len(cap)} | {spread(cap)} |",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=File, help="a CSV file with the columns of data/qemu_runs.csv")
    parser.add_argument("--predictions", type=File, help="write run_id, outcome, total_time_ms, downtime_ms of every row here")
    asked = parser.parse_args()
    runs = read(asked.runs)
    guesses = [predict(run) for run in runs]
    if asked.predictions:
        with asked.predictions.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(["run_id", "outcome", "total_time_ms", "downtime_ms"])
            for run, guess in zip(runs, guesses, strict=True):
                times = (guess.total_time_s, guess.downtime_s)
                known = [f"{value * 1000:.0f}" if np.isfinite(value) else "" for value in times]
                writer.writerow([run["run_id"], guess.outcome, *known])
    measured = [(run, guess) for run, guess in zip(runs, guesses, strict=True) if run.get("outcome") in ("completed", "timeout")]
    if measured:
        print("\n".join([*table(*zip(*measured, strict=True)), "", *downtimes(*zip(*measured, strict=True))]))


if __name__ == "__main__":
    main()
