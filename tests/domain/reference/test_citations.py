"""What a row states, in words that stand alone."""

from __future__ import annotations

import pytest

from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.reference.citations import statements_of

BOOK = catalog()


@pytest.mark.parametrize("table", [table for table in PAGE_OF_TABLE if table not in ("sources", "workloads")])
def test_every_row_that_has_a_link_states_something_by_name(table: str) -> None:
    for id_ in BOOK.records[table]:
        found = statements_of(BOOK, table, id_)
        assert found
        assert all(one.subject and one.evidence.checked for one in found)
        assert len({(one.part, one.says) for one in found}) == len(found)


def test_a_statement_names_its_platform_its_link_or_its_cell() -> None:
    assert [one.platform for one in statements_of(BOOK, "key_numbers", "max-vcpu-per-vm")] == list(Platform)
    assert {one.part for one in statements_of(BOOK, "decision_matrix", "high-throughput-db")} >= {
        "OVE, approach",
        "OVE, what to know",
    }
    assert statements_of(BOOK, "migration_times", "ram-64")[0].part == BOOK.links["10"].reference


def test_a_line_to_cite_holds_no_command_which_is_copied_with_the_readers_own_names() -> None:
    for id_, row in BOOK.commands.items():
        runs = [run.command for claim in row.claims.values() for run in claim.run if "{{" in run.command]
        said = " ".join(one.says for one in statements_of(BOOK, "commands", id_))
        assert [command for command in runs if command in said] == []
