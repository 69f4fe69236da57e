"""Reads the sizes of a VM's disks as people write them: "20, 3 x 500", in GiB unless a unit is written."""

from __future__ import annotations

import re

from domain.quantities import units

MOST_DISKS, SMALLEST_GIB, LARGEST_GIB = 60, 0.1, 1_000_000.0
"""Disks of a VM: four SCSI controllers of 15 each, as the plain number of disks has it. Sizes: bounds of our own."""

UNITS = {"mib": units.MIB, "gib": units.GIB, "tib": units.TIB, "gb": units.GB, "tb": units.TB}
LIKE = "write sizes in GiB, such as 20, 3 x 500"
_PART = re.compile(r"(?:(\d{1,6})\s*[x×*]\s*)?(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]*)", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3},\d{3}(?![\d])")


def read_sizes(text: str) -> tuple[float, ...]:
    """Bytes of each disk, in the order of the list; commas, semicolons, plus signs or lines part them.

    ValueError with a sentence: no size, a comma that may be one of thousands, a unit that is not known, too many disks, or a
    size beyond its bounds.
    """
    if doubtful := _THOUSANDS.search(text):
        whole = doubtful[0].replace(",", "")
        raise ValueError(f"“{doubtful[0]}” may be one disk or two: write {whole}, or a blank after the comma.")
    parts = [part.strip() for part in re.split(r"[,;+\n]", text) if part.strip()]
    if not parts:
        raise ValueError(f"The list of disks is empty; {LIKE}.")
    found: list[float] = []
    for part in parts:
        count, size = _disks(part)
        if len(found) + count > MOST_DISKS:
            raise ValueError(f"A VM has at most {MOST_DISKS} disks here; the list has more.")
        found += [size] * count
    return tuple(found)


def _disks(part: str) -> tuple[int, float]:
    """How many equal disks a part of the list names, and the bytes of one."""
    found = _PART.fullmatch(part)
    if not found:
        raise ValueError(f"“{part[:40]}” is not a disk; {LIKE}.")
    count, size, unit = found.groups()
    if unit and unit.lower() not in UNITS:
        raise ValueError(f"“{unit[:40]}” is not a unit of a disk; {LIKE}, or with GiB, TiB, GB or TB behind the number.")
    many, size_bytes = int(count or 1), float(size) * UNITS.get(unit.lower(), units.GIB)
    if not many:
        raise ValueError(f"“{part[:40]}” is not a disk; the number before the x is at least 1.")
    if not SMALLEST_GIB * units.GIB <= size_bytes <= LARGEST_GIB * units.GIB:
        raise ValueError(f"“{part[:40]}” is not a size from {SMALLEST_GIB:g} to {LARGEST_GIB:,.0f} GiB.")
    return many, size_bytes
