"""What the rules must say of known workloads: the ten scenarios of the matrix, ten mixed ones, and no rule out of reach."""

from __future__ import annotations

import pytest

from domain.catalog import catalog
from domain.catalog.records.workload import Rule
from domain.catalog.vocabulary import GuestState, Platform, RuleKind, Severity, WorkloadOutcome
from domain.decision.conditions import Case, Region, outside, within
from domain.decision.verdicts import PlatformVerdict, judge
from domain.decision.what_if import ways_out
from tests.domain.decision.answers_strategy import BOOK, Given, chosen, fired, stops

OVE, VSPHERE, AZURE = Platform.OVE, Platform.VSPHERE, Platform.AZURE_LOCAL
GIB = 1024
LEGAL = BOOK.domains


def of(workload: str, platform: Platform, **others: int | str) -> PlatformVerdict:
    """A worked example on a platform, with other answers."""
    return judge(BOOK, {**catalog().workloads[workload].answers, **others})[platform]


def says(standing: PlatformVerdict, rule: str) -> str:
    """The sentence of a rule that fired."""
    return next(finding.rule.says for finding in standing.found if finding.rule.id == rule)


SCENARIOS = [
    ("general-purpose-linux", {"ove-rwx", "ove-masquerade", "ove-live-migrate"}, {"ove-needs-rwx"}),
    ("high-throughput-db", {"ove-rwx", "ove-sriov"}, {"ove-needs-vf", "ove-cost-link-drop"}),
    ("windows-server", {"ove-drivers-mtv"}, set()),
    ("gpu-inference", {"ove-gpu", "ove-if-possible"}, {"ove-needs-eviction", "ove-cost-vfio"}),
    ("shared-gpu-vdi", {"ove-vgpu", "ove-if-possible"}, {"ove-needs-eviction"}),
    ("latency-sensitive", {"ove-dedicated-cpus", "ove-hugepages-1gi", "ove-sriov", "ove-numa"}, {"ove-needs-pages"}),
    ("ephemeral-vm", {"ove-container-disk"}, set()),
    ("disk-format", {"ove-rwx"}, set()),
    ("boot-mode", {"ove-secure-boot"}, {"ove-needs-smm"}),
    ("migration-from-vmware", {"ove-mtv-warm"}, {"ove-needs-warm-source", "ove-needs-vddk"}),
]
"""The matrix's approach on OVE, as corrected by its sources, and what its notes warn of."""


@pytest.mark.parametrize(("scenario", "approach", "warned"), SCENARIOS, ids=[scenario for scenario, *_ in SCENARIOS])
def test_a_scenario_of_the_matrix_leads_to_its_approach(scenario: str, approach: set[str], warned: set[str]) -> None:
    (workload,) = (row for row in catalog().workloads.values() if row.scenario == scenario)
    standing = judge(BOOK, workload.answers)[OVE]
    assert approach <= set(chosen(standing).values())
    assert warned <= fired(standing)
    assert not stops(standing)


def test_every_scenario_of_the_matrix_is_one_of_them() -> None:
    assert [scenario for scenario, *_ in SCENARIOS] == list(catalog().decision_matrix)


@pytest.mark.parametrize(("scenario", "rule"), [("gpu-inference", "ove-gpu-live"), ("shared-gpu-vdi", "ove-vgpu-live")])
def test_a_gpu_that_must_move_live_is_refused_where_the_matrix_says_so(scenario: str, rule: str) -> None:
    assert stops(of(f"matrix-{scenario}", OVE, live="must")) == {rule}


def region_of(case: Case) -> Region | None:
    """Where a case holds and all its questions are asked."""
    region = within(case, {}, LEGAL)
    for question in case.questions:
        asked = {key: frozenset(words) for key, words in BOOK.questions[question].asked.items()}
        region = region if region is None else within(Case(asked, {}), region, LEGAL)
    return region


def answers_for(rule: Rule) -> Given | None:
    """Answers under which a rule fires and does not give way, found by the solver."""
    over = [case for name in rule.yields_to for case in BOOK.cases[name]]
    for case in BOOK.cases[rule.id]:
        region = region_of(case)
        found = None if region is None else outside(over, region, LEGAL)
        if found is not None:
            return {q: min(part) if isinstance(part, frozenset) else part[0] for q, part in found.items()}
    return None


