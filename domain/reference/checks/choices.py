"""The ids that the manifests read, held both ways: every one is of the catalogue, every choice on OVE is read or has a reason."""

from __future__ import annotations

from collections.abc import Iterator

from domain.artefacts.vm import names
from domain.artefacts.vm.choices import CHANGES_NOTHING, GUEST_QUESTION, Answered, Asked, Guests, OveChoice
from domain.catalog.loading import Draft
from domain.catalog.vocabulary import Platform

CODE = "domain/artefacts/vm/choices.py"


def choices_are_known(draft: Draft) -> None:
    """Ids that code and catalogue do not share, as problems of the file that lacks them or of the record that has too much."""
    for table, message in _missing(draft):
        if draft.is_whole(table):
            draft.report_table(table, message)
    for id_, aspect in draft.aspects.items():
        for index, choice in enumerate(aspect.choices):
            if choice.platform is Platform.OVE and choice.id not in {*OveChoice, *CHANGES_NOTHING}:
                text = f"no manifest reads '{choice.id}': name it in {CODE}, or give there the reason why it changes nothing"
                draft.report("aspects", id_, f"choices.{index}.id", text)


def _missing(draft: Draft) -> Iterator[tuple[str, str]]:
    chosen = {choice.id for aspect in draft.aspects.values() for choice in aspect.choices if choice.platform is Platform.OVE}
    for id_ in (*OveChoice, *CHANGES_NOTHING):
        if id_ not in chosen:
            yield "aspects", f"has no choice '{id_}' on OVE, which {CODE} reads"
    questions = draft.workload_questions
    for question in Asked:
        if question not in questions:
            yield "workload_questions", f"has no question '{question}', which {CODE} reads"
    for question, option in (answer.value for answer in Answered):
        if question in questions and option not in {each.id for each in questions[question].options}:
            yield "workload_questions", f"has no answer '{option}' to '{question}', which {CODE} reads"
    if GUEST_QUESTION in questions:
        systems = {option.id for option in questions[GUEST_QUESTION].options}
        for guest in sorted({guest for guests in Guests for guest in guests.value} - systems):
            yield "workload_questions", f"has no answer '{guest}' to '{GUEST_QUESTION}', which {CODE} reads"
    for field in names.RULES:
        if field not in draft.fields:
            yield "fields", f"has no field '{field}', which domain/artefacts/vm/names.py reads"
