"""Commands that build a workload: the right ones for the answers, filled with inert names, and never one too many."""

from __future__ import annotations

import re
import shlex
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.artefacts.quoting import PLACE, places
from domain.artefacts.vm import build_commands
from domain.artefacts.vm.build_commands import fields, steps
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from domain.catalog.vocabulary import Danger, Platform, Shell
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge
from tests.domain.artefacts.shell_words import NASTY, powershell_words, run_sh
from tests.domain.reference.checks.broken_catalogue import copy, listed, problems

VSPHERE, AZURE = Platform.VSPHERE, Platform.AZURE_LOCAL
BOOK = rulebook(catalog())
BUILDS = {id_: build for id_, build in catalog().builds.items() if build.platform is not Platform.OVE}
Given = dict[str, int | str]

PARTIAL: st.SearchStrategy[Given] = st.fixed_dictionaries(
    {},
    optional={
        id_: st.integers(question.low, question.high) if question.counts else st.sampled_from([o.id for o in question.options])
        for id_, question in BOOK.questions.items()
    },
)
PLATFORMS = st.sampled_from([VSPHERE, AZURE])


def plan(platform: Platform, answers: Given, **names: str) -> VmPlan:
    """The plan of the approach that the rules choose."""
    standing = judge(BOOK, answers, (platform,))[platform]
    choices = frozenset(chosen.choice.id for chosen in standing.chosen.values())
    return VmPlan(platform, BOOK.settled(answers), choices, {key.replace("_", "-"): name for key, name in names.items()})


def said_of(plan: VmPlan) -> list[str]:
    """What is said beside the commands."""
    return [note.text for note in build_commands.notes(catalog(), plan)]


def built(platform: Platform, answers: Given) -> list[str]:
    """The commands for the day the VM is built."""
    return [run.command for build, run in steps(catalog(), plan(platform, answers)) if not build.later]


def example(id_: str, **changed: int | str) -> Given:
    return {**catalog().workloads[id_].answers, **changed}


@cache
def witnesses() -> dict[str, tuple[Platform, Given]]:
    """Answers that lead to each record of builds.yaml: a worked example with at most one other answer."""
    found: dict[str, tuple[Platform, Given]] = {}
    for workload in catalog().workloads.values():
        others = [(q, option.id) for q, question in BOOK.questions.items() for option in question.options]
        for answers in [dict(workload.answers), *({**workload.answers, q: answer} for q, answer in others)]:
            for platform in (VSPHERE, AZURE):
                chosen = plan(platform, answers)
                said = said_of(chosen)
                taken = [build.id for build, _ in steps(catalog(), chosen)]
                taken += [id_ for id_, build in BUILDS.items() if build.platform is platform and build.says in said]
                for id_ in taken:
                    found.setdefault(id_, (platform, answers))
            if found.keys() == BUILDS.keys():
                return found
    return found


@cache
def unsized(id_: str) -> VmPlan:
    """A plan that leads to this record and gives no size, so that every field of its command is asked for."""
    platform, answers = witnesses()[id_]
    return plan(platform, {key: answer for key, answer in answers.items() if key not in ("vcpu", "ram", "disk_size")})


def named_alike(id_: str, name: str) -> VmPlan:
    """The same plan with this name in every field."""
    chosen = unsized(id_)
    return VmPlan(chosen.platform, chosen.answers, chosen.choices, dict.fromkeys(catalog().fields, name))


def test_some_answers_lead_to_every_command_and_to_every_sentence() -> None:
    assert set(witnesses()) == set(BUILDS)


def test_an_ordinary_vm_on_vsphere_is_created_set_up_started_and_later_moved() -> None:
    found = steps(catalog(), plan(VSPHERE, example("matrix-general-purpose-linux"), vm="web-1", port_group="VLAN 7"))
    assert [(run.command, build.later) for build, run in found] == [
        (
            "govc vm.create -on=false -g otherGuest -c 4 -m 16384 -disk 50GiB -ds datastore-1 -pool pool-1 "
            "-net 'VLAN 7' -net.adapter vmxnet3 web-1",
            False,
        ),
        ("govc device.boot -vm web-1 -firmware bios", False),
        ("govc vm.power -on web-1", False),
        ("govc vm.migrate -host node-2 -pool pool-1 web-1", True),
    ]
    assert [run.danger for _, run in found] == [Danger.CHANGE] * 3 + [Danger.DISRUPTIVE]
    assert {run.shell for _, run in found} == {Shell.SH}


