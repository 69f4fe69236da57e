"""A rate that counts each page once, as writes per second: by the guest model of the estimator."""

from __future__ import annotations

import math

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine.state import HOT_SHARE, HOT_WRITES

HALVINGS = 100


def distinct_bytes(writes_s: float, seconds: float, working_set: float, pattern: WritePattern) -> float:
    """Bytes of the pages that are written at least once in `seconds`, at `writes_s` bytes of writes per second."""
    written = writes_s * seconds
    if working_set <= 0:
        return 0.0
    if pattern is WritePattern.SEQUENTIAL:
        return min(written, working_set)
    if pattern is WritePattern.HOT_COLD:
        return _touched(written * HOT_WRITES, working_set * HOT_SHARE) + _touched(
            written * (1 - HOT_WRITES), working_set * (1 - HOT_SHARE)
        )
    return _touched(written, working_set)


def writes_of(distinct: float, seconds: float, working_set: float, pattern: WritePattern) -> float:
    """Bytes of writes per second that touch `distinct` bytes of pages in `seconds`; infinite if they fill the working set."""
    if distinct <= 0:
        return 0.0
    if distinct >= working_set:
        return math.inf
    if pattern is WritePattern.SEQUENTIAL:
        return distinct / seconds
    low, high = distinct, distinct
    while distinct_bytes(high / seconds, seconds, working_set, pattern) < distinct and high < 1e30:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if distinct_bytes(middle / seconds, seconds, working_set, pattern) < distinct:
            low = middle
        else:
            high = middle
    return high / seconds if high < 1e30 else math.inf


def _touched(written: float, size: float) -> float:
    """Pages that random writes touch: W (1 - exp(-written / W))."""
    return -size * math.expm1(-written / size)
