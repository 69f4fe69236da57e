"""What is wrong with the catalogue, said so that an editor of the YAML can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is (file, 1-based line, record, field) and what is wrong."""

    file: str
    line: int
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        record = f" {self.id}:" if self.id else ""
        where = f" {self.field}:" if self.field else ""
        return f"data/{self.file}:{self.line}:{record}{where} {self.message}"


class CatalogError(Exception):
    """The catalogue cannot be used. `problems` holds every fault of every file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        head = f"the catalogue has {count} problem{'s' if count != 1 else ''}:"
        super().__init__("\n".join([head, *map(str, self.problems)]))
