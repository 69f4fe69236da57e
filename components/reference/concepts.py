"""How a concept and its equivalents are shown."""

from __future__ import annotations

from components.kit import links, run_context, tables
from domain.catalog import catalog
from domain.catalog.records.quick_reference import Concept, ConceptClaim
from domain.catalog.vocabulary import Match

MATCH_MARKS = {
    Match.DIRECT: ("good", "=", "direct"),
    Match.PARTIAL: ("warn", "◐", "partial"),
    Match.NONE: ("bad", "✕", "no direct equivalent"),
}


def cell(claim: ConceptClaim, show: str, opened: bool) -> str:
    """The equivalent, how close it comes, and the claim's provenance."""
    tone, sign, word = MATCH_MARKS[claim.match]
    return f'<span class="m {tone}">{sign}&nbsp;{word}</span>' + tables.claim_cell(claim, show, opened)


@run_context.cached
def related(id_: str) -> str:
    """Links to the command, blocker, component or key number that goes with a concept."""
    facts = catalog()
    row = facts.concepts[id_]
    found = [
        *(("commands", one, facts.commands[one].task) for one in row.related.commands),
        *(("blockers", one, facts.blockers[one].title) for one in row.related.blockers),
        *(("components", one, facts.components[one].name) for one in row.related.components),
        *(("key_numbers", one, facts.key_numbers[one].parameter) for one in row.related.key_numbers),
    ]
    listed = " · ".join(tables.anchor(label, links.row_href(table, one)) for table, one, label in found)
    return f'<div class="s">{listed}</div>'


def matches(row: Concept, query: str) -> bool:
    """Whether every word of the query stands in the concept or in one of its equivalents."""
    parts = [row.concept]
    for claim in row.claims.values():
        parts += [claim.reference or "", claim.verified, claim.note]
    haystack = " ".join(parts).lower()
    return all(word in haystack for word in query.lower().split())
