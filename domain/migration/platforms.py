"""The same guest on three platforms: what is known of each platform's loop is followed, what is not gives a range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from domain.catalog.measured import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform
from domain.migration.guest import Estimate, Outcome, Path, Rules
from domain.migration.precopy import precopy
from domain.migration.scenario import Scenario

Facts = Mapping[Behaviour, ProfileFact]


@dataclass(frozen=True)
class PlatformEstimate:
    """One platform's answer. Times in seconds, as (least, most); most infinite where nothing public bounds it.

    `outcome` None: what the platform does with such a guest is not published; `unknown`: the behaviours that would decide it.
    """

    platform: Platform
    outcome: Outcome | None
    total_s: tuple[float, float]
    downtime_s: tuple[float, float]
    throttle: float = 0.0
    unknown: tuple[Behaviour, ...] = ()


def facts_of(profiles: Iterable[ProfileFact], platform: Platform) -> Facts:
    """The behaviours of one platform."""
    return {fact.behaviour: fact for fact in profiles if fact.platform is platform}


def _one(scenario: Scenario, rules: Rules, path: Path) -> Estimate:
    return precopy(scenario.guest, path, rules, np.array([0.5]))


def _times(found: Estimate) -> tuple[float, float]:
    return float(found.total_s[0]), float(found.downtime_s[0])


def on_ove(scenario: Scenario) -> PlatformEstimate:
    """KubeVirt with the scenario's own settings: the loop is QEMU's, so there is one answer."""
    found = _one(scenario, scenario.rules, scenario.path)
    total, down = _times(found)
    return PlatformEstimate(Platform.OVE, Outcome(int(found.outcome[0])), (total, total), (down, down), float(found.throttle[0]))


def on_vsphere(scenario: Scenario, facts: Facts) -> PlatformEstimate:
    """vMotion: the same loop with its switchover goal, no cap and no deadline.

    A guest that would not converge is slowed by SDPS; how far is not published, so only the least time is known: that of a
    guest which writes nothing more once the first pass has been sent.
    """
    goal = facts[Behaviour.STOP_RULE].value
    rules = Rules(downtime_limit=(goal or 0.0) / 1000, sync_every=np.inf)
    path = Path(scenario.link_bytes_s)
    found = _one(scenario, rules, path)
    if goal is not None and found.outcome[0] == Outcome.CONVERGES:
        total, down = _times(found)
        return PlatformEstimate(Platform.VSPHERE, Outcome.CONVERGES, (total, total), (down, down))
    least = _one(scenario, replace(rules, pass_limit=1), path)
    unknown = (Behaviour.THROTTLING,) if goal is not None else (Behaviour.STOP_RULE, Behaviour.THROTTLING)
    outcome = Outcome.THROTTLED if goal is not None else None
    return PlatformEstimate(Platform.VSPHERE, outcome, (_times(least)[0], np.inf), (np.nan, np.nan), unknown=unknown)


def on_azure_local(scenario: Scenario, facts: Facts) -> PlatformEstimate:
    """Hyper-V: passes up to its limit, then the guest stops whatever is left. Its stop rule is not published.

    Least time and most downtime: the guest stops after the first pass. Most time: all passes are made.
    """
    passes = facts[Behaviour.PASS_LIMIT].value
    path = Path(scenario.link_bytes_s)
    soon = _one(scenario, Rules(downtime_limit=0, pass_limit=1), path)
    late = _one(scenario, Rules(downtime_limit=0, pass_limit=passes if passes is not None else np.inf), path)
    (least, longest), (most, shortest) = _times(soon), _times(late)
    unknown = tuple(b for b in (Behaviour.STOP_RULE, Behaviour.PASS_LIMIT, Behaviour.THROTTLING) if facts[b].value is None)
    outcome = Outcome.CONVERGES if np.isfinite(most) else None
    downs = (shortest, longest) if np.isfinite(shortest) else (0.0, longest)
    return PlatformEstimate(
        Platform.AZURE_LOCAL, outcome, (min(least, most), max(least, most)), (min(downs), max(downs)), unknown=unknown
    )


def side_by_side(scenario: Scenario, profiles: Iterable[ProfileFact]) -> list[PlatformEstimate]:
    """The three platforms' answers, in their fixed order."""
    known = list(profiles)
    return [
        on_vsphere(scenario, facts_of(known, Platform.VSPHERE)),
        on_ove(scenario),
        on_azure_local(scenario, facts_of(known, Platform.AZURE_LOCAL)),
    ]
