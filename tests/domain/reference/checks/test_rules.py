"""What an editor of the questions, rules and worked examples is told: each slip with its file, line, record and field."""

from __future__ import annotations

import pytest

from domain.reference.checks import references
from domain.reference.checks.rules import rules_hold_together
from tests.domain.reference.checks.broken_catalogue import Fault, apart, assert_named, copy, listed, problems, swap

RULES, WORKLOAD, WORKLOADS = "rules.yaml", "workload.yaml", "workloads.yaml"
NEVER = "can never hold"


SHAPES = [
    Fault(RULES, "ove-net-bridge", "    choose: ove-bridge", "", "", "needs 'aspect' and 'choose'", at="id:"),
    Fault(
        RULES,
        "ove-needs-smm",
        "scope:",
        "choose: ove-bios\n    aspect: firmware\n    scope:",
        "",
        "needs 'aspect'",
        at="id:",
    ),
    Fault(RULES, "ove-needs-smm", "scope:", "yields_to: [ove-needs-vf]\n    scope:", "", "only a recommendation", at="id:"),
    Fault(RULES, "ove-needs-smm", "scope:", "ways_out: [None.]\n    scope:", "", "nothing else, needs 'ways_out'", at="id:"),
    Fault(RULES, "azure-vendors-live", "kind: conflict", "kind: refusal", "kind", "'exclusion', 'conflict'"),
    Fault(RULES, "ove-needs-smm", "    scope: KubeVirt 1.9", "", "scope", "Field required", at="id:"),
    Fault(RULES, "ove-net-bridge", "network: vlan", "Net work: vlan", "when.0.Net work", "match pattern"),
    Fault(WORKLOAD, "vtpm", "neutral: without", "neutral: suse", "", "'neutral' is suse, which is not one", at="id:"),
    Fault(WORKLOAD, "live", "ordinary: welcome", "ordinary: often", "", "'ordinary' is often, which is not one", at="id:"),
    Fault(RULES, "vsphere-note-release", "    about: release", "", "", "a gap or a note, and nothing else, needs", at="id:"),
    Fault(RULES, "vsphere-note-writes", "about: writes", "about: live_", "", "does not always name 'live_'", at="id:"),
    Fault(RULES, "azure-gap-oracle", "    note:", "    notes:", "notes", "Extra inputs"),
    Fault(WORKLOAD, "firmware", "label: UEFI}", "label: BIOS}", "", "same id or label", at="id:"),
    Fault(
        WORKLOAD, "storage", "label: Local to one host", "label: L, within: usb", "", "'local' is within what is not", at="id:"
    ),
    Fault(WORKLOAD, "vcpu", "high: 4096", "high: 0", "", "give 'options', or 'low' and 'high'", at="id:"),
    Fault(WORKLOADS, "web-frontend", "outcome: fits", "outcome: good", "expects.vsphere.outcome", "'excluded'", at="good"),
]

