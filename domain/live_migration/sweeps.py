"""Many scenarios at once: lists of them, sizes over links, and the map of dirty rate over working set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
import pandas as pd

from domain.live_migration.engine.guest import Estimate, MigrationOutcome
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.scenario import Scenario, stacked
from domain.live_migration.uncertainty import DRAWS, Spread, drawn, edges
from domain.quantities.units import PAGE, as_gib, as_mb_s, gib


def together(scenarios: Sequence[Scenario]) -> Estimate:
    """The estimate of every scenario, in their order."""
    kinds = [(s.writes, s.rules.at_deadline) for s in scenarios]
    found: dict[int, Estimate] = {}
    for kind in dict.fromkeys(kinds):
        at = [i for i, other in enumerate(kinds) if other == kind]
        estimate = precopy(*stacked([scenarios[i] for i in at]))
        found |= {i: estimate.at(place) for place, i in enumerate(at)}
    parts = [found[i] for i in range(len(scenarios))]
    return Estimate(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Estimate)})


def sizes_and_links(
    scenario: Scenario, sizes_gib: Sequence[float], links_gbps: Sequence[float], spread: Spread, number: int = DRAWS
) -> pd.DataFrame:
    """Every size over every link: ram_gib, gbps, naive_s, total_s (inf: never ends on the target), low_s, high_s, chance.

    The working set keeps its share of the memory (at least a page), everything else stays as it is; the deadline counts, by size.
    `naive_s` is one pass at the bandwidth the migration gets. The range (NaN: no draw ends) is that of `band` for the same
    scenario.
    """
    share = scenario.working_set_gib / scenario.ram_gib
    page = as_gib(float(PAGE)) if scenario.working_set_gib else 0.0
    cells = [
        replace(scenario, ram_gib=ram, working_set_gib=min(max(ram * share, page), ram), link_gbps=gbps)
        for ram in sizes_gib
        for gbps in links_gbps
    ]
    estimate, draws = together(cells), precopy(*drawn(cells, spread, number))
    ranges = [edges(total[done]) for total, done in zip(draws.total_s, draws.done, strict=True)]
    return pd.DataFrame(
        {
            "ram_gib": [cell.ram_gib for cell in cells],
            "gbps": [cell.link_gbps for cell in cells],
            "naive_s": [gib(cell.ram_gib) / cell.bandwidth for cell in cells],
            "total_s": np.where(estimate.done, estimate.total_s, np.inf),
            "low_s": [low for low, _ in ranges],
            "high_s": [high for _, high in ranges],
            "chance": draws.done.mean(axis=1),
        }
    )


def outcome_map(scenario: Scenario, rates: int = 36, sets: int = 28) -> pd.DataFrame:
    """Dirty rates (log, a hundredth to ten times the bandwidth) over working sets (1 % to all of the memory).

    Wider where the guest asked about lies outside. Columns dirty_mb_s, working_set_gib, outcome (MigrationOutcome), total_s. The
    deadline counts as it is set.
    """
    bandwidth, ram, here = scenario.bandwidth, gib(scenario.ram_gib), scenario.guest
    own_rate, own_set = float(here.dirty_rate) or bandwidth, float(here.working_set) or ram
    dirty = np.geomspace(min(bandwidth / 100, own_rate / 2), max(bandwidth * 10, own_rate * 2), rates)
    working = np.geomspace(min(ram / 100, own_set / 2), ram, sets)
    rate, size = (np.ravel(g) for g in np.meshgrid(dirty, working, indexing="ij"))
    guest = replace(scenario.guest, dirty_rate=rate, working_set=np.minimum(size, gib(scenario.ram_gib)))
    found = precopy(guest, scenario.path, scenario.rules)
    return pd.DataFrame(
        {
            "dirty_mb_s": as_mb_s(rate),
            "working_set_gib": as_gib(size),
            "outcome": [MigrationOutcome(int(code)) for code in found.outcome],
            "total_s": found.total_s,
        }
    )
