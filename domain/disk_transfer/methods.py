"""Which ways the disks can leave VMware by: the table of methods, asked by target and by what they need."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from domain.catalog.records.disk_transfer import TransferMethod
from domain.catalog.vocabulary import Stated, TransferTarget

SURE = (Stated.YES, Stated.NEAR)
"""What counts as a way: under conditions, or what nobody states, is for the reader to judge."""


class Wish(StrEnum):
    """What an architect may want of a way; the value is the word that links carry."""

    WITHOUT_VDDK = "Without VDDK"
    OBTAINABLE = "Obtainable today"
    WARM = "Warm or nearly"
    VSAN = "From vSAN"
    RDM = "With RDMs"

    def holds(self, method: TransferMethod) -> bool:
        """Whether the sources say so of a method."""
        if self is Wish.WITHOUT_VDDK:
            return method.needs_vddk is Stated.NO
        said = {Wish.OBTAINABLE: method.obtainable, Wish.WARM: method.warm, Wish.VSAN: method.vsan, Wish.RDM: method.rdm}
        return said[self] in SURE


def wanted(
    methods: Iterable[TransferMethod], wishes: Iterable[Wish], targets: Iterable[TransferTarget] = ()
) -> list[TransferMethod]:
    """The methods for which every wish holds, to any of the targets; without targets to all of them."""
    wishes, targets = tuple(wishes), frozenset(targets)
    return [
        method
        for method in methods
        if all(wish.holds(method) for wish in wishes) and (not targets or targets.intersection(method.targets))
    ]