NAMES = [
    Fault(RULES, "ove-net-bridge", "network: vlan", "netwrk: vlan", "when.0.netwrk", "'netwrk' is not a question"),
    Fault(RULES, "ove-trunk", "network: vlan", "network: vxlan", "when.0.network", "'vxlan' is not an answer to 'network'"),
    Fault(RULES, "ove-macs-all", "network: vlan", "network: {above: 3}", "when.0.network", "one of its options, not 'above'"),
    Fault(RULES, "ove-disk-ceiling", "{above: 102400}", "large", "when.0.disk_size", "a number: give 'above'"),
    Fault(RULES, "ove-pinned", "confidential: e", "secret: e", "when.3.secret", "'secret' is not a question"),
    Fault(RULES, "azure-pinned", "accelerator: gpu", "accelerator: npu", "when.0.accelerator", "'npu' is not an answer"),
    Fault(RULES, "ove-guest-unsupported", "os: {", "live: {", "when.0.live", "no answer to 'live' is a guest system"),
    Fault(RULES, "ove-guest-listed", "[rhel, windows]", "[rhel, window]", "when.1.os", "'window' is not an answer to 'os'"),
    Fault(WORKLOAD, "os", "id: rhel-9", "id: rhel-nine", "options.2.id", "'rhel-nine' is not in guest_systems"),
    Fault(WORKLOAD, "os", "label: RHEL 8", "label: RHEL VIII", "options.3.label", "the guest system is called 'RHEL 8'"),
    Fault(WORKLOAD, "transfer", "{origin: [", "{source: [", "asked.source", "'source' is not a question"),
    Fault(WORKLOAD, "tools", "[vmware]", "[vmware, xen]", "asked.origin", "'xen' is not an answer"),
    Fault(RULES, "ove-net-sriov", "ove-takes-sriov", "ove-sriov-taken", "when", "not a term of OVE", at="when:"),
    Fault(RULES, "vsphere-service-pinned", "term: vsphere", "term: ove", "when", "not a term of VMware vSphere", at="when:"),
    Fault(RULES, "ove-vcpu-ceiling", "kind: theoretical", "kind: supported", "when", "no supported limit on OVE", at="when:"),
    Fault(RULES, "ove-ram-ceiling", "max-ram-per-vm", "max-ram", "when", "'max-ram' has no theoretical limit", at="when:"),
    Fault(
        RULES,
        "azure-vcpu-ceiling",
        "host of Azure Local",
        "Gen 3",
        "when",
        "no supported limit for 'Gen 3' on Azure Local",
        at="when:",
    ),
    Fault(RULES, "ove-net-bridge", "choose: ove-bridge", "choose: vsphere-sriov", "choose", "not a choice of 'network' on OVE"),
    Fault(
        RULES,
        "network",
        "- {id: ove-bridge",
        "- {id: ove-nat, platform: ove, label: NAT}\n      - {id: ove-bridge",
        "choices",
        "no rule chooses 'ove-nat' on OVE",
        at="choices:",
    ),
    Fault(RULES, "ove-net-masquerade", "[ove-net-sriov]", "[ove-sriov]", "yields_to.0", "'ove-sriov' is not a rule"),
    Fault(RULES, "ove-cpu-shared", "dedicated]", "dedicated, ove-disks-lun]", "yields_to.1", "the same aspect"),
    Fault(RULES, "ove-service-live", "[ove-service", "[vsphere-service", "yields_to.0", "the same platform"),
    Fault(
        RULES,
        "ove-net-sriov",
        "choose: ove-sriov",
        "choose: ove-sriov\n    @@yields_to: [ove-net-bridge]",
        "yields_to.0",
        "neither would ever be chosen",
    ),
    Fault(RULES, "ove-disks-rwo", "LMB-K01", "LMB-K99", "see.0", "'blockers/LMB-K99' does not exist"),
    Fault(RULES, "ove-gpu-live", "sources: [", "sources: [no-page, ", "sources.0", "not in sources"),
    Fault(WORKLOAD, "vcpu", "group: size", "group: sizes", "group", "not in workload_groups"),
    Fault(WORKLOADS, "matrix-boot-mode", "scenario: boot", "scenario: reboot", "scenario", "'reboot-mode' is not in"),
    Fault(WORKLOADS, "web-frontend", "os: rhel", "ox: rhel", "answers.ox", "'ox' is not a question"),
    Fault(WORKLOADS, "old-bios-linux", "firmware: bios", "firmware: coreboot", "answers.firmware", "'coreboot' is not an answer"),
    Fault(WORKLOADS, "domain-controller", "vcpu: 2", "vcpu: 5000", "answers.vcpu", "a whole number from 1 to 4096"),
    Fault(WORKLOADS, "gpu-training", "vcpu: 64", "vcpu: four", "answers.vcpu", "a whole number from 1 to 4096"),
    Fault(WORKLOADS, "payment-hsm", "fires: [ove-conf", "fires: [ove-secret", "expects.ove.fires.0", "is not a rule"),
]
"""Names of what does not exist, or of what does not belong together."""