def test_an_ordinary_vm_on_hyper_v_is_created_made_highly_available_and_later_moved() -> None:
    found = steps(catalog(), plan(AZURE, example("web-frontend"), vm="web-1", path=r"C:\V\web", disk_path=r"C:\V\web\0.vhdx"))
    assert [(run.command, build.later) for build, run in found] == [
        (
            r"New-VM -Name web-1 -Generation 1 -MemoryStartupBytes (8 * 1GB) -NewVHDPath C:\V\web\0.vhdx "
            r"-NewVHDSizeBytes (40 * 1GB) -SwitchName vm-switch -Path C:\V\web",
            False,
        ),
        ("Set-VMProcessor -VMName web-1 -Count 4", False),
        ("Add-ClusterVirtualMachineRole -VMName web-1", False),
        ("Start-VM -Name web-1", False),
        ("Move-ClusterVirtualMachineRole -Name web-1 -Node node-2 -MigrationType Live", True),
    ]


ONLY_WITH = [
    (VSPHERE, "firmware", "secure-boot", "-firmware efi -secure"),
    (VSPHERE, "firmware", "uefi", "-firmware efi -secure=false"),
    (VSPHERE, "accelerator", "vgpu", "gpu.vm.add -vm my-vm -profile "),
    (VSPHERE, "accelerator", "gpu", "device.pci.add -vm my-vm "),
    (VSPHERE, "sharing", "shared", "-sharing sharingMultiWriter"),
    (VSPHERE, "sharing", "reservation", "vm.rdm.attach -vm my-vm -device "),
    (VSPHERE, "network", "sriov", "vm.network.add -vm my-vm -net 'VM Network' -net.adapter sriov"),
    (VSPHERE, "persistence", "lose", "vm.clone -vm my-template -on=false -link "),
    (VSPHERE, "latency", "low", "vm.change -vm my-vm -latency high -cpu.reservation 20000 -memory-pin=true"),
    (VSPHERE, "disks", 3, "vm.disk.create -vm my-vm -ds datastore-1 -name my-vm/my-disk "),
    (AZURE, "firmware", "secure-boot", "-EnableSecureBoot On"),
    (AZURE, "firmware", "secure-boot", "-SecureBootTemplate MicrosoftUEFICertificateAuthority"),
    (AZURE, "firmware", "uefi", "-EnableSecureBoot Off"),
    (AZURE, "accelerator", "vgpu", "Add-VMGpuPartitionAdapter -VMName my-vm"),
    (AZURE, "accelerator", "gpu", "Add-VMAssignableDevice -VMName my-vm -ResourcePoolName gpu-pool"),
    (AZURE, "sharing", "shared", "shared\\disk-1.vhds -SupportPersistentReservations"),
    (AZURE, "sharing", "reservation", "-ControllerType SCSI -DiskNumber 2"),
    (AZURE, "persistence", "lose", "New-VHD -ParentPath "),
    (AZURE, "network", "vlan", "-Access -VlanId 100"),
    (AZURE, "hosts", "generations", "-CompatibilityForMigrationEnabled $true"),
    (AZURE, "disks", 3, r"New-VHD -Path C:\ClusterStorage\Volume1\my-vm\disk-1.vhdx -SizeBytes (50 * 1GB)"),
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
        [run.command for build, run in steps(catalog(), plan(platform, local)) if build.later] for platform in (VSPHERE, AZURE)
    ]
    assert later[0] == ["govc vm.migrate -host node-2 -pool pool-1 -ds datastore-2 my-vm"]
    assert len(later[1]) == 1
    assert "-DestinationHost node-2 -IncludeStorage -DestinationStoragePath " in later[1][0]
    assert not any("Add-ClusterVirtualMachineRole" in line for line in built(AZURE, local))


def test_a_disk_from_vmware_is_attached_on_hyper_v_and_not_created() -> None:
    answers = example("matrix-windows-server")
    assert any(" -VHDPath " in line for line in built(AZURE, answers))
    assert not any("-NewVHDPath" in line for line in built(AZURE, answers))
    assert any("converted to VHDX by hand" in note for note in said_of(plan(AZURE, answers)))


