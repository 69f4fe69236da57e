"""What is wrong with `data/builds.yaml`: choices and answers that do not exist, and commands that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.catalog.loading import Check, Draft
from domain.catalog.records.workload import BuildStep, Rule, WorkloadQuestion
from domain.catalog.tables import BY_NAME, Facts
from domain.decision.conditions import Case, Region, Span, Words, outside
from domain.decision.rulebook import UnresolvedError, domains, resolve
from domain.reference.checks.rules import Fault, misnamed, reach

Legal = Mapping[str, Words | Span]
Cases = tuple[Case, ...]


def builds_can_be_taken(draft: Draft) -> None:
    needed = {BY_NAME[table].file for table in ("workload_questions", "rules", "key_numbers")}
    if not needed & {problem.file for problem in draft.problems}:
        for table, id_, at, message in build_faults(draft):
            draft.report(table, id_, at, message)


def build_faults(facts: Facts) -> Iterator[Fault]:
    """Every fault of the build steps; whether answers lead to a step is decided exactly, once its words are right."""
    questions = facts.workload_questions
    legal = domains(questions)
    cases = {id_: resolve(rule.when, rule.platform, facts) for id_, rule in facts.rules.items()}
    offered = {choice.id: choice.platform for aspect in facts.aspects.values() for choice in aspect.choices}
    for id_, build in facts.builds.items():
        found = [*_choices(build, offered)]
        conditions: dict[str, Cases] = {}
        for at, written in (("when", build.when), ("except_when", build.except_when)):
            for index, part in enumerate(written):
                found += ((f"{at}.{index}.{key}", text) for key, text in misnamed(questions, part))
            try:
                conditions[at] = resolve(written, build.platform, facts)
            except UnresolvedError as fault:
                found.append((at, str(fault)))
        if not found and next(_reached(build, conditions, facts.rules, cases, questions, legal), None) is None:
            found.append(("choices" if build.choices else "when", "no answers lead to this step"))
        yield from (("builds", id_, at, message) for at, message in found)


def _choices(build: BuildStep, offered: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for at, names in (("choices", build.choices), ("unless", build.unless)):
        for index, name in enumerate(names):
            if offered.get(name) is not build.platform:
                yield f"{at}.{index}", f"'{name}' is not a choice of rules.yaml on {build.platform.label}"


def _reached(
    build: BuildStep,
    conditions: Mapping[str, Cases],
    rules: Mapping[str, Rule],
    cases: Mapping[str, Cases],
    questions: Mapping[str, WorkloadQuestion],
    legal: Legal,
) -> Iterator[Region]:
    """A part of the answers that leads to the step, for every rule that chooses for it.

    A command is for answers that are complete. A sentence may also tell what is not answered: then only what the answers
    that are needed bring about can stand against it.
    """
    anything = (Case({}, {}),)
    against = [case for id_, rule in rules.items() if rule.choose in build.unless for case in cases[id_]]
    against += conditions["except_when"]
    choosing = [(cases[id_], rule.yields_to) for id_, rule in rules.items() if rule.choose in build.choices]
    for own, yields_to in choosing or [(anything, ())]:
        over = [*against, *(case for name in yields_to for case in cases[name])]
        for case in (a.both(b) for a in own for b in conditions["when"] or anything):
            region = reach(questions, case, legal)
            if region is None:
                continue
            stands = [other for other in over if not build.says or region.keys() >= set(other.questions)]
            if (found := outside(stands, region, legal)) is not None:
                yield found


CHECKS: tuple[Check, ...] = (builds_can_be_taken,)
