"""Which file of `data/` holds which records: the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Table:
    """A list of records: `name` in references and in the API, where it is stored, and the shape of a record."""

    name: str
    file: str
    section: str
    model: type[Record]


TABLES: tuple[Table, ...] = (
    Table("platforms", "platforms.yaml", "rows", PlatformInfo),
    Table("key_number_groups", "key_numbers.yaml", "groups", Group),
    Table("key_numbers", "key_numbers.yaml", "rows", KeyNumber),
    Table("scenario_groups", "decision_matrix.yaml", "groups", Group),
    Table("decision_matrix", "decision_matrix.yaml", "rows", Scenario),
    Table("fields", "fields.yaml", "rows", NameField),
    Table("command_groups", "commands.yaml", "groups", Group),
    Table("commands", "commands.yaml", "rows", Command),
    Table("concept_groups", "concepts.yaml", "groups", Group),
    Table("concepts", "concepts.yaml", "rows", Concept),
    Table("layers", "architecture.yaml", "layers", Layer),
    Table("components", "architecture.yaml", "components", Component),
    Table("flows", "architecture.yaml", "flows", Flow),
    Table("live_migration", "live_migration.yaml", "rows", Setting),
    Table("migration_products", "live_migration.yaml", "products", MigrationProduct),
    Table("migration_commands", "migration_commands.yaml", "rows", MigrationCommand),
    Table("links", "migration_times.yaml", "links", NetworkLink),
    Table("migration_times", "migration_times.yaml", "rows", MigrationTime),
    Table("factors", "migration_times.yaml", "factors", Factor),
    Table("migration_inputs", "migration_presets.yaml", "inputs", MigrationInput),
    Table("migration_presets", "migration_presets.yaml", "rows", Preset),
    Table("migration_profiles", "migration_profiles.yaml", "rows", ProfileFact),
    Table("drain_defaults", "drain_defaults.yaml", "rows", DrainDefault),
    Table("published_migrations", "published_migrations.yaml", "rows", PublishedMigration),
    Table("lab_transfers", "disk_transfers.yaml", "rows", LabTransfer),
    Table("transfer_rates", "disk_transfers.yaml", "rates", TransferRate),
    Table("causes", "blockers.yaml", "causes", Group),
    Table("trait_groups", "blockers.yaml", "trait_groups", Group),
    Table("traits", "blockers.yaml", "traits", Trait),
    Table("blockers", "blockers.yaml", "rows", Blocker),
    Table("checklist_groups", "checklist.yaml", "groups", Group),
    Table("checklist", "checklist.yaml", "rows", ChecklistItem),
    Table("workload_groups", "workload.yaml", "groups", Group),
    Table("workload_questions", "workload.yaml", "rows", WorkloadQuestion),
    Table("aspects", "rules.yaml", "aspects", Aspect),
    Table("terms", "rules.yaml", "terms", Term),
    Table("rules", "rules.yaml", "rows", Rule),
    Table("workloads", "workloads.yaml", "rows", Workload),
    Table("builds", "builds.yaml", "rows", BuildStep),
    Table("contradictions", "contradictions.yaml", "rows", Contradiction),
    Table("questions", "questions.yaml", "rows", OverviewQuestion),
    Table("sources", "sources.yaml", "rows", Source),
)

BY_NAME = {table.name: table for table in TABLES}
FILES = tuple(dict.fromkeys(table.file for table in TABLES))
