"""Whether the band holds what it says: measured runs, asked about with inputs as wrong as a visitor's may be.

Of every run the inputs that were set are blurred, several times, by as much as a level of `Sureness` says of them: dirty rate,
working set and bandwidth by a factor that is log-uniform, zero pages by points that are uniform. Each guess is then asked about
as a visitor would who calls it known at that level. The errors are drawn apart from the band's own draws, from seeds of
their own.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from domain.live_migration.engine.guest import Asked, stacked
from domain.live_migration.engine.points import Array
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.estimates import alike
from domain.live_migration.evidence.runs import question, regime
from domain.live_migration.scenario import Sureness
from domain.live_migration.uncertainty import HIGH, LOW, Spread, draws, within_the_model

GUESSES, SEED = 10, 1127
"""Guesses of each run, and the seed of their errors."""

OCTAVES, REACH, NEAR = np.linspace(-3.5, 3.5, 57), 2.0, 0.15
"""Factors, as powers of 2, by which a run's writes are tried to find the edge of convergence; how far from it a run counts for
the reliability of a chance (a guess errs by log2(3) = 1.6 at most); and over which distance the runs around it are counted."""

LEFT_OUT = ("xbzrle (not modelled)", "post-copy")
"""Regimes without a band that could be judged: not modelled, or ended by a command at a set second."""

NOMINAL = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Shares that a band may claim to hold."""

CLAIMED = (HIGH - LOW) / 100
"""What Migration time's band claims to hold."""

RISING = "rising and falling"
"""The group of runs whose writes rise and fall, which the model does not know."""

BINS = (0.0, 0.02, 0.2, 0.4, 0.6, 0.8, 0.98, 1.0)
"""Edges of the groups of chances: the outer two are those that are as good as certain."""