def test_a_rule_can_fire_and_what_it_recommends_can_be_chosen(subtests: pytest.Subtests) -> None:
    for rule in BOOK.rules.values():
        with subtests.test(rule=rule.id):
            answers = answers_for(rule)
            assert answers is not None
            standing = judge(BOOK, answers, [rule.platform])[rule.platform]
            assert rule.id in fired(standing)
            assert rule.aspect is None or chosen(standing)[rule.aspect] == rule.choose


def test_sap_hana_moves_on_ove_only_with_settings_that_make_it_converge() -> None:
    standing = of("sap-hana", OVE)
    assert standing.outcome is WorkloadOutcome.CONDITIONS
    assert {"auto-converge", "post-copy"} <= set(says(standing, "ove-needs-convergence").lower().replace(",", "").split())
    assert {"ove-needs-cpus", "ove-needs-pages", "ove-cost-slow-writer", "ove-needs-vf"} <= fired(standing)
    assert "ove-needs-convergence" not in fired(of("sap-hana", OVE, writes="normal"))


@pytest.mark.parametrize(
    ("ram", "outcome", "beyond"),
    [
        (6 * GIB, WorkloadOutcome.CONDITIONS, False),
        (6 * GIB + 1, WorkloadOutcome.CONDITIONS, True),
        (16 * GIB + 1, WorkloadOutcome.EXCLUDED, True),
    ],
)
def test_sap_hana_of_six_tb_is_at_the_limit_that_was_tested(ram: int, outcome: WorkloadOutcome, beyond: bool) -> None:
    standing = of("sap-hana", OVE, ram=ram)
    assert standing.outcome is outcome
    assert ("ove-beyond-tested-ram" in fired(standing)) is beyond


def test_sap_hana_on_cores_of_its_own_moves_on_vsphere_without_cpu_affinity() -> None:
    standing = of("sap-hana", VSPHERE)
    assert stops(standing) == set()
    assert (chosen(standing)["cpu"], chosen(standing)["service"]) == ("vsphere-exclusive-cores", "vsphere-vmotion")
    assert "CPU affinity instead prevents vMotion" in says(standing, "vsphere-needs-cores")


@pytest.mark.parametrize("sharing", ["clustered", "reservation"])
def test_a_guest_cluster_moves_on_vsphere_if_its_nodes_stay_apart(sharing: str) -> None:
    standing = judge(BOOK, {"sharing": sharing, "live": "must"})[VSPHERE]
    assert stops(standing) == set()
    told = says(standing, "vsphere-needs-clustered-disk")
    assert "different hosts" in told
    assert "virtual mode does not move" in told


def test_a_multi_writer_disk_is_no_shared_bus_on_vsphere() -> None:
    standing = judge(BOOK, {"sharing": "shared", "live": "must"})[VSPHERE]
    assert "vMotion moves them" in says(standing, "vsphere-needs-multi-writer")
    assert not {"vsphere-needs-clustered-disk", "vsphere-needs-physical-bus"} & fired(standing)


def test_a_vgpu_moves_on_vsphere_behind_two_settings_that_the_wizard_names() -> None:
    told = says(judge(BOOK, {"accelerator": "vgpu", "live": "must"})[VSPHERE], "vsphere-needs-profile")
    assert {"vgpu.hotmigrate.enabled", "VgpuMMAutomationTimeoutSecs"} <= set(told.split())


def test_citrix_with_vgpu_must_not_promise_to_move_on_ove_and_fits_vsphere_with_a_profile() -> None:
    ove, vsphere = of("citrix-vdi", OVE), of("citrix-vdi", VSPHERE)
    assert stops(ove) == {"ove-vgpu-live"}
    assert "two gates, one of them alpha, for which HCO 1.19 has no switch" in says(ove, "ove-vgpu-live")
    assert chosen(ove)["service"] == "ove-if-possible"
    assert vsphere.outcome is WorkloadOutcome.CONDITIONS
    assert "vsphere-needs-profile" in fired(vsphere)
    assert of("citrix-vdi", OVE, live="welcome").outcome is WorkloadOutcome.CONDITIONS


def test_citrix_with_vgpu_does_not_move_on_the_next_release_either() -> None:
    standing = of("citrix-vdi", OVE, release="5.0")
    assert stops(standing) == {"ove-vgpu-live"}
    told = says(standing, "ove-vgpu-gate")
    assert all(part in told for part in ("VGPULiveMigration", "LibvirtHooksServerAndClient", "HCO offers no switch"))


