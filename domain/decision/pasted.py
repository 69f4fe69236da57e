"""Reads a pasted list of workloads: a line each, a name and what is known of it, `Citrix VDI; Windows; vGPU; 64 GiB of RAM`.

A name alone stands for a worked example. A list comes from strangers: it is bounded, a line is taken whole or not at all, and one
that is not is named with its number and what would be understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from domain.catalog.records.workload import Workload
from domain.decision.answer_words import NotUnderstoodError, understood
from domain.decision.answers import CodedWorkload, clean_name, encode
from domain.decision.conditions import Answers
from domain.decision.rulebook import Rulebook

MAX_LINES, MAX_LINE = 20, 200
"""Most lines that are read, and most characters of each."""

ALIKE = 85
"""Likeness, of 100, from which a name is that of an example."""

SHOWN = 3
"""Examples that are named where a name is none."""


@dataclass(frozen=True)
class Pasted:
    """What a list says: its workloads in order, and a sentence for each line that is not taken; “ ” hold its words."""

    workloads: tuple[CodedWorkload, ...]
    faults: tuple[str, ...]


def read_list(text: str, book: Rulebook, examples: Iterable[Workload]) -> Pasted:
    """The workloads of a list, each only once; answers are in the order of the questions."""
    names = {example.name: example for example in examples}
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    found: dict[str, CodedWorkload] = {}
    faults = []
    for number, line in lines[:MAX_LINES]:
        try:
            workload = _workload(line, book, names)
            found.setdefault(encode(workload.name, workload.answers), workload)
        except NotUnderstoodError as fault:
            faults.append(f"Line {number}: {fault}")
    if len(lines) > MAX_LINES:
        faults.append(f"The list has {len(lines):,} lines; the first {MAX_LINES} are read.")
    return Pasted(tuple(found.values()), tuple(faults))


def _workload(line: str, book: Rulebook, examples: Mapping[str, Workload]) -> CodedWorkload:
    if len(line) > MAX_LINE:
        raise NotUnderstoodError(f"it has {len(line):,} characters; at most {MAX_LINE} are read.")
    name, *words = (part.strip() for part in re.split(r"[;\t]", line))
    words = [word for word in words if word]
    if not words:
        example = _example(name, examples)
        return CodedWorkload(clean_name(example.name), _ordered(book, example.answers))
    answers: dict[str, int | str] = {}
    for word in words:
        question, answer = understood(book, word)
        if answers.get(question, answer) != answer:
            raise NotUnderstoodError(f"“{word}” is a second answer to {book.questions[question].label}; give one.")
        answers[question] = answer
    return CodedWorkload(clean_name(name), _ordered(book, answers))


def _ordered(book: Rulebook, answers: Answers) -> Answers:
    return {key: answers[key] for key in book.questions if key in answers}


def _example(name: str, examples: Mapping[str, Workload]) -> Workload:
    """The example of this name, or of one alike if there is only one."""
    plain = {known: known.casefold() for known in examples}
    alike = [known for known, low in plain.items() if low == name.casefold()]
    if not alike:
        likely = process.extract(name.casefold(), plain, scorer=fuzz.token_set_ratio, limit=SHOWN)
        alike = [known for _, likeness, known in likely if likeness >= ALIKE]
        if len(alike) != 1:
            shown = ", ".join(f"“{known}”" for _, _, known in likely)
            said = "is the name of several examples" if alike else "is not an example"
            raise NotUnderstoodError(f"“{name}” {said}; add what is known of it after a semicolon, or write one such as {shown}.")
    return examples[alike[0]]
