"""The tables as JSON for scripts: every record with everything that stands behind it, and clear answers to wrong paths."""

from __future__ import annotations

import tomllib

import pytest
import yaml

from domain.catalog import DATA, catalog
from domain.catalog.records.base import walk
from domain.catalog.records.evidence import Evidence
from domain.catalog.tables import BY_NAME
from domain.reference.json_tables import API_TABLES
from tests.server.server_process import ROOT, get, request

BOOK = catalog()


def test_the_index_lists_every_table_with_its_address(server: str) -> None:
    answer = get(f"{server}/api/").json()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = {"version": BOOK.version, "product_version": project["version"]}
    assert answer == {**versions, "tables": {name: f"/api/{name}.json" for name in API_TABLES}}
    facts = {"key_numbers", "decision_matrix", "commands", "concepts", "live_migration", "migration_times"}
    decisions = {"workload_questions", "aspects", "terms", "rules", "workloads"}
    assert facts | decisions <= set(answer["tables"])


def test_a_table_has_every_record_with_its_provenance(server: str, subtests: pytest.Subtests) -> None:
    for table in API_TABLES:
        with subtests.test(table=table):
            assert_every_record(server, table)


def assert_every_record(server: str, table: str) -> None:
    reply = get(f"{server}/api/{table}.json")
    answer = reply.json()
    model = BY_NAME[table].model
    assert reply.headers["content-type"] == "application/json"
    assert set(answer) == {"table", "version", "rows"}
    assert (answer["table"], answer["version"]) == (table, BOOK.version)
    assert [row["id"] for row in answer["rows"]] == list(BOOK.records[table])
    for given, record in zip(answer["rows"], BOOK.records[table].values(), strict=True):
        again = model.model_validate(given)
        assert again == record
        assert [part for _, part in walk(again) if isinstance(part, Evidence)] == [
            part for _, part in walk(record) if isinstance(part, Evidence)
        ]


def test_a_cell_reads_as_its_file_has_it(server: str) -> None:
    rows = get(f"{server}/api/key_numbers.json").json()["rows"]
    written = yaml.safe_load((DATA / "key_numbers.yaml").read_text(encoding="utf-8"))["rows"]
    for given, row in zip(rows, written, strict=True):
        for platform, claim in row["claims"].items():
            shown = given["claims"][platform]
            assert (shown["reference"], shown["verified"]) == (claim.get("reference"), claim["verified"])
            assert (shown["verdict"], shown["grade"]) == (claim.get("verdict"), claim["grade"])
            assert (shown["sources"], shown["checked"]) == (claim.get("sources", []), str(claim["checked"]))


def test_a_rule_reads_as_its_file_has_it(server: str) -> None:
    """A script judges as the product does: conditions, ways out and evidence come whole; one word stands as a list of one."""
    given = {row["id"]: row for row in get(f"{server}/api/rules.json").json()["rows"]}
    assert given["ove-local-live"]["when"] == [
        {"live": ["must"], "storage": ["local"], "persistence": ["keep"]},
        {"live": ["must"], "storage": ["local"], "origin": ["vmware"]},
    ]
    limit = {"key_number": "max-vcpu-per-vm", "kind": "theoretical", "scope": ""}
    assert given["ove-vcpu-ceiling"]["when"] == [{"vcpu": {"above": limit}}]
    for row in yaml.safe_load((DATA / "rules.yaml").read_text(encoding="utf-8"))["rows"]:
        shown = given[row["id"]]
        assert (shown["says"], shown["kind"], shown["severity"]) == (row["says"], row["kind"], row["severity"])
        assert shown["ways_out"] == row.get("ways_out", [])
        assert (shown["sources"], shown["checked"]) == (row.get("sources", []), str(row["checked"]))


def test_a_table_is_sent_again_only_when_it_has_changed(server: str) -> None:
    address = f"{server}/api/key_numbers.json"
    tag = get(address).headers["etag"]
    assert get(f"{server}/api/blockers.json").headers["etag"] != tag
    for known in (tag, f"W/{tag}", f'"older", {tag}'):
        reply = get(address, headers={"if-none-match": known})
        assert (reply.status_code, reply.content, reply.headers["etag"]) == (304, b"", tag)
    assert get(address, headers={"if-none-match": '"older"'}).json() == get(address).json()


ODD = [
    "nope.json",
    "Key_numbers.json",
    "key_numbers",
    "key_numbers.json.json",
    ".json",
    "x/y",
    "x/y.json",
    "key_numbers.yaml",
    "🦆.json",
    "a%20b.json",
    "<b>.json",
    "x" * 4000 + ".json",
]


@pytest.mark.parametrize("path", ODD, ids=lambda path: path[:24])
def test_a_path_without_a_table_is_not_found_and_says_what_there_is(server: str, path: str) -> None:
    reply = get(f"{server}/api/{path}")
    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("application/json")
    assert "key_numbers" in reply.json()["error"]
    assert "<b>" not in reply.text


@pytest.mark.parametrize("path", ["%00.json", "%2e%2e/app.json", "%2e%2e%2f%2e%2e%2fdata%2fsources.yaml"])
def test_a_path_that_leads_elsewhere_is_refused(server: str, path: str) -> None:
    reply = get(f"{server}/api/{path}")
    assert reply.status_code in (400, 404)
    assert "publisher" not in reply.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_tables_cannot_be_written(server: str, method: str) -> None:
    assert request(method, f"{server}/api/key_numbers.json").status_code == 405
