"""How long until a host is empty, and what holds it up: decided by draining it once more with each limit half as tight.

Not without the limit: copies of guests that write do not end when all of them share a link, so that would help nobody.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from domain.drain.plan import Drained, DrainPlan, Ended, Journey, Try, VmOutcome
from domain.drain.simulation import Run

ALONE = 0.5
"""The share of a drain's time that one VM must cost to be named before the link: an ordering of ours, not a measurement."""

NOTICED = 0.01
"""The share of a drain's time that easing a limit must save for it to be called one."""


class DrainLimit(StrEnum):
    """What can hold up a drain. Where two save the same time, the earlier one is named: it is the easier one to change."""

    NODE = "per node"
    CLUSTER = "per cluster"
    BOTH = "per node and per cluster"
    TARGET = "per target"
    SHARED = "copies that share the link"
    DEADLINE = "deadline"
    CAP = "cap per migration"
    LINK = "link"
    SETUP = "setup time"
    FAILURES = "failures"
    SHUTDOWN = "shutdown time"
    ONE_VM = "one large VM"


FIELDS: Mapping[DrainLimit, tuple[str, ...]] = {
    DrainLimit.NODE: ("outbound",),
    DrainLimit.CLUSTER: ("cluster",),
    DrainLimit.BOTH: ("outbound", "cluster"),
    DrainLimit.TARGET: ("inbound",),
    DrainLimit.CAP: ("cap",),
    DrainLimit.LINK: ("link",),
    DrainLimit.SETUP: ("setup_s",),
    DrainLimit.FAILURES: ("failure",),
    DrainLimit.SHUTDOWN: ("shutdown_s",),
}
"""The numbers of a plan that a limit is; the other limits are its VMs'."""

BOTH_ENDS = (DrainLimit.NODE, DrainLimit.BOTH)
"""Limits that are of the arriving migrations too, where as many may arrive as leave: one setting counts both ends then."""

HALVED = ("setup_s", "failure", "shutdown_s")
"""Numbers that hold up the more the larger they are."""


class End(NamedTuple):
    """When a drain is over, how many VMs stay behind, and whether no copy rests on what is said of the platform."""

    seconds: float
    left: int
    sure: bool


@dataclass(frozen=True)
class Remedy:
    """The drain with a limit half as tight: `end`, `saved_s` sooner than now, with `freed` VMs fewer left behind."""

    limit: DrainLimit
    end: End
    saved_s: float
    freed: int


def drain(plan: DrainPlan) -> Drained:
    """Empty the host. VMs start in the order given, each to the host with the fewest VMs."""
    run = Run(plan, plan.targets + 1).go()
    tries: dict[int, list[Try]] = defaultdict(list)
    for attempt in run.tries:
        tries[attempt.vm].append(attempt)
    journeys = tuple(_journey(plan, number, tries[number], run.stopped) for number in range(len(plan.vms)))
    return Drained(run.results()[0].empty_s, journeys, run.peak, plan.unsure(run.tries))


def _journey(plan: DrainPlan, number: int, tries: list[Try], stopped: dict[int, float]) -> Journey:
    vm = plan.vms[number]
    if number in stopped:
        return Journey(vm.name, vm.kind, vm.ram_bytes, VmOutcome.STOPPED, 0.0, 0.0, stopped[number], None)
    last = tries[-1]
    outcome = VmOutcome.MOVED if last.done else VmOutcome.LEFT
    target = last.target if last.done else None
    return Journey(vm.name, vm.kind, vm.ram_bytes, outcome, tries[0].start_s, last.copy_s, last.end_s, target, tuple(tries))


def limits(plan: DrainPlan, drained: Drained | None = None) -> tuple[Remedy, ...]:
    """What holds the drain up, the gravest first: what easing it saves, or first of all, how many VMs it would free.

    A limit that saves less than NOTICED is not one, nor one that only saves time where VMs stay behind. A single VM that costs
    more than ALONE of the time stands first. `drained` is the plan's drain, where it is known already.
    """
    drained = drained or drain(plan)
    whole, stay = drained.finish_s, drained.count(VmOutcome.LEFT)
    tried = [Remedy(limit, over, whole - over.seconds, stay - over.left) for limit, over in _tried(plan, drained)]
    found = [one for one in tried if one.freed > 0 or (not stay and not one.end.left and one.saved_s > NOTICED * whole)]
    return tuple(sorted(found, key=lambda one: (-one.freed, not _outweighs(one, whole), -_gain(one, whole))))


