"""A scope is never wider than its source: what it names are releases of which its sources speak. What was read at the ends
of a range is taken to hold between them. HCO and OpenShift Virtualization are judged by the KubeVirt that they carry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from domain.catalog.loading import Check, Draft
from domain.catalog.records.evidence import Claim, Evidence, Source
from domain.catalog.records.live_migration import MigrationProduct, Setting
from domain.reference.checks.releases import (
    EARLIEST,
    GOVC,
    HCO,
    KUBEVIRT,
    LATEST,
    MTV,
    OTHERS,
    OVE,
    Product,
    Release,
    Span,
    around,
    numbered,
)

_TAG, _BRANCH = re.compile(r"\bv(\d+\.\d+\.\d+)\b"), re.compile(r"\brelease-v?(\d+\.\d+)")
_STATES = {
    "kubevirt/kubevirt": (KUBEVIRT, _TAG),
    "kubevirt/hyperconverged-cluster-operator": (HCO, _BRANCH),
    "kubev2v/forklift": (MTV, _BRANCH),
    "vmware/govmomi": (GOVC, _TAG),
}
"""Repositories whose branches or tags are the releases of a product."""


def _read(source: Source) -> str:
    """What a source says of the releases that it is about."""
    found = ""
    if source.repository in _STATES:
        product, state = _STATES[source.repository]
        if named := state.search(f"{source.ref} {source.version}"):
            found = f"{product.name} {named[1]}"
    return "; ".join((source.version, source.applies_to, found))


@dataclass(frozen=True)
class Releases:
    """Which KubeVirt each release of HCO and of OpenShift Virtualization carries."""

    kubevirt: Mapping[tuple[str, Release], Release]

    @cached_property
    def all(self) -> Span:
        return Span(min(self.kubevirt.values()), max(self.kubevirt.values()), "OVE without a number")

    def named(self, product: Product, text: str, *, bare: bool = True) -> Iterator[Span]:
        """The releases of a product that a text names: for KubeVirt also by what HCO and OpenShift Virtualization carry, of
        which the latter, if `bare`, stands for all of its releases where it has no number."""
        if product is not KUBEVIRT:
            yield from product.spans(text)
            return
        for carrier in (KUBEVIRT, HCO, OVE):
            for span in carrier.spans(text):
                first, last = self._carried(carrier, span.first), self._carried(carrier, span.last)
                if first and last:
                    yield Span(first, last, span.text)
        if bare and OVE.is_named_bare(text):
            yield self.all

    def _carried(self, product: Product, end: Release) -> Release | None:
        if end in (EARLIEST, LATEST):
            return self.all.first if end == EARLIEST else self.all.last
        return end if product is KUBEVIRT else self.kubevirt.get((product.name, end))


@lru_cache(maxsize=4096)
def others_named(text: str) -> tuple[tuple[Product, tuple[Span, ...]], ...]:
    """The releases that a text names of products that no other carries."""
    return tuple((product, spans) for product in OTHERS if (spans := product.spans(text)))


def releases(draft: Draft) -> Releases:
    """The table as the products of live migration have it."""
    found: dict[tuple[str, Release], Release] = {}
    for product in draft.migration_products.values():
        for ove, carried in product.carries.items():
            found[OVE.name, numbered(ove)] = found[HCO.name, numbered(carried.hco)] = numbered(carried.kubevirt)
    return Releases(found)


def _scopes(part: object) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What a record says of releases: the field, the text and the sources on which it rests."""
    if isinstance(part, Evidence) and (scope := getattr(part, "scope", "")):
        yield "scope", scope, part.sources
    if isinstance(part, Claim):
        yield from ((f"limits.{place}.scope", one.scope, part.sources) for place, one in enumerate(part.limits))
    if isinstance(part, MigrationProduct):
        yield "label", part.label, part.sources
    if isinstance(part, Setting):
        yield from ((f"defaults.{place}.scope", one.scope, part.claim.sources) for place, one in enumerate(part.defaults))


def scopes_are_read(draft: Draft) -> None:
    if not draft.is_whole("migration_products") or not draft.is_whole("sources"):
        return
    known = releases(draft)
    read = {id_: _read(source) for id_, source in draft.sources.items()}
    for table, id_, at, part in draft.parts():
        for field, scope, sources in _scopes(part):
            texts = [read[source] for source in sources if source in read]
            spoken = [span for text in texts for span in known.named(KUBEVIRT, text)]
            faults = [_fault(KUBEVIRT, list(known.named(KUBEVIRT, scope, bare=bool(spoken))), spoken)]
            for product, named in others_named(scope):
                faults.append(_fault(product, named, [span for text in texts for span in product.spans(text)]))
            for fault in filter(None, faults):
                draft.report(table, id_, f"{at}.{field}".strip("."), fault)


def _fault(product: Product, named: Sequence[Span], read: Sequence[Span]) -> str:
    """What is wrong with a scope that names releases of a product, when its sources were read at others; empty if nothing."""
    if not read:
        return f"names {named[0].text}, and none of its sources speaks of a release of {product.name}" if named else ""
    whole = around(read)
    wider = [span.text for span in named if not (whole.holds(span.first) and whole.holds(span.last))]
    spoken = ", ".join(sorted({span.text for span in read}))
    return f"reaches {', '.join(wider)}, and its sources speak of {spoken}" if wider else ""


CHECKS: tuple[Check, ...] = (scopes_are_read,)
