"""Published copies from outside the lab's runs, held against what the starts foresee, and how wide that makes an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from domain.catalog.loading import Catalog
from domain.catalog.records.disk_transfer import FieldTransfer
from domain.disk_transfer.advice import answer
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.ways import known, other_ways

NFC = "disk_nfc"
"""The number that gives the rate of MTV's way over NFC."""


@dataclass(frozen=True)
class AgainstField:
    """A published copy beside what the starts foresee of it, `fast` to `slow` seconds, the middle where they are one.

    Of a copy over NFC the ends are those of the published rates. Of the others they are the middle times the least and the
    greatest share of the foreseen time that the *other* published copies took.
    """

    row: FieldTransfer
    foreseen: float
    fast: float
    slow: float

    @property
    def error(self) -> float:
        """Foreseen over measured, less 1."""
        return self.foreseen / self.row.seconds - 1

    @property
    def within(self) -> bool:
        return self.fast <= self.row.seconds <= self.slow


@lru_cache(maxsize=8)
def against_field(catalog: Catalog) -> tuple[AgainstField, ...]:
    """Every published copy beside its estimate by the form's starts."""
    rows = tuple(catalog.field_transfers.values())
    foreseen = {row.id: _foreseen(catalog, row) for row in rows}
    found = []
    for row in rows:
        middle = foreseen[row.id]
        if row.over == "NFC export":
            fast, slow = _over_nfc(catalog, row)
            found.append(AgainstField(row, (fast * slow) ** 0.5, fast, slow))
        else:
            shares = [other.seconds / foreseen[other.id] for other in rows if other.over != "NFC export" and other is not row]
            found.append(AgainstField(row, middle, middle * min(shares), middle * max(shares)))
    return tuple(found)


@lru_cache(maxsize=8)
def spread(catalog: Catalog) -> tuple[float, float]:
    """The least and the greatest share of the foreseen time that copies by the VDDK or an ESXi host took."""
    shares = [1 / (1 + one.error) for one in against_field(catalog) if one.row.over != "NFC export"]
    return min(shares), max(shares)


def _given(row: FieldTransfer) -> dict[str, object]:
    """A published copy in the numbers of the form; what its source does not say starts as there."""
    network = {} if row.gbps is None else {"disk_gbps": row.gbps}
    sizes = row.sizes or f"{row.data_gib / row.vms:.10g}"
    return {"disk_vms": row.vms, "disk_hosts": row.hosts, "disk_used": 100, "disk_list": sizes, **network}


def _foreseen(catalog: Catalog, row: FieldTransfer) -> float:
    found = answer(question_of(catalog, _given(row)))
    return found.first if row.warm else found.seconds


def _over_nfc(catalog: Catalog, row: FieldTransfer) -> tuple[float, float]:
    ways = known(other_ways(catalog, question_of(catalog, _given(row))))
    way = next(one for one in ways if one.method.rate_field == NFC)
    return way.fast or 0.0, way.slow or inf


def hits(found: Sequence[AgainstField]) -> int:
    """How many lie in their range."""
    return sum(one.within for one in found)
