"""The slips that the check must name: records of the wrong shape, and records that do not fit the others."""

from __future__ import annotations

from tests.domain.reference.checks.broken_catalogue import Fault

NUMBERS = "key_numbers.yaml"
COMMANDS = "commands.yaml"
CONCEPTS = "concepts.yaml"
PARTS = "architecture.yaml"
BLOCKERS = "blockers.yaml"
CHECKLIST = "checklist.yaml"
SOURCES = "sources.yaml"
QUESTIONS = "questions.yaml"
TIMES = "migration_times.yaml"
CONTRADICTIONS = "contradictions.yaml"
MATRIX = "decision_matrix.yaml"
PLATFORMS = "platforms.yaml"
LIVE = "live_migration.yaml"
MOVES = "migration_commands.yaml"
EVENTS = "events.yaml"
NODES, VCPU = "max-nodes-per-cluster", "max-vcpu-per-vm"
TWO_OR_FIVE = "concurrent-per-node-2-or-5"
FIRST_RUN = "claims.vsphere.run.0.command"
TWICE = "}}' is read by a second shell"
A_SOURCE = "    title: A\n    publisher: B\n    page: C\n"

SHAPES = [
    Fault(EVENTS, "forklift-2-12", "- checklist/PF-01", "- PF-01", "touches.0.row", "match pattern"),
    Fault(NUMBERS, NODES, "unit: nodes", "unit: nodes\n    @@colour: blue", "colour", "Extra inputs are not permitted"),
    Fault(NUMBERS, NODES, "    unit: nodes", "", "unit", "Field required", at="id:"),
    Fault(NUMBERS, NODES, "unit: nodes", "unit: 5", "unit", "valid string"),
    Fault(NUMBERS, NODES, "unit: nodes", "unit:", "unit", "valid string"),
    Fault(NUMBERS, NODES, "unit: nodes", 'unit: " "', "unit", "at least 1 character"),
    Fault(NUMBERS, NODES, "unit: nodes", "unit: [nodes]", "unit", "valid string"),
    Fault(NUMBERS, NODES, "better: higher", "better: bigger", "better", "'higher', 'lower' or 'neither'"),
    Fault(NUMBERS, NODES, "bounds: nodes", "bounds: hosts", "bounds", "'vcpu'"),
    Fault(NUMBERS, NODES, "verdict: outdated", "verdict: wrong", "claims.vsphere.verdict", "'contradicted'"),
    Fault(NUMBERS, NODES, "grade: secondary", "grade: S", "claims.vsphere.grade", "'secondary'"),
    Fault(NUMBERS, NODES, "ove:", "@@proxmox:", "claims.proxmox", "'azure_local'"),
    Fault(NUMBERS, NODES, "kind: supported", "kind: maximum", "claims.vsphere.limits.0.kind", "'supported'"),
    Fault(NUMBERS, NODES, "value: 96", "value: many", "claims.vsphere.limits.0.value", "valid number"),
    Fault(NUMBERS, NODES, "value: 96", "value: .nan", "claims.vsphere.limits.0.value", "finite number"),
    Fault(NUMBERS, NODES, "value: 96", "value: .inf", "claims.vsphere.limits.0.value", "finite number"),
    Fault(NUMBERS, NODES, "value: 96", "value: -96", "claims.vsphere.limits.0.value", "greater than 0"),
    Fault(NUMBERS, NODES, "value: 96", "value: 0", "claims.vsphere.limits.0.value", "greater than 0"),
    Fault(NUMBERS, NODES, "checked: 2026-11-26", "checked: last week", "claims.vsphere.checked", "date"),
    Fault(NUMBERS, NODES, "sources: [", "sources: [Not a Slug, ", "claims.vsphere.sources.0", "match pattern"),
    Fault(NUMBERS, NODES, f"id: {NODES}", "id: max nodes", "id", "match pattern", id="max nodes"),
    Fault(NUMBERS, "max-vms-per-cluster", "id: max-vms-per-cluster", f"id: {NODES}", "id", "earlier record", id=NODES),
    Fault(NUMBERS, NODES, f"id: {NODES}", "name: nodes", "id", "Field required", id=""),
    Fault(QUESTIONS, "drs-on-ove", "- id", "@@- just a sentence\n  - id", "", "valid dictionary", id=""),
    Fault(NUMBERS, NODES, "        verdict: outdated", "", "claims.vsphere", "give both, or neither", at="vsphere:"),
    Fault(NUMBERS, NODES, '        reference: "64 (vSphere 8)"', "", "claims.vsphere", "give both, or neither", at="vsphere:"),
    Fault(NUMBERS, VCPU, "grade: primary", "grade: unconfirmed", "claims.vsphere", "use 'unverifiable'", at="vsphere:"),
    Fault(SOURCES, "azure-local-docs-about-updates-23h2", "repository:", "note:", "", "say where it is", at="id:"),
    Fault(
        BLOCKERS,
        "LMB-K01",
        "sources: [kubevirt-vm, kubevirt-pvc, user-guide-volume-migration]",
        "sources: []",
        "",
        "at least one source",
        at="id:",
    ),
    Fault(
        BLOCKERS,
        "LMB-K01",
        "shows: [[HasSharedAccessMode, is not shared",
        "shows: [[migration is stopped for good by it, is not shared",
        "shows.0.0",
        "a sentence",
    ),
    Fault(BLOCKERS, "LMB-K01", "ReadWriteMany], [HasShared", "ReadWriteMany], [], [HasShared", "shows.1", "at least 1 item"),
    Fault(CHECKLIST, "PF-01", "bit: 0", "bit: 512", "bit", "less than 512"),
    Fault(CHECKLIST, "PF-01", "bit: 0", "bit: zero", "bit", "valid integer"),
    Fault(CHECKLIST, "PF-46", "manual:", "when:", "", "say how it is checked", at="id:"),
    Fault(QUESTIONS, "drs-on-ove", "target: concepts/drs", "target: concepts/drs\n    @@params: drs", "params", "dictionary"),
    Fault(CONTRADICTIONS, TWO_OR_FIVE, "row: key_n", "row: Key n", "sayings.0.row", "match pattern"),
    Fault(LIVE, "max-downtime", "since: {", "since: {hyperconverged: '1.19', ", "", "where the field is not set", at="id:"),
    Fault(LIVE, "kubevirt-1-9", 'kubevirt: "1.9"', "kubevirt: 1.9", "kubevirt", "valid string"),
    Fault(MOVES, "vsphere-move", "reuse: {", "@@because: {", "because", "Extra inputs are not permitted"),
    Fault(
        MOVES, "ove-state", "    run:", "    reuse: {command: live-migrate}\n    run:", "", "give a command in 'run'", at="id:"
    ),
]

