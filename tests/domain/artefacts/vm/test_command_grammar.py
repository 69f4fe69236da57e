"""Commands that build a workload, held against the references of their tools; and no name in them leaves its word."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.artefacts.quoting import NUMBER, PLACE, places
from domain.artefacts.vm.build_commands import steps
from domain.catalog import catalog
from domain.catalog.vocabulary import Shell
from tests.domain.artefacts.shell_words import NASTY, powershell_words, run_sh
from tests.domain.artefacts.vm.build_plans import AZURE, BUILDS, PARTIAL, VSPHERE, Given, named_alike, plan


def named_values(id_: str, name: str) -> dict[str, str]:
    """What fills the places of a record's command where every field has this name."""
    build = BUILDS[id_]
    assert build.run
    first = {NUMBER: str(build.each.first)} if build.each else {}
    return dict.fromkeys(places(build.run.command), name) | first


def test_no_name_leaves_its_word_or_makes_sh_run_anything(tmp_path: Path) -> None:
    """Every command is really run by sh, with the tools replaced by a function that says what it got.

    All quote alike, so each command meets a twelfth of the names, and each name a twelfth of the commands.
    """
    spy = "said() { for word; do printf '%s\\0' \"$word\" >&3; done; printf 'end\\0' >&3; }\nexec 3>&1 >/dev/null\n"
    run = {id_: build.run for id_, build in BUILDS.items() if build.run and build.run.shell is Shell.SH}
    assert {each.command.split()[0] for each in run.values()} == {"govc", "export", "az", "sudo"}
    assert len(run) > 50
    names = [*(name for name in NASTY if name), "x; : > owned", "$(: > owned)", "`: > owned`", "x\n: > owned"]
    for turn, name in enumerate(names):
        found: dict[str, str] = {}
        tried = list(run)[turn % 12 :: 12]
        for id_ in tried:
            (written,) = [own.command for build, own in steps(catalog(), named_alike(id_, name)) if build.id == id_]
            found[id_] = "said " + written.split(" ", 1)[1]
        words = run_sh(spy + "".join(f"{found[id_]}\n" for id_ in tried), tmp_path)
        expected = []
        for id_ in tried:
            own = named_values(id_, name)
            filled = [PLACE.sub(lambda place, own=own: own[place[1]], word) for word in shlex.split(run[id_].command)[1:]]
            expected += [*filled, "end"]
        assert words == expected
        assert not list(tmp_path.iterdir())


@settings(max_examples=10)
@given(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=30))
def test_no_name_leaves_its_word_in_powershell(name: str) -> None:
    for id_, build in BUILDS.items():
        if build.run and build.run.shell is Shell.POWERSHELL:
            (run,) = [run for step, run in steps(catalog(), named_alike(id_, name)) if step.id == id_]
            first = {NUMBER: str(build.each.first)} if build.each else {}
            numbered = build.run.command.replace(f"{{{{{NUMBER}}}}}", first.get(NUMBER, ""))
            template = powershell_words(PLACE.sub("PLACE_HERE", numbered))
            expected = [word.replace("PLACE_HERE", name) if isinstance(word, str) else word for word in template]
            assert powershell_words(run.command) == expected, id_


