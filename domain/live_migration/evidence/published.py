"""Migrations that others measured and published: what the estimator says of them from what their sources state."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from domain.catalog.records.live_migration import PublishedMigration
from domain.live_migration.engine.guest import Guest, Path, Rules
from domain.live_migration.engine.phases import typical
from domain.live_migration.scenario import ZEROS_S_PER_GIB, ZEROS_S_PER_GIB_STREAMS
from domain.quantities.units import GBIT, GIB

LINKS_GBPS = (1.0, 100.0)
"""Where a link is not stated: from the slowest that a cluster is built with to the fastest of the quick reference."""

SMALLEST_SET = 0.01
"""Where a working set is not stated, it lies between this share of the memory and all of it."""

Range = tuple[float, float]


@dataclass(frozen=True)
class PublishedEstimate:
    """Least and most seconds, over all that the source leaves open; None where it does not state enough for any estimate.

    Most is infinite where nothing that is stated bounds it.
    """

    total_s: Range | None
    downtime_s: Range | None


def expected(row: PublishedMigration) -> PublishedEstimate:
    """The estimate of one published migration. Of a guest whose writes are not stated only the least time is known: one pass.

    A downtime limit that is not stated is taken as QEMU's default, and then no downtime is given.
    """
    if row.ram_gib is None:
        return PublishedEstimate(None, None)
    ram, dirty = row.ram_gib * GIB, (row.dirty_gbps or 0.0) * GBIT
    links = LINKS_GBPS if row.link_gbps is None else (row.link_gbps,)
    sets = (row.working_set_gib * GIB,) if row.working_set_gib else (ram * SMALLEST_SET, ram)
    link, working_set = (np.array(values)[:, None] for values in zip(*product(links, sets), strict=True))
    rules = Rules() if row.downtime_limit_ms is None else Rules(downtime_limit=row.downtime_limit_ms / 1000)
    found = typical(Guest(ram, dirty, working_set, row.zero_percent / 100), Path(link * GBIT), rules)
    zeros = [row.ram_gib * row.zero_percent / 100 * seconds for seconds in (ZEROS_S_PER_GIB_STREAMS[0], ZEROS_S_PER_GIB[-1])]
    total, downtime = (float(found.total_s.min()) + zeros[0], float(found.total_s.max()) + zeros[1]), found.downtime_s
    if row.dirty_gbps is None:
        return PublishedEstimate((total[0], np.inf), None)
    known = row.downtime_limit_ms is not None and bool(np.isfinite(downtime).all())
    return PublishedEstimate(total, (float(downtime.min()), float(downtime.max())) if known else None)
