"""Reads the VMs of a host as people paste them: classes such as "20 x 8 GiB @ 50 MB/s", or lines from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.drain import sizes, vm_table
from domain.drain.vm_classes import IS_CLASS, ClassText, VmClass, class_text, split_classes
from domain.drain.vm_heads import heads
from domain.drain.vm_table import VmTable

MOST_LINES, MOST_VMS = 500, 500

_ON_HOST = re.compile(r"\s*([^,;:\t\d][^,;:\t]{0,79}):\s+(?=\d)")


@dataclass(frozen=True)
class Listed:
    """What could be read; a sentence for each line that could not, and for each reading that the text does not name.

    Strangers' words stand in “quotation marks”.
    """

    classes: tuple[VmClass, ...]
    faults: tuple[str, ...]
    notices: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(vm.count for vm in self.classes)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that the list names, in its order."""
        return tuple(dict.fromkeys(vm.host for vm in self.classes if vm.host))


@lru_cache(maxsize=16)
def read(text: str) -> Listed:
    """Read a list of VMs; at most MOST_LINES lines and MOST_VMS VMs of it.

    A line either holds classes, separated by commas: "20 x 8 GiB, 4 x 64 GiB @ 50 MB/s in 2 GiB, 1 x 64 GiB fixed", where the
    last size is the working set, or one VM: "name, memory GiB, dirty MB/s, migratable, working set GiB", separated by commas,
    semicolons, tabs or wide gaps, of which the last three may be missing. A first line with names of columns puts them in any
    order and gives units. "esx01: " before classes says on which host they are. Never raises.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    faults = [f"The list has {len(lines)} lines; the first {MOST_LINES} are read."] if len(lines) > MOST_LINES else []
    table, written = VmTable(), []
    for order, (number, line) in enumerate(lines[:MOST_LINES]):
        try:
            if (on := _ON_HOST.match(line)) or IS_CLASS.match(line):
                host, rest = (on[1].strip(), line[on.end() :]) if on else ("", line)
                written += [(number, part, host) for part in split_classes(rest)]
            elif not order and (found := heads(vm_table.cells(line))):
                table.heads = found
            else:
                table.add(number, line)
        except ValueError as fault:
            faults.append(f"Line {number}: {fault}")
            if not order and "heads" in str(fault):
                break
    return _read(table, written, faults)


def _read(table: VmTable, written: Sequence[tuple[int, str, str]], faults: list[str]) -> Listed:
    """The VMs of classes and rows, whose sizes without a unit are read alike."""
    classes: list[tuple[int, ClassText, str]] = []
    for number, part, host in written:
        try:
            classes.append((number, class_text(part), host))
        except ValueError as fault:
            faults.append(f"Line {number}: {fault}")
    try:
        bare = [size for _, one, _ in classes for size in one.bare] + table.bare_sizes()
    except ValueError as fault:
        bare, table.rows = [], []
        faults.append(f"The sizes: {fault}")
    unit, notice = sizes.bare_unit(bare)
    found, wrong = table.classes(unit)
    for number, one, host in classes:
        try:
            found.append((number, one.read(unit, host)))
        except ValueError as fault:
            wrong.append(f"Line {number}: {fault}")
    kept, cut = _bounded([vm for _, vm in sorted(found, key=lambda pair: pair[0])])
    faults = [*faults, *wrong, *cut]
    if not kept and not faults:
        out = table.counted_out()
        faults.append(
            f"{out[0]} No VM is left." if out else "The list of VMs is empty; write 40 x 16 GiB, or a line for each VM."
        )
    notices = [*([notice] if notice else []), *table.notices, *_decimals(table, classes), *table.counted_out()]
    return Listed(tuple(kept), tuple(faults), tuple(notices))


def _decimals(table: VmTable, classes: Sequence[tuple[int, ClassText, str]]) -> list[str]:
    """Say once what a unit of thousands comes to: a VM of 16 GB mostly has 16 GiB."""
    units = [one.unit for _, one, _ in classes] + [row.size.unit for row in table.rows]
    found = next((unit for unit in units if unit and sizes.is_decimal(unit)), None)
    if not found:
        return []
    named = found.upper() if len(found) == 2 else f"{found.upper()}B"
    return [f"{named} is read as {sizes.factor(found):,} bytes; write {named[0]}iB for the memory that tools show."]


def _bounded(classes: Sequence[VmClass]) -> tuple[list[VmClass], list[str]]:
    kept, room = [], MOST_VMS
    for vms in classes:
        if count := min(vms.count, room):
            kept.append(replace(vms, count=count))
        room -= count
    total = sum(vms.count for vms in classes)
    return kept, [f"The list has {total:,} VMs; the first {MOST_VMS} are counted."] if total > MOST_VMS else []
