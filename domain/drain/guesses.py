"""The host's drain with each guess at its ends: what it would take if the input were better or worse than it is taken."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from domain.drain.band import Guess
from domain.drain.cases import DrainCase
from domain.drain.one_host import end
from domain.drain.question import DrainQuestion, plan
from domain.live_migration.scenario import Sureness

SURE = Sureness.ESTIMATED
"""How well the dirty rates of a list and the rate of its network are taken to be known: as the studio begins."""

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


def guesses(question: DrainQuestion, case: DrainCase, middle_s: float) -> list[Guess]:
    """Each guess of the host's drain, which takes `middle_s` as it is asked; infinite where VMs would stay behind."""
    asked = end(plan(question, case))
    scale = middle_s / asked.seconds if asked.seconds else 0.0

    def seconds(varied: DrainQuestion) -> float:
        found = end(plan(varied, case))
        return math.inf if found.left > asked.left else scale * found.seconds

    return [Guess(NAMES[name], seconds(better), seconds(worse)) for name, better, worse in _varied(question)]


def _varied(question: DrainQuestion) -> Iterator[tuple[str, DrainQuestion, DrainQuestion]]:
    """The question with each guess at its better and its worse end."""
    asked = question.plan
    writes = [vm for vm in question.classes if vm.dirty and vm.migratable]
    for spread in question.spreads:
        if spread.field == "setup":
            short, long = (replace(asked, setup_s=s) for s in (spread.low, spread.high))
            yield "setup", replace(question, plan=short), replace(question, plan=long)
        if spread.field == "set" and any(vm.working_set is None for vm in writes):
            small, large = spread.low / 100, spread.high / 100
            yield "set", replace(question, working_share=small), replace(question, working_share=large)
        if spread.field == "shutdown" and not all(vm.migratable for vm in question.classes):
            soon, late = (replace(asked, shutdown_s=s) for s in (spread.low, spread.high))
            yield "shutdown", replace(question, plan=soon), replace(question, plan=late)
    if writes:
        yield "dirty", _writing(question, 1 / SURE.factor), _writing(question, SURE.factor)
    if asked.cap > asked.link / 2:
        wide, narrow = (replace(asked, link=asked.link * f) for f in (SURE.bandwidth_factor, 1 / SURE.bandwidth_factor))
        yield "link", replace(question, plan=wide), replace(question, plan=narrow)
    if asked.failure:
        few, many = (replace(asked, failure=chance) for chance in (asked.failure / 2, min(2 * asked.failure, 1.0)))
        yield "failure", replace(question, plan=few), replace(question, plan=many)


def _writing(question: DrainQuestion, factor: float) -> DrainQuestion:
    return replace(question, classes=tuple(replace(vm, dirty=factor * vm.dirty) for vm in question.classes))


def sampled(question: DrainQuestion, case: DrainCase, most: int) -> DrainQuestion:
    """The question with at most so many VMs, spread evenly over how long each takes by itself, the slowest among them.

    What-if answers of a long list are taken from it and scaled to the list's own, so that no visitor waits.
    """
    size = sum(vm.count for vm in question.classes)
    if size <= most:
        return question
    asked = plan(question, case)
    alone = [vm.seconds(asked.share(1)) for vm in asked.vms]
    chosen = set(sorted(range(size), key=lambda v: -alone[v])[:: math.ceil(size / most)])
    kept, first = [], 0
    for vm in question.classes:
        count = sum(v in chosen for v in range(first, first + vm.count))
        first += vm.count
        if count:
            kept.append(replace(vm, count=count))
    return replace(question, classes=tuple(kept))
