"""What is wrong with `data/builds.yaml`: choices and answers that do not exist, and commands that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator

from domain.catalog.loading import Draft
from domain.catalog.records.workload import BuildStep
from domain.catalog.tables import BY_NAME, Facts
from domain.decision.conditions import Case, outside
from domain.decision.rulebook import Rulebook, resolve
from domain.reference.checks.rules import READ, book_of, misread, reach


def builds_can_be_taken(draft: Draft) -> None:
    """Whether answers lead to a step is decided exactly, once its words are right."""
    needed = {BY_NAME[table].file for table in ("workload_questions", "rules", "key_numbers")}
    if needed & {problem.file for problem in draft.problems} or not all(draft.is_whole(table) for table in READ):
        return
    book = book_of(draft)
    for id_, build in draft.builds.items():
        found = [*_choices(build, book), *_counted(draft, build)]
        for at, when in (("when", build.when), ("except_when", build.except_when)):
            found += misread(draft, at, when, build.platform)
        if not found and not _can_be_reached(draft, book, build):
            found.append(("choices" if build.choices else "when", "no answers lead to this step"))
        for at, message in found:
            draft.report("builds", id_, at, message)


def _choices(build: BuildStep, book: Rulebook) -> Iterator[tuple[str, str]]:
    for at, names in (("choices", build.choices), ("unless", build.unless)):
        for index, name in enumerate(names):
            if name not in book.choices or book.choices[name].platform is not build.platform:
                yield f"{at}.{index}", f"'{name}' is not a choice of rules.yaml on {build.platform.label}"


def _counted(facts: Facts, build: BuildStep) -> Iterator[tuple[str, str]]:
    """What a command is repeated by is a number, and what fills a field is an answer."""
    asked = facts.workload_questions
    if build.each and not (build.each.question in asked and asked[build.each.question].counts):
        yield "each.question", f"'{build.each.question}' is not a question of workload.yaml that counts"
    if build.fills and build.fills.by not in asked:
        yield "fills.by", f"'{build.fills.by}' is not a question of workload.yaml"
    elif build.fills and asked[build.fills.by].counts == bool(build.fills.values):
        yield "fills.values", f"'{build.fills.by}' is a number, which fills a field as it is, or it needs values"
    elif build.fills:
        known = {option.id for option in asked[build.fills.by].options}
        for answer in build.fills.values:
            if answer not in known:
                yield f"fills.values.{answer}", f"'{answer}' is not an answer to '{build.fills.by}'"


def _can_be_reached(facts: Facts, book: Rulebook, build: BuildStep) -> bool:
    """Whether answers lead to the step.

    A command is for answers that are complete. A sentence may also tell what is not answered: then only what the answers
    that are needed bring about can stand against it.
    """
    anything = (Case({}, {}),)
    against = [case for id_, rule in book.rules.items() if rule.choose in build.unless for case in book.cases[id_]]
    against += resolve(build.except_when, build.platform, facts)
    choosing = [(book.cases[id_], rule.yields_to) for id_, rule in book.rules.items() if rule.choose in build.choices]
    for own, yields_to in choosing or [(anything, ())]:
        over = [*against, *(case for name in yields_to for case in book.cases[name])]
        for case in (a.both(b) for a in own for b in resolve(build.when, build.platform, facts) or anything):
            region = reach(book, case)
            if region is None:
                continue
            stands = [other for other in over if not build.says or region.keys() >= set(other.questions)]
            if outside(stands, region, book.domains) is not None:
                return True
    return False
