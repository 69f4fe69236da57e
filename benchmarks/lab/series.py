"""Which runs a series is made of: points of the measured grid, so that new numbers can be laid beside data/qemu_runs.csv."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from benchmarks.lab.settings import Setting

QUICK: tuple[dict[str, Any], ...] = (
    {"group": "B", "pattern": "idle"},
    {"group": "A", "bandwidth_mode": "cap", "dirty_ratio": 0.5, "ws_frac": 0.25},
    {"group": "B", "dirty_ratio": 0.5, "ws_frac": 0.4},
    {"group": "C", "dirty_ratio": 0.9, "ws_frac": 0.6, "downtime_limit_ms": 1000},
    {"group": "D", "bandwidth_mode": "cap", "dirty_ratio": 0.9, "ws_frac": 0.1, "pattern": "sequential"},
    {"group": "E", "dirty_ratio": 0.5, "ws_frac": 0.5, "zero_pct": 50},
    {"group": "F", "bandwidth_mode": "cap", "dirty_ratio": 1.1, "ws_frac": 0.25, "auto_converge": True, "time_limit_s": 100.0},
    {"group": "J", "dirty_ratio": 0.7, "ws_frac": 0.6, "pattern": "hotcold90_10"},
    {"group": "B", "dirty_ratio": 1.5, "ws_frac": 1.0, "time_limit_s": 30.0},
)
"""A run of each kind."""

CAPPED = ((0.5, 0.05), (1.5, 0.05), (0.3, 0.25), (0.7, 0.25), (0.9, 0.25), (0.5, 0.6), (0.7, 0.6), (0.5, 1), (0.9, 1), (1.5, 1))
LINKED = ((0.3, 0.1), (0.7, 0.1), (1.5, 0.1), (0.1, 0.4), (0.9, 0.4), (0.5, 1), (0.9, 1), (1.1, 1))
LIMITS = ((0.9, 0.1, 50), (0.3, 0.6, 50), (0.3, 0.1, 1000), (1.1, 0.6, 1000))
THROTTLED = ((0.9, 0.25), (0.9, 1.0), (1.1, 1.0), (1.5, 1.0))


def _points() -> Iterator[dict[str, Any]]:
    yield from QUICK
    yield {"group": "A", "bandwidth_mode": "cap", "pattern": "idle"}
    for ratio, share in CAPPED:
        yield {"group": "A", "bandwidth_mode": "cap", "dirty_ratio": ratio, "ws_frac": share}
    for ratio, share in LINKED:
        yield {"group": "B", "dirty_ratio": ratio, "ws_frac": share}
    for ratio, share, limit in LIMITS:
        yield {"group": "C", "dirty_ratio": ratio, "ws_frac": share, "downtime_limit_ms": limit}
    yield {"group": "D", "bandwidth_mode": "cap", "dirty_ratio": 0.3, "ws_frac": 0.1, "pattern": "sequential"}
    yield {"group": "D", "dirty_ratio": 0.7, "ws_frac": 0.6, "pattern": "sequential"}
    yield {"group": "E", "bandwidth_mode": "cap", "dirty_ratio": 0.7, "ws_frac": 0.5, "zero_pct": 50}
    yield {"group": "E", "dirty_ratio": 0.5, "ws_frac": 0.5, "zero_pct": 90}
    for ratio, share in THROTTLED:
        yield {"group": "F", "dirty_ratio": ratio, "ws_frac": share, "auto_converge": True, "time_limit_s": 100.0}
    yield {"group": "J", "dirty_ratio": 1.1, "ws_frac": 0.6, "pattern": "hotcold90_10"}
    for ratio, share in ((1.1, 0.6), (1.5, 1.0)):
        yield {"group": "I", "dirty_ratio": ratio, "ws_frac": share, "postcopy_after_s": 12.0}


LONG = ((1.1, 1.0, "link"), (1.5, 0.6, "link"), (0.9, 1.0, "link"), (1.1, 0.4, "cap"))
"""Ratio, share and limit of throttled runs whose passes last 30 s: QEMU from 9.2 on reads the log every 5 s in them."""

LARGE = ((0.0, 0.25), (0.5, 0.25), (0.9, 0.25), (0.5, 1.0), (0.9, 1.0))
"""Guests of more than the GiB that KVM clears of the log at a time, just before it sends it. 3 GiB: a PC has no more below
its PCI hole, and the guest is a 32-bit one."""

SERIES = {
    "quick": "nine runs of every kind, 2 minutes",
    "full": "43 runs, 12 minutes",
    "long": "four throttled runs with passes of 30 s, 6 minutes",
    "large": "five guests of 3 GiB, 2 minutes, 6 GiB of free memory",
}


def _long() -> Iterator[dict[str, Any]]:
    slow = {"group": "L", "bandwidth_mib_s": 16.0, "auto_converge": True, "time_limit_s": 300.0}
    for ratio, share, mode in LONG:
        yield {**slow, "bandwidth_mode": mode, "dirty_ratio": ratio, "ws_frac": share}


def _large() -> Iterator[dict[str, Any]]:
    wide = {"group": "H", "ram_mib": 3072, "bandwidth_mib_s": 256.0, "time_limit_s": 120.0}
    for ratio, share in LARGE:
        yield {**wide, "dirty_ratio": ratio, "ws_frac": share, "pattern": "random" if ratio else "idle"}


def series(name: str) -> list[Setting]:
    """The runs of one of SERIES, numbered."""
    points = {"quick": QUICK, "full": _points(), "long": _long(), "large": _large()}[name]
    return [Setting(run_id=f"{point['group']}{number:03}", **point) for number, point in zip(count(1), points, strict=False)]
