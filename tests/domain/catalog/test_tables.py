"""A table is declared once: what lists tables knows of each, under the names and on the screens that visitors know."""

from __future__ import annotations

from typing import Annotated

import pytest

from domain.catalog import Catalog, catalog, install, load
from domain.catalog.records.base import Ref, RefTo, Slug
from domain.catalog.records.commands import Command
from domain.catalog.records.evidence import Evidence, Group
from domain.catalog.tables import BY_NAME, FILES, TABLES, Facts
from domain.reference.checks.references import declared, named
from domain.reference.frames import FRAMES
from domain.reference.json_tables import API_TABLES

NAMES = {
    "key_numbers": "Key numbers",
    "decision_matrix": "Decision matrix",
    "commands": "Commands",
    "concepts": "Concepts",
    "components": "Architecture",
    "lifecycle": "Lifecycle",
    "live_migration": "Live-migration settings",
    "migration_times": "Migration times",
    "factors": "Migration factor",
    "migration_profiles": "Live migration by platform",
    "migration_inputs": "How to measure",
    "migration_presets": "Guests to start from",
    "migration_printouts": "What platforms print",
    "published_migrations": "Published migrations",
    "drain_defaults": "Migrations at once",
    "drain_rules": "Rules of a drain",
    "published_drains": "Published drains",
    "field_transfers": "Published disk transfers",
    "transfer_rates": "Disk transfer rates",
    "transfer_phases": "Phases of a disk transfer",
    "transfer_methods": "How the disks can leave",
    "blockers": "Blockers",
    "checklist": "Checklist",
    "rules": "Rules",
    "workloads": "Worked examples",
    "events": "Events",
    "contradictions": "Contradictions",
    "questions": "Questions",
    "sources": "Sources",
}


def test_the_tables_have_the_names_that_visitors_know() -> None:
    assert {name: BY_NAME[name].title for name in NAMES} == NAMES
    assert {name: BY_NAME[name].found_title for name in NAMES} == NAMES | {"decision_matrix": "Workloads"}


@pytest.mark.parametrize(
    ("table", "page"),
    [("flows", "architecture"), ("rules", "decision_matrix"), ("workloads", "wizard"), ("drain_defaults", "drain_window")],
)
def test_a_row_is_shown_on_the_screen_that_old_links_lead_to(table: str, page: str) -> None:
    assert BY_NAME[table].page == page


def test_no_two_tables_share_a_section_of_a_file() -> None:
    assert len({(table.file, table.section) for table in TABLES}) == len(TABLES) == len(BY_NAME)
    assert len(set(FILES)) == len(FILES)


def test_what_scripts_may_ask_for_is_every_table_but_the_groups() -> None:
    assert set(BY_NAME) - set(API_TABLES) == {table.name for table in TABLES if table.model is Group}
    assert len(API_TABLES) >= 34


def test_a_table_of_statements_on_a_screen_has_a_frame_without_a_line_of_code() -> None:
    assert {t.name for t in TABLES if t.page and issubclass(t.model, Evidence)} <= set(FRAMES)


def test_a_table_is_itself_where_it_is_declared_and_its_records_in_a_catalogue() -> None:
    assert Facts.commands is BY_NAME["commands"]
    assert Facts.commands.model is Command
    assert catalog().commands is catalog().records["commands"]
    assert catalog().groups("causes") is catalog().causes


def test_an_installed_catalogue_is_the_one_that_all_use() -> None:
    before = catalog()
    assert catalog() is before
    try:
        other = load()
        assert install(other) is other is catalog()
    finally:
        install(before)
    assert catalog() is before


def test_what_a_field_says_of_other_records_is_found_in_lists_keys_and_optional_values() -> None:
    kind = RefTo("commands")
    one = Annotated[Slug, kind]
    assert list(named(one, "a", "x")) == [("x", kind, "a")]
    assert list(named(one, "", "x")) == list(named(one | None, None, "x")) == []
    assert list(named(one | None, "a", "x")) == [("x", kind, "a")]
    assert list(named(tuple[one, ...], ("a", "b"), "x")) == [("x.0", kind, "a"), ("x.1", kind, "b")]
    assert list(named(dict[one, int], {"a": 1}, "x")) == [("x.a", kind, "a")]
    assert list(named(tuple[Ref, ...], ("rules/a",), "x")) == [("x.0", RefTo(), "rules/a")]


def test_every_reference_is_to_a_table() -> None:
    facts: Catalog = catalog()
    models = {type(record) for rows in facts.records.values() for record in rows.values()}
    said = [note for model in models for _, notes in declared(model).values() for note in notes if isinstance(note, RefTo)]
    assert len(said) > 15
    assert {note.table for note in said if note.table} <= set(BY_NAME)
