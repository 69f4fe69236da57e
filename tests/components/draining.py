"""The drain window's form as a test asks it: its starts, where nothing else is given."""

from __future__ import annotations

from components import drain_form
from domain.catalog import catalog
from domain.migration.drain.cases import Answer, default_cases
from domain.migration.drain.question import Question, answer
from domain.migration.drain.vm_list import read

CASES = {case.id: case for case in default_cases(catalog())}


def asked(text: str, **changed: float) -> Question:
    """The form's question with its starts, where nothing else is given."""
    numbers = {name: changed.get(name, number.start) for name, number in drain_form.NUMBERS.items()}
    return drain_form.question(read(text), numbers)


def answered(text: str, case: str, **changed: float) -> Answer:
    return answer(asked(text, **changed), CASES[case])
