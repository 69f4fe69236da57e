"""Which file of `data/` holds which records: the one place that says so."""

from __future__ import annotations

from dataclasses import dataclass

from domain.catalog import measured as x
from domain.catalog import migration_records as r
from domain.catalog import models as m
from domain.catalog import workload as w
from domain.catalog.base import Record


@dataclass(frozen=True)
class Table:
    """A list of records: `name` in references and in the API, where it is stored, and the shape of a record."""

    name: str
    file: str
    section: str
    model: type[Record]


TABLES: tuple[Table, ...] = (
    Table("platforms", "platforms.yaml", "rows", m.PlatformInfo),
    Table("key_number_groups", "key_numbers.yaml", "groups", m.Group),
    Table("key_numbers", "key_numbers.yaml", "rows", m.KeyNumber),
    Table("scenario_groups", "decision_matrix.yaml", "groups", m.Group),
    Table("decision_matrix", "decision_matrix.yaml", "rows", m.Scenario),
    Table("fields", "fields.yaml", "rows", m.NameField),
    Table("command_groups", "commands.yaml", "groups", m.Group),
    Table("commands", "commands.yaml", "rows", m.Command),
    Table("concept_groups", "concepts.yaml", "groups", m.Group),
    Table("concepts", "concepts.yaml", "rows", m.Concept),
    Table("layers", "architecture.yaml", "layers", m.Layer),
    Table("components", "architecture.yaml", "components", m.Component),
    Table("flows", "architecture.yaml", "flows", m.Flow),
    Table("live_migration", "live_migration.yaml", "rows", m.Setting),
    Table("migration_products", "live_migration.yaml", "products", r.MigrationProduct),
    Table("migration_commands", "migration_commands.yaml", "rows", r.MigrationCommand),
    Table("links", "migration_times.yaml", "links", m.NetworkLink),
    Table("migration_times", "migration_times.yaml", "rows", m.MigrationTime),
    Table("factors", "migration_times.yaml", "factors", m.Factor),
    Table("migration_inputs", "migration_presets.yaml", "inputs", x.MigrationInput),
    Table("migration_presets", "migration_presets.yaml", "rows", x.Preset),
    Table("migration_profiles", "migration_profiles.yaml", "rows", x.ProfileFact),
    Table("drain_defaults", "drain_defaults.yaml", "rows", x.DrainDefault),
    Table("published_migrations", "published_migrations.yaml", "rows", x.PublishedMigration),
    Table("lab_transfers", "disk_transfers.yaml", "rows", x.LabTransfer),
    Table("transfer_rates", "disk_transfers.yaml", "rates", x.TransferRate),
    Table("causes", "blockers.yaml", "causes", m.Group),
    Table("trait_groups", "blockers.yaml", "trait_groups", m.Group),
    Table("traits", "blockers.yaml", "traits", m.Trait),
    Table("blockers", "blockers.yaml", "rows", m.Blocker),
    Table("checklist_groups", "checklist.yaml", "groups", m.Group),
    Table("checklist", "checklist.yaml", "rows", m.ChecklistItem),
    Table("workload_groups", "workload.yaml", "groups", m.Group),
    Table("workload_questions", "workload.yaml", "rows", w.WorkloadQuestion),
    Table("aspects", "rules.yaml", "aspects", w.Aspect),
    Table("terms", "rules.yaml", "terms", w.Term),
    Table("rules", "rules.yaml", "rows", w.Rule),
    Table("workloads", "workloads.yaml", "rows", w.Workload),
    Table("builds", "builds.yaml", "rows", w.BuildStep),
    Table("contradictions", "contradictions.yaml", "rows", m.Contradiction),
    Table("questions", "questions.yaml", "rows", m.OverviewQuestion),
    Table("sources", "sources.yaml", "rows", m.Source),
)

BY_NAME = {table.name: table for table in TABLES}
FILES = tuple(dict.fromkeys(table.file for table in TABLES))
