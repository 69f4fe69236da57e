"""The ids that the manifests read, held both ways: every one is of the catalogue, every choice on OVE is read or has a reason."""

from __future__ import annotations

from collections.abc import Iterator

from domain.artefacts.vm import names
from domain.artefacts.vm.choices import CHANGES_NOTHING, Answered, Asked, OveChoice
from domain.catalog.loading import Check, Draft
from domain.catalog.problems import Problem
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Platform

CODE = "domain/artefacts/vm/choices.py"


def choices_are_known(draft: Draft) -> None:
    """Ids that code and catalogue do not share, as problems of the file that lacks them or of the record that has too much."""
    for table, missing in (("aspects", _choices(draft)), ("workload_questions", _answers(draft)), ("fields", _fields(draft))):
        # A record that is missing because its own shape is wrong would be blamed on the code.
        if _is_whole(draft, table):
            file, section = BY_NAME[table].file, BY_NAME[table].section
            line = draft.documents[file].line((section,))
            draft.problems += [Problem(file, line, "", section, message) for message in missing]
    for id_, aspect in draft.aspects.items():
        for index, choice in enumerate(aspect.choices):
            if choice.platform is Platform.OVE and choice.id not in {*OveChoice, *CHANGES_NOTHING}:
                text = f"no manifest reads '{choice.id}': name it in {CODE}, or give there the reason why it changes nothing"
                draft.report("aspects", id_, f"choices.{index}.id", text)


def _is_whole(draft: Draft, table: str) -> bool:
    place = BY_NAME[table]
    rows = draft.documents[place.file].value.get(place.section) if draft.readable(place.file) else None
    return isinstance(rows, list) and len(rows) == len(draft.records[table]) > 0


def _choices(draft: Draft) -> Iterator[str]:
    known = {choice.id for aspect in draft.aspects.values() for choice in aspect.choices if choice.platform is Platform.OVE}
    for id_ in (*OveChoice, *CHANGES_NOTHING):
        if id_ not in known:
            yield f"has no choice '{id_}' on OVE, which {CODE} reads"


def _answers(draft: Draft) -> Iterator[str]:
    questions = draft.workload_questions
    for question in Asked:
        if question not in questions:
            yield f"has no question '{question}', which {CODE} reads"
    for question, option in (answer.value for answer in Answered):
        if question in questions and option not in {each.id for each in questions[question].options}:
            yield f"has no answer '{option}' to '{question}', which {CODE} reads"


def _fields(draft: Draft) -> Iterator[str]:
    for field in names.RULES:
        if field not in draft.fields:
            yield f"has no field '{field}', which domain/artefacts/vm/names.py reads"


CHECKS: tuple[Check, ...] = (choices_are_known,)
