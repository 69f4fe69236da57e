"""How long the memory of one VM takes to copy at a given share of the link: what a drain asks of each of its VMs.

A copy time is any function of bytes per second that gives seconds, infinite where the copy never ends at that share.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.migration.guest import Guest, Path, Rules
from domain.migration.precopy import precopy

CopyTime = Callable[[float], float]


@dataclass(frozen=True)
class Tabulated:
    """A copy time known for 1, 2, 3, … copies that share `link` bytes per second equally: `seconds[n - 1]` for n of them.

    Between two entries it is interpolated in the number of copies, which is exact for a single pass; a share larger than the
    whole link, or smaller than the last entry's, is reckoned in proportion.
    """

    link: float
    seconds: tuple[float, ...]

    def __call__(self, share: float) -> float:
        copies, last = self.link / share, len(self.seconds)
        if copies <= 1:
            return self.seconds[0] * copies if copies else 0.0
        if copies >= last:
            return self.seconds[-1] * copies / last
        below = int(copies)
        low, high, part = self.seconds[below - 1], self.seconds[below], copies - below
        return low + part * (high - low) if part > 1e-9 and low < math.inf else low


def tabulated(
    ram: Sequence[float], dirty: Sequence[float], working_share: float, link: float, most: int
) -> tuple[Tabulated, ...]:
    """The estimator's times of guests (memory in bytes, dirty rates in bytes per second) for 1 to `most` copies on `link`.

    `working_share`: the part of its memory that a guest writes, 0 to 1. Plain pre-copy with QEMU's downtime limit; a guest
    that never converges at a share has an infinite time there. ValueError as for the estimator's inputs.
    """
    rams: npt.NDArray[np.float64] = np.array(ram, dtype=float)[:, None]
    guest = Guest(rams, np.array(dirty, dtype=float)[:, None], rams * working_share)
    found = precopy(guest, Path(link / np.arange(1, most + 1)[None, :]), Rules())
    return tuple(Tabulated(link, tuple(map(float, row))) for row in found.total_s)
