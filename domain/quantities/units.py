"""The one place where units are converted.

Inside `domain` amounts are bytes, rates bytes per second and durations seconds, as float64. The field writes GiB
for memory, Gbit/s for links, MiB/s for caps, GB for KubeVirt's deadlines; everything is converted on its way in or out.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", float, npt.NDArray[np.float64])

KIB, MIB, GIB, TIB = 2**10, 2**20, 2**30, 2**40
"""Bytes of the binary units (IEC 80000-13)."""

MB, GB, TB = 10**6, 10**9, 10**12
"""Bytes of the decimal units (SI)."""

PAGE = 4096
"""Bytes of a page, as QEMU counts dirty memory on x86 (TARGET_PAGE_SIZE)."""

BYTES = {"GB": GB, "GiB": GIB}


def gib(amount: Number) -> Number:
    """GiB in bytes."""
    return amount * GIB


def gbit_s(rate: Number) -> Number:
    """10^9 bit/s in bytes per second."""
    return rate * (GB / 8)


def mb_s(rate: Number) -> Number:
    """10^6 bytes per second in bytes per second."""
    return rate * MB


def mib_s(rate: Number) -> Number:
    """MiB/s in bytes per second."""
    return rate * MIB


def as_gib(amount: Number) -> Number:
    """Bytes in GiB."""
    return amount / GIB


def as_gbit_s(rate: Number) -> Number:
    """Bytes per second in 10^9 bit/s."""
    return rate / (GB / 8)


def as_mb_s(rate: Number) -> Number:
    """Bytes per second in 10^6 bytes per second."""
    return rate / MB


def as_mib_s(rate: Number) -> Number:
    """Bytes per second in MiB/s."""
    return rate / MIB


def as_bytes_s(rate_mib_s: float) -> int:
    """MiB/s in whole bytes per second, as KubeVirt's quantity counts them."""
    return round(rate_mib_s * MIB)
