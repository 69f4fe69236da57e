"""The commands that build a workload: taken from `data/builds.yaml` by its approach, filled with names and sizes, quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.artefacts.quoting import NUMBER, fill, places
from domain.artefacts.vm.build_steps import Note, cases, holds, of_platform, sentences, taken
from domain.artefacts.vm.choices import Asked
from domain.artefacts.vm.plan import VmPlan
from domain.catalog.loading import Catalog
from domain.catalog.records.commands import NameField, Run
from domain.catalog.records.workload import BuildStep
from domain.decision.conditions import Answers, Truth
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import PlatformVerdict, judge
from domain.quantities.units import GIB, MIB


def steps(catalog: Catalog, plan: VmPlan) -> list[tuple[BuildStep, Run]]:
    """The commands in the order in which they are run, each with its record. A field without a name gets its default.

    A record's `part` is the occasion: never run those of all occasions in one go. A command may be several lines, which differ
    in the number of a disk or an adapter.
    """
    values = {field.id: field.default for field in catalog.fields.values()} | dict(plan.names) | _given(catalog, plan)
    return [(build, _written(build, build.run, values, plan.answers)) for build in taken(catalog, plan) if build.run]


def fields(catalog: Catalog, plan: VmPlan) -> tuple[str, ...]:
    """The fields that the commands need, in order of use, without those that the answers fill."""
    used = (place for build in taken(catalog, plan) if build.run for place in places(build.run.command))
    given = _given(catalog, plan)
    return tuple(name for name in dict.fromkeys(used) if name not in given and name != NUMBER)


def notes(catalog: Catalog, plan: VmPlan) -> list[Note]:
    """What the commands leave out: what none of them does, what is not researched, and what is still to be filled in."""
    book = rulebook(catalog)
    standing = judge(book, plan.answers, (plan.platform,))[plan.platform]
    read = {question for build in taken(catalog, plan) for case in cases(catalog)[build.id] for question in case.questions}
    found = sentences(catalog, plan, {})
    for question in standing.unresearched:
        if question not in read:
            asked = book.questions[question]
            answer = asked.label_of(plan.answers[question])
            found.append(Note(f"{asked.label}: {answer} is not researched on {plan.platform.label}, so no command serves it."))
    if names := [field.label for field in open_fields(catalog, plan)]:
        found.append(Note(f"Words in capitals are to be replaced, and fail until then: {', '.join(names)}."))
    missing = set(_missing(catalog, plan, standing))
    if labels := [asked.label for id_, asked in book.questions.items() if id_ in missing]:
        found.append(Note(f"Answers that may add commands: {', '.join(labels)}."))
    return found


def open_fields(catalog: Catalog, plan: VmPlan) -> list[NameField]:
    """The fields whose placeholder still stands in the commands."""
    asked = [catalog.fields[name] for name in fields(catalog, plan)]
    return [field for field in asked if field.is_placeholder and plan.names.get(field.id, field.default) == field.default]


def _written(build: BuildStep, run: Run, values: Mapping[str, str], answers: Answers) -> Run:
    """The command with its places filled, a line for each of what it is repeated by."""
    numbers = build.each.places(answers) if build.each else [0]
    lines = [fill(run.command, {**values, NUMBER: str(number)}, run.shell) for number in numbers]
    return run.model_copy(update={"command": "\n".join(lines)})


def _given(catalog: Catalog, plan: VmPlan) -> dict[str, str]:
    """Values of the fields that follow from the answers: memory in GiB and MiB, and what records of data/builds.yaml fill."""
    found: dict[str, int | str] = {}
    if Asked.VCPU in plan.answers:
        found["vcpus"] = plan.answers[Asked.VCPU]
    if Asked.RAM in plan.answers:
        found["memory-gib"] = plan.answers[Asked.RAM]
        found["memory-mib"] = int(plan.answers[Asked.RAM]) * GIB // MIB
    whole = rulebook(catalog).whole(plan.answers)
    for build in taken(catalog, plan):
        if build.fills and (value := build.fills.value(plan.answers) or build.fills.value(whole)):
            found[build.fills.field] = value
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
