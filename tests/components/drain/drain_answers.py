"""The drain window's form as a test asks it: its starts, where nothing else is given."""

from __future__ import annotations

from domain.catalog import catalog
from domain.drain.answers import answer
from domain.drain.cases import DrainAnswer, default_cases
from domain.drain.question import DrainQuestion, from_values
from domain.drain.vm_list import read

CASES = {case.id: case for case in default_cases(catalog())}


def asked(text: str, **changed: float) -> DrainQuestion:
    """The form's question with its starts, where nothing else is given."""
    return from_values(catalog(), read(text).classes, changed)


def answered(text: str, case: str, **changed: float) -> DrainAnswer:
    return answer(asked(text, **changed), CASES[case])
