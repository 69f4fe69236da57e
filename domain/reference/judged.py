"""The quick reference cell by cell: what it says, how that stands, and what its sources say."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from domain.catalog.loading import Catalog
from domain.catalog.records.evidence import Claim
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Verdict
from domain.reference.citations import part_of, row_name
from domain.reference.frames import claim_cells

WRONG = (Verdict.CONTRADICTED, Verdict.OUTDATED)
"""What the quick reference says and what no longer holds, or never did."""


@dataclass(frozen=True)
class JudgedCell:
    """A cell of the quick reference: its table, the row and its part (a platform, a link, "" if the row has one cell)."""

    table: str
    id: str
    row: str
    part: str
    claim: Claim
    verdict: Verdict


@lru_cache(maxsize=8)
def judged_cells(catalog: Catalog) -> tuple[JudgedCell, ...]:
    """Every cell of the quick reference, in the order of the catalogue."""
    return tuple(
        JudgedCell(table, id_, row_name(catalog, table, id_), part_of(catalog, at)[0], claim, claim.verdict)
        for table, id_, at, claim in catalog.parts()
        if isinstance(claim, Claim) and claim.verdict
    )


def cells_with(catalog: Catalog, verdicts: Collection[Verdict]) -> list[JudgedCell]:
    """The cells with one of these verdicts; without any, those that are wrong."""
    return [cell for cell in judged_cells(catalog) if cell.verdict in (verdicts or WRONG)]


def cells_frame(cells: Collection[JudgedCell]) -> pd.DataFrame:
    """A row a cell, whichever table it is of."""
    rows = ({"table": BY_NAME[one.table].title, "id": one.id, "row": one.row, "cell": one.part} for one in cells)
    return pd.DataFrame(row | claim_cells(one.claim) for row, one in zip(rows, cells, strict=True))
