"""Reads the questions of a file: each a case of named fields, whose values are numbers, words or yes and no."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from domain.catalog import case_files
from domain.catalog.case_files import CaseFileError, CaseForm
from domain.catalog.reading import Path_, YamlDocument
from domain.quantities.wording import Phrase

T = TypeVar("T")

MOST = 500
"""Most questions of one file: a drain costs a tenth of a second."""

MOST_FAULTS = 20
"""Most faults that are named at once, so that a file that is none of ours does not fill the screen."""

LISTS = ("questions", "scenarios", "cases")
"""What a list of questions may be called."""

BESIDE = ("name", "note", "source")
"""Keys of a question, or of the whole file, that say nothing of an answer."""

EMPTY = ("", "~", "null")

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


class _Faults:
    """The faults of a file, in its order, without signs that would steer a terminal."""

    def __init__(self, document: YamlDocument) -> None:
        self.document, self.found = document, list[str]()

    def add(self, at: Path_, *said: str) -> None:
        """A fault at a place; once there are MOST_FAULTS, nothing more is looked at. CaseFileError."""
        self.found.append(f"{self.document.name}:{self.document.line(at)}: {printable(': '.join(said))}")
        if len(self.found) == MOST_FAULTS:
            raise CaseFileError([*self.found, f"{self.document.name}: these {MOST_FAULTS} first; there may be more."])

    def refuse(self) -> None:
        if self.found:
            raise CaseFileError(self.found)


def questions(name: str, data: bytes, fields: Mapping[str, str]) -> tuple[YamlDocument, list[Question]]:
    """The questions of a file; `fields` has the field that each word stands for. CaseFileError: all that is wrong with it."""
    document = case_files.read(name, data)
    faults = _Faults(document)
    _passed_over(document.value, fields, faults)
    form = CaseForm("question", LISTS, fields.keys(), MOST, "give its fields, or a list under `questions`")
    found = list[Question]()
    for at, value in case_files.cases(document, form):
        values, places = dict[str, str](), dict[str, Path_]()
        for key, given in value.items():
            if fault := _fault(key, given, fields, places):
                faults.add((*at, key), key, fault)
            elif key not in BESIDE:
                values[fields[key]], places[fields[key]] = given.strip(), (*at, key)
        called = printable(str(value.get("name") or f"Question {len(found) + 1}"))[:80]
        found.append(Question(called, values, at, places))
    faults.refuse()
    return document, found


def _passed_over(value: Any, fields: Mapping[str, str], faults: _Faults) -> None:
    """Name what stands beside a list of questions, or in its place, and is no part of a question."""
    if not isinstance(value, dict) or not value.keys().isdisjoint(fields):
        return
    listed = next((key for key in LISTS if key in value), "")
    for key in value:
        if key not in (listed, *BESIDE):
            fault = f"stands beside the list `{listed}`; move it into a question or take it out."
            faults.add((key,), key, fault if listed else f"is not a field{near(key, fields)}.")
    faults.refuse()


def _fault(key: str, given: Any, fields: Mapping[str, str], places: Mapping[str, Path_]) -> str:
    """What is wrong with a field as it is written; empty if nothing is."""
    if key not in fields and key not in BESIDE:
        return f"is not a field{near(key, fields)}."
    if not isinstance(given, str):
        return "is a list or a mapping; give one value."
    if key in BESIDE:
        return ""
    if given.strip() in EMPTY:
        return "has no value; give one, or leave the field out."
    if before := places.get(fields[key]):
        return f"is the same field as {before[-1]}; keep one."
    return ""


def near(key: str, fields: Mapping[str, str]) -> str:
    """The field that was probably meant, as the rest of a sentence; empty without one."""
    return case_files.near(key[:80], fields.keys()).removesuffix("?")


def answered(
    document: YamlDocument, asked: Collection[Question], answer: Callable[[Mapping[str, str]], T]
) -> list[tuple[Question, T]]:
    """Each question with its answer. CaseFileError: the values that cannot be taken, each with its line and field."""
    found, faults = list[tuple[Question, T]](), _Faults(document)
    for one in asked:
        try:
            found.append((one, answer(one.values)))
        except ValueError as fault:
            at = one.places.get(getattr(fault, "field", ""))
            faults.add(at or one.at, one.name, *([str(at[-1])] if at else []), str(fault))
    faults.refuse()
    return found


def printable(text: str) -> str:
    """A stranger's text without line ends, colours and signs that turn the reading direction."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def number(field: str, given: str) -> float:
    """A number as YAML and links write it."""
    try:
        return float(given)
    except ValueError:
        sentence = f"“{given[:40]}” is not a number; write it without unit and commas, such as 64."
        raise ValueFaultError(field, sentence) from None


def taken(field: str, take: Callable[[T], object], given: T) -> None:
    """Let the field's own reader look at a value. ValueFaultError: what it says is wrong, at the field."""
    try:
        take(given)
    except ValueError as fault:
        raise ValueFaultError(field, str(fault)) from None


def switch(field: str, given: str) -> bool:
    """Yes or no."""
    if given.lower() not in YES + NO:
        raise ValueFaultError(field, f"“{given[:40]}” is neither true nor false.")
    return given.lower() in YES


def word(field: str, given: str, options: Mapping[str, T]) -> T:
    """One of some options by any of its names, of which the first, its id, is the one that is proposed."""
    if given not in options:
        ids = {id(option): name for name, option in reversed(list(options.items()))}
        meant = case_files.near(given[:80], options.keys()).removesuffix("?")
        raise ValueFaultError(field, f"“{given[:40]}” is not one of {', '.join(sorted(ids.values()))}{meant}.")
    return options[given]


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
