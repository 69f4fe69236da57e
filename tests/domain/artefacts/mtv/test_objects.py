"""The kinds of MTV as they are built, each in the project and under the names that the others refer to."""

from __future__ import annotations

from typing import Any

from domain.artefacts.mtv import objects
from domain.artefacts.mtv.objects import Names, SourceVm
from tests.domain.artefacts import crd_schemas

NAMES = Names("openshift-mtv", "vcenter", "vcenter-login", "web")
LOGIN = {"user": "u", "password": "p", "cacert": "c"}
VMS = [SourceVm("Web 1", "web-1", {}), SourceVm("Web 2", "web-2", {"migrateSharedDisks": False})]
LINES: list[tuple[str, dict[str, Any]]] = [("VM Network", {"type": "pod"}), ("Lab", {"type": "ignored"})]


def test_each_kind_is_one_of_the_release() -> None:
    offload = {"secretRef": "array", "storageVendorProduct": "ontap"}
    made = [
        objects.secret(NAMES, "https://vcenter.example.com/sdk", LOGIN),
        objects.provider(NAMES, "https://vcenter.example.com/sdk", "registry.example.com/vddk:8.0.3"),
        objects.network_map(NAMES, LINES),
        objects.storage_map(NAMES, "ds-1", {"storageClass": "fast"}, offload),
        objects.plan(NAMES, "shop", VMS, type="cold", preserveStaticIPs=True),
        objects.migration(NAMES),
    ]
    assert [fault for thing in made for fault in crd_schemas.faults(thing)] == []
    assert {thing["metadata"]["namespace"] for thing in made} == {"openshift-mtv"}


def test_an_array_that_mtv_does_not_know_is_refused() -> None:
    offload = {"secretRef": "array", "storageVendorProduct": "<array-product>"}
    (fault,) = crd_schemas.faults(objects.storage_map(NAMES, "ds-1", {"storageClass": "fast"}, offload))
    assert "'<array-product>' is not one of" in fault


def test_a_plan_names_its_maps_providers_and_vms() -> None:
    spec = objects.plan(NAMES, "shop", VMS, type="warm")["spec"]
    assert spec["map"] == {"network": NAMES.ref("web"), "storage": NAMES.ref("web")}
    assert spec["provider"] == {"source": NAMES.ref("vcenter"), "destination": NAMES.ref("host")}
    assert (spec["type"], spec["targetNamespace"]) == ("warm", "shop")
    assert spec["vms"][1] == {"name": "Web 2", "targetName": "web-2", "migrateSharedDisks": False}
