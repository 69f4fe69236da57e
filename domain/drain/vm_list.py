"""Reads the VMs of a host as people paste them: classes such as "20 x 8 GiB @ 50 MB/s", or lines from a spreadsheet."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities import units

MOST_LINES, MOST_VMS, LONGEST_NAME = 500, 500, 80

MOST_DIRTY_MB_S = 100_000.0
"""Dirty rates that are taken for real, in 10^6 bytes per second: eight times a link of 100 Gbit/s."""

MEMORY: dict[str, int] = {"mib": units.MIB, "mb": units.MB, "gib": units.GIB, "gb": units.GB, "tib": units.TIB, "tb": units.TB}
RATE = {"mb/s": units.MB, "mib/s": units.MIB, "gb/s": units.GB, "gib/s": units.GIB}
_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_CLASS = re.compile(
    rf"(?:(\d{{1,6}})\s*[x×*]\s*)?{_NUMBER}\s*([mgt]i?b?)?(?:\s*@\s*{_NUMBER}\s*([mg]i?b/s)?)?"
    rf"(?:\s+in\s+{_NUMBER}\s*([mgt]i?b?)?)?(\s+fixed)?",
    re.IGNORECASE,
)
_IS_CLASS = re.compile(r"\s*\d+(?:\.\d+)?\s*(?:[x×*]\s*\d|[mgt]i?b?\b)", re.IGNORECASE)
_SIZE = re.compile(rf"{_NUMBER}\s*([mgt]i?b?)?", re.IGNORECASE)
_UNIT = re.compile(r"\b([mgt]i?b)\b", re.IGNORECASE)
YES, NO = ("yes", "y", "true", "1", "", "live"), ("no", "n", "false", "0", "fixed")
SIGNS: dict[str, tuple[str, ...]] = {
    "working": ("working",),
    "name": ("name", "vm", "machine"),
    "memory": ("mem", "ram"),
    "dirty": ("dirty",),
    "migratable": ("migrat",),
}
"""What the head of a column has in it; the first that fits holds, so that a working set is no name and no memory."""

COLUMNS = ("name", "memory", "dirty", "migratable", "working")


@dataclass(frozen=True)
class VmClass:
    """`count` equal VMs: memory in bytes, memory touched by writes in bytes per second, and whether they can move.

    `working_set`: the bytes that the writes go to; None where the list does not say.
    """

    count: int
    name: str
    ram_bytes: float
    dirty: float = 0.0
    migratable: bool = True
    working_set: float | None = None


@dataclass(frozen=True)
class Listed:
    """What could be read, and a sentence for each line that could not; strangers' words stand in “quotation marks”."""

    classes: tuple[VmClass, ...]
    faults: tuple[str, ...]

    @property
    def count(self) -> int:
        return sum(vm.count for vm in self.classes)


@lru_cache(maxsize=16)
def read(text: str) -> Listed:
    """Read a list of VMs; at most MOST_LINES lines and MOST_VMS VMs of it.

    A line either holds classes, separated by commas: "20 x 8 GiB, 4 x 64 GiB @ 50 MB/s in 2 GiB, 1 x 64 GiB fixed", where the
    last size is the working set, or one VM: "name, memory GiB, dirty MB/s, migratable, working set GiB", separated by commas,
    semicolons or tabs, of which the last three may be missing. A first line with names of columns puts them in any order and
    gives the units of the two sizes. Never raises.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    faults = [f"The list has {len(lines)} lines; the first {MOST_LINES} are read."] if len(lines) > MOST_LINES else []
    classes: list[VmClass] = []
    places = {column: place for place, column in enumerate(COLUMNS)}
    sizes = dict.fromkeys(("memory", "working"), float(units.GIB))
    for order, (number, line) in enumerate(lines[:MOST_LINES]):
        if _IS_CLASS.match(line):
            wanted = [partial(_class, part.strip()) for part in re.split("[,;]", line) if part.strip()]
        elif (named := _header(_cells(line))) and not order:
            places, wanted = named, []
            sizes = {column: _unit_of(_cells(line)[named[column]]) for column in sizes if column in named}
        else:
            wanted = [partial(_row, _cells(line), places, sizes)]
        for make in wanted:
            try:
                classes.append(make())
            except ValueError as fault:
                faults.append(f"Line {number}: {fault}")
    if not classes and not faults:
        faults.append("The list of VMs is empty; write classes such as 20 x 8 GiB, or a line for each VM.")
    return _bounded(classes, faults)


def _bounded(classes: Sequence[VmClass], faults: list[str]) -> Listed:
    kept, room = [], MOST_VMS
    for vms in classes:
        if count := min(vms.count, room):
            kept.append(replace(vms, count=count))
        room -= count
    if (total := sum(vms.count for vms in classes)) > MOST_VMS:
        faults.append(f"The list has {total:,} VMs; the first {MOST_VMS} are reckoned with.")
    return Listed(tuple(kept), tuple(faults))


def _class(text: str) -> VmClass:
    found = _CLASS.fullmatch(text)
    if not found:
        raise ValueError(f"“{text[:40]}” is not a class of VMs; write it as 20 x 8 GiB @ 50 MB/s.")
    count, size, unit, rate, per, part, of, fixed = found.groups()
    if count is not None and not int(count):
        raise ValueError(f"“{text[:40]}” has no VM; the number before the x is at least 1.")
    ram = _memory(float(size) * _factor(unit, units.GIB), text)
    dirty = _rate(float(rate or 0) * RATE[(per or "MB/s").lower()], text)
    working = _working(float(part) * _factor(of, units.GIB), ram, text) if part else None
    said = (f"{size} {unit or 'GiB'}", f" @ {rate} {per or 'MB/s'}" if rate else "", f" in {part} {of or 'GiB'}" if part else "")
    return VmClass(int(count or 1), "".join(said) + (" fixed" if fixed else ""), ram, dirty, not fixed, working)


def _cells(line: str) -> list[str]:
    mark = next((mark for mark in "\t;" if mark in line), ",")
    try:
        cells = next(csv.reader([line.replace("\0", "")], delimiter=mark, skipinitialspace=True))
    except csv.Error:
        cells = line.split(mark)
    return [cell.strip() if mark == "," else _decimal_point(cell.strip()) for cell in cells]


def _decimal_point(cell: str) -> str:
    return cell.replace(",", ".") if re.fullmatch(r"\d+,\d+\s*\S*", cell) else cell


def _header(cells: Sequence[str]) -> dict[str, int] | None:
    """Which column is which, by their names; None if this is no header."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for column, words in SIGNS.items():
            if column not in found and any(word in cell.lower() for word in words):
                found[column] = place
                break
    return found if {"name", "memory"} <= set(found) else None


