"""Rules about the commands of the real data: what fails as written has a working form, and each form says what it can do."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator

import pytest

from domain.artefacts.quoting import NUMBER, check_name, fill, places
from domain.artefacts.vm.names import RULES
from domain.catalog import catalog
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import Danger, FieldKind, Platform, Shell, Verdict

OVE, AZURE, VSPHERE = Platform.OVE, Platform.AZURE_LOCAL, Platform.VSPHERE
DEFAULTS = {field.id: field.default for field in catalog().fields.values()} | {NUMBER: "2"}


def runs() -> Iterator[tuple[str, Run]]:
    """Every command of every table, with its place."""
    for table, id_, at, part in catalog().parts():
        if isinstance(part, Run):
            yield f"{table}/{id_} {at}", part


FAILS_AS_WRITTEN = [
    ("force-stop", OVE, "--force --grace-period=0"),
    ("hot-plug-cpu", OVE, "oc patch vm my-vm "),
    ("diagnostics", OVE, "--image=registry.redhat.io/container-native-virtualization/cnv-must-gather-rhel9:v"),
    ("ssh", OVE, "virtctl ssh admin@vm/my-vm"),
    ("clone-vm", OVE, "virtctl create clone --source-name my-vm"),
    ("list-vms", AZURE, "Get-ClusterGroup"),
    ("force-stop", AZURE, "-TurnOff"),
    ("live-migrate", AZURE, "Move-ClusterVirtualMachineRole -Name my-vm -Node node-2"),
    ("restore-snapshot", AZURE, "Restore-VMSnapshot -Name before-change -VMName my-vm"),
    (
        "clone-vm",
        AZURE,
        r" -Copy -GenerateNewId -VirtualMachinePath C:\ClusterStorage\Volume1\my-vm-copy -VhdDestinationPath C:\C",
    ),
    ("hot-plug-cpu", AZURE, "Set-VMProcessor -VMName my-vm -Count 8"),
]


@pytest.mark.parametrize(("task", "platform", "working"), FAILS_AS_WRITTEN)
def test_a_command_that_fails_as_written_has_a_working_form_and_a_reason(task: str, platform: Platform, working: str) -> None:
    claim = catalog().commands[task].claims[platform]
    forms = [fill(run.command, DEFAULTS, run.shell) for run in claim.run]
    assert claim.verdict in (Verdict.CONTRADICTED, Verdict.OUTDATED)
    assert any(working in form for form in forms)
    assert claim.reference not in forms
    assert len(claim.note.split()) >= 8


def test_a_disk_added_on_4_20_or_4_21_outlives_the_next_restart_and_the_form_of_4_22_says_so() -> None:
    claim = catalog().commands["hot-add-disk"].claims[OVE]
    persisting = {run.what: "--persist" in run.command for run in claim.run}
    assert persisting == {"OpenShift Virtualization 4.20 and 4.21": True, "OpenShift Virtualization 4.22 and 5.0": False}


def test_who_deletes_a_vm_is_told_of_the_disks_that_were_detached_from_it() -> None:
    claim = catalog().commands["delete-vm"].claims[OVE]
    assert "through 4.22 also disks once detached from it" in claim.verified
    assert any("ownerReferences" in run.command and run.danger is Danger.READ_ONLY for run in claim.run)


def test_a_copy_on_hyper_v_goes_where_it_is_sent_and_becomes_a_clustered_role() -> None:
    steps = [run.command for run in catalog().commands["clone-vm"].claims[AZURE].run]
    assert [step.split()[0] for step in steps] == ["Export-VM", "Import-VM", "Add-ClusterVirtualMachineRole"]
    assert steps[1].endswith("| Rename-VM -NewName {{new-vm}}")
    assert steps[2].endswith("-VMName {{new-vm}}")


NAMED = [
    ("vm.create", ("-ds", "-pool", "-net")),
    ("vm.clone", ("-ds", "-pool")),
    ("vm.instantclone", ("-ds", "-pool")),
    ("vm.migrate -host", ("-pool",)),
    ("vm.migrate -spec", ("-pool",)),
    ("vm.disk.create", ("-ds",)),
    ("vm.disk.attach", ("-ds",)),
    ("vm.network.add", ("-net",)),
    ("vm.network.change", ("-net",)),
    ("import.ova", ("-ds", "-pool")),
    ("import.vmdk", ("-ds", "-pool")),
]
"""What a command of govc looks up and would have to choose among several (govmomi 0.56, find/finder.go)."""


@pytest.mark.parametrize(("command", "options"), NAMED)
def test_govc_is_told_what_it_would_otherwise_choose(command: str, options: tuple[str, ...]) -> None:
    lines = [(place, run.command) for place, run in runs() if f"govc {command} " in run.command]
    assert lines
    assert not [f"{place}: {option}" for place, line in lines for option in options if f" {option} " not in line]


def test_no_command_of_govc_that_needs_a_datastore_a_pool_or_a_network_is_forgotten() -> None:
    looks_up = re.compile(
        r"govc ((?:vm|import|library)\.(?:create|clone|instantclone|migrate|disk\.\w+|network\.\w+|ova|ovf|vmdk|deploy))\b"
    )
    found = {match[1] for _, run in runs() for match in looks_up.finditer(run.command)}
    assert found == {command.split()[0] for command, _ in NAMED}


AZ = {
    "list": "resource-group",
    "show": "name resource-group",
    "start": "name resource-group",
    "stop": "name resource-group skip-shutdown",
    "restart": "name resource-group",
    "pause": "name resource-group",
    "save": "name resource-group",
    "delete": "name resource-group",
    "update": "name resource-group v-cpus-available memory-mb",
    "create": "name resource-group custom-location image nics storage-path-id security-type enable-secure-boot enable-vtpm",
    "network nic create": "name resource-group custom-location subnet-id",
    "disk create": "name resource-group custom-location size-gb storage-path-id",
    "disk attach": "vm-name disks resource-group yes",
    "disk upload": "name resource-group target-url",
    "image create": "name resource-group custom-location os-type image-path storage-path-id",
    "vmconnect enable": "name resource-group cluster-name cluster-resource-group",
}
"""Options of az stack-hci-vm as the reference of the Azure CLI lists them, of the commands used."""


def test_the_azure_cli_is_printed_with_options_that_its_reference_lists() -> None:
    lines = [run.command.removeprefix("az stack-hci-vm ") for _, run in runs() if run.command.startswith("az ")]
    used: dict[str, set[str]] = {}
    for line in lines:
        used.setdefault(line.split(" --")[0], set()).update(re.findall(r" --([a-z-]+)", line))
    assert used == {command: set(options.split()) for command, options in AZ.items()}


def test_a_cell_that_names_the_azure_cli_prints_its_command() -> None:
    cells = {row.id: row.claims[AZURE] for row in catalog().commands.values()}
    named = {id_ for id_, claim in cells.items() if re.search(r"Azure CLI|az stack-hci-vm", f"{claim.verified} {claim.note}")}
    power = {"start-vm", "stop-vm-graceful", "pause-vm"}
    assert named == power | {"upload-disk-image", "create-vm", "console-vnc", "hot-add-disk", "export-disk"}
    assert not [id_ for id_ in named if not any(run.command.startswith("az ") for run in cells[id_].run)]


def test_a_disk_is_added_to_a_running_hyper_v_vm_on_its_scsi_controller() -> None:
    lines = [(place, run.command) for place, run in runs() if run.command.startswith("Add-VMHardDiskDrive ")]
    assert len(lines) >= 3
    assert not [place for place, line in lines if " -ControllerType SCSI " not in line]


def test_a_new_hyper_v_vm_has_memory_a_disk_and_an_adapter() -> None:
    lines = [(place, run.command) for place, run in runs() if run.command.startswith("New-VM ")]
    assert len(lines) >= 3
    parts = (" -MemoryStartupBytes ", "VHDPath ", " -SwitchName ", " -Path ", " -Generation ")
    assert not [f"{place}: {part}" for place, line in lines for part in parts if part not in line]


def test_a_device_that_is_passed_through_is_not_looked_for_under_the_name_of_the_pci_controller() -> None:
    lines = [run.command.split("grep ")[1] for _, run in runs() if "govc device.ls" in run.command and "pci" in run.command]
    assert lines
    for line in lines:
        pattern = re.compile(shlex.split(line)[1], re.IGNORECASE)
        assert not pattern.search("pci-100  VirtualPCIController  PCI controller 0")
        assert pattern.search("pcipassthrough-13000  VirtualPCIPassthrough")
        assert pattern.search("ethernet-sriov-0  VirtualSriovEthernetCard")


def test_a_command_of_virtctl_says_from_which_release_it_exists() -> None:
    rows = catalog().commands
    said = {run.command.split()[1]: run.what for run in rows["restart-vm"].claims[OVE].run}
    assert "KubeVirt 1.5 and later" in said["reset"]


def test_the_command_that_fails_for_a_marked_vm_is_not_offered() -> None:
    assert not [place for place, run in runs() if "evacuate-cancel" in run.command]
    assert "only in a build with KubeVirt's pull request 17008" in catalog().commands["drain-node"].claims[OVE].note


def test_whoever_migrates_a_vm_of_a_project_is_told_of_the_right_it_takes() -> None:
    claim = catalog().commands["live-migrate"].claims[OVE]
    assert any("add-role-to-user kubevirt.io:migrate " in run.command for run in claim.run)
    moves = {place: run for place, run in runs() if re.match(r"virtctl migrate (?!.*--dry-run)", run.command)}
    rows = {place.split()[0] for place in moves if place.startswith("checklist/")}
    assert len(rows) == 3
    for row in rows:
        assert "kubevirt.io:migrate" in catalog().checklist[row.removeprefix("checklist/")].note


def test_the_tag_of_a_must_gather_image_is_the_full_version_of_its_own_product() -> None:
    lines = [fill(run.command, DEFAULTS, run.shell) for _, run in runs() if "must-gather-rhel" in run.command]
    tags = {re.search(r"/(\w+)-must-gather-rhel\d:(\S+)", line).groups() for line in lines}  # type: ignore[union-attr]
    assert tags == {("cnv", "v4.21.3"), ("mtv", "2.12.3")}


def test_a_cell_that_says_not_available_has_the_answer_that_exists() -> None:
    empty = {
        (row.id, platform): claim
        for row in catalog().commands.values()
        for platform, claim in row.claims.items()
        if claim.reference == "N/A"
    }
    assert set(empty) == {("pause-vm", VSPHERE), ("console-serial", VSPHERE), ("console-serial", AZURE), ("create-vm", VSPHERE)}
    assert all(claim.run and claim.verdict is Verdict.CONTRADICTED and claim.note for claim in empty.values())


def test_every_task_has_a_command_on_every_platform() -> None:
    assert not [f"{row.id} on {p}" for row in catalog().commands.values() for p in Platform if not row.claims[p].run]


def test_alternatives_of_one_cell_are_told_apart_by_what_they_do() -> None:
    for row in catalog().commands.values():
        for claim in row.claims.values():
            told = [run.what for run in claim.run]
            assert len(set(told)) == len(told), f"{row.id}: {told}"


def test_the_danger_of_a_cell_is_that_of_its_first_command() -> None:
    cells = [(row.id, claim) for row in catalog().commands.values() for claim in row.claims.values()]
    assert not [id_ for id_, claim in cells if claim.run and claim.danger is not claim.run[0].danger]


LEAST_DANGER = [
    (Danger.DESTRUCTIVE, r"oc delete|vm\.destroy|vm\.power -(off|reset)|virtctl reset|stop .*--force|snapshot\.(remove|revert)"),
    (Danger.DESTRUCTIVE, r"-TurnOff|-ForceDrain|Remove-(VM|ClusterGroup)|Restore-VMSnapshot|Restart-VM"),
    (Danger.DESTRUCTIVE, r"az stack-hci-vm (delete|stop .*--skip-shutdown)"),
    (Danger.DISRUPTIVE, r"az stack-hci-vm (stop|restart|pause|save|update) "),
    (Danger.CHANGE, r"az stack-hci-vm (\w+ )?(start|create|attach) |add-role-to-user|Add-WindowsFeature|Rename-VM"),
    (
        Danger.DISRUPTIVE,
        r"virtctl (stop|restart|soft-reboot|pause|migrate) (?!.*--dry-run)|oc adm drain|vm\.migrate(?! -spec)|-suspend\b",
    ),
    (Danger.DISRUPTIVE, r"(Stop|Suspend|Save)-(VM|Cluster)|Move-(VM|ClusterV)(?!.*-Cancel)|vm\.power -[sr] |maintenance\.enter"),
    (Danger.CHANGE, r"\b(apply|patch|cordon|uncordon|create -f|debug)\b(?!.*--dry-run)|vm\.(clone|create|change)|(New|Set|Add)-"),
]


@pytest.mark.parametrize(("least", "pattern"), LEAST_DANGER, ids=lambda value: value if isinstance(value, Danger) else "")
def test_a_command_that_can_do_harm_says_so(least: Danger, pattern: str) -> None:
    found = [(place, run) for place, run in runs() if re.search(pattern, run.command)]
    order = list(Danger)
    assert found
    assert not [f"{place}: {run.command}" for place, run in found if order.index(run.danger) < order.index(least)]


def test_every_default_name_is_one_the_form_accepts() -> None:
    for field in catalog().fields.values():
        if not field.is_placeholder:
            assert check_name(field.default, field.kind, field.label) == field.default


def test_a_placeholder_is_one_word_that_no_tool_takes_for_a_value() -> None:
    found = [field for field in catalog().fields.values() if field.is_placeholder]
    assert found
    for field in found:
        assert re.fullmatch(r"[A-Z]+(-[A-Z]+)*", field.default), field.id
        assert field.kind is not FieldKind.QUANTITY


def test_every_field_fills_some_command_or_manifest() -> None:
    assert {*DEFAULTS} - {NUMBER} == ({name for _, run in runs() for name in places(run.command)} - {NUMBER}) | set(RULES)


def test_every_template_fills_with_the_default_names() -> None:
    for place, run in runs():
        filled = fill(run.command, DEFAULTS, run.shell)
        assert "{{" not in filled, f"{place}: {filled}"
        assert all(DEFAULTS[name] in filled for name in places(run.command)), f"{place}: {filled}"


def test_sh_accepts_the_syntax_of_every_filled_command() -> None:
    bad = []
    for place, run in runs():
        if run.shell is Shell.SH:
            line = fill(run.command, DEFAULTS, run.shell)
            done = subprocess.run(["sh", "-n", "-c", line], capture_output=True, text=True, timeout=120, check=False)
            bad += [f"{place}: {line}: {done.stderr}"] if done.returncode else []
    assert not bad, "\n".join(bad)


def test_a_place_for_a_name_stands_in_a_word_without_expansion() -> None:
    """The whole word is quoted with the name, so a `$variable`, `~` or wildcard in it would stop working."""
    words = [(place, word) for place, run in runs() for word in run.command.split() if "{{" in word and run.shell is Shell.SH]
    assert words
    assert not [f"{place}: {word}" for place, word in words if re.search(r"[$`*?]|^~", word)]


def test_commands_name_the_shell_they_are_written_for() -> None:
    cmdlet = re.compile(r"\b(Get|Set|New|Add|Remove|Start|Stop|Move|Suspend|Resume|Export|Import|Test|Send)-[A-Z]\w+")
    assert not [f"{place}: {run.command}" for place, run in runs() if cmdlet.search(run.command) and run.shell is Shell.SH]
