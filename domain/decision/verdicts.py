"""Judges a workload: on each platform which rules fire and why, what is chosen, and what is still unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.catalog.records.workload import Choice, Rule
from domain.catalog.vocabulary import Platform, RuleKind, Severity, Weight, WorkloadOutcome
from domain.decision.conditions import Answers, Case, Truth, truth
from domain.decision.rulebook import Rulebook
from domain.quantities.wording import counted

STOPS = (RuleKind.EXCLUSION, RuleKind.CONFLICT)
WORSENS = (*STOPS, RuleKind.GAP)
GOOD = (WorkloadOutcome.FITS, WorkloadOutcome.CONDITIONS)
_MANY = {Weight.COST: "costs in operation"}


@dataclass(frozen=True)
class Finding:
    """A rule that fired, and the answers that made it fire."""

    rule: Rule
    because: Answers


@dataclass(frozen=True)
class OpenRule:
    """A rule that may still fire, and the questions that decide it."""

    rule: Rule
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """What is recommended for an aspect, by which rule; `open` if a missing answer could still change it."""

    choice: Choice
    finding: Finding
    open: bool


@dataclass(frozen=True)
class PlatformVerdict:
    """Where the workload stands on one platform.

    `found` are the rules that fired, gravest first, without the recommendations that gave way; `chosen` is the approach
    by aspect; `open` are rules that could still fire.
    """

    platform: Platform
    outcome: WorkloadOutcome
    found: tuple[Finding, ...]
    chosen: Mapping[str, Chosen]
    open: tuple[OpenRule, ...]

    @property
    def unresearched(self) -> tuple[str, ...]:
        """The answered questions of whose answers no source that could be read says how they stand here."""
        return tuple(dict.fromkeys(finding.rule.about for finding in self.of(RuleKind.GAP) if finding.rule.about))

    @property
    def undecided(self) -> tuple[str, ...]:
        """The questions whose answers can still make the outcome worse."""
        return tuple(dict.fromkeys(q for rule in self.open if rule.rule.kind in WORSENS for q in rule.missing))

    @property
    def settled(self) -> bool:
        """Whether no missing answer can add a conflict, an exclusion or a gap."""
        return not any(rule.rule.kind in WORSENS for rule in self.open)

    @property
    def said(self) -> str:
        """The outcome, with "so far" where a missing answer can still add a conflict or an exclusion to a good one."""
        return f"{self.outcome.label} so far" if self.outcome in GOOD and not self.settled else self.outcome.label

    @property
    def said_with_weights(self) -> str:
        """The same, with how heavy its conditions are and how many answers are still open.

        E.g. "fits, with conditions: 1 blocking preparation, 3 conditions, 1 cost in operation; 4 answers still open".
        """
        weights = self.weights if self.outcome in GOOD else ""
        open_ = f"{counted(len(self.undecided), 'answer')} still open" if self.outcome in GOOD and self.undecided else ""
        return "; ".join(part for part in (": ".join(part for part in (self.said, weights) if part), open_) if part)

    @property
    def weights(self) -> str:
        """How many rules of each weight there are, e.g. "1 blocking preparation, 3 conditions"."""
        found = ((weight, len(self.weighing(weight))) for weight in (Weight.PREPARATION, Weight.CONDITION, Weight.COST))
        return ", ".join(counted(number, weight.label, _MANY.get(weight, "")) for weight, number in found if number)

    def weighing(self, weight: Weight) -> tuple[Finding, ...]:
        """The rules that fired and weigh so much; conflicts, exclusions, gaps and recommendations weigh nothing."""
        return tuple(finding for finding in self.found if weight_of(finding.rule) is weight)

    @property
    def conditions(self) -> tuple[Finding, ...]:
        """What has to be prepared or provided."""
        return (*self.weighing(Weight.PREPARATION), *self.weighing(Weight.CONDITION))

    def of(self, *kinds: RuleKind) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.found if finding.rule.kind in kinds)


def weight_of(rule: Rule) -> Weight | None:
    """How heavy a rule lies on a workload that fits; None if it does not say what has to be done, nor what it costs."""
    if rule.kind is RuleKind.COST:
        return Weight.COST
    if rule.kind is RuleKind.NOTE:
        return Weight.REMARK
    if rule.kind is not RuleKind.REQUIREMENT:
        return None
    if rule.severity is Severity.BLOCKER:
        return Weight.PREPARATION
    return Weight.REMARK if rule.severity is Severity.INFO else Weight.CONDITION


def judge(book: Rulebook, answers: Answers, platforms: Iterable[Platform] = tuple(Platform)) -> dict[Platform, PlatformVerdict]:
    """Where the workload stands on each platform. `answers` may be partial; answers that do not count are left out."""
    settled = tuple(book.settled(answers).items())
    return {platform: _judged(book, platform, settled) for platform in platforms}


def relevant(book: Rulebook, answers: Answers, platforms: Iterable[Platform] = tuple(Platform)) -> set[str]:
    """The questions whose answer can still matter, on any of these platforms, given all the other answers."""
    settled, chosen = book.settled(answers), tuple(platforms)
    return {id_ for id_ in book.questions if book.asked(id_, answers) and _matters(book, id_, settled, chosen)}


def asked_next(book: Rulebook, standings: Iterable[PlatformVerdict]) -> str | None:
    """The unanswered question that most rules wait for that can still make an outcome worse; None if none does."""
    waiting = Counter(q for found in standings for rule in found.open if rule.rule.kind in WORSENS for q in rule.missing)
    return max(waiting, key=lambda question: (waiting[question], -list(book.questions).index(question)), default=None)


def _matters(book: Rulebook, question: str, answers: Answers, platforms: Iterable[Platform]) -> bool:
    others = {key: value for key, value in answers.items() if key != question}
    read = (cases for platform in platforms for cases in book.deciding.get((platform, question), ()))
    return any(_waits_for(cases, question, others) for cases in read)


def _waits_for(cases: tuple[Case, ...], question: str, answers: Answers) -> bool:
    reads = any(case.truth(answers) is Truth.OPEN for case in cases if question in case.questions)
    return reads and truth(cases, answers) is Truth.OPEN


@lru_cache(maxsize=1024)
def _judged(book: Rulebook, platform: Platform, settled: tuple[tuple[str, int | str], ...]) -> PlatformVerdict:
    answers = dict(settled)
    fired: dict[str, Finding] = {}
    open_: dict[str, OpenRule] = {}
    for rule in book.rules_of[platform]:
        cases = book.cases[rule.id]
        state = truth(cases, answers)
        if state is Truth.YES:
            fired[rule.id] = Finding(rule, _because(cases, answers))
        elif state is Truth.OPEN:
            open_[rule.id] = OpenRule(rule, _missing(cases, answers))
    chosen, found = {}, []
    for finding in fired.values():
        rule = finding.rule
        if any(other in fired for other in rule.yields_to):
            continue
        found.append(finding)
        if rule.aspect and rule.choose:
            chosen[rule.aspect] = Chosen(book.choices[rule.choose], finding, any(other in open_ for other in rule.yields_to))
    found.sort(key=lambda finding: (finding.rule.kind.rank, finding.rule.severity.rank))
    in_order = {aspect: chosen[aspect] for aspect in book.aspects if aspect in chosen}
    return PlatformVerdict(
        platform,
        _outcome([finding.rule for finding in found]) if answers else WorkloadOutcome.UNANSWERED,
        tuple(found),
        in_order,
        tuple(sorted(open_.values(), key=lambda rule: (rule.rule.kind.rank, len(rule.missing)))),
    )


def _outcome(rules: Sequence[Rule]) -> WorkloadOutcome:
    kinds = {rule.kind for rule in rules}
    if RuleKind.EXCLUSION in kinds:
        return WorkloadOutcome.EXCLUDED
    if RuleKind.CONFLICT in kinds:
        return WorkloadOutcome.CONFLICT
    if RuleKind.GAP in kinds:
        return WorkloadOutcome.UNKNOWN
    if any(weight_of(rule) in (Weight.PREPARATION, Weight.CONDITION) for rule in rules):
        return WorkloadOutcome.CONDITIONS
    return WorkloadOutcome.FITS


def _because(cases: tuple[Case, ...], answers: Answers) -> Answers:
    holding = (case for case in cases if case.truth(answers) is Truth.YES)
    return {question: answers[question] for question in min(holding, key=lambda case: len(case.questions)).questions}


def _missing(cases: tuple[Case, ...], answers: Answers) -> tuple[str, ...]:
    waiting = [
        tuple(question for question in case.questions if question not in answers)
        for case in cases
        if case.truth(answers) is Truth.OPEN
    ]
    return min(waiting, key=len)
