"""A line for each VM, from a spreadsheet or an inventory, with or without heads."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.drain import sizes
from domain.drain.sizes import Written, written
from domain.drain.vm_classes import VmClass, bounded_part, bounded_rate, device, memory, rate_factor
from domain.drain.vm_heads import BARE, Heads, unit_named
from domain.quantities import units
from domain.quantities.wording import counted

LONGEST_NAME = 80

_NUMBERS = re.compile(rf"[x×*\s]*(\d{{1,6}})[^\d,;]{{1,20}}(?:(\d{{1,9}})\s*({sizes.UNIT})?)?", re.IGNORECASE)
"""A number of VMs, alone or with a size, that is written like neither a class nor a name."""

YES, NO = ("yes", "y", "true", "1", "", "live"), ("no", "n", "false", "0", "fixed")
ON = ("poweredon", "powered on", "on", "running", "started", "")
OFF = ("poweredoff", "powered off", "off", "suspended", "stopped", "saved", "paused", "halted")
SET, UNSET = ("true", "yes", "1"), ("false", "no", "0", "")


@dataclass
class Row:
    """A line of the table, its cells by column; `size`, `part` and `rate` are its numbers as they are written."""

    line: int
    cells: dict[str, str]
    size: Written
    part: Written | None
    rate: Written | None

    @property
    def name(self) -> str:
        return self.cells["name"]


@dataclass
class VmTable:
    """What the lines of a list come to; rows are read together, because a column is written alike."""

    heads: Heads = BARE
    rows: list[Row] = field(default_factory=list)
    off: int = 0
    templates: int = 0
    notices: list[str] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        """Take a line. ValueError if it is no VM; one that is switched off, or a template, is only counted."""
        found = cells(text)
        if self.heads.number and len(found) > self.heads.number and any(found[self.heads.number :]):
            many = f"{len(found)} cells under {self.heads.number} heads"
            raise ValueError(f"there are {many}; a number with commas between thousands needs quotation marks.")
        row = {column: found[place] if place < len(found) else "" for column, place in self.heads.places.items()}
        if not row["name"]:
            raise ValueError("there is no name; write name, memory GiB, dirty MB/s, migratable.")
        if self._counted_out(row):
            return
        self.rows.append(_row(line, row))

    def _counted_out(self, row: dict[str, str]) -> bool:
        """Whether the VM does not run here: then nothing of it moves live."""
        state = row.get("power", "").lower()
        flags = [row.get(column, "").lower() for column in ("template", "placeholder")]
        if state not in ON + OFF:
            raise ValueError(f"“{state[:40]}” does not say whether the VM runs; write poweredOn or poweredOff.")
        if bad := next((flag for flag in flags if flag not in SET + UNSET), ""):
            raise ValueError(f"“{bad[:40]}” does not say whether it is a template; write true or false.")
        if any(flag in SET for flag in flags):
            self.templates += 1
        elif state in OFF:
            self.off += 1
        else:
            return False
        return True

    def classes(self, bare: int) -> tuple[list[tuple[int, VmClass]], list[str]]:
        """Each VM with its line, and what is wrong with others. `bare`: the bytes of a size without unit or head."""
        if not self.rows:
            return [], []
        try:
            unit = self._unit(bare)
            marks = [self._mark(column, unit) for column in ("size", "part", "rate")]
            rate = rate_factor(self.heads.rate("dirty") or "MB/s")
            self._say_of_working_sets(unit)
        except ValueError as fault:
            return [], [f"Line {self.rows[0].line} and below: {fault}"]
        found, faults = [], []
        for row in self.rows:
            try:
                found.append((row.line, self._vm(row, unit, marks, rate)))
            except ValueError as fault:
                faults.append(f"Line {row.line}: {fault}")
        return found, faults

    def bare_sizes(self) -> list[float]:
        """The sizes without a unit of a table without heads. ValueError as `sizes.thousands_of`."""
        plain = [] if self.heads.number else [row.size for row in self.rows if not row.size.unit]
        mark = sizes.thousands_of(plain, None)
        return [sizes.number(one.number, mark) for one in plain]

    def _unit(self, bare: int) -> int:
        """The bytes of a memory size without a unit; what was read into its head is added to the notices."""
        plain = [row.size for row in self.rows if not row.size.unit]
        if not self.heads.number or not plain:
            return bare
        head = self.heads.written["memory"]
        if named := self.heads.unit("memory"):
            unit, name = unit_named(named)
            if named.lower() not in (name.lower(), "bytes"):
                self.notices.append(f"“{head[:40]}” is read as {name}: RVTools and PowerCLI call it so and count in 1,024s.")
            return unit
        mark = sizes.thousands_of(plain, None)
        unit, notice = sizes.headed_unit([sizes.number(one.number, mark) for one in plain], head, self.heads.inventory)
        self.notices.append(notice)
        return unit

    def _say_of_working_sets(self, unit: int) -> None:
        """Under a head that names no unit a working set is read in that of the memory."""
        bare = any(row.part and not row.part.unit for row in self.rows)
        if bare and unit != units.GIB and "working" in self.heads.written and not self.heads.unit("working"):
            name = next(name for name in ("bytes", "KiB", "MiB", "TiB") if unit_named(name)[0] == unit)
            self.notices.append(f"“{self.heads.written['working'][:40]}” names no unit and is read as {name}, as the memory is.")

    def _mark(self, column: str, unit: int) -> str:
        """The mark between thousands in a column of numbers."""
        found = [one for row in self.rows if (one := getattr(row, column))]
        return sizes.thousands_of(found, unit if column != "rate" else units.GIB)

    def _vm(self, row: Row, unit: int, marks: Sequence[str], rate: int) -> VmClass:
        of_size, of_part, of_rate = marks
        ram = memory(sizes.number(row.size.number, of_size), row.size.bytes_of_one(unit), row.name)
        part = None
        if row.part:
            named = self.heads.unit("working")
            own = unit_named(named)[0] if named else unit
            part = bounded_part(sizes.number(row.part.number, of_part) * row.part.bytes_of_one(own), ram, row.name)
        dirty = bounded_rate(sizes.number(row.rate.number, of_rate) * row.rate.bytes_of_one(rate), row.name) if row.rate else 0.0
        moves, host = row.cells.get("migratable", "").lower() in YES, row.cells.get("host", "")[:LONGEST_NAME]
        return VmClass(1, row.name[:LONGEST_NAME], ram, dirty, moves, part, host, device(row.cells.get("device", "")))

    def counted_out(self) -> list[str]:
        """How many VMs of the list do not run, in a sentence."""
        parts = [
            *([f"{counted(self.off, 'VM')} switched off or suspended"] if self.off else []),
            *([counted(self.templates, "template")] if self.templates else []),
        ]
        return [f"Counted out, because nothing of them moves: {' and '.join(parts)}."] if parts else []


def _row(line: int, cells: dict[str, str]) -> Row:
    name, size = cells["name"], cells.get("memory", "")
    if not (ram := written(size)):
        if not size and name.isdigit():
            raise ValueError(f"“{name[:40]}” may be VMs or GiB; write “{name[:6]} x 16 GiB” or “1 x {name[:6]} GiB”.")
        if size:
            raise ValueError(f"“{size[:40]}” is not a memory size; write GiB, such as 8 or 64.")
        if asks := _NUMBERS.fullmatch(name):
            right = f"{asks[1]} x {asks[2] or 16} {asks[3] or 'GiB'}"
            raise ValueError(f"“{name[:40]}” is not a number of VMs and their size; write “{right}”.")
        raise ValueError(f"“{name[:40]}” has no memory size; write “{name[:40]}, 8”, with its GiB.")
    rate = re.sub(r"(?:/s|ps)$", "", cells.get("dirty", ""), flags=re.IGNORECASE)
    touched = written(rate) if rate else None
    if rate and (not touched or re.match(r"0\d", touched.number)):
        raise ValueError(f"“{rate[:40]}” is not a dirty rate; write MB/s, such as 50.")
    if (moves := cells.get("migratable", "")).lower() not in YES + NO:
        raise ValueError(f"“{moves[:40]}” does not say whether the VM can move; write yes or no.")
    part = written(working) if (working := cells.get("working", "")) else None
    if working and not part:
        raise ValueError(f"“{working[:40]}” is not the size of a working set; write GiB, such as 2, or nothing.")
    return Row(line, cells, ram, part, touched)


def cells(line: str) -> list[str]:
    """The cells of a line: between tabs, semicolons or commas, or wide gaps as kubectl and PowerShell print them."""
    mark = next((mark for mark in "\t;," if mark in line), "")
    if not mark:
        return [cell.strip() for cell in re.split(r"\s{2,}", line.strip())]
    try:
        found = next(csv.reader([line.replace("\0", "")], delimiter=mark, skipinitialspace=True))
    except csv.Error:
        found = line.split(mark)
    return [cell.strip() for cell in found]
