"""Rules about the real data that an editor of the YAML could break: evidence, notes, corrections that change a design."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from domain.catalog import DATA, catalog
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.tables import FILES
from domain.catalog.vocabulary import LimitKind, Platform, SettingPlace, Severity, Verdict

OVE, AZURE, VSPHERE = Platform.OVE, Platform.AZURE_LOCAL, Platform.VSPHERE
REC, TESTED, SUPPORTED, THEORETICAL = LimitKind.RECOMMENDED, LimitKind.TESTED, LimitKind.SUPPORTED, LimitKind.THEORETICAL


def evidence() -> Iterator[tuple[str, Evidence]]:
    """Every statement of the catalogue with its place."""
    for table, id_, at, part in catalog().parts():
        if isinstance(part, Evidence):
            yield f"{table}/{id_} {at}".strip(), part


def claims() -> Iterator[tuple[str, Claim]]:
    for place, part in evidence():
        if isinstance(part, Claim):
            yield place, part


def test_a_judged_statement_without_any_source_has_a_note_instead() -> None:
    assert not [place for place, claim in claims() if claim.verdict and not claim.sources and not claim.note]


def test_a_cell_that_is_not_right_as_it_stands_has_a_note_that_says_why() -> None:
    needs_why = set(Verdict) - {Verdict.AGREES, Verdict.UNVERIFIABLE}
    assert not [
        f"{place}: {claim.note!r}" for place, claim in claims() if claim.verdict in needs_why and len(claim.note.split()) < 8
    ]


def test_every_judged_cell_says_what_it_holds_for() -> None:
    assert not [place for place, claim in claims() if claim.verdict and not claim.scope and not place.startswith("components/")]


def test_a_contradicted_cell_shows_something_else_than_it_quotes() -> None:
    wrong = (Verdict.CONTRADICTED, Verdict.OUTDATED)
    assert not [place for place, claim in claims() if claim.verdict in wrong and claim.reference == claim.verified]


def test_an_agreeing_number_is_among_its_own_limits() -> None:
    assert not [
        place
        for place, claim in claims()
        if claim.verdict is Verdict.AGREES and claim.reference_value and claim.limits
        if claim.reference_value not in {limit.value for limit in claim.limits}
    ]


def test_cells_fit_into_a_table() -> None:
    assert not [f"{place}: {len(claim.verified)}" for place, claim in claims() if len(claim.verified) > 140]


LIMITS = [
    (
        "max-vcpu-per-vm",
        AZURE,
        Verdict.OUTDATED,
        {(SUPPORTED, 512.0, "host"), (SUPPORTED, 1024.0, "Gen 2"), (SUPPORTED, 2048.0, "2025"), (SUPPORTED, 64.0, "Gen 1")},
    ),
    ("max-vcpu-per-vm", VSPHERE, Verdict.AGREES, {(SUPPORTED, 768.0, ""), (SUPPORTED, 960.0, "hardware version 22")}),
    (
        "max-ram-per-vm",
        AZURE,
        Verdict.OUTDATED,
        {(SUPPORTED, 240.0, "Gen 2"), (SUPPORTED, 1.0, "Gen 1"), (SUPPORTED, 24.0, "host")},
    ),
    ("max-vcpu-per-vm", OVE, Verdict.CONTRADICTED, {(TESTED, 216.0, ""), (THEORETICAL, 255.0, "")}),
    ("max-ram-per-vm", OVE, Verdict.CONTRADICTED, {(TESTED, 6.0, ""), (THEORETICAL, 16.0, "")}),
    ("max-nodes-per-cluster", OVE, Verdict.CONTRADICTED, {(REC, 100.0, ""), (TESTED, 500.0, "")}),
    (
        "max-nodes-per-cluster",
        AZURE,
        Verdict.INCOMPLETE,
        {(SUPPORTED, 16.0, "hyperconverged"), (SUPPORTED, 8.0, "rack-aware"), (SUPPORTED, 64.0, "disaggregated")},
    ),
]


@pytest.mark.parametrize(("row", "platform", "verdict", "expected"), LIMITS, ids=lambda v: v if isinstance(v, str) else "")
def test_a_limit_that_changes_a_design_is_the_corrected_one(
    row: str, platform: Platform, verdict: Verdict, expected: set[tuple[LimitKind, float, str]]
) -> None:
    claim = catalog().key_numbers[row].claims[platform]
    assert claim.verdict is verdict
    assert {(limit.kind, limit.value) for limit in claim.limits} == {(kind, value) for kind, value, _ in expected}
    for kind, value, scope in expected:
        assert any((limit.kind, limit.value) == (kind, value) and scope in limit.scope for limit in claim.limits)
    assert f"{claim.limits[0].value:,g}" in claim.verified


def test_the_notes_name_the_neighbouring_limits() -> None:
    rows = catalog().key_numbers
    assert "2,048" in rows["max-vcpu-per-vm"].claims[AZURE].note
    assert "4,096" in rows["max-vcpu-per-vm"].claims[OVE].note
    assert "2,000" in rows["max-nodes-per-cluster"].claims[OVE].note


def test_sr_iov_does_not_block_live_migration_on_ove() -> None:
    said = catalog().decision_matrix["high-throughput-db"].claims["notes"]
    assert said.reference == "SR-IOV blocks live migration"
    assert said.verdict is Verdict.CONTRADICTED
    severities = {row.severity for row in catalog().blockers.values() if row.platform is OVE and "sriov" in row.traits}
    assert severities
    assert not severities & {Severity.BLOCKER, Severity.CONDITIONAL}


def test_a_vgpu_blocks_live_migration_on_ove_but_not_always_elsewhere() -> None:
    row = catalog().decision_matrix["shared-gpu-vdi"]
    assert row.claims["notes"].verdict is Verdict.CONTRADICTED
    assert "6.7 U1" in row.elsewhere[VSPHERE].verified
    vgpu = {b.platform: b.severity for b in catalog().blockers.values() if "vgpu" in b.traits}
    assert vgpu[OVE] is Severity.BLOCKER
    assert Severity.BLOCKER not in (vgpu[VSPHERE], vgpu[AZURE])


def test_nobody_is_told_to_download_or_build_what_can_no_longer_be_had() -> None:
    vddk = re.compile(r"(?i)(?:^|[.;:]\s)(?:download|build|fetch)\b[^.]*\bVDDK\b|developer\.(?:vmware|broadcom)\.com/.*vddk")
    assert vddk.search("Build a VDDK image, push it to a registry.")
    texts = [
        (f"{table}/{id_}", text)
        for table, id_, _, part in catalog().parts()
        for name, text in vars(part).items()
        if table != "sources" and isinstance(text, str) and name != "reference"
    ]
    assert texts
    assert not [f"{place}: {text}" for place, text in texts if vddk.search(text)]


@pytest.mark.parametrize(("row", "today", "next_release"), [("outbound-per-node", "2", "1"), ("per-cluster", "5", None)])
def test_parallel_migrations_have_their_true_defaults_and_place(row: str, today: str, next_release: str | None) -> None:
    setting = catalog().live_migration[row]
    assert setting.claim.verdict is Verdict.CONTRADICTED
    current = {d.value for d in setting.defaults if not d.scope.startswith("OpenShift Virtualization 5.0")}
    assert current == {today}
    assert {d.value for d in setting.defaults} - current == ({next_release} if next_release else set())
    assert SettingPlace.MIGRATION_POLICY not in setting.set_in
    assert setting.set_in[SettingPlace.HYPERCONVERGED].startswith("spec.liveMigrationConfig.")


def test_a_migration_policy_takes_four_of_the_seven_settings() -> None:
    seven = [row for row in catalog().live_migration.values() if row.claim.reference]
    policy = [row.field for row in seven if SettingPlace.MIGRATION_POLICY in row.set_in]
    assert policy == ["bandwidthPerMigration", "allowAutoConverge", "completionTimeoutPerGiB", "allowPostCopy"]


def test_the_bandwidth_cap_is_told_in_the_unit_of_the_link_and_is_no_default() -> None:
    setting = catalog().live_migration["bandwidth-per-migration"]
    assert setting.claim.verdict is Verdict.CONTRADICTED
    assert f"{2**30 * 8 / 1e9:.1f} Gbit/s" in setting.claim.verified
    assert all("unlimited" in default.value for default in setting.defaults)


FORBIDDEN = re.compile(
    r"\bseed\b|(?<![\w.-])/(?:work|tmp)\b|\b(?:AI|LLM|Claude|ChatGPT|Anthropic|OpenAI)\b|language model"
    r"|\b(?:this|our|my|an earlier|a previous|coding|agent) session\b|\bfacts\.md\b|\bTODO\b|\bFIXME\b|\bXXX\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("file", FILES)
def test_no_text_speaks_of_how_it_was_made(file: str) -> None:
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    assert not [f"{file}:{number}: {line.strip()}" for number, line in enumerate(lines, start=1) if FORBIDDEN.search(line)]


def test_no_two_sources_are_the_same_document() -> None:
    seen: dict[tuple[str, ...], str] = {}
    twice = []
    for source in catalog().sources.values():
        key = (source.repository, source.path, source.ref, source.page)
        twice += [f"{source.id} is {seen[key]}"] if key in seen else []
        seen[key] = source.id
    assert not twice


def test_a_release_has_its_name_and_is_no_longer_the_next() -> None:
    """OpenShift Virtualization 5.0. Former labels, which old links carry, and the quick reference's words stay."""
    stale = re.compile(r"\bnext (?:\w+ )?release\b|\bHCO main\b", re.IGNORECASE)
    kept = re.compile(r"^\s*(?:former|reference): ")
    found = [
        f"{file}: {line.strip()}"
        for file in FILES
        for line in (DATA / file).read_text(encoding="utf-8").splitlines()
        if stale.search(line) and not kept.search(line)
    ]
    assert not found


def test_only_one_release_is_warned_of_and_nothing_starts_from_it() -> None:
    warned = {row.id for row in catalog().migration_products.values() if row.caution}
    assert warned == {"hco-1-18-v1"}
    assert not warned & {row.product for row in catalog().drain_defaults.values()}


def test_checkpoints_of_arc_vms_are_supported_from_2504_on() -> None:
    assert "2504" in catalog().concepts["snapshots"].claims[AZURE].verified
    said = catalog().commands["create-snapshot"].claims[AZURE]
    assert "2504" in said.verified


def test_updates_of_azure_local_do_not_go_by_windows_admin_center() -> None:
    for claim in (catalog().commands["drain-node"].claims[AZURE], catalog().concepts["maintenance-mode"].claims[AZURE]):
        assert re.search(r"Windows Admin Center, SConfig and\s+manual[^.]+unsupported", claim.note)


def test_live_migration_of_azure_local_is_not_encrypted_by_itself() -> None:
    assert re.search(r"[Nn]ot encrypted.*IPsec", catalog().migration_profiles["azure-local-encryption"].says)
