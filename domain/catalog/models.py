"""The shapes of the catalogue: one frozen pydantic model for each kind of record in `data/`.

Shapes only. Rules that need more than one record live in `checks.py`.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, model_validator

from domain.catalog.base import Positive, Record, Ref, Release, Slug, Text
from domain.catalog.vocabulary import (
    Better,
    ContradictionKind,
    Danger,
    FieldKind,
    FitInput,
    Grade,
    LimitKind,
    Match,
    Phase,
    Platform,
    Priority,
    SettingPlace,
    Severity,
    Shell,
    Verdict,
)
from domain.catalog.when import Conditional


class Evidence(Record):
    """Where a statement comes from, and how good that is."""

    grade: Grade
    sources: tuple[Slug, ...] = ()
    checked: dt.date
    note: str = ""

    @model_validator(mode="after")
    def _sources_fit_the_grade(self) -> Evidence:
        if self.grade in (Grade.PRIMARY, Grade.SECONDARY) and not self.sources:
            raise ValueError(f"grade is {self.grade.value}, so 'sources' must name at least one source")
        return self


class Limit(Record):
    """One number with what stands behind it; its unit is the row's. `always` if it holds for every variant of the platform."""

    kind: LimitKind
    value: Positive
    scope: str = ""
    always: bool = False


class Claim(Evidence):
    """One cell: the quick reference's own text beside what its sources say."""

    reference: str | None = None
    reference_value: Positive | None = None
    verified: Text
    limits: tuple[Limit, ...] = ()
    scope: str = ""
    verdict: Verdict | None = None

    @model_validator(mode="after")
    def _verdict_goes_with_reference(self) -> Claim:
        if (self.reference is None) != (self.verdict is None):
            raise ValueError("'verdict' judges 'reference': give both, or neither for a cell the quick reference lacks")
        if self.verdict is Verdict.AGREES and self.grade is Grade.UNCONFIRMED:
            raise ValueError("a cell cannot agree with its sources and be unconfirmed; use 'unverifiable'")
        return self


class Row(Record):
    """A row with an id that links carry; `aliases` keep links to a former id working."""

    id: Slug
    aliases: tuple[Slug, ...] = ()


class Group(Record):
    id: Slug
    label: Text


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


class NameField(Row):
    """A name or size that fills a command; `{{id}}` is its place in a template."""

    label: Text
    kind: FieldKind
    default: Text
    help: Text


class Run(Record):
    """A command as a template, e.g. `govc vm.power -on {{vm}}`.

    A place for a name must be a shell word or part of one; `domain.artefacts.quoting` fills and quotes it.
    """

    command: Text
    shell: Shell
    what: str = ""
    danger: Danger = Danger.READ_ONLY


class CommandClaim(Claim):
    danger: Danger
    run: tuple[Run, ...] = ()


class Command(Row):
    task: Text
    group: Slug
    claims: dict[Platform, CommandClaim]


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


class Layer(Row):
    name: Text
    about: Text
    reference: tuple[str, ...]
    evidence: Evidence


class ComponentLink(Record):
    to: Slug
    how: Text


class Component(Row):
    name: Text
    layer: Slug
    kind: Text
    does: Text
    replaces: tuple[Slug, ...] = ()
    replaces_note: str = ""
    talks_to: tuple[ComponentLink, ...] = ()
    claim: Claim


class Participant(Record):
    id: Slug
    name: Text
    component: Slug | None = None


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


class VersionedDefault(Record):
    scope: Text
    value: Text


class Setting(Row):
    """A live-migration setting; `set_in` maps the object to the path of the field in it.

    `since` is the first release with the field: of HCO for the HyperConverged CR, of KubeVirt for the others. A place that
    is not there has had it in every release that the catalogue speaks of. A path under spec.virtualization exists in API v1
    of the HyperConverged CR only; every other path of that CR is that of API v1beta1.
    """

    parameter: Text
    field: Text
    type: Text
    effect: Text
    claim: Claim
    defaults: tuple[VersionedDefault, ...]
    set_in: dict[SettingPlace, Text]
    since: dict[SettingPlace, Release] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _since_is_of_a_place(self) -> Setting:
        if extra := self.since.keys() - self.set_in.keys():
            raise ValueError(f"'since' speaks of {', '.join(sorted(extra))}, where the field is not set")
        return self


class NetworkLink(Row):
    """A column of the estimate table. Units: gbps in 10^9 bit/s, reference_rate in 10^9 byte/s."""

    gbps: Positive
    reference: Text
    reference_rate: Positive


class MigrationTime(Row):
    """A row of the estimate table. `ram_gb` as the quick reference writes it."""

    reference: Text
    ram_gb: Positive
    claims: dict[str, Claim]


class Factor(Row):
    """The quick reference's remark that real migrations take `low` to `high` times the naive figure."""

    low: Positive
    high: Positive
    claim: Claim


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


class Reason(Conditional):
    """Answers that move a checklist item, if they surely hold, and the sentence that says why."""

    because: Text


class ChecklistItem(Row, Evidence):
    """`bit` is the item's place in the compact link and is never given to another item.

    For a workload whose answers are known, an item folds away if one of `folds` holds, and else rises if one of `rises`
    does. An item with `appears` is no part of the plain list: it is there only while one of them holds. A missing answer
    moves nothing. Terms and limits in the conditions are those of OVE.
    """

    bit: Annotated[int, Field(ge=0, lt=512)]
    title: Text
    phase: Phase
    group: Slug
    priority: Priority
    changes: bool = False
    what: Text
    why: Text
    when: str = ""
    check: tuple[Run, ...] = ()
    manual: str = ""
    blockers: tuple[Slug, ...] = ()
    folds: tuple[Reason, ...] = ()
    rises: tuple[Reason, ...] = ()
    appears: tuple[Reason, ...] = ()

    @model_validator(mode="after")
    def _can_be_checked(self) -> ChecklistItem:
        if not self.check and not self.manual:
            raise ValueError("say how it is checked: a command in 'check' or a sentence in 'manual'")
        if self.appears and (self.folds or self.rises):
            raise ValueError("an item that 'appears' is there only while it matters, so it neither folds nor rises")
        return self


class Source(Row):
    """A source: a file in a repository, or a page. `ref` is the tag, branch or commit that was read."""

    title: Text
    publisher: Text
    repository: str = ""
    path: str = ""
    ref: str = ""
    page: str = ""
    version: str = ""
    date: dt.date | None = None
    note: str = ""

    @model_validator(mode="after")
    def _can_be_found(self) -> Source:
        if not self.repository and not self.page:
            raise ValueError("say where it is: 'repository' (with 'path') or 'page'")
        return self


class Saying(Record):
    where: Text
    text: Text
    row: Ref | None = None


class Contradiction(Row, Evidence):
    kind: ContradictionKind
    title: Text
    sayings: tuple[Saying, ...]
    reading: Text


class OverviewQuestion(Row):
    """A question people arrive with; `target` is a page, or a row as `table/id`; `params` are page parameters."""

    question: Text
    target: Text
    params: dict[str, str] = Field(default_factory=dict)
