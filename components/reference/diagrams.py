"""Mermaid texts of the architecture: the stack as a flowchart, the flows as sequence diagrams."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal

import streamlit as st

from components.kit import inputs
from domain.catalog.records.architecture import Component, Flow, Layer

LAPTOP, PROJECTOR = 118, 170
"""Pixels of a participant, so that ten of them stand side by side and the text has not to be made smaller."""


def on_request(text: str, alt: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """A diagram in a fold that the link opens and closes, drawn once it is open.

    The words beside it say the same. Stretched, its text grows with the screen.
    """
    fold = inputs.fold("Diagram", "architecture_diagram", "diagram")
    if fold.open:
        with fold:
            st.mermaid_chart(text, alt=alt, width=width)


def label(text: str) -> str:
    """`text` as Mermaid shows it literally: nothing that its grammar would read."""
    return re.sub(r"[^\w .,/+()@&→-]", " ", text).replace("&", "and").strip()


def stack(layers: Mapping[str, Layer], components: Mapping[str, Component], across: int = 3) -> str:
    """The layers from the guest down to the hardware as a grid: the layer's name first, then its components."""
    lines = ["block-beta", f"  columns {across + 1}"]
    for layer in reversed(list(layers.values())):
        parts = [part for part in components.values() if part.layer == layer.id]
        for start in range(0, len(parts), across):
            row = parts[start : start + across]
            name = _node(layer.id) + "_layer"
            lines.append("  space" if start else f'  {name}["{label(layer.name)}"]')
            lines += [f'  {_node(part.id)}["{label(part.name)}"]' for part in row]
            if len(row) < across:
                lines.append(f"  space:{across - len(row)}")
    lines.append("  classDef layer fill:none,stroke:none,font-weight:bold")
    lines.append(f"  class {','.join(_node(id_) + '_layer' for id_ in layers)} layer")
    return "\n".join(lines)


def neighbours(part: Component, components: Mapping[str, Component]) -> str:
    """One component, whom it talks to and who talks to it."""
    lines = ["flowchart LR", f'  {_node(part.id)}(["{label(part.name)}"])']
    lines += [
        f'  {_node(other.id)}["{label(other.name)}"] --> {_node(part.id)}'
        for other in components.values()
        if part.id in {link.to for link in other.talks_to}
    ]
    lines += [f'  {_node(part.id)} --> {_node(link.to)}["{label(components[link.to].name)}"]' for link in part.talks_to]
    return "\n".join(lines)


def sequence(flow: Flow, width: int = LAPTOP) -> str:
    """A flow as a numbered sequence diagram, `width` pixels a participant; what is longer stands in several lines."""
    look = {"wrap": True, "width": width, "actorMargin": 8, "diagramMarginX": 8, "mirrorActors": False}
    lines = [f"%%{{init: {json.dumps({'sequence': look})}}}%%", "sequenceDiagram", "  autonumber"]
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
