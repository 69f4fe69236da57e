"""What can hold up a drain, a row a limit: when it can have bound, how it is eased by half, and what both are called."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.drain.plan import Drained, DrainPlan, Ended, VmOutcome


class Reached:
    """What a plan's drain came to: how many migrations at once each limit allows (infinite where there is none), and the peak."""

    def __init__(self, plan: DrainPlan, drained: Drained) -> None:
        self.plan, self.drained, self.movers = plan, drained, len(plan.movers)
        arriving = None if plan.inbound is None else plan.inbound * plan.targets
        allowed = (plan.outbound, plan.cluster, arriving)
        self.node, self.cluster, self.target = (math.inf if n is None else min(n, self.movers) for n in allowed)
        self.endings = {attempt.ended for journey in drained.journeys for attempt in journey.tries}

    def full(self, at_once: float) -> bool:
        """So many ran, and more were waiting."""
        return self.drained.peak == at_once < self.movers

    @property
    def slow(self) -> bool:
        """A copy met its deadline, or would never have ended."""
        return bool(self.endings & {Ended.OVERDUE, Ended.ENDLESS})


@dataclass(frozen=True)
class DrainLimit:
    """What can hold up a drain."""

    id: str
    binds: Callable[[Reached], bool]
    """Whether it can have bound the drain; else it is not there, another is as low, or the drain never came to it."""
    eased: Callable[[DrainPlan], DrainPlan]
    """The plan with it half as tight, as somebody could order it."""
    name: str
    """What it is called, with the numbers of `plan`."""
    ease: str
    """How it is eased, with the numbers of the `eased` plan."""
    setting: bool = False
    """It is somebody's choice, and costs nothing to change."""
    one_vm: bool = False
    """It is a single VM, which is named with it."""

    def __reduce__(self) -> tuple[Callable[[str], DrainLimit], tuple[str]]:
        """Another process has the same limits: it is told which one this is."""
        return limit_of, (self.id,)


def limit_of(id_: str) -> DrainLimit:
    """The limit of this id."""
    return next(limit for limit in LIMITS if limit.id == id_)


def _scaled(plan: DrainPlan, factor: float, *names: str) -> DrainPlan:
    """The plan with these numbers multiplied; what is no limit stays none."""
    changes: dict[str, Any] = {name: factor * n for name in names if (n := getattr(plan, name)) is not None}
    return replace(plan, **changes)


def _both_ends(plan: DrainPlan, *names: str) -> DrainPlan:
    """Twice as many, of the arriving migrations too where as many may arrive as leave: one setting counts both ends then."""
    return _scaled(plan, 2, *names, *(["inbound"] if plan.inbound == plan.outbound else []))


def _without_largest(plan: DrainPlan) -> DrainPlan:
    gone = plan.vms.index(plan.largest)
    return replace(plan, vms=plan.vms[:gone] + plan.vms[gone + 1 :])


def _later_deadlines(plan: DrainPlan) -> DrainPlan:
    vms = tuple(replace(vm, deadline_s=2 * vm.deadline_s) for vm in plan.vms)
    return replace(_scaled(plan, 2, "completion_timeout_per_gib"), vms=vms)


LIMITS = (
    DrainLimit(
        "per node",
        binds=lambda it: it.full(it.node) and it.node < it.cluster,
        eased=lambda plan: _both_ends(plan, "outbound"),
        name="the limit of {plan.outbound} from a host",
        ease="with {eased.outbound}",
        setting=True,
    ),
    DrainLimit(
        "per cluster",
        binds=lambda it: it.full(it.cluster) and it.cluster < it.node,
        eased=lambda plan: _scaled(plan, 2, "cluster"),
        name="the limit of {plan.cluster} in the cluster",
        ease="with {eased.cluster}",
        setting=True,
    ),
    DrainLimit(
        "per node and per cluster",
        binds=lambda it: it.full(it.node) and it.node == it.cluster,
        eased=lambda plan: _both_ends(plan, "outbound", "cluster"),
        name="the limit of {plan.outbound}, from a host and in the cluster",
        ease="with {eased.outbound} for both",
        setting=True,
    ),
    DrainLimit(
        "per target",
        binds=lambda it: it.full(it.target) and it.target < min(it.node, it.cluster),
        eased=lambda plan: _scaled(plan, 2, "inbound"),
        name="the limit of {plan.inbound} to a host",
        ease="with {eased.inbound}",
        setting=True,
    ),
    DrainLimit(
        "copies that share the link",
        binds=lambda it: it.slow and it.plan.at_once > 1,
        eased=lambda plan: replace(plan, outbound=1),
        name="that {plan.at_once} copies share the link",
        ease="one after another",
        setting=True,
    ),
    DrainLimit(
        "deadline",
        binds=lambda it: it.slow and any(math.isfinite(vm.deadline_s) for vm in it.plan.vms),
        eased=_later_deadlines,
        name="the deadline of {plan.deadline}",
        ease="with {eased.deadline}",
        setting=True,
    ),
    DrainLimit(
        "cap per migration",
        binds=lambda it: it.plan.cap < it.plan.link,
        eased=lambda plan: _scaled(plan, 2, "cap"),
        name="the cap on each migration",
        ease="with twice as much",
        setting=True,
    ),
    DrainLimit(
        "link",
        binds=lambda it: it.movers > 0,
        eased=lambda plan: _scaled(plan, 2, "link"),
        name="the link",
        ease="with twice the rate",
    ),
    DrainLimit(
        "setup time",
        binds=lambda it: it.movers > 0 and it.plan.setup_s > 0,
        eased=lambda plan: _scaled(plan, 0.5, "setup_s"),
        name="the {plan.setup} before each copy",
        ease="with half of that",
    ),
    DrainLimit(
        "failures",
        binds=lambda it: Ended.FAILED in it.endings,
        eased=lambda plan: _scaled(plan, 0.5, "failure"),
        name="failed attempts",
        ease="with half as many",
    ),
    DrainLimit(
        "shutdown time",
        binds=lambda it: it.drained.count(VmOutcome.STOPPED) > 0 and it.drained.finish_s <= it.plan.shutdown_s,
        eased=lambda plan: _scaled(plan, 0.5, "shutdown_s"),
        name="the shutdown of what cannot move",
        ease="in half the time",
    ),
    DrainLimit(
        "one large VM",
        binds=lambda it: it.movers > 1 and not it.drained.count(VmOutcome.LEFT),
        eased=_without_largest,
        name="one large VM",
        ease="without it",
        one_vm=True,
    ),
)
"""Where two save the same time, the earlier one is named: it is the easier one to change."""
