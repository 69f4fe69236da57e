"""The shapes of the reference's own tables: platforms, key numbers, concepts, the decision matrix, the overview's questions."""

from __future__ import annotations

from pydantic import Field

from domain.catalog.records.base import Record, Slug, Text
from domain.catalog.records.evidence import Claim, Evidence, Row
from domain.catalog.vocabulary import Better, FitInput, Match, Platform


class PlatformInfo(Row):
    """One platform at a glance."""

    name: Text
    hypervisor: Text
    control_plane: Text
    one_vm_is: Text
    managed_with: Text
    evidence: Evidence


class KeyNumber(Row):
    parameter: Text
    group: Slug
    unit: Text
    better: Better
    bounds: FitInput | None = None
    claims: dict[Platform, Claim]


class Scenario(Row):
    """A row of the decision matrix; `elsewhere` holds the platforms the quick reference does not speak of."""

    scenario: Text
    group: Slug
    claims: dict[str, Claim]
    elsewhere: dict[Platform, Claim] = Field(default_factory=dict)


class ConceptClaim(Claim):
    match: Match


class Related(Record):
    commands: tuple[Slug, ...] = ()
    blockers: tuple[Slug, ...] = ()
    components: tuple[Slug, ...] = ()
    key_numbers: tuple[Slug, ...] = ()


class Concept(Row):
    concept: Text
    group: Slug
    claims: dict[Platform, ConceptClaim]
    related: Related = Related()


class OverviewQuestion(Row):
    """A question people arrive with; `target` is a page, or a row as `table/id`; `params` are page parameters."""

    question: Text
    target: Text
    params: dict[str, str] = Field(default_factory=dict)
