"""What a row states, one statement at a time and in words that stand alone, and which rows rest on a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.catalog.loading import Catalog
from domain.catalog.records.base import walk
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.vocabulary import MoveTool, Platform
from domain.reference.search import SearchEntry, index

OVE_CELLS = {"approach": "approach", "notes": "what to know"}
"""The quick reference's two cells for OVE in the decision matrix."""


@dataclass(frozen=True)
class Statement:
    """What a row says in one of its parts: `part` names it, `platform` is the one that it speaks of, if it is of one alone."""

    subject: str
    part: str
    says: str
    scope: str
    evidence: Evidence
    platform: Platform | None


def row_name(catalog: Catalog, table: str, id_: str) -> str:
    """A row as it is called where it is found; by its own name where search has none. KeyError: no such row."""
    entry = _entries(catalog).get((table, id_))
    record = catalog.records[table][id_]
    names = (getattr(record, name, "") for name in ("title", "name", "label"))
    return entry.title if entry else next(filter(None, names), id_)


def part_of(catalog: Catalog, at: str) -> tuple[str, Platform | None]:
    """What the part of a row at a dotted path is called, and the platform that it speaks of; "" for the row itself."""
    field, _, key = at.rpartition(".")
    if key in set(Platform):
        return Platform(key).label, Platform(key)
    if key in set(MoveTool):
        return f"moving it with {MoveTool(key).label}", MoveTool(key).leads_to
    if field and key in OVE_CELLS:
        return f"OVE, {OVE_CELLS[key]}", Platform.OVE
    return (catalog.links[key].reference if field and key in catalog.links else ""), None


def statements_of(catalog: Catalog, table: str, id_: str) -> list[Statement]:
    """The claims of a row; of one without claims, what it says as a whole. KeyError: no such row."""
    record = catalog.records[table][id_]
    found = [(at, part) for at, part in walk(record) if isinstance(part, Evidence)]
    subject = row_name(catalog, table, id_)
    claims = [(part_of(catalog, at), claim) for at, claim in found if isinstance(claim, Claim)]
    if claims:
        return [Statement(subject, part, claim.verified, claim.scope, claim, platform) for (part, platform), claim in claims]
    entry = _entries(catalog).get((table, id_))
    says = entry.text if entry else str(getattr(record, "about", ""))
    return [Statement(subject, "", says, "", part, None) for at, part in found if at in ("", "evidence")]


@lru_cache(maxsize=8)
def rows_citing(catalog: Catalog) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The rows that cite each source, as table and id, in the order of the catalogue."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for table, id_, _, part in catalog.parts():
        for source in part.sources if isinstance(part, Evidence) else ():
            found.setdefault(source, {})[table, id_] = None
    return {source: tuple(rows) for source, rows in found.items()}


@lru_cache(maxsize=8)
def row_of_evidence(catalog: Catalog) -> Mapping[int, tuple[str, str]]:
    """The row in which each statement stands, as table and id, by the `id()` of its evidence."""
    return {id(part): (table, id_) for table, id_, _, part in catalog.parts() if isinstance(part, Evidence)}


@lru_cache(maxsize=8)
def _entries(catalog: Catalog) -> Mapping[tuple[str, str], SearchEntry]:
    return {(entry.table, entry.id): entry for entry in index(catalog).documents}
