"""A number as a tool prints it, with its unit: what it is in bytes, seconds or pages. No unit is ever guessed."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum
from typing import NamedTuple

from domain.catalog.records.printouts import PrintedUnit
from domain.quantities.units import GB, GBIT, GIB, KIB, MB, MIB, TB, TIB
from domain.quantities.wording import quoted


class Dimension(StrEnum):
    BYTES = "an amount of memory"
    BYTES_S = "a rate"
    PAGES = "a number of pages"
    PAGES_S = "pages per second"
    SECONDS = "a time"
    COUNT = "a number"
    MOMENT = "a moment"


class Quantity(NamedTuple):
    """`value` in bytes, bytes per second, pages, seconds or nothing, as `dimension` has it; `as_read` with its unit.

    A moment is in seconds since 1970.
    """

    value: float
    dimension: Dimension
    as_read: str


KBIT = 1000 / 8
"""Bytes of 10^3 bit."""

SIZES: dict[str, float] = {
    **dict.fromkeys(("B", "bytes"), 1),
    **dict.fromkeys(("KiB", "Ki", "kbytes"), KIB),
    **dict.fromkeys(("MiB", "Mi"), MIB),
    **dict.fromkeys(("GiB", "Gi"), GIB),
    **dict.fromkeys(("TiB", "Ti"), TIB),
    **dict.fromkeys(("kB", "KB", "k"), 1000),
    **dict.fromkeys(("MB", "M"), MB),
    **dict.fromkeys(("GB", "G"), GB),
    **dict.fromkeys(("TB", "T"), TB),
}
"""Bytes of each. Ki to Ti and k to T are Kubernetes' quantities; `kbytes` is QEMU's, which shifts bytes right by 10
(migration/migration-hmp-cmds.c)."""

UNITS: dict[str, tuple[Dimension, float]] = {
    **{name: (Dimension.BYTES, size) for name, size in SIZES.items()},
    **{f"{name}/s": (Dimension.BYTES_S, size) for name, size in SIZES.items()},
    **{f"{name}/second": (Dimension.BYTES_S, size) for name, size in SIZES.items()},
    **dict.fromkeys(("Kbps", "kbps", "Kbit/s"), (Dimension.BYTES_S, KBIT)),
    **dict.fromkeys(("Mbps", "mbps", "Mbit/s"), (Dimension.BYTES_S, 1000 * KBIT)),
    **dict.fromkeys(("Gbps", "Gbit/s"), (Dimension.BYTES_S, GBIT)),
    **dict.fromkeys(("pages",), (Dimension.PAGES, 1)),
    **dict.fromkeys(("pages/s", "pps"), (Dimension.PAGES_S, 1)),
    **dict.fromkeys(("us",), (Dimension.SECONDS, 1e-6)),
    **dict.fromkeys(("ms", "millisecond"), (Dimension.SECONDS, 1e-3)),
    **dict.fromkeys(("s", "second", "seconds"), (Dimension.SECONDS, 1)),
}
"""Every unit that is understood. `mbps` of QEMU and `Mbps` of virt-launcher are 10^6 bit per second."""

BARE: dict[PrintedUnit, str] = {
    PrintedUnit.BYTES: "bytes",
    PrintedUnit.BYTES_S: "bytes/s",
    PrintedUnit.MIB: "MiB",
    PrintedUnit.MIB_S: "MiB/s",
    PrintedUnit.MB_FOR_MIB: "MiB",
    PrintedUnit.MBIT_S: "Mbit/s",
    PrintedUnit.PAGES: "pages",
    PrintedUnit.PAGES_S: "pages/s",
    PrintedUnit.MS: "ms",
    PrintedUnit.S: "s",
}
"""What a number without a unit is in, by what the tool's row says."""

_NUMBER = re.compile(r"~?(\d[\d,.]{0,30}(?:[eE][+-]\d{1,3})?)\s*([A-Za-z]{1,12}(?:/[A-Za-z]{1,6})?|%)?(?![\w.])")
_PLAIN = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]\d+)?")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")
_GO = re.compile(r"(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?(?:(\d{1,9}(?:\.\d{1,9})?)ms)?")
LARGEST = 1e20
"""More than this is no size, rate or time of a computer; QEMU's "no limit" of 2^63 bytes is less."""


def quantity(text: str, unit: PrintedUnit) -> Quantity:
    """The number that `text` begins with. ValueError, a sentence, for what is none, is ambiguous or has no known unit."""
    if unit is PrintedUnit.MOMENT:
        return _moment(text.strip())
    if unit is PrintedUnit.DURATION:
        return _duration(text.strip())
    found = _NUMBER.match(text.strip())
    if found is None:
        raise ValueError(f"{quoted(text)} is not a number with a unit.")
    digits, suffix = found[1].rstrip(".,"), found[2] or ""
    if not _PLAIN.fullmatch(digits):
        raise ValueError(f"{quoted(digits)} can be read in two ways; write it with a point for the fraction and nothing else.")
    number = float(digits)
    if number > LARGEST:
        raise ValueError(f"{quoted(digits)} is too large to be meant.")
    if unit is PrintedUnit.COUNT:
        return Quantity(number, Dimension.COUNT, in_words(number))
    name = _unit(suffix, unit)
    if not name:
        raise ValueError(f"{quoted(text)} has no unit that is understood; write one, such as MiB, MiB/s or pages/s.")
    dimension, size = UNITS[name]
    means = f" {suffix}, which means MiB" if suffix and suffix != name and name == "MiB" else f" {name}"
    return Quantity(number * size, dimension, in_words(number) + means)


def in_words(number: float) -> str:
    """A number without an exponent: "32,213,049,344", "101.96", "0.855302"."""
    if float(number).is_integer():
        return f"{number:,.0f}"
    return f"{number:,.1f}" if abs(number) >= 1e5 else f"{float(f'{number:.6g}'):,.10f}".rstrip("0")


def _moment(text: str) -> Quantity:
    """A time of RFC 3339, as Kubernetes writes it: 2019-03-29T03:37:52Z."""
    if not _STAMP.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a moment, such as 2026-11-27T08:00:00Z.")
    try:
        return Quantity(dt.datetime.fromisoformat(text).timestamp(), Dimension.MOMENT, text)
    except (ValueError, OverflowError) as fault:
        raise ValueError(f"{quoted(text)} is not a moment, such as 2026-11-27T08:00:00Z.") from fault


def _duration(text: str) -> Quantity:
    """A duration as Go writes it: 1m23.456s."""
    found = _GO.fullmatch(text)
    if found is None or not text:
        raise ValueError(f"{quoted(text)} is not a duration, such as 1m23s.")
    hours, minutes, seconds, small = (float(part or 0) for part in found.groups())
    return Quantity(3600 * hours + 60 * minutes + seconds + small / 1000, Dimension.SECONDS, text)


def _unit(suffix: str, unit: PrintedUnit) -> str:
    """The unit's name in UNITS, empty if none is understood: what is printed, else the tool's own."""
    if unit is PrintedUnit.MB_FOR_MIB and suffix in ("", "M", "MB"):
        return "MiB"
    if suffix == "pages" and unit is PrintedUnit.PAGES_S:
        return "pages/s"
    return suffix if suffix in UNITS else BARE.get(unit, "") if not suffix else ""
