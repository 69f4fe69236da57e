"""How the parts of the OVE stack are shown in a table."""

from __future__ import annotations

from components.kit import markup, tables
from domain.catalog import catalog
from domain.catalog.records.architecture import Component, Layer


def layer_line(layer: Layer, opened: bool) -> tables.Line:
    """A layer: what it is, and the quick reference's own lines."""
    box = markup.stacked(map(markup.code, layer.reference)) or markup.DASH
    about = markup.joined(markup.text(layer.about), tables.sources_fold(layer.evidence, opened))
    return tables.Line(tables.row_head("layers", layer.id, layer.name), (about, box))


def component_line(part: Component, show: str, opened: bool) -> tables.Line:
    """A component: what it does, what it replaces in vSphere, what it talks to, and what its sources say."""
    facts = catalog()
    replaces = markup.stacked(tables.row_head("concepts", id_, facts.concepts[id_].concept) for id_ in part.replaces)
    talks = (
        markup.line(
            markup.joined(tables.row_head("components", link.to, facts.components[link.to].name), markup.text(f": {link.how}"))
        )
        for link in part.talks_to
    )
    return tables.Line(
        tables.row_head("components", part.id, part.name, part.kind),
        (
            markup.text(part.does),
            markup.joined(replaces, markup.note(markup.text(part.replaces_note))) or markup.DASH,
            markup.joined(*talks) or markup.DASH,
            tables.claim_cell(part.claim, show, opened),
        ),
        facts.layers[part.layer].name,
    )
