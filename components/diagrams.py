"""Mermaid texts of the architecture: the stack as a flowchart, the flows as sequence diagrams."""

from __future__ import annotations

import re
from collections.abc import Mapping

from domain.catalog.models import Component, Flow, Layer


def label(text: str) -> str:
    """`text` as Mermaid shows it literally: nothing that its grammar would read."""
    return re.sub(r"[^\w .,/+()@&→-]", " ", text).replace("&", "and").strip()


def stack(layers: Mapping[str, Layer], components: Mapping[str, Component]) -> str:
    """The layers from the guest down to the hardware, and who talks to whom."""
    lines = ["flowchart TB"]
    for layer in reversed(list(layers.values())):
        lines.append(f'  subgraph {_node(layer.id)}_layer["{label(layer.name)}"]')
        lines.append("    direction LR")
        lines += [f'    {_node(part.id)}["{label(part.name)}"]' for part in components.values() if part.layer == layer.id]
        lines.append("  end")
    lines += [f"  {_node(part.id)} --> {_node(link.to)}" for part in components.values() for link in part.talks_to]
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
