"""The quick reference's own model of a live migration: memory divided by bandwidth, in one pass.

It knows nothing of pages that change meanwhile, so it is a lower bound of a pre-copy migration's total time.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from domain.migration.units import BYTES, gbit_s

Number = float | npt.NDArray[np.float64]


def transfer_seconds(ram: Number, gbps: Number, efficiency: float = 1.0, unit: str = "GB") -> npt.NDArray[np.float64]:
    """Seconds to send `ram` once over a link.

    `ram` in `unit` ("GB" or "GiB"), `gbps` the line rate in 10^9 bit/s, both positive and broadcast against each
    other; `efficiency` the usable share of the line rate, above 0 and at most 1. ValueError outside those ranges.
    Formula: t = ram * 8 / (gbps * efficiency), the arithmetic of the quick reference's estimate table.
    """
    ram, gbps = np.asarray(ram, dtype=np.float64), np.asarray(gbps, dtype=np.float64)
    if unit not in BYTES:
        raise ValueError(f"unit must be GB or GiB, not {unit!r}")
    if not 0 < efficiency <= 1:
        raise ValueError(f"efficiency must be above 0 and at most 1, not {efficiency}")
    if not (np.all(ram > 0) and np.all(gbps > 0) and np.all(np.isfinite(ram)) and np.all(np.isfinite(gbps))):
        raise ValueError("ram and gbps must be positive, finite numbers")
    return np.asarray(ram * BYTES[unit] / (gbit_s(gbps) * efficiency))
