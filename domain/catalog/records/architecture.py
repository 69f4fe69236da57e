"""The shapes of the OVE stack: layers, components, and who asks whom for what."""

from __future__ import annotations

from typing import Annotated

from domain.catalog.records.base import Record, RefTo, Slug, Text, group_of
from domain.catalog.records.evidence import Claim, Evidence, Row


class Layer(Row):
    name: Text
    about: Text
    reference: tuple[str, ...]
    evidence: Evidence


class ComponentLink(Record):
    to: Annotated[Slug, RefTo("components")]
    how: Text


class Component(Row):
    name: Text
    layer: Annotated[Slug, group_of("layers")]
    kind: Text
    does: Text
    replaces: tuple[Annotated[Slug, RefTo("concepts")], ...] = ()
    replaces_note: str = ""
    talks_to: tuple[ComponentLink, ...] = ()
    claim: Claim


class Participant(Record):
    id: Slug
    name: Text
    component: Annotated[Slug, RefTo("components")] | None = None


class FlowStep(Record):
    source: Slug
    target: Slug
    message: Text
    reply: bool = False


class Flow(Row):
    """A sequence: who asks whom for what, in order."""

    title: Text
    about: Text
    participants: tuple[Participant, ...]
    steps: tuple[FlowStep, ...]
    evidence: Evidence
