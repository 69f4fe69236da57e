"""How a concept and its equivalents are shown."""

from __future__ import annotations

from components.kit import markup, run_context, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.quick_reference import ConceptClaim


def cell(claim: ConceptClaim, show: str, opened: bool) -> Html:
    """The equivalent, how close it comes, and the claim's provenance."""
    return markup.joined(markup.mark(claim.match), tables.claim_cell(claim, show, opened))


@run_context.cached
def related(id_: str) -> Html:
    """Links to the command, blocker, component or key number that goes with a concept."""
    facts = catalog()
    row = facts.concepts[id_]
    found = [
        *(("commands", one, facts.commands[one].task) for one in row.related.commands),
        *(("blockers", one, facts.blockers[one].title) for one in row.related.blockers),
        *(("components", one, facts.components[one].name) for one in row.related.components),
        *(("key_numbers", one, facts.key_numbers[one].parameter) for one in row.related.key_numbers),
    ]
    return markup.note(markup.listed((tables.row_head(*one) for one in found), " · "))
