"""A scope is never wider than its source: among the releases of KubeVirt, and those of HCO and OpenShift Virtualization
that carry them. What was read at the ends of a range is taken to hold between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.catalog.loading import Check, Draft
from domain.catalog.records.evidence import Evidence, Source
from domain.catalog.records.live_migration import MigrationProduct, Setting

Release = tuple[int, int]
Span = tuple[Release, Release]
"""Of KubeVirt, both ends included."""

KUBEVIRT, HCO, OVE = "KubeVirt", "HCO", "OVE"
_PRODUCT = re.compile(r"\b(KubeVirt|HCO|OVE|OpenShift Virtualization)\b")
_PIECES = re.compile(r"[;,()]|\band\b(?! (?:later|earlier))")
_RANGE = re.compile(r"(\d+\.\d+)(?:\.\d+)?(?: ?(?:–|to) ?(\d+\.\d+))?")
_UP, _DOWN = re.compile(r"\bfrom\b|\band later\b"), re.compile(r"\bthrough\b|\band earlier\b")
_TAG, _BRANCH = re.compile(r"\bv(\d+\.\d+)\."), re.compile(r"\brelease-(\d+\.\d+)")
_STATES = {"kubevirt/kubevirt": (KUBEVIRT, _TAG), "kubevirt/hyperconverged-cluster-operator": (HCO, _BRANCH)}


def _release(text: str) -> Release:
    major, minor = text.split(".")
    return int(major), int(minor)


@dataclass(frozen=True)
class Releases:
    """Which KubeVirt each release of HCO and of OpenShift Virtualization carries."""

    kubevirt: Mapping[tuple[str, Release], Release]

    @cached_property
    def all(self) -> Span:
        return min(self.kubevirt.values()), max(self.kubevirt.values())

    def of_scope(self, text: str) -> Iterator[Span]:
        """The releases of KubeVirt that a text names, a product without a number being all of its releases."""
        product = ""
        for piece in _PIECES.split(text):
            named, found = _PRODUCT.search(piece), _RANGE.search(piece)
            if named:
                product = OVE if named[1].startswith("Open") else named[1]
            elif not found or piece[: found.start()].strip():
                product = ""
            if product and found:
                yield from self._span(product, piece, found)
            elif named and product == OVE:
                yield self.all

    def of_source(self, source: Source) -> Iterator[Span]:
        """The releases of KubeVirt at which a source was read, as far as it says."""
        yield from self.of_scope(source.version)
        if source.repository in _STATES:
            product, state = _STATES[source.repository]
            if found := state.search(f"{source.ref} {source.version}"):
                yield from self.of_scope(f"{product} {found[1]}")

    def _span(self, product: str, piece: str, found: re.Match[str]) -> Iterator[Span]:
        first, last = (_release(one) for one in (found[1], found[2] or found[1]))
        if product != KUBEVIRT:
            if (product, first) not in self.kubevirt or (product, last) not in self.kubevirt:
                return
            first, last = self.kubevirt[product, first], self.kubevirt[product, last]
        yield (self.all[0] if _DOWN.search(piece) else first), (self.all[1] if _UP.search(piece) else last)


def releases(draft: Draft) -> Releases:
    """The table as the products of live migration have it."""
    found: dict[tuple[str, Release], Release] = {}
    for product in draft.migration_products.values():
        for ove, carried in product.carries.items():
            found[OVE, _release(ove)] = found[HCO, _release(carried.hco)] = _release(carried.kubevirt)
    return Releases(found)


def _scopes(part: object) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What a record says of releases: the field, the text and the sources on which it rests."""
    if isinstance(part, Evidence) and (scope := getattr(part, "scope", "")):
        yield "scope", scope, part.sources
    if isinstance(part, MigrationProduct):
        yield "label", part.label, part.sources
    if isinstance(part, Setting):
        yield from ((f"defaults.{place}.scope", one.scope, part.claim.sources) for place, one in enumerate(part.defaults))


def scopes_are_read(draft: Draft) -> None:
    if not draft.is_whole("migration_products") or not draft.is_whole("sources"):
        return
    known = releases(draft)
    read = {id_: list(known.of_source(source)) for id_, source in draft.sources.items()}
    for table, id_, at, part in draft.parts():
        for field, scope, sources in _scopes(part):
            spans = [span for source in sources for span in read.get(source, ())]
            if not spans:
                continue
            low, high = min(first for first, _ in spans), max(last for _, last in spans)
            wider = [end for span in known.of_scope(scope) for end in span if not low <= end <= high]
            if wider:
                named = ", ".join(f"{major}.{minor}" for major, minor in sorted(set(wider)))
                of = f"{low[0]}.{low[1]} to {high[0]}.{high[1]}"
                message = f"reaches KubeVirt {named}, at which none of its sources was read; they are of {of}"
                draft.report(table, id_, f"{at}.{field}".strip("."), message)


CHECKS: tuple[Check, ...] = (scopes_are_read,)
