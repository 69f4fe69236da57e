"""The one answer to a question of the studio: verdict, advice, chart, map, platforms and sentences all ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from domain.live_migration.engine.guest import MigrationOutcome, Round
from domain.live_migration.engine.phases import typical
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.scenario import Scenario, stacked


@dataclass(frozen=True)
class MigrationEstimate:
    """What one migration does, at the most typical phase of the loop; fields and units are those of `engine.Estimate`."""

    outcome: MigrationOutcome
    total_s: float
    downtime_s: float
    sent_bytes: float
    passes: int
    syncs: int
    throttle: float
    left_bytes: float
    cut: bool
    phase: float


def estimates(scenarios: Sequence[Scenario]) -> list[MigrationEstimate]:
    """The estimate of every scenario, in their order; the loop runs once for all that write alike and end alike."""
    kinds = [(scenario.writes, scenario.rules.at_deadline) for scenario in scenarios]
    found: dict[int, MigrationEstimate] = {}
    for kind in dict.fromkeys(kinds):
        at = [place for place, other in enumerate(kinds) if other == kind]
        estimate_ = typical(*stacked([scenarios[place] for place in at]))
        columns = {field.name: getattr(estimate_, field.name).tolist() for field in fields(MigrationEstimate)}
        columns["outcome"] = [MigrationOutcome(code) for code in columns["outcome"]]
        for place, *values in zip(at, *columns.values(), strict=True):
            found[place] = MigrationEstimate(**dict(zip(columns, values, strict=True)))
    return [found[place] for place in range(len(scenarios))]


@lru_cache(maxsize=1024)
def estimate(scenario: Scenario) -> MigrationEstimate:
    """The estimate of one scenario, computed once for everybody who asks."""
    return estimates([scenario])[0]


@lru_cache(maxsize=256)
def rounds(scenario: Scenario) -> tuple[Round, ...]:
    """What was sent from one reading of the dirty log to the next, in the migration that `estimate` gives."""
    made: list[Round] = []
    precopy(scenario.guest, scenario.path, scenario.rules, estimate(scenario).phase, made)
    return tuple(made)
