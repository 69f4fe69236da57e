"""Ranges in, range and probability out: what the estimate is worth when its inputs are guesses."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from domain.migration.guest import Estimate, Guest, Outcome
from domain.migration.precopy import precopy
from domain.migration.scenario import Scenario, Sureness
from domain.migration.units import GIB

DRAWS = 96
LOW, HIGH = 5, 95
"""Percentiles that a band shows."""

LATE_CLEAR_FROM = GIB
"""KVM clears the dirty log in chunks of 1 GiB just before it sends them (QEMU, clear_bmap), so only larger guests gain."""


@dataclass(frozen=True)
class Band:
    """Of many draws: the share that ends on the target, and the range of their times, in seconds (NaN if none ends).

    `outcomes` counts the draws by outcome.
    """

    chance: float
    total_s: tuple[float, float]
    downtime_s: tuple[float, float]
    outcomes: dict[Outcome, int]


def draws(scenario: Scenario, sureness: Sureness, number: int = DRAWS) -> Guest:
    """Guests whose dirty rate and working set lie within the spread of `sureness`, log-uniform, the same ones every time."""
    _, factor = spread(sureness, number)
    guest = scenario.guest
    return Guest(
        ram=guest.ram,
        dirty_rate=np.asarray(guest.dirty_rate) * factor[0],
        working_set=np.minimum(np.asarray(guest.working_set) * factor[1], guest.ram),
        zero_share=guest.zero_share,
        writes=guest.writes,
    )


def estimates(scenario: Scenario, sureness: Sureness, number: int = DRAWS) -> Estimate:
    """The estimate of every draw, with the loop's phase drawn too.

    Half of the draws of a guest larger than a GiB take the log as KVM clears it, just before a page is sent, half as the
    measurements have it: nobody has measured which is nearer.
    """
    cube, _ = spread(sureness, number)
    large = float(np.max(scenario.guest.ram)) > LATE_CLEAR_FROM
    rules = replace(scenario.rules, late_clear=np.where(cube[2] < 0.5, 1.0, 0.0) if large else 0.0)
    return precopy(draws(scenario, sureness, number), scenario.path, rules, cube[3])


def band(scenario: Scenario, sureness: Sureness, number: int = DRAWS) -> Band:
    """The range of a migration's time and downtime, and how likely it ends on the target."""
    found = estimates(scenario, sureness, number)
    done = found.done
    return Band(
        chance=float(done.mean()),
        total_s=_range(found.total_s[done]),
        downtime_s=_range(found.downtime_s[done]),
        outcomes={outcome: int(count) for outcome in Outcome if (count := (found.outcome == outcome).sum())},
    )


def _range(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    if not values.size:
        return np.nan, np.nan
    low, high = np.percentile(values, [LOW, HIGH])
    return float(low), float(high)


def spread(sureness: Sureness, number: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Four columns of draws in (0, 1), and the factors of dirty rate and working set that the first two stand for.

    A Latin hypercube fixed by its size: every stratum of every column is drawn once, and the same ones every time.
    """
    rng = np.random.default_rng(number)
    cube = np.stack([(rng.permutation(number) + 0.5) / number for _ in range(4)])
    return cube, sureness.factor ** (2 * cube[:2] - 1)
