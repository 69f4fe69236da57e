"""Reads a file of workloads' answers, which others write: docs/answers.md tells its form.

It comes from strangers: bounded, and every fault is named with its line, what is wrong and the nearest legal word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from rapidfuzz import process

from domain.catalog.reading import Path_, YamlDocument, parse
from domain.catalog.records.workload import WorkloadQuestion
from domain.decision.answers import CodedWorkload, clean_name, legal

MAX_BYTES = 1_000_000
"""Largest file that is read."""

MAX_WORKLOADS = 2000
"""Most workloads of one file."""

LISTS = ("workloads", "rows")
"""What a list of workloads may be called; `rows` is the name in this product's own files."""

IGNORED = ("id", "story", "scenario", "expects")
"""Keys of a workload that this product's own examples have besides; they say nothing of the answers."""

NEAR = 70
"""Likeness, of 100, from which another word is proposed."""


class AnswerFileError(ValueError):
    """A file of answers cannot be taken; `faults` are sentences, each with file and line."""

    def __init__(self, faults: Collection[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def read_answers(name: str, data: bytes, questions: Mapping[str, WorkloadQuestion]) -> list[CodedWorkload]:
    """The workloads of a file, with their answers in the order of the questions. AnswerFileError: all that is wrong with it."""
    if len(data) > MAX_BYTES:
        raise AnswerFileError([f"{name} has {len(data):,} bytes, and {MAX_BYTES:,} are read; split it."])
    document = parse(name, data, as_written=True)
    faults = [f"{name}:{fault.line}: {fault.field or 'the file'} {fault.message}." for fault in document.problems]
    if faults:
        raise AnswerFileError(faults)
    given = list(_workloads(document))
    if len(given) > MAX_WORKLOADS:
        raise AnswerFileError([f"{name} lists {len(given):,} workloads, and {MAX_WORKLOADS:,} are judged at once; split it."])
    found: list[CodedWorkload] = []
    for at, value in given:
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
        raise AnswerFileError(faults)
    return found


def _workloads(document: YamlDocument) -> Iterator[tuple[Path_, dict[str, Any]]]:
    """Each workload of the file and where it stands. A file that holds none is an AnswerFileError."""
    value: Any = document.value
    at: Path_ = ()
    if isinstance(value, dict) and "answers" in value:
        yield at, value
        return
    if isinstance(value, dict):
        name = next((name for name in LISTS if name in value), "")
        value, at = value.get(name), (name,)
    if not isinstance(value, list) or not value:
        wanted = "give `answers`, or a list of them under `workloads`"
        raise AnswerFileError([f"{document.name}:1: holds no workload: {wanted} (docs/answers.md)."])
    for place, one in enumerate(value):
        if not isinstance(one, dict):
            raise AnswerFileError([f"{document.name}:{document.line((*at, place))}: is no workload: give it `answers`."])
        yield (*at, place), one


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
        return f"{where} is not a question{_near(key, list(questions))}."
    if question.counts:
        return f"{where} {str(word)[:80]!r} is not a whole number from {question.low:,} to {question.high:,} ({question.unit})."
    words = [option.id for option in question.options]
    shown = ", ".join(words) if len(words) <= 8 else f"one of {len(words)} words"
    return f"{where} {str(word)[:80]!r} is not an answer to “{question.label}”{_near(str(word)[:80], words)}; it has {shown}."


def _near(word: str, known: Collection[str]) -> str:
    found = process.extractOne(word, known, score_cutoff=NEAR)
    return f", did you mean {found[0]}?" if found else ""