def test_sizes_come_from_the_answers_and_are_not_asked_for() -> None:
    given = {"vcpu": 24, "ram": 96, "disks": 1, "disk_size": 300, "origin": "new", "firmware": "uefi", "persistence": "keep"}
    assert " -c 24 -m 98304 -disk 300GiB " in built(VSPHERE, given)[0]
    assert "(96 * 1GB)" in built(AZURE, given)[0]
    assert "(300 * 1GB)" in built(AZURE, given)[0]
    for platform in (VSPHERE, AZURE):
        chosen = plan(platform, given)
        asked = fields(catalog(), chosen)
        assert not {"vcpus", "memory-mib", "memory-gib", "disk-gib"} & set(asked)
        assert "vm" in asked
    several = plan(VSPHERE, {**given, "disks": 2})
    assert "disk-gib" in fields(catalog(), several), "the largest disk need not be the first"


def test_what_stays_on_vsphere_is_not_built_again() -> None:
    found = plan(VSPHERE, example("citrix-vdi"))
    assert not [build for build, _ in steps(catalog(), found) if not build.later]
    assert "It is there already; nothing has to be built." in said_of(found)


def test_what_no_command_does_is_said() -> None:
    said = said_of(plan(VSPHERE, example("market-data-feed", vtpm="with", network="vlan")))
    for words in ("virtual TPM", "CPU affinity", "Virtual NUMA", "Throughput: More than 10 Gb/s is not researched"):
        assert any(words in note for note in said), words
    assert not any(note.startswith("Latency") for note in said), "a command serves it"


def test_missing_answers_that_would_add_a_command_are_named() -> None:
    (note,) = said_of(plan(AZURE, {"persistence": "keep", "storage": "shared", "live": "must"}))
    assert note.startswith("Answers that may add commands: ")
    assert {"Firmware", "Origin", "GPU"} <= set(note.removesuffix(".").split(": ")[1].split(", "))
    assert not said_of(plan(AZURE, example("web-frontend"))), "all is answered and served"


@settings(max_examples=40)
@given(PLATFORMS, PARTIAL)
def test_any_answers_give_whole_commands_in_a_sound_order(platform: Platform, answers: Given) -> None:
    """Nothing raises, no place stays open, a VM is created at most once and before anything else touches it."""
    chosen = plan(platform, answers)
    found = steps(catalog(), chosen)
    said_of(chosen)
    assert not [run for _, run in found if PLACE.search(run.command)]
    now = [run.command for build, run in found if not build.later]
    creates = [i for i, line in enumerate(now) if re.match(r"govc vm\.(create|clone)|New-VM ", line)]
    starts = [i for i, line in enumerate(now) if re.match(r"govc vm\.power -on|Start-VM ", line)]
    assert len(creates) <= 1
    assert all(i == 0 or now[0].startswith("New-VHD") for i in creates)
    assert starts in ([], [len(now) - 1])
    assert [build.later for build, _ in found] == sorted(build.later for build, _ in found)


@settings(max_examples=25)
@given(PLATFORMS, PARTIAL)
def test_the_fields_asked_for_are_those_that_change_a_command(platform: Platform, answers: Given) -> None:
    chosen = plan(platform, answers)
    asked = fields(catalog(), chosen)
    before = steps(catalog(), chosen)
    for field in catalog().fields:
        after = steps(catalog(), VmPlan(platform, chosen.answers, chosen.choices, {field: "other-name"}))
        assert (after != before) == (field in asked), field


def test_no_name_leaves_its_word_or_makes_sh_run_anything(tmp_path: Path) -> None:
    """Every command is really run by sh, with govc replaced by a function that says what it got."""
    spy = "govc() { for word; do printf '%s\\0' \"$word\" >&3; done; printf 'end\\0' >&3; }\nexec 3>&1 >/dev/null\n"
    run = {id_: build.run for id_, build in BUILDS.items() if build.run and build.run.shell is Shell.SH}
    assert len(run) > 15
    for name in [*(name for name in NASTY if name), "x; : > owned", "$(: > owned)", "`: > owned`", "x\n: > owned"]:
        found: dict[str, str] = {}
        values: dict[str, dict[str, str]] = {}
        for id_ in run:
            found |= {build.id: own.command for build, own in steps(catalog(), named_alike(id_, name)) if build.id == id_}
            values[id_] = dict.fromkeys(places(run[id_].command), name)
        words = run_sh(spy + "".join(f"{found[id_]}\n" for id_ in run), tmp_path)
        expected = []
        for id_, template in run.items():
            own = values[id_]
            filled = [PLACE.sub(lambda place, own=own: own[place[1]], word) for word in shlex.split(template.command)[1:]]
            expected += [*filled, "end"]
        assert words == expected
        assert not list(tmp_path.iterdir())


