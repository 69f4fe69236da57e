"""Whether an address outside a cluster lies in one of the networks that the cluster keeps to itself.

An address is clear only if it was tested against a network of every kind; what cannot be read is never clear.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from domain.catalog.vocabulary import Word
from domain.quantities.wording import quoted

MOST_ADDRESSES = 200
"""Addresses that are tested; more are left out, and that is said."""

_APART = re.compile(r"[\s,;]+")


class Standing(Word):
    """How an address stands to the cluster's networks."""

    BLOCKED = "blocked", "blocked", "It lies in a network of the cluster, which therefore never reaches it."
    UNTESTED = "cannot be tested"
    CLEAR = "clear", "clear", "It lies in none of the networks."


@dataclass(frozen=True)
class JudgedAddress:
    """An address as it was written, how it stands, and in one phrase what it lies in or why it cannot be tested."""

    address: str
    standing: Standing
    why: str = ""


@dataclass(frozen=True)
class Networks:
    """The networks of one kind that could be read, and the texts that could not, each with the reason."""

    read: tuple[IPv4Network | IPv6Network, ...]
    faults: tuple[str, ...]


def split(text: str) -> list[str]:
    """The entries of a list: apart by blanks, commas, semicolons or lines."""
    return [part for part in _APART.split(text) if part]


def networks(text: str) -> Networks:
    """The networks of a text."""
    read: list[IPv4Network | IPv6Network] = []
    faults: list[str] = []
    for part in split(text):
        try:
            read.append(ip_network(part))
        except ValueError:
            faults.append(_fault_of_network(part))
    return Networks(tuple(read), tuple(faults))


def _fault_of_network(part: str) -> str:
    try:
        whole = ip_network(part, strict=False)
    except ValueError:
        return f"{quoted(part)} is not a network such as 192.0.2.0/24"
    return f"{quoted(part)} has host bits set; the network would be {whole}"


def judged(addresses: str, kinds: Mapping[str, str]) -> tuple[JudgedAddress, ...]:
    """Every address of a list against the cluster's networks, given as text by what sentences call them.

    At most MOST_ADDRESSES are tested, each once.
    """
    found = {name: networks(text) for name, text in kinds.items()}
    return tuple(_judged(one, found) for one in list(dict.fromkeys(split(addresses)))[:MOST_ADDRESSES])


def _judged(written: str, kinds: Mapping[str, Networks]) -> JudgedAddress:
    try:
        address = ip_address(written)
    except ValueError:
        return JudgedAddress(written, Standing.UNTESTED, _fault_of_address(written))
    address = getattr(address, "ipv4_mapped", None) or address
    inside = [f"the {name} {network}" for name, kind in kinds.items() for network in kind.read if address in network]
    if inside:
        return JudgedAddress(written, Standing.BLOCKED, " and ".join(inside))
    missing = _missing(address, kinds)
    return JudgedAddress(written, Standing.UNTESTED, missing) if missing else JudgedAddress(written, Standing.CLEAR)


def _missing(address: IPv4Address | IPv6Address, kinds: Mapping[str, Networks]) -> str:
    """Why an address that lies in no network is not clear all the same; empty if it is."""
    for name, kind in kinds.items():
        if kind.faults:
            return f"the {name} cannot be read: {kind.faults[0]}"
        if not kind.read:
            return f"the {name} is not given"
        if all(network.version != address.version for network in kind.read):
            return f"it is IPv{address.version}, and the {name} is given for IPv{kind.read[0].version} only"
    return ""


def _fault_of_address(written: str) -> str:
    if "/" in written:
        return "a network, not an address"
    if re.search(r"[A-Za-z]", written) and ":" not in written:
        return "a host name: enter the addresses that it resolves to"
    return "no IP address"


def by_standing(found: Sequence[JudgedAddress]) -> dict[Standing, tuple[JudgedAddress, ...]]:
    """The addresses by how they stand, without a standing that none has."""
    parts = {standing: tuple(one for one in found if one.standing is standing) for standing in Standing}
    return {standing: part for standing, part in parts.items() if part}
