"""The same drain under different limits, side by side: each platform's defaults, and the reader's own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import DrainTopic, Platform
from domain.drain.band import Band
from domain.drain.copy_times import Way, way
from domain.drain.fields import Repeats, repeats, rule
from domain.drain.one_host import Remedy
from domain.drain.plan import Drained, DrainPlan, VmOutcome
from domain.drain.rolling_upgrade import Upgraded
from domain.live_migration.devices import Device, Movement, moves
from domain.live_migration.platforms import facts_of

DEADLINE = "timeout-per-gib"
"""The setting of data/live_migration.yaml whose default is a release's deadline."""


@dataclass(frozen=True)
class DrainCase:
    """Limits to reckon with."""

    id: str
    label: str
    platform: Platform
    outbound: int
    """Most migrations at once from a host."""
    inbound: int | None
    """Most migrations at once to a host; None is no limit."""
    cluster: int | None
    """Most migrations at once in the cluster; None is no limit."""
    completion_timeout_per_gib: float = 0.0
    """The deadline of a copy in seconds for each counted GB, 0 for none."""
    way: Way = field(default_factory=Way)
    """How the platform's copies end."""
    repeats: Repeats = field(default_factory=Repeats)
    """What follows a failed migration."""
    refused: frozenset[Device] = frozenset()
    """Devices with which a VM does not move, by the platform's blockers."""
    before_s: float | None = None
    """What an upgrade takes before its first host; None where it is not published."""

    @property
    def at_once(self) -> str:
        """The limits in words."""
        parts = [(self.outbound, "from a host"), (self.inbound, "to a host"), (self.cluster, "in the cluster")]
        return ", ".join(f"{number} {where}" for number, where in parts if number)


@dataclass(frozen=True)
class DrainAnswer:
    """What a case leads to; `limits` are all that hold the drain up, the gravest first."""

    case: DrainCase
    plan: DrainPlan
    drained: Drained
    limits: tuple[Remedy, ...]
    upgraded: Upgraded
    before_s: float | None
    """What comes before the first host; None where it is not published, and then not counted."""
    host_band: Band
    """Between which the time of the host lies, as far as the inputs are guesses."""
    cluster_band: Band
    """Of the whole upgrade."""
    host: str = ""
    """Of a list that names hosts, the one that is drained: the fullest."""

    @property
    def whole_s(self) -> float:
        """The upgrade with what comes before its first host."""
        return self.upgraded.finish_s + (self.before_s or 0.0)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """The gravest limit, and the gravest setting after it, else the limit that comes next."""
        return self.limits[:1] + tuple(sorted(self.limits[1:], key=lambda one: not one.limit.setting)[:1])

    @property
    def left(self) -> int:
        """VMs that stay on the host."""
        return self.drained.count(VmOutcome.LEFT)

    @property
    def unsure(self) -> tuple[str, ...]:
        """Kinds of VMs whose copies rest on what is said of the platform."""
        return tuple(dict.fromkeys(self.drained.unsure + self.upgraded.unsure))


def default_cases(catalog: Catalog) -> list[DrainCase]:
    """Every default, in the catalogue's order; on OVE with the deadline of the release that the row names."""
    cases = []
    for row in catalog.drain_defaults.values():
        limits = (row.outbound_per_node, row.inbound_per_node, row.per_cluster)
        deadline = float(catalog.migration_products[row.product].defaults[DEADLINE]) if row.product else 0.0
        ends = way(row.platform, facts_of(catalog.migration_profiles.values(), row.platform))
        first = rule(catalog.drain_rules.values(), DrainTopic.BEFORE, row.platform)
        before = None if first is None or first.value is None else 60 * first.value
        cases.append(
            DrainCase(
                *(row.id, row.label, row.platform, *limits, deadline, ends),
                repeats=repeats(catalog, row.platform),
                refused=refused(catalog, row.platform),
                before_s=before,
            )
        )
    return cases


def refused(catalog: Catalog, platform: Platform) -> frozenset[Device]:
    """The devices with which the platform moves no VM."""
    return frozenset(d for d in Device if moves(d, platform, catalog.blockers).movement is Movement.REFUSED)


def own_case(start: DrainCase, outbound: int, inbound: int, cluster: int) -> DrainCase:
    """The case with the reader's numbers, 0 keeping its own; a platform that counts both ends of a migration keeps doing so."""
    if not outbound and not inbound and not cluster:
        return start
    return replace(
        start,
        label=f"{start.label}, with your limits",
        outbound=outbound or start.outbound,
        inbound=inbound or (outbound if start.inbound and outbound else start.inbound),
        cluster=cluster or start.cluster,
    )
