"""Commands that build a workload: the right ones for the answers, filled with inert names, and never one too many."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from domain.artefacts.quoting import PLACE
from domain.artefacts.vm.build_commands import fields, steps
from domain.artefacts.vm.build_steps import cases, taken
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from domain.catalog.vocabulary import BuildPart, Danger, Platform, Shell
from domain.decision.verdicts import judge
from tests.domain.artefacts.vm.build_plans import (
    AZURE,
    BOOK,
    BUILDS,
    PARTIAL,
    PLATFORMS,
    VSPHERE,
    Given,
    built,
    example,
    plan,
    said_of,
    witnesses,
)
from tests.domain.reference.checks.broken_catalogue import copy, listed, problems


def test_some_answers_lead_to_every_command_and_to_every_sentence() -> None:
    assert set(witnesses()) == set(BUILDS)


def test_an_ordinary_vm_on_vsphere_is_created_set_up_started_and_later_moved() -> None:
    answers = example("matrix-general-purpose-linux", os="rhel-9", disks=1, disk_size=40)
    found = steps(catalog(), plan(VSPHERE, answers, vm="web-1", port_group="VLAN 7"))
    assert [(run.command, build.part) for build, run in found] == [
        ("export GOVC_DATACENTER=datacenter-1", BuildPart.BUILD),
        (
            "govc vm.create -on=false -g rhel9_64Guest -c 4 -m 16384 -disk 40GiB -disk.controller pvscsi -ds datastore-1 "
            "-pool pool-1 -net 'VLAN 7' -net.adapter vmxnet3 web-1",
            BuildPart.BUILD,
        ),
        ("govc device.boot -vm web-1 -firmware bios", BuildPart.BUILD),
        ("govc device.cdrom.add -vm web-1", BuildPart.BUILD),
        ("govc device.cdrom.insert -vm web-1 -ds ISO-DATASTORE ISO-FILE", BuildPart.BUILD),
        ("govc vm.power -on web-1", BuildPart.BUILD),
        ("govc vm.migrate -host node-2 -pool pool-1 web-1", BuildPart.SERVICE),
    ]
    assert [run.danger for _, run in found] == [Danger.READ_ONLY, *[Danger.CHANGE] * 5, Danger.DISRUPTIVE]
    assert {run.shell for _, run in found} == {Shell.SH}


def test_an_ordinary_vm_on_hyper_v_is_created_made_highly_available_and_later_moved() -> None:
    found = steps(catalog(), plan(AZURE, example("web-frontend"), vm="web-1", path=r"C:\V\web", disk_path=r"C:\V\web\1.vhdx"))
    wanted = [
        r"New-VM -Name web-1 -Generation 1 -MemoryStartupBytes (8 * 1GB) -NewVHDPath C:\V\web\1.vhdx "
        r"-NewVHDSizeBytes (40 * 1GB) -SwitchName vm-switch -Path C:\V\web",
        "Set-VMProcessor -VMName web-1 -Count 4",
        "Add-ClusterVirtualMachineRole -VMName web-1",
        "Add-VMDvdDrive -VMName web-1 -Path ISO-FILE",
        "Start-VM -Name web-1",
    ]
    by_part = {part: [run.command for build, run in found if build.part is part] for part in BuildPart}
    assert by_part[BuildPart.BUILD] == wanted
    assert by_part[BuildPart.SERVICE] == ["Move-ClusterVirtualMachineRole -Name web-1 -Node node-2 -MigrationType Live"]


def test_a_vm_that_arc_manages_stands_beside_it_and_is_no_part_of_it() -> None:
    beside = [
        run.command for build, run in steps(catalog(), plan(AZURE, example("web-frontend"))) if build.part is BuildPart.INSTEAD
    ]
    assert [line.split(" --")[0] for line in beside] == [
        "az stack-hci-vm network nic create",
        "az stack-hci-vm create",
        "az stack-hci-vm update",
    ]
    assert any("not managed through Azure Arc" in note for note in said_of(plan(AZURE, example("web-frontend"))))
    shared = steps(catalog(), plan(AZURE, example("web-frontend", sharing="shared")))
    assert not [run for build, run in shared if build.part is BuildPart.INSTEAD], "Arc shares no disk"


ONLY_WITH = [
    (VSPHERE, "firmware", "secure-boot", "-firmware efi -secure"),
    (VSPHERE, "firmware", "uefi", "-firmware efi -secure=false"),
    (VSPHERE, "accelerator", "vgpu", "gpu.vm.add -vm my-vm -profile "),
    (VSPHERE, "accelerator", "gpu", "device.pci.add -vm my-vm "),
    (VSPHERE, "sharing", "shared", "-sharing sharingMultiWriter"),
    (VSPHERE, "sharing", "reservation", "vm.rdm.attach -vm my-vm -device "),
    (VSPHERE, "sharing", "reservation", "device.scsi.add -vm my-vm -type pvscsi -sharing physicalSharing"),
    (VSPHERE, "sharing", "clustered", "-name my-vm/shared-2 -size SIZEGiB -eager -thick"),
    (
        VSPHERE,
        "sharing",
        "cluster-fs",
        "cluster.rule.create -cluster cluster-1 -name keep-apart -enable -anti-affinity my-vm my-vm-2",
    ),
    (VSPHERE, "sharing", "rdm", "vm.rdm.attach -vm my-vm -device "),
    (VSPHERE, "placement", "hosts", "cluster.rule.create -cluster cluster-1 -name keep-apart-on-hosts -enable -mandatory"),
    (VSPHERE, "identity", "mac", "vm.network.change -vm my-vm -net port-group-1 -net.address MAC-ADDRESS ethernet-0"),
    (VSPHERE, "identity", "uuid", "vm.change -vm my-vm -uuid VM-UUID"),
    (VSPHERE, "nics", 2, "vm.network.add -vm my-vm -net PORT-GROUP -net.adapter vmxnet3"),
    (VSPHERE, "vlans", "trunk", "host.portgroup.add -host node-1 -vswitch VSWITCH -vlan 4095 port-group-1"),
    (VSPHERE, "vlans", "trunk", "-vlan-mode trunking -vlan-range VLAN-RANGE port-group-1"),
    (VSPHERE, "macs", "others", "host.portgroup.change -host node-1 -forged-transmits -mac-changes port-group-1"),
    (VSPHERE, "macs", "all", "-allow-promiscuous"),
    (VSPHERE, "device", "usb", "device.usb.add -vm my-vm -type xhci"),
    (VSPHERE, "device", "pci", "device.pci.add -vm my-vm "),
    (VSPHERE, "device", "serial", "device.serial.add -vm my-vm"),
    (VSPHERE, "ha", "restart", "-ha-restart-priority medium"),
    (VSPHERE, "nested", "needed", "-nested-hv-enabled=true"),
    (VSPHERE, "hotplug", "cpu-memory", "-cpu-hot-add-enabled=true -memory-hot-add-enabled=true"),
    (VSPHERE, "encryption", "platform", "-profile 'VM Encryption Policy' -name my-vm/disk-1"),
    (VSPHERE, "balance", "load", "-drs-enabled -drs-mode fullyAutomated"),
    (VSPHERE, "network", "sriov", "vm.network.add -vm my-vm -net port-group-1 -net.adapter sriov"),
    (VSPHERE, "persistence", "lose", "vm.clone -vm my-template -on=false -link "),
    (VSPHERE, "latency", "low", "vm.change -vm my-vm -latency high -cpu.reservation CPU-MHZ -memory-pin=true"),
    (VSPHERE, "disks", 3, "vm.disk.create -vm my-vm -ds datastore-1 -name my-vm/disk-3 -size SIZEGiB"),
    (AZURE, "firmware", "secure-boot", "-EnableSecureBoot On"),
    (AZURE, "firmware", "secure-boot", "-SecureBootTemplate MicrosoftUEFICertificateAuthority"),
    (AZURE, "firmware", "uefi", "-EnableSecureBoot Off"),
    (AZURE, "accelerator", "vgpu", "Add-VMGpuPartitionAdapter -VMName my-vm"),
    (AZURE, "accelerator", "gpu", "Add-VMAssignableDevice -VMName my-vm -ResourcePoolName gpu-pool"),
    (AZURE, "sharing", "shared", "shared\\disk-2.vhds -SupportPersistentReservations"),
    (
        AZURE,
        "sharing",
        "reservation",
        "-VMName my-vm-2 -ControllerType SCSI -Path C:\\ClusterStorage\\Volume1\\shared\\disk-2.vhds",
    ),
    (AZURE, "nics", 3, "Add-VMNetworkAdapter -VMName my-vm -Name adapter-3 -SwitchName vm-switch"),
    (AZURE, "vlans", "trunk", "-Trunk -AllowedVlanIdList VLAN-RANGE -NativeVlanId 0"),
    (AZURE, "macs", "others", "-MacAddressSpoofing On"),
    (AZURE, "nested", "needed", "-ExposeVirtualizationExtensions $true"),
    (AZURE, "identity", "mac", "-StaticMacAddress MAC-ADDRESS"),
    (AZURE, "placement", "apart", "New-ClusterAffinityRule -Name keep-apart -RuleType DifferentNode"),
    (AZURE, "placement", "hosts", "Set-ClusterOwnerNode -Group my-vm -Owners node-1,node-2"),
    (AZURE, "balance", "load", "(Get-Cluster).AutoBalancerMode = 2"),
    (AZURE, "persistence", "lose", "New-VHD -ParentPath "),
    (AZURE, "network", "vlan", "-Access -VlanId 100"),
    (AZURE, "hosts", "generations", "-CompatibilityForMigrationEnabled $true"),
    (AZURE, "disks", 3, r"New-VHD -Path C:\ClusterStorage\Volume1\my-vm\disk-3.vhdx -SizeBytes (SIZE * 1GB)"),
]


@pytest.mark.parametrize(("platform", "question", "answer", "part"), ONLY_WITH, ids=lambda value: str(value)[:24])
def test_an_answer_brings_its_command_and_nothing_else_does(
    platform: Platform, question: str, answer: int | str, part: str
) -> None:
    assert any(part in line for line in built(platform, example("web-frontend", **{question: answer})))
    assert not any(part in line for line in built(platform, example("web-frontend")))


@pytest.mark.parametrize("firmware", ["uefi", "secure-boot"])
def test_a_vtpm_on_hyper_v_gets_its_key_protector_first_and_only_in_generation_2(firmware: str) -> None:
    lines = built(AZURE, example("web-frontend", firmware=firmware, vtpm="with"))
    protector, tpm = (lines.index(line) for line in lines if "-NewLocalKeyProtector" in line or "Enable-VMTPM" in line)
    assert protector < tpm < lines.index("Start-VM -Name my-vm")
    bios = plan(AZURE, example("web-frontend", firmware="bios", vtpm="with"))
    assert not [run for _, run in steps(catalog(), bios) if "TPM" in run.command or "KeyProtector" in run.command]
    assert any("generation 1" in note for note in said_of(bios))


def test_windows_11_gets_no_compatibility_mode_that_would_hide_the_instructions_it_needs() -> None:
    answers = example("web-frontend", firmware="uefi", os="windows-11", live="must", hosts="generations")
    assert not any("-CompatibilityForMigrationEnabled" in line for line in built(AZURE, answers))
    assert any("POPCNT" in note for note in said_of(plan(AZURE, answers)))
    assert any("-CompatibilityForMigrationEnabled" in line for line in built(AZURE, {**answers, "os": "windows-server-2022"}))


def commands_with_a_gpu(storage: str) -> list[str]:
    given = example("gpu-training", live="must", maintenance="agreed", storage=storage)
    return [run.command for _, run in steps(catalog(), plan(AZURE, given))]


def test_a_vm_with_an_assigned_gpu_takes_it_from_a_pool_of_the_cluster_and_is_never_moved() -> None:
    lines = commands_with_a_gpu("shared")
    assert not [line for line in lines if line.startswith(("Move-", "Add-VMAssignableDevice -VMName my-vm -LocationPath"))]
    words = ("TurnOff", "Dismount-", "New-VMRes", "Add-VMHostAssign", "Add-ClusterVirtual", "OfflineAction", "Add-VMAssign")
    order = [next(i for i, line in enumerate(lines) if word in line) for word in words]
    assert order == sorted(order)


def test_a_vm_with_an_assigned_gpu_on_disks_of_one_host_is_neither_clustered_nor_moved() -> None:
    lines = commands_with_a_gpu("local")
    assert not [line for line in lines if "Cluster" in line.replace("ClusterStorage", "") or line.startswith("Move-")]
    order = [next(i for i, line in enumerate(lines) if word in line) for word in ("TurnOff", "Dismount-", "-LocationPath")]
    assert order == sorted(order)


def test_disks_on_one_host_move_with_the_vm() -> None:
    local = example("web-frontend", storage="local")
    later = [
        [run.command for build, run in steps(catalog(), plan(platform, local)) if build.part is BuildPart.SERVICE]
        for platform in (VSPHERE, AZURE)
    ]
    assert later[0] == ["govc vm.migrate -host node-2 -pool pool-1 -ds datastore-2 my-vm"]
    assert len(later[1]) == 1
    assert "-DestinationHost node-2 -IncludeStorage -DestinationStoragePath " in later[1][0]
    assert not any("Add-ClusterVirtualMachineRole" in line for line in built(AZURE, local))


def test_a_vm_from_vmware_is_brought_by_azure_migrate_and_only_without_it_built_by_hand() -> None:
    answers = example("matrix-windows-server", os="windows-server-2022", address="keep", firmware="secure-boot")
    found = steps(catalog(), plan(AZURE, answers))
    brought = [run.command for build, run in found if build.part is BuildPart.BRING]
    assert [line.split()[0] for line in brought] == [
        r".\AzureMigrateInstaller.ps1",
        r".\AzureMigrateInstaller.ps1",
        "govc",
        "'SAN",
        r".\Prepare-MigratedVM.ps1",
    ]
    assert any(" -VHDPath " in line for line in built(AZURE, answers))
    assert not any("-NewVHDPath" in line or "DvdDrive" in line for line in built(AZURE, answers))
    said = said_of(plan(AZURE, answers))
    for words in ("VDDK of 8.0.0 to 8.0.2", "Discovery:", "Replication starts", "Cut-over:", "converted to VHDX by hand"):
        assert any(words in note for note in said), words
    linux = [
        run.command for build, run in steps(catalog(), plan(AZURE, {**answers, "os": "rhel-8"})) if build.part is BuildPart.BRING
    ]
    assert any("hv_vmbus hv_netvsc hv_storvsc hv_utils" in line for line in linux)
    assert any("prepare_migrated_vm.sh -o StaticIPMigration" in line for line in linux)


def test_sizes_come_from_the_answers_and_are_not_asked_for() -> None:
    given = {"vcpu": 24, "ram": 96, "disks": 1, "disk_size": 300, "origin": "new", "firmware": "uefi", "persistence": "keep"}
    assert " -c 24 -m 98304 -disk 300GiB " in built(VSPHERE, given)[1]
    assert "(96 * 1GB)" in built(AZURE, given)[0]
    assert "(300 * 1GB)" in built(AZURE, given)[0]
    for platform in (VSPHERE, AZURE):
        chosen = plan(platform, given)
        asked = fields(catalog(), chosen)
        assert not {"vcpus", "memory-mib", "memory-gib", "os-disk-gib"} & set(asked)
        assert "vm" in asked


@pytest.mark.parametrize("platform", [VSPHERE, AZURE])
def test_sizes_that_no_answer_gives_are_placeholders_that_fail(platform: Platform) -> None:
    """The answers name the largest disk, and which one that is they do not say."""
    several = plan(platform, example("web-frontend", disks=12, disk_size=2048, sharing="own"))
    lines = "\n".join(run.command for _, run in steps(catalog(), several)).split("\n")
    assert not [line for line in lines if "2048" in line]
    sized = [line for line in lines if "SIZE" in line]
    assert len(sized) >= 12
    assert {"os-disk-gib", "data-disk-gib"} <= set(fields(catalog(), several))
    assert any("System disk in GiB" in note for note in said_of(several))


def test_a_disk_that_no_vhdx_can_hold_is_refused() -> None:
    large = plan(AZURE, example("web-frontend", disks=1, disk_size=81920))
    assert any("64 TB" in note for note in said_of(large))
    assert any("(SIZE * 1GB)" in run.command for _, run in steps(catalog(), large))


@pytest.mark.parametrize(
    ("os", "guest", "controller"),
    [
        ("rhel-8", "rhel8_64Guest", "pvscsi"),
        ("windows-server-2025", "windows2022srvNext_64Guest", "lsilogic-sas"),
        ("windows-server-2008-r2", "windows7Server64Guest", "lsilogic-sas"),
        ("oracle-linux", "GUEST-ID", "pvscsi"),
        ("appliance", "GUEST-ID", "scsi"),
    ],
)
def test_the_guest_id_follows_from_the_guest_or_cannot_run(os: str, guest: str, controller: str) -> None:
    create = built(VSPHERE, example("web-frontend", os=os))[1]
    assert f" -g {guest} " in create
    assert f" -disk.controller {controller} " in create


def test_the_nodes_of_a_guest_cluster_share_one_bus_and_one_mapping() -> None:
    """govc maps to the first SCSI controller with room: the shared one is the only one."""
    lines = built(VSPHERE, example("web-frontend", sharing="reservation", disks=3))
    assert " -disk.controller sata " in lines[1]
    assert not [line for line in lines if "vm.disk.create" in line]
    order = [
        next(i for i, line in enumerate(lines) if part in line)
        for part in (
            "device.scsi.add -vm my-vm -type",
            "device.scsi.add -vm my-vm-2 -type",
            "vm.rdm.attach -vm my-vm ",
            "vm.disk.attach -vm my-vm-2 -ds datastore-1 -disk MAPPING-FILE -link=false",
            "-anti-affinity my-vm my-vm-2",
            "vm.power -on my-vm",
        )
    ]
    assert order == sorted(order)


def test_what_stays_on_vsphere_is_not_built_again() -> None:
    found = plan(VSPHERE, example("citrix-vdi"))
    assert not [build for build, _ in steps(catalog(), found) if build.part is not BuildPart.SERVICE]
    assert any("so nothing is built" in note for note in said_of(found))


def test_what_no_command_does_is_said() -> None:
    said = said_of(plan(VSPHERE, example("market-data-feed", vtpm="with", network="vlan")))
    for words in ("virtual TPM", "CPU affinity", "Virtual NUMA"):
        assert any(words in note for note in said), words
    assert not any(note.startswith("Latency") for note in said), "a command serves it"


@settings(max_examples=30)
@given(PLATFORMS, PARTIAL)
def test_what_is_not_researched_is_said_unless_a_command_serves_it(platform: Platform, answers: Given) -> None:
    chosen = plan(platform, answers)
    standing = judge(BOOK, answers, (platform,))[platform]
    served = {q for build in taken(catalog(), chosen) for case in cases(catalog())[build.id] for q in case.questions}
    said = {BOOK.questions[q].label for q in standing.unresearched if q not in served}
    found = {note.split(":")[0] for note in said_of(chosen) if "is not researched on" in note}
    assert found == said


def test_missing_answers_that_would_add_a_command_are_named() -> None:
    *_, note = said_of(plan(AZURE, {"persistence": "keep", "storage": "shared", "live": "must"}))
    assert note.startswith("Answers that may add commands: ")
    assert {"Firmware", "Origin", "GPU"} <= set(note.removesuffix(".").split(": ")[1].split(", "))
    neutral = {q: question.neutral for q, question in BOOK.questions.items() if question.neutral}
    whole = {**neutral, "nics": 1, **example("web-frontend")}
    assert not [note for note in said_of(plan(AZURE, whole)) if note.startswith("Answers that may add")]


@settings(max_examples=25)
@given(PLATFORMS, PARTIAL)
def test_any_answers_give_whole_commands_in_a_sound_order(platform: Platform, answers: Given) -> None:
    """Nothing raises, no place stays open, a VM is created at most once and before anything else touches it."""
    chosen = plan(platform, answers)
    found = steps(catalog(), chosen)
    said_of(chosen)
    assert not [run for _, run in found if PLACE.search(run.command)]
    now = [run.command for build, run in found if build.part is BuildPart.BUILD]
    creates = [i for i, line in enumerate(now) if re.match(r"govc vm\.(create|clone) |New-VM ", line)]
    starts = [i for i, line in enumerate(now) if re.match(r"govc vm\.power -on|Start-VM ", line)]
    touched = [i for i, line in enumerate(now) if re.search(r"-(vm|VMName|Name) my-vm\b", line)]
    assert len(creates) <= 1
    assert not creates or creates[0] <= min(touched, default=creates[0])
    assert starts in ([], [len(now) - 1])


@settings(max_examples=25)
@given(PLATFORMS, PARTIAL)
def test_no_disk_is_created_twice_and_every_one_that_is_attached_was_created(platform: Platform, answers: Given) -> None:
    """Names are unique over all commands: govc would do nothing, and report no error, where a disk of the name is there."""
    found = steps(catalog(), plan(platform, {**answers, "origin": "new"}))
    lines = [line for build, run in found if build.part is BuildPart.BUILD for line in run.command.split("\n")]
    made = [named[1] for line in lines if (named := re.search(r"vm\.disk\.create .*-name (\S+)", line))]
    made += [path[1] for line in lines if (path := re.match(r"New-VHD .*-Path (\S+)", line))]
    made += [path[1] for line in lines if (path := re.search(r"-NewVHDPath (\S+)", line))]
    assert len(made) == len(set(made))
    used = [path[1].removesuffix(".vmdk") for line in lines if (path := re.search(r"vm\.disk\.attach .*-disk (\S+)", line))]
    used += [path[1] for line in lines if (path := re.match(r"Add-VMHardDiskDrive .*-Path (\S+)", line))]
    assert set(used) - {"MAPPING-FILE"} <= set(made)
    if made and isinstance(answers.get("disks"), int):
        assert len(made) <= max(int(answers["disks"]), 2)


@settings(max_examples=12)
@given(PLATFORMS, PARTIAL)
def test_the_fields_asked_for_are_those_that_change_a_command(platform: Platform, answers: Given) -> None:
    chosen = plan(platform, answers)
    asked = fields(catalog(), chosen)
    before = steps(catalog(), chosen)
    for field in asked:
        assert steps(catalog(), VmPlan(platform, chosen.answers, chosen.choices, {field: "other-name"})) != before, field
    others = dict.fromkeys(catalog().fields.keys() - set(asked), "other-name")
    assert steps(catalog(), VmPlan(platform, chosen.answers, chosen.choices, others)) == before


SLIPS = [
    ("choices: [azure-gen-1]", "choices: [azure-gen-9]", "'azure-gen-9' is not a choice of rules.yaml on Azure Local"),
    ("choices: [vsphere-vgpu]", "choices: [azure-dda]", "'azure-dda' is not a choice of rules.yaml on VMware vSphere"),
    ("unless: [azure-dda]", "unless: [ove-gpu]", "'ove-gpu' is not a choice of rules.yaml on Azure Local"),
    ("- {vtpm: with}", "- {vtpm: wit}", "'wit' is not an answer to 'vtpm'"),
    ("- {vtpm: with}", "- {tpm: with}", "'tpm' is not a question of workload.yaml"),
    ("- {vtpm: with}", "- {vcpu: with}", "the answer to 'vcpu' is a number"),
    ("- {disks: {above: 1}}", "- {term: ove-pinned}", "'ove-pinned' is not a term of VMware vSphere"),
    ("unless: [vsphere-window]", "unless: [vsphere-local-datastore]", "no answers lead to this step"),
    ("- {network: vlan}", "- {network: sriov}", "no answers lead to this step"),
    ("{{pci-address}}", "{{pci}}", "'{{pci}}' is not a field of fields.yaml"),
    ("what: Start the VM\n", 'what: ""\n', "say in 'run.what' what the command does"),
    (
        "except_when:\n      - {origin: vmware}",
        "except_when:\n      - {origin: vmvare}",
        "'vmvare' is not an answer to 'origin'",
    ),
    ("offer {access_mode}.", "offer {access_modes}.", "'says' has no place for access_modes; it has access_mode, memory_gib"),
    ("generation 2; this VM", "generation 2; this VM of {memory_gib} GiB", "'says' has no place for memory_gib; it has none"),
    (
        "unless: [ove-live-migrate, ove-if-possible]",
        "unless: [ove-live-migrate]\n    when: [{live: must}]",
        "no answers lead to this",
    ),
    (
        'says: "The usage of govc lists no command for Fault Tolerance: turn it on in the vSphere Client."',
        'says: ""',
        "give a command in 'run', or in 'says' what no command",
    ),
    (
        "{question: nics, first: 2, last: 10}",
        "{question: os, first: 2, last: 10}",
        "'os' is not a question of workload.yaml that counts",
    ),
    ("rhel-10: rhel10_64Guest", "rhel-11: rhel10_64Guest", "'rhel-11' is not an answer to 'os'"),
    (
        "{field: os-disk-gib, by: disk_size}",
        "{field: os-disk-gib, by: sharing}",
        "'sharing' is a number, which fills a field as it is",
    ),
]


def test_each_slip_in_the_build_steps_is_named(subtests: pytest.Subtests) -> None:
    """Slips of different records stand in one copy; each must be said of its own record."""
    left = list(SLIPS)
    while left:
        files, together, names = copy(), list[tuple[str, str, str]](), set[str]()
        text = files["builds.yaml"]
        for slip in list(left):
            find, put, says = slip
            assert find in files["builds.yaml"]
            if find in text and record_at(text, find) not in names:
                names.add(record_at(text, find))
                together.append((put, says, record_at(text, find)))
                text = text.replace(find, put, 1)
                left.remove(slip)
        found = problems({**files, "builds.yaml": text})
        for put, says, record in together:
            with subtests.test(put=put):
                assert record in {p.id for p in found if p.file == "builds.yaml" and says in p.message}, listed(found)


def record_at(text: str, part: str) -> str:
    """The id of the record in which a part first stands."""
    return re.findall(r"^  - id: (\S+)", text[: text.index(part) + len(part)], re.MULTILINE)[-1]


def test_a_slip_in_the_rules_is_not_blamed_on_the_build_steps() -> None:
    files = copy()
    found = problems({**files, "rules.yaml": files["rules.yaml"].replace("- {firmware: bios}", "- {firmware: cpm}", 1)})
    assert found
    assert not [problem for problem in found if problem.file == "builds.yaml"], listed(found)
