"""The names that the objects of KubeVirt take: which a plan uses, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from domain.artefacts.vm.choices import OveChoice
from domain.artefacts.vm.plan import VmPlan

_SUBDOMAIN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_RESOURCE = _SUBDOMAIN + r"/[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
_INTERFACE = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,13}[A-Za-z0-9])?"

LONGEST_LABEL, LONGEST = 63, 253


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


def _resource(value: str) -> str:
    wanted = "must be the name of a resource such as openshift.io/sriov_nic: a domain, a slash and a name; correct it."
    return "" if re.fullmatch(_RESOURCE, value) and len(value.split("/")[0]) <= LONGEST else wanted


def interface_fault(value: str, what: str = "a Linux bridge such as br1") -> str:
    """What is wrong with the name of an interface of a node; empty if nothing is."""
    return "" if re.fullmatch(_INTERFACE, value) else f"must be the name of {what}, of at most 15 characters."


def vlan_fault(value: str) -> str:
    """What is wrong with the number of a VLAN; empty if nothing is."""
    numbered = re.fullmatch(r"[1-9][0-9]{0,3}", value) and int(value) <= 4094
    return "" if numbered else "must be a whole number from 1 to 4094 (IEEE 802.1Q)."


def _image(value: str) -> str:
    wanted = "must be an image reference such as registry.example.com/vms/my-vm:1.0, of at most 253 characters."
    return "" if re.fullmatch(r"[a-z0-9][A-Za-z0-9._:/@-]*", value) and len(value) <= LONGEST else wanted


def _url(value: str) -> str:
    wanted = "must be an address that starts with http:// or https://, without blanks and wildcards, of at most 253 characters."
    return "" if re.fullmatch(r"https?://[A-Za-z0-9._~:/#@!$&'()+,;=%-]+", value) and len(value) <= LONGEST else wanted


class NameRule(NamedTuple):
    """What a field is called, what is wrong with a text in it, the choices that use it (none: all do), and those that do not."""

    label: str
    fault: Callable[[str], str]
    used_by: tuple[OveChoice, ...] = ()
    unused_with: tuple[OveChoice, ...] = ()


RULES = {
    "vm": NameRule("VM", label_fault),
    "namespace": NameRule("Namespace", label_fault),
    "volume": NameRule("Volume", label_fault, used_by=(OveChoice.SHAREABLE, OveChoice.LUN)),
    "storage-class": NameRule("Storage class", subdomain_fault, unused_with=(OveChoice.CONTAINER_DISK,)),
    "container-image": NameRule("Container image", _image, used_by=(OveChoice.CONTAINER_DISK,)),
    "image-url": NameRule("Image address", _url, unused_with=(OveChoice.CONTAINER_DISK, OveChoice.MTV_COLD, OveChoice.MTV_WARM)),
    "drivers-image": NameRule("Drivers image", _image, used_by=(OveChoice.DRIVERS_ISO,)),
    "network-attachment": NameRule("Network attachment", label_fault, used_by=(OveChoice.BRIDGE, OveChoice.SRIOV)),
    "bridge": NameRule("Bridge", interface_fault, used_by=(OveChoice.BRIDGE,)),
    "vlan-id": NameRule("VLAN ID", vlan_fault, used_by=(OveChoice.BRIDGE, OveChoice.SRIOV)),
    "sriov-resource": NameRule("SR-IOV resource", _resource, used_by=(OveChoice.SRIOV,)),
    "gpu-device": NameRule("GPU device", _resource, used_by=(OveChoice.GPU, OveChoice.VGPU)),
}


def fields(choices: Collection[str]) -> tuple[str, ...]:
    """The fields of `data/fields.yaml` that the objects of these choices can use."""
    chosen = set(choices)
    return tuple(
        field
        for field, rule in RULES.items()
        if chosen.isdisjoint(rule.unused_with) and not (rule.used_by and chosen.isdisjoint(rule.used_by))
    )


def check_names(plan: VmPlan) -> list[str]:
    """What is wrong with the names that the plan's objects use: a sentence a name, with how to mend it; none if all are right."""
    found = []
    for field in fields(plan.choices):
        rule, value = RULES[field], plan.names.get(field, "")
        fault = rule.fault(value) if value else "is empty; type a value."
        found += [f"{rule.label} {fault}"] if fault else []
    return found
