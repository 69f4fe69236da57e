"""The commands that build a workload: taken from `data/builds.yaml` by its approach, filled with names and sizes, quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from domain.artefacts.quoting import fill, places
from domain.artefacts.vm.plan import VmPlan
from domain.catalog.loading import Catalog
from domain.catalog.records.workload import BuildStep
from domain.catalog.vocabulary import Danger, Platform, Shell
from domain.decision.conditions import Answers, Case, Truth, truth
from domain.decision.rulebook import resolve, rulebook
from domain.decision.verdicts import PlatformVerdict, judge

MIB_PER_GIB = 1024


@dataclass(frozen=True)
class Step:
    """A command to run, and the record of `data/builds.yaml` that is its evidence.

    `later` is for the day its host is serviced, not for the day it is built: never run both in one go.
    """

    what: str
    command: str
    shell: Shell
    danger: Danger
    later: bool
    build: str


def steps(catalog: Catalog, plan: VmPlan) -> list[Step]:
    """The commands in the order in which they are run. A field without a name is filled with its default."""
    values = {field.id: field.default for field in catalog.fields.values()} | dict(plan.names) | _sizes(plan.answers)
    found = []
    for id_, build in _taken(catalog, plan.platform, plan.choices, plan.answers):
        if run := build.run:
            command = fill(run.command, values, run.shell)
            found.append(Step(run.what, command, run.shell, run.danger, build.later, id_))
    return found


def fields(catalog: Catalog, platform: Platform, choices: frozenset[str], answers: Answers) -> tuple[str, ...]:
    """The fields that the commands need, in order of use, without the sizes that the answers give."""
    templates = (build.run.command for _, build in _taken(catalog, platform, choices, answers) if build.run)
    used = dict.fromkeys(chain.from_iterable(map(places, templates)))
    return tuple(name for name in used if name not in _sizes(answers))


def notes(catalog: Catalog, plan: VmPlan) -> list[str]:
    """What the commands leave out: what none of them does, what is not researched, and answers that may add commands."""
    book, cases = rulebook(catalog), _cases(catalog)
    taken = dict(_taken(catalog, plan.platform, plan.choices, plan.answers))
    standing = judge(book, plan.answers, (plan.platform,))[plan.platform]
    read = {question for id_ in taken for case in cases[id_] for question in case.questions}
    found = [build.says for build in taken.values() if build.says]
    for question in standing.unread:
        if question not in read:
            asked = book.questions[question]
            answer = asked.label_of(plan.answers[question])
            found.append(f"{asked.label}: {answer} is not researched on {plan.platform.label}, so no command serves it.")
    missing = set(_missing(catalog, plan, standing))
    if labels := [asked.label for id_, asked in book.questions.items() if id_ in missing]:
        found.append(f"Answers that may add commands: {', '.join(labels)}.")
    return found


def _sizes(answers: Answers) -> dict[str, str]:
    """Values of the fields that the answers give: memory in GiB and MiB, and the disk if there is but one."""
    found: dict[str, int | str] = {}
    if "vcpu" in answers:
        found["vcpus"] = answers["vcpu"]
    if "ram" in answers:
        found["memory-gib"] = answers["ram"]
        found["memory-mib"] = int(answers["ram"]) * MIB_PER_GIB
    if answers.get("disks") == 1 and "disk_size" in answers:
        found["disk-gib"] = answers["disk_size"]
    return {field: str(value) for field, value in found.items()}


@lru_cache(maxsize=8)
def _cases(catalog: Catalog) -> Mapping[str, tuple[Case, ...]]:
    return {id_: resolve(build.when, build.platform, catalog.terms, catalog.key_numbers) for id_, build in catalog.builds.items()}


def _of(catalog: Catalog, platform: Platform) -> Iterator[tuple[str, BuildStep]]:
    return ((id_, build) for id_, build in catalog.builds.items() if build.platform is platform)


def _taken(catalog: Catalog, platform: Platform, choices: frozenset[str], answers: Answers) -> Iterator[tuple[str, BuildStep]]:
    for id_, build in _of(catalog, platform):
        chosen = not build.choices or not choices.isdisjoint(build.choices)
        if chosen and choices.isdisjoint(build.unless) and _holds(catalog, id_, answers) is Truth.YES:
            yield id_, build


def _holds(catalog: Catalog, id_: str, answers: Answers) -> Truth:
    return truth(_cases(catalog)[id_], answers) if catalog.builds[id_].when else Truth.YES


def _missing(catalog: Catalog, plan: VmPlan, standing: PlatformVerdict) -> Iterable[str]:
    """The unanswered questions that decide whether a command is taken."""
    for id_, build in _of(catalog, plan.platform):
        state = _holds(catalog, id_, plan.answers)
        if not build.run or state is Truth.NO or not plan.choices.isdisjoint(build.unless):
            continue
        chosen = not build.choices or not plan.choices.isdisjoint(build.choices)
        waits = [open_.missing for open_ in standing.open if open_.rule.choose in build.choices]
        if not chosen and not waits:
            continue
        if not chosen:
            yield from min(waits, key=len)
        for case in _cases(catalog)[id_] if state is Truth.OPEN else ():
            yield from (question for question in case.questions if question not in plan.answers)
