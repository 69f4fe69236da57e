"""Parses `data/*.yaml` into a `Catalog`, or reports every problem of every file at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from domain.catalog.problems import CatalogError, Problem
from domain.catalog.reading import YamlDocument, mentions, read
from domain.catalog.records.architecture import Component, Flow, Layer
from domain.catalog.records.base import Record
from domain.catalog.records.blockers import Blocker, Trait
from domain.catalog.records.checklist import ChecklistItem
from domain.catalog.records.commands import Command, MigrationCommand, NameField
from domain.catalog.records.disk_transfer import LabTransfer, TransferRate
from domain.catalog.records.evidence import Contradiction, Group, Source
from domain.catalog.records.live_migration import (
    DrainDefault,
    Factor,
    MigrationInput,
    MigrationProduct,
    MigrationTime,
    NetworkLink,
    Preset,
    ProfileFact,
    PublishedMigration,
    Setting,
)
from domain.catalog.records.quick_reference import Concept, KeyNumber, OverviewQuestion, PlatformInfo, Scenario
from domain.catalog.records.workload import Aspect, BuildStep, Rule, Term, Workload, WorkloadQuestion
from domain.catalog.tables import BY_NAME, FILES, TABLES, Table

DATA = Path(__file__).resolve().parents[2] / "data"
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, eq=False)
class Catalog:
    """Every record of every table. `version` changes whenever a file of `data/` changes."""

    records: Mapping[str, Mapping[str, Record]]
    version: str

    def table(self, name: str, model: type[R]) -> Mapping[str, R]:
        """Records of table `name` by id, in file order, typed as `model`. KeyError: no such table."""
        if BY_NAME[name].model is not model:
            raise TypeError(f"table {name!r} holds {BY_NAME[name].model.__name__}, not {model.__name__}")
        return cast("Mapping[str, R]", self.records[name])

    @property
    def platforms(self) -> Mapping[str, PlatformInfo]:
        return self.table("platforms", PlatformInfo)

    @property
    def key_numbers(self) -> Mapping[str, KeyNumber]:
        return self.table("key_numbers", KeyNumber)

    @property
    def decision_matrix(self) -> Mapping[str, Scenario]:
        return self.table("decision_matrix", Scenario)

    @property
    def fields(self) -> Mapping[str, NameField]:
        return self.table("fields", NameField)

    @property
    def commands(self) -> Mapping[str, Command]:
        return self.table("commands", Command)

    @property
    def concepts(self) -> Mapping[str, Concept]:
        return self.table("concepts", Concept)

    @property
    def layers(self) -> Mapping[str, Layer]:
        return self.table("layers", Layer)

    @property
    def components(self) -> Mapping[str, Component]:
        return self.table("components", Component)

    @property
    def flows(self) -> Mapping[str, Flow]:
        return self.table("flows", Flow)

    @property
    def live_migration(self) -> Mapping[str, Setting]:
        return self.table("live_migration", Setting)

    @property
    def migration_products(self) -> Mapping[str, MigrationProduct]:
        return self.table("migration_products", MigrationProduct)

    @property
    def migration_commands(self) -> Mapping[str, MigrationCommand]:
        return self.table("migration_commands", MigrationCommand)

    @property
    def links(self) -> Mapping[str, NetworkLink]:
        return self.table("links", NetworkLink)

    @property
    def migration_times(self) -> Mapping[str, MigrationTime]:
        return self.table("migration_times", MigrationTime)

    @property
    def factors(self) -> Mapping[str, Factor]:
        return self.table("factors", Factor)

    @property
    def migration_inputs(self) -> Mapping[str, MigrationInput]:
        return self.table("migration_inputs", MigrationInput)

    @property
    def migration_presets(self) -> Mapping[str, Preset]:
        return self.table("migration_presets", Preset)

    @property
    def migration_profiles(self) -> Mapping[str, ProfileFact]:
        return self.table("migration_profiles", ProfileFact)

    @property
    def drain_defaults(self) -> Mapping[str, DrainDefault]:
        return self.table("drain_defaults", DrainDefault)

    @property
    def published_migrations(self) -> Mapping[str, PublishedMigration]:
        return self.table("published_migrations", PublishedMigration)

    @property
    def lab_transfers(self) -> Mapping[str, LabTransfer]:
        return self.table("lab_transfers", LabTransfer)

    @property
    def transfer_rates(self) -> Mapping[str, TransferRate]:
        return self.table("transfer_rates", TransferRate)

    @property
    def traits(self) -> Mapping[str, Trait]:
        return self.table("traits", Trait)

    @property
    def blockers(self) -> Mapping[str, Blocker]:
        return self.table("blockers", Blocker)

    @property
    def checklist(self) -> Mapping[str, ChecklistItem]:
        return self.table("checklist", ChecklistItem)

    @property
    def contradictions(self) -> Mapping[str, Contradiction]:
        return self.table("contradictions", Contradiction)

    @property
    def questions(self) -> Mapping[str, OverviewQuestion]:
        return self.table("questions", OverviewQuestion)

    @property
    def workload_questions(self) -> Mapping[str, WorkloadQuestion]:
        return self.table("workload_questions", WorkloadQuestion)

    @property
    def aspects(self) -> Mapping[str, Aspect]:
        return self.table("aspects", Aspect)

    @property
    def terms(self) -> Mapping[str, Term]:
        return self.table("terms", Term)

    @property
    def rules(self) -> Mapping[str, Rule]:
        return self.table("rules", Rule)

    @property
    def workloads(self) -> Mapping[str, Workload]:
        return self.table("workloads", Workload)

    @property
    def builds(self) -> Mapping[str, BuildStep]:
        return self.table("builds", BuildStep)

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.table("sources", Source)

    def groups(self, table: str) -> Mapping[str, Group]:
        """A table of groups, such as "command_groups" or "causes"."""
        return self.table(table, Group)


@dataclass
class Draft:
    """The catalogue while it is being checked: records that parsed, every id seen, and where each stands."""

    documents: dict[str, YamlDocument]
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    places: dict[tuple[str, str], tuple[str | int, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def known(self, table: str, id_: str) -> bool:
        """Whether a record of that id is declared, even one whose own shape is wrong; an unreadable file is not judged."""
        return (table, id_) in self.places or not self.readable(BY_NAME[table].file if table in BY_NAME else "")

    def readable(self, file: str | None = None) -> bool:
        """Whether a file, or every file, is a mapping of sections."""
        files = self.documents if file is None else {file} & self.documents.keys()
        return all(isinstance(self.documents[name].value, dict) for name in files)

    def mentioned(self, file: str | None, key: str) -> set[str]:
        """What the files (or one of them) name under `key`, also in records whose own shape is wrong."""
        documents = self.documents.values() if file is None else [self.documents[file]]
        return {text for document in documents for text in mentions(document.value, key)}

    def report(self, table: str, id_: str, at: str, message: str) -> None:
        """Add a problem of one record; `at` is the dotted path of the field in it."""
        file = BY_NAME[table].file
        parts = tuple(int(p) if p.isdigit() else p for p in at.split(".") if p)
        line = self.documents[file].line((*self.places[table, id_], *parts))
        self.problems.append(Problem(file, line, id_, at, message))


def check(directory: Path = DATA) -> Draft:
    """Read and check every file of `directory`; the result's `problems` are all there are."""
    from domain.reference.checks.records import cross_check

    draft = Draft({name: read(directory / name) for name in FILES})
    for document in draft.documents.values():
        draft.problems += document.problems
    _report_strangers(directory, draft)
    for table in TABLES:
        draft.records[table.name] = dict(_parse(table, draft))
    cross_check(draft)
    return draft


