"""The tables of the catalogue: one declaration each, from which everything that lists tables is derived.

A new table is a line in `Facts`, a model in `records/` and a file in `data/`. What its records refer to, and how they are
grouped, is said on the model's fields (`RefTo`, `group_of`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, Self, TypeVar, cast, overload

from pydantic import BaseModel

from domain.catalog.records.architecture import Component, Flow, Layer
from domain.catalog.records.base import Record, walk
from domain.catalog.records.blockers import Blocker, Trait
from domain.catalog.records.checklist import ChecklistItem
from domain.catalog.records.commands import Command, MigrationCommand, NameField
from domain.catalog.records.disk_transfer import (
    ClusterNetwork,
    FieldTransfer,
    LabTransfer,
    TransferMethod,
    TransferPhase,
    TransferRate,
)
from domain.catalog.records.drain import DrainDefault, DrainRule
from domain.catalog.records.events import Event
from domain.catalog.records.evidence import Contradiction, Group, Source
from domain.catalog.records.guests import GuestSystem
from domain.catalog.records.lifecycle import ReleaseSupport, SupportedProduct
from domain.catalog.records.live_migration import (
    Factor,
    HypervisorRelease,
    MeasuredSeries,
    MigrationInput,
    MigrationProduct,
    MigrationTime,
    NetworkLink,
    Preset,
    ProfileFact,
    PublishedMigration,
    Setting,
    StunTable,
)
from domain.catalog.records.printouts import Printed
from domain.catalog.records.published_drains import PublishedDrain
from domain.catalog.records.quick_reference import Concept, KeyNumber, OverviewQuestion, PlatformInfo, Scenario, Topic
from domain.catalog.records.workload import Aspect, BuildStep, Rule, Term, Workload, WorkloadQuestion

R = TypeVar("R", bound=Record)


@dataclass(eq=False)
class Table(Generic[R]):
    """A list of records: their shape, and the section of a file of `data/` that holds them: of `<name>.yaml`, unless said.

    `title` names the table on the screens, `found_as` above search results if they call it otherwise. `page` is the slug of
    the screen that shows a row for a link, empty if none does.

    In a catalogue it is the records by id, in file order: `catalog.key_numbers["max-vcpu-per-vm"]`.
    """

    model: type[R]
    file: str = ""
    section: str = "rows"
    title: str = ""
    page: str = ""
    found_as: str = ""
    name: str = field(init=False)

    @property
    def found_title(self) -> str:
        """What stands above its rows among search results."""
        return self.found_as or self.title

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.file = self.file or f"{name}.yaml"

    @overload
    def __get__(self, facts: None, owner: type) -> Self: ...
    @overload
    def __get__(self, facts: Facts, owner: type) -> Mapping[str, R]: ...
    def __get__(self, facts: Facts | None, owner: type) -> Self | Mapping[str, R]:
        return self if facts is None else cast("Mapping[str, R]", facts.records[self.name])


class Facts:
    """Every table, typed. Their order is that of equal hits of a search, and of counts."""

    records: Mapping[str, Mapping[str, Record]]

    platforms = Table(PlatformInfo)
    questions = Table(OverviewQuestion, title="Questions")
    topics = Table(Topic, title="Topics")
    key_number_groups = Table(Group, "key_numbers.yaml", "groups")
    key_numbers = Table(KeyNumber, title="Key numbers", page="key_numbers")
    fields = Table(NameField)
    command_groups = Table(Group, "commands.yaml", "groups")
    commands = Table(Command, title="Commands", page="commands")
    concept_groups = Table(Group, "concepts.yaml", "groups")
    concepts = Table(Concept, title="Concepts", page="concepts")
    layers = Table(Layer, "architecture.yaml", "layers", page="architecture")
    components = Table(Component, "architecture.yaml", "components", title="Architecture", page="architecture")
    flows = Table(Flow, "architecture.yaml", "flows", page="architecture")
    lifecycle_products = Table(SupportedProduct, "lifecycle.yaml", "products")
    lifecycle = Table(ReleaseSupport, title="Lifecycle", page="lifecycle")
    live_migration = Table(Setting, title="Live-migration settings", page="migration_settings")
    migration_products = Table(MigrationProduct, "live_migration.yaml", "products")
    migration_commands = Table(MigrationCommand)
    links = Table(NetworkLink, "migration_times.yaml", "links")
    migration_times = Table(MigrationTime, title="Migration times", page="migration_evidence")
    factors = Table(Factor, "migration_times.yaml", "factors", title="Migration factor", page="migration_evidence")
    scenario_groups = Table(Group, "decision_matrix.yaml", "groups")
    decision_matrix = Table(Scenario, title="Decision matrix", page="decision_matrix", found_as="Workloads")
    guest_families = Table(Group, "guest_systems.yaml", "families")
    guest_systems = Table(GuestSystem, title="Guest systems", page="guest_systems")
    causes = Table(Group, "blockers.yaml", "causes")
    trait_groups = Table(Group, "blockers.yaml", "trait_groups")
    traits = Table(Trait, "blockers.yaml", "traits")
    blockers = Table(Blocker, title="Blockers", page="blockers")
    checklist_groups = Table(Group, "checklist.yaml", "groups")
    checklist = Table(ChecklistItem, title="Checklist", page="checklist")
    workload_groups = Table(Group, "workload.yaml", "groups")
    workload_questions = Table(WorkloadQuestion, "workload.yaml")
    aspects = Table(Aspect, "rules.yaml", "aspects")
    terms = Table(Term, "rules.yaml", "terms")
    rules = Table(Rule, title="Rules", page="decision_matrix")
    workloads = Table(Workload, title="Worked examples", page="wizard")
    builds = Table(BuildStep)
    migration_profiles = Table(ProfileFact, title="Live migration by platform", page="live_migration")
    hypervisor_releases = Table(HypervisorRelease, "migration_profiles.yaml", "releases")
    stuns = Table(StunTable, "migration_profiles.yaml", "stuns")
    migration_inputs = Table(
        MigrationInput, "migration_presets.yaml", "inputs", title="How to measure", page="migration_evidence"
    )
    migration_presets = Table(Preset, title="Guests to start from", page="migration_evidence")
    migration_printouts = Table(Printed, title="What platforms print", page="migration_evidence")
    measured_series = Table(MeasuredSeries)
    published_migrations = Table(PublishedMigration, title="Published migrations", page="migration_evidence")
    drain_defaults = Table(DrainDefault, title="Migrations at once", page="drain_window")
    drain_rules = Table(DrainRule, title="Rules of a drain", page="drain_window")
    published_drains = Table(PublishedDrain, title="Published drains", page="drain_window")
    lab_transfers = Table(LabTransfer, "disk_transfers.yaml", page="disk_transfer")
    field_transfers = Table(FieldTransfer, title="Published disk transfers", page="disk_transfer")
    transfer_rates = Table(TransferRate, "disk_transfers.yaml", "rates", title="Disk transfer rates", page="disk_transfer")
    transfer_phases = Table(TransferPhase, title="Phases of a disk transfer", page="disk_transfer")
    transfer_methods = Table(TransferMethod, title="How the disks can leave", page="disk_transfer")
    cluster_networks = Table(
        ClusterNetwork, "disk_transfers.yaml", "networks", title="Addresses against a cluster's networks", page="disk_transfer"
    )
    events = Table(Event, title="Events", page="changes")
    contradictions = Table(Contradiction, title="Contradictions", page="sources")
    sources = Table(Source, title="Sources", page="sources")

    def groups(self, table: str) -> Mapping[str, Group]:
        """A table of groups by its name, such as "command_groups" or "causes"."""
        return cast("Mapping[str, Group]", self.records[table])

    def parts(self) -> tuple[tuple[str, str, str, BaseModel], ...]:
        """Every model in every record, the record included: its table, the record's id, its dotted path in it, itself."""
        return self._parts

    @cached_property
    def _parts(self) -> tuple[tuple[str, str, str, BaseModel], ...]:
        return tuple(
            (table, id_, at, part)
            for table, rows in self.records.items()
            for id_, record in rows.items()
            for at, part in walk(record)
        )


TABLES: tuple[Table[Any], ...] = tuple(table for table in vars(Facts).values() if isinstance(table, Table))
BY_NAME = {table.name: table for table in TABLES}
FILES = tuple(dict.fromkeys(table.file for table in TABLES))
