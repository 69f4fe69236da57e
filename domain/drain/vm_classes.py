"""Equal VMs as a class: "20 x 8 GiB @ 50 MB/s in 2 GiB", and what people write first: "40 VMs of 16 GB", "16 GB x 40"."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from domain.drain.sizes import BYTES, UNIT, factor
from domain.live_migration.devices import Device
from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities import units
from domain.quantities.wording import number_in_words

MOST_DIRTY_MB_S = 100_000.0
"""Dirty rates that are taken for real, in 10^6 bytes per second: eight times a link of 100 Gbit/s."""

EACH = r"\s*(?:[x×*]|VMs?\b\s*(?:[x×*]|of\b|with\b|at\b|à|:|,)?)\s*"
_NUMBER = r"(\d{1,9}(?:\.\d{1,9})?)"
_RATE = r"([kmg]i?b(?:/s|ps))"
DEVICES = {
    Device.VGPU: r"vgpu(?:\s+\d+(?:\.\d+)?\s*[mgt]i?b?)?|gpu-p",
    Device.PCI: r"(?:whole\s+)?gpu|pci|passthrough|pass-through|dda",
    Device.SRIOV: r"sr-?iov",
    Device.USB: r"usb",
    Device.LOCAL: r"serial|floppy",
}
"""What a device is called in a list; a vGPU may name its frame buffer."""

_DEVICE = "|".join(DEVICES.values())
_CLASS = re.compile(
    rf"(?:(\d{{1,6}}){EACH})?{_NUMBER}\s*({UNIT})?(?:\s+(?:ram|memory|each)\b)*(?:\s*@\s*{_NUMBER}\s*{_RATE}?)?"
    rf"(?:\s+in\s+{_NUMBER}\s*({UNIT})?)?(?:\s+({_DEVICE}))?(\s+fixed)?",
    re.IGNORECASE,
)
IS_CLASS = re.compile(rf"\s*\d+(?:[.,]\d+)?\s*(?:[x×*]\s*\d|VMs?\b|{UNIT}\b)", re.IGNORECASE)
"""How a line of classes begins."""

_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_BARE_RATE = re.compile(
    rf"(?<![@.\s])(?:\s*[,;]\s+|\s+|(?<=[a-z])[,;])(?:at\s+|writing\s+)?(?={_NUMBER}\s*{_RATE}(?!\w))", re.IGNORECASE
)
"""What stands before a rate that no @ announces; its unit tells that it is one."""

_SIZE_FIRST = re.compile(rf"{_NUMBER}\s*({UNIT})\s*[x×*]\s*(\d{{1,6}})\b(?:\s*VMs?\b)?(?!\s*{UNIT}\b)", re.IGNORECASE)
"""A size with its unit before the number of VMs."""


@dataclass(frozen=True)
class VmClass:
    """`count` equal VMs: memory in bytes, memory touched by writes in bytes per second, and whether they can move.

    `working_set`: the bytes that the writes go to; None where the list does not say. `host`: on which host they are, where the
    list says it. `device`: what each has, by which a platform may refuse to move it.
    """

    count: int
    name: str
    ram_bytes: float
    dirty: float = 0.0
    migratable: bool = True
    working_set: float | None = None
    host: str = ""
    device: Device = Device.NONE


@dataclass(frozen=True)
class ClassText:
    """A class as it was written, before its sizes without a unit are known."""

    text: str
    count: int
    size: str
    unit: str
    rate: str
    per: str
    part: str
    of: str
    device: str
    fixed: bool

    @property
    def bare(self) -> list[float]:
        """Its sizes that have no unit."""
        return [] if self.unit else [float(self.size)]

    def read(self, bare: int, host: str) -> VmClass:
        """The class, with `bare` the bytes of a size without a unit. ValueError if a number is out of range."""
        unit = self.unit or next(name for name in ("MiB", "GiB") if BYTES[name.lower()] == bare)
        ram = memory(float(self.size), factor(unit), self.text)
        rate = bounded_rate(float(self.rate or 0) * rate_factor(self.per or "MB/s"), self.text)
        of = self.of or unit
        working = bounded_part(float(self.part) * factor(of), ram, self.text) if self.part else None
        parts = (
            f"{self.size} {unit}",
            f" @ {self.rate} {self.per or 'MB/s'}" if self.rate else "",
            f" in {self.part} {of}" if self.part else "",
            f" {self.device}" if self.device else "",
            " fixed" if self.fixed else "",
        )
        return VmClass(self.count, "".join(parts), ram, rate, not self.fixed, working, host, device(self.device))


def split_classes(line: str) -> list[str]:
    """The classes of a line. ValueError where a comma may separate classes or thousands."""
    if _THOUSANDS.search(line):
        raise ValueError(
            f"“{line.strip()[:40]}” has a comma before three digits; write thousands without it, or a blank after it."
        )
    line = re.sub(r"(VMs?)\s*,\s*(?=\d)", r"\1 ", line, flags=re.IGNORECASE)
    line = _BARE_RATE.sub(" @ ", line)
    return [part.strip() for part in re.split("[,;]", line) if part.strip()]


def class_text(text: str) -> ClassText:
    """The parts of a class. ValueError if it is none, with the form that would be."""
    found = _CLASS.fullmatch(_SIZE_FIRST.sub(r"\3 x \1 \2", text))
    if not found:
        raise ValueError(_mend(text))
    count, size, unit, rate, per, part, of, has, fixed = found.groups()
    if count is not None and not int(count):
        raise ValueError(f"“{text[:40]}” has no VM; the number before the x is at least 1.")
    return ClassText(text, int(count or 1), size, unit or "", rate or "", per or "", part or "", of or "", has or "", bool(fixed))


def _mend(text: str) -> str:
    """What is wrong with a class, by the word that is, and the line that would be right."""
    if only := re.fullmatch(r"(\d{1,6})\s*VMs?", text, re.IGNORECASE):
        return f"“{text[:40]}” has no memory size; write “{only[1]} x 16 GiB”, with the size of yours."
    begun = _CLASS.match(text)
    if begun and begun[1]:
        wrong = re.search(r"\S*\Z", begun[0].rstrip()) if text[begun.end()].isalnum() else None
        rest = text[wrong.start() if wrong else begun.end() :].strip()
        right = f"{begun[1]} x {begun[2]} {begun[3] or 'GiB'}"
        return f"“{rest[:40]}” is not understood; write “{right} @ 50 MB/s in 2 GiB”, and after it gpu or fixed."
    return f"“{text[:40]}” is not a class of VMs; write it as “20 x 8 GiB @ 50 MB/s”."


def equal_vms(count: int, memory_gib: float, dirty_mb_s: float) -> VmClass:
    """A class by its numbers: memory of each VM in GiB, dirty rate of each in 10^6 bytes per second. ValueError as in a list."""
    name = f"{number_in_words(memory_gib)} GiB" + (f" @ {number_in_words(dirty_mb_s)} MB/s" if dirty_mb_s else "")
    return VmClass(count, name, memory(memory_gib, units.GIB, name), bounded_rate(dirty_mb_s * units.MB, name))


def device(text: str) -> Device:
    """The kind of a device by its name in a list. ValueError if it is none of DEVICES."""
    if text.lower() in ("", "none", "no", "-"):
        return Device.NONE
    for kind, words in DEVICES.items():
        if re.fullmatch(words, text, re.IGNORECASE):
            return kind
    raise ValueError(f"“{text[:40]}” is no device known here; write gpu, vgpu 16 GB, sriov, usb or serial.")


def rate_factor(unit: str) -> int:
    """The bytes per second of a unit such as MB/s."""
    return BYTES[unit.lower().removesuffix("/s").removesuffix("ps")]


def memory(size: float, unit: int, what: str) -> float:
    """The bytes of a VM's memory. ValueError, with the unit that was taken, if no VM has so much or so little."""
    ram = size * unit
    if not SMALLEST_GIB <= ram / units.GIB <= LARGEST_GIB:
        taken = f"the memory of “{what[:40]}” is read as {number_in_words(size)} {_NAMES[unit]}"
        raise ValueError(f"{taken}, outside {SMALLEST_GIB:g} to {LARGEST_GIB:,.0f} GiB.")
    return ram


_NAMES = {
    units.GIB: "GiB",
    units.MIB: "MiB",
    1: "bytes",
    units.KIB: "KiB",
    units.TIB: "TiB",
    1000: "kB",
    units.MB: "MB",
    units.GB: "GB",
    units.TB: "TB",
}


def bounded_part(size: float, ram: float, what: str) -> float:
    """A working set in bytes. ValueError unless it is some of the memory."""
    if not 0 < size <= ram:
        raise ValueError(f"the working set of “{what[:40]}” is not above 0 and at most its memory.")
    return size


def bounded_rate(dirty: float, what: str) -> float:
    """A dirty rate in bytes per second. ValueError if no guest writes so fast."""
    if not (0 <= dirty / units.MB <= MOST_DIRTY_MB_S and math.isfinite(dirty)):
        raise ValueError(f"the dirty rate of “{what[:40]}” is outside 0 to {MOST_DIRTY_MB_S:,.0f} MB/s.")
    return dirty