def load(directory: Path = DATA) -> Catalog:
    """The catalogue of `directory`. Raises CatalogError with every problem if there is one."""
    draft = check(directory)
    if draft.problems:
        raise CatalogError(draft.problems)
    return Catalog(draft.records, _version(directory, draft))


@cache
def catalog() -> Catalog:
    """The product's own catalogue, loaded once in a process."""
    return load()


def _report_strangers(directory: Path, draft: Draft) -> None:
    for path in sorted(directory.glob("*.y*ml")):
        if path.name not in FILES:
            draft.problems.append(Problem(path.name, 1, "", "", "is not a file of the catalogue; see domain/catalog/tables.py"))
    for name, document in draft.documents.items():
        if not isinstance(document.value, dict):
            if not document.problems:
                draft.problems.append(Problem(name, 1, "", "", "must be a mapping of sections"))
            continue
        sections = {table.section for table in TABLES if table.file == name}
        for section in document.value.keys() - sections:
            line = document.line((section,))
            message = f"is not a section of this file; it has {', '.join(sorted(sections))}"
            draft.problems.append(Problem(name, line, "", section, message))


def _parse(table: Table, draft: Draft) -> Iterator[tuple[str, Record]]:
    document = draft.documents[table.file]
    if not isinstance(document.value, dict):
        return
    rows = document.value.get(table.section)
    if not isinstance(rows, list):
        line = document.line((table.section,))
        draft.problems.append(Problem(table.file, line, "", table.section, "must be a list of records"))
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


def _version(directory: Path, draft: Draft) -> str:
    """Newest `checked` date of the catalogue and a digest of its files, e.g. "2026-08-22 3f9a1c2e"."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update(name.encode() + b"\0" + (directory / name).read_bytes())
    newest = max(str(value) for document in draft.documents.values() for value in _dates(document))
    return f"{newest} {digest.hexdigest()[:8]}"


def _dates(document: YamlDocument) -> Iterator[Any]:
    stack = [document.value]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            if "checked" in value:
                yield value["checked"]
            stack += value.values()
        elif isinstance(value, list):
            stack += value
