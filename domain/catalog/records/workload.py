"""The shapes of the wizard's facts: questions about a workload, rules over its answers, worked examples."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from itertools import chain
from string import Formatter
from typing import Annotated

from pydantic import Field, model_validator

from domain.catalog.records.base import Count, Record, Ref, RefTo, Slug, Text, group_of
from domain.catalog.records.commands import Run
from domain.catalog.records.conditions import AnyOf, Conditional, Key, Word
from domain.catalog.records.evidence import Evidence, Labelled, Row
from domain.catalog.vocabulary import BuildPart, Platform, RuleKind, Severity, WorkloadOutcome

Answer = Annotated[int, Field(strict=True)] | Word


def _check_places(at: str, text: str, known: Collection[str]) -> None:
    """ValueError: the text has a place such as `{answer}` that nothing fills."""
    unknown = {place for _, place, _, _ in Formatter().parse(text) if place is not None} - {*known}
    if unknown:
        raise ValueError(f"'{at}' has no place for {', '.join(sorted(unknown))}; it has {', '.join(sorted(known)) or 'none'}")


class Option(Labelled):
    """An answer to choose, whose `aliases` are former ids; `said` as in `WorkloadQuestion`, for this answer alone.

    An answer `within` another is more exact: what holds for the other holds for it. It is a row of `guest_systems`.
    `price` is what it costs to go over to this answer; without one it is a fact about the VM, and never proposed.
    """

    id: Word
    aliases: tuple[Word, ...] = ()
    label: Text
    said: str = ""
    within: Word | None = None
    price: str = ""


class WorkloadQuestion(Row):
    """A question about a workload: a choice of `options`, or a whole number from `low` to `high` in `unit`.

    `neutral` is the answer that asks for nothing; `ordinary` is that of an ordinary VM from VMware, where it is another. With
    `rising`, each option demands more than the one before. `asked` is the condition under which the question makes sense;
    without it, always. `page` is the slug of a screen that helps to answer it.

    `said` is how an answer is told in a sentence: `{answer}` is its label, `{lower}` the same with a small first letter. A
    `wish` is told after what the VM is. The neutral answer is told only with `always_said`.
    """

    id: Key
    group: Annotated[Slug, group_of("workload_groups")]
    label: Text
    why: Text
    said: str = ""
    wish: bool = False
    always_said: bool = False
    options: tuple[Option, ...] = ()
    neutral: Word | None = None
    ordinary: Word | None = None
    rising: bool = False
    low: int = 0
    high: int = 0
    unit: str = ""
    asked: dict[Key, tuple[Word, ...]] = Field(default_factory=dict)
    page: str = ""

    @model_validator(mode="after")
    def _chooses_or_counts(self) -> WorkloadQuestion:
        if bool(self.options) == (self.high > self.low):
            raise ValueError("give 'options', or 'low' and 'high' of a number")
        ids = [option.id for option in self.options]
        for words in ([[one.id, *one.aliases] for one in self.options], [[one.label, *one.former] for one in self.options]):
            if len(set(chain(*words))) < len(list(chain(*words))):
                raise ValueError("two options have the same id or label, now or formerly")
        for name, word in (("neutral", self.neutral), ("ordinary", self.ordinary)):
            if word is not None and word not in ids:
                raise ValueError(f"'{name}' is {word}, which is not one of the options")
        whole = {option.id for option in self.options if option.within is None}
        if lost := [option.id for option in self.options if option.within and option.within not in whole]:
            raise ValueError(f"'{lost[0]}' is within what is not an answer of its own")
        return self

    @model_validator(mode="after")
    def _is_said(self) -> WorkloadQuestion:
        for text in (self.said, *(option.said for option in self.options)):
            _check_places("said", text, ("answer", "lower"))
        told = [option for option in self.options if self.always_said or option.id != self.neutral]
        if not self.said and (self.counts or not all(option.said for option in told)):
            raise ValueError("say in 'said' how an answer is told in a sentence, here or at every option that is not neutral")
        return self

    @property
    def counts(self) -> bool:
        """Whether the answer is a number."""
        return not self.options

    @property
    def whole(self) -> tuple[Option, ...]:
        """The options that are within no other."""
        return tuple(option for option in self.options if option.within is None)

    def with_exact(self, words: Collection[str]) -> frozenset[str]:
        """These answers, and the exact ones within them."""
        return frozenset(words) | {id_ for id_, within in self._exact if within in words}

    @cached_property
    def _exact(self) -> tuple[tuple[str, str], ...]:
        return tuple((option.id, option.within) for option in self.options if option.within)

    def label_of(self, answer: int | str) -> str:
        """An answer as it is read, e.g. "64 GiB"."""
        if self.counts:
            return f"{answer:,} {self.unit}".strip()
        return next(option.label for option in self.options if option.id == answer)

    def said_of(self, answer: int | str) -> str:
        """How an answer is told, with its places."""
        return next((option.said for option in self.options if option.id == answer and option.said), self.said)


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
    `ways_out` tell what can be done about a conflict. A gap and a note name the question that they are `about`.
    """

    platform: Platform
    kind: RuleKind
    severity: Severity
    says: Text
    aspect: Slug | None = None
    choose: Slug | None = None
    yields_to: tuple[Slug, ...] = ()
    ways_out: tuple[Text, ...] = ()
    about: Key | None = None
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
        if (self.kind in (RuleKind.GAP, RuleKind.NOTE)) != (self.about is not None):
            raise ValueError("a gap or a note, and nothing else, needs 'about'")
        if self.about and not all(self.about in part for part in self.when):
            raise ValueError(f"'when' does not always name '{self.about}', which it is about")
        if self.kind is RuleKind.GAP and not self.note:
            raise ValueError("a gap says in 'note' what was searched")
        return self