@settings(max_examples=40)
@given(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30))
def test_no_name_leaves_its_word_in_powershell(name: str) -> None:
    for id_, build in BUILDS.items():
        if build.run and build.run.shell is Shell.POWERSHELL:
            (run,) = [run for step, run in steps(catalog(), named_alike(id_, name)) if step.id == id_]
            template = powershell_words(PLACE.sub("PLACE_HERE", build.run.command))
            expected = [word.replace("PLACE_HERE", name) if isinstance(word, str) else word for word in template]
            assert powershell_words(run.command) == expected, id_


GOVC = {
    "vm.create": "-on -g -c -m -disk -ds -pool -net -net.adapter",
    "vm.clone": "-vm -on -link -snapshot -c -m -ds -pool -net",
    "vm.change": "-vm -e -latency -cpu.reservation -memory-pin",
    "vm.power": "-on -s",
    "vm.migrate": "-host -pool -ds",
    "vm.disk.create": "-vm -ds -name -size -eager -thick -sharing",
    "vm.disk.attach": "-vm -ds -disk -link -sharing",
    "vm.network.add": "-vm -net -net.adapter",
    "vm.rdm.ls": "-vm",
    "vm.rdm.attach": "-vm -device",
    "device.boot": "-vm -firmware -secure",
    "device.pci.ls": "-vm",
    "device.pci.add": "-vm",
    "gpu.host.profile.ls": "-host",
    "gpu.vm.add": "-vm -profile",
}
"""Flags as govc's USAGE.md lists them, of the commands used."""

CMDLETS = {
    "New-VM": "Name Generation MemoryStartupBytes NewVHDPath NewVHDSizeBytes VHDPath SwitchName Path",
    "New-VHD": "ParentPath Path Differencing SizeBytes",
    "Set-VMProcessor": "VMName Count CompatibilityForMigrationEnabled",
    "Set-VMMemory": "VMName DynamicMemoryEnabled",
    "Set-VMFirmware": "VMName EnableSecureBoot SecureBootTemplate",
    "Set-VMKeyProtector": "VMName NewLocalKeyProtector",
    "Enable-VMTPM": "VMName",
    "Set-VMNetworkAdapter": "VMName IovWeight",
    "Set-VMNetworkAdapterVlan": "VMName Access VlanId",
    "Add-VMHardDiskDrive": "VMName ControllerType DiskNumber Path SupportPersistentReservations",
    "Get-VMHostPartitionableGpu": "",
    "Add-VMGpuPartitionAdapter": "VMName",
    "Set-VM": "Name AutomaticStopAction",
    "Dismount-VMHostAssignableDevice": "LocationPath",
    "Add-VMAssignableDevice": "VMName LocationPath ResourcePoolName",
    "New-VMResourcePool": "ResourcePoolType Name",
    "Add-VMHostAssignableDevice": "HostAssignableDevice ResourcePoolName",
    "Get-ClusterGroup": "Name",
    "Add-ClusterVirtualMachineRole": "VMName",
    "Start-VM": "Name",
    "Stop-VM": "Name",
    "Move-ClusterVirtualMachineRole": "Name Node MigrationType",
    "Move-VM": "Name DestinationHost IncludeStorage DestinationStoragePath",
}
"""Parameters as Microsoft's reference lists them, of the cmdlets used."""


@pytest.mark.parametrize("id_", [id_ for id_, build in BUILDS.items() if build.run])
def test_a_command_uses_only_what_its_reference_lists(id_: str) -> None:
    run = BUILDS[id_].run
    assert run
    if run.shell is Shell.SH:
        tool, command, *rest = shlex.split(run.command)
        assert tool == "govc"
        flags = {word.split("=")[0] for word in rest if word.startswith("-")}
        assert flags <= set(GOVC[command].split())
    else:
        cmdlet, *rest = run.command.split(" | ")[0].split()
        assert {word.removeprefix("-") for word in rest if word.startswith("-")} <= set(CMDLETS[cmdlet].split())


SLIPS = [
    ("choices: [azure-gen-1]", "choices: [azure-gen-9]", "'azure-gen-9' is not a choice of rules.yaml on Azure Local"),
    ("choices: [vsphere-gpu]", "choices: [azure-dda]", "'azure-dda' is not a choice of rules.yaml on VMware vSphere"),
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
    ("says: It is there already; nothing has to be built.", 'says: ""', "give a command in 'run', or in 'says' what no command"),
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
