"""The shapes of the reference's own tables: platforms, key numbers, concepts, the decision matrix, the overview's questions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.catalog.records.base import Keys, Record, RefTo, Slug, Text, group_of
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
    group: Annotated[Slug, group_of("key_number_groups")]
    unit: Text
    better: Better
    bounds: FitInput | None = None
    claims: Annotated[dict[Platform, Claim], Keys(tuple(Platform))]


class Scenario(Row):
    """A row of the decision matrix; `elsewhere` holds the platforms the quick reference does not speak of."""

    scenario: Text
    group: Annotated[Slug, group_of("scenario_groups")]
    claims: Annotated[dict[str, Claim], Keys(("approach", "notes"))]
    elsewhere: dict[Platform, Claim] = Field(default_factory=dict)


class ConceptClaim(Claim):
    match: Match


class Related(Record):
    commands: tuple[Annotated[Slug, RefTo("commands")], ...] = ()
    blockers: tuple[Annotated[Slug, RefTo("blockers")], ...] = ()
    components: tuple[Annotated[Slug, RefTo("components")], ...] = ()
    key_numbers: tuple[Annotated[Slug, RefTo("key_numbers")], ...] = ()


class Concept(Row):
    concept: Text
    group: Annotated[Slug, group_of("concept_groups")]
    claims: Annotated[dict[Platform, ConceptClaim], Keys((Platform.OVE, Platform.AZURE_LOCAL))]
    related: Related = Related()


class Topic(Row):
    """What people search for by a word that no row bears; `asked` are such words.

    `says` where it is answered; or, where it is not `covered`, that it is not, and where to look: what is `elsewhere` by its
    source. `target` as of a question.
    """

    title: Text
    asked: tuple[Text, ...] = Field(min_length=1)
    says: Text
    covered: bool = True
    elsewhere: tuple[Annotated[Slug, RefTo("sources", used="no record cites this source; cite it or delete it")], ...] = ()
    target: Annotated[Text, RefTo()]
    params: dict[str, str] = Field(default_factory=dict)


class OverviewQuestion(Row):
    """A question people arrive with; `target` is a page, or a row as `table/id`; `params` are page parameters."""

    question: Text
    target: Annotated[Text, RefTo()]
    params: dict[str, str] = Field(default_factory=dict)
