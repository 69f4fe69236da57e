"""Numbers and sizes as people paste them: which mark separates thousands, and which unit a bare number is in.

Nothing is decided in silence: a reading that the text does not name is said in a notice; what has two readings is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities import units

BYTES: dict[str, int] = {
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "kb": 1000,
    "mb": units.MB,
    "gb": units.GB,
    "tb": units.TB,
    "kib": units.KIB,
    "mib": units.MIB,
    "gib": units.GIB,
    "tib": units.TIB,
}
"""The bytes of a unit that is written out, by its lower case."""

UNIT = r"(?:[kmgt]i?b?|bytes?)"

LEAST_MIB = int(SMALLEST_GIB * 1024)
"""MiB of the smallest VM that is taken: no smaller number can be one's memory in MiB."""

STEP = 256
"""A column of multiples of so many is taken for MiB: the steps in which VMs are sized there."""

PLAIN_MIB = 1024
"""Without any head a multiple of STEP is taken for MiB from here on: below it a VM of so many GiB is the likelier one."""

GRAIN = 8
"""Parts of a GiB in which a VM's memory may come: a number with three decimals that fits none is one with thousands."""

_GAPS = re.compile(r"(?<=\d)[\u00a0\u202f '’](?=\d{3}(?!\d))")
_CELL = re.compile(rf"(\d[\d.,]{{0,20}}?)\s*({UNIT})?", re.IGNORECASE)
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+") for mark in ",."}


class Written(NamedTuple):
    """A number as it stands in its cell, and the unit beside it; empty where there is none."""

    number: str
    unit: str

    def bytes_of_one(self, bare: int) -> int:
        return factor(self.unit) if self.unit else bare


def written(cell: str) -> Written | None:
    """The number and the unit of a cell; None if it is no number. Gaps and apostrophes between thousands are taken out."""
    found = _CELL.fullmatch(_GAPS.sub("", cell.strip()))
    return Written(found[1], found[2] or "") if found else None


def factor(unit: str) -> int:
    """The bytes of a unit beside a number: Gi, as Kubernetes writes it, is GiB, and a bare G is GB."""
    return BYTES.get(unit.lower()) or BYTES[unit.lower() + "b"]


def is_decimal(unit: str) -> bool:
    """Whether a unit beside a number counts in thousands, which is seldom meant of memory."""
    return factor(unit) > 1 and factor(unit) % 1024 != 0


def thousands_of(cells: Sequence[Written], bare: int | None) -> str:
    """The mark that separates thousands in a column, all of whose numbers are written alike; the other one is the decimal mark.

    `bare`: the bytes of a number without a unit, None if that has yet to be found. A mark before exactly three digits separates
    thousands, unless the numbers are sizes of VMs with decimals too: a ValueError asks which is meant. Where the unit has yet to
    be found, only eighths of a GiB are sizes.
    """
    mixed = [cell.number for cell in cells if "," in cell.number and "." in cell.number]
    if mixed:
        return "," if mixed[0].rfind(".") > mixed[0].rfind(",") else "."
    mark = next((mark for mark in ",." if any(mark in cell.number for cell in cells)), ",")
    other = "." if mark == "," else ","
    marked = [cell for cell in cells if mark in cell.number]
    if not marked or not all(_GROUPED[mark].fullmatch(cell.number) for cell in marked):
        return other
    if any(cell.number.count(mark) > 1 for cell in marked) or (mark == "," and len(marked) < len(cells)):
        return mark
    decimals = [float(cell.number.replace(mark, ".")) * cell.bytes_of_one(bare or units.GIB) / units.GIB for cell in marked]
    smallest = [cell.bytes_of_one(bare or units.MIB) / cell.bytes_of_one(bare or units.GIB) for cell in marked]
    known = bare is not None or all(cell.unit for cell in marked)
    fit = all(SMALLEST_GIB <= gib <= LARGEST_GIB and (known or (GRAIN * gib).is_integer()) for gib in decimals)
    if not fit:
        return mark
    if all(1000 * gib * least <= LARGEST_GIB for gib, least in zip(decimals, smallest, strict=True)):
        one = marked[0].number
        raise ValueError(f"“{one}” may be {one.replace(mark, '')} or {one.replace(mark, '.')}; write one of them.")
    return other


def number(text: str, thousands: str) -> float:
    """A number whose thousands have this mark between them, or none. ValueError if it is not one."""
    whole, _, decimals = text.partition("." if thousands == "," else ",")
    if (
        thousands in whole and not _GROUPED[thousands].fullmatch(whole)
    ) or not f"{whole.replace(thousands, '')}{decimals}0".isdigit():
        raise ValueError(f"“{text[:40]}” is not a number; write it without marks between thousands.")
    return float(f"{whole.replace(thousands, '')}.{decimals or 0}")


def bare_unit(numbers: Sequence[float]) -> tuple[int, str]:
    """The bytes of sizes that have no unit and no head, of which GiB is documented; and the notice, if they may be MiB too."""
    if numbers and all(n >= PLAIN_MIB and n % STEP == 0 for n in numbers):
        return (
            units.MIB,
            "Sizes without a unit are read as MiB, as inventories write them; add GiB if that is meant.",
        )
    unsure = any(n >= STEP and n % STEP == 0 for n in numbers)
    return units.GIB, "Sizes without a unit are read as GiB; add MiB if that is meant." if unsure else ""


def headed_unit(numbers: Sequence[float], head: str, inventory: bool) -> tuple[int, str]:
    """The bytes of sizes under a head that has no unit, and the notice that names the reading. ValueError if it cannot be told.

    `inventory`: the heads beside it are those of RVTools, whose Memory is in MiB.
    """
    read = f"“{head[:40]}” names no unit and is read as"
    if all(n >= LEAST_MIB * units.MIB and n % units.MIB == 0 for n in numbers):
        return 1, f"{read} bytes."
    if all(n < LEAST_MIB for n in numbers):
        return units.GIB, f"{read} GiB; if that is wrong, call it {head[:40]} MiB."
    if inventory or all(n >= STEP and n % STEP == 0 for n in numbers):
        return units.MIB, f"{read} MiB, as RVTools writes it; if that is wrong, call it {head[:40]} GiB."
    raise ValueError(f"“{head[:40]}” names no unit, and its numbers tell none; call it {head[:40]} MiB or {head[:40]} GiB.")