GOVC = {
    "vm.create": ("-on", "-g -c -m -disk -disk.controller -profile -ds -pool -net -net.adapter", 1),
    "vm.clone": ("-on -link", "-vm -snapshot -c -m -ds -pool -net", 1),
    "vm.change": (
        "-memory-pin -nested-hv-enabled -cpu-hot-add-enabled -memory-hot-add-enabled",
        "-vm -e -latency -cpu.reservation -uuid",
        0,
    ),
    "vm.power": ("-on -s", "", 1),
    "vm.migrate": ("", "-host -pool -ds", 1),
    "vm.disk.create": ("-eager -thick", "-vm -ds -controller -profile -name -size -sharing", 0),
    "vm.disk.attach": ("-link", "-vm -ds -disk -sharing", 0),
    "vm.network.add": ("", "-vm -net -net.adapter", 0),
    "vm.network.change": ("", "-vm -net -net.address", 1),
    "vm.rdm.ls": ("", "-vm", 0),
    "vm.rdm.attach": ("", "-vm -device", 0),
    "device.boot": ("-secure", "-vm -firmware", 0),
    "device.cdrom.add": ("", "-vm", 0),
    "device.cdrom.insert": ("", "-vm -ds", 1),
    "device.info": ("", "-vm", 1),
    "device.pci.ls": ("", "-vm", 0),
    "device.pci.add": ("", "-vm", 1),
    "device.scsi.add": ("", "-vm -type -sharing", 0),
    "device.serial.add": ("", "-vm", 0),
    "device.usb.add": ("", "-vm -type", 0),
    "gpu.host.profile.ls": ("", "-host", 0),
    "gpu.vm.add": ("", "-vm -profile", 0),
    "host.portgroup.add": ("", "-host -vswitch -vlan", 1),
    "host.portgroup.change": ("-allow-promiscuous -forged-transmits -mac-changes", "-host", 1),
    "dvs.portgroup.add": ("", "-dvs -vlan-mode -vlan-range", 1),
    "cluster.rule.create": (
        "-enable -mandatory -anti-affinity -vm-host",
        "-cluster -name -vm-group -host-affine-group",
        (0, 2),
    ),
    "cluster.group.create": ("-vm -host", "-cluster -name", (1, 2)),
    "cluster.override.change": ("-drs-enabled", "-cluster -vm -ha-restart-priority -drs-mode", 0),
}
"""Of the commands used, by govc's USAGE.md: the flags that are switches, those with a value, and how many arguments follow."""

NEEDS = {
    "vm.create": "-ds -pool -net -g",
    "vm.clone": "-ds -pool -net",
    "vm.disk.create": "-ds -name -size",
    "vm.disk.attach": "-ds",
    "vm.network.add": "-net",
    "vm.migrate": "-pool",
    "device.cdrom.insert": "-ds",
    "cluster.rule.create": "-cluster",
    "cluster.group.create": "-cluster",
    "cluster.override.change": "-cluster",
    "host.portgroup.add": "-host",
    "host.portgroup.change": "-host",
}
"""Flags without which a command fails or picks where there are several datastores, pools, networks, clusters or hosts."""


def govc_faults(line: str) -> list[str]:
    """What govc would not understand in a line: a command or flag it has not, or too many or too few arguments."""
    tool, command, *words = shlex.split(line)
    if tool != "govc" or command not in GOVC:
        return [f"no command of govc: {line}"]
    switches, valued, arguments = GOVC[command]
    seen, rest = set(), iter(words)
    free: list[str] = []
    for word in rest:
        flag, _, value = word.partition("=")
        if free or not word.startswith("-"):
            free.append(word)
        elif flag in valued.split():
            seen.add(flag)
            if not value and next(rest, "-").startswith("-"):
                return [f"{flag} has no value: {line}"]
        elif flag in switches.split() and value in ("", "true", "false"):
            seen.add(flag)
        else:
            return [f"{word} is no flag of {command}: {line}"]
    known = arguments if isinstance(arguments, tuple) else (arguments,)
    faults = [] if len(free) in known else [f"{len(free)} arguments: {line}"]
    return faults + [f"without {flag}: {line}" for flag in NEEDS.get(command, "").split() if flag not in seen]


@settings(max_examples=30)
@given(PARTIAL, st.sampled_from(["new", "vmware"]))
def test_govc_understands_every_line_and_nothing_is_left_to_its_defaults(answers: Given, origin: str) -> None:
    found = [
        *steps(catalog(), plan(VSPHERE, {**answers, "origin": origin})),
        *steps(catalog(), plan(AZURE, {**answers, "origin": origin})),
    ]
    lines = [line for _, run in found if run.shell is Shell.SH for line in run.command.split("\n")]
    assert not [fault for line in lines if line.startswith("govc ") for fault in govc_faults(line)]
    assert [line for line in lines if not line.startswith(("govc ", "az ", "sudo "))] in (
        [],
        ["export GOVC_DATACENTER=datacenter-1"],
    )


