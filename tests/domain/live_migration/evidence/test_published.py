"""Published migrations: what the estimator says of them, and what it does not where their sources leave too much open."""

from __future__ import annotations

import math

import numpy as np
import pytest

from domain.catalog import catalog
from domain.catalog.records.live_migration import PublishedMigration
from domain.live_migration.engine.guest import Guest, Path, Rules
from domain.live_migration.engine.phases import typical
from domain.live_migration.evidence.published import LINKS_GBPS, PublishedEstimate, expected
from domain.quantities.units import GBIT, GIB

ROWS = catalog().published_migrations


def but(id_: str, **changes: float | None) -> PublishedMigration:
    return ROWS[id_].model_copy(update=changes)


def one(ram_gib: float, gbps: float, limit_ms: float, dirty_gbps: float = 0, set_gib: float = 0) -> tuple[float, float]:
    guest, path = Guest(ram_gib * GIB, dirty_gbps * GBIT, set_gib * GIB), Path(gbps * GBIT)
    found = typical(guest, path, Rules(downtime_limit=limit_ms / 1000))
    return float(found.total_s[0]), float(found.downtime_s[0])


def test_a_guest_of_which_all_is_stated_has_one_answer() -> None:
    total, downtime = one(8, 26, 30)
    assert expected(ROWS["qemu-rdma-idle-8g-pinned"]) == PublishedEstimate((total, total), (downtime, downtime))


def test_a_working_set_that_is_not_stated_lies_between_a_hundredth_of_the_memory_and_all_of_it() -> None:
    row = ROWS["kubevirt-vep-291-node"]
    ends = [one(8, 1, 300, 0.65, size) for size in (0.08, 8)]
    found = expected(row)
    assert found.total_s == pytest.approx((ends[0][0], ends[1][0]))
    assert found.total_s[0] < row.total_s < found.total_s[1]
    assert expected(but(row.id, working_set_gib=8.0)).total_s == pytest.approx((ends[1][0], ends[1][0]))


def test_a_link_that_is_not_stated_makes_both_times_a_range() -> None:
    found = expected(ROWS["kubevirt-pr-17480-idle"])
    slow, fast = (one(1, gbps, 300) for gbps in LINKS_GBPS)
    assert found == PublishedEstimate((fast[0], slow[0]), (fast[1], slow[1]))
    row = ROWS["kubevirt-pr-17480-idle"]
    assert found.downtime_s[0] * 1000 < row.downtime_low_ms < row.downtime_high_ms < found.downtime_s[1] * 1000


def test_writes_that_are_not_stated_leave_one_pass_as_the_least_and_no_downtime() -> None:
    found = expected(ROWS["vmware-oracle-hammerdb-128g"])
    assert found.total_s == (pytest.approx(128 * GIB / (40 * GBIT), rel=0.01), np.inf)
    assert found.downtime_s is None
    assert found.total_s[0] < ROWS["vmware-oracle-hammerdb-128g"].total_s


def test_without_the_memory_there_is_no_estimate_and_without_the_limit_no_downtime() -> None:
    assert expected(ROWS["kubevirt-pr-17544-redis"]) == PublishedEstimate(None, None)
    assert expected(but("qemu-qatzip-idle-64g", ram_gib=None)) == PublishedEstimate(None, None)
    found = expected(but("qemu-qatzip-idle-64g", downtime_limit_ms=None))
    assert found == PublishedEstimate(expected(ROWS["qemu-qatzip-idle-64g"]).total_s, None)


def test_a_guest_that_never_converges_has_no_downtime() -> None:
    found = expected(but("kubevirt-vep-291-node", dirty_gbps=5.0, working_set_gib=8.0))
    assert found == PublishedEstimate((math.inf, math.inf), None)


@pytest.mark.parametrize("id_", [id_ for id_, row in ROWS.items() if row.downtime_ms or row.downtime_low_ms])
def test_a_pause_that_the_estimate_misses_is_spoken_of_in_the_rows_note(id_: str) -> None:
    row, found = ROWS[id_], expected(ROWS[id_]).downtime_s
    low, high = ((row.downtime_low_ms or row.downtime_ms) / 1000, (row.downtime_high_ms or row.downtime_ms) / 1000)
    if found is None or not (found[0] * 0.8 <= high and low <= found[1] * 1.2):
        assert "pause" in row.note
