"""Does a VM, or a cluster of them, fit: which platform's which limit is broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from domain.catalog.loading import Catalog
from domain.catalog.records.evidence import Limit
from domain.catalog.records.quick_reference import KeyNumber
from domain.catalog.vocabulary import FitInput, LimitKind, Platform

CEILINGS = (LimitKind.RECOMMENDED, LimitKind.TESTED, LimitKind.SUPPORTED, LimitKind.THEORETICAL)
"""The kinds that bound a size, from the most careful to the outermost. A default is a setting, not a bound."""


@dataclass(frozen=True)
class Breach:
    """A need above a limit. `hard` if it is above all the platform's general limits.

    General are those that always hold; where each limit is of a variant or a kind, all of them together."""

    row: KeyNumber
    platform: Platform
    need: float
    limit: Limit
    hard: bool


def breaches(catalog: Catalog, needs: Mapping[FitInput, float]) -> list[Breach]:
    """Every limit that a need exceeds, by platform. `needs` in the units of the rows that bound them; 0 asks nothing.

    A ValueError names a need that is negative or not a number.
    """
    for name, need in needs.items():
        if not need >= 0:
            raise ValueError(f"{name.value} must be zero or more, not {need}")
    found: list[Breach] = []
    for row in catalog.key_numbers.values():
        need = needs.get(row.bounds, 0.0) if row.bounds else 0.0
        for platform in Platform:
            limits = [limit for limit in row.claims[platform].limits if limit.kind in CEILINGS]
            general = [limit for limit in limits if limit.always] or limits
            hard = bool(limits) and all(need > limit.value for limit in general)
            found += [Breach(row, platform, need, limit, hard) for limit in limits if need > limit.value]
    return found


def breaches_frame(found: Sequence[Breach]) -> pd.DataFrame:
    """The breaches as a table: platform, parameter, asked, limit, unit, kind, scope, and whether none of its limits holds."""
    columns = ["platform", "parameter", "asked", "limit", "unit", "kind", "scope", "above every limit"]
    rows = [
        (b.platform.label, b.row.parameter, b.need, b.limit.value, b.row.unit, b.limit.kind.value, b.limit.scope, b.hard)
        for b in found
    ]
    return pd.DataFrame(rows, columns=columns)