def _tried(plan: DrainPlan, drained: Drained) -> Iterator[tuple[DrainLimit, End]]:
    for limit in binding(plan, drained):
        yield limit, end(eased(plan, limit))


def end(plan: DrainPlan) -> End:
    """How the drain ends, without each VM's way."""
    run = Run(plan, plan.targets + 1).go()
    return End(run.results()[0].empty_s, len(run.left), not plan.unsure(run.tries))


def _gain(remedy: Remedy, whole: float) -> float:
    """What it saves as a part of the drain, to a thousandth: a smaller difference is none."""
    return round(remedy.saved_s / whole, 3) if whole else 0.0


def _outweighs(remedy: Remedy, whole: float) -> bool:
    return remedy.limit is DrainLimit.ONE_VM and remedy.saved_s > ALONE * whole


def binding(plan: DrainPlan, drained: Drained) -> list[DrainLimit]:
    """The limits that can have bound this drain; the others are not there, another is as low, or it never came to them."""
    movers, moving = len(plan.movers), [j for j in drained.journeys if j.outcome is not VmOutcome.STOPPED]
    node, cluster = (math.inf if n is None else min(n, movers) for n in (plan.outbound, plan.cluster))
    target = math.inf if plan.inbound is None else min(plan.inbound * plan.targets, movers)
    full = {limit for limit in (node, cluster, target) if drained.peak == limit < movers}
    endings = {attempt.ended for journey in moving for attempt in journey.tries}
    slow = bool(endings & {Ended.OVERDUE, Ended.ENDLESS})
    binds = {
        DrainLimit.NODE: node in full and node < cluster,
        DrainLimit.CLUSTER: cluster in full and cluster < node,
        DrainLimit.BOTH: node in full and node == cluster,
        DrainLimit.TARGET: target in full and target < min(node, cluster),
        DrainLimit.SHARED: slow and at_once(plan) > 1,
        DrainLimit.DEADLINE: slow and any(math.isfinite(vm.deadline_s) for vm in plan.vms),
        DrainLimit.CAP: plan.cap < plan.link,
        DrainLimit.LINK: movers > 0,
        DrainLimit.SETUP: movers > 0 and plan.setup_s > 0,
        DrainLimit.FAILURES: Ended.FAILED in endings,
        DrainLimit.SHUTDOWN: len(moving) < len(plan.vms) and drained.finish_s <= plan.shutdown_s,
        DrainLimit.ONE_VM: movers > 1 and not drained.count(VmOutcome.LEFT),
    }
    return [limit for limit in DrainLimit if binds[limit]]


def at_once(plan: DrainPlan) -> int:
    """Most migrations that leave the host together."""
    return min(n for n in (plan.outbound, plan.cluster, len(plan.movers)) if n is not None)


def largest(plan: DrainPlan) -> int:
    """Place in `plan.vms` of the VM that moves and takes longest by itself. ValueError if none moves."""
    return max((n for n, vm in enumerate(plan.vms) if vm.migratable), key=lambda n: plan.vms[n].seconds(plan.share(1)))


def eased(plan: DrainPlan, limit: DrainLimit) -> DrainPlan:
    """The plan with the limit half as tight, as somebody could order it: twice the link, twice as many, half the setup.

    Copies that share the link go one after another then; of one large VM it is the plan without it.
    """
    if limit is DrainLimit.ONE_VM:
        gone = largest(plan)
        return replace(plan, vms=plan.vms[:gone] + plan.vms[gone + 1 :])
    if limit is DrainLimit.DEADLINE:
        return replace(plan, vms=tuple(replace(vm, deadline_s=2 * vm.deadline_s) for vm in plan.vms))
    if limit is DrainLimit.SHARED:
        return replace(plan, outbound=1)
    names = FIELDS[limit] + (("inbound",) if limit in BOTH_ENDS and plan.inbound == plan.outbound else ())
    changes: dict[str, Any] = {}
    for name in names:
        if (number := getattr(plan, name)) is not None:
            changes[name] = number / 2 if name in HALVED else number * 2
    return replace(plan, **changes)
