"""The shapes of the decision studio's facts: questions about a workload, rules over its answers, worked examples."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from domain.catalog.records.base import Record, Ref, RefTo, Slug, Text, group_of
from domain.catalog.records.commands import Run
from domain.catalog.records.conditions import Conditional, Key, When, Word
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Platform, RuleKind, Severity, WorkloadOutcome

Answer = Annotated[int, Field(strict=True)] | Word


class Option(Record):
    """An answer to choose; `label` is the word that links carry."""

    id: Word
    label: Text


class WorkloadQuestion(Row):
    """A question about a workload: a choice of `options`, or a whole number from `low` to `high` in `unit`.

    `neutral` is the answer that asks for nothing. With `rising`, each option demands more than the one before.
    `asked` is the condition under which the question makes sense; without it, always. `on` are the platforms on which
    the answer matters; without it, on all three.
    """

    id: Key
    group: Annotated[Slug, group_of("workload_groups")]
    label: Text
    why: Text
    options: tuple[Option, ...] = ()
    neutral: Word | None = None
    rising: bool = False
    low: int = 0
    high: int = 0
    unit: str = ""
    asked: dict[Key, tuple[Word, ...]] = Field(default_factory=dict)
    on: tuple[Platform, ...] = tuple(Platform)

    @model_validator(mode="after")
    def _chooses_or_counts(self) -> WorkloadQuestion:
        if bool(self.options) == (self.high > self.low):
            raise ValueError("give 'options', or 'low' and 'high' of a number")
        ids = [option.id for option in self.options]
        if len(set(ids)) < len(ids) or len({option.label for option in self.options}) < len(ids):
            raise ValueError("two options have the same id or label")
        if self.neutral is not None and self.neutral not in ids:
            raise ValueError(f"'neutral' is {self.neutral}, which is not one of the options")
        return self

    @property
    def counts(self) -> bool:
        """Whether the answer is a number."""
        return not self.options

    def label_of(self, answer: int | str) -> str:
        """An answer as it is read, e.g. "64 GiB"."""
        if self.counts:
            return f"{answer:,} {self.unit}".strip()
        return next(option.label for option in self.options if option.id == answer)


class Term(Row, Conditional):
    """A named condition on one platform, for rules to share, e.g. "cannot move"."""

    platform: Platform
    label: Text


class Choice(Record):
    """One way to do it on one platform; `label` is a phrase of the recommended approach."""

    id: Slug
    platform: Platform
    label: Text


class Aspect(Row):
    """A part of an approach, such as its disks; every platform has its own choices."""

    label: Text
    choices: tuple[Choice, ...]


class Rule(Row, Evidence, Conditional):
    """What answers lead to on one platform.

    A recommendation names the `aspect` and what to `choose`, and gives way to the rules of `yields_to` when they fire.
    `ways_out` tell what can be done about a conflict.
    """

    platform: Platform
    kind: RuleKind
    severity: Severity
    says: Text
    aspect: Slug | None = None
    choose: Slug | None = None
    yields_to: tuple[Slug, ...] = ()
    ways_out: tuple[Text, ...] = ()
    scope: Text
    see: tuple[Ref, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Rule:
        if (self.kind is RuleKind.RECOMMENDATION) != (self.aspect is not None and self.choose is not None):
            raise ValueError("a recommendation, and nothing else, needs 'aspect' and 'choose'")
        if self.yields_to and self.kind is not RuleKind.RECOMMENDATION:
            raise ValueError("only a recommendation can yield")
        if (self.kind is RuleKind.CONFLICT) != bool(self.ways_out):
            raise ValueError("a conflict, and nothing else, needs 'ways_out'")
        return self


class ExpectedVerdict(Record):
    """What a worked example must lead to on one platform; `fires` are rules."""

    outcome: WorkloadOutcome
    chooses: tuple[Slug, ...] = ()
    fires: tuple[Slug, ...] = ()


class Workload(Row):
    """A worked example: what is known of a workload, and what it leads to. `scenario` is the row of the matrix it stands for."""

    name: Text
    story: Text
    scenario: Annotated[Slug, RefTo("decision_matrix", used="no workload of workloads.yaml leads to it")] | None = None
    answers: dict[Key, Answer]
    expects: dict[Platform, ExpectedVerdict]


class BuildStep(Row, Evidence, Conditional):
    """A command that builds a workload on a platform; or, in `says`, what no command of the sources does.

    It is taken if one of `choices` is chosen, unless one of `unless` is, and if `when` holds; an empty list asks for
    nothing. `later` is for the day the VM's host is serviced, not for the day it is built.
    """

    platform: Platform
    choices: tuple[Slug, ...] = ()
    unless: tuple[Slug, ...] = ()
    when: tuple[When, ...] = ()
    run: Run | None = None
    says: str = ""
    later: bool = False
    scope: Text

    @model_validator(mode="after")
    def _runs_or_says(self) -> BuildStep:
        if (self.run is None) != bool(self.says):
            raise ValueError("give a command in 'run', or in 'says' what no command does")
        if self.run and not self.run.what:
            raise ValueError("say in 'run.what' what the command does")
        return self