class ExpectedVerdict(Record):
    """What a worked example must lead to on one platform; `fires` are rules."""

    outcome: WorkloadOutcome
    chooses: tuple[Slug, ...] = ()
    fires: tuple[Slug, ...] = ()


class Workload(Row):
    """A worked example: what is known of a workload, and what it leads to. `scenario` is the row of the matrix it stands for.

    With `topic`, that row asks how something is done, such as a disk's format: it is no workload to set beside others.
    """

    name: Text
    topic: bool = False
    story: Text
    scenario: Annotated[Slug, RefTo("decision_matrix", used="no workload of workloads.yaml leads to it")] | None = None
    answers: dict[Key, Answer]
    expects: dict[Platform, ExpectedVerdict]


SAYS_PLACES = frozenset({"memory_gib", "page_size", "access_mode"})
"""Values of a manifest that a sentence beside it may hold, e.g. `{memory_gib}`; `domain.artefacts.vm.notes` fills them."""


class Each(Record):
    """One line of a command for every one of what a `question` counts: from the place `first` to the answer, at most to `last`.

    `{{number}}` in the command is the place; `step` is how many places a line serves.
    """

    question: Key
    first: Count = 1
    step: Count = 1
    last: Count

    def places(self, answers: Mapping[str, int | str]) -> range:
        """The places in order; the first alone if the question is not answered."""
        return range(self.first, max(min(int(answers.get(self.question, 0)), self.last), self.first) + 1, self.step)


class Filling(Record):
    """What a field of the commands holds by the answer to a question, e.g. the guest id by the guest system.

    Without `values` it is the answer itself, which is then a number.
    """

    field: Annotated[Slug, RefTo("fields")]
    by: Key
    values: dict[Word, Text] = Field(default_factory=dict)

    def value(self, answers: Mapping[str, int | str]) -> str | None:
        """What the field holds; None if the answer says nothing of it."""
        answer = answers.get(self.by)
        if answer is None or isinstance(answer, int):
            return None if answer is None else str(answer)
        return self.values.get(answer)


class BuildStep(Row, Evidence, Conditional):
    """A command that builds a workload on a platform; or, in `says`, what no command does and what a manifest needs.

    It is taken if one of `choices` is chosen, unless one of `unless` is, and if `when` holds and `except_when` does not; an
    empty list asks for nothing. What is not answered makes neither hold. `part` is the occasion that a command is for.
    `vm_name_above` is a number of characters that the VM's name exceeds. `fills` gives a field of the commands its value.
    """

    platform: Platform
    choices: tuple[Slug, ...] = ()
    unless: tuple[Slug, ...] = ()
    when: AnyOf = ()
    except_when: AnyOf = ()
    vm_name_above: int | None = None
    run: Run | None = None
    each: Each | None = None
    fills: Filling | None = None
    says: str = ""
    part: BuildPart = BuildPart.BUILD
    scope: Text

    @model_validator(mode="after")
    def _does_one_thing(self) -> BuildStep:
        if sum(map(bool, (self.run, self.fills, self.says))) != 1:
            raise ValueError("give a command in 'run', or in 'says' what no command does, or in 'fills' the value of a field")
        if self.run and not self.run.what:
            raise ValueError("say in 'run.what' what the command does")
        if self.each and not self.run:
            raise ValueError("'each' is for a command")
        if self.vm_name_above is not None and not self.says:
            raise ValueError("'vm_name_above' is for a sentence, not for a command")
        _check_places("says", self.says, SAYS_PLACES if self.platform is Platform.OVE else ())
        return self
