"""The releases that a text names: of each product, as ranges of ordered keys.

What is read is a product's name with what follows it: "vSphere 6.7 U1 to 8.0", "Windows Server 2016, 2019 and 2025",
"Azure Local 2311.2 and later". A name without a release names none, and neither does a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

Release = tuple[int, ...]
EARLIEST, LATEST = (0,), (9999,)
"""The ends of "and earlier" and of "and later"."""

_EARLIER, _LATER = re.compile(r"\b(?:through|up to|before|earlier)\b"), re.compile(r"\b(?:from|later)\b")
_LEAD, _TAIL = r"(?:(?:from|through|up to|before) )?", r"(?:,? and (?:later|earlier))?"
_NUMBERED = r"v?\d+(?:\.(?:\d+|x)\b)*(?: U\d[a-z]?)?"


@dataclass(frozen=True)
class Span:
    """Releases of a product, both ends included, and how they are written."""

    first: Release
    last: Release
    text: str = field(default="", compare=False)

    def holds(self, release: Release) -> bool:
        """Whether a release lies within, as far as both are named: 8.0 U3 is one of 8.0."""
        low, high = release[: len(self.first)], release[: len(self.last)]
        return self.first[: len(low)] <= low and high <= self.last[: len(high)]


def around(spans: Iterable[Span]) -> Span:
    """What was read at two releases is taken to hold between them."""
    read = list(spans)
    return Span(min(span.first for span in read), max(span.last for span in read))


def numbered(text: str) -> Release:
    """The key of "8.0 U3", which is 8.0.3, or of "8.x", which is 8."""
    return tuple(int(part) for part in re.findall(r"\d+", text))


def _minor(text: str) -> Release:
    return numbered(text)[:2]


def _of_year(text: str) -> Release:
    """The key of "2012 R2", which follows "2012"."""
    return int(text[:4]), 2 if text.endswith("R2") else 0


def _of_month(text: str) -> Release:
    """The key of "2311.2", or of "23H2", which came out in a November as the other operating systems of Azure Local did."""
    return (int(text[:2]), 11) if "H" in text else (int(text[:2]), int(text[2:4]), *numbered(text[4:]))


@dataclass(frozen=True)
class Product:
    """`names` and `release` are patterns; `key` orders what the latter finds."""

    name: str
    names: str
    release: str = _NUMBERED
    key: Callable[[str], Release] = numbered

    @cached_property
    def _range(self) -> re.Pattern[str]:
        return re.compile(rf"({self.release})(?: ?(?:–|to) ?({self.release}))?({_TAIL})")

    @cached_property
    def _mention(self) -> re.Pattern[str]:
        """The product with what leads, and one or more ranges."""
        one = rf"(?:{self.release})(?: ?(?:–|to) ?(?:{self.release}))?{_TAIL}"
        return re.compile(rf"({_LEAD})\b(?:{self.names}) ({_LEAD}){one}(?:(?:, and |, | and |/){one}(?![\w.]))*")

    def spans(self, text: str) -> tuple[Span, ...]:
        """As `found`, remembered."""
        return _spans(self, text)

    def found(self, text: str) -> Iterator[Span]:
        """The releases of the product that a text names."""
        for named in self._mention.finditer(text):
            lead = named[1] + named[2]
            for found in self._range.finditer(text, named.end(2), named.end()):
                first, last, tail = found.groups("")
                yield Span(
                    EARLIEST if _EARLIER.search(lead + tail) else self.key(first),
                    LATEST if not last and _LATER.search(lead + tail) else self.key(last or first),
                    f"{self.name} {lead}{found[0]}",
                )

    def is_named_bare(self, text: str) -> bool:
        """Whether a text names the product without a release."""
        return len(re.findall(rf"\b(?:{self.names})\b", text)) > len(self._mention.findall(text))


@lru_cache(maxsize=16384)
def _spans(product: Product, text: str) -> tuple[Span, ...]:
    """Scopes and sources say the same thing over and over: a thousand scopes are read against twelve products."""
    return tuple(product.found(text))


KUBEVIRT = Product("KubeVirt", "KubeVirt", r"v?\d+\.\d+(?:\.\d+)?", _minor)
HCO = Product("HCO", "HCO", r"\d+\.\d+(?:\.\d+)?", _minor)
OVE = Product("OVE", "OVE|OpenShift Virtualization", r"\d+\.\d+(?:\.\d+)?", _minor)

GOVC = Product("govc", "govc|govmomi")
MTV = Product("MTV", "MTV|Forklift")

OTHERS = (
    GOVC,
    MTV,
    Product("vSphere", "(?:vSphere|ESXi?|vCenter|VCF)(?: API)?"),
    Product("hardware version", "[Hh]ardware versions?"),
    Product("VDDK", "VDDK"),
    Product("Windows Server", "Windows Server", r"20\d\d(?: R2)?", _of_year),
    Product("Azure Local", "Azure Local|Azure Stack HCI", r"2\dH2|2\d(?:0[1-9]|1[0-2])(?:\.\d)?", _of_month),
    Product("QEMU", "QEMU"),
    Product("CDI", "CDI"),
    Product("OpenShift", "OpenShift(?: Container Platform)?"),
    Product("VMM", "VMM", r"20\d\d", _of_year),
    Product("vJailbreak", "vJailbreak"),
)
"""Whose releases none of the others carries."""
