"""The names that the objects on OVE take: which a plan uses, what stands for one that is missing, and what is wrong with one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from domain.artefacts.vm import wants
from domain.artefacts.vm.plan import VmPlan

_SUBDOMAIN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_LABEL_VALUE = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
_RESOURCE = _SUBDOMAIN + "/" + _LABEL_VALUE
_NODE_LABEL = rf"({_SUBDOMAIN}/)?{_LABEL_VALUE}=({_LABEL_VALUE})?"
_INTERFACE = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,13}[A-Za-z0-9])?"

LONGEST_LABEL, LONGEST = 63, 253

LONGEST_SLUG = 40
"""Characters of a name made of the workload's: with the longest ending of ours it stays below what `LONGEST_LABEL` takes."""


def label_fault(value: str) -> str:
    """What is wrong with a name that must be a label of RFC 1123; empty if nothing is."""
    if len(value) > LONGEST_LABEL:
        return f"has {len(value)} characters and Kubernetes takes {LONGEST_LABEL}; shorten it."
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", value):
        return "may hold only a to z, 0 to 9 and dashes, and no dash at its start or end (RFC 1123); write it like my-vm-1."
    return ""


def subdomain_fault(value: str) -> str:
    """What is wrong with a name that must be a subdomain of RFC 1123; empty if nothing is."""
    if len(value) > LONGEST:
        return f"has {len(value)} characters and Kubernetes takes {LONGEST}; shorten it."
    if not re.fullmatch(_SUBDOMAIN, value):
        return "may hold only a to z, 0 to 9, dashes and dots, and only a letter or digit at its ends (RFC 1123); rename it."
    return ""


def interface_fault(value: str, what: str = "a Linux bridge such as br1") -> str:
    """What is wrong with the name of an interface of a node; empty if nothing is."""
    return "" if re.fullmatch(_INTERFACE, value) else f"must be the name of {what}, of at most 15 characters."


def vlan_fault(value: str) -> str:
    """What is wrong with the number of a VLAN; empty if nothing is."""
    numbered = re.fullmatch(r"[1-9][0-9]{0,3}", value) and int(value) <= 4094
    return "" if numbered else "must be a whole number from 1 to 4094 (IEEE 802.1Q)."


def _form(pattern: str, wanted: str) -> Callable[[str], str]:
    """What is wrong with a name that must have a form, of at most `LONGEST` characters."""
    return lambda value: "" if re.fullmatch(pattern, value) and len(value) <= LONGEST else wanted


_resource = _form(
    _RESOURCE, "must be the name of a resource such as openshift.io/sriov_nic: a domain, a slash and a name; correct it."
)
_image = _form(
    r"[a-z0-9][A-Za-z0-9._:/@-]*",
    "must be an image reference such as registry.example.com/vms/my-vm:1.0, of at most 253 characters.",
)
_url = _form(
    r"https?://[A-Za-z0-9._~:/#@!$&'()+,;=%-]+",
    "must be an address that starts with http:// or https://, without blanks and wildcards, of at most 253 characters.",
)
_size = _form(r"[1-9][0-9]{0,5}[MGTPE]i?", "must be a size such as 50Gi: a whole number and M, G, T, P or E, with or without i.")
_mac = _form(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}", "must be a MAC address such as 00:50:56:ab:cd:ef.")
_uuid = _form(
    r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", "must be a UUID such as 4210f1c2-0d1e-4a53-9c1b-6f5f0a7f3b11."
)
_serial = _form(
    r"[A-Za-z0-9_.+-]{1,253}", "may hold only letters, digits and _ . + - (KubeVirt's rule for serial numbers of disks)."
)
_node_label = _form(_NODE_LABEL, "must be a label of the hosts with its value, such as rack=7; correct it.")
_label_value = _form(_LABEL_VALUE, "must be the value of a label: letters, digits, dashes, dots, at most 63 characters.")


def _any_text(value: str) -> str:
    return "" if value.isprintable() and len(value) <= LONGEST else f"must be one line of at most {LONGEST} characters."


class NameRule(NamedTuple):
    """What a field is called, what is wrong with a text in it, whether a plan uses it, and what its name is if none is given.

    Without such a name, a placeholder stands for it that the cluster refuses.
    """

    label: str
    fault: Callable[[str], str]
    used: Callable[[VmPlan], bool] = wants.everything
    otherwise: Callable[[VmPlan], str] | None = None


def slug(workload: str, otherwise: str = "my-vm") -> str:
    """A workload's name as a label of RFC 1123, e.g. "oracle-rac-2-nodes"; `otherwise` if no letter of it can be kept."""
    plain = unicodedata.normalize("NFKD", workload).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].rstrip("-") or otherwise


def _after_vm(ending: str) -> Callable[[VmPlan], str]:
    """The VM's name with an ending, within what Kubernetes takes."""
    return lambda plan: name(plan, "vm")[: LONGEST_LABEL - len(ending)].rstrip("-") + ending


def _vm(plan: VmPlan) -> str:
    return name(plan, "vm")


