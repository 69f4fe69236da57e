"""The commands that build a workload: taken from `data/builds.yaml` by its approach, filled with names and sizes, quoted."""

from __future__ import annotations

from collections.abc import Iterable

from domain.artefacts.quoting import filled, places
from domain.artefacts.vm.build_steps import Note, cases, holds, of_platform, sentences, taken
from domain.artefacts.vm.choices import Asked
from domain.artefacts.vm.plan import VmPlan
from domain.catalog.loading import Catalog
from domain.catalog.records.commands import Run
from domain.catalog.records.workload import BuildStep
from domain.decision.conditions import Answers, Truth
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import PlatformVerdict, judge
from domain.quantities.units import GIB, MIB


def steps(catalog: Catalog, plan: VmPlan) -> list[tuple[BuildStep, Run]]:
    """The commands in the order in which they are run, each with its record. A field without a name gets its default.

    Those whose record is `later` are for another day than the others: never run all in one go.
    """
    values = {field.id: field.default for field in catalog.fields.values()} | dict(plan.names) | _sizes(plan.answers)
    return [(build, filled(build.run, values)) for build in taken(catalog, plan) if build.run]


def fields(catalog: Catalog, plan: VmPlan) -> tuple[str, ...]:
    """The fields that the commands need, in order of use, without the sizes that the answers give."""
    used = (place for build in taken(catalog, plan) if build.run for place in places(build.run.command))
    return tuple(name for name in dict.fromkeys(used) if name not in _sizes(plan.answers))


def notes(catalog: Catalog, plan: VmPlan) -> list[Note]:
    """What the commands leave out: what none of them does, what is not researched, and answers that may add commands."""
    book = rulebook(catalog)
    standing = judge(book, plan.answers, (plan.platform,))[plan.platform]
    read = {question for build in taken(catalog, plan) for case in cases(catalog)[build.id] for question in case.questions}
    found = sentences(catalog, plan, {})
    for question in standing.unresearched:
        if question not in read:
            asked = book.questions[question]
            answer = asked.label_of(plan.answers[question])
            found.append(Note(f"{asked.label}: {answer} is not researched on {plan.platform.label}, so no command serves it."))
    missing = set(_missing(catalog, plan, standing))
    if labels := [asked.label for id_, asked in book.questions.items() if id_ in missing]:
        found.append(Note(f"Answers that may add commands: {', '.join(labels)}."))
    return found


def _sizes(answers: Answers) -> dict[str, str]:
    """Values of the fields that the answers give: memory in GiB and MiB, and the disk if there is but one."""
    found: dict[str, int | str] = {}
    if Asked.VCPU in answers:
        found["vcpus"] = answers[Asked.VCPU]
    if Asked.RAM in answers:
        found["memory-gib"] = answers[Asked.RAM]
        found["memory-mib"] = int(answers[Asked.RAM]) * GIB // MIB
    if answers.get(Asked.DISKS) == 1 and Asked.DISK_SIZE in answers:
        found["disk-gib"] = answers[Asked.DISK_SIZE]
    return {field: str(value) for field, value in found.items()}


def _missing(catalog: Catalog, plan: VmPlan, standing: PlatformVerdict) -> Iterable[str]:
    """The unanswered questions that decide whether a command is taken."""
    for build in of_platform(catalog, plan.platform):
        state = holds(catalog, build, plan.answers)
        if not build.run or state is Truth.NO or not plan.choices.isdisjoint(build.unless):
            continue
        chosen = not build.choices or not plan.choices.isdisjoint(build.choices)
        waits = [open_.missing for open_ in standing.open if open_.rule.choose in build.choices]
        if not chosen and not waits:
            continue
        if not chosen:
            yield from min(waits, key=len)
        for case in cases(catalog)[build.id] if state is Truth.OPEN else ():
            yield from (question for question in case.questions if question not in plan.answers)
