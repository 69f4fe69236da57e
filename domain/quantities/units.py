"""The bytes of each unit, which a number is multiplied by on its way in, and divided by on its way out.

Inside `domain` amounts are bytes, rates bytes per second and durations seconds, as float64. The field writes GiB
for memory, Gbit/s for links, MiB/s for caps, GB for KubeVirt's deadlines.
"""

from __future__ import annotations

KIB, MIB, GIB, TIB = 2**10, 2**20, 2**30, 2**40
"""Bytes of the binary units (IEC 80000-13)."""

MB, GB, TB = 10**6, 10**9, 10**12
"""Bytes of the decimal units (SI)."""

GBIT = GB / 8
"""Bytes of 10^9 bit, as links are rated."""

PAGE = 4096
"""Bytes of a page, as QEMU counts dirty memory on x86 (TARGET_PAGE_SIZE)."""

BYTES = {"GB": GB, "GiB": GIB}