MEANINGS = [
    Fault(RULES, "ove-transfer-warm", "{origin: vmware", "{origin: new", "when.0", NEVER),
    Fault(RULES, "ove-transfer-warm", "{origin: vmware, t", "{t", "when", "'transfer' is asked only with origin", at="when:"),
    Fault(RULES, "ove-disks-rwx", "{origin: vmware,", "{origin: new, transfer: cold,", "when.1", NEVER),
    Fault(RULES, "ove-disk-ceiling", "above: 102400", "above: 1000000", "when.0", NEVER),
    Fault(
        RULES,
        "vsphere-pinned-maintenance",
        "maintenance: never,",
        "maintenance: never, accelerator: none, network: pod, confidential: plain, device: none, pinning: shared,",
        "when.0",
        NEVER,
    ),
    Fault(
        RULES,
        "ove-net-masquerade",
        "{network: pod}",
        "{network: pod, latency: low}",
        "yields_to",
        "always gives way",
        at="yields_to:",
    ),
    Fault(
        RULES,
        "ove-net-bridge",
        "{network: vlan}",
        "{network: [vlan, pod], os: linux}",
        "choose",
        "'ove-net-masquerade' choose differently for 'network' when latency normal, network pod, os linux, throughput normal",
        at="choose:",
    ),
    Fault(
        RULES,
        "vsphere-service-window",
        "{live: not-needed}",
        "{live: [welcome, not-needed]}",
        "choose",
        "'vsphere-service-move' choose differently for 'service' when accelerator none or vgpu, confidential plain, device none",
        at="choose:",
    ),
    Fault(
        WORKLOAD,
        "firmware",
        "- {id: bios",
        "- {id: @@coreboot, label: Coreboot}\n      - {id: bios",
        "options.0",
        "no rule of OVE reads the answer 'coreboot'",
    ),
    Fault(
        WORKLOAD,
        "vtpm",
        "neutral: without",
        "",
        "options.0",
        "no rule of VMware vSphere reads the answer 'without'",
        at="id: without",
    ),
    Fault(
        WORKLOAD,
        "persistence",
        "- id: persistence",
        "- id: @@cores\n    group: size\n    label: C\n    why: W.\n    said: C\n    low: 1\n    high: 9\n  - id: persistence",
        "id",
        "no rule of Azure Local reads this number",
        id="cores",
    ),
    Fault(
        RULES,
        "vsphere-note-writes",
        "live: not-needed",
        "live: [not-needed, must]",
        "when",
        "'writes' makes no difference where 'vsphere-cost-switchover' says what it makes",
        at="when:",
    ),
    Fault(RULES, "ove-gpu-live", "live: must", "live: welcome", "when", "'live' rises, so a conflict must hold", at="when:"),
    Fault(
        RULES,
        "ove-vcpu-ceiling",
        "{vcpu:",
        "{live: [not-needed, must], vcpu:",
        "when",
        "so an exclusion must hold",
        at="when:",
    ),
    Fault(
        WORKLOADS,
        "web-frontend",
        "outcome: conditions",
        "@@outcome: fits",
        "expects.ove.outcome",
        "the rules lead to 'conditions'",
    ),
    Fault(WORKLOADS, "ci-runner", "ove-container-disk", "ove-rwx", "expects.ove.chooses", "'ove-rwx' is not chosen; chosen are"),
    Fault(WORKLOADS, "payment-hsm", "fires: [ove-conf", "fires: [ove-gpu-live, ove-conf", "expects.ove.fires", "does not fire"),
]
"""Rules that read well and mean nothing, or not what they should."""


