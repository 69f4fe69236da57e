"""How each of Migration time's inputs is measured, and what the presets rest on."""

from __future__ import annotations

from collections.abc import Sequence

from components.kit import markup, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.live_migration import MigrationInput, Preset
from domain.catalog.vocabulary import Platform


def _head(table: str, row: MigrationInput | Preset, opened: str | None, unit: str = "") -> Html:
    """A row's name, what it means, and its sources."""
    head = tables.row_head(table, row.id, row.label, unit)
    return markup.joined(head, markup.note(markup.text(row.about)), tables.sources_fold(row, row.id == opened))


def inputs_table(platforms: Sequence[Platform], opened: str | None) -> None:
    """A row an input, a column a platform."""
    tables.show_table(
        tables.platform_columns("Input", platforms, width=24),
        [
            tables.Line(
                _head("migration_inputs", row, opened, row.unit),
                tuple(markup.text(row.measure[p]) for p in platforms),
            )
            for row in catalog().migration_inputs.values()
        ],
        "What each input means and how to measure it. If nothing measures it, the table says so.",
    )


def presets_table(opened: str | None) -> None:
    """A row a preset: its numbers and what they rest on."""
    numbers = tables.number_columns("Memory", "Working set", "Dirty rate", "Zero pages")
    tables.show_table(
        [tables.Column("Preset", width=44), *numbers, tables.Column("Writes")],
        [
            tables.Line(
                _head("migration_presets", row, opened),
                (
                    markup.text(f"{row.ram_gib:g} GiB"),
                    markup.text(f"{row.working_set_gib:g} GiB"),
                    markup.text(f"{row.dirty_mb_s:g} MB/s"),
                    markup.text(f"{row.zero_percent:g} %"),
                    markup.text(row.writes.label),
                ),
            )
            for row in catalog().migration_presets.values()
        ],
        "The guests to start from. Most of their numbers are assumptions, and each says so; measure your own.",
    )
