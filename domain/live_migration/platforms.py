"""The same guest on three platforms: what is known of each platform's loop is followed, what is not gives a range."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from domain.catalog.records.blockers import Blocker
from domain.catalog.records.live_migration import HypervisorRelease, ProfileFact, StunTable
from domain.catalog.vocabulary import Behaviour, Platform
from domain.live_migration.devices import Device, DeviceAnswer, Movement, moves
from domain.live_migration.engine.guest import MigrationOutcome, Rules
from domain.live_migration.engine.points import Array
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.estimates import answers
from domain.live_migration.scenario import Scenario
from domain.live_migration.streams import Facts, facts_of, streams_move
from domain.live_migration.stun import Range, stun, table_of, times_out
from domain.live_migration.uncertainty import CERTAIN, DRAWS, Spread, drawn, edges, followed, within_the_model

__all__ = ["Facts", "facts_of"]

SHORT_S = 1.0
"""A last pass below a second is small by any stop rule that was read of: vMotion's goal is half of it, QEMU's limit a third."""

FEWER = 24
"""Draws for the platforms whose loop is less known: three answers cost no more than one."""

MOVES = DeviceAnswer(Movement.MOVES)


@dataclass(frozen=True)
class PlatformEstimate:
    """One platform's answer. Times in seconds, as (least, most); most infinite where nothing public bounds it.

    `outcome` None: what the platform does with such a guest is not published, or by `shares` of the draws it is uncertain;
    `unknown`: the behaviours that would decide it. `stopped_by`: the guest converges by no rule, and only this unconfirmed pass
    limit would end it; the times hold if it does. `opened_by`: facts of which only a range is known, and which widen the times.
    `device`: whether the VM's device lets it move at all; without it there are no times. `stun_table`: where its standstill is
    from. `fails`: the standstill is beyond the platform's limit, always or, for `may_fail`, at the far end of its range.
    """

    platform: Platform
    outcome: MigrationOutcome | None
    total_s: Range
    downtime_s: Range
    unknown: tuple[Behaviour, ...] = ()
    stopped_by: ProfileFact | None = None
    opened_by: tuple[ProfileFact, ...] = ()
    shares: Mapping[MigrationOutcome, float] = field(default_factory=dict, hash=False)
    device: DeviceAnswer = MOVES
    stun_table: StunTable | None = None
    fails: bool = False
    may_fail: bool = False
    deadline_s: float = np.inf
    """Where the platform gives a copy up: seconds from its start."""

    @property
    def refused(self) -> bool:
        return self.device.movement is Movement.REFUSED


@dataclass(frozen=True)
class Known:
    """What is known beside the behaviours: the blockers, the tables of standstills, and the releases that were chosen."""

    blockers: Mapping[str, Blocker] = field(default_factory=dict, hash=False)
    stuns: Iterable[StunTable] = ()
    setup_s: float | None = None
    """The setup that was typed, for every platform; None: each has its own."""
    releases: Mapping[Platform, HypervisorRelease] = field(default_factory=dict, hash=False)

    def release(self, platform: Platform) -> str:
        return self.releases[platform].id if platform in self.releases else ""


@dataclass(frozen=True)
class _Tried:
    """What became of some scenarios: outcomes, and times in seconds, of every draw, or of both ends of what is known."""

    outcome: npt.NDArray[np.int64]
    total_s: Array
    downtime_s: Array
    spread: bool

    def range(self, values: Array, beyond: int = 0) -> Range:
        """Of what was drawn the percentiles of a band, see `edges`; of ends, and of draws that do not all end, the ends."""
        if self.spread and np.isfinite(values).all():
            return edges(values, beyond)
        return float(values.min()), float(values.max())


def _try(
    scenarios: Sequence[Scenario], spread: Spread | None, change: Callable[[Rules], Rules], number: int = FEWER
) -> list[_Tried]:
    """Each scenario with its rules changed: over the draws of `spread`, without one at both ends of what its streams move."""
    if spread is not None:
        guest, path, rules, phase = drawn(scenarios, spread, number)
        made = precopy(guest, path, change(rules), phase)
        return [_Tried(*of, True) for of in zip(made.outcome, made.total_s, made.downtime_s, strict=True)]
    found = []
    for scenario in scenarios:
        links = dict.fromkeys(scenario.path_bytes_s)
        ends = answers([(scenario.guest, replace(scenario.path, link=link), change(scenario.rules)) for link in links])
        outcome = np.array([one.outcome for one in ends])
        found.append(_Tried(outcome, np.array([e.total_s for e in ends]), np.array([e.downtime_s for e in ends]), False))
    return found


def _with_the_model(scenario: Scenario, spread: Spread) -> _Tried:
    """The draws of Migration time's own band, with what its model leaves open, so that both screens give one range."""
    made = followed(scenario, spread)
    total, downtime = within_the_model(made)
    return _Tried(made.outcome[0], total[0], downtime[0], True)