RULES = {
    "vm": NameRule("VM", label_fault, otherwise=lambda plan: slug(plan.workload)),
    "namespace": NameRule("Namespace", label_fault),
    "other-vm": NameRule("Other VM", label_fault, wants.second_vm, _after_vm("-2")),
    "volume": NameRule("Volume", label_fault, wants.shared_claims, _after_vm("-shared")),
    "storage-class": NameRule("Storage class", subdomain_fault, wants.claims),
    "os-disk-size": NameRule("OS disk", _size, wants.os_disk_size),
    "largest-disk-size": NameRule("Largest disk", _size, wants.largest_disk_size),
    "data-disk-size": NameRule("Further disks", _size, wants.data_disk_size),
    "container-image": NameRule("Container image", _image, wants.container_image),
    "image-url": NameRule("Image address", _url, wants.image_url),
    "drivers-image": NameRule("Drivers image", _image, wants.drivers_image),
    "network-attachment": NameRule("Network attachment", label_fault, wants.attachments, _after_vm("-net")),
    "bridge": NameRule("Bridge", interface_fault, wants.bridge),
    "vlan-id": NameRule("VLAN ID", vlan_fault, wants.vlan),
    "vlan-first": NameRule("First VLAN", vlan_fault, wants.vlan_range),
    "vlan-last": NameRule("Last VLAN", vlan_fault, wants.vlan_range),
    "sriov-resource": NameRule("SR-IOV resource", _resource, wants.sriov),
    "gpu-device": NameRule("GPU device", _resource, wants.gpu),
    "host-device": NameRule("Host device", _resource, wants.host_device),
    "mac-address": NameRule("MAC address", _mac, wants.mac_address),
    "firmware-uuid": NameRule("UUID", _uuid, wants.firmware_uuid),
    "firmware-serial": NameRule("Serial number", _any_text, wants.firmware_serial),
    "disk-serial": NameRule("Serial number of the disk", _serial, wants.disk_serial),
    "node-label": NameRule("Label of the hosts", _node_label, wants.node_label),
    "group": NameRule("Group kept apart", _label_value, wants.apart, _vm),
    "mtv-namespace": NameRule("Namespace of MTV", label_fault, wants.mtv),
    "plan": NameRule("Plan", label_fault, wants.mtv, _vm),
    "provider": NameRule("Provider", label_fault, wants.mtv, lambda _: "vcenter"),
    "secret": NameRule("Secret", subdomain_fault, wants.mtv, lambda plan: name(plan, "provider")),
    "vcenter-url": NameRule("vCenter's address", _url, wants.mtv),
    "vddk-image": NameRule("VDDK image", _image, wants.vddk_image),
    "source-vm": NameRule("VM in vCenter", _any_text, wants.mtv),
    "other-source-vm": NameRule("Other VM in vCenter", _any_text, wants.second_source),
    "source-network": NameRule("Network in vCenter", _any_text, wants.source_network),
    "source-datastore": NameRule("Datastore in vCenter", _any_text, wants.mtv),
    "array-secret": NameRule("Secret of the array", subdomain_fault, wants.copy_offload),
    "array-product": NameRule("Array", _label_value, wants.copy_offload),
    "luks-secret": NameRule("Secret with LUKS keys", subdomain_fault, wants.luks_keys),
}

FIXED = {"namespace": "my-project", "mtv-namespace": "openshift-mtv"}
"""What stands in a field from the start: a project that is to be made, and the one in which MTV is installed by default."""


def placeholder(field: str, number: int = 1) -> str:
    """What stands for a name that is not given, e.g. "<bridge>" or, for the third of its kind, "<bridge-3>".

    No name of Kubernetes, number, size or address has such brackets: what is left of them is refused.
    """
    return f"<{field}>" if number == 1 else f"<{field}-{number}>"


def name(plan: VmPlan, field: str) -> str:
    """The name that the objects have for a field: the reader's, else the one that follows from the plan, else a placeholder."""
    if typed := plan.names.get(field) or FIXED.get(field, ""):
        return typed
    otherwise = RULES[field].otherwise
    return otherwise(plan) if otherwise else placeholder(field)


def fields(plan: VmPlan) -> tuple[str, ...]:
    """The fields of `data/fields.yaml` that the objects of this plan use."""
    return tuple(field for field, rule in RULES.items() if rule.used(plan))


def unfilled(plan: VmPlan) -> dict[str, str]:
    """What the objects have for each field that the reader may leave empty, while it is empty."""

    def without(field: str) -> VmPlan:
        return replace(plan, names={key: value for key, value in plan.names.items() if key != field})

    return {field: name(without(field), field) for field in fields(plan) if field not in FIXED}


def open_names(plan: VmPlan) -> list[str]:
    """The placeholders that still stand for names."""
    found = (name(plan, field) for field in fields(plan))
    return [value for value in found if value.startswith("<")]


def check_names(plan: VmPlan) -> list[str]:
    """What is wrong with the names that the reader gave: a sentence a name, with how to mend it; none if all are right."""
    given = ((RULES[field], plan.names[field]) for field in fields(plan) if plan.names.get(field))
    found = [f"{rule.label} {fault}" for rule, value in given if (fault := rule.fault(value))]
    return found or _range_fault(plan)


def _range_fault(plan: VmPlan) -> list[str]:
    """The plugin refuses a trunk that ends before it begins."""
    first, last = (plan.names.get(field, "") for field in ("vlan-first", "vlan-last"))
    backwards = wants.vlan_range(plan) and first and last and int(last) < int(first)
    return [f"{RULES['vlan-last'].label} must not be less than the first, {first}."] if backwards else []
