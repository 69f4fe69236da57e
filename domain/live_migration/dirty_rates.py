"""The two things that are called dirty rate, and how one becomes the other.

A guest *writes* to pages, each touch counted: that is what the estimator asks for. QEMU's calc-dirty-rate, and the metrics and
commands built on it, count the *distinct* pages that changed within a period, each once however often it was written (qapi/
migration.json, calc-time; migration/dirtyrate.c). The longer the period, the more the second falls behind the first.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine.state import HOT_SHARE, HOT_WRITES

SATURATED = 0.999
"""Where this share of the working set was found changed, the period says nothing of how often that was."""

STEPS = 200
"""Halvings of a range of rates: more than the digits of a number."""


def distinct_rate(writes: float, working_set: float, seconds: float, pattern: WritePattern = WritePattern.RANDOM) -> float:
    """Bytes a second of distinct pages that a count over `seconds` finds where `writes` bytes a second of pages are touched.

    `working_set` in bytes. A writer that chooses at random touches W x (1 - exp(-writes x t / W)) in t seconds; one that goes
    round touches what it writes until it has been everywhere; the hot and cold one is two of the first kind. ValueError for a
    period of nothing, and for numbers below 0.
    """
    _check(writes, working_set, seconds)
    return _touched(pattern)(writes * seconds, working_set) / seconds


def write_rate(distinct: float, working_set: float, seconds: float, pattern: WritePattern = WritePattern.RANDOM) -> float | None:
    """Bytes a second of touched pages where a count over `seconds` found `distinct` bytes a second: `distinct_rate` undone.

    None where the count has found nearly the whole working set changed: then the writes are not known, only that they are many;
    a shorter period tells. ValueError as `distinct_rate`.
    """
    _check(distinct, working_set, seconds)
    found, touched = distinct * seconds, _touched(pattern)
    if not found:
        return 0.0
    if found > SATURATED * working_set:
        return None
    low, high = found, found
    while touched(high, working_set) < found:
        low, high = high, high * 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if touched(middle, working_set) < found else (low, middle)
    return high / seconds


def _check(rate: float, working_set: float, seconds: float) -> None:
    if not (rate >= 0 and working_set >= 0 and 0 < seconds < math.inf):
        raise ValueError("A dirty rate needs numbers from 0 on, and a period of more than 0 seconds.")


def _touched(pattern: WritePattern) -> Callable[[float, float], float]:
    """Distinct bytes of so many bytes written, within a working set."""
    return {WritePattern.RANDOM: _random, WritePattern.SEQUENTIAL: _in_turn, WritePattern.HOT_COLD: _hot_and_cold}[pattern]


def _in_turn(written: float, working_set: float) -> float:
    return min(written, working_set)


def _random(written: float, working_set: float) -> float:
    return working_set * -math.expm1(-written / working_set) if working_set else 0.0


def _hot_and_cold(written: float, working_set: float) -> float:
    hot = _random(written * HOT_WRITES, working_set * HOT_SHARE)
    return hot + _random(written * (1 - HOT_WRITES), working_set * (1 - HOT_SHARE))
