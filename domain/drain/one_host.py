"""How long until a host is empty, and what holds it up: decided by draining it once more with each limit half as tight.

Not without the limit: copies of guests that write do not end when all of them share a link, so that would help nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.drain.limits import LIMITS, DrainLimit, Reached
from domain.drain.plan import Drained, DrainPlan, Ended, Journey, Try, Vm, VmOutcome
from domain.drain.simulation import emptied

ALONE = 0.5
"""The share of a drain's time that one VM must cost to be named before the link: an ordering of ours, not a measurement."""

NOTICED = 0.01
"""The share of a drain's time that easing a limit must save for it to be called one."""


MANY_TARGETS = 8
"""Targets up to which a drain that is known already is taken as it is."""


class End(NamedTuple):
    """When a drain is over, how many VMs stay behind, and whether no copy rests on what is said of the platform."""

    seconds: float
    left: int
    sure: bool


@dataclass(frozen=True)
class Remedy:
    """The drain with a limit half as tight: `end`, `saved_s` sooner than now, with `freed` VMs fewer left behind."""

    limit: DrainLimit
    how: str
    """How the limit is eased, in words."""
    end: End
    saved_s: float
    freed: int


def drain(plan: DrainPlan) -> Drained:
    """Empty the host. VMs start in the order given, each to the host with the fewest VMs."""
    run = emptied(plan)
    tries: dict[int, list[Try]] = defaultdict(list)
    for attempt in run.tries:
        tries[attempt.vm].append(attempt)
    journeys = tuple(_journey(vm, tries[number], plan.shutdown_s) for number, vm in enumerate(plan.vms))
    return Drained(run.turns[0].empty_s, journeys, run.peak, plan.unsure(run.tries))


def _journey(vm: Vm, tries: Sequence[Try], shutdown_s: float) -> Journey:
    if not vm.migratable:
        return Journey(vm.name, vm.kind, vm.ram_bytes, VmOutcome.STOPPED, end_s=shutdown_s)
    first, last = tries[0], tries[-1]
    outcome, target = (VmOutcome.MOVED, last.target) if last.done else (VmOutcome.LEFT, None)
    return Journey(vm.name, vm.kind, vm.ram_bytes, outcome, first.start_s, last.copy_s, last.end_s, target, tuple(tries))


def limits(plan: DrainPlan, drained: Drained | None = None) -> tuple[Remedy, ...]:
    """What holds the drain up, the gravest first: what easing it saves, or first of all, how many VMs it would free.

    A limit that saves less than NOTICED is not one, nor one that only saves time where VMs stay behind. A single VM that costs
    more than ALONE of the time stands first. `drained` is the plan's drain, where it is known already.
    """
    drained = drained or drain(plan)
    whole, stay = drained.finish_s, drained.count(VmOutcome.LEFT)
    reached = Reached(plan, drained)
    tried = [_eased(plan, limit, whole, stay) for limit in LIMITS if limit.binds(reached)]
    found = [one for one in tried if one.freed > 0 or (not stay and not one.end.left and one.saved_s > NOTICED * whole)]

    def weight(one: Remedy) -> tuple[int, bool, float]:
        """What it saves counts as a part of the drain, to a thousandth: a smaller difference is none."""
        return one.freed, one.limit.one_vm and one.saved_s > ALONE * whole, round(one.saved_s / whole, 3) if whole else 0.0

    return tuple(sorted(found, key=weight, reverse=True))


def _eased(plan: DrainPlan, limit: DrainLimit, whole: float, stay: int) -> Remedy:
    eased = limit.eased(plan)
    over = end(eased)
    return Remedy(limit, limit.ease.format(eased=eased), over, saved_s=whole - over.seconds, freed=stay - over.left)


def end(plan: DrainPlan) -> End:
    """How the drain ends, without each VM's way.

    Of many targets no more are looked at than migrations can be under way: one of these is always free, and none has more copies
    than the host.
    """
    if plan.targets > max(plan.at_once, MANY_TARGETS):
        plan = replace(plan, targets=max(plan.at_once, 1))
    run = emptied(plan)
    return End(run.turns[0].empty_s, run.turns[0].left, not plan.unsure(run.tries))


def last_move(plan: DrainPlan) -> float:
    """Seconds until nothing moves any more; what is shut down meanwhile holds nothing up. 0 if nothing moves.

    A copy that would never end counts until it begins.
    """
    ends = (one.copy_s if one.ended is Ended.ENDLESS else one.end_s for one in emptied(plan).tries)
    return max(ends, default=0.0)
