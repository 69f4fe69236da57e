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

EDGE = [(ratio, share, mode) for ratio in (0.95, 1.05, 1.2) for share in (0.2, 0.3, 0.5) for mode in ("link", "cap")]
"""Near where pre-copy stops to converge: ratio, share of the memory that is written, and what limits."""

SWINGS = [
    (ratio, share, swing, turn)
    for turn in (2.0, 8.0)
    for swing in (50, 90)
    for ratio, share in ((0.5, 0.3), (0.9, 0.3), (0.8, 0.7))
]
"""Ratio, share, percent and seconds of writes that rise and fall."""

BEYOND = [(ratio, share) for ratio in (1.5, 2.0, 3.0, 4.0) for share in (0.3, 0.7)]
"""Ratio and share of writes far beyond the bandwidth: the other side of the edge, so that a guess may err to both sides."""

SERIES = {
    "quick": "nine runs of every kind, 2 minutes",
    "full": "43 runs, 12 minutes",
    "long": "four throttled runs with passes of 30 s, 6 minutes",
    "field": "75 runs that the others lack: near the edge and beyond, 2 GiB, limits, writes that rise and fall, 30 minutes",
    "large": "five guests of 3 GiB, 2 minutes, 6 GiB of free memory",
}


def _long() -> Iterator[dict[str, Any]]:
    slow = {"group": "L", "bandwidth_mib_s": 16.0, "auto_converge": True, "time_limit_s": 300.0}
    for ratio, share, mode in LONG:
        yield {**slow, "bandwidth_mode": mode, "dirty_ratio": ratio, "ws_frac": share}


def _field() -> Iterator[dict[str, Any]]:
    for ratio, share, mode in EDGE:
        yield {"group": "M", "bandwidth_mode": mode, "dirty_ratio": ratio, "ws_frac": share, "time_limit_s": 40.0}
    for ratio, share in ((0.3, 0.1), (0.3, 0.6), (0.6, 0.35), (0.6, 0.8), (0.9, 0.1), (0.9, 0.35)):
        wide = {"ram_mib": 2048, "bandwidth_mib_s": 128.0, "time_limit_s": 90.0}
        yield {"group": "N", **wide, "dirty_ratio": ratio, "ws_frac": share}
    for zero, ratio in ((25, 0.4), (25, 0.8), (75, 0.4), (75, 0.8)):
        for mode in ("link", "cap"):
            yield {"group": "O", "bandwidth_mode": mode, "dirty_ratio": ratio, "ws_frac": 0.5, "zero_pct": zero}
    for limit in (100, 2000):
        for ratio, share in ((0.6, 0.2), (0.6, 0.8), (1.0, 0.4)):
            yield {"group": "P", "dirty_ratio": ratio, "ws_frac": share, "downtime_limit_ms": limit, "time_limit_s": 45.0}
    for ratio, share, swing, turn in SWINGS:
        rising = {"swing_pct": swing, "swing_s": turn, "time_limit_s": 45.0}
        yield {"group": "Q", "dirty_ratio": ratio, "ws_frac": share, **rising}
    for pattern in ("sequential", "hotcold90_10"):
        for ratio, share in ((0.5, 0.3), (0.8, 0.3), (0.8, 0.8)):
            yield {"group": "R", "dirty_ratio": ratio, "ws_frac": share, "pattern": pattern, "time_limit_s": 45.0}
    for ratio, share in ((0.8, 0.5), (1.0, 0.4), (1.3, 0.7)):
        yield {"group": "S", "dirty_ratio": ratio, "ws_frac": share, "auto_converge": True, "time_limit_s": 80.0}
    for ratio, share in BEYOND:
        for mode in ("link", "cap"):
            small = {"ram_mib": 256, "bandwidth_mode": mode, "time_limit_s": 20.0}
            yield {"group": "T", **small, "dirty_ratio": ratio, "ws_frac": share}


def _large() -> Iterator[dict[str, Any]]:
    wide = {"group": "H", "ram_mib": 3072, "bandwidth_mib_s": 256.0, "time_limit_s": 120.0}
    for ratio, share in LARGE:
        yield {**wide, "dirty_ratio": ratio, "ws_frac": share, "pattern": "random" if ratio else "idle"}


def series(name: str) -> list[Setting]:
    """The runs of one of SERIES, numbered."""
    points = {"quick": QUICK, "full": _points(), "long": _long(), "field": _field(), "large": _large()}[name]
    return [Setting(run_id=f"{point['group']}{number:03}", **point) for number, point in zip(count(1), points, strict=False)]
