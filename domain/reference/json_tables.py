"""The tables as plain JSON values, with the provenance of every cell."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from domain.catalog.loading import Catalog
from domain.catalog.records.evidence import Group
from domain.catalog.tables import TABLES

API_TABLES = tuple(table.name for table in TABLES if table.model is not Group)


@lru_cache(maxsize=64)
def table_json(catalog: Catalog, name: str) -> dict[str, Any]:
    """`{"table", "version", "rows"}`; a row is the record as `data/` has it. KeyError: no such table."""
    rows = [record.model_dump(mode="json") for record in catalog.records[name].values()]
    return {"table": name, "version": catalog.version, "rows": rows}
