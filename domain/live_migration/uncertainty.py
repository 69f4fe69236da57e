"""Ranges in, range and probability out: what the estimate is worth when its inputs are guesses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.live_migration.engine.guest import Guest, MigrationOutcome, Path, Rules, stacked
from domain.live_migration.engine.points import Array
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.scenario import Scenario, Sureness
from domain.quantities.units import GBIT, GIB

DRAWS = 96
LOW, HIGH = 5, 95
"""Percentiles that a band shows."""

LATE_CLEAR_FROM = GIB
"""KVM clears the dirty log in chunks of 1 GiB just before it sends them (QEMU, clear_bmap), so only larger guests gain."""


@dataclass(frozen=True)
class Spread:
    """How well the inputs are known: `load` dirty rate and working set, `path` bandwidth and zero pages."""

    load: Sureness = Sureness.ESTIMATED
    path: Sureness = Sureness.ESTIMATED


@dataclass(frozen=True)
class Band:
    """Of many draws: the share that ends on the target, and the range of their times, in seconds (NaN if none ends).

    `outcomes` counts the draws by outcome, and `downtimes` has the range of each outcome that ends on the target.
    """

    chance: float
    total_s: tuple[float, float]
    outcomes: dict[MigrationOutcome, int]
    downtimes: dict[MigrationOutcome, tuple[float, float]]


def drawn(scenarios: Sequence[Scenario], spread: Spread, number: int = DRAWS) -> tuple[Guest, Path, Rules, Array]:
    """What the estimator takes, arrays of (scenarios, draws), and the phase of the loop; the same draws every time.

    The scenarios write alike and end alike at the deadline. Log-uniform within the factors of `spread`: dirty rate, working set
    (at most the memory) and what the network moves (at most the line rate); before that over its whole range, where no more is
    known, what the streams move. A cap is a setting, so it is not drawn. Uniform: the share of zero pages within its points, and
    the hand-over of a device up to its longest. Half of the draws of a guest larger than a GiB take the log as KVM clears it,
    just before a page is sent, half as the measurements have it: nobody has measured which is nearer.
    """
    dirty, working, clear, phase, link, zero, stream, handover = _cube(number)
    guest, path, rules = stacked([scenario.asked for scenario in scenarios])
    load, network = spread.load.factor, spread.path.bandwidth_factor
    share, points = np.asarray(guest.zero_share), spread.path.zero_points / 100
    least, most = np.maximum(share - points, 0.0), np.minimum(share + points, 1.0)
    line = np.array([[scenario.link_gbps * GBIT] for scenario in scenarios])
    slowest, fastest = np.array([scenario.path_bytes_s for scenario in scenarios]).T[:, :, None]
    streams = slowest * (fastest / slowest) ** stream
    longest, setup = np.array([[scenario.handover_s] for scenario in scenarios]), np.asarray(rules.setup)
    return (
        replace(
            guest,
            dirty_rate=guest.dirty_rate * load ** (2 * dirty - 1),
            working_set=np.minimum(guest.working_set * load ** (2 * working - 1), guest.ram),
            zero_share=least + (most - least) * zero,
        ),
        replace(path, link=np.minimum(streams * network ** (2 * link - 1), line)),
        replace(
            rules,
            setup=setup + (handover - 0.5) * longest,
            late_clear=np.where((np.asarray(guest.ram) > LATE_CLEAR_FROM) & (clear < 0.5), 1.0, 0.0),
        ),
        phase,
    )


def _cube(number: int) -> list[Array]:
    """Eight columns of draws in (0, 1): a Latin hypercube, so every stratum of every column is drawn once."""
    rng = np.random.default_rng(number)
    return [(rng.permutation(number) + 0.5) / number for _ in range(8)]


def band(scenario: Scenario, spread: Spread, number: int = DRAWS) -> Band:
    """The range of a migration's time and downtime, and how likely it ends on the target."""
    found = precopy(*drawn([scenario], spread, number))
    places = {outcome: here for outcome in MigrationOutcome if (here := found.outcome == outcome).any()}
    return Band(
        chance=float(found.done.mean()),
        total_s=edges(found.total_s[found.done]),
        outcomes={outcome: int(here.sum()) for outcome, here in places.items()},
        downtimes={outcome: edges(found.downtime_s[here]) for outcome, here in places.items() if outcome.arrives},
    )


def edges(values: Array) -> tuple[float, float]:
    """The percentiles that a band shows; NaN of nothing."""
    if not values.size:
        return np.nan, np.nan
    low, high = np.percentile(values, [LOW, HIGH])
    return float(low), float(high)
