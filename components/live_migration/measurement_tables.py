"""How each of the studio's inputs is measured, and what the presets rest on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from components.kit import tables
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform


def inputs_table(platforms: Sequence[Platform], opened: str | None) -> None:
    """A row an input, a column a platform."""
    tables.show_table(
        [tables.Column("Input", width=24), *(tables.Column(p.label, p) for p in platforms)],
        [
            tables.Line(
                tables.row_head("migration_inputs", row.id, row.label, row.unit)
                + f'<div class="s">{tables.text(row.about)}</div>'
                + tables.sources_fold(row, row.id == opened),
                tuple(tables.text(row.measure[p]) for p in platforms),
            )
            for row in catalog().migration_inputs.values()
        ],
        "What each input means and how to measure it. Where nothing measures it, that is said.",
    )


def presets_table(opened: str | None) -> None:
    """A row a preset: its numbers and what they rest on."""
    numbers = ("Memory", "Working set", "Dirty rate", "Zero pages")
    tables.show_table(
        [tables.Column("Preset", width=44), *(tables.Column(name, numeric=True) for name in numbers), tables.Column("Writes")],
        [
            tables.Line(
                tables.row_head("migration_presets", row.id, row.label)
                + f'<div class="s">{tables.text(row.about)}</div>'
                + tables.sources_fold(row, row.id == opened),
                (
                    f"{row.ram_gib:g} GiB",
                    f"{row.working_set_gib:g} GiB",
                    f"{row.dirty_mb_s:g} MB/s",
                    f"{row.zero_percent:g} %",
                    escape(row.writes.value),
                ),
            )
            for row in catalog().migration_presets.values()
        ],
        "The guests to start from. Most of their numbers are assumptions, and each says so; measure your own.",
    )