def test_a_file_cluster_with_reservations_moves_cold_and_from_kubevirt_1_9_also_live() -> None:
    assert chosen(of("windows-file-cluster", OVE, transfer="warm"))["transfer"] == "ove-mtv-cold"
    assert {"ove-needs-rdm", "ove-needs-eviction"} <= fired(of("windows-file-cluster", OVE))
    assert stops(of("windows-file-cluster", OVE, live="must")) == {"ove-reservation-live"}
    assert stops(of("windows-file-cluster", OVE, live="must", release="5.0")) == set()
    assert "vsphere-needs-lun" in fired(of("windows-file-cluster", VSPHERE))


def test_a_feed_on_sr_iov_moves_on_ove_but_not_on_vsphere() -> None:
    ove = of("market-data-feed", OVE)
    assert stops(ove) == set()
    assert {"ove-needs-vf", "ove-cost-link-drop"} <= fired(ove)
    assert stops(of("market-data-feed", VSPHERE)) == {"vsphere-sriov-live"}


def test_a_domain_controller_comes_without_secure_boot_and_with_its_keys_at_hand() -> None:
    standing = of("domain-controller", OVE)
    assert standing.outcome is WorkloadOutcome.CONDITIONS
    assert "switch it off on the target" in says(standing, "ove-needs-secure-boot-off")
    assert "recovery keys" in says(standing, "ove-needs-tpm-keys")
    assert "CPU model" in says(standing, "ove-needs-cpu-model")
    assert {"ove-needs-tpm-storage", "ove-needs-addresses", "ove-needs-smm"} <= fired(standing)
    assert chosen(standing)["service"] == "ove-live-migrate"
    assert {"vsphere-needs-evc", "vsphere-needs-keys"} <= fired(of("domain-controller", VSPHERE))
    assert {"azure-needs-compatibility", "azure-needs-guardian"} <= fired(of("domain-controller", AZURE))


def test_an_old_linux_keeps_bios_and_is_checked_against_the_support_lists() -> None:
    standing = of("old-bios-linux", OVE)
    assert {"ove-needs-known-os", "ove-needs-same-firmware", "ove-needs-vddk"} <= fired(standing)
    assert (chosen(standing)["firmware"], chosen(standing)["transfer"]) == ("ove-bios", "ove-mtv-cold")
    assert "drivers" not in chosen(standing)


def test_a_ci_runner_starts_from_an_image_and_asks_for_nothing_but_a_guest_that_is_known() -> None:
    standing = of("ci-runner", OVE)
    assert chosen(standing)["disks"] == "ove-container-disk"
    assert chosen(standing)["service"] == "ove-if-possible"
    assert {finding.rule.id for finding in standing.conditions} == {"ove-guest-unlisted"}
    assert of("ci-runner", OVE, os="rhel-9").outcome is WorkloadOutcome.FITS


CONDITIONS, FITS = WorkloadOutcome.CONDITIONS, WorkloadOutcome.FITS
GUESTS = [
    ("windows-server-2022", {VSPHERE: FITS, OVE: FITS, AZURE: FITS}, {"vsphere-guest-level", "azure-guest-listed"}),
    ("windows-server-2008-r2", dict.fromkeys(Platform, CONDITIONS), {"vsphere-guest-old", "azure-guest-conditions"}),
    ("windows-server-2003", dict.fromkeys(Platform, CONDITIONS), {"ove-guest-2003", "azure-guest-unsupported"}),
    ("rhel-7", {VSPHERE: CONDITIONS, OVE: FITS, AZURE: FITS}, {"vsphere-guest-old", "ove-guest-listed"}),
    ("rhel-6", dict.fromkeys(Platform, CONDITIONS), {"ove-guest-unsupported", "azure-guest-unlisted"}),
    ("freebsd", dict.fromkeys(Platform, CONDITIONS), {"ove-guest-unlisted", "azure-guest-conditions"}),
    ("rocky-linux", {VSPHERE: FITS, OVE: CONDITIONS, AZURE: CONDITIONS}, {"ove-guest-unlisted", "azure-guest-unlisted"}),
]
"""An exact guest alone: where it leads, and rules that say so. Nothing fits because no rule has looked."""


def test_an_exact_guest_is_judged_on_every_platform_by_its_row(subtests: pytest.Subtests) -> None:
    for guest, outcomes, rules in GUESTS:
        with subtests.test(guest=guest):
            standings = judge(BOOK, {"os": guest})
            assert {platform: standing.outcome for platform, standing in standings.items()} == outcomes
            assert rules <= set().union(*map(fired, standings.values()))
    # vSphere itself names the level of a guest that its vendor still supports, when the VM is made.
    every = [(row.state(p), judge(BOOK, {"os": row.id})[p]) for row in catalog().guest_systems.values() for p in (OVE, AZURE)]
    assert {standing.outcome for state, standing in every if state is not GuestState.SUPPORTED} == {CONDITIONS}


