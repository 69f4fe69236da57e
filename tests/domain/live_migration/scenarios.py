"""Questions for the estimator, on the link and with the settings that most tests have."""

from __future__ import annotations

from typing import Any

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.scenario import Scenario


def ask(
    ram_gib: float,
    dirty_mb_s: float,
    working_set_gib: float,
    zero_percent: float = 0,
    writes: WritePattern = WritePattern.RANDOM,
    link_gbps: float = 10,
    **more: Any,
) -> Scenario:
    """A scenario over 90 % of its link, with QEMU's downtime limit and the deadline of KubeVirt today."""
    settings = {"usable_percent": 90, "downtime_limit_ms": 300, "completion_timeout_per_gib": 150, **more}
    return Scenario(ram_gib, dirty_mb_s, working_set_gib, zero_percent, writes, link_gbps=link_gbps, **settings)
