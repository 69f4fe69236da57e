"""Many scenarios at once: lists of them, sizes over links, and the map of dirty rate over working set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from domain.migration.band import HIGH, LOW, spread
from domain.migration.guest import Estimate, Guest, Outcome, Path, Rules
from domain.migration.precopy import precopy
from domain.migration.scenario import Scenario, Sureness
from domain.migration.units import as_gib, as_mb_s, gbit_s, gib

DRAWS = 24
"""Draws for each size and link of the chart: enough for the edges of a band that is read off a log axis."""


def together(scenarios: Sequence[Scenario]) -> Estimate:
    """The estimate of every scenario, in their order."""
    kinds = [(s.writes, s.rules.at_deadline) for s in scenarios]
    found: dict[int, Estimate] = {}
    for kind in dict.fromkeys(kinds):
        at = [i for i, other in enumerate(kinds) if other == kind]
        some = [scenarios[i] for i in at]
        guests, paths, rules = [s.guest for s in some], [s.path for s in some], [s.rules for s in some]
        estimate = precopy(
            replace(guests[0], **_columns(guests, ("ram", "dirty_rate", "working_set", "zero_share"))),
            Path(**_columns(paths, ("link", "cap", "late_bytes"))),
            replace(rules[0], **_columns(rules, ("downtime_limit", "deadline", "auto_converge"))),
        )
        found |= {i: estimate.at(place) for place, i in enumerate(at)}
    parts = [found[i] for i in range(len(scenarios))]
    return Estimate(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(Estimate)})


def _columns(records: Sequence[Guest] | Sequence[Path] | Sequence[Rules], names: Sequence[str]) -> dict[str, Any]:
    return {name: np.array([float(getattr(record, name)) for record in records]) for name in names}


def sizes_and_links(
    scenario: Scenario, sizes_gib: Sequence[float], links_gbps: Sequence[float], sureness: Sureness
) -> pd.DataFrame:
    """Every size over every link: ram_gib, gbps, naive_s, total_s (inf: never), low_s, high_s (NaN: no draw ends), chance.

    The working set keeps its share of the memory, everything else stays as it is; each draw of `sureness` is one guest.
    """
    ram, gbps = (np.ravel(g) for g in np.meshgrid(np.array(sizes_gib, float), np.array(links_gbps, float), indexing="ij"))
    share = scenario.working_set_gib / scenario.ram_gib
    links = np.minimum(
        gbit_s(gbps) * scenario.usable_percent / 100, gbit_s(scenario.stream_gbps) if scenario.stream_gbps else np.inf
    )
    cube, factors = spread(sureness, DRAWS)
    ones = np.ones((ram.size, 1))
    guest = Guest(
        ram=gib(ram)[:, None],
        dirty_rate=float(scenario.guest.dirty_rate) * np.hstack([ones, factors[0] * ones]),
        working_set=np.minimum(gib(ram)[:, None] * share * np.hstack([ones, factors[1] * ones]), gib(ram)[:, None]),
        zero_share=scenario.zero_percent / 100,
        writes=scenario.writes,
    )
    path = replace(scenario.path, link=links[:, None])
    phases = np.hstack([0.5 * ones, cube[3] * ones])
    found = precopy(guest, path, replace(scenario.rules, deadline=np.inf), phases)
    total = np.where(found.done, found.total_s, np.nan)
    with np.errstate(all="ignore"):
        low, high = (np.array([_percentile(row, p) for row in total[:, 1:]]) for p in (LOW, HIGH))
    return pd.DataFrame(
        {
            "ram_gib": ram,
            "gbps": gbps,
            "naive_s": gib(ram) / links,
            "total_s": found.total_s[:, 0],
            "low_s": low,
            "high_s": high,
            "chance": found.done[:, 1:].mean(axis=1),
        }
    )


def _percentile(row: npt.NDArray[np.float64], percent: float) -> float:
    known = row[np.isfinite(row)]
    return float(np.percentile(known, percent)) if known.size else np.nan


def outcome_map(scenario: Scenario, rates: int = 36, sets: int = 28) -> pd.DataFrame:
    """Dirty rates (log, a hundredth to ten times the bandwidth) over working sets (1 % to all of the memory).

    Wider where the guest asked about lies outside. Columns dirty_mb_s, working_set_gib, outcome (Outcome), total_s. The deadline
    counts as it is set.
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
            "outcome": [Outcome(int(code)) for code in found.outcome],
            "total_s": found.total_s,
        }
    )
