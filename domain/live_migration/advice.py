"""What would help, ranked by effect; each change is computed by the estimator."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, NamedTuple

from domain.live_migration.engine import kubevirt
from domain.live_migration.estimates import MigrationEstimate, estimate, estimates
from domain.live_migration.scenario import Scenario
from domain.quantities.units import GIB
from domain.quantities.wording import duration_in_words

QUIET = 4.0
"""A quiet hour: a quarter of the writes. An assumption, named where it is shown."""

LONG_S = 1.0
"""A downtime that is felt: vMotion is designed to stay below a second (the key number live-migration-downtime)."""

SOONER = 0.95
"""At least a twentieth sooner: less than the model's own error is no advice."""

MOST_PAIRS = 3
"""Pairs that are shown where no single change helps."""

LINK, DEADLINE, POST_COPY, PAUSE = "link", "deadline", "post-copy", "pause"
"""Kinds of which several are tried: of the first two, the smallest change that helps is shown."""

LOST = "if the target host or the link fails meanwhile, the VM is lost and must restart"
"""What post-copy risks (live_migration/post-copy)."""

ONE_STREAM = "this release then sends over one stream"
"""Before KubeVirt 1.9 (live_migration/post-copy)."""

SLOWED = "only if its writes fall with its vCPU time; a guest at 20 % CPU load writes the same until more than 80 % is taken"
"""What auto-converge takes: a throttle of s leaves the vCPUs 1 - s of the time, and only what they need beyond it is lost."""

FILLED = "assumes that eight streams fill the link"


@dataclass(frozen=True)
class Change:
    """A change that can be made, in words: the fields of the scenario that it sets, its kind, and what it costs or assumes."""

    what: str
    sets: Mapping[str, Any] = field(hash=False)
    kind: str
    price: str = ""
    several: bool = False
    """More than one thing is changed."""

    def to(self, scenario: Scenario) -> Scenario:
        return replace(scenario, **self.sets)

    def with_(self, other: Change) -> Change:
        """Both at once."""
        price = "; ".join(part for part in (self.price, other.price) if part)
        sets, kind = {**self.sets, **other.sets}, f"{self.kind}+{other.kind}"
        return Change(f"{self.what}, and {other.what}", sets, kind, price, several=True)


class ChangeEffect(NamedTuple):
    """A change, and what the migration then does."""

    change: Change
    then: MigrationEstimate


def changes(
    scenario: Scenario, speeds: Iterable[float], deadlines: Iterable[float] = (), one_stream_gbps: float = 0
) -> list[Change]:
    """Every change that this scenario leaves room for.

    `speeds` of links that can be had, Gbit/s; `deadlines` that releases have by default, seconds for a counted GB;
    `one_stream_gbps`: what the one stream moves that this release leaves with post-copy, 0 if it keeps several.
    """
    return [
        *_path(scenario, sorted(speeds), bool(one_stream_gbps)),
        *_load(scenario),
        *_longer(scenario, sorted(deadlines)),
        *_at_deadline(scenario, sorted(deadlines), one_stream_gbps),
    ]


def _path(scenario: Scenario, speeds: Sequence[float], post_copy_takes_streams: bool) -> list[Change]:
    found = []
    if scenario.binds == "cap":
        found.append(Change("no bandwidth cap", {"bandwidth_per_migration_mib_s": 0}, "cap"))
    if not scenario.channels and scenario.binds != "link" and not (scenario.post_copy and post_copy_takes_streams):
        price = FILLED if scenario.binds == "stream" and not scenario.stream_low_gbps else ""
        sets = {"channels": True, "stream_gbps": scenario.stream_gbps * kubevirt.CHANNELS if scenario.stream_low_gbps else 0}
        found.append(Change("several streams: no CPU limit", sets, "stream", price))
    elif scenario.binds == "stream" and not scenario.stream_low_gbps:
        found.append(Change("a stream as fast as the link", {"stream_gbps": 0}, "stream"))
    return found + [Change(f"{speed:g} Gbit/s", {"link_gbps": speed}, LINK) for speed in speeds if speed > scenario.link_gbps]


def _load(scenario: Scenario) -> list[Change]:
    found = []
    if not scenario.auto_converge:
        found.append(Change("auto-converge", {"auto_converge": True}, "auto-converge", SLOWED))
    if scenario.dirty_mb_s:
        quiet = {"dirty_mb_s": scenario.dirty_mb_s / QUIET}
        found.append(Change("a quiet hour, a quarter of the writes", quiet, "quiet"))
    return found