def judged(runs: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The runs that a band can be judged by."""
    return [run for run in runs if run["outcome"] in ("completed", "timeout") and regime(run) not in LEFT_OUT]


def cases(runs: Sequence[Mapping[str, str]], sureness: Sureness, guesses: int = GUESSES) -> pd.DataFrame:
    """A row for each guess of each run: run_id, qemu, steady, margin, ended (whether it did), chance (that the band gives for
    that), total and downtime (the share that a band must claim to hold the measured value, see `held`)."""
    asked = [question(run) for run in runs]
    found, beyond = [], margins(asked)
    for at in alike(asked):
        errors = [_errors(runs[place], guesses) for place in at]
        together = _blurred(stacked([asked[place] for place in at for _ in range(guesses)]), np.concatenate(errors), sureness)
        estimate = precopy(*draws(together, Spread.of(sureness, sureness)))
        total, downtime = within_the_model(estimate)
        for row, place in enumerate(place for place in at for _ in range(guesses)):
            run, done = runs[place], estimate.done[row]
            found.append(
                {
                    "run_id": run["run_id"],
                    "qemu": run["qemu_version"],
                    "steady": not float(run.get("swing_pct") or 0),
                    "margin": beyond[place],
                    "ended": run["outcome"] == "completed",
                    "chance": float(done.mean()),
                    "total": held(total[row][done], _seconds(run, "total_time_ms"), int((~done).sum())),
                    "downtime": held(downtime[row][done], _seconds(run, "downtime_ms")),
                }
            )
    return pd.DataFrame(found)


def held(values: Array, measured: float, beyond: int = 0) -> float:
    """The share that a band of these draws must claim to hold what was measured; 1 if it lies beyond them all.

    The k-th of n draws stands at k / (n + 1), and `beyond` more are longer than all, as in `uncertainty.edges`. NaN without draws
    or a measured value.
    """
    if not values.size or not np.isfinite(measured):
        return np.nan
    ordered = np.sort(values)
    if not ordered[0] <= measured <= ordered[-1]:
        return 1.0
    place = np.interp(measured, ordered, np.arange(1, values.size + 1) / (values.size + beyond + 1))
    return float(abs(2 * place - 1))


def _errors(run: Mapping[str, str], guesses: int) -> Array:
    """Of each guess, four errors from -1 to 1; a run has its own, whichever others are asked about with it."""
    rng = np.random.default_rng([SEED, zlib.crc32(f"{run['run_id']} {run.get('started_utc')}".encode())])
    return rng.uniform(-1, 1, (guesses, 4))


def _blurred(asked: Asked, errors: Array, sureness: Sureness) -> Asked:
    """What a visitor would ask who errs by so much of what his level allows."""
    guest, path, rules = asked
    dirty, working, link, zero = (errors[:, [column]] for column in range(4))
    return (
        replace(
            guest,
            dirty_rate=guest.dirty_rate * sureness.factor**dirty,
            working_set=np.minimum(guest.working_set * sureness.factor**working, guest.ram),
            zero_share=np.clip(np.asarray(guest.zero_share) + sureness.zero_points / 100 * zero, 0.0, 1.0),
        ),
        replace(path, link=path.link * sureness.bandwidth_factor**link),
        rules,
    )


def _seconds(run: Mapping[str, str], column: str) -> float:
    return float(run.get(column) or "nan") / 1000


class Finding(NamedTuple):
    """What a band or a chance of a level claimed (`nominal`) and what was seen (`observed`), of `number` cases.

    `what` is total or downtime, for which the claim is a share of the measured values that the band holds; or chance, for which
    it is the mean chance given, and `observed` the share that ended, see `reliability`. A series or a QEMU of "all" is over all
    that is steady.
    """

    level: str
    series: str
    qemu: str
    what: str
    nominal: float
    number: int
    observed: float


def coverage(found: pd.DataFrame, what: str, nominal: float) -> tuple[int, float]:
    """How many cases have a band and a measured `what` (total or downtime), and which share of these the band holds."""
    known = found[what].dropna()
    return len(known), float((known <= nominal).mean()) if len(known) else np.nan


def margins(asked: Sequence[Asked]) -> Array:
    """By how many octaves the writes of each lie beyond the edge up to which it ends in time by the estimate; below 0: before it.

    Minus infinity where no writes that were tried keep it from ending, infinity where it ends with none of them.
    """
    found = np.empty(len(asked))
    for at in alike(asked):
        guest, path, rules = stacked([asked[place] for place in at])
        done = precopy(replace(guest, dirty_rate=guest.dirty_rate * 2.0**-OCTAVES), path, rules).done
        edge = OCTAVES[done.argmax(axis=1)]
        found[at] = np.where(done.any(axis=1), np.where(edge > OCTAVES[0], edge, -np.inf), np.inf)
    return found


def evenly(margin: Array) -> Array:
    """Weights with which runs stand for writes that lie evenly around the edge: one over the number of runs near each.

    A chance is a statement on writes that are as likely to lie somewhat below a guess as above it. The lab has more points just
    before the edge than beyond it, so that unweighted more of them end than any honest chance says.
    """
    among = np.exp(-0.5 * ((margin[:, np.newaxis] - margin) / NEAR) ** 2).sum(axis=1)
    return np.asarray(1 / among)


def reliability(found: pd.DataFrame) -> list[tuple[float, int, float]]:
    """For each of BINS of the chance that has cases: the mean chance, the number, and the share that ended; of runs within REACH
    of the edge, weighted `evenly`."""
    near = found[found["margin"].abs() <= REACH]
    chance, ended, weight = near["chance"].to_numpy(), near["ended"].to_numpy(), evenly(near["margin"].to_numpy())
    place = np.clip(np.searchsorted(BINS, chance, side="right") - 1, 0, len(BINS) - 2)
    bins = [place == one for one in np.unique(place)]
    return [
        (float(np.average(chance[at], weights=weight[at])), int(at.sum()), float(np.average(ended[at], weights=weight[at])))
        for at in bins
    ]


def summary(series: Mapping[str, Sequence[Mapping[str, str]]], levels: Sequence[Sureness] = tuple(Sureness)) -> list[Finding]:
    """All findings: over all steady runs, then by QEMU, by series, and of writes that rise and fall."""
    rows: list[Finding] = []
    both = ("total", "downtime")
    for level in levels:
        parts = [cases(judged(runs), level).assign(series=name) for name, runs in series.items()]
        found = pd.concat(parts, ignore_index=True)
        steady = found[found["steady"]]
        for what in both:
            rows += [Finding(level, "all", "all", what, nominal, *coverage(steady, what, nominal)) for nominal in NOMINAL]
        groups = [("all", qemu, steady[steady["qemu"] == qemu]) for qemu in sorted(set(steady["qemu"]))]
        groups += [(name, "all", steady[steady["series"] == name]) for name in series]
        groups += [(RISING, "all", found[~found["steady"]])]
        for name, qemu, part in groups:
            if len(part):
                rows += [
                    Finding(level, name, qemu, what, CLAIMED, *coverage(part, what, CLAIMED)) for what in ("total", "downtime")
                ]
        rows += [Finding(level, "all", "all", "chance", *line) for line in reliability(steady)]
    return rows


def written(findings: Sequence[Finding]) -> str:
    """The findings as CSV, to four digits."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(Finding._fields)
    writer.writerows(one._replace(nominal=round(one.nominal, 4), observed=round(one.observed, 4)) for one in findings)
    return file.getvalue()


FILE = "calibration.csv"
"""Figures of all runs, beside the facts: `python -m benchmarks.calibration` computes them anew."""


def read(text: str) -> list[Finding]:
    """The findings of such a text."""
    return [
        Finding(row["level"], row["series"], row["qemu"], row["what"], *_numbers(row))
        for row in csv.DictReader(io.StringIO(text))
    ]


def _numbers(row: Mapping[str, str]) -> tuple[float, int, float]:
    return float(row["nominal"]), int(row["number"]), float(row["observed"])
