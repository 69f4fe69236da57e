"""What a ceiling that is given for one way means for the other: both read the same disks over the same path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.disk_transfer.copy_model import Ceilings

OTHER = {"cold": "warm", "warm": "cold"}
CEILINGS = ("disk", "host", "gain", "shared")


@dataclass(frozen=True)
class Carried:
    """A ceiling that was `given` for the other way only, and what `holds` for `way`, in bytes per second or as a gain."""

    way: str
    ceiling: str
    given: float
    holds: float

    @property
    def bound(self) -> bool:
        """Whether the given one is taken for this way too; else the lab's own is lower still, and holds."""
        return self.holds == self.given


def both_ways(
    labs: Mapping[str, Ceilings], given: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, Ceilings], tuple[Carried, ...]]:
    """The ceilings of each way, and what was carried over from one to the other.

    What is given for a way holds for it. What is given for the other one alone bounds it: the lower of that and the lab's own.
    """
    carried = tuple(
        Carried(way, name, rate, min(rate, getattr(labs[way], name)))
        for way, other in OTHER.items()
        for name, rate in given[other].items()
        if name not in given[way]
    )
    found = {
        way: replace(lab, **{one.ceiling: one.holds for one in carried if one.way == way}, **given[way])
        for way, lab in labs.items()
    }
    return found, carried
