"""How a concept and its equivalents are shown."""

from __future__ import annotations

from collections.abc import Sequence

from components.kit import markup, run_context, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.quick_reference import Concept, ConceptClaim
from domain.catalog.vocabulary import Platform


def line(row: Concept, targets: Sequence[Platform], show: str, opened: bool) -> tables.Line:
    """A concept with its equivalents and what goes with it."""
    cells = [_cell(row.claims[platform], show, opened) for platform in targets]
    group = catalog().concept_groups[row.group].label
    return tables.two_lines(
        tables.row_head("concepts", row.id, row.concept), [*cells, (related(row.id), markup.NOTHING)], opened, group
    )


def _cell(claim: ConceptClaim, show: str, opened: bool) -> tuple[Html, Html]:
    """The equivalent and how close it comes; and the claim's provenance."""
    value = markup.joined(markup.mark(claim.match), tables.claim_value(claim, show))
    return value, tables.claim_evidence(claim, show, opened)


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
