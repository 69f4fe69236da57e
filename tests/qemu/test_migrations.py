"""The estimate of a live migration against a real QEMU that migrates a real guest, here and now.

Ratios decide how a migration goes, not sizes: 96 MiB over 32 MiB/s take 3 s for one pass. Every run lies away from the edge of
convergence, where chance decides. The tolerances are about twice what the estimate misses the runs of data/qemu_runs.csv by (95 %
of them), because these runs are shorter and share their machine with other tests.
"""

from __future__ import annotations

import csv
import time
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.lab import guest
from benchmarks.lab.qemu import pair
from benchmarks.lab.settings import COLUMNS, Row, Setting, write
from domain.live_migration.evidence.runs import predictions
from tests.qemu.conftest import Measure

pytestmark = pytest.mark.qemu

TOTAL = 0.10
"""Share of the measured total time that the estimate may be off by."""
TOTAL_THROTTLED = 0.20
"""The same where QEMU slows the guest step by step: a step earlier or later is a pass more or less."""
DOWNTIME_LINK = 0.25
"""Share of the measured downtime, where the link limits also the last copy."""
DOWNTIME_CAP_S = 0.05
"""Seconds, under a cap, which the last copy ignores: what is left is the time that QEMU itself takes."""

SMALL = Setting(run_id="", ram_mib=96, bandwidth_mib_s=32.0)
LINK = replace(SMALL, run_id="link", dirty_ratio=0.7, ws_frac=0.6, downtime_limit_ms=150)
CAP = replace(SMALL, run_id="cap", bandwidth_mode="cap", dirty_ratio=0.7, ws_frac=0.25)
NEVER = replace(SMALL, run_id="never", dirty_ratio=1.5, ws_frac=1.0, time_limit_s=6.0)
THROTTLED = replace(SMALL, run_id="throttled", dirty_ratio=1.1, ws_frac=1.0, auto_converge=True)


def assert_estimated(row: Row, total: float) -> None:
    """The estimate, which is made from the settings alone, is near what was measured."""
    (estimate,) = predictions([row.cells()])
    assert row.total_time_ms is not None
    assert row.downtime_ms is not None
    assert (row.outcome, estimate.outcome) == ("completed", "completed")
    assert estimate.total_time_s == pytest.approx(row.total_time_ms / 1000, rel=total)
    downtime = row.downtime_ms / 1000
    near = DOWNTIME_CAP_S if row.bandwidth_mode == "cap" else DOWNTIME_LINK * downtime
    assert estimate.downtime_s == pytest.approx(downtime, abs=near)


def test_a_migration_over_a_link_takes_as_long_as_estimated(measure: Measure, tmp_path: Path) -> None:
    row = measure(LINK)
    assert_estimated(row, TOTAL)
    assert row.stop_to_resume_ms == pytest.approx(row.downtime_ms, abs=30)

    write(tmp_path / "lab.csv", [row])
    with (tmp_path / "lab.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        assert list(reader) == [row.cells()]
        assert reader.fieldnames == list(COLUMNS)


def test_a_migration_under_a_cap_takes_as_long_as_estimated_and_stops_for_less(measure: Measure) -> None:
    row = measure(CAP)
    assert_estimated(row, TOTAL)
    assert row.downtime_ms is not None
    assert row.downtime_ms < row.downtime_limit_ms / 2


def test_a_guest_that_writes_faster_than_the_link_never_arrives(measure: Measure) -> None:
    row = measure(NEVER)
    assert row.outcome == predictions([row.cells()])[0].outcome == "timeout"
    assert row.elapsed_at_timeout_ms == pytest.approx(NEVER.time_limit_s * 1000, rel=0.05)


def test_auto_converge_slows_such_a_guest_until_it_arrives_as_estimated(measure: Measure) -> None:
    row = measure(THROTTLED)
    assert_estimated(row, TOTAL_THROTTLED)
    assert row.throttle_max_pct is not None
    assert row.throttle_max_pct >= 20


def test_the_guest_writes_at_the_rate_it_is_told(lab: None) -> None:
    """In its best second: a busy host can only take away from its rate."""
    with pair(LINK) as ends:
        counts = [guest.count(ends.source)]
        for _ in range(12):
            time.sleep(0.25)
            counts.append(guest.count(ends.source))
        rates = [later.rate_since(earlier) for earlier, later in zip(counts, counts[4:], strict=False)]
    assert max(rates) == pytest.approx(LINK.writes_pages_s, rel=0.05)
