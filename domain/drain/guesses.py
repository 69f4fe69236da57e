"""The host's drain with each guess at its ends: what it would take if the input were better or worse than it is taken."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from domain.drain.band import Guess
from domain.drain.cases import DrainCase
from domain.drain.copy_times import Hurried
from domain.drain.one_host import end, last_move
from domain.drain.plan import DrainPlan
from domain.drain.question import DrainQuestion, vms_of_shares
from domain.live_migration.scenario import Sureness

SURE = Sureness.ESTIMATED
"""How well the dirty rates of a list and the rate of its network are taken to be known: as Migration time begins."""

NAMES = {
    "setup": "the setup of a migration (assumed)",
    "set": "the working set (assumed)",
    "shutdown": "the shutdown of what cannot move (assumed)",
    "reboot": "the upgrade and reboot of a host (assumed)",
    "dirty": "the dirty rates",
    "link": "what the network carries",
    "failure": "the failures",
}
"""What each guess is called in a sentence."""


def guesses(question: DrainQuestion, case: DrainCase, asked: DrainPlan, middle_s: float) -> list[Guess]:
    """Each guess of a host's drain, which takes `middle_s`; infinite where VMs would stay behind.

    `asked`: the question's plan, of which a sample of the VMs is enough.
    """
    middle = end(asked)
    scale = middle_s / middle.seconds if middle.seconds else 0.0

    def seconds(varied: DrainPlan) -> float:
        found = end(varied)
        return math.inf if found.left > middle.left else scale * found.seconds

    found = [Guess(NAMES[name], seconds(better), seconds(worse)) for name, better, worse in _varied(question, case, asked)]
    spread = next((one for one in question.spreads if one.field == "shutdown"), None)
    if spread and len(asked.movers) < len(asked.vms):
        moved_s = last_move(asked)
        found.append(Guess(NAMES["shutdown"], *(scale * max(moved_s, end_s) for end_s in (spread.low, spread.high))))
    return found


def _varied(question: DrainQuestion, case: DrainCase, asked: DrainPlan) -> Iterator[tuple[str, DrainPlan, DrainPlan]]:
    """The plan with each guess at its better and its worse end."""
    writes = [vm for vm in question.classes if vm.dirty and vm.migratable]
    for spread in question.spreads:
        if spread.field == "setup":
            yield "setup", replace(asked, setup_s=spread.low), replace(asked, setup_s=spread.high)
        if spread.field == "set" and any(vm.working_set is None for vm in writes):
            small, large = vms_of_shares(question, case, (spread.low / 100, spread.high / 100))
            yield "set", replace(asked, vms=small), replace(asked, vms=large)
    if writes:
        yield "dirty", _writing(asked, 1 / SURE.factor), _writing(asked, SURE.factor)
    if asked.cap > asked.link / 2:
        wide, narrow = asked.link * SURE.bandwidth_factor, asked.link / SURE.bandwidth_factor
        yield "link", replace(asked, link=wide), replace(asked, link=narrow)
    if asked.failure:
        yield "failure", replace(asked, failure=asked.failure / 2), replace(asked, failure=min(2 * asked.failure, 1.0))


def _writing(asked: DrainPlan, factor: float) -> DrainPlan:
    """The plan with guests that write so many times as fast; those of one class keep one copy time."""
    hurried = {id(vm.seconds): Hurried(vm.seconds, factor) for vm in asked.vms if getattr(vm.seconds, "writes", True)}
    return replace(asked, vms=tuple(replace(vm, seconds=hurried.get(id(vm.seconds), vm.seconds)) for vm in asked.vms))


def sampled(question: DrainQuestion, asked: DrainPlan, most: int) -> tuple[DrainQuestion, DrainPlan]:
    """The question and its plan with at most so many VMs, spread evenly over how long each takes by itself.

    The slowest is among them. What-if answers of a long list are taken from these and scaled to the list's own.
    """
    size = len(asked.vms)
    if size <= most:
        return question, asked
    alone = [vm.seconds(asked.share(1)) for vm in asked.vms]
    chosen = sorted(sorted(range(size), key=lambda v: -alone[v])[:: math.ceil(size / most)])
    kept, first = [], 0
    for vm in question.classes:
        count = sum(first <= v < first + vm.count for v in chosen)
        first += vm.count
        if count:
            kept.append(replace(vm, count=count))
    few = replace(asked, vms=tuple(asked.vms[v] for v in chosen), most_tries=asked.most_tries * len(chosen) // size)
    return replace(question, classes=tuple(kept)), few
