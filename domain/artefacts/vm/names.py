"""The names that the objects of KubeVirt take: which a plan uses, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from domain.artefacts.vm.choices import OveChoice
from domain.artefacts.vm.plan import VmPlan

_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_SUBDOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_RESOURCE = re.compile(_SUBDOMAIN.pattern + r"/[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
_INTERFACE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,13}[A-Za-z0-9])?")
_IMAGE = re.compile(r"[a-z0-9][A-Za-z0-9._:/@-]*")
_URL = re.compile(r"https?://[A-Za-z0-9._~:/#@!$&'()+,;=%-]+")

LONGEST_LABEL, LONGEST = 63, 253


def _label(value: str) -> str:
    if len(value) > LONGEST_LABEL:
        return f"has {len(value)} characters and Kubernetes takes {LONGEST_LABEL}; shorten it."
    if not _LABEL.fullmatch(value):
        return "may hold only a to z, 0 to 9 and dashes, and no dash at its start or end (RFC 1123); write it like my-vm-1."
    return ""


def _subdomain(value: str) -> str:
    if len(value) > LONGEST:
        return f"has {len(value)} characters and Kubernetes takes {LONGEST}; shorten it."
    if not _SUBDOMAIN.fullmatch(value):
        return "may hold only a to z, 0 to 9, dashes and dots, and only a letter or digit at its ends (RFC 1123); rename it."
    return ""


def _resource(value: str) -> str:
    wanted = "must be the name of a resource such as openshift.io/sriov_nic: a domain, a slash and a name; correct it."
    return "" if _RESOURCE.fullmatch(value) and len(value.split("/")[0]) <= LONGEST else wanted


def interface_fault(value: str, what: str = "a Linux bridge such as br1") -> str:
    """What is wrong with the name of an interface of a node; empty if nothing is."""
    return "" if _INTERFACE.fullmatch(value) else f"must be the name of {what}, of at most 15 characters."


def _vlan(value: str) -> str:
    numbered = re.fullmatch(r"[1-9][0-9]{0,3}", value) and int(value) <= 4094
    return "" if numbered else "must be a whole number from 1 to 4094 (IEEE 802.1Q)."


def _image(value: str) -> str:
    wanted = "must be an image reference such as registry.example.com/vms/my-vm:1.0, of at most 253 characters."
    return "" if _IMAGE.fullmatch(value) and len(value) <= LONGEST else wanted


def _url(value: str) -> str:
    wanted = "must be an address that starts with http:// or https://, without blanks and wildcards, of at most 253 characters."
    return "" if _URL.fullmatch(value) and len(value) <= LONGEST else wanted


RULES: dict[str, tuple[str, Callable[[str], str]]] = {
    "vm": ("VM", _label),
    "namespace": ("Namespace", _label),
    "volume": ("Volume", _label),
    "storage-class": ("Storage class", _subdomain),
    "container-image": ("Container image", _image),
    "image-url": ("Image address", _url),
    "drivers-image": ("Drivers image", _image),
    "network-attachment": ("Network attachment", _label),
    "bridge": ("Bridge", interface_fault),
    "vlan-id": ("VLAN ID", _vlan),
    "sriov-resource": ("SR-IOV resource", _resource),
    "gpu-device": ("GPU device", _resource),
}
"""What each field is called, and what is wrong with a value of it; nothing if the text is empty."""

_USED_BY = {
    "volume": {OveChoice.SHAREABLE, OveChoice.LUN},
    "container-image": {OveChoice.CONTAINER_DISK},
    "drivers-image": {OveChoice.DRIVERS_ISO},
    "network-attachment": {OveChoice.BRIDGE, OveChoice.SRIOV},
    "bridge": {OveChoice.BRIDGE},
    "vlan-id": {OveChoice.BRIDGE, OveChoice.SRIOV},
    "sriov-resource": {OveChoice.SRIOV},
    "gpu-device": {OveChoice.GPU, OveChoice.VGPU},
}
_UNUSED_WITH = {
    "storage-class": {OveChoice.CONTAINER_DISK},
    "image-url": {OveChoice.CONTAINER_DISK, OveChoice.MTV_COLD, OveChoice.MTV_WARM},
}


def fields(choices: Collection[str]) -> tuple[str, ...]:
    """The fields of `data/fields.yaml` that the objects of these choices can use."""
    chosen = set(choices)
    return tuple(
        field
        for field in RULES
        if (field not in _USED_BY or _USED_BY[field] & chosen) and not _UNUSED_WITH.get(field, set()) & chosen
    )


def check_names(plan: VmPlan) -> list[str]:
    """What is wrong with the names that the plan's objects use: a sentence a name, with how to mend it; none if all are right."""
    found = []
    for field in fields(plan.choices):
        label, rule = RULES[field]
        value = plan.names.get(field, "")
        fault = rule(value) if value else "is empty; type a value."
        found += [f"{label} {fault}"] if fault else []
    return found