@pytest.mark.parametrize("together", apart(SHAPES), ids=len)
def test_a_rule_or_question_of_the_wrong_shape_is_named(together: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    assert_named(together, subtests, ())


@pytest.mark.parametrize("together", apart(NAMES), ids=len)
def test_a_slip_in_the_names_of_the_rules_is_named(together: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    assert_named(together, subtests, (*references.CHECKS, rules_hold_together))


BRIDGE = [fault for fault in MEANINGS if fault.record == "ove-net-bridge"]
EXPECTED = [fault for fault in MEANINGS if fault.file == WORKLOADS]
OTHERS = [fault for fault in MEANINGS if fault not in (*BRIDGE, *EXPECTED)]
"""One more rule for networks, or one that yields, would change what the others are told."""
MEANT = [*apart(OTHERS), *apart(BRIDGE), *apart(EXPECTED)]


@pytest.mark.parametrize("together", MEANT, ids=len)
def test_a_rule_that_means_nothing_is_named(together: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    assert_named(together, subtests, (rules_hold_together,))


def test_an_answer_that_a_rule_reads_in_some_cases_only_is_named_with_those_in_which_nobody_looks() -> None:
    files = copy()
    swap(
        files,
        RULES,
        "      - {device: usb}\n    says: >-\n      Enable every",
        "      - {device: usb, live: must}\n    says: >-\n      Enable every",
    )
    (problem,) = problems(files)
    assert (problem.file, problem.id, problem.field) == (WORKLOAD, "device", "options.1")
    assert problem.message.startswith("no rule of VMware vSphere reads the answer 'usb' when ")
    assert "live not-needed or welcome" in problem.message


def test_a_scenario_that_no_workload_stands_for_is_named_where_it_stands() -> None:
    files = copy()
    swap(files, WORKLOADS, "scenario: boot-mode", "scenario: disk-format")
    lines = files["decision_matrix.yaml"].splitlines()
    (problem,) = problems(files)
    assert (problem.file, problem.line) == ("decision_matrix.yaml", lines.index("  - id: boot-mode") + 1)
    assert (problem.id, problem.field) == ("boot-mode", "id")
    assert "no workload of workloads.yaml leads to it" in problem.message


def test_a_term_made_of_terms_is_named_at_the_rules_that_use_it() -> None:
    files = copy()
    swap(files, RULES, "      - {numa: passthrough}\n", "      - {term: ove-takes-sriov}\n")
    found = [problem for problem in problems(files) if "is made of terms; spell them out" in problem.message]
    assert {"ove-cpu-dedicated", "ove-needs-cpus"} <= {problem.id for problem in found}
    assert {(problem.file, problem.field) for problem in found} == {(RULES, "when")}


SLIPS = [
    (RULES, "severity: info", "severity: nice"),
    (RULES, "{id: ove-rwx, platform: ove,", "{id: ove-rwx, platform: kvm,"),
    (WORKLOAD, "rising: true", "risen: true"),
    (WORKLOADS, "firmware: bios", "firmware: [bios]"),
    ("key_numbers.yaml", "bounds: vcpu", "bounds: cpus"),
    ("decision_matrix.yaml", "group: everyday", "group: [everyday]"),
]


@pytest.mark.parametrize(("file", "old", "new"), SLIPS, ids=[f"{file}-{new}" for file, _, new in SLIPS])
def test_a_slip_in_the_shape_of_one_record_is_not_blamed_on_those_that_need_it(file: str, old: str, new: str) -> None:
    files = copy()
    swap(files, file, old, new)
    found = problems(files)
    assert {problem.file for problem in found} == {file}, listed(found)
    assert len({problem.id for problem in found}) == 1, listed(found)


@pytest.mark.parametrize("file", [RULES, WORKLOAD, WORKLOADS])
def test_a_file_of_the_wizard_that_cannot_be_read_is_not_blamed_on_others(file: str) -> None:
    files = copy()
    swap(files, file, "rows:", "rows: [")
    assert {problem.file for problem in problems(files)} == {file}


def test_a_misspelt_term_waits_where_an_example_has_lost_its_shape() -> None:
    """The rules cannot be judged without the examples, nor the build steps without the rules: what cannot be judged waits."""
    files = copy()
    swap(files, "workloads.yaml", "answers:", "answrs:")
    swap(files, "rules.yaml", "{term: ove-pinned}", "{term: ove-pined}")
    assert {problem.file for problem in problems(files)} == {"workloads.yaml"}
    mended = copy()
    swap(mended, "rules.yaml", "{term: ove-pinned}", "{term: ove-pined}")
    assert any("'ove-pined' is not a term" in problem.message for problem in problems(mended))
