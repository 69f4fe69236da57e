"""Ranges in, range and probability out: what the estimate is worth when its inputs are guesses."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

import numpy as np

from domain.live_migration.engine.guest import Asked, Estimate, Guest, MigrationOutcome, Numbers, Path, Rules, stacked
from domain.live_migration.engine.points import Array
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.scenario import Scenario, Sureness
from domain.quantities.units import GBIT, GIB

DRAWS = 96
LOW, HIGH = 5, 95
"""Percentiles that a band shows."""

READINGS = 200
"""Readings of the dirty log that a draw is followed for. What needs more lies at the edge of convergence, where chance decides:
it moves the chance by three points at most, and without the bound such a question costs a third of a second."""

CERTAIN = 0.9
"""An ending that has this share of the draws is called the answer, in keeping with the nine tenths that the band holds."""

MODEL_TOTAL = (0.986, 1.026)
"""What the model itself leaves open, with every input known: a measured total time lies between these times the estimate, evenly
in the logarithm. Of the 85 pre-copy runs of data/qemu_runs.csv that ended the inner nine tenths of this hold 89 %, of
data/lab_runs.csv and data/field_runs.csv 93 and 86 % (data/calibration.csv). QEMU ran in software, on a shared host."""

MODEL_DOWNTIME, MODEL_PAUSE_S = (0.97, 1.05), (-0.015, 0.026)
"""The same of a downtime, by a factor and by seconds. QEMU takes the rate of the last 100 ms for the link's, and weighs what is
left by it, so a guest stops some milliseconds sooner or later than the limit says; and a host takes some to stop and to resume
it. They hold 93 % of the same runs, and 93 and 91 % of the other two series."""

LATE_CLEAR_FROM = GIB
"""KVM clears the dirty log in chunks of 1 GiB just before it sends them (QEMU, clear_bmap), so only larger guests gain."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How each of the four inputs that decide is known; `bandwidth` is what the network moves."""

    dirty_rate: Sureness = Sureness.ESTIMATED
    working_set: Sureness = Sureness.ESTIMATED
    bandwidth: Sureness = Sureness.ESTIMATED
    zero_pages: Sureness = Sureness.ESTIMATED

    @classmethod
    def of(cls, load: Sureness, path: Sureness) -> Self:
        """Dirty rate and working set known alike, and bandwidth and zero pages."""
        return cls(dirty_rate=load, working_set=load, bandwidth=path, zero_pages=path)


FIELDS = {
    "dirty_rate": ("dirty_mb_s",),
    "working_set": ("working_set_gib",),
    "bandwidth": ("link_gbps", "stream_gbps"),
    "zero_pages": ("zero_percent",),
}
"""Fields of a scenario by the part of a Spread that is about them: a visitor who typed one of them has said it himself."""


def spread_of(typed: Collection[str], said: Mapping[str, Sureness | None] | None = None) -> Spread:
    """How each input is known: as the visitor said (`said`, by the names of a Spread), else by whether he typed it.

    What he typed is estimated. What he left is the preset's; no preset has a network, so the link that Migration time starts with
    is a guess. Working set and zero pages of which he said nothing are known as he said of dirty rate and bandwidth.
    """
    told = {name: sureness for name, sureness in (said or {}).items() if sureness}
    for name, like in (("working_set", "dirty_rate"), ("zero_pages", "bandwidth")):
        if like in told:
            told.setdefault(name, told[like])
    left = {"bandwidth": Sureness.GUESSED}
    by_typing = {
        name: Sureness.ESTIMATED if any(field in typed for field in fields) else left.get(name, Sureness.PRESET)
        for name, fields in FIELDS.items()
    }
    return Spread(**{**by_typing, **told})


@dataclass(frozen=True)
class Band:
    """Of many draws: the share that ends on the target, and the range of their times, in seconds (NaN if none ends).

    `outcomes` counts the draws by outcome, and `downtimes` has the range of each outcome that ends on the target.
    """

    chance: float
    total_s: tuple[float, float]
    outcomes: dict[MigrationOutcome, int]
    downtimes: dict[MigrationOutcome, tuple[float, float]]

    @property
    def shares(self) -> dict[MigrationOutcome, float]:
        """The share of the draws that ends in each way, the most frequent first."""
        number = sum(self.outcomes.values())
        ordered = sorted(self.outcomes.items(), key=lambda pair: (-pair[1], pair[0]))
        return {outcome: count / number for outcome, count in ordered}

    def likely(self, share: float = CERTAIN) -> MigrationOutcome | None:
        """The ending that at least this share of the draws comes to; None where none is so certain."""
        return next((outcome for outcome, part in self.shares.items() if part >= share), None)


def drawn(scenarios: Sequence[Scenario], spread: Spread, number: int = DRAWS) -> tuple[Guest, Path, Rules, Array]:
    """As `draws`, for scenarios that write alike and end alike at the deadline; the network moves at most the line rate."""
    line = np.array([[scenario.link_gbps * GBIT] for scenario in scenarios])
    slowest, fastest = np.array([scenario.path_bytes_s for scenario in scenarios]).T[:, :, None]
    longest = np.array([[scenario.handover_s] for scenario in scenarios])
    least, most = np.array([scenario.fixed_range_s for scenario in scenarios]).T[:, :, None]
    known = np.array([[scenario.fixed_s - scenario.handover_s / 2] for scenario in scenarios])
    guest, path, rules, phase = draws(
        stacked([scenario.asked for scenario in scenarios]),
        *(spread, line, number),
        streams=(slowest, fastest),
        longest_handover=longest,
    )
    # squared, so that half of the draws lie in the first quarter: a typical setup is nearer to the shortest
    fixed = least + (most - least) * _cube(number)[11] ** 2
    return guest, path, replace(rules, setup=np.asarray(rules.setup) - known + fixed), phase


