"""What would help, ranked by effect; each change is computed by the estimator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.migration.guest import Outcome
from domain.migration.many import together
from domain.migration.scenario import Scenario

FASTER = (10.0, 25.0, 100.0)
"""Ethernet speeds, Gbit/s, that an architect can order: the quick reference's own three."""

QUIET = 4.0
"""A quiet hour: a quarter of the writes. An assumption, named where it is shown."""

LONGER_MS = 1000.0
"""A second's standstill: what vMotion is designed to stay below (see the key number live-migration-downtime)."""


@dataclass(frozen=True)
class Change:
    """A change, in words, and what the migration then does. Times in seconds, `throttle` the highest share of vCPU time taken."""

    what: str
    outcome: Outcome
    total_s: float
    downtime_s: float
    throttle: float = 0.0

    @property
    def rank(self) -> tuple[bool, float, float]:
        """Smaller is better: ends on the target, without a pause longer than the rest of them, sooner."""
        return self.outcome >= Outcome.ABORTED, self.total_s, self.downtime_s


def answers(asked: Sequence[tuple[str, Scenario]]) -> list[Change]:
    """What each scenario leads to, in the order given; those that differ in numbers only are computed in one go."""
    found = together([scenario for _, scenario in asked])
    return [
        Change(what, Outcome(int(outcome)), float(total), float(down), float(throttle))
        for (what, _), outcome, total, down, throttle in zip(
            asked, found.outcome, found.total_s, found.downtime_s, found.throttle, strict=True
        )
    ]


def changes(scenario: Scenario) -> list[tuple[str, Scenario]]:
    """Every change that this scenario leaves room for, in words."""
    found: list[tuple[str, Scenario]] = []
    if scenario.cap_mib_s and scenario.bandwidth < scenario.link_bytes_s:
        found.append(("no bandwidth cap", scenario.but(cap_mib_s=0)))
    if scenario.stream_gbps and scenario.stream_gbps < scenario.link_gbps * scenario.usable_percent / 100:
        found.append(("a stream as fast as the link", scenario.but(stream_gbps=0)))
    faster = next((speed for speed in FASTER if speed > scenario.link_gbps), None)
    if faster is not None:
        found.append((f"{faster:g} Gbit/s", scenario.but(link_gbps=faster)))
    if scenario.dirty_mb_s:
        found.append(("a quiet hour, a quarter of the writes", scenario.but(dirty_mb_s=scenario.dirty_mb_s / QUIET)))
    if scenario.downtime_ms < LONGER_MS:
        found.append((f"a downtime limit of {LONGER_MS:g} ms", scenario.but(downtime_ms=LONGER_MS)))
    if not scenario.auto_converge:
        found.append(("auto-converge", scenario.but(auto_converge=True)))
    if not scenario.post_copy and not scenario.vfio:
        found.append(("post-copy at the deadline", scenario.but(post_copy=True, disruption=None)))
    return found


def advice(scenario: Scenario) -> list[Change]:
    """The changes that end sooner or end at all, best first; none for a guest that already takes the shortest way."""
    now, *tried = answers([("as it is", scenario), *changes(scenario)])
    useful = [
        change for change in tried if change.rank[0] < now.rank[0] or (change.rank[0] == now.rank[0] and _sooner(change, now))
    ]
    return sorted(useful, key=lambda change: change.rank)


def _sooner(change: Change, now: Change) -> bool:
    """At least a twentieth sooner: less than the model's own error is no advice."""
    return change.total_s < 0.95 * now.total_s
