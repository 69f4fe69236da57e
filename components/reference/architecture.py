"""How the parts of the OVE stack are shown in a table."""

from __future__ import annotations

from components.kit import links, tables
from domain.catalog import catalog
from domain.catalog.records.architecture import Component, Layer


def layer_line(layer: Layer, opened: bool) -> tables.Line:
    """A layer: what it is, and the quick reference's own lines."""
    box = "<br>".join(f"{tables.code(line)}" for line in layer.reference) or "—"
    about = tables.text(layer.about) + tables.fold(
        '<span class="m calm">source</span>', tables.provenance(layer.evidence), opened
    )
    return tables.Line(tables.row_head("layers", layer.id, layer.name), (about, box))


def component_line(part: Component, show: str, opened: bool) -> tables.Line:
    """A component: what it does, what it replaces in vSphere, what it talks to, and what its sources say."""
    facts = catalog()
    replaces = "<br>".join(tables.anchor(facts.concepts[id_].concept, links.row_href("concepts", id_)) for id_ in part.replaces)
    note = f'<div class="s">{tables.text(part.replaces_note)}</div>' if part.replaces_note else ""
    talks = "".join(
        f"<div>{tables.row_head('components', link.to, facts.components[link.to].name)}: {tables.text(link.how)}</div>"
        for link in part.talks_to
    )
    return tables.Line(
        tables.row_head("components", part.id, part.name, part.kind),
        (tables.text(part.does), replaces + note or "—", talks or "—", tables.claim_cell(part.claim, show, opened)),
        facts.layers[part.layer].name,
    )
