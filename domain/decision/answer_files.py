"""Reads a file of workloads' answers, which others write: docs/answers.md tells its form.

It comes from strangers: bounded, and every fault is named with its line, what is wrong and the nearest legal word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.catalog import case_files
from domain.catalog.case_files import CaseFileError, CaseForm, near
from domain.catalog.reading import Path_, YamlDocument
from domain.catalog.records.workload import WorkloadQuestion
from domain.decision.answers import CodedWorkload, clean_name, legal

FORM = CaseForm(
    "workload", ("workloads", "rows"), ("answers",), 2000, "give `answers`, or a list of them under `workloads` (docs/answers.md)"
)
"""`rows` is the name of the list in this product's own files."""

IGNORED = ("id", "story", "scenario", "expects")
"""Keys of a workload that this product's own examples have besides; they say nothing of the answers."""


def read_answers(name: str, data: bytes, questions: Mapping[str, WorkloadQuestion]) -> list[CodedWorkload]:
    """The workloads of a file, with their answers in the order of the questions. CaseFileError: all that is wrong with it."""
    document = case_files.read(name, data)
    faults: list[str] = []
    found: list[CodedWorkload] = []
    for at, value in case_files.cases(document, FORM):
        answers: dict[str, int | str] = {}
        for key, word in _answers(document, at, value, faults):
            question = questions.get(key)
            answer = _legal(question, word) if question else None
            if answer is None:
                faults.append(_fault(document, (*at, "answers", key), key, word, questions))
            else:
                answers[key] = answer
        own = str(value.get("name") or value.get("id") or f"Workload {len(found) + 1}")
        found.append(CodedWorkload(clean_name(own), {key: answers[key] for key in questions if key in answers}))
    if faults:
        raise CaseFileError(faults)
    return found


def _answers(document: YamlDocument, at: Path_, value: dict[str, Any], faults: list[str]) -> Iterator[tuple[str, Any]]:
    for key in value:
        if key not in ("name", "answers", *IGNORED):
            faults.append(
                f"{document.name}:{document.line((*at, key))}: {key}: is not part of a workload; it has name and answers."
            )
    answers = value.get("answers")
    if not isinstance(answers, dict):
        faults.append(f"{document.name}:{document.line(at)}: has no `answers`: give a question and an answer a line.")
        return
    yield from answers.items()


def _legal(question: WorkloadQuestion, word: Any) -> int | str | None:
    """The answer that a word of the file stands for: an option's id or label, now or formerly, or a whole number."""
    if not isinstance(word, str):
        return None
    text = word.strip()
    return next((one.id for one in question.options if text in (one.label, *one.former)), legal(question, text))


def _fault(document: YamlDocument, at: Path_, key: str, word: Any, questions: Mapping[str, WorkloadQuestion]) -> str:
    where = f"{document.name}:{document.line(at)}: {key}:"
    question = questions.get(key)
    if question is None:
        return f"{where} is not a question{near(key, list(questions))}."
    if question.counts:
        return f"{where} {str(word)[:80]!r} is not a whole number from {question.low:,} to {question.high:,} ({question.unit})."
    words = [option.id for option in question.options]
    shown = ", ".join(words) if len(words) <= 8 else f"one of {len(words)} words"
    return f"{where} {str(word)[:80]!r} is not an answer to “{question.label}”{near(str(word)[:80], words)}; it has {shown}."
