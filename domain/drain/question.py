"""What a drain window is asked, whichever limits it is reckoned with, and the answer under each case's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from domain.drain.cases import DrainAnswer, DrainCase
from domain.drain.copy_times import copy_times
from domain.drain.one_host import drain, limits
from domain.drain.plan import DrainPlan, Vm
from domain.drain.rolling_upgrade import upgrade
from domain.drain.vm_classes import VmClass
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.guest import Guest

MOST_MOVES = 600
"""Migrations of a rolling upgrade that are simulated for a case; a larger one is projected, so that no visitor waits."""


@dataclass(frozen=True)
class DrainQuestion:
    """The VMs of a host, the network and the cluster; ranges as `upgrade`.

    `plan`: the drain without VMs and limits. `parallel`: hosts upgraded at once, at most all but one. `working_share`: the part
    of its memory that a VM writes again and again where its class does not say (0 to 1). `completion_timeout_per_gib`: the
    deadline where a case has one, in seconds for each counted GB; 0 for none, None for each case's own.
    """

    classes: tuple[VmClass, ...]
    plan: DrainPlan
    reboot_s: float
    parallel: int
    working_share: float
    completion_timeout_per_gib: float | None = None

    def deadline(self, case: DrainCase) -> float:
        """Seconds for each counted GB after which the case gives a copy up; 0 if it does not."""
        own = self.completion_timeout_per_gib
        return own if own is not None and case.completion_timeout_per_gib else case.completion_timeout_per_gib


def vms(question: DrainQuestion, case: DrainCase) -> tuple[Vm, ...]:
    """Each VM of the classes with its copy time and its deadline; those of one class are numbered."""
    guests = _guests(question)
    distinct = tuple(dict.fromkeys(guests))
    times = dict(zip(distinct, copy_times(distinct, question.plan.link, case.way), strict=True))
    completion_timeout_per_gib, found = question.deadline(case), []
    for c, guest in zip(question.classes, guests, strict=True):
        time, late = times[guest], float(kubevirt.deadline(c.ram_bytes, completion_timeout_per_gib))
        names = [f"{c.name} no. {n}" for n in range(1, c.count + 1)] if c.count > 1 else [c.name]
        found += [
            Vm(name, c.ram_bytes, time, kind=c.name, migratable=c.migratable, deadline_s=late, known_from=time.known_from)
            for name in names
        ]
    return tuple(found)


@lru_cache(maxsize=16)
def _guests(question: DrainQuestion) -> tuple[Guest, ...]:
    """A VM of each class as a migration sees it, whatever the case."""
    return tuple(
        Guest(c.ram_bytes, c.dirty, c.ram_bytes * question.working_share if c.working_set is None else c.working_set)
        for c in question.classes
    )


def plan(question: DrainQuestion, case: DrainCase) -> DrainPlan:
    """The question under the case's limits."""
    return replace(
        question.plan,
        vms=vms(question, case),
        outbound=case.outbound,
        inbound=case.inbound,
        cluster=case.cluster,
        completion_timeout_per_gib=question.deadline(case),
    )


@lru_cache(maxsize=64)
def answer(question: DrainQuestion, case: DrainCase) -> DrainAnswer:
    """The host drained and the cluster upgraded. Remembered for each case: another one beside it changes nothing here."""
    asked = plan(question, case)
    drained = drain(asked)
    upgraded = upgrade(asked, question.reboot_s, min(question.parallel, asked.targets), MOST_MOVES)
    return DrainAnswer(case, asked, drained, limits(asked, drained), upgraded)
