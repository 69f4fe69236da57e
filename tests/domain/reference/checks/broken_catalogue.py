"""Ways to break the catalogue: one `Fault` is one slip of an editor, and what the check should say of it.

The files are read once; a slip changes the text of one, and only that one is read again, and only its records are made anew.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.catalog.loading import DATA, Check, Draft, check_documents, read_all
from domain.catalog.reading import Problem, parse
from domain.catalog.tables import BY_NAME
from domain.reference.checks import CHECKS, builds, choices, rules

MARK = "@@"
REAL = read_all()
WHOLE = check_documents(REAL)
OF_RULES: tuple[Check, ...] = (rules.rules_hold_together, builds.builds_can_be_taken, choices.choices_are_known)
OF_RECORDS = tuple(check for check in CHECKS if check not in OF_RULES)
"""All but those of the rules, which cost most: for slips that leave every rule as it is."""
Files = dict[str, str]
"""Texts of files by name."""


@dataclass(frozen=True)
class Fault:
    """In `file`, from record `record` on, the first `find` becomes `put`.

    The problem is expected on the record's first line that holds `at`; without `at` where `put` has MARK, else at `find`.
    `id` is the id in the problem if it is not `record`.
    """

    file: str
    record: str
    find: str
    put: str
    field: str
    says: str
    at: str = ""
    id: str | None = None

    def __str__(self) -> str:
        return re.sub(r"[^\w.]+", "-", f"{self.file.removesuffix('.yaml')}-{self.field}-{self.says}")[:70]

    def begins(self, lines: Sequence[str]) -> int:
        """Index of the record's first line."""
        return next(i for i, line in enumerate(lines) if re.search(rf"\bid: \"?{re.escape(self.record)}(?![\w-])", line))

    def do(self, files: Files) -> int:
        """Break the file; the line on which the problem is expected."""
        lines = files[self.file].split("\n")
        start = self.begins(lines)
        row = next(i for i in range(start, len(lines)) if self.find in lines[i])
        lines[row : row + 1] = lines[row].replace(self.find, self.put, 1).split("\n")
        marks = (i for i, line in enumerate(lines) if i >= start and (self.at or MARK) in line)
        expected = next(marks, row) + 1
        files[self.file] = "\n".join(lines).replace(MARK, "")
        return expected

    def is_said(self, problems: list[Problem], line: int) -> bool:
        """Whether one of the problems names this fault with its file, line, id and field."""
        wanted = (self.file, line, self.record if self.id is None else self.id, self.field)
        return any((p.file, p.line, p.id, p.field) == wanted and self.says in p.message for p in problems)


def copy() -> Files:
    """The texts of the real data, good until they are broken."""
    return {name: document.data.decode("utf-8") for name, document in REAL.items()}


def problems(files: Files, checks: Sequence[Check] = CHECKS, directory: Path = DATA) -> list[Problem]:
    """What the check says of the catalogue with these texts, in a directory with these measurements."""
    changed = {name: parse(name, text.encode()) for name, text in files.items() if text.encode() != REAL[name].data}
    draft = check_documents(changed)
    if checks:
        others = {name for name, table in BY_NAME.items() if table.file not in changed}
        records = {name: (WHOLE if name in others else draft).records[name] for name in WHOLE.records}
        places = {place: at for place, at in WHOLE.places.items() if place[0] in others} | draft.places
        draft = Draft({**REAL, **changed}, records, places, draft.problems, directory)
    for check in checks:
        check(draft)
    return sorted(set(draft.problems))


def swap(files: Files, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line on which it stood."""
    text = files[name]
    assert old in text
    files[name] = text.replace(old, new, 1)
    return text[: text.index(old)].count("\n") + 1


def listed(found: list[Problem]) -> str:
    return "\n".join(map(str, found)) or "no problem was found"


def apart(faults: Sequence[Fault]) -> list[tuple[Fault, ...]]:
    """The faults in groups that a copy can have at the same time: no record is broken twice."""
    seen: Counter[tuple[str, str]] = Counter()
    groups: dict[int, list[Fault]] = {}
    for fault in faults:
        groups.setdefault(seen[fault.file, fault.record], []).append(fault)
        seen[fault.file, fault.record] += 1
    return [tuple(group) for group in groups.values()]


def told(faults: tuple[Fault, ...], checks: tuple[Check, ...] = CHECKS) -> tuple[Mapping[Fault, int], list[Problem]]:
    """What the check says of a copy that has all of these faults, and the line on which it should speak of each.

    They are done from the top of a file to its bottom, so that none moves the line of another.
    """
    files = copy()
    lines = {fault: fault.do(files) for fault in sorted(faults, key=lambda f: f.begins(files[f.file].split("\n")))}
    return lines, problems(files, checks)


def assert_named(faults: tuple[Fault, ...], subtests: pytest.Subtests, checks: tuple[Check, ...] = CHECKS) -> list[Problem]:
    """Each of the faults that a copy has at the same time is said, where it stands; all that is said."""
    lines, found = told(faults, checks)
    for fault in faults:
        with subtests.test(fault=str(fault)):
            assert fault.is_said(found, lines[fault]), f"expected at line {lines[fault]}:\n{listed(found)}"
    return found
