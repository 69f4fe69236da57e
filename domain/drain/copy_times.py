"""How long the memory of one VM takes to copy at a given share of the link: what a drain asks of each of its VMs.

A copy time is any function of bytes per second that gives seconds, infinite where the copy never ends at that share.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import Behaviour, Platform
from domain.live_migration.engine.guest import Guest, Path, Rules, columns
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.platforms import SHORT_S, Facts

CopyTime = Callable[[float], float]

COPIES = (0.5, 1, 1.5, 2, 2.5, *range(3, 17), 20, 24, 32, 48, 64, 128, 256, 512)
"""Copies that share the link, for which the estimator is asked; below one they are one copy or two on a faster link."""

MOST_PASSES = 100
"""A guest that has not converged by then is taken never to: a grain of the computation. A busy guest was seen to take 69."""


@dataclass(frozen=True)
class Way:
    """How a platform's copies end: by the loop when what is left takes at most `goal_s`; if that never happens, not at all.

    Where there are `passes`, the guest is stopped after so many; where it is `slowed`, it writes less until its copy ends.
    """

    goal_s: float = float(Rules().downtime_limit)
    passes: float = math.inf
    slowed: bool = False


def way(platform: Platform, facts: Facts) -> Way:
    """What is known of a platform: OVE gives up only at its deadline; of the others nothing says that they give a copy up."""
    goal = facts[Behaviour.STOP_RULE].value
    goal_s = Way.goal_s if goal is None else goal / 1000
    if platform is Platform.OVE:
        return Way(goal_s)
    passes = facts[Behaviour.PASS_LIMIT].value
    return Way(goal_s, math.inf if passes is None else passes, slowed=passes is None)


@dataclass(frozen=True, eq=False)
class Tabulated:
    """A copy time known for numbers of copies that share `link` bytes per second equally: `seconds[i]` for `copies[i]` of them.

    Between two it is interpolated, which is exact for a single pass. More copies than the last are reckoned in proportion for a
    guest that does not write; one that does is taken never to end there. At less than `known_from` bytes per second the times
    rest on what is said of the platform.
    """

    link: float
    copies: tuple[float, ...]
    seconds: tuple[float, ...]
    writes: bool = True
    known_from: float = 0.0

    def __call__(self, share: float) -> float:
        copies = round(self.link / share, 6)
        after = bisect_right(self.copies, copies)
        if not after:
            return self.seconds[0] * copies / self.copies[0] if copies else 0.0
        low, start = self.seconds[after - 1], self.copies[after - 1]
        if after == len(self.copies):
            return low * copies / start if copies == start or not self.writes else math.inf
        if copies == start or low == math.inf:
            return low
        return low + (copies - start) / (self.copies[after] - start) * (self.seconds[after] - low)


@dataclass(frozen=True, eq=False)
class Hurried:
    """The copy time of the same guest, writing `factor` times as fast: its own table with another clock.

    In time that runs `factor` times as fast, the guest writes as before over 1 / factor of the share, so its copy takes so much
    less of it; only the platform's goal, which is short beside a copy, is not rescaled.
    """

    table: CopyTime
    factor: float

    def __call__(self, share: float) -> float:
        return self.table(share / self.factor) / self.factor


@lru_cache(maxsize=128)
def copy_times(guests: tuple[Guest, ...], link: float, way: Way, most: float = COPIES[-1]) -> tuple[Tabulated, ...]:
    """Each guest's times on a link of bytes per second, by the estimator; they differ in memory, dirty rate and working set.

    `most`: copies that will share the link at most; it is not asked for more.

    Vectorised over guests and COPIES. A guest that is slowed writes nothing more once the first pass has been sent, which is the
    least that it takes; it never takes less than with more of the link, as it is slowed no further than its copy needs.
    """
    copies = COPIES[: bisect_left(COPIES, most) + 1]
    guest, path = columns(guests, "ram", "dirty_rate", "working_set"), Path(link / np.array(copies)[None, :])
    seconds, known = _passes(guest, path, way.passes) if math.isfinite(way.passes) else _loop(guest, path, way)
    furthest = np.where(known, np.array(copies), 0.0).max(axis=1)
    return tuple(
        Tabulated(link, copies, tuple(row), bool(one.dirty_rate > 0), _known_from(link, furthest_of, copies[-1]))
        for one, row, furthest_of in zip(guests, seconds.tolist(), furthest.tolist(), strict=True)
    )


def _known_from(link: float, known: float, most: float) -> float:
    """The share of so many copies, the most whose times are known; 0 if all are that were asked for."""
    if known == most:
        return 0.0
    return link / known if known else math.inf


def _loop(guest: Guest, path: Path, way: Way) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    found = precopy(guest, path, Rules(downtime_limit=way.goal_s, pass_limit=MOST_PASSES))
    ends = found.done & (found.left_bytes <= np.asarray(path.link) * way.goal_s)
    if not way.slowed:
        return np.where(ends, found.total_s, np.inf), np.ones_like(ends)
    least = precopy(guest, path, Rules(downtime_limit=way.goal_s, pass_limit=1)).total_s
    seconds = np.where(ends, found.total_s, least)
    return np.where(ends, seconds, np.maximum.accumulate(seconds, axis=1)), ends


def _passes(guest: Guest, path: Path, limit: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """All passes are made, and then the guest is stopped; it has converged by itself if that was short."""
    found = precopy(guest, path, Rules(downtime_limit=0, pass_limit=limit))
    return found.total_s, found.downtime_s <= SHORT_S