def _same(rules: Rules) -> Rules:
    return rules


def _range(ranges: Iterable[Range]) -> Range:
    known = list(ranges)
    return min(low for low, _ in known), max(high for _, high in known)


def elsewhere(scenario: Scenario, facts: Facts, adapters: float = 1) -> list[Scenario]:
    """The guest away from QEMU: over the usable link and the platform's own streams, without KubeVirt's settings.

    Twice if nothing says whether the platform saves on zero pages: they are saved, and they are sent.
    """
    low, high = streams_move(facts, adapters)
    there = replace(
        scenario,
        stream_low_gbps=low,
        stream_gbps=high,
        bandwidth_per_migration_mib_s=0,
        completion_timeout_per_gib=0,
        channels=False,
        auto_converge=False,
        post_copy=False,
        disruption=None,
        handover_s=0,
    )
    saved = facts[Behaviour.ZERO_PAGES].value
    return [there] if saved is not None or not scenario.zero_percent else [there, replace(there, zero_percent=0)]


SEEN = 0.1
"""A setup that is not known counts among what opens a range from this share of the least time on."""


def opened_by(scenario: Scenario, facts: Facts) -> tuple[ProfileFact, ...]:
    """What opens the range: the streams' rate where only a range matters on this link, and a setup that is not known."""
    low, high = scenario.path_bytes_s
    by_rate = (facts[Behaviour.STREAM_RATE],) if low < high else ()
    least = scenario.setup_low_s + scenario.guest.ram * (1 - scenario.zero_percent / 100) / high
    wide = scenario.setup_high_s - scenario.setup_low_s > SEEN * least
    return (*by_rate, facts[Behaviour.SETUP]) if wide else by_rate


def _zero(scenarios: Sequence[Scenario]) -> tuple[Behaviour, ...]:
    return (Behaviour.ZERO_PAGES,) if len(scenarios) > 1 else ()


def on_ove(scenario: Scenario, facts: Facts | None = None, spread: Spread | None = None) -> PlatformEstimate:
    """KubeVirt with the scenario's own settings: Migration time's own answer."""
    found = _try([scenario], spread, _same, DRAWS)[0] if spread is None else _with_the_model(scenario, spread)
    counts = Counter(MigrationOutcome(int(code)) for code in found.outcome)
    shares = {outcome: count / len(found.outcome) for outcome, count in sorted(counts.items())}
    most = max(shares, key=lambda outcome: shares[outcome])
    here = np.isin(found.outcome, [outcome for outcome in shares if outcome.arrives])
    arrives = bool(here.any())
    here = here if arrives else found.outcome == most
    total = found.range(found.total_s[here], int((~here).sum()) if arrives else 0)
    downs = found.downtime_s[here][np.isfinite(found.downtime_s[here])]
    down = found.range(downs) if downs.size else (np.nan, np.nan)
    opened = opened_by(scenario, facts) if facts else ()
    outcome = most if shares[most] >= CERTAIN else None
    until = float(scenario.rules.deadline)
    return PlatformEstimate(Platform.OVE, outcome, total, down, opened_by=opened, shares=shares, deadline_s=until)


def on_vsphere(scenario: Scenario, facts: Facts, spread: Spread | None = None) -> PlatformEstimate:
    """vMotion: the same loop with its switchover goal, no cap and no deadline.

    A guest that would not converge is slowed by SDPS; how far is not published, so only the least time is known: that of a
    guest which writes nothing more once the first pass has been sent.
    """
    goal = facts[Behaviour.STOP_RULE].value
    tried = elsewhere(scenario, facts, scenario.vmotion_adapters)
    opened = opened_by(tried[0], facts)
    found = _try(tried, spread, lambda rules: replace(rules, downtime_limit=(goal or 0.0) / 1000))
    if goal is not None and all((one.outcome == MigrationOutcome.CONVERGES).mean() >= CERTAIN for one in found):
        here = [(one, one.outcome == MigrationOutcome.CONVERGES) for one in found]
        total = _range(one.range(one.total_s[ends]) for one, ends in here)
        down = _range(one.range(one.downtime_s[ends]) for one, ends in here)
        outcome = MigrationOutcome.CONVERGES
        return PlatformEstimate(Platform.VSPHERE, outcome, total, down, unknown=_zero(tried), opened_by=opened)
    least = min(one.range(one.total_s)[0] for one in _passes(tried, spread, 1))
    unknown = (Behaviour.THROTTLING,) if goal is not None else (Behaviour.STOP_RULE, Behaviour.THROTTLING)
    throttled = MigrationOutcome.THROTTLED if goal is not None else None
    none, unknown = (np.nan, np.nan), (*unknown, *_zero(tried))
    opened = tuple(fact for fact in opened if fact.behaviour is not Behaviour.SETUP)  # of a time without an end it opens nothing
    return PlatformEstimate(Platform.VSPHERE, throttled, (least, np.inf), none, unknown=unknown, opened_by=opened)


