"""What a drain window is asked, whichever limits it is reckoned with, and the plan of it under each case's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import DrainTopic
from domain.drain import fields
from domain.drain.cases import DrainCase
from domain.drain.copy_times import Tabulated, copy_times
from domain.drain.fields import Repeats
from domain.drain.plan import DrainPlan, Vm
from domain.drain.vm_classes import VmClass
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.guest import Guest
from domain.quantities import units


class Spread(NamedTuple):
    """Between which a number of the form is taken to lie, in its own unit, because it is an assumption."""

    field: str
    low: float
    high: float


@dataclass(frozen=True)
class DrainQuestion:
    """The VMs of a host, or of the hosts that the list names, the network and the cluster; ranges as `upgrade`.

    `plan`: the drain without VMs and limits. `parallel`: hosts upgraded at once, at most all but one. `working_share`: the part
    of its memory that a VM writes again and again where its class does not say (0 to 1). `completion_timeout_per_gib`: the
    deadline where a case has one, in seconds for each counted GB; 0 for none. It, `before_s` (what comes before the first host),
    `retries` and `backoff_s` are each case's own where they are None. `others`: the part of these VMs that each other host has
    (0 to 1). `spreads`: of the numbers that nobody gave.
    """

    classes: tuple[VmClass, ...]
    plan: DrainPlan
    reboot_s: float
    parallel: int
    working_share: float
    completion_timeout_per_gib: float | None = None
    before_s: float | None = None
    retries: float | None = None
    backoff_s: float | None = None
    others: float = 1.0
    spreads: tuple[Spread, ...] = ()

    def deadline(self, case: DrainCase) -> float:
        """Seconds for each counted GB after which the case gives a copy up; 0 if it does not."""
        own = self.completion_timeout_per_gib
        return own if own is not None and case.completion_timeout_per_gib else case.completion_timeout_per_gib

    def repeats(self, case: DrainCase) -> Repeats:
        """What follows a failed migration; a pause that is given stays as it is."""
        own = case.repeats if self.retries is None else replace(case.repeats, retries=self.retries)
        return own if self.backoff_s is None else replace(own, pause_s=self.backoff_s, grows_to_s=0.0)

    def before(self, case: DrainCase) -> float | None:
        return case.before_s if self.before_s is None else self.before_s


def from_values(catalog: Catalog, classes: tuple[VmClass, ...], values: Mapping[str, float]) -> DrainQuestion:
    """The question of a list of VMs and of numbers by the names and in the units of `fields.FIELDS`.

    For a number that is not given its start holds, and what is assumed of it. A list that names hosts
    says how many there are, unless another number is given. ValueError as `fields.in_range`.
    """
    begin = fields.starts(catalog)
    given = begin | fields.in_range(values)
    if given["hosts"] == begin["hosts"] and (named := len({vm.host for vm in classes})) > 1:
        given["hosts"] = named
    plan = DrainPlan(
        vms=(),
        link=given["link"] * units.GBIT,
        targets=int(given["hosts"]) - 1,
        cap=given["cap"] * units.GBIT or math.inf,
        setup_s=given["setup"],
        shutdown_s=given["shutdown"],
        failure=given["failure"] / 100,
    )
    before, retries = given.get("before"), given.get("retries")
    return DrainQuestion(
        classes,
        plan,
        reboot_s=60 * given["reboot"],
        parallel=int(given["parallel"]),
        working_share=given["set"] / 100,
        completion_timeout_per_gib=given.get("deadline"),
        before_s=None if before is None else 60 * before,
        retries=retries,
        backoff_s=given.get("backoff"),
        others=given["others"] / 100,
        spreads=_spreads(catalog, {name for name, value in begin.items() if given[name] == value}),
    )


def _spreads(catalog: Catalog, held: set[str]) -> tuple[Spread, ...]:
    """Of the numbers that still hold their start: between which the rows say that they lie."""
    found = []
    for name, one in fields.FIELDS.items():
        row = fields.rule(catalog.drain_rules.values(), one.topic) if one.topic and name in held else None
        if row and row.low is not None and row.high is not None and one.topic is not DrainTopic.PAUSE:
            found.append(Spread(name, row.low, row.high))
    return tuple(found)


def vms(question: DrainQuestion, case: DrainCase) -> tuple[Vm, ...]:
    """Each VM of the classes with its copy time and its deadline; those of one class are numbered."""
    return vms_of_shares(question, case, (question.working_share,))[0]


def vms_of_shares(question: DrainQuestion, case: DrainCase, shares: tuple[float, ...]) -> tuple[tuple[Vm, ...], ...]:
    """The same for each of several shares of memory that are written where a class does not say; the estimator is asked once."""
    guests = [_guests(question.classes, share) for share in shares]
    distinct = tuple(dict.fromkeys(guest for of_share in guests for guest in of_share))
    times = dict(zip(distinct, copy_times(distinct, question.plan.link, case.way, _most_copies(question, case)), strict=True))
    return tuple(_vms(question, case, [times[guest] for guest in of_share]) for of_share in guests)


def _vms(question: DrainQuestion, case: DrainCase, times: Sequence[Tabulated]) -> tuple[Vm, ...]:
    completion_timeout_per_gib, found = question.deadline(case), []
    for c, time in zip(question.classes, times, strict=True):
        late = float(kubevirt.deadline(c.ram_bytes, completion_timeout_per_gib))
        names = [f"{c.name} no. {n}" for n in range(1, c.count + 1)] if c.count > 1 else [c.name]
        moves = c.migratable and c.device not in case.refused
        found += [Vm(name, c.ram_bytes, time, c.name, moves, late, time.known_from, c.device) for name in names]
    return tuple(found)


def _most_copies(question: DrainQuestion, case: DrainCase) -> float:
    """Copies that can share a link at most, also where a limit is twice as wide, and those that a cap stands for."""
    movers = sum(c.count for c in question.classes if c.migratable) * max(question.parallel, 1)
    limits = (case.outbound * max(question.parallel, 1), case.cluster, movers)
    return max(2.0 * min(n for n in limits if n is not None), question.plan.link / question.plan.cap)


@lru_cache(maxsize=64)
def _guests(classes: tuple[VmClass, ...], share: float) -> tuple[Guest, ...]:
    """A VM of each class as a migration sees it; nearly equal ones are one where there are too many kinds."""
    sizes = [(c.ram_bytes, c.dirty, c.ram_bytes * share if c.working_set is None else c.working_set) for c in classes]
    if len(set(sizes)) > MOST_KINDS:
        sizes = _merged(np.array(sizes))
    made = {size: Guest(size[0], size[1], min(size[2], size[0])) for size in set(sizes)}
    return tuple(made[size] for size in sizes)


def _merged(sizes: npt.NDArray[np.float64]) -> list[tuple[float, float, float]]:
    """Memory, dirty rate and working set as the nearest powers of a base, as fine as leaves no more than MOST_KINDS of them."""
    logs, grain = np.log(np.maximum(sizes, 1.0)), GRAIN
    while len(np.unique(np.round(logs / np.log1p(grain)), axis=0)) > MOST_KINDS:
        grain *= 2
    whole = np.where(sizes > 0, np.exp(np.round(logs / np.log1p(grain)) * np.log1p(grain)), 0.0)
    return [(float(ram), float(dirty), float(part)) for ram, dirty, part in whole]


MOST_KINDS = 32
"""Kinds of guests of which the estimator is asked, so that no visitor waits."""

GRAIN = 0.05
"""By how much two guests may differ at first, of those that are taken for equal; twice as much while there are still too many."""


def plan(question: DrainQuestion, case: DrainCase) -> DrainPlan:
    """The question under the case's limits."""
    again = question.repeats(case)
    return replace(
        question.plan,
        vms=vms(question, case),
        outbound=case.outbound,
        inbound=case.inbound,
        cluster=case.cluster,
        completion_timeout_per_gib=question.deadline(case),
        retries=again.retries,
        backoff_s=again.pause_s,
        backoff_most_s=again.grows_to_s,
    )
