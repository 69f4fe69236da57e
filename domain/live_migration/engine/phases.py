"""The phase of QEMU's loop, which nobody knows beforehand: all are tried, and the most typical one is the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import numpy.typing as npt

from domain.live_migration.engine.guest import Estimate, Guest, Path, Rules
from domain.live_migration.engine.points import Array
from domain.live_migration.engine.precopy import precopy

PHASES = (np.arange(16) + 0.5) / 16
"""Where the loop's clock may stand at the start: evenly spread, because nobody knows."""


FEWER = PHASES[2::4]
"""Where so many guests are asked that all of the phases would keep a visitor waiting."""


def typical(guest: Guest, path: Path, rules: Rules, phases: Array = PHASES) -> Estimate:
    """The estimate at the most typical of the phases: numbers, or columns of shape (n, 1), in; n points out, each at its own.

    Most typical is the phase that is nearest to the median total time and the mean downtime of all.
    """
    tried = precopy(guest, path, rules, phases)
    total, downtime = (values.reshape(-1, phases.size) for values in (tried.total_s, tried.downtime_s))
    chosen = np.argmin(_distance(total, _median) + _distance(downtime, _mean), axis=1)
    points = np.arange(chosen.size)
    return Estimate(**{f.name: getattr(tried, f.name).reshape(-1, phases.size)[points, chosen] for f in fields(tried)})


Middle = Callable[[Array, npt.NDArray[np.int64]], Array]
"""Of rows of values that are infinite where there is none, and the number of those that there are: one a row."""


def _distance(values: Array, middle: Middle) -> Array:
    """How far each value lies from its row's middle, as a share of it; one that does not exist is far where most others do."""
    known = np.isfinite(values)
    number = known.sum(axis=1, keepdims=True)
    at = np.where(number > 0, middle(np.where(known, values, np.inf), number), 0.0)
    far = np.divide(np.abs(values - at), at, out=np.zeros(values.shape), where=known & (at > 0))
    return np.where(known, far, 2.0 * (2 * number > values.shape[1]))


def _median(values: Array, number: npt.NDArray[np.int64]) -> Array:
    ordered, last = np.sort(values, axis=1), np.maximum(number - 1, 0)
    low, high = (np.take_along_axis(ordered, place, axis=1) for place in (last // 2, (last + 1) // 2))
    return np.asarray((low + high) / 2)


def _mean(values: Array, number: npt.NDArray[np.int64]) -> Array:
    return np.asarray(np.where(np.isfinite(values), values, 0.0).sum(axis=1, keepdims=True) / np.maximum(number, 1))
