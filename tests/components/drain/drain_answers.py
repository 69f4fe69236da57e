"""The drain window's form as a test asks it: its starts, where nothing else is given."""

from __future__ import annotations

from components.drain import form
from components.kit import inputs
from domain.catalog import catalog
from domain.drain.cases import DrainAnswer, default_cases
from domain.drain.question import DrainQuestion, answer
from domain.drain.vm_list import read

CASES = {case.id: case for case in default_cases(catalog())}


def asked(text: str, **changed: float) -> DrainQuestion:
    """The form's question with its starts, where nothing else is given."""
    return form.question(read(text), inputs.starts({**form.FIRST, **form.MORE}) | changed)


def answered(text: str, case: str, **changed: float) -> DrainAnswer:
    return answer(asked(text, **changed), CASES[case])