def draws(
    asked: Asked,
    spread: Spread,
    line: Numbers = np.inf,
    number: int = DRAWS,
    streams: tuple[Array, Array] | None = None,
    longest_handover: Numbers = 0.0,
) -> tuple[Guest, Path, Rules, Array]:
    """What the estimator takes, arrays of (migrations, draws), and the phase of the loop; the same draws every time.

    `asked` in columns, see `stacked`. Log-uniform within the factors of `spread`: dirty rate, working set (at most the memory)
    and what the network moves (at most `line`, bytes per second); before that over its whole range, where no more is known, what
    the `streams` move, in bytes per second. A cap is a setting, so it is not drawn. Uniform: within its points, none below 0 and
    none above 1, the share of zero pages; and the hand-over of a device up to its longest, in seconds. Half of the draws of a
    guest larger than a GiB take the log as KVM clears it, just before a page is sent, half as the measurements have it: nobody
    has measured which is nearer.
    """
    dirty, working, clear, phase, link, zero, *_, stream, handover, _ = _cube(number)
    guest, path, rules = asked
    points = spread.zero_pages.zero_points / 100
    moved = path.link if streams is None else streams[0] * (streams[1] / streams[0]) ** stream
    return (
        replace(
            guest,
            dirty_rate=guest.dirty_rate * spread.dirty_rate.factor ** (2 * dirty - 1),
            working_set=np.minimum(guest.working_set * spread.working_set.factor ** (2 * working - 1), guest.ram),
            zero_share=np.clip(np.asarray(guest.zero_share) + points * (2 * zero - 1), 0.0, 1.0),
        ),
        replace(path, link=np.minimum(moved * spread.bandwidth.bandwidth_factor ** (2 * link - 1), line)),
        replace(
            rules,
            setup=np.asarray(rules.setup) + (handover - 0.5) * longest_handover,
            late_clear=np.where((np.asarray(guest.ram) > LATE_CLEAR_FROM) & (clear < 0.5), 1.0, 0.0),
            most_readings=READINGS,
        ),
        phase,
    )


def _cube(number: int) -> list[Array]:
    """Twelve columns of draws in (0, 1): a Latin hypercube, so every stratum of every column is drawn once."""
    rng = np.random.default_rng(number)
    return [(rng.permutation(number) + 0.5) / number for _ in range(12)]


def within_the_model(found: Estimate) -> tuple[Array, Array]:
    """Total times and downtimes of draws, the last axis, with what the model itself leaves open; seconds.

    A deadline is kept to the second, so a total time that it has set stays as it is.
    """
    total, downtime, pause = _cube(found.total_s.shape[-1])[6:9]
    (least, most), (low, high) = MODEL_DOWNTIME, MODEL_PAUSE_S
    stands = found.downtime_s * least * (most / least) ** downtime + low + (high - low) * pause
    (short, long), by_itself = MODEL_TOTAL, found.outcome <= MigrationOutcome.THROTTLED
    return found.total_s * np.where(by_itself, short * (long / short) ** total, 1.0), np.maximum(stands, 0.0)


def followed(scenario: Scenario, spread: Spread, number: int = DRAWS) -> Estimate:
    """What becomes of the draws. Kept, since the headline and the table of platforms ask for the same ones."""
    return _followed(scenario, spread, number)


@lru_cache(maxsize=64)
def _followed(scenario: Scenario, spread: Spread, number: int) -> Estimate:
    return precopy(*drawn([scenario], spread, number))


def band(scenario: Scenario, spread: Spread, number: int = DRAWS) -> Band:
    """The range of a migration's time and downtime, and how likely it ends on the target."""
    return band_of(followed(scenario, spread, number))


def band_of(found: Estimate) -> Band:
    """The band of the draws of one migration."""
    (total, downtime), done = within_the_model(found), found.done
    places = {outcome: here for outcome in MigrationOutcome if (here := found.outcome == outcome).any()}
    return Band(
        chance=float(done.mean()),
        total_s=edges(total[done], int((~done).sum())),
        outcomes={outcome: int(here.sum()) for outcome, here in places.items()},
        downtimes={outcome: edges(downtime[here]) for outcome, here in places.items() if outcome.arrives},
    )


def edges(values: Array, beyond: int = 0) -> tuple[float, float]:
    """The percentiles that a band shows; NaN of nothing. `beyond`: draws that are not among the values, and longer than all.

    Weibull's: of n draws and the truth, drawn alike, the truth is as often the k-th as any other is, so that nine times in ten it
    lies between these; numpy's own percentiles are a little narrower. A draw that does not end says that the guest lies near the
    edge of convergence, where one that does takes long; left out, the range would be too short. No edge lies beyond the values.
    """
    if not values.size:
        return np.nan, np.nan
    places = np.array([LOW, HIGH]) / 100 * (values.size + beyond + 1) - 1
    low, high = np.interp(places, np.arange(values.size), np.sort(values))
    return float(low), float(high)
