"""The tables as pandas frames and as JSON: every row is there, numbers are numbers, and the audit adds up."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest

from domain.catalog import Catalog, catalog
from domain.catalog.tables import TABLES
from domain.catalog.vocabulary import Grade, LimitKind, Platform, Verdict
from domain.reference.frames import FRAMES, checked_between, chosen, frame, grade_counts, statements, verdict_counts
from domain.reference.json_tables import API_TABLES, table_json

CELLS = {"key_numbers": 33, "decision_matrix": 20, "commands": 63, "concepts": 23, "live_migration": 7, "migration_times": 12}
"""Cells of the quick reference by table, and its one remark."""


@pytest.mark.parametrize("name", [name for name in FRAMES if name != "limits"])
def test_a_frame_has_every_record_in_file_order(name: str) -> None:
    data = frame(catalog(), name)
    assert list(dict.fromkeys(data["id"])) == list(catalog().records[name])
    assert data.columns.is_unique
    assert not data.drop(columns="reference_s", errors="ignore").isna().any().any()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("platforms", 3),
        ("key_numbers", 11),
        ("decision_matrix", 10),
        ("commands", 30),
        ("concepts", 24),
        ("migration_times", 12),
        ("blockers", 84),
        ("checklist", 103),
        ("workloads", 29),
    ],
)
def test_the_frames_have_the_promised_sizes(name: str, rows: int) -> None:
    assert len(frame(catalog(), name)) == rows


@pytest.mark.parametrize("name", ["key_numbers", "commands"])
def test_a_frame_shows_the_cell_its_truth_and_its_evidence_side_by_side(name: str) -> None:
    data = frame(catalog(), name)
    for platform in Platform:
        for part in ("verified", "quick reference", "verdict", "evidence", "sources", "checked", "note", "scope"):
            assert f"{platform.label}: {part}" in data.columns
    assert set(data["OVE: verdict"]) <= {*Verdict, "added"}


def test_limits_are_numbers_with_unit_kind_and_scope() -> None:
    data = frame(catalog(), "limits")
    assert data["value"].dtype == float
    assert (data["value"] > 0).all()
    assert set(data["kind"]) <= {*(kind.value for kind in LimitKind), "quick reference"}
    assert (data["unit"] != "").all()
    assert (data.loc[data["kind"] != "quick reference", "scope"] != "").all()
    found = data.query("id == 'max-vcpu-per-vm' and platform == 'OVE'").set_index("kind")["value"]
    assert found.to_dict() == {"quick reference": 710.0, "tested": 216.0, "theoretical": 255.0}


def test_every_limit_of_the_catalogue_is_in_the_frame() -> None:
    row_claims = [claim for row in catalog().key_numbers.values() for claim in row.claims.values()]
    expected = sum(len(claim.limits) + (claim.reference_value is not None) for claim in row_claims)
    assert len(frame(catalog(), "limits")) == expected


def test_estimates_are_numbers_where_the_quick_reference_gives_one() -> None:
    data = frame(catalog(), "migration_times")
    assert data["ram_gb"].dtype == float
    assert data["link_gbps"].dtype == float
    assert data["reference_s"].isna().sum() == 1, "only “<1 s” is a bound and no number"
    assert data.query("ram_gb == 64 and link_gbps == 10")["reference_s"].item() == 54


def test_a_rule_says_in_words_when_it_fires_and_what_follows() -> None:
    rules = frame(catalog(), "rules").set_index("id")
    assert (rules["when"] != "").all()
    local = rules.loc["ove-local-live"]
    assert (local["platform"], local["kind"], local["severity"]) == ("OVE", "conflict", "blocker")
    assert local["when"] == (
        "Live migration: It must; Storage offered: Local to one host; Data on its disks: Must survive\n"
        "or Live migration: It must; Storage offered: Local to one host; Origin: From VMware"
    )
    assert local["ways out"].count("\n") == 2
    assert rules.loc["ove-vcpu-ceiling", "when"] == "vCPU: above 255 vCPU"
    assert rules.loc["ove-beyond-tested-ram", "when"] == "RAM: above 6,144 GiB"
    assert rules.loc["vsphere-service-move", "when"] == "Live migration: Welcome or It must"
    assert tuple(rules.loc["ove-net-bridge", ["aspect", "choice"]]) == ("Network", "a bridge binding on a VLAN")


def test_a_rule_that_shares_a_term_spells_it_out() -> None:
    when = frame(catalog(), "rules").set_index("id").loc["vsphere-service-pinned", "when"]
    assert when.split("\nor ")[:3] == [
        "GPU: A whole GPU",
        "Network: A VLAN through SR-IOV",
        "Memory encrypted by the CPU: SEV or TDX",
    ]


def test_what_a_rule_chooses_is_said_for_recommendations_only() -> None:
    rules = frame(catalog(), "rules")
    assert ((rules["choice"] != "") == (rules["kind"] == "recommendation")).all()
    assert ((rules["ways out"] != "") == (rules["kind"] == "conflict")).all()


def test_the_questions_about_a_workload_say_what_may_be_answered() -> None:
    questions = frame(catalog(), "workload_questions").set_index("id")
    assert questions.loc["firmware", "answers"] == "BIOS / UEFI / UEFI with Secure Boot"
    assert questions.loc["vcpu", "answers"] == "1 to 4,096 vCPU"
    assert questions.loc["transfer", "asked if"] == "Origin: From VMware"
    assert list(questions.loc[["disks", "os", "vtpm"], "asks for nothing"]) == ["", "", "No vTPM"]


def test_a_worked_example_tells_its_answers_and_where_it_stands() -> None:
    examples = frame(catalog(), "workloads").set_index("id")
    assert (examples["scenario"] != "").sum() == len(catalog().decision_matrix)
    hana = examples.loc["sap-hana"]
    assert "RAM: 6,144 GiB" in hana["answers"]
    assert [hana[p.label] for p in Platform] == ["fits, with conditions", "fits, with conditions", "not fully researched"]


def test_chosen_rows_come_in_the_order_asked_for() -> None:
    ids = ["drain-node", "list-vms", "start-vm"]
    assert list(chosen(catalog(), "commands", ids)["id"]) == ids
    assert list(chosen(catalog(), "commands", [])["id"]) == []
    with pytest.raises(KeyError):
        chosen(catalog(), "commands", ["fly"])


def test_an_unknown_frame_or_table_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        frame(catalog(), "fleet")
    with pytest.raises(KeyError):
        table_json(catalog(), "fleet")


def test_records_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError, match="frozen"):
        catalog().key_numbers["max-vcpu-per-vm"].unit = "sockets"


def test_the_verdicts_add_up_to_the_cells_of_the_quick_reference() -> None:
    counts = verdict_counts(catalog())
    assert list(counts.columns) == [*(verdict.value for verdict in Verdict), "cells"]
    body = counts.drop(index="all")
    assert (body.drop(columns="cells").sum(axis=1) == body["cells"]).all()
    assert (body.sum() == counts.loc["all"]).all()
    assert {table: int(body.loc[table, "cells"]) for table in CELLS} == CELLS
    assert int(body.loc["factors", "cells"]) == 1


def test_the_audit_counts_what_the_cells_say() -> None:
    said = [claim.verdict for row in catalog().key_numbers.values() for claim in row.claims.values()]
    counted = verdict_counts(catalog()).loc["key_numbers"]
    assert {verdict: int(counted[verdict.value]) for verdict in Verdict} == {verdict: said.count(verdict) for verdict in Verdict}


def test_the_grades_add_up_to_every_statement() -> None:
    grades = grade_counts(catalog())
    assert list(grades) == [grade.value for grade in Grade]
    assert sum(grades.values()) == len(list(statements(catalog())))


def test_the_dates_of_the_checks_are_a_range_of_days() -> None:
    first, last = (date.fromisoformat(day) for day in checked_between(catalog()))
    assert first <= last <= date.today()


def test_the_sources_say_how_often_they_are_cited() -> None:
    data = frame(catalog(), "sources").set_index("id")
    led_to = {id_ for topic in catalog().topics.values() for id_ in topic.elsewhere}
    assert set(data.index[data["cited by"] == 0]) == led_to
    assert int(data["cited by"].sum()) == sum(len(evidence.sources) for _, evidence in statements(catalog()))


@pytest.mark.parametrize("name", API_TABLES)
def test_a_table_as_json_has_every_row_with_its_provenance(name: str) -> None:
    answer = json.loads(json.dumps(table_json(catalog(), name)))
    assert answer["table"] == name
    assert answer["version"] == catalog().version
    assert [row["id"] for row in answer["rows"]] == list(catalog().records[name])
    model = type(next(iter(catalog().records[name].values())))
    assert [model.model_validate(row) for row in answer["rows"]] == list(catalog().records[name].values())


def test_the_version_names_the_newest_check_and_the_state_of_the_files() -> None:
    day, digest = catalog().version.split()
    assert day == checked_between(catalog())[1]
    assert len(digest) == 8


def test_a_catalogue_is_typed_table_by_table() -> None:
    facts: Catalog = catalog()
    assert {table.name for table in TABLES} == set(facts.records)
    for table in TABLES:
        assert getattr(facts, table.name) is facts.records[table.name]
        assert all(isinstance(record, table.model) for record in facts.records[table.name].values())
    assert facts.blockers["LMB-K01"].platform is Platform.OVE
    assert isinstance(frame(facts, "limits"), pd.DataFrame)
