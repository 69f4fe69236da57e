"""Search finds the row an architect means: by its title, its cells, its id, a command, a reason, or with a slip of the pen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.evidence import Evidence
from domain.catalog.tables import BY_NAME
from domain.reference.search import FOUND, RANKS, SENTENCES, SPECIAL, Hit, SearchEntry, index, search

QUICK: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "quick_reference.json").read_text(encoding="utf-8"))
TABLES = {
    "key_numbers": "key_numbers",
    "decision_matrix": "decision_matrix",
    "essential_commands": "commands",
    "concept_mapping": "concepts",
    "live_migration_parameters": "live_migration",
    "migration_time_estimates": "migration_times",
}


def places(query: str) -> list[str]:
    return [f"{hit.table}/{hit.id}" for hit in search(catalog(), query)]


def missed(column: slice, among: int, least: int = 1) -> list[str]:
    """Cells of the quick reference whose own row is not among the first hits; cells that several rows share are left out."""
    rows = [
        (table, id_, cell)
        for name, table in TABLES.items()
        for id_, row in zip(catalog().records[table], QUICK["tables"][name]["rows"], strict=False)
        for cell in row[column]
        if len(cell) >= least
    ]
    cells = [cell for _, _, cell in rows]
    return [f"{t}/{id_}: {cell}" for t, id_, cell in rows if cells.count(cell) == 1 and f"{t}/{id_}" not in places(cell)[:among]]


def test_what_is_read_of_a_row_is_said_once_and_of_tables_that_there_are() -> None:
    assert not FOUND.keys() & SPECIAL.keys()
    assert FOUND.keys() | SPECIAL.keys() == {document.table for document in index(catalog()).documents}
    assert FOUND.keys() | SPECIAL.keys() <= BY_NAME.keys()


@pytest.fixture(scope="module")
def plain_entries() -> list[SearchEntry]:
    """The catalogue as it is searched where no table says how."""
    with pytest.MonkeyPatch.context() as patch:
        for table in list(FOUND):
            patch.delitem(FOUND, table)
        return list(index.__wrapped__(catalog()).documents)


@pytest.mark.parametrize("table", [table for table in FOUND if table != "questions"])
def test_a_table_that_says_nothing_of_it_is_found_by_its_own_fields(plain_entries: list[SearchEntry], table: str) -> None:
    """Who adds a table need not think of the search."""
    entries = {entry.id: entry for entry in plain_entries if entry.table == table}
    assert entries.keys() == catalog().records[table].keys()
    assert all(entry.title for entry in entries.values())
    for id_, row in catalog().records[table].items():
        texts = {str(value) for name, value in row if isinstance(value, str) and name not in (*Evidence.model_fields, "id")}
        entry = entries[id_]
        assert [text for text in texts if text not in f"{entry.title} {entry.text} {entry.body}"] == []


def test_every_row_of_the_quick_reference_is_found_by_its_title() -> None:
    assert not missed(slice(0, 1), among=5)


def test_every_cell_of_the_quick_reference_is_found_by_its_text() -> None:
    assert not missed(slice(1, None), among=10, least=7)


TITLES = {
    "blockers": "title",
    "checklist": "title",
    "components": "name",
    "concepts": "concept",
    "commands": "task",
    "guest_systems": "name",
    "live_migration": "parameter",
    "rules": "says",
    "workloads": "name",
}


@pytest.mark.parametrize(("table", "field"), TITLES.items())
def test_every_row_is_among_the_first_hits_for_its_own_title(table: str, field: str) -> None:
    """Of a long table about eight rows, from its beginning to its end, the same ones every time."""
    rows = list(catalog().records[table].items())
    rows = rows[:: max(1, len(rows) // 8)]
    assert rows
    assert not [id_ for id_, row in rows if f"{table}/{id_}" not in places(getattr(row, field))[:5]]


@pytest.mark.parametrize("table", ["blockers", "checklist"])
def test_an_id_leads_to_its_row_first(table: str) -> None:
    assert not [id_ for id_ in catalog().records[table] if places(id_)[:1] != [f"{table}/{id_}"]]


def test_an_exact_reason_string_leads_to_every_blocker_with_it() -> None:
    reasons = {row.reason for row in catalog().blockers.values() if row.reason}
    assert "DisksNotLiveMigratable" in reasons
    for reason in reasons:
        wanted = {f"blockers/{row.id}" for row in catalog().blockers.values() if row.reason == reason}
        assert wanted <= set(places(reason)[: len(wanted) + 3]), reason


def test_an_error_number_that_a_blocker_names_leads_to_it_wherever_it_stands() -> None:
    for row in catalog().blockers.values():
        for number in re.findall(r"\b0x[0-9A-Fa-f]{8}\b", f"{row.title} {row.reason} {row.what}"):
            assert places(f"Live migration of 'web01' failed with {number} at 2026-11-20 10:11")[0] == f"blockers/{row.id}"


PRINTED = [(line, row.id) for row in catalog().blockers.values() for line in (*row.printed, row.reason) if line]
WORDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-:./'", max_size=60)


@given(st.sampled_from(PRINTED), WORDS, WORDS)
@example(PRINTED[0], "Live migration of 'web01' failed with error", "at 2026-11-20 10:11")
def test_what_a_platform_prints_leads_to_its_row_from_inside_a_longer_line(
    told: tuple[str, str], before: str, after: str
) -> None:
    line, _ = told
    wanted = {f"blockers/{id_}" for printed, id_ in PRINTED if printed.lower() in line.lower()}
    assert set(places(f"{before} {line} {after}")[: len(wanted)]) == wanted


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vmotoin", "concepts/vmotion"),
        ("vMotin", "concepts/vmotion"),
        ("deschedular", "components/descheduler"),
        ("hugepags", "blockers/LMB-K29"),
        ("snaphsot", "commands/create-snapshot"),
        ("maintenence mode", "concepts/maintenance-mode"),
        ("windows sever", "lifecycle/life-ws-2025"),
        ("bandwith cap", "live_migration/bandwidth-per-migration"),
        ("concurent migrations", "key_numbers/concurrent-migrations-per-node"),
        ("firewal", "checklist/PF-04"),
        ("citirx", "workloads/citrix-vdi"),
        ("containerdsk shared", "rules/ove-container-shared"),
    ],
)
def test_a_typing_error_still_finds_the_row(typed: str, meant: str) -> None:
    assert meant in places(typed)[:8]


@pytest.mark.parametrize("typed", ["esix", "drz", "virz", "nodz"])
def test_a_word_of_fewer_than_five_letters_has_no_near_misses(typed: str) -> None:
    assert places(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("max vcpu", "key_numbers/max-vcpu-per-vm"),
        ("drain node", "commands/drain-node"),
        ("oc adm drain", "commands/drain-node"),
        ("PodDisruptionBudget", "blockers/LMB-K44"),
        ("disruption budget", "blockers/LMB-K44"),
        ("error when evicting pods: Cannot evict pod as it would violate the pod's disruption budget.", "blockers/LMB-K44"),
        (
            'error when evicting pods/"virt-launcher-a-x" (will retry after 5s): admission webhook '
            '"virt-launcher-eviction-interceptor.kubevirt.io" denied the request: Eviction triggered evacuation of VMI "b/a"',
            "blockers/LMB-K45",
        ),
        ("virtctl migrate", "commands/live-migrate"),
        ("Move-VM", "commands/live-migrate"),
        ("windows7Server64Guest", "guest_systems/windows-server-2008-r2"),
        ("virtio drivers Server 2008", "guest_systems/windows-server-2008"),
        ("govc vm.power", "commands/start-vm"),
        ("Restore-VMSnapshot", "commands/restore-snapshot"),
        ("sriov", "blockers/LMB-K26"),
        ("SR-IOV", "blockers/LMB-K26"),
        ("rwx", "checklist/PF-07"),
        ("drs", "concepts/drs"),
        ("parallelMigrationsPerCluster", "live_migration/per-cluster"),
        ("bandwidth migration", "live_migration/bandwidth-per-migration"),
        ("virt-handler", "components/virt-handler"),
        ("K26", "blockers/LMB-K26"),
        ("lmb k26", "blockers/LMB-K26"),
        ("SNAPSHOTS", "concepts/snapshots"),
        ("snap", "concepts/snapshots"),
        ("sap hana", "workloads/sap-hana"),
        ("domain controller", "workloads/domain-controller"),
        ("secure boot smm", "rules/ove-needs-smm"),
        ("all CPU reserved cores", "rules/vsphere-needs-cores"),
        ("generation 1 vcpu", "rules/azure-gen-1-vcpu"),
        ("end of support ESXi 7", "lifecycle/life-esx-70"),
        ("ESXi 7", "lifecycle/life-esx-70"),
        ("EOL vSphere 8", "lifecycle/life-esx-80"),
        ("Windows Server 2022", "lifecycle/life-ws-2022"),
        ("OpenShift 4.18", "lifecycle/life-ocp-418"),
        ("evictionStrategy LiveMigrateIfPossible", "rules/ove-service-if-possible"),
    ],
)
def test_what_an_architect_types_finds_the_row(typed: str, meant: str) -> None:
    assert meant in places(typed)[:8]


@pytest.mark.parametrize("query", ["", " ", "\n\t", "?", "…", "***", "the of to", "zzqqxv", "größßß", "🙂", "\0", "仮想化"])
def test_a_query_without_an_answer_has_none(query: str) -> None:
    assert places(query) == []


@pytest.mark.parametrize("query", ["max vcpu " * 20_000, "x" * 1_000_000, " ".join(map(str, range(5000))), "(" * 10_000])
def test_a_very_long_query_is_read_in_part_and_answered(query: str) -> None:
    assert places(query) == places(query[:200])


def assert_well_formed(hits: list[Hit], limit: int) -> None:
    scores = [hit.score for hit in hits]
    assert len(hits) <= limit
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({(hit.table, hit.id) for hit in hits}) == len(hits)
    assert all(hit.id in catalog().records[hit.table] and hit.title and hit.text for hit in hits)


@given(
    st.text(max_size=250)
    | st.lists(st.sampled_from(["vm", "vMotion", "drain", "RWX", "SR-IOV", "max", "710", "the"])).map(" ".join)
)
@example("live migration")
@example("İıſK")
def test_whatever_is_typed_the_hits_are_real_rows_best_first(query: str) -> None:
    assert_well_formed(search(catalog(), query), 60)


@pytest.mark.parametrize("limit", [0, 1, 5, 1000])
def test_no_more_hits_are_given_than_asked_for(limit: int) -> None:
    hits = search(catalog(), "vm", limit)
    assert_well_formed(hits, limit)
    assert hits == search(catalog(), "vm", 1000)[:limit]


def test_hits_in_titles_come_before_hits_in_the_text() -> None:
    hits = search(catalog(), "snapshot", 200)
    in_title = ["snapshot" in hit.title.lower() and hit.table not in SENTENCES for hit in hits if hit.table not in RANKS]
    assert sorted(in_title, reverse=True) == in_title
