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


def series(name: str) -> list[Setting]:
    """The runs of the series "quick" or "full", numbered."""
    points = QUICK if name == "quick" else _points()
    return [Setting(run_id=f"{point['group']}{number:03}", **point) for number, point in zip(count(1), points, strict=False)]
