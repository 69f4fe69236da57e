"""How long until a host is empty, and what holds it up: decided by draining it once more without each limit."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.migration.drain.events import Run
from domain.migration.drain.plan import Drained, Journey, Outcome, Plan, Try

ALONE = 0.5
"""The share of a drain's time that one VM must cost to be named before the link: an ordering of ours, not a measurement."""

NOTICED = 0.01
"""The share of a drain's time that lifting a limit must save to be called a limit."""


class Limit(StrEnum):
    """What can hold up a drain. Where two save the same time, the earlier one is named: it is the easier one to change."""

    NODE = "per node"
    CLUSTER = "per cluster"
    BOTH = "per node and per cluster"
    CAP = "cap per migration"
    LINK = "link"
    SETUP = "setup time"
    FAILURES = "failures"
    SHUTDOWN = "shutdown time"
    ONE_VM = "one large VM"


@dataclass(frozen=True)
class Lift:
    """The drain without one of its limits: `saved_s` sooner than with it, `freed` VMs fewer left behind."""

    limit: Limit
    saved_s: float
    freed: int
    without_s: float


def drain(plan: Plan) -> Drained:
    """Empty the host. VMs start in the order given, each to the host with the fewest VMs."""
    run = Run(plan, plan.targets + 1).go()
    tries: dict[int, list[Try]] = defaultdict(list)
    for attempt in run.tries:
        tries[attempt.vm].append(attempt)
    journeys = tuple(_journey(plan, number, tries[number], run.stopped) for number in range(len(plan.vms)))
    return Drained(run.results()[0].empty_s, journeys, run.peak)


def _journey(plan: Plan, number: int, tries: list[Try], stopped: dict[int, float]) -> Journey:
    vm = plan.vms[number]
    if number in stopped:
        return Journey(vm.name, vm.kind, vm.ram_bytes, Outcome.STOPPED, 0.0, 0.0, stopped[number], None)
    last = tries[-1]
    outcome = Outcome.MOVED if last.done else Outcome.LEFT
    target = last.target if last.done else None
    return Journey(vm.name, vm.kind, vm.ram_bytes, outcome, tries[0].start_s, last.copy_s, last.end_s, target, tuple(tries))


def limits(plan: Plan) -> tuple[Lift, ...]:
    """What holds the drain up, the gravest first: what lifting it saves, or first of all, how many VMs it would free.

    A limit that saves less than NOTICED is not one. A single VM that costs more than ALONE of the time stands first.
    """
    whole, stay = end(plan)
    lifts = []
    for limit in Limit:
        if changed := _lifted(plan, limit):
            without, left = end(changed)
            lifts.append(Lift(limit, whole - without, stay - left, without))
    found = [lift for lift in lifts if lift.freed > 0 or (lift.freed == 0 and lift.saved_s > NOTICED * whole)]
    return tuple(sorted(found, key=lambda lift: (-lift.freed, not _outweighs(lift, whole), -_gain(lift, whole))))


def end(plan: Plan) -> tuple[float, int]:
    """When the drain is over and how many VMs stay behind, without each VM's way."""
    run = Run(plan, plan.targets + 1).go()
    return run.results()[0].empty_s, len(run.left)


def _gain(lift: Lift, whole: float) -> float:
    """What lifting it saves as a part of the drain, to a thousandth: a smaller difference is none."""
    return round(lift.saved_s / whole, 3) if whole else 0.0


def _outweighs(lift: Lift, whole: float) -> bool:
    return lift.limit is Limit.ONE_VM and lift.saved_s > ALONE * whole


def _lifted(plan: Plan, limit: Limit) -> Plan | None:
    """The plan without the limit; None where it cannot bind, because it is not there or another is as low."""
    movers = len(plan.movers)
    node = plan.outbound if plan.outbound is not None else math.inf
    cluster = plan.cluster if plan.cluster is not None else math.inf
    binds = {
        Limit.NODE: node < min(cluster, movers),
        Limit.CLUSTER: cluster < min(node, movers),
        Limit.BOTH: node == cluster < movers,
        Limit.CAP: plan.cap < plan.link,
        Limit.LINK: movers > 0,
        Limit.SETUP: movers > 0 and plan.setup_s > 0,
        Limit.FAILURES: plan.failure > 0,
        Limit.SHUTDOWN: movers < len(plan.vms) and plan.shutdown_s > 0,
        Limit.ONE_VM: movers > 1,
    }
    if not binds[limit]:
        return None
    if limit is Limit.ONE_VM:
        return without_largest(plan)
    return replace(
        plan,
        outbound=None if limit in (Limit.NODE, Limit.BOTH) else plan.outbound,
        inbound=None if limit in (Limit.NODE, Limit.BOTH) else plan.inbound,
        cluster=None if limit in (Limit.CLUSTER, Limit.BOTH) else plan.cluster,
        cap=math.inf if limit is Limit.CAP else plan.cap,
        link=math.inf if limit is Limit.LINK else plan.link,
        setup_s=0.0 if limit is Limit.SETUP else plan.setup_s,
        failure=0.0 if limit is Limit.FAILURES else plan.failure,
        shutdown_s=0.0 if limit is Limit.SHUTDOWN else plan.shutdown_s,
    )


def largest(plan: Plan) -> int:
    """Place in `plan.vms` of the VM that moves and takes longest by itself. ValueError if none moves."""
    share = min(plan.link, plan.cap)
    return max((n for n, vm in enumerate(plan.vms) if vm.migratable), key=lambda n: plan.vms[n].seconds(share))


def without_largest(plan: Plan) -> Plan:
    """The plan without the VM that takes longest."""
    gone = largest(plan)
    return replace(plan, vms=plan.vms[:gone] + plan.vms[gone + 1 :])


def eased(plan: Plan, limit: Limit) -> Plan:
    """The plan with the limit half as tight, as somebody could order it: twice the link, twice as many, half the setup."""
    return replace(
        without_largest(plan) if limit is Limit.ONE_VM else plan,
        outbound=_twice(plan.outbound, limit in (Limit.NODE, Limit.BOTH)),
        inbound=_twice(plan.inbound, limit in (Limit.NODE, Limit.BOTH)),
        cluster=_twice(plan.cluster, limit in (Limit.CLUSTER, Limit.BOTH)),
        cap=plan.cap * 2 if limit is Limit.CAP else plan.cap,
        link=plan.link * 2 if limit is Limit.LINK else plan.link,
        setup_s=plan.setup_s / 2 if limit is Limit.SETUP else plan.setup_s,
        failure=plan.failure / 2 if limit is Limit.FAILURES else plan.failure,
        shutdown_s=plan.shutdown_s / 2 if limit is Limit.SHUTDOWN else plan.shutdown_s,
    )


def _twice(number: int | None, wanted: bool) -> int | None:
    return number * 2 if number is not None and wanted else number