@pytest.mark.parametrize(
    "line",
    [
        "govc vm.creat my-vm",
        "govc vm.power -on -x my-vm",
        "govc vm.power -on",
        "govc vm.disk.create -vm my-vm -name my-vm/disk-2 -size 5GiB",
        "govc vm.rdm.attach -vm -device naa.1",
        "govc device.boot -vm my-vm -secure=maybe",
    ],
)
def test_the_grammar_finds_what_govc_would_refuse(line: str) -> None:
    assert govc_faults(line)


CMDLETS = {
    "New-VM": "Name Generation MemoryStartupBytes NewVHDPath NewVHDSizeBytes VHDPath SwitchName Path",
    "New-VHD": "ParentPath Path Differencing SizeBytes",
    "Set-VMProcessor": "VMName Count CompatibilityForMigrationEnabled ExposeVirtualizationExtensions",
    "Set-VMMemory": "VMName DynamicMemoryEnabled",
    "Set-VMFirmware": "VMName EnableSecureBoot SecureBootTemplate FirstBootDevice",
    "Set-VMKeyProtector": "VMName NewLocalKeyProtector",
    "Enable-VMTPM": "VMName",
    "Add-VMNetworkAdapter": "VMName Name SwitchName",
    "Set-VMNetworkAdapter": "VMName IovWeight MacAddressSpoofing StaticMacAddress",
    "Set-VMNetworkAdapterVlan": "VMName Access VlanId Trunk AllowedVlanIdList NativeVlanId",
    "Add-VMHardDiskDrive": "VMName ControllerType Path SupportPersistentReservations",
    "Add-VMDvdDrive": "VMName Path",
    "Get-VMHostPartitionableGpu": "",
    "Add-VMGpuPartitionAdapter": "VMName",
    "Set-VM": "Name AutomaticStopAction",
    "Dismount-VMHostAssignableDevice": "LocationPath",
    "Add-VMAssignableDevice": "VMName LocationPath ResourcePoolName",
    "New-VMResourcePool": "ResourcePoolType Name",
    "Add-VMHostAssignableDevice": "HostAssignableDevice ResourcePoolName",
    "Get-ClusterGroup": "Name",
    "Add-ClusterVirtualMachineRole": "VMName",
    "New-ClusterAffinityRule": "Name RuleType",
    "Add-ClusterGroupToAffinityRule": "Groups Name",
    "Set-ClusterAffinityRule": "Name Enabled",
    "Set-ClusterOwnerNode": "Group Owners",
    "Start-VM": "Name",
    "Stop-VM": "Name",
    "Move-ClusterVirtualMachineRole": "Name Node MigrationType",
    "Move-VM": "Name DestinationHost IncludeStorage DestinationStoragePath",
    r".\AzureMigrateInstaller.ps1": "Scenario Cloud PrivateEndpoint:$false EnableAzureStackHCITarget",
    r".\Prepare-MigratedVM.ps1": "StaticIPMigration",
    "(Get-Cluster).AutoBalancerMode": "",
    "'SAN": "",
}
"""Parameters as Microsoft's reference lists them, of the cmdlets used."""


@pytest.mark.parametrize("id_", [id_ for id_, build in BUILDS.items() if build.run])
def test_a_command_uses_only_what_its_reference_lists(id_: str) -> None:
    run = BUILDS[id_].run
    assert run
    if run.shell is Shell.POWERSHELL:
        cmdlet, *rest = run.command.split(" | ")[0].split()
        inner = [word for word in rest if word.startswith("-") and "(Get-" not in run.command.split(word)[0]]
        assert {word.removeprefix("-") for word in inner} <= set(CMDLETS[cmdlet].split())
    elif run.command.startswith("govc "):
        assert not govc_faults(PLACE.sub("x", run.command))
    else:
        assert run.command.split()[0] in ("export", "sudo", "az"), "az is held in tests/data/test_commands.py"
