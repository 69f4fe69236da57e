"""How far the estimate of a live migration is from measured ones: `python -m benchmarks.estimator_accuracy RUNS.csv`.

Reads any file with the columns of data/qemu_runs.csv. A prediction uses only what is known before the migration starts.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from domain.migration.runs import Prediction, naive, predict, regime
from domain.migration.units import MIB, PAGE

__all__ = ["Prediction", "predict"]


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
PLAIN = ("r up to 0.5", "r 0.7 to 0.9", "r 1.0 to 1.5", "zero pages", "sequential", "hot and cold")


def spread(errors: Sequence[float], digits: int = 1) -> str:
    """Median, 95th percentile and largest of the errors that exist."""
    known = [error for error in errors if np.isfinite(error)]
    if not known:
        return "-"
    return " / ".join(f"{value:.{digits}f}" for value in (np.median(known), np.percentile(known, 95), max(known)))


def error(seconds: float, measured_ms: str) -> float:
    """Percent by which `seconds` misses the measured time; NaN where one of them is missing."""
    return abs(seconds / (float(measured_ms) / 1000) - 1) * 100 if measured_ms else np.nan


def totals(runs: Sequence[Mapping[str, str]], guesses: Sequence[Prediction]) -> list[str]:
    """Markdown lines: by regime the error of total time, in percent, of the estimate and of the simple models."""
    regimes = [regime(run) for run in runs]
    lines = [
        f"| Runs | number | outcome right | total time, error %: median / p95 / max | {' | '.join(MODELS)} |",
        f"| --- | ---: | ---: | ---: |{' ---: |' * len(MODELS)}",
    ]
    parts = [("plain pre-copy of 2 s and more", PLAIN), *((name, (name,)) for name in (*PLAIN, *sorted({*regimes} - {*PLAIN})))]
    for name, members in parts:
        at = [i for i, found in enumerate(regimes) if found in members]
        if at:
            right = sum(guesses[i].outcome == runs[i]["outcome"] for i in at)
            ours = spread([error(guesses[i].total_time_s, runs[i]["total_time_ms"]) for i in at])
            others = [spread([error(model(runs[i]), runs[i]["total_time_ms"]) for i in at], 0) for model in MODELS.values()]
            lines.append(f"| {name} | {len(at)} | {right} | {ours} | {' | '.join(others)} |")
    return lines


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


def write(file: Path, runs: Sequence[Mapping[str, str]], guesses: Sequence[Prediction]) -> None:
    """Every row's prediction as CSV; a time is empty where none is expected."""
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["run_id", "outcome", "total_time_ms", "downtime_ms"])
        for run, guess in zip(runs, guesses, strict=True):
            times = [f"{value * 1000:.0f}" if np.isfinite(value) else "" for value in (guess.total_time_s, guess.downtime_s)]
            writer.writerow([run["run_id"], guess.outcome, *times])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, help="a CSV file with the columns of data/qemu_runs.csv")
    parser.add_argument("--predictions", type=Path, help="write run_id, outcome, total_time_ms, downtime_ms of every row here")
    asked = parser.parse_args()
    with asked.runs.open(newline="", encoding="utf-8") as lines:
        runs = list(csv.DictReader(lines))
    guesses = [predict(run) for run in runs]
    if asked.predictions:
        write(asked.predictions, runs, guesses)
    measured = [(run, guess) for run, guess in zip(runs, guesses, strict=True) if run.get("outcome") in ("completed", "timeout")]
    if measured:
        some, theirs = zip(*measured, strict=True)
        print("\n".join([*totals(some, theirs), "", *downtimes(some, theirs)]))


if __name__ == "__main__":
    main()
