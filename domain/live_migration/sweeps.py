"""Many scenarios at once: sizes over links, and the map of dirty rate over working set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import pandas as pd

from domain.live_migration.engine.guest import Estimate, MigrationOutcome
from domain.live_migration.engine.phases import FEWER, PHASES, typical
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.estimates import estimates
from domain.live_migration.presets import BY_SHARE, SizeRule
from domain.live_migration.scenario import Scenario
from domain.live_migration.uncertainty import CERTAIN, DRAWS, Spread, drawn, edges, within_the_model
from domain.quantities.units import GIB, MB

MOST_WORK, MOST_DRAWN = 500_000, 300_000
"""Readings of the dirty log that a map costs at most, over all guests and phases, and a chart over all draws: about a quarter of
a second. What would take more is reckoned at fewer phases or draws, which moves a border by less than its own line."""

MOST_CELLS = 64
"""Sizes times links of a chart that are asked at all phases and draws."""

FEWER_DRAWS = 24


class Ending(StrEnum):
    """What becomes of a size over a link, by its draws, in keeping with what a headline calls certain."""

    ENDS = "ends"
    UNCERTAIN = "may not end"
    NOT = "does not end"


class SizeTime(NamedTuple):
    """A size (GiB) over a link (Gbit/s): middle and range of the total time in seconds, and the share of draws that end."""

    ram_gib: float
    gbps: float
    middle_s: float
    low_s: float
    high_s: float
    chance: float
    ending: Ending


def sizes_and_links(
    scenario: Scenario,
    sizes_gib: Sequence[float],
    links_gbps: Sequence[float],
    spread: Spread,
    number: int = DRAWS,
    rule: SizeRule = BY_SHARE,
) -> pd.DataFrame:
    """Every size over every link: ram_gib, gbps, naive_s, total_s (inf: never ends on the target), low_s, high_s, chance, ending,
    middle_s, and how many phases and draws each rests on.

    Working set and dirty rate go with the memory as `rule` has it, everything else stays as it is; the deadline counts, by size.
    `naive_s` is one pass at the bandwidth the migration gets. The range (NaN: no draw ends) is that of `band` for the same
    scenario, but where MOST_CELLS or MOST_DRAWN are exceeded. `ending` is an Ending; `middle_s` is the total time where the VM
    moves for certain, else the middle of the range of the draws that end (NaN: none does).
    """
    here = scenario.ram_gib
    cells = [
        replace(
            scenario,
            ram_gib=ram,
            working_set_gib=rule.working_set_at(scenario.working_set_gib, here, ram),
            dirty_mb_s=rule.dirty_rate_at(scenario.dirty_mb_s, here, ram),
            link_gbps=gbps,
        )
        for ram in sizes_gib
        for gbps in links_gbps
    ]
    phases = PHASES if len(cells) <= MOST_CELLS else FEWER
    found = estimates(cells, phases)
    draws = _draws(cells, spread, number)
    ranges = [edges(total[done], int((~done).sum())) for total, done in zip(within_the_model(draws)[0], draws.done, strict=True)]
    chances = draws.done.mean(axis=1)
    return pd.DataFrame(
        {
            "ram_gib": [cell.ram_gib for cell in cells],
            "gbps": [cell.link_gbps for cell in cells],
            "naive_s": [cell.ram_gib * GIB / cell.bandwidth for cell in cells],
            "total_s": [one.total_s if one.outcome.arrives else np.inf for one in found],
            "low_s": [low for low, _ in ranges],
            "high_s": [high for _, high in ranges],
            "chance": chances,
            "ending": [_ending(float(chance)) for chance in chances],
            "middle_s": [
                one.total_s if one.outcome.arrives and chance >= CERTAIN else float(np.sqrt(low * high))
                for one, chance, (low, high) in zip(found, chances, ranges, strict=True)
            ],
            "phases": phases.size,
            "draws": draws.done.shape[1],
        }
    )


def size_times(times: pd.DataFrame) -> list[SizeTime]:
    """The rows of `sizes_and_links`, in their order: by size, then by link."""
    rows = times[list(SizeTime._fields)].itertuples(index=False, name=None)
    return [SizeTime._make((*numbers, Ending(ending))) for *numbers, ending in rows]


def _ending(chance: float) -> Ending:
    if chance >= CERTAIN:
        return Ending.ENDS
    return Ending.NOT if chance <= 1 - CERTAIN else Ending.UNCERTAIN


def _draws(cells: Sequence[Scenario], spread: Spread, number: int) -> Estimate:
    """The draws of each cell, those of `band`; fewer of them where so many would take more than MOST_DRAWN readings."""
    fewer = precopy(*drawn(cells, spread, min(number, FEWER_DRAWS)))
    takes = float(fewer.syncs.mean()) * number * len(cells)
    if number <= FEWER_DRAWS or takes > MOST_DRAWN:
        return fewer
    return precopy(*drawn(cells, spread, number))


def outcome_map(scenario: Scenario, rates: int = 36, sets: int = 28) -> pd.DataFrame:
    """Dirty rates (log, a hundredth to ten times the bandwidth) over working sets (1 % to all of the memory).

    Wider where the guest asked about lies outside. Columns dirty_mb_s, working_set_gib, outcome (MigrationOutcome), total_s, NaN
    where it is aborted, and how many phases each point rests on. The deadline counts as it is set. Every point is the estimate of
    that guest, as `estimates` gives it, without a Scenario for each; beyond MOST_WORK as FEWER phases give it.
    """
    bandwidth, ram, here = scenario.bandwidth, scenario.ram_gib * GIB, scenario.guest
    own_rate, own_set = float(here.dirty_rate) or bandwidth, float(here.working_set) or ram
    dirty = np.geomspace(min(bandwidth / 100, own_rate / 2), max(bandwidth * 10, own_rate * 2), rates)
    working = np.geomspace(min(ram / 100, own_set / 2), ram, sets)
    rate, size = (np.ravel(g) for g in np.meshgrid(dirty, working, indexing="ij"))
    guest = replace(scenario.guest, dirty_rate=rate[:, None], working_set=np.minimum(size, ram)[:, None])
    phases, found = FEWER, typical(guest, scenario.path, scenario.rules, FEWER)
    if found.syncs.sum() * PHASES.size <= MOST_WORK:
        phases, found = PHASES, typical(guest, scenario.path, scenario.rules)
    return pd.DataFrame(
        {
            "dirty_mb_s": rate / MB,
            "working_set_gib": size / GIB,
            "outcome": [MigrationOutcome(int(code)) for code in found.outcome],
            "total_s": np.where(found.outcome == MigrationOutcome.ABORTED, np.nan, found.total_s),
            "phases": phases.size,
        }
    )
