"""The same guest on three platforms: what is known of each platform's loop is followed, what is not gives a range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform
from domain.live_migration.engine.guest import Guest, MigrationOutcome, Path, Rules
from domain.live_migration.estimates import MigrationEstimate, answers, estimate
from domain.live_migration.scenario import Scenario

Facts = Mapping[Behaviour, ProfileFact]
Range = tuple[float, float]

SHORT_S = 1.0
"""A last pass below a second is small by any stop rule that was read of: vMotion's goal is half of it, QEMU's limit a third."""


@dataclass(frozen=True)
class PlatformEstimate:
    """One platform's answer. Times in seconds, as (least, most); most infinite where nothing public bounds it.

    `outcome` None: what the platform does with such a guest is not published; `unknown`: the behaviours that would decide it.
    `stopped_by`: the guest converges by no rule, and only this unconfirmed pass limit would end it; the times hold if it does.
    """

    platform: Platform
    outcome: MigrationOutcome | None
    total_s: Range
    downtime_s: Range
    unknown: tuple[Behaviour, ...] = ()
    stopped_by: ProfileFact | None = None


def facts_of(profiles: Iterable[ProfileFact], platform: Platform) -> Facts:
    """The behaviours of one platform."""
    return {fact.behaviour: fact for fact in profiles if fact.platform is platform}


def _elsewhere(scenario: Scenario, facts: Facts) -> tuple[list[Guest], Path]:
    """The guest away from QEMU: over the usable link, without the cap and the stream's ceiling, which are QEMU's.

    Twice if nothing says whether the platform saves on zero pages: they are saved, and they are sent.
    """
    guest, path = scenario.guest, Path(scenario.usable_bytes_s)
    saved = facts[Behaviour.ZERO_PAGES].value
    if saved is not None or not scenario.zero_percent:
        return [guest], path
    return [guest, replace(guest, zero_share=0.0)], path


def _range(values: Iterable[float]) -> Range:
    known = list(values)
    return min(known), max(known)


def on_ove(scenario: Scenario) -> PlatformEstimate:
    """KubeVirt with the scenario's own settings: the studio's own answer."""
    found = estimate(scenario)
    return PlatformEstimate(Platform.OVE, found.outcome, (found.total_s,) * 2, (found.downtime_s,) * 2)


def on_vsphere(scenario: Scenario, facts: Facts) -> PlatformEstimate:
    """vMotion: the same loop with its switchover goal, no cap and no deadline.

    A guest that would not converge is slowed by SDPS; how far is not published, so only the least time is known: that of a
    guest which writes nothing more once the first pass has been sent.
    """
    goal = facts[Behaviour.STOP_RULE].value
    rules = Rules(downtime_limit=(goal or 0.0) / 1000)
    guests, path = _elsewhere(scenario, facts)
    found = answers([(guest, path, rules) for guest in guests])
    if goal is not None and all(one.outcome is MigrationOutcome.CONVERGES for one in found):
        total, down = _range(one.total_s for one in found), _range(one.downtime_s for one in found)
        return PlatformEstimate(Platform.VSPHERE, MigrationOutcome.CONVERGES, total, down, unknown=_zero(guests))
    least = min(one.total_s for one in _passes(guests, path, 1))
    unknown = (Behaviour.THROTTLING,) if goal is not None else (Behaviour.STOP_RULE, Behaviour.THROTTLING)
    outcome = MigrationOutcome.THROTTLED if goal is not None else None
    return PlatformEstimate(Platform.VSPHERE, outcome, (least, np.inf), (np.nan, np.nan), unknown=(*unknown, *_zero(guests)))


def on_azure_local(scenario: Scenario, facts: Facts) -> PlatformEstimate:
    """Hyper-V: passes up to its limit, then the guest stops whatever is left. Its stop rule is not published.

    Least time and most downtime: the guest stops after the first pass. Most time: all passes are made. It converges if what is
    left has become small by then; if not, only the pass limit ends it, and that is described for an old release alone.
    """
    limit = facts[Behaviour.PASS_LIMIT]
    guests, path = _elsewhere(scenario, facts)
    soon = _passes(guests, path, 1)
    late = _passes(guests, path, limit.value if limit.value is not None else np.inf)
    totals = _range(one.total_s for one in (*soon, *late))
    unknown = tuple(b for b in (Behaviour.STOP_RULE, Behaviour.PASS_LIMIT, Behaviour.THROTTLING) if facts[b].value is None)
    unknown += _zero(guests)
    ends = all(one.outcome.arrives for one in late)
    downs = _range(one.downtime_s for one in (*soon, *(late if ends else ())))
    if not ends:
        return PlatformEstimate(Platform.AZURE_LOCAL, None, totals, (0.0, downs[1]), unknown=unknown)
    if all(one.downtime_s <= SHORT_S for one in late):
        return PlatformEstimate(Platform.AZURE_LOCAL, MigrationOutcome.CONVERGES, totals, downs, unknown=unknown)
    return PlatformEstimate(Platform.AZURE_LOCAL, None, totals, downs, unknown=unknown, stopped_by=limit)


def _passes(guests: Sequence[Guest], path: Path, limit: float) -> list[MigrationEstimate]:
    """The loop without a stop rule: so many passes, then the guest stops."""
    return answers([(guest, path, Rules(downtime_limit=0, pass_limit=limit)) for guest in guests])


def _zero(guests: list[Guest]) -> tuple[Behaviour, ...]:
    return (Behaviour.ZERO_PAGES,) if len(guests) > 1 else ()


def side_by_side(scenario: Scenario, profiles: Iterable[ProfileFact]) -> list[PlatformEstimate]:
    """The three platforms' answers, in their fixed order."""
    known = list(profiles)
    return [
        on_vsphere(scenario, facts_of(known, Platform.VSPHERE)),
        on_ove(scenario),
        on_azure_local(scenario, facts_of(known, Platform.AZURE_LOCAL)),
    ]