def on_azure_local(scenario: Scenario, facts: Facts, spread: Spread | None = None) -> PlatformEstimate:
    """Hyper-V: passes up to its limit, then the guest stops whatever is left. Its stop rule is not published.

    Least time and most downtime: the guest stops after the first pass. Most time: all passes are made. It converges if what is
    left has become small by then; if not, only the pass limit ends it, and that is described for an old release alone.
    """
    limit = facts[Behaviour.PASS_LIMIT]
    tried = elsewhere(scenario, facts)
    soon = _passes(tried, spread, 1)
    late = _passes(tried, spread, limit.value if limit.value is not None else np.inf)
    totals = _range(one.range(one.total_s) for one in (*soon, *late))
    unknown = tuple(b for b in (Behaviour.STOP_RULE, Behaviour.PASS_LIMIT, Behaviour.THROTTLING) if facts[b].value is None)
    unknown += _zero(tried)
    opened = opened_by(tried[0], facts)
    ends = all((one.outcome <= MigrationOutcome.PAUSED).all() for one in late)
    downs = _range(one.range(one.downtime_s) for one in (*soon, *(late if ends else ())))
    if not ends:
        return PlatformEstimate(Platform.AZURE_LOCAL, None, totals, (0.0, downs[1]), unknown=unknown, opened_by=opened)
    if all((one.downtime_s <= SHORT_S).mean() >= CERTAIN for one in late):
        outcome = MigrationOutcome.CONVERGES
        return PlatformEstimate(Platform.AZURE_LOCAL, outcome, totals, downs, unknown=unknown, opened_by=opened)
    return PlatformEstimate(Platform.AZURE_LOCAL, None, totals, downs, unknown=unknown, stopped_by=limit, opened_by=opened)


def _passes(tried: Sequence[Scenario], spread: Spread | None, limit: float) -> list[_Tried]:
    """The loop without a stop rule: so many passes, then the guest stops."""
    return _try(tried, spread, lambda rules: replace(rules, downtime_limit=0.0, pass_limit=limit))


def with_device(found: PlatformEstimate, scenario: Scenario, facts: Facts, known: Known) -> PlatformEstimate:
    """The answer for a VM with a device: the blockers first, then the standstill that is published for it, else no downtime."""
    answer = moves(scenario.device, found.platform, known.blockers)
    release = known.releases.get(found.platform)
    early = [release.refuses[trait] for trait in scenario.device.traits if release is not None and trait in release.refuses]
    if early:
        answer = DeviceAnswer(Movement.REFUSED, tuple(known.blockers[id_] for id_ in early))
    none = (np.nan, np.nan)
    if answer.movement is Movement.REFUSED:
        return PlatformEstimate(found.platform, None, none, none, device=answer)
    if scenario.device is not Device.VGPU:
        return replace(found, device=answer)
    table = table_of(known.stuns, scenario.device, known.release(found.platform))
    at_least = (found.total_s[0], np.inf)
    if table is None:
        return replace(found, device=answer, total_s=at_least, downtime_s=none)
    low, high = stun(table, scenario)
    limit = facts[Behaviour.SWITCHOVER_LIMIT].value or np.inf
    if low > limit or times_out(table, scenario):
        return PlatformEstimate(found.platform, None, none, none, device=answer, stun_table=table, fails=True)
    total = found.total_s[0] + low, found.total_s[1] + high
    return replace(found, device=answer, total_s=total, downtime_s=(low, high), stun_table=table, may_fail=high > limit)


def side_by_side(
    scenario: Scenario, profiles: Iterable[ProfileFact], known: Known | None = None, spread: Spread | None = None
) -> list[PlatformEstimate]:
    """The three platforms' answers, in their fixed order; over the draws of `spread`, without one from the inputs as they are."""
    profiles, known = list(profiles), known or Known()
    found = []
    for platform, on in ((Platform.VSPHERE, on_vsphere), (Platform.OVE, on_ove), (Platform.AZURE_LOCAL, on_azure_local)):
        facts = facts_of(profiles, platform, known.release(platform))
        setup = known.setup_s if known.setup_s is not None else facts[Behaviour.SETUP].value or 0.0
        ends = (facts[Behaviour.SETUP].low, facts[Behaviour.SETUP].high) if known.setup_s is None else (0, 0)
        own = replace(scenario, setup_s=setup, setup_low_s=ends[0] or 0.0, setup_high_s=ends[1] or 0.0)
        there = scenario if platform is Platform.OVE else own
        found.append(with_device(on(there, facts, spread), there, facts, known))
    return found
