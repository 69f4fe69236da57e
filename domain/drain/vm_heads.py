"""The heads of a table of VMs: which column is which, in what unit, and what is no column of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.drain.sizes import BYTES

COLUMNS = ("name", "memory", "dirty", "migratable", "working", "device")
"""The columns of a line without heads, in this order."""

EXACT: Mapping[str, tuple[str, ...]] = {
    "name": ("vm", "name", "vm name", "vmname", "virtual machine", "machine"),
    "memory": (
        "memory",
        "ram",
        "mem",
        "size",
        "memory size",
        "memorysize",
        "memoryassigned",
        "memorystartup",
        "configured memory",
    ),
    "power": ("powerstate", "power state", "power", "state", "status"),
    "template": ("template", "is template", "istemplate"),
    "placeholder": ("srm placeholder",),
    "host": ("host", "vmhost", "esxi host", "esx host", "node", "nodename", "computername"),
    "device": ("device", "devices", "gpu", "vgpu"),
}
"""A head that is just this, unit and case aside; it beats one that only contains a word of CONTAINED."""

CONTAINED: Mapping[str, tuple[str, ...]] = {
    "working": ("working",),
    "dirty": ("dirty",),
    "migratable": ("migrat",),
    "name": ("name", "vm", "machine"),
    "memory": ("mem", "ram"),
}

NOT_NAMES = (
    "host",
    "dns",
    "guest",
    "cluster",
    "folder",
    "pool",
    "user",
    "domain",
    "network",
    "uuid",
    " id",
    "tools",
    "disk",
    "os ",
)
NOT_MEMORY = (
    *("active", "consumed", "overhead", "swap", "balloon", "reserv", "limit", "share", "hot", "usage", "used", "%"),
    *(
        "host",
        "guest",
        "demand",
        "minimum",
        "maximum",
        "dynamic",
        "tiering",
        "to memory",
        "program",
        "params",
        "granted",
        "private",
    ),
)
"""Words in heads that look like a VM's name or memory and are neither, most of them RVTools'."""

INVENTORY = {"powerstate", "template", "srm placeholder", "cpus", "nics", "active memory", "vm uuid", "provisioned mib"}
"""Heads beside Memory that RVTools' sheet vInfo has: there it is in MiB."""

_UNIT = re.compile(r"[\s(\[_,]*(?:\b|(?<=[a-z])|(?<=_))([kmgt]i?b|bytes|(?<=\()[kmgt](?=\)))[\s)\]]*$", re.IGNORECASE)
_RATE = re.compile(r"[\s(\[_,]*(?:\b|(?<=_))([kmgt]?i?b(?:/s|ps))[\s)\]]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Heads:
    """The places of the columns that are known, their names as written, and the units that stand in them."""

    places: Mapping[str, int]
    written: Mapping[str, str]
    number: int
    inventory: bool = False

    def unit(self, column: str) -> str:
        """The unit that the head of a column names, empty if none."""
        found = _UNIT.search(self.written.get(column, ""))
        return found[1] if found else ""

    def rate(self, column: str) -> str:
        """The rate that the head of a column names, such as MB/s; empty if none. ValueError for another one per second."""
        head = self.written.get(column, "")
        found = _RATE.search(head)
        if found:
            return found[1]
        if re.search(r"/s\b|per second|pages|bit", head, re.IGNORECASE):
            raise ValueError(f"“{head[:40]}” is in a unit that is not known here; give it in MB/s, such as Dirty MB/s.")
        return ""


BARE = Heads({column: place for place, column in enumerate(COLUMNS)}, {}, 0)
"""Of a table without heads."""


def heads(cells: Sequence[str]) -> Heads | None:
    """The heads of a table, None if its first line is a VM. ValueError if it can only be heads, of which none is a memory size.

    A line without any number is heads, known or not; one with numbers is, if it names both a VM and its memory.
    """
    known = {cell.lower().strip() for cell in cells}
    places = _places(cells)
    if {"name", "memory"} <= places.keys() and not re.fullmatch(r"[\d.,\s]+\S*", cells[places["memory"]]):
        written = {column: cells[place] for column, place in places.items()}
        return Heads(places, written, len(cells), inventory=len(known & INVENTORY) > 0)
    if len(cells) > 1 and not any(char.isdigit() for cell in cells for char in cell):
        said = ", ".join(f"“{cell[:40]}”" for cell in cells[:3])
        missing = "the VM" if "memory" in places else "the memory size; call it Memory MiB or Memory GiB"
        raise ValueError(f"the first line has no number, so {said} are heads, and none of them is {missing}.")
    return None


def _places(cells: Sequence[str]) -> dict[str, int]:
    bases = [_base(cell) for cell in cells]
    found: dict[str, int] = {}
    for column, words in EXACT.items():
        place = next((bases.index(word) for word in words if word in bases), None)
        if place is not None:
            found[column] = place
    for column, words in CONTAINED.items():
        for place, base in enumerate(bases):
            if column not in found and place not in found.values() and any(word in base for word in words) and _is(column, base):
                found[column] = place
    return found


def _is(column: str, base: str) -> bool:
    wrong = NOT_NAMES if column == "name" else NOT_MEMORY if column == "memory" else ()
    return not any(word in f"{base} " for word in wrong)


def _base(cell: str) -> str:
    """A head in lower case, without its unit."""
    return re.sub(r"[\s_]+", " ", _UNIT.sub("", _RATE.sub("", cell)).strip(" :()[]")).lower()


def unit_named(unit: str) -> tuple[int, str]:
    """The bytes of a unit in a head, and its name: MB stands for MiB there, as with RVTools and PowerCLI, and so on."""
    letter = unit[0].lower()
    return (1, "bytes") if letter == "b" else (BYTES[f"{letter}ib"], f"{letter.upper()}iB")
