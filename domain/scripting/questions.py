"""Reads the questions of a file: each a case of named fields, whose values are numbers, words or yes and no."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.catalog import case_files
from domain.catalog.case_files import CaseFileError, CaseForm, near
from domain.catalog.reading import Path_, YamlDocument
from domain.quantities.wording import Phrase

T = TypeVar("T")

MOST = 500
"""Most questions of one file: a drain costs a tenth of a second."""

BESIDE = ("name", "note", "source")
"""Keys of a question that say nothing of its answer."""

YES, NO = ("true", "yes", "on"), ("false", "no", "off")


class ValueFaultError(ValueError):
    """A value cannot be taken: the field at fault, empty for the whole question, and a sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Question:
    """A question of a file: its name, its fields as they are written there, and where it and they stand."""

    name: str
    values: Mapping[str, str]
    at: Path_
    places: Mapping[str, Path_]


def questions(name: str, data: bytes, fields: Mapping[str, str]) -> tuple[YamlDocument, list[Question]]:
    """The questions of a file; `fields` has the field that each word stands for. CaseFileError: all that is wrong with it."""
    document = case_files.read(name, data)
    known = fields.keys()
    form = CaseForm("question", ("questions", "scenarios", "cases"), known, MOST, "give its fields, or a list under `questions`")
    found, faults = list[Question](), list[str]()
    for at, value in case_files.cases(document, form):
        values, places = dict[str, str](), dict[str, Path_]()
        for key, given in value.items():
            where = f"{name}:{document.line((*at, key))}: {key}:"
            if key in BESIDE:
                continue
            if key not in known:
                faults.append(f"{where} is not a field{near(key, sorted(known))}.")
            elif not isinstance(given, str):
                faults.append(f"{where} is a list or a mapping; give one value.")
            else:
                values[fields[key]], places[fields[key]] = given.strip(), (*at, key)
        found.append(Question(str(value.get("name") or f"Question {len(found) + 1}")[:80], values, at, places))
    if faults:
        raise CaseFileError(faults)
    return document, found


def answered(
    document: YamlDocument, asked: Collection[Question], answer: Callable[[Mapping[str, str]], T]
) -> list[tuple[Question, T]]:
    """Each question with its answer. CaseFileError: the values that cannot be taken, each with its line."""
    found, faults = list[tuple[Question, T]](), list[str]()
    for one in asked:
        try:
            found.append((one, answer(one.values)))
        except ValueError as fault:
            line = document.line(one.places.get(getattr(fault, "field", ""), one.at))
            faults.append(f"{document.name}:{line}: {one.name}: {fault}")
    if faults:
        raise CaseFileError(faults)
    return found


def number(field: str, given: str) -> float:
    """A number as YAML and links write it."""
    try:
        return float(given)
    except ValueError:
        raise ValueFaultError(field, f"“{given[:40]}” is not a number for {field}.") from None


def switch(field: str, given: str) -> bool:
    """Yes or no."""
    if given.lower() not in YES + NO:
        raise ValueFaultError(field, f"“{given[:40]}” is neither true nor false for {field}.")
    return given.lower() in YES


def word(field: str, given: str, options: Mapping[str, T], former: Mapping[str, str] | None = None) -> T:
    """One of some options by its id, its label, or a former one: `options` has both of today, `former` today's of former ones."""
    called = (former or {}).get(given, given)
    if called not in options:
        raise ValueFaultError(field, f"“{given[:40]}” is not one of {', '.join(sorted(options))} for {field}.")
    return options[called]


def plain(value: Any) -> Any:
    """A value for JSON: what is not a finite number is null, and a number has the digits that it means."""
    if isinstance(value, float):
        return float(f"{value:.6g}") if abs(value) != float("inf") and value == value else None
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def unmarked(phrases: Iterable[Phrase]) -> str:
    """Phrases as a line of text."""
    return "".join(phrase.text for phrase in phrases).strip()
