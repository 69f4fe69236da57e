"""A workload's name and answers as a short code for a link: `SAP HANA~os.rhel~vcpu.192`.

A code comes from strangers: it is bounded, and every part of it is legal or named as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalog.records.workload import WorkloadQuestion
from domain.decision.conditions import Answers

MAX_NAME = 60
"""Longest name of a workload, in characters."""

MAX_CODE = 1500
"""Longest code that is read, in characters; all questions answered take less than half of it."""


@dataclass(frozen=True)
class CodedWorkload:
    """What a code says: name, answers, and the parts that no question knows."""

    name: str
    answers: Answers
    unknown: tuple[str, ...] = ()


def clean_name(name: str) -> str:
    """`name` as it may stand in a code: printable, single blanks, no separator, at most MAX_NAME characters."""
    shown = "".join(char if char.isprintable() and char != "~" else " " for char in name)
    return " ".join(shown.split())[:MAX_NAME].rstrip()


def encode(name: str, answers: Answers) -> str:
    return "~".join([clean_name(name), *(f"{key}.{value}" for key, value in answers.items())])


def decode(code: str, questions: Mapping[str, WorkloadQuestion]) -> CodedWorkload:
    """What the code says, in the order of the questions; what is cut off or unknown is named."""
    name, *parts = code[:MAX_CODE].split("~")
    found: dict[str, int | str] = {}
    unknown = []
    for part in parts:
        key, _, word = part.partition(".")
        value = legal(questions[key], word) if key in questions else None
        if value is None:
            unknown.append(part)
        else:
            found[key] = value
    if len(code) > MAX_CODE:
        unknown.append(code[MAX_CODE:])
    return CodedWorkload(clean_name(name), {key: found[key] for key in questions if key in found}, tuple(unknown))


def legal(question: WorkloadQuestion, word: str) -> int | str | None:
    """The answer that `word` stands for, an option's id, now or formerly, or a whole number; None if it is none."""
    if not question.counts:
        return next((option.id for option in question.options if word in (option.id, *option.aliases)), None)
    if not (word.isascii() and word.isdigit() and len(word) <= 9):
        return None
    return int(word) if question.low <= int(word) <= question.high else None
