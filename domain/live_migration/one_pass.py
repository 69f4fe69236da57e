"""The quick reference's own model of a live migration: memory divided by bandwidth, in one pass.

It knows nothing of pages that change meanwhile, so it is a lower bound of a pre-copy migration's total time. Any sizes over any
links.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from domain.quantities.units import BYTES, GBIT

Number = float | npt.NDArray[np.float64]

MOST_NUMBERS = 12
_SPLIT = re.compile(r"[\s;,]+")


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
    return np.asarray(ram * BYTES[unit] / (gbps * GBIT * efficiency))


def parse_numbers(text: str, what: str, low: float, high: float) -> tuple[float, ...]:
    """Numbers of a list such as "8, 32, 64", ascending, each once; at most MOST_NUMBERS, each from `low` to `high`.

    ValueError with a sentence that names the fault.
    """
    parts = [part for part in _SPLIT.split(text.strip()) if part]
    if not parts:
        raise ValueError(f"{what} is empty; give numbers such as 8, 32, 64.")
    if len(parts) > MOST_NUMBERS:
        raise ValueError(f"{what} has {len(parts)} numbers; give at most {MOST_NUMBERS}.")
    numbers = []
    for part in parts:
        try:
            number = float(part)
        except ValueError:
            raise ValueError(f"{what}: “{part[:20]}” is not a number; separate numbers with commas.") from None
        if not low <= number <= high:
            raise ValueError(f"{what}: {part[:20]} is outside {low:g} to {high:g}.")
        numbers.append(number)
    return tuple(sorted(set(numbers)))


def times(rams: Sequence[float], links: Sequence[float], efficiency: float, unit: str) -> pd.DataFrame:
    """Every size over every link: columns ram (in `unit`), gbps, seconds. Ranges as `transfer_seconds`."""
    ram, gbps = (grid.ravel() for grid in np.meshgrid(np.array(rams, float), np.array(links, float), indexing="ij"))
    return pd.DataFrame({"ram": ram, "gbps": gbps, "seconds": transfer_seconds(ram, gbps, efficiency, unit)})
