"""Mermaid texts of the architecture: the stack as a flowchart, the flows as sequence diagrams."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.catalog.models import Component, Flow, Layer


def label(text: str) -> str:
    """`text` as Mermaid shows it literally: nothing that its grammar would read."""
    return re.sub(r"[^\w .,/+()@&→-]", " ", text).replace("&", "and").strip()


def stack(layers: Mapping[str, Layer], components: Mapping[str, Component], across: int = 4) -> str:
    """The layers from the guest down to the hardware, each with its components, `across` of them in a row."""
    lines = ["block-beta", "  columns 1"]
    for layer in reversed(list(layers.values())):
        parts = [part for part in components.values() if part.layer == layer.id]
        lines += [f"  block:{_node(layer.id)}_layer", f"    columns {across}"]
        lines.append(f'    {_node(layer.id)}_name["{label(layer.name)}"]:{across}')
        lines += [f'    {_node(part.id)}["{label(part.name)}"]' for part in parts]
        lines.append("  end")
    return "\n".join(lines)


def neighbours(part: Component, components: Mapping[str, Component]) -> str:
    """One component, whom it talks to and who talks to it."""
    lines = ["flowchart LR", f'  {_node(part.id)}(["{label(part.name)}"])']
    lines += [f'  {_node(other.id)}["{label(other.name)}"] --> {_node(part.id)}' for other in components.values() if part.id in {link.to for link in other.talks_to}]
    lines += [f'  {_node(part.id)} --> {_node(link.to)}["{label(components[link.to].name)}"]' for link in part.talks_to]
    return "\n".join(lines)


def sequence(flow: Flow) -> str:
    """A flow as a numbered sequence diagram."""
    lines = ["sequenceDiagram", "  autonumber"]
    lines += [f"  participant {_node(part.id)} as {label(part.name)}" for part in flow.participants]
    lines += [
        f"  {_node(step.source)}{'-->>' if step.reply else '->>'}{_node(step.target)}: {label(step.message)}"
        for step in flow.steps
    ]
    return "\n".join(lines)


def _node(id_: str) -> str:
    return "n_" + id_.replace("-", "_")


def in_words(flow: Flow) -> list[str]:
    """The steps as sentences, for reading and for printing."""
    names = {part.id: part.name for part in flow.participants}
    return [f"{names[step.source]} → {names[step.target]}: {step.message}" for step in flow.steps]
