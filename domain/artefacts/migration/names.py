"""What may stand in the objects and commands of live migration: names, labels, ranges and amounts that Kubernetes takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network

from domain.artefacts.migration.settings import WRITTEN, DedicatedNetwork, MigrationSettings
from domain.artefacts.quoting import NameFaultError
from domain.artefacts.vm.names import interface_fault, label_fault, subdomain_fault, vlan_fault

LEAST_MTU = {4: 68, 6: 1280}
"""Smallest MTU in bytes of a network that carries IPv4 (RFC 791) or IPv6 (RFC 8200, 5)."""

MOST_MTU = 65_535
"""Longest IPv4 packet in bytes (RFC 791)."""

LONGEST_INTERFACE = 15
"""Characters of a Linux interface's name (IFNAMSIZ less the final zero)."""

_LABEL_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?")
_MOST_SHOWN = 40


def number_faults(settings: MigrationSettings) -> Iterator[str]:
    """Amounts that a field cannot hold."""
    for name, row in WRITTEN.items():
        value = getattr(settings, name)
        if row.high and value is not None and not (row.low <= value <= row.high and value == int(value)):
            yield f"{row.label} must be a whole number from {row.low:,} to {row.high:,}, not {value:,g}."


def policy_faults(settings: MigrationSettings) -> Iterator[str]:
    """The policy's name and labels that Kubernetes would refuse."""
    yield _named("Policy", settings.policy_name, subdomain_fault(settings.policy_name))
    for what, labels in (("Namespace label", settings.namespace_labels), ("VM label", settings.vmi_labels)):
        for key, value in labels.items():
            yield _named(what, key, _key_fault(key))
            if value and not _LABEL_NAME.fullmatch(value):
                yield f"{what} {_shown(key)} has a value that {_LABEL_RULE}"


def network_name_faults(settings: MigrationSettings) -> Iterator[str]:
    if settings.network is not None:
        yield _named("Network attachment", settings.network, label_fault(settings.network))


def vm_faults(settings: MigrationSettings) -> Iterator[str]:
    yield _named("VM", settings.vm, label_fault(settings.vm))
    yield _named("Namespace", settings.namespace, label_fault(settings.namespace))


def dedicated_faults(network: DedicatedNetwork) -> Iterator[str]:
    what = "Network interface"
    fault = interface_fault(network.interface, "a NIC or bond of the nodes, such as bond0")
    yield _named(what, network.interface, fault)
    if network.vlan is not None and (fault := vlan_fault(str(network.vlan))):
        yield f"VLAN ID {fault}"
    if not fault and len(master(network)) > LONGEST_INTERFACE:
        yield f"{what} and VLAN make an interface of more than {LONGEST_INTERFACE} characters; use a shorter interface name."
    try:
        found = address_range(network.cidr)
    except NameFaultError as error:
        yield str(error)
        return
    least = LEAST_MTU[found.version]
    if network.mtu is not None and not (isinstance(network.mtu, int) and least <= network.mtu <= MOST_MTU):
        yield f"MTU must be a whole number from {least:,} to {MOST_MTU:,} bytes."


def master(network: DedicatedNetwork) -> str:
    """The nodes' interface under the macvlan: the VLAN's own if there is one."""
    return network.interface if network.vlan is None else f"{network.interface}.{network.vlan}"


def address_range(cidr: str) -> IPv4Network | IPv6Network:
    """The range, with host bits cleared. NameFaultError: it is none, or it has no address to give to two nodes."""
    wanted = "Address range must be a network such as 10.200.5.0/24 or fd00:5::/64; correct it."
    if "/" not in cidr or len(cidr) > _MOST_SHOWN + 10:
        raise NameFaultError(wanted)
    try:
        found = ip_network(cidr.strip(), strict=False)
    except ValueError:
        raise NameFaultError(wanted) from None
    if found.max_prefixlen - found.prefixlen < 2:
        raise NameFaultError(f"Address range {found} has no room for two nodes; make it larger.")
    return found


_LABEL_RULE = (
    "must start and end with a letter or digit and hold only those, dashes, dots and underscores, at most 63; correct it."
)


def _key_fault(key: str) -> str:
    prefix, slash, name = key.rpartition("/")
    if slash and (fault := subdomain_fault(prefix)):
        return f"has a prefix that {fault}"
    return "" if _LABEL_NAME.fullmatch(name) else _LABEL_RULE


def _named(what: str, value: str, fault: str) -> str:
    if not value:
        return f"{what} is empty; type a value."
    return f"{what} {_shown(value)} {fault}" if fault else ""


def _shown(value: str) -> str:
    text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in value)
    return f"“{text[:_MOST_SHOWN]}{'…' if len(text) > _MOST_SHOWN else ''}”"


def labels_of(text: str) -> dict[str, str]:
    """Labels written as "app=db, tier=gold"; none for an empty text. NameFaultError names the part that is no label."""
    found: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not key:
            raise NameFaultError(f"{_shown(part)} is not a label; write key=value, and a comma between labels.")
        found[key] = value
    return found
