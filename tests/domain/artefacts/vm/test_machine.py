"""Parts of a VM on KubeVirt: firmware, guests, disks shared by two VMs, adapters, identity, placement."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.artefacts.vm.manifest import objects
from tests.domain.artefacts.vm.vm_plans import NAMES, claims, plan, spec_of, the_vm

Json = dict[str, Any]


def domain_of(*choices: str, **answers: Any) -> Json:
    found: Json = spec_of(plan(*choices, **answers))["domain"]
    return found


def configs(*choices: str, names: dict[str, str] | None = None, **answers: Any) -> list[Json]:
    """What the attachments tell their plugin."""
    things = objects(plan(*choices, names=NAMES if names is None else names, **answers))
    return [json.loads(thing["spec"]["config"]) for thing in things if thing["kind"] == "NetworkAttachmentDefinition"]


def test_firmware_is_written_out_so_that_no_default_surprises() -> None:
    def firmware(*choices: str, **answers: str) -> Json | None:
        found: Json | None = domain_of(*choices, **answers).get("firmware")
        return found

    assert firmware("ove-bios") == {"bootloader": {"bios": {}}}
    assert firmware("ove-uefi") == {"bootloader": {"efi": {"secureBoot": False}}}
    assert firmware("ove-secure-boot") == {"bootloader": {"efi": {"secureBoot": True}}}
    assert firmware() is None
    assert firmware(confidential="encrypted") == {"bootloader": {"efi": {"secureBoot": False}}}


@pytest.mark.parametrize(("choice", "secure"), [("ove-uefi", False), ("ove-secure-boot", True)])
def test_uefi_variables_persist_with_the_tpm_that_is_bound_to_them(choice: str, secure: bool) -> None:
    domain = domain_of(choice, vtpm="with")
    assert domain["firmware"] == {"bootloader": {"efi": {"secureBoot": secure, "persistent": True}}}
    assert domain["devices"]["tpm"] == {"persistent": True}


def test_where_the_first_disk_comes_from() -> None:
    def first(*choices: str, **answers: str) -> list[Json]:
        vm = the_vm(objects(plan(*choices, **answers)))
        return [each["spec"]["source"] for each in vm["spec"].get("dataVolumeTemplates", [])]

    image = {"http": {"url": NAMES["image-url"]}}
    assert first("ove-rwx", "ove-new") == [image]
    assert first("ove-rwx", "ove-drivers-iso") == [{"blank": {}}, image]
    assert first("ove-container-disk", "ove-drivers-iso") == []


def test_only_windows_gets_what_its_release_knows() -> None:
    new, old, linux = (domain_of(os=system) for system in ("windows-server-2025", "windows-server-2008-r2", "rhel-9"))
    assert new["features"]["hyperv"]["spinlocks"] == {"spinlocks": 8191}
    assert new["features"]["hyperv"]["synictimer"] == {"direct": {}}
    assert "reenlightenment" not in new["features"]["hyperv"]
    assert set(old["features"]["hyperv"]) == {"relaxed", "vapic", "spinlocks"}
    assert not {"features", "clock"} & set(linux)


def test_a_windows_without_virtio_drivers_gets_devices_that_it_knows() -> None:
    for system in ("windows-server-2008-r2", "windows-server-2008", "windows-server-2003", "windows-7"):
        devices = domain_of("ove-bridge", os=system, disks=30, nics=2)["devices"]
        assert {disk["disk"]["bus"] for disk in devices["disks"]} == {"sata"}
        assert {each["model"] for each in devices["interfaces"]} == {"e1000e"}
    template = the_vm(objects(plan(os="windows-server-2003")))["spec"]["template"]
    assert template["metadata"]["annotations"] == {"kubevirt.io/disablePCIHole64": "true"}


def test_dedicated_cpus_are_not_shared_with_qemus_own_threads_and_adapters_have_a_queue_each() -> None:
    domain = domain_of("ove-dedicated-cpus", "ove-bridge", vcpu=8)
    assert domain["cpu"]["isolateEmulatorThread"]
    assert domain["devices"]["networkInterfaceMultiqueue"]
    assert "networkInterfaceMultiqueue" not in domain_of("ove-dedicated-cpus", "ove-bridge", vcpu=1)["devices"]
    assert "networkInterfaceMultiqueue" not in domain_of("ove-bridge", vcpu=8)["devices"]


def test_cpus_that_grow_are_sockets_up_to_kubevirts_own_limit() -> None:
    def sockets(vcpu: int) -> tuple[int, int]:
        cpu = domain_of(vcpu=vcpu, hotplug="cpu-memory")["cpu"]
        return cpu["sockets"], cpu["maxSockets"]

    assert sockets(8) == (8, 32)
    assert sockets(200) == (200, 512)
    assert sockets(600) == (600, 600)


def test_two_vms_share_disks_that_outlive_both_and_run_apart() -> None:
    things = objects(plan("ove-shareable", "ove-bridge", disks=3, disk_size=100, vtpm="with", identity="mac"))
    volumes = [thing for thing in things if thing["kind"] == "DataVolume"]
    assert [volume["metadata"]["name"] for volume in volumes] == ["my-disk-1", "my-disk-2"]
    assert all(volume["spec"]["storage"]["volumeMode"] == "Block" for volume in volumes)
    first, second = (thing for thing in things if thing["kind"] == "VirtualMachine")
    assert (first["metadata"]["name"], second["metadata"]["name"]) == ("my-vm", "my-vm-2")
    named = [[v["dataVolume"]["name"] for v in vm["spec"]["template"]["spec"]["volumes"]] for vm in (first, second)]
    assert named == [["my-vm-disk-1", "my-disk-1", "my-disk-2"], ["my-vm-2-disk-1", "my-disk-1", "my-disk-2"]]
    templates = [vm["spec"]["template"] for vm in (first, second)]
    assert {template["metadata"]["labels"]["kept-apart"] for template in templates} == {"my-group"}
    for template in templates:
        (rule,) = template["spec"]["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
        assert rule == {"labelSelector": {"matchLabels": {"kept-apart": "my-group"}}, "topologyKey": "kubernetes.io/hostname"}
    macs = [[i["macAddress"] for i in t["spec"]["domain"]["devices"]["interfaces"]] for t in templates]
    assert macs == [[NAMES["mac-address"], "<mac-address-2>"], ["<other-vm-mac-address>", "<other-vm-mac-address-2>"]]


@pytest.mark.parametrize(
    ("sharing", "reserved", "machines"), [("rdm", False, 1), ("clustered", True, 2), ("reservation", True, 2)]
)
def test_luns_are_claims_that_exist_and_hand_errors_to_the_guests_cluster(sharing: str, reserved: bool, machines: int) -> None:
    things = objects(plan(sharing=sharing, disks=3))
    found = [thing for thing in things if thing["kind"] == "VirtualMachine"]
    assert len(found) == machines
    assert not [thing for thing in things if thing["kind"] == "DataVolume"]
    for vm in found:
        spec = vm["spec"]["template"]["spec"]
        claims = [v["persistentVolumeClaim"]["claimName"] for v in spec["volumes"] if "persistentVolumeClaim" in v]
        assert claims == ["my-disk-1", "my-disk-2"]
        for disk in spec["domain"]["devices"]["disks"][1:]:
            assert disk["lun"] == {"bus": "scsi", **({"reservation": True} if reserved else {})}
            assert disk.get("errorPolicy") == ("report" if reserved else None)


def test_an_attachment_takes_one_vlan_or_lets_a_range_through() -> None:
    (access,) = configs("ove-bridge")
    assert access["vlan"] == 100
    assert not {"vlanTrunk", "macspoofchk"} & set(access)
    (trunk,) = configs("ove-bridge", vlans="trunk")
    assert trunk["vlanTrunk"] == [{"minID": 100, "maxID": 199}]
    assert "vlan" not in trunk
    (virtual,) = configs("ove-sriov", vlans="trunk")
    assert not {"vlan", "vlanTrunk"} & set(virtual)
    assert [each["vlan"] for each in configs("ove-bridge", names={}, nics=2)] == ["<vlan-id>", "<vlan-id-2>"]


def test_the_mac_address_is_checked_only_where_the_vm_sends_with_its_own() -> None:
    assert configs("ove-bridge", macs="own")[0]["macspoofchk"] is True
    for macs in ("others", "all"):
        assert "macspoofchk" not in configs("ove-bridge", macs=macs)[0]
        virtual = configs("ove-sriov", macs=macs)[0]
        assert (virtual["spoofchk"], virtual["trust"]) == ("off", "on")
    assert not {"spoofchk", "trust"} & set(configs("ove-sriov", macs="own")[0])


def test_one_adapter_at_most_is_on_the_pod_network() -> None:
    spec = spec_of(plan("ove-masquerade", nics=3))
    assert [sorted(network)[0] for network in spec["networks"]] == ["name", "multus", "multus"]
    assert sum("pod" in network for network in spec["networks"]) == 1
    assert len(configs("ove-masquerade", nics=3)) == 2
    none = spec_of(plan("ove-bridge", nics=0))
    assert none["networks"] == []
    assert none["domain"]["devices"]["autoattachPodInterface"] is False


def test_what_a_licence_is_bound_to_is_a_field() -> None:
    assert domain_of(identity="uuid")["firmware"] == {"uuid": NAMES["firmware-uuid"]}
    assert domain_of(identity="serial")["firmware"] == {"serial": NAMES["firmware-serial"]}
    disks = domain_of(identity="disk-serial", disks=2)["devices"]["disks"]
    assert [disk["serial"] for disk in disks] == [NAMES["disk-serial"], "<disk-serial-2>"]


def test_placement_is_a_label_of_hosts_or_of_the_vms_kept_apart() -> None:
    assert spec_of(plan(placement="hosts"))["nodeSelector"] == {"rack": "7"}
    assert "podAntiAffinity" in spec_of(plan(placement="apart"))["affinity"]
    assert not {"nodeSelector", "affinity"} & set(spec_of(plan(placement="any")))


def test_devices_of_the_host_are_named_by_the_resource_that_is_permitted() -> None:
    for device in ("usb", "pci"):
        assert domain_of(device=device)["devices"]["hostDevices"] == [{"name": "device-1", "deviceName": NAMES["host-device"]}]
    assert "hostDevices" not in domain_of(device="serial")["devices"]


def test_a_guest_that_runs_vms_is_offered_the_cpus_own_features() -> None:
    features = domain_of(nested="needed")["cpu"]["features"]
    assert features == [{"name": "vmx", "policy": "optional"}, {"name": "svm", "policy": "optional"}]
    assert "features" not in domain_of(nested="vbs")["cpu"]


def test_a_size_is_written_once_and_what_nobody_knows_is_asked_for() -> None:
    def sizes(**answers: int | str) -> list[str]:
        things = objects(plan("ove-rwx", names={}, **answers))
        return [claim["resources"]["requests"]["storage"] for claim in claims(things)]

    assert sizes(disks=1, disk_size=81920) == ["81920Gi"]
    assert sizes(disks=4, disk_size=2048) == ["<os-disk-size>", "2048Gi", "<data-disk-size>", "<data-disk-size>"]
    assert sizes(disks=3) == ["<os-disk-size>", "<largest-disk-size>", "<data-disk-size>"]
    filled = objects(plan("ove-rwx", names={"os-disk-size": "60Gi", "data-disk-size": "10Gi"}, disks=40, disk_size=2048))
    found = [claim["resources"]["requests"]["storage"] for claim in claims(filled)]
    assert (found.count("60Gi"), found.count("2048Gi"), found.count("10Gi")) == (1, 1, 38)
