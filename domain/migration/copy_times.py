"""How long the memory of one VM takes to copy at a given share of the link: what a drain asks of each of its VMs.

A copy time is any function of bytes per second that gives seconds, infinite where the copy never ends at that share.
Those below are hashable, so that a drain with the same input can be remembered.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

CopyTime = Callable[[float], float]


@dataclass(frozen=True)
class PreCopy:
    """Passes over `ram_bytes` while the guest touches `dirty` bytes a second: each pass sends what the one before left.

    The passes are a geometric series with the sum ram / (share - dirty); where `share` does not exceed `dirty` they never end
    (Clark et al., Live Migration of Virtual Machines, NSDI 2005, describe the passes). It is pessimistic where the guest
    touches the same pages again. With `dirty` 0 it is one pass: ram / share.
    """

    ram_bytes: float
    dirty: float = 0.0

    def __call__(self, share: float) -> float:
        return self.ram_bytes / (share - self.dirty) if share > self.dirty else math.inf


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
