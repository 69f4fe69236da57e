"""Parses `data/*.yaml` into a `Catalog`, or reports every problem of every file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from domain.catalog.reading import Problem, YamlDocument, mentions, read
from domain.catalog.records.base import Record
from domain.catalog.tables import BY_NAME, FILES, TABLES, Facts, Table
from domain.quantities.wording import counted

DATA = Path(__file__).resolve().parents[2] / "data"


class CatalogError(Exception):
    """The catalogue cannot be used. `problems` holds every fault of every file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        head = f"the catalogue has {counted(len(self.problems), 'problem')}:"
        super().__init__("\n".join([head, *map(str, self.problems)]))


@dataclass(frozen=True, eq=False)
class Catalog(Facts):
    """Every record of every table. `version` changes whenever a file of `data/` changes."""

    records: Mapping[str, Mapping[str, Record]]
    version: str


@dataclass
class Draft(Facts):
    """The catalogue while it is being checked: records that parsed, every id seen, and where each stands."""

    documents: Mapping[str, YamlDocument]
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[str | int, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    directory: Path = DATA
    """Where the files are, and beside them the measurements that a record names."""

    def known(self, table: str, id_: str) -> bool:
        """Whether a record of that id is declared, even one whose own shape is wrong; an unreadable file is not judged."""
        return (table, id_) in self.places or (table in BY_NAME and not self.readable(table))

    def readable(self, table: str) -> bool:
        """Whether the file of the table is a mapping of sections."""
        return isinstance(self.documents[BY_NAME[table].file].value, dict)

    def is_whole(self, table: str) -> bool:
        """Whether the table has records, each of the right shape: one that is missing would be blamed on those that need it."""
        rows = self.rows(table)
        return isinstance(rows, list) and len(rows) == len(self.records[table]) > 0

    def measurements(self, file: str) -> str:
        """The text of a file of measurements. OSError or ValueError if it cannot be read."""
        return (self.directory / file).read_text(encoding="utf-8")

    def rows(self, table: str) -> Any:
        """What the file gives for the table, None if it cannot be read."""
        place = BY_NAME[table]
        return self.documents[place.file].value.get(place.section) if self.readable(table) else None

    def report_table(self, table: str, message: str) -> None:
        """Add a problem of a table as a whole."""
        place = BY_NAME[table]
        line = self.documents[place.file].line((place.section,))
        self.problems.append(Problem(place.file, line, "", place.section, message))

    def report(self, table: str, id_: str, at: str, message: str) -> None:
        """Add a problem of one record; `at` is the dotted path of the field in it."""
        file = BY_NAME[table].file
        parts = tuple(int(p) if p.isdigit() else p for p in at.split(".") if p)
        line = self.documents[file].line((*self.places[table, id_], *parts))
        self.problems.append(Problem(file, line, id_, at, message))


Check = Callable[[Draft], None]
"""A rule that needs more than one record: it adds to the draft's problems. The catalogue is handed them, it knows none."""


def read_all(directory: Path = DATA) -> dict[str, YamlDocument]:
    """Every file of `directory`, also one that belongs to no table, which is reported."""
    documents = {name: read(directory / name) for name in FILES}
    for path in sorted(directory.glob("*.y*ml")):
        if path.name not in FILES:
            documents[path.name] = YamlDocument(path.name, {})
            documents[path.name].report(1, (), "is not a file of the catalogue; see domain/catalog/tables.py")
    return documents


def check_documents(documents: Mapping[str, YamlDocument], checks: Iterable[Check] = (), directory: Path = DATA) -> Draft:
    """What the files hold; the result's `problems` are all there are: of the files, of the records' shapes and of `checks`.

    Without `checks` a few of the files may be read: the tables of the others have no records then.
    """
    draft = Draft(documents, directory=directory)
    for document in documents.values():
        draft.problems += [*document.problems, *_strange_sections(document)]
    for table in TABLES:
        draft.records[table.name] = dict(_parse(table, draft)) if table.file in documents else {}
    for rule in checks:
        rule(draft)
    return draft


def check(directory: Path = DATA, checks: Iterable[Check] = ()) -> Draft:
    """Read and check every file of `directory`."""
    return check_documents(read_all(directory), checks, directory)


def load(directory: Path = DATA, checks: Iterable[Check] = ()) -> Catalog:
    """The catalogue of `directory`. Raises CatalogError with every problem if there is one."""
    draft = check(directory, checks)
    if draft.problems:
        raise CatalogError(draft.problems)
    return Catalog(draft.records, _version(draft.documents))


_own: Catalog | None = None


def catalog() -> Catalog:
    """The product's own catalogue, loaded once in a process: the installed one, else `data/` as far as shapes are checked."""
    return _own or install(load())


def install(loaded: Catalog) -> Catalog:
    """Make it what `catalog()` returns from now on: who has the checks has loaded it with them."""
    global _own
    _own = loaded
    return loaded


def _strange_sections(document: YamlDocument) -> Iterator[Problem]:
    if not isinstance(document.value, dict):
        if not document.problems:
            yield Problem(document.name, 1, "", "", "must be a mapping of sections")
        return
    sections = {table.section for table in TABLES if table.file == document.name}
    for section in document.value.keys() - sections:
        message = f"is not a section of this file; it has {', '.join(sorted(sections))}"
        yield Problem(document.name, document.line((section,)), "", section, message)


def _parse(table: Table[Any], draft: Draft) -> Iterator[tuple[str, Record]]:
    if not draft.readable(table.name):
        return
    document, rows = draft.documents[table.file], draft.rows(table.name)
    if not isinstance(rows, list):
        draft.report_table(table.name, "must be a list of records")
        return
    for index, raw in enumerate(rows):
        at = (table.section, index)
        id_ = str(raw.get("id", "")) if isinstance(raw, dict) else ""
        if id_ and (table.name, id_) in draft.places:
            draft.problems.append(Problem(table.file, document.line(at), id_, "id", "is used by an earlier record"))
            continue
        if id_:
            draft.places[table.name, id_] = at
        try:
            yield id_, table.model.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                loc = tuple(part for part in fault["loc"] if part != "[key]")
                line = document.line((*at, *loc))
                message = fault["msg"].removeprefix("Value error, ")
                draft.problems.append(Problem(table.file, line, id_, ".".join(map(str, loc)), message))


def _version(documents: Mapping[str, YamlDocument]) -> str:
    """Newest `checked` date of the catalogue and a digest of its files, e.g. "2026-08-22 3f9a1c2e"."""
    digest = hashlib.sha256()
    for name in sorted(FILES):
        digest.update(name.encode() + b"\0" + documents[name].data)
    checked: set[str] = set()
    for document in documents.values():
        mentions(document.value, {"checked": checked})
    newest = max(checked)
    return f"{newest} {digest.hexdigest()[:8]}"
