"""How far the estimate of a live migration is from measured ones: `python -m benchmarks.estimator_accuracy RUNS.csv`.

Reads any file with the columns of data/qemu_runs.csv. A prediction uses only what is known before the migration starts.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from domain.live_migration.evidence.runs import PLAIN, Prediction, Series, compared, parse, percent_off, predictions

POST_COPY = "post-copy"


def models(data: pd.DataFrame) -> Mapping[str, Series]:
    """Seconds of each simple model. Geometric: every pass sends what the one before let be dirtied; NaN where that grows."""
    ratio, naive = data["ratio"], data["naive_s"]
    geometric = (naive / (1 - ratio)).where(ratio < 1)
    return {"RAM/B": naive, "x 2": 2 * naive, "x 3.5": 3.5 * naive, "geometric": geometric}


def spread(errors: Series, digits: int = 1) -> str:
    """Median, 95th percentile and largest of the errors that exist."""
    known = errors[np.isfinite(errors)]
    if known.empty:
        return "-"
    return " / ".join(f"{value:.{digits}f}" for value in (np.median(known), np.percentile(known, 95), known.max()))


def totals(data: pd.DataFrame) -> list[str]:
    """Markdown lines: by regime the error of total time, in percent, of the estimate and of the simple models."""
    errors = {name: percent_off(guess, data["measured_s"]) for name, guess in models(data).items()}
    lines = [
        f"| Runs | number | outcome right | total time, error %: median / p95 / max | {' | '.join(errors)} |",
        f"| --- | ---: | ---: | ---: |{' ---: |' * len(errors)}",
    ]
    others = sorted({*data["regime"]} - {*PLAIN})
    for name, members in [("plain pre-copy of 2 s and more", PLAIN), *((name, (name,)) for name in (*PLAIN, *others))]:
        at = data["regime"].isin(members)
        if at.any():
            right = (data["outcome"] == data["expected"])[at].sum()
            theirs = " | ".join(spread(error[at], 0) for error in errors.values())
            lines.append(f"| {name} | {at.sum()} | {right} | {spread(data['error_percent'][at])} | {theirs} |")
    return lines


def downtimes(data: pd.DataFrame) -> list[str]:
    """Markdown lines: error of the downtime, in percent where the link limits, in milliseconds where a cap does."""
    known = data[data["downtime_s"].notna() & (data["regime"] != POST_COPY)]
    link, cap = (known[known["mode"] == mode] for mode in ("link", "cap"))
    percent = percent_off(link["expected_downtime_s"], link["downtime_s"])
    milliseconds = (cap["expected_downtime_s"] - cap["downtime_s"]).abs() * 1000
    return [
        "| Downtime | number | error: median / p95 / max |",
        "| --- | ---: | ---: |",
        f"| limited by the link, % | {len(link)} | {spread(percent)} |",
        f"| under a cap, ms | {len(cap)} | {spread(milliseconds)} |",
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
    try:
        runs = parse(asked.runs.read_text(encoding="utf-8"), most=sys.maxsize)
        if asked.predictions:
            write(asked.predictions, runs, predictions(runs))
    except OSError as fault:
        parser.error(f"{fault.filename}: {fault.strerror}.")
    except UnicodeDecodeError:
        parser.error(f"{asked.runs} is not UTF-8 text.")
    except ValueError as fault:
        parser.error(f"{asked.runs}: {fault}")
    measured = [run for run in runs if run.get("outcome") in ("completed", "timeout")]
    if measured:
        data = compared(measured)
        print("\n".join([*totals(data), "", *downtimes(data)]))


if __name__ == "__main__":
    main()
