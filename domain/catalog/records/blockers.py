"""The shapes of what stops a live migration."""

from __future__ import annotations

from domain.catalog.records.base import Slug, Text
from domain.catalog.records.commands import Run
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Grade, Platform, Severity


class Trait(Row):
    """Something a VM or its surroundings can have; ticking it shows what it blocks."""

    label: Text
    group: Slug


class Blocker(Row, Evidence):
    title: Text
    platform: Platform
    cause: Slug
    severity: Severity
    reason: str = ""
    what: Text
    why: Text
    when: str = ""
    check: tuple[Run, ...] = ()
    fix: Text
    fix_grade: Grade
    traits: tuple[Slug, ...] = ()