def test_what_holds_for_a_kind_of_guest_holds_for_the_exact_ones_within_it() -> None:
    for exact, kind in (("windows-11", "windows"), ("windows-server-2008-r2", "other"), ("debian-12", "linux")):
        moved = [fired(judge(BOOK, {"os": guest, "origin": "vmware"})[OVE]) for guest in (exact, kind)]
        assert {rule for rule in moved[1] if "guest" not in rule} <= moved[0]
    assert chosen(judge(BOOK, {"os": "windows-server-2012-r2", "origin": "vmware"})[OVE])["drivers"] == "ove-drivers-mtv"
    assert BOOK.whole({"os": "windows-11", "vcpu": 4}) == {"os": "windows", "vcpu": 4}


def test_training_on_a_whole_gpu_needs_a_window_on_every_platform() -> None:
    for platform in Platform:
        assert of("gpu-training", platform).outcome is WorkloadOutcome.CONFLICT
        ways = [dict(way.changes) for way in ways_out(BOOK, platform, catalog().workloads["gpu-training"].answers)]
        assert {"maintenance": "agreed"} in ways


def test_a_web_server_moves_on_ove_if_its_claims_are_rwx_and_there_is_room() -> None:
    standing = of("web-frontend", OVE)
    needs = {f.rule.id for f in standing.of(RuleKind.REQUIREMENT) if f.rule.severity is not Severity.INFO}
    assert needs == {"ove-needs-rwx", "ove-needs-room"}
    assert stops(of("web-frontend", OVE, storage="local")) == {"ove-local-live"}
    assert [of("web-frontend", platform).outcome for platform in (VSPHERE, AZURE)] == [WorkloadOutcome.FITS, WorkloadOutcome.FITS]


def test_encrypted_memory_ties_a_vm_to_its_host_and_on_azure_local_keeps_no_data_either() -> None:
    assert stops(of("payment-hsm", OVE)) == {"ove-confidential-live", "ove-pinned-maintenance"}
    assert stops(of("payment-hsm", VSPHERE)) == {"vsphere-encrypted-live", "vsphere-pinned-maintenance"}
    assert chosen(of("payment-hsm", VSPHERE))["service"] == "vsphere-window"
    on_azure = {"azure-confidential-live", "azure-confidential-data", "azure-confidential-maintenance"}
    assert stops(of("payment-hsm", AZURE)) == on_azure
    assert stops(of("payment-hsm", AZURE, persistence="lose")) == on_azure - {"azure-confidential-data"}
    for platform in (OVE, VSPHERE, AZURE):
        assert stops(of("payment-hsm", platform, confidential="plain")) == set()


def test_warm_from_vmware_is_told_to_find_the_vddk_image_first() -> None:
    warm = judge(BOOK, {"origin": "vmware", "transfer": "warm"})[OVE]
    assert "Without a VDDK image there is no warm migration" in says(warm, "ove-warm-needs-vddk")
    cold = judge(BOOK, {"origin": "vmware", "transfer": "cold"})[OVE]
    assert "to partners and vendors only" in says(cold, "ove-needs-vddk")
    assert "ove-warm-needs-vddk" not in fired(cold)


def test_from_vmware_to_azure_local_goes_by_azure_migrate_and_names_what_it_needs_and_what_is_left_without_the_vddk() -> None:
    answers: Given = {"origin": "vmware", "transfer": "warm", "firmware": "secure-boot", "address": "keep", "os": "rhel"}
    standing = judge(BOOK, answers)[AZURE]
    assert standing.outcome is WorkloadOutcome.CONDITIONS
    assert chosen(standing)["transfer"] == "azure-migrate"
    assert "8.0.0, 8.0.1 or 8.0.2" in says(standing, "azure-migrate-needs-vddk")
    assert "System Center VMM (VM off, not from vSAN)" in says(standing, "azure-migrate-needs-vddk")
    assert "has VMware Tools" in says(standing, "azure-migrate-needs-tools")
    assert "hv_storvsc" in says(standing, "azure-migrate-needs-modules")
    assert {"azure-migrate-needs-address", "azure-migrate-secure-boot"} <= fired(standing)
    assert "azure-migrate-needs-mac" in fired(judge(BOOK, {"origin": "vmware", "address": "reserved"})[AZURE])
    assert "azure-migrate-needs-modules" not in fired(judge(BOOK, {"origin": "vmware", "os": "windows"})[AZURE])
    assert fired(judge(BOOK, {"origin": "new"})[AZURE]) == {"azure-transfer-new"}