def _longer(scenario: Scenario, deadlines: Sequence[float]) -> list[Change]:
    """Later deadlines, the nearest first; none at all is the last."""
    if not scenario.completion_timeout_per_gib:
        return []
    later = [seconds for seconds in deadlines if seconds > scenario.completion_timeout_per_gib]
    return [
        *(Change(_deadline(scenario, seconds), {"completion_timeout_per_gib": seconds}, DEADLINE) for seconds in later),
        Change("no deadline", {"completion_timeout_per_gib": 0}, DEADLINE),
    ]


def _at_deadline(scenario: Scenario, deadlines: Sequence[float], one_stream_gbps: float) -> list[Change]:
    """Post-copy, or with a VFIO device the pause: at the deadline there is, and at the shortest of the earlier ones."""
    kind, name = (PAUSE, "a pause") if scenario.vfio else (POST_COPY, "post-copy")
    sets: dict[str, object] = {"disruption": True} if scenario.vfio else {"post_copy": True, "disruption": True}
    price = "" if scenario.vfio else LOST
    if not scenario.vfio and scenario.channels and one_stream_gbps:
        ceiling = min(scenario.stream_gbps or one_stream_gbps, one_stream_gbps)
        sets |= {"channels": False, "stream_gbps": ceiling}
        price = f"{price}; {ONE_STREAM}"
    found = []
    is_so = scenario.rules.at_deadline == kind
    now, shortest = scenario.completion_timeout_per_gib, next(filter(None, deadlines), math.inf)
    if now and not is_so:
        found.append(Change(f"{name} at the deadline, after {_after(scenario, now)}", sets, kind, price))
    if shortest < (now or math.inf):
        early = {**({} if is_so else sets), "completion_timeout_per_gib": shortest}
        found.append(Change(f"{name} with {_deadline(scenario, shortest)}", early, f"early {kind}", price))
    return found


def _deadline(scenario: Scenario, seconds: float) -> str:
    return f"a deadline of {_after(scenario, seconds)} ({seconds:g} s per GB)"


def _after(scenario: Scenario, seconds: float) -> str:
    return duration_in_words(float(kubevirt.deadline(scenario.ram_gib * GIB, seconds)))


def advice(
    scenario: Scenario, speeds: Iterable[float], deadlines: Iterable[float] = (), one_stream_gbps: float = 0
) -> list[ChangeEffect]:
    """The changes that make it end, end sooner or with less downtime, best first; none for a guest that needs nothing.

    Two at once only where no single one makes it end. Parameters as in `changes`.
    """
    singles = changes(scenario, speeds, deadlines, one_stream_gbps)
    now = estimate(scenario)
    found = _helpful(now, singles, estimates([change.to(scenario) for change in singles]))
    if found or now.outcome.arrives:
        return found
    parts = [change for change in singles if POST_COPY not in change.kind and PAUSE not in change.kind]
    parts = [change for change in parts if change.kind != DEADLINE or not change.sets["completion_timeout_per_gib"]]
    pairs = [one.with_(other) for one, other in combinations(parts, 2) if one.kind != other.kind]
    return _helpful(now, pairs, estimates([pair.to(scenario) for pair in pairs]))[:MOST_PAIRS]


def _helpful(now: MigrationEstimate, offered: Sequence[Change], tried: Sequence[MigrationEstimate]) -> list[ChangeEffect]:
    """Those that help, best first; of links and of deadlines only the smallest that does."""
    found: dict[str, ChangeEffect] = {}
    for change, then in zip(offered, tried, strict=True):
        if change.kind not in found and _helps(then, now):
            found[change.kind] = ChangeEffect(change, then)
    return sorted(found.values(), key=lambda effect: rank(effect.then))


def rank(found: MigrationEstimate) -> tuple[bool, bool, bool, float, float]:
    """Smaller is better: ends on the target, without a downtime that is felt, by itself, sooner."""
    return not found.outcome.arrives, _is_long(found), not found.outcome.by_itself, found.total_s, found.downtime_s


def _is_long(found: MigrationEstimate) -> bool:
    return found.downtime_s > LONG_S


def _helps(then: MigrationEstimate, now: MigrationEstimate) -> bool:
    if not then.outcome.arrives or not now.outcome.arrives:
        return then.outcome.arrives
    if _is_long(then) != _is_long(now):
        return _is_long(now)
    if then.outcome.by_itself and not now.outcome.by_itself:
        return True
    return then.total_s < SOONER * now.total_s and (then.outcome.by_itself or not now.outcome.by_itself)
