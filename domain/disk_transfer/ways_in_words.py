"""The ways out of VMware, in sentences: which take no VDDK, and how long the same plan takes by those whose rate is known."""

from __future__ import annotations

from collections.abc import Sequence

from domain.catalog.loading import Catalog
from domain.catalog.records.disk_transfer import TransferMethod
from domain.catalog.tables import Facts
from domain.catalog.vocabulary import Stated, TransferTarget
from domain.disk_transfer.methods import SURE, Wish, wanted
from domain.disk_transfer.ways import WayTime
from domain.quantities import units
from domain.quantities.wording import Phrase, between_in_words


def other_ways_in_words(ways: Sequence[WayTime]) -> tuple[Phrase, ...]:
    """The same plan by the other ways whose rate is published or given, and which are unknown."""
    timed = [f"{_had(way)} {between_in_words(way.fast, way.slow)}" for way in ways if way.fast and way.slow]
    unknown = [way.method.name for way in ways if way.slow is None]
    said = f" {'; '.join(timed)}."
    if unknown:
        said += f" Unknown until you enter a rate, as none is published: {', '.join(unknown)}."
    return Phrase("Other ways, cold:", strong=True), Phrase(said)


def _had(way: WayTime) -> str:
    """Its name, and that nobody can have it yet."""
    not_yet = way.method.needs_vddk is Stated.NO and way.method.obtainable is Stated.NO
    return f"{way.method.name}{' (not available yet)' if not_yet else ''}"


def bound_by(way: WayTime) -> str:
    """What bounds another way, in words."""
    if not way.rates:
        return "No rate is published; enter yours among the inputs."
    shown = " to ".join(f"{rate / units.MIB:,.0f}" for rate in dict.fromkeys((way.rates[0], way.rates[-1])))
    own = f"{shown} MiB/s {'a disk' if way.method.rate_of == 'disk' else 'in all'}, {'yours' if way.given else 'as published'}"
    return {
        "ESXi hosts": f"{own}; hosts and network as with the VDDK, an assumption.",
        "network": f"{own}; the network, and how many disks go at once.",
        "array": f"{own}; all of the disks' size, over no network.",
    }[way.method.path]


LEAVING_TO = (TransferTarget.OVE, TransferTarget.AZURE_LOCAL)
"""The targets of which the first sentence on the ways out speaks: the platforms that this product compares."""


def ways_without_vddk(catalog: Catalog) -> tuple[tuple[Phrase, ...], ...]:
    """By which ways the disks leave without the VDDK, a paragraph for each target."""
    return tuple(_ways_to(catalog, target) for target in LEAVING_TO)


def _ways_to(catalog: Catalog, target: TransferTarget) -> tuple[Phrase, ...]:
    methods = catalog.transfer_methods.values()
    without = wanted(methods, [Wish.WITHOUT_VDDK, Wish.OBTAINABLE], [target])
    warm = [method for method in without if method.warm in SURE]
    with_it = [m for m in wanted(methods, [Wish.WARM], [target]) if m.needs_vddk is Stated.YES]
    said = f" {_listed(without)}." if without else " no way is known."
    if without:
        said += f" Warm or nearly: {_listed(warm)}." if warm else " All of them with the VM off."
        from_vsan = [method for method in without if method.vsan in SURE]
        said += f" From vSAN: {_listed(from_vsan)}." if from_vsan else " From vSAN none of them is known to work."
    not_yet = [m for m in wanted(methods, [Wish.WITHOUT_VDDK], [target]) if m.obtainable is Stated.NO]
    by_terms = [m for m in wanted(methods, (), [target]) if m.needs_vddk is Stated.VENDOR]
    if not_yet:
        said += f" Not available yet: {_listed(not_yet)}."
    if by_terms:
        said += f" By the vendor's terms: {_listed(by_terms)}."
    if with_it:
        said += f" While the VM runs, only with the VDDK: {_listed(with_it)}."
    return Phrase(f"Without the VDDK to {target.label}:", strong=True), Phrase(said)


def _listed(methods: Sequence[TransferMethod]) -> str:
    names = [method.name for method in methods]
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def warm_takes_the_vddk(catalog: Catalog) -> str:
    """That a warm migration takes the VDDK, if every warm way to OVE does; else nothing."""
    warm = wanted(catalog.transfer_methods.values(), [Wish.WARM], [TransferTarget.OVE])
    if not warm or any(method.needs_vddk is not Stated.YES for method in warm):
        return ""
    return f"It takes a VDDK image, which is no longer offered to the public: see {Facts.transfer_methods.title}."