CROSS_REFERENCES = [
    Fault(NUMBERS, VCPU, "- vmware-docs-guid-789c3913", "- lost-page", "claims.vsphere.sources.0", "not in sources"),
    Fault(BLOCKERS, "LMB-K01", "sources: [kubevirt-vm,", "sources: [kubevirt-vm, lost-page,", "sources.1", "not in sources"),
    Fault(PLATFORMS, "vsphere", "sources: [", "sources: [lost-page, ", "evidence.sources.0", "not in sources"),
    Fault(
        SOURCES,
        "azure-local-docs-gpu-p",
        "id: azure-local-docs-gpu-p",
        f"id: unread\n{A_SOURCE}  - id: azure-local-docs-gpu-p",
        "id",
        "no record cites this source",
        id="unread",
    ),
    Fault(NUMBERS, NODES, "checked: 2026-11-26", "checked: 2999-01-01", "claims.vsphere.checked", "in the future"),
    Fault(CHECKLIST, "PF-01", "checked: 2026-11-27", "checked: 2999-01-01", "checked", "in the future"),
    Fault(SOURCES, "azure-local-docs-about-updates-23h2", "date: ", "date: 2999-01-01 #", "date", "in the future"),
    Fault(
        "rules.yaml",
        "vsphere-net-port-group",
        "has ended.",
        "is over.",
        "scope",
        "support ended, the last on 2023-11-15",
        "scope:",
    ),
    Fault("lifecycle.yaml", "life-mtv-212", "ends: {full", "ends: {extra", "ends", "'extra' has no name in the phases of mtv"),
    Fault(NUMBERS, NODES, "    group:", f"    @@aliases: [old-name, {VCPU}]\n    group:", "aliases", "another record"),
    Fault(NUMBERS, NODES, "    group:", "    @@aliases: [old-name, old-name]\n    group:", "aliases", "another record"),
    Fault(
        "drain_defaults.yaml", "ove-1", 'former: ["OVE, next', 'former: [OVE through 4.22, "OVE, next', "former", "another record"
    ),
    Fault("workload.yaml", "release", "former: [Next", "former: [4.22 with KubeVirt 1.8, Next", "", "now or formerly", at="id:"),
    Fault(NUMBERS, NODES, "group: cluster-size", "group: clusters", "group", "not in key_number_groups"),
    Fault(PARTS, "kvm", "layer: os", "layer: kernel", "layer", "not in layers"),
    Fault(BLOCKERS, "LMB-K01", "cause: storage", "cause: disks", "cause", "not in causes"),
    Fault(COMMANDS, "inspect", "- {", "- {id: nobody, label: Nobody}\n  - {", "id", "no record of commands", id="nobody"),
    Fault(CONCEPTS, "drs", "      azure_local:", "      vsphere:", "claims", "no claim for azure_local", at="claims:"),
    Fault(MATRIX, "disk-format", "      notes:", "      remarks:", "claims", "no claim for notes", at="claims:"),
    Fault(MATRIX, "disk-format", "      notes:", "      remarks:", "claims", "a claim for remarks", at="claims:"),
    Fault(TIMES, "ram-8", '"25":', '"40":', "claims", "a claim for 40", at="claims:"),
    Fault(PLATFORMS, "vsphere", "id: ove", "id: kvm", "id", "in that order", at="id: vsphere"),
    Fault(
        NUMBERS,
        VCPU,
        "- {kind: supported, value: 768}",
        "- {kind: tested, value: 800}\n          - {kind: supported, value: 768}",
        "claims.vsphere.limits",
        "tested 800 is above supported 768",
        at="limits:",
    ),
    Fault(
        NUMBERS,
        "vm-boot-time",
        "    better: lower",
        "    better: lower\n    bounds: vms",
        "claims.vsphere.limits",
        "every platform needs a limit",
        at="vsphere:",
    ),
    Fault(TIMES, "25", "gbps: 25", "gbps: 10", "gbps", "larger than the record before"),
    Fault(TIMES, "ram-64", "ram_gb: 64", "ram_gb: 16", "ram_gb", "larger than the record before"),
    Fault(TIMES, "real-world-factor", "low: 2", "low: 5", "low", "below 'high'"),
    Fault(COMMANDS, "start-vm", "-on {{vm}}", "-on {{vmname}}", FIRST_RUN, "not a field of fields.yaml"),
    Fault(COMMANDS, "start-vm", "-on {{vm}}", "-on '{{vm}}'", FIRST_RUN, "inside quotes"),
    Fault(COMMANDS, "start-vm", "-on {{vm}}", '-on "vm/{{vm}}"', FIRST_RUN, "inside quotes"),
    Fault(COMMANDS, "diagnostics", "VM={{vm}}", "VM={{pool}}", "claims.ove.run.1.command", TWICE, at="command: >-"),
    Fault(CHECKLIST, "PF-05", "grep -A4 nfcsvc", "grep -A4 {{rule}}", "check.0.command", TWICE),
    Fault(BLOCKERS, "LMB-H01", "{{vm}}", "'{{vm}}'", "check.0.command", "inside quotes"),
    Fault(CHECKLIST, "PF-40", "-json {{vm}}", "-json {{guest}}", "check.0.command", "not a field of fields.yaml", at="command:"),
    Fault(CONCEPTS, "drs", "commands: [", "commands: [fly, ", "related.commands.0", "not in commands"),
    Fault(CONCEPTS, "drs", "blockers: [", "blockers: [LMB-X1, ", "related.blockers.0", "not in blockers"),
    Fault(CONCEPTS, "drs", "components: [", "components: [fly, ", "related.components.0", "not in components"),
    Fault(CONCEPTS, "drs", "key_numbers: [", "key_numbers: [fly, ", "related.key_numbers.0", "not in key_numbers"),
    Fault(PARTS, "kvm", "replaces: [esxi-host]", "replaces: [vmkernel]", "replaces.0", "not in concepts"),
    Fault(PARTS, "kvm", "to: server", "to: machine", "talks_to.0.to", "not in components"),
    Fault(PARTS, "vm-start", "component: virt-api", "component: api", "participants.2.component", "not in components"),
    Fault(PARTS, "vm-start", "source: user", "source: admin", "steps.0", "not a participant"),
    Fault(PARTS, "vm-start", "target: apiserver", "target: server", "steps.0", "not a participant"),
    Fault(CHECKLIST, "PF-07", "blockers: [", "blockers: [LMB-X1, ", "blockers.0", "not in blockers"),
    Fault(BLOCKERS, "LMB-K01", "traits: [", "traits: [cheap, ", "traits.0", "not in traits"),
    Fault(BLOCKERS, "vtpm", "- {", "- {id: nobody, group: cpu, label: N}\n  - {", "id", "no blocker has this trait", id="nobody"),
    Fault(BLOCKERS, "LMB-K41", "severity: info", "severity: risk", "check", "needs a command that finds it", at="id:"),
    Fault(
        CONTRADICTIONS,
        "rdm-shared-disk-snapshot-severity",
        "      - {where: Migration advisor documentation, text: All three prevent the migration.}",
        "",
        "sayings",
        "two sayings",
        at="sayings:",
    ),
    Fault(
        NUMBERS,
        "max-ram-per-vm",
        "checked:",
        '@@shows: ["768"]\n        checked:',
        "claims.vsphere.shows",
        "no source of it is a file",
    ),
    Fault(CHECKLIST, "PF-02", "bit: 1", "bit: 0", "bit", "already belongs to PF-01"),
    Fault(
        CONTRADICTIONS,
        TWO_OR_FIVE,
        "row: live_migration/outbound",
        "row: live_migration/inbound",
        "sayings.1.row",
        "does not exist",
    ),
    Fault(CONTRADICTIONS, TWO_OR_FIVE, "row: key_numbers", "row: numbers", "sayings.0.row", "does not exist"),
    Fault(QUESTIONS, "drs-on-ove", "target: concepts/drs", "target: concepts/drss", "target", "does not exist"),
    Fault(QUESTIONS, "drs-on-ove", "target: concepts/drs", "target: ideas/drs", "target", "does not exist"),
    Fault(LIVE, "kubevirt-1-9", "      post-copy:", "      pre-copy:", "defaults.pre-copy", "not in live_migration"),
    Fault("drain_defaults.yaml", "ove-1", "product: hco-1-19-v1", "product: hco-1-9", "product", "not in migration_products"),
    Fault(MOVES, "vsphere-move", "command: live-migrate", "command: fly", "reuse.command", "not in commands"),
    Fault(MOVES, "vsphere-move", "what: vMotion", "what: Beaming", "reuse.what", "not what a command of live-migrate does"),
    Fault(CHECKLIST, "PF-02", "checked: 2026-11-27", "checked: 2026-09-06", "checked", "before the event of 2026-09-07"),
    Fault(EVENTS, "vsphere-9-1", "date: 2026-05-12", "date: 2199-05-12", "date", "in the future; mark the event"),
    Fault(EVENTS, "vsphere-9-1", "title: vSphere", "@@announced: true\n    title: vSphere", "announced", "has come"),
    Fault(EVENTS, "mtv-cold-over-nfc-merged", "date: 2026-08-31", "date: 2199-08-31", "reports.0.date", "in the future"),
    Fault(EVENTS, "forklift-2-12", "checklist/PF-01", "checklist/PF-99", "touches.0.row", "does not exist"),
    Fault(EVENTS, "forklift-2-12", "checklist/PF-01", "questions/drs-on-ove", "touches.0", "no statement with a date"),
    Fault(EVENTS, "kubevirt-1-9", "vm-template/ove", "vm-template/xen", "touches.4", "with a date under 'xen'"),
]