def _unit_of(head: str) -> float:
    found = _UNIT.search(head)
    return _factor(found[1] if found else None, units.GIB)


def _factor(unit: str | None, default: float) -> float:
    """The bytes of a unit; Gi, as Kubernetes writes it, is GiB, and a bare G is GB."""
    if not unit:
        return default
    return MEMORY[unit.lower() if unit.lower().endswith("b") else unit.lower() + "b"]


def _row(cells: Sequence[str], places: Mapping[str, int], sizes: Mapping[str, float]) -> VmClass:
    name, memory, dirty, migratable, working = (
        cells[places[c]] if c in places and places[c] < len(cells) else "" for c in COLUMNS
    )
    if not name:
        raise ValueError("there is no name; write name, memory GiB, dirty MB/s, migratable.")
    size = _SIZE.fullmatch(memory)
    if not size:
        said = f"“{memory[:40]}” is not a memory size" if memory else f"“{name[:40]}” has no memory size"
        raise ValueError(f"{said}; write GiB, such as 8 or 64.")
    ram = _memory(float(size[1]) * _factor(size[2], sizes["memory"]), name)
    rate = re.sub(r"\s*MB/s$", "", dirty, flags=re.IGNORECASE) or "0"
    try:
        touched = float(rate)
    except ValueError:
        raise ValueError(f"“{dirty[:40]}” is not a dirty rate; write MB/s, such as 50.") from None
    if migratable.lower() not in YES + NO:
        raise ValueError(f"“{migratable[:40]}” does not say whether the VM can move; write yes or no.")
    part = _SIZE.fullmatch(working)
    if working and not part:
        raise ValueError(f"“{working[:40]}” is not the size of a working set; write GiB, such as 2, or nothing.")
    written = _working(float(part[1]) * _factor(part[2], sizes["working"]), ram, name) if part else None
    return VmClass(1, name[:LONGEST_NAME], ram, _rate(touched * units.MB, name), migratable.lower() in YES, written)


def _memory(ram: float, what: str) -> float:
    if not SMALLEST_GIB <= ram / units.GIB <= LARGEST_GIB:
        raise ValueError(f"the memory of “{what[:40]}” is outside {SMALLEST_GIB:g} to {LARGEST_GIB:,.0f} GiB.")
    return ram


def _working(size: float, ram: float, what: str) -> float:
    if not 0 < size <= ram:
        raise ValueError(f"the working set of “{what[:40]}” is not above 0 and at most its memory.")
    return size


def _rate(dirty: float, what: str) -> float:
    if not (0 <= dirty / units.MB <= MOST_DIRTY_MB_S and math.isfinite(dirty)):
        raise ValueError(f"the dirty rate of “{what[:40]}” is outside 0 to {MOST_DIRTY_MB_S:,.0f} MB/s.")
    return dirty
