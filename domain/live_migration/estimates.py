"""The one answer to a question of Migration time: verdict, advice, chart, map, platforms and sentences all ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from domain.live_migration.engine.guest import Asked, MigrationOutcome, Round, stacked
from domain.live_migration.engine.phases import PHASES, typical
from domain.live_migration.engine.points import Array
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.scenario import Scenario


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


def alike(asked: Sequence[Asked]) -> list[list[int]]:
    """The places of those that write alike and end alike, so that the loop can run once for all of them."""
    kinds = [(guest.writes, guest.catch_up_s, rules.sync_every, rules.at_deadline, rules.pass_limit) for guest, _, rules in asked]
    return [[place for place, other in enumerate(kinds) if other == kind] for kind in dict.fromkeys(kinds)]


def answers(asked: Sequence[Asked], phases: Array = PHASES) -> list[MigrationEstimate]:
    """The estimate of each, in their order; the loop runs once for all that write alike and end alike."""
    found: dict[int, MigrationEstimate] = {}
    for at in alike(asked):
        together = typical(*stacked([asked[place] for place in at]), phases)
        columns = (getattr(together, field.name).tolist() for field in fields(MigrationEstimate))
        for place, outcome, *values in zip(at, *columns, strict=True):
            found[place] = MigrationEstimate(MigrationOutcome(outcome), *values)
    return [found[place] for place in range(len(asked))]


def estimates(scenarios: Sequence[Scenario], phases: Array = PHASES) -> list[MigrationEstimate]:
    """The estimate of every scenario, in their order."""
    return answers([scenario.asked for scenario in scenarios], phases)


@lru_cache(maxsize=1024)
def estimate(scenario: Scenario) -> MigrationEstimate:
    """The estimate of one scenario, computed once for everybody who asks."""
    return estimates([scenario])[0]


@lru_cache(maxsize=256)
def rounds(scenario: Scenario) -> tuple[Round, ...]:
    """What was sent from one reading of the dirty log to the next, in the migration that `estimate` gives."""
    made: list[Round] = []
    precopy(*scenario.asked, estimate(scenario).phase, made)
    return tuple(made)
