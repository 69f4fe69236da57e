"""MTV's objects: accepted by the definitions of its release, true to the answers, and started only on purpose."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings

from domain.artefacts.vm.manifest import files, objects
from tests.domain.artefacts import crd_schemas
from tests.domain.artefacts.vm.vm_plans import MOVED, NAMES, plan, plan_of

Json = dict[str, Any]
MANY = settings(max_examples=30)
COLD = ("ove-mtv-cold", "ove-rwx", "ove-bridge")


def of_kind(kind: str, things: list[Json]) -> Json:
    (found,) = (thing for thing in things if thing["kind"] == kind)
    return found


def spec_of(kind: str, *choices: str, names: dict[str, str] | None = None, **answers: Any) -> Json:
    made = objects(plan(*(choices or COLD), names=NAMES if names is None else names, origin="vmware", **answers))
    found: Json = of_kind(kind, made)["spec"]
    return found


@given(MOVED)
@MANY
def test_the_definitions_of_the_release_take_whatever_the_answers_lead_to(answers: dict[str, int | str]) -> None:
    things = objects(plan_of(answers))
    assert [fault for thing in things for fault in crd_schemas.faults(thing)] == []
    kinds = [thing["kind"] for thing in things if thing["kind"] not in ("NetworkAttachmentDefinition", "MigrationPolicy")]
    assert kinds == ["Secret", "Provider", "NetworkMap", "StorageMap", "Plan", "Migration"]


@pytest.mark.parametrize(
    ("kind", "at"),
    [
        ("Provider", "spec"),
        ("NetworkMap", "spec.map.0.destination"),
        ("StorageMap", "spec.map.0.destination"),
        ("StorageMap", "spec.map.0.offloadPlugin.vsphereXcopyConfig"),
        ("Plan", "spec"),
        ("Plan", "spec.vms.0"),
        ("Plan", "spec.targetAffinity.podAntiAffinity"),
        ("Migration", "spec"),
    ],
)
def test_the_definitions_are_strict_about_a_misspelt_field(kind: str, at: str) -> None:
    thing = copy.deepcopy(of_kind(kind, objects(plan(*COLD, origin="vmware", sharing="reservation"))))
    assert crd_schemas.faults(thing) == []
    part: Any = thing
    for step in at.split("."):
        part = part[int(step)] if step.isdigit() else part[step]
    part["migrateShareDisks"] = True
    (fault,) = crd_schemas.faults(thing)
    assert "migrateShareDisks" in fault


def test_what_an_older_release_does_not_know_is_of_this_one() -> None:
    """The package of schemas has a plan without these fields."""
    fields = crd_schemas.forklift()["schemas"]["Plan"]["properties"]["spec"]["properties"]
    assert {"rdmAsLun", "scsiReservation", "enableNestedVirtualization"} <= set(fields)
    (older,) = crd_schemas.schemas()["plan"]
    assert not {"rdmAsLun", "scsiReservation", "enableNestedVirtualization"} & set(older["properties"]["spec"]["properties"])


@given(MOVED)
@MANY
def test_every_reference_is_to_an_object_that_is_made(answers: dict[str, int | str]) -> None:
    things = objects(plan_of(answers, {}, "Web shop"))
    made = {(thing["kind"], thing["metadata"].get("namespace"), thing["metadata"]["name"]) for thing in things}

    def there(kind: str, ref: Json) -> bool:
        return (kind, ref["namespace"], ref["name"]) in made

    move, start = of_kind("Plan", things)["spec"], of_kind("Migration", things)["spec"]
    assert there("Plan", start["plan"])
    assert there("NetworkMap", move["map"]["network"])
    assert there("StorageMap", move["map"]["storage"])
    assert there("Secret", of_kind("Provider", things)["spec"]["secret"])
    for kind in ("NetworkMap", "StorageMap", "Plan"):
        pair = of_kind(kind, things)["spec"]["provider"]
        assert there("Provider", pair["source"])
        assert pair["destination"] == {"name": "host", "namespace": "openshift-mtv"}
    targets = [line["destination"] for line in of_kind("NetworkMap", things)["spec"]["map"]]
    assert all(there("NetworkAttachmentDefinition", target) for target in targets if target["type"] == "multus")
    assert sum(target["type"] == "pod" for target in targets) <= 1


@given(MOVED)
@MANY
def test_no_virtual_machine_is_applied_beside_the_migration(answers: dict[str, int | str]) -> None:
    kinds = {thing["kind"] for thing in objects(plan_of(answers))}
    assert not kinds & {"VirtualMachine", "DataVolume"}


def test_the_login_the_move_and_its_start_are_files_of_their_own() -> None:
    once, move, start = files(plan_of({"origin": "vmware", "transfer": "cold"}, {}, "Web shop"))
    assert [thing["kind"] for thing in once.objects] == ["Secret", "Provider"]
    assert [thing["kind"] for thing in start.objects] == ["Migration"]
    assert "Migration" not in [thing["kind"] for thing in move.objects]
    assert [file.name for file in (once, move, start)] == ["vcenter.yaml", "web-shop.yaml", "web-shop-start.yaml"]


def test_a_password_is_asked_for_by_no_field() -> None:
    login = of_kind("Secret", objects(plan(*COLD, origin="vmware")))["stringData"]
    assert (login["user"], login["password"], login["cacert"]) == ("<user>", "<password>", "<ca-certificate>")
    assert login["insecureSkipVerify"] == "false"


def test_a_map_has_a_line_for_each_adapter_and_names_class_and_mode() -> None:
    lines = spec_of("NetworkMap", nics=2)["map"]
    assert [line["source"]["name"] for line in lines] == [NAMES["source-network"], "<source-network-2>"]
    assert [line["destination"]["name"] for line in lines] == ["vlan-100", "vlan-100-2"]
    assert spec_of("NetworkMap", "ove-mtv-cold", "ove-masquerade", nics=1)["map"][0]["destination"] == {"type": "pod"}
    assert [line["destination"]["type"] for line in spec_of("NetworkMap", "ove-mtv-cold", "ove-sriov")["map"]] == [
        "pod",
        "ignored",
    ]
    assert spec_of("NetworkMap", nics=0)["map"] == []
    (line,) = spec_of("StorageMap")["map"]
    assert line["destination"] == {"storageClass": NAMES["storage-class"], "accessMode": "ReadWriteMany"}
    assert "offloadPlugin" not in line


PLAIN = {"type", "provider", "map", "pvcNameTemplate", "targetNamespace", "vms"}
ASKED: list[tuple[dict[str, str], Json]] = [
    ({"address": "keep"}, {"preserveStaticIPs": True}),
    ({"address": "new"}, {"preserveStaticIPs": False}),
    ({"sharing": "rdm"}, {"rdmAsLun": True}),
    ({"nested": "needed"}, {"enableNestedVirtualization": True}),
    ({"os": "freebsd"}, {"skipGuestConversion": True, "useCompatibilityMode": True}),
    ({"placement": "hosts"}, {"targetNodeSelector": {"rack": "7"}}),
    ({"live": "must", "writes": "heavy"}, {"targetLabels": {"vm.kubevirt.io/name": "my-vm"}}),
    ({"device": "usb"}, {"targetPowerState": "off"}),
    ({}, {}),
]


@pytest.mark.parametrize(("answers", "fields"), ASKED, ids=str)
def test_a_plan_has_the_fields_that_an_answer_asks_for_and_no_other(answers: dict[str, str], fields: Json) -> None:
    spec = spec_of("Plan", **answers)
    assert {key: value for key, value in spec.items() if key not in PLAIN} == fields


def test_warm_and_cold_are_said_only_if_chosen() -> None:
    assert spec_of("Plan")["type"] == "cold"
    assert spec_of("Plan", "ove-mtv-warm")["type"] == "warm"
    assert "type" not in spec_of("Plan", "ove-rwx")


def test_a_warm_plan_names_the_kit_that_it_is_refused_without() -> None:
    assert spec_of("Provider", "ove-mtv-warm")["settings"]["vddkInitImage"] == NAMES["vddk-image"]
    assert "vddkInitImage" not in spec_of("Provider")["settings"]
    assert spec_of("Provider", "ove-mtv-warm", names={})["settings"]["vddkInitImage"] == "<vddk-image>"


def test_two_vms_that_share_disks_move_in_one_plan_and_the_disks_once() -> None:
    spec = spec_of("Plan", "ove-mtv-cold", sharing="shared")
    assert [(vm["name"], vm["targetName"], vm["migrateSharedDisks"]) for vm in spec["vms"]] == [
        ("Web 1", "my-vm", True),
        ("Web 2", "my-vm-2", False),
    ]
    (rule,) = spec["targetAffinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert rule["labelSelector"]["matchLabels"] == spec["targetLabels"] == {"kept-apart": "my-group"}
    assert spec_of("StorageMap", "ove-mtv-cold", sharing="shared")["map"][0]["destination"]["volumeMode"] == "Block"


def test_raw_mappings_become_luns_that_the_array_copies() -> None:
    spec = spec_of("Plan", sharing="reservation")
    assert (spec["rdmAsLun"], spec["scsiReservation"]) == (True, True)
    (line,) = spec_of("StorageMap", sharing="reservation")["map"]
    wanted = {"secretRef": NAMES["array-secret"], "storageVendorProduct": NAMES["array-product"]}
    assert line["offloadPlugin"] == {"vsphereXcopyConfig": wanted}
    clustered = spec_of("Plan", sharing="clustered")
    assert not {"rdmAsLun", "scsiReservation"} & set(clustered)


def test_disks_that_the_guest_encrypts_are_opened_for_the_conversion() -> None:
    (vm,) = spec_of("Plan", encryption="unattended")["vms"]
    assert vm["nbdeClevis"] is True
    (vm,) = spec_of("Plan", encryption="guest", os="rhel-9")["vms"]
    assert vm["luks"] == {"name": NAMES["luks-secret"], "namespace": "openshift-mtv"}
    for answers in ({"encryption": "guest", "os": "windows-11"}, {"encryption": "none"}):
        (vm,) = spec_of("Plan", **answers)["vms"]
        assert not {"luks", "nbdeClevis"} & set(vm)


def test_the_volumes_are_named_after_the_vm_within_what_a_name_takes() -> None:
    """By MTV's template language: `trunc 40` keeps 40 signs, and the longest number of a disk has three."""
    template = spec_of("Plan")["pvcNameTemplate"]
    assert template.replace("{{trunc 40 .TargetVmName}}", "x" * 40).replace("{{.DiskIndex}}", "255") == f"{'x' * 40}-disk-255"
