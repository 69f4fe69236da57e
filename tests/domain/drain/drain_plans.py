"""A copy time with a closed form, to hold the simulation of drains against."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class PreCopy:
    """Passes over `ram_bytes` while the guest touches `dirty` bytes a second: the geometric series ram / (share - dirty)."""

    ram_bytes: float
    dirty: float = 0.0

    def __call__(self, share: float) -> float:
        return self.ram_bytes / (share - self.dirty) if share > self.dirty else math.inf
