"""The same drain under different limits, side by side: each platform's defaults, and the reader's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.catalog.measured import DrainDefault
from domain.catalog.vocabulary import Platform
from domain.migration.drain.limits import Lift, Limit, drain, eased, end, limits
from domain.migration.drain.plan import Drained, Outcome, Plan
from domain.migration.drain.rolling import Upgraded, upgrade

SETTINGS = (Limit.NODE, Limit.CLUSTER, Limit.BOTH, Limit.CAP)
"""Limits that are somebody's choice, and cost nothing to change."""


class Remedy(NamedTuple):
    """A limit, how long the drain takes with it eased, and how many VMs stay behind then."""

    limit: Limit
    seconds: float
    left: int


@dataclass(frozen=True)
class Case:
    """Limits to reckon with: migrations at once from a host, to a host and in the cluster; None is no limit."""

    id: str
    label: str
    platform: Platform
    outbound: int
    inbound: int | None
    cluster: int | None

    @property
    def at_once(self) -> str:
        """The limits in words."""
        parts = [(self.outbound, "from a host"), (self.inbound, "to a host"), (self.cluster, "in the cluster")]
        return ", ".join(f"{number} {where}" for number, where in parts if number)


@dataclass(frozen=True)
class Answer:
    """What a case leads to. `remedies`: for the gravest limit, and for the gravest setting, else the limit that comes next."""

    case: Case
    plan: Plan
    drained: Drained
    limits: tuple[Lift, ...]
    remedies: tuple[Remedy, ...]
    upgraded: Upgraded

    @property
    def left(self) -> int:
        """VMs that stay on the host."""
        return self.drained.count(Outcome.LEFT)


def default_case(row: DrainDefault) -> Case:
    """A platform's default."""
    return Case(row.id, row.label, row.platform, row.outbound_per_node, row.inbound_per_node, row.per_cluster)


def own_case(start: Case, outbound: int, cluster: int) -> Case:
    """The case with the reader's numbers, 0 keeping its own; a platform that counts both ends of a migration keeps doing so."""
    if not outbound and not cluster:
        return start
    return replace(
        start,
        label=f"{start.label}, with your limits",
        outbound=outbound or start.outbound,
        inbound=outbound if start.inbound and outbound else start.inbound,
        cluster=cluster or start.cluster,
    )


def reckon(plan: Plan, case: Case, reboot_s: float, at_once: int, most_moves: int | None = None) -> Answer:
    """Drain and upgrade the plan under the case's limits; the plan's own are replaced. Ranges as `Plan` and `upgrade`."""
    plan = replace(plan, outbound=case.outbound, inbound=case.inbound, cluster=case.cluster)
    found = limits(plan)
    names = [lift.limit for lift in found]
    tried = names[:1] + sorted(names[1:], key=lambda limit: limit not in SETTINGS)[:1]
    remedies = tuple(Remedy(limit, *end(eased(plan, limit))) for limit in tried)
    return Answer(case, plan, drain(plan), found, remedies, upgrade(plan, reboot_s, at_once, most_moves))
