"""The shapes of what stops a live migration."""

from __future__ import annotations

from typing import Annotated

from domain.catalog.records.base import RefTo, Slug, Text, group_of
from domain.catalog.records.commands import Run
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Grade, Platform, Severity


class Trait(Row):
    """Something a VM or its surroundings can have; ticking it shows what it blocks."""

    label: Text
    group: Annotated[Slug, group_of("trait_groups")]


class Blocker(Row, Evidence):
    title: Text
    platform: Platform
    cause: Annotated[Slug, group_of("causes")]
    severity: Severity
    reason: str = ""
    printed: tuple[Text, ...] = ()
    """What a platform or a tool prints of it, word for word: a line that holds one of them leads here."""
    what: Text
    why: Text
    when: str = ""
    check: tuple[Run, ...] = ()
    fix: Text
    fix_grade: Grade
    traits: tuple[Annotated[Slug, RefTo("traits", used="no blocker has this trait")], ...] = ()
