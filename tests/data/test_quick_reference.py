"""Every cell of the quick reference stands in the catalogue, word for word and in its place."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from domain.catalog import Catalog, catalog
from domain.catalog.records.evidence import Claim
from domain.catalog.vocabulary import Phase, Platform
from domain.decision.checklist import tailored

EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "quick_reference.json").read_text(encoding="utf-8"))
Rows = list[list[str | None]]


def _key_numbers(facts: Catalog) -> Rows:
    return [[row.parameter, *(row.claims[p].reference for p in Platform)] for row in facts.key_numbers.values()]


def _decision_matrix(facts: Catalog) -> Rows:
    return [[r.scenario, r.claims["approach"].reference, r.claims["notes"].reference] for r in facts.decision_matrix.values()]


def _commands(facts: Catalog) -> Rows:
    return [[row.task, *(row.claims[p].reference for p in Platform)] for row in facts.commands.values()]


def _concepts(facts: Catalog) -> Rows:
    return [[row.concept, row.claims[Platform.OVE].reference] for row in facts.concepts.values()]


def _live_migration(facts: Catalog) -> Rows:
    return [[row.parameter, row.claim.reference] for row in facts.live_migration.values()]


def _migration_times(facts: Catalog) -> Rows:
    return [[row.reference, *(row.claims[link].reference for link in facts.links)] for row in facts.migration_times.values()]


TABLES = {
    "key_numbers": _key_numbers,
    "decision_matrix": _decision_matrix,
    "essential_commands": _commands,
    "concept_mapping": _concepts,
    "live_migration_parameters": _live_migration,
    "migration_time_estimates": _migration_times,
}


def test_the_expected_cells_are_those_of_six_tables() -> None:
    sizes = {name: (len(table["rows"]), len(table["columns"]) - 1) for name, table in EXPECTED["tables"].items()}
    assert sizes == {
        "key_numbers": (11, 3),
        "decision_matrix": (10, 2),
        "essential_commands": (21, 3),
        "concept_mapping": (23, 1),
        "live_migration_parameters": (7, 1),
        "migration_time_estimates": (4, 3),
    }


@pytest.mark.parametrize("table", EXPECTED["tables"])
def test_every_cell_stands_verbatim_in_its_row_and_column(table: str) -> None:
    columns, rows = EXPECTED["tables"][table]["columns"], EXPECTED["tables"][table]["rows"]
    # Rows that were added have no cell of the quick reference and stand after its own.
    actual = TABLES[table](catalog())
    added = [row for row in actual[len(rows) :] if row[1:] == [None] * (len(row) - 1)]
    faults = [f"{table}: an extra row {row}" for row in actual[len(rows) :] if row not in added]
    for number, (expected, found) in enumerate(zip_longest(rows, actual[: len(rows)]), start=1):
        for column, cell, text in zip_longest(columns, expected, found or []):
            if cell != text:
                faults.append(f"{table}, row {number} ({expected[0]}), column “{column}”: expected {cell!r}, found {text!r}")
    assert not faults, "\n".join(faults)


def test_the_links_are_the_columns_of_the_estimate_table() -> None:
    assert [link.reference for link in catalog().links.values()] == EXPECTED["tables"]["migration_time_estimates"]["columns"][1:]


def test_no_cell_claims_a_reference_that_the_quick_reference_lacks() -> None:
    known = {cell for table in EXPECTED["tables"].values() for row in table["rows"] for cell in row} | {EXPECTED["remark"]}
    strangers = [
        f"{table}/{id_} {at}: {part.reference!r}"
        for table, id_, at, part in catalog().parts()
        if isinstance(part, Claim) and part.reference is not None and part.reference not in known and table != "components"
    ]
    assert not strangers, "\n".join(strangers)


def test_the_remark_on_real_migrations_is_kept_with_its_two_numbers() -> None:
    (factor,) = catalog().factors.values()
    assert factor.claim.reference == EXPECTED["remark"]
    assert (factor.low, factor.high) == (2, 5)


def test_every_line_of_the_architecture_box_belongs_to_a_layer() -> None:
    assert [line for layer in catalog().layers.values() for line in layer.reference] == EXPECTED["architecture"]


def test_what_a_component_quotes_is_part_of_a_line_of_the_box() -> None:
    quotes = {part.id: part.claim.reference for part in catalog().components.values() if part.claim.reference}
    assert len(quotes) > 10
    assert not {id_ for id_, quote in quotes.items() if not any(quote in line for line in EXPECTED["architecture"])}


ADDED = {
    Platform.VSPHERE: {"LMB-V18", "LMB-V19"},
    Platform.OVE: {"LMB-K44", "LMB-K45"},
    Platform.AZURE_LOCAL: {"LMB-H17", "LMB-H18", "LMB-H19", "LMB-H20", "LMB-H21"},
}
"""Blockers that the quick reference never had."""
ADDED_ITEMS = {"PF-59", "PF-60", "PF-61", "PF-62"}
"""Checklist items that the quick reference never had."""
KUBEVIRT_IDS = {f"LMB-K{number:02}" for number in (*range(1, 18), *range(20, 44))}


@pytest.mark.parametrize(
    ("platform", "ids"),
    [
        (Platform.OVE, KUBEVIRT_IDS | {"LMB-K00"}),  # K00 is the general check, not a blocker
        (Platform.VSPHERE, {f"LMB-V{number:02}" for number in range(1, 18)}),
        (Platform.AZURE_LOCAL, {f"LMB-H{number:02}" for number in range(1, 17)}),
    ],
)
def test_the_lost_list_of_blockers_is_complete(platform: Platform, ids: set[str]) -> None:
    assert {row.id for row in catalog().blockers.values() if row.platform is platform} == ids | ADDED.get(platform, set())
    assert len(ids - {"LMB-K00"}) == {"ove": 41, "vsphere": 17, "azure_local": 16}[platform]


@pytest.mark.parametrize(("phase", "count"), [(Phase.PRE_FLIGHT, 39), (Phase.EXECUTION, 20), (Phase.VALIDATION, 24)])
def test_the_lost_checklists_are_complete(phase: Phase, count: int) -> None:
    assert sum(item.phase is phase for item in tailored(catalog(), {}).items if item.id not in ADDED_ITEMS) == count