def test_shared_disks_from_vmware_take_one_plan_or_two_and_are_no_blocker() -> None:
    standing = judge(BOOK, {"origin": "vmware", "sharing": "shared"})[OVE]
    (finding,) = (f for f in standing.found if f.rule.id == "ove-needs-shared-plans")
    assert finding.rule.severity is Severity.CONDITIONAL
    assert "in one plan that says which VMs share it" in finding.rule.says


def test_a_storage_map_without_an_access_mode_leaves_it_to_the_profile() -> None:
    told = says(judge(BOOK, {"origin": "vmware", "live": "must"})[OVE], "ove-needs-storage-map")
    assert "the profile decides" in told
    assert "RWO" not in told


@pytest.mark.parametrize("release", ["4.20", "4.21", "4.22", "5.0"])
def test_encrypted_memory_has_no_switch_on_any_release_of_ove(release: str) -> None:
    told = says(judge(BOOK, {"confidential": "encrypted", "release": release})[OVE], "ove-needs-encryption-gate")
    assert "HCO has no switch through 1.19" in told


def test_a_whole_gpu_on_azure_local_restarts_elsewhere_from_a_pool() -> None:
    answers: Given = {"accelerator": "gpu", "live": "must", "maintenance": "never"}
    standing = judge(BOOK, answers)[AZURE]
    assert stops(standing) == {"azure-dda-live", "azure-dda-maintenance"}
    for rule in ("azure-dda-live", "azure-dda-maintenance"):
        assert "GPU pool on every node the cluster restarts" in says(standing, rule)


def test_a_vm_wider_than_a_numa_node_is_told_of_spanning_on_azure_local() -> None:
    assert "NUMA spanning" in says(judge(BOOK, {"vcpu": 64})[AZURE], "azure-needs-numa-spanning")
    assert "azure-needs-numa-spanning" not in fired(judge(BOOK, {"vcpu": 8})[AZURE])


def test_disks_that_vms_share_are_a_vhd_set_on_azure_local_outside_arc() -> None:
    standing = judge(BOOK, {"sharing": "shared", "storage": "shared", "persistence": "keep"})[AZURE]
    assert chosen(standing)["disks"] == "azure-vhd-set"
    assert standing.unresearched == ()
    assert "azure-needs-unmanaged" in fired(standing)


def test_an_address_is_kept_on_a_vlan_only() -> None:
    answers: Given = {"origin": "vmware", "address": "keep"}
    assert stops(judge(BOOK, {**answers, "network": "pod"})[OVE]) == {"ove-pod-address"}
    assert "ove-needs-addresses" in fired(judge(BOOK, {**answers, "network": "vlan"})[OVE])


@pytest.mark.parametrize(("firmware", "most", "outcome"), [("bios", 64, "conflict"), ("uefi", 512, "excluded")])
def test_azure_local_ends_where_its_generation_does(firmware: str, most: int, outcome: str) -> None:
    assert judge(BOOK, {"firmware": firmware, "vcpu": most})[AZURE].outcome is WorkloadOutcome.FITS
    assert judge(BOOK, {"firmware": firmware, "vcpu": most + 1})[AZURE].outcome.value == outcome


def test_vsphere_ends_where_its_hardware_version_does() -> None:
    """768 vCPUs and 24,560 GB by VMware's table of hardware versions; 960 vCPUs with that of vSphere 9, by a secondary source."""
    assert judge(BOOK, {"vcpu": 768, "ram": 24_560})[VSPHERE].outcome is WorkloadOutcome.FITS
    assert "vsphere-needs-hardware-22" in fired(judge(BOOK, {"vcpu": 900})[VSPHERE])
    assert judge(BOOK, {"vcpu": 900})[VSPHERE].outcome is WorkloadOutcome.CONDITIONS
    assert judge(BOOK, {"vcpu": 961})[VSPHERE].outcome is WorkloadOutcome.EXCLUDED
    assert judge(BOOK, {"ram": 24_570})[VSPHERE].outcome is WorkloadOutcome.EXCLUDED
