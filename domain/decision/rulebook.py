"""The rules of the catalogue made ready to judge: terms and limits resolved, grouped by platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from itertools import product

from domain.catalog.loading import Catalog
from domain.catalog.records.conditions import Above, GuestIs, LimitRef, When
from domain.catalog.records.workload import Aspect, Choice, Rule, WorkloadQuestion
from domain.catalog.tables import Facts
from domain.catalog.vocabulary import GuestState, Platform, RuleKind
from domain.decision.conditions import Answers, Case, Span, Truth, Words

TERM = "term"
GIB_PER_TB = 1024
"""Memory limits are published in TB and meant in powers of two, as memory is sold (IEC 80000-13 would write TiB)."""


class UnresolvedError(LookupError):
    """A condition names a term or a limit that does not exist. The text says which."""


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Questions, rules and their resolved cases."""

    questions: Mapping[str, WorkloadQuestion]
    rules: Mapping[str, Rule]
    cases: Mapping[str, tuple[Case, ...]]
    aspects: Mapping[str, Aspect]
    choices: Mapping[str, Choice]

    def asked(self, question: str, answers: Answers) -> bool:
        """Whether the question makes sense, given these answers; one whose condition is not answered yet does."""
        return self.conditions[question].truth(answers) is not Truth.NO

    def settled(self, answers: Answers) -> Answers:
        """The answers that count, in the order of the questions: those to questions that make no sense are left out."""
        return {key: answers[key] for key in self.questions if key in answers and self.asked(key, answers)}

    def whole(self, answers: Answers) -> Answers:
        """The same answers, but for an exact guest the answer that it is within."""
        within = {(key, option.id): option.within for key, q in self.questions.items() for option in q.options if option.within}
        return {key: within.get((key, str(answer)), answer) for key, answer in answers.items()}

    @cached_property
    def domains(self) -> Mapping[str, Words | Span]:
        """All legal answers by question."""
        return {
            key: (q.low, q.high) if q.counts else frozenset(option.id for option in q.options)
            for key, q in self.questions.items()
        }

    @cached_property
    def rules_of(self) -> Mapping[Platform, tuple[Rule, ...]]:
        """The rules of each platform, in the order of the file."""
        return {platform: tuple(rule for rule in self.rules.values() if rule.platform is platform) for platform in Platform}

    @cached_property
    def reading(self) -> Mapping[tuple[Platform, str], list[tuple[Case, ...]]]:
        """The cases of each rule that reads a question, by platform and question."""
        return self._by_question(self.rules.values())

    @cached_property
    def deciding(self) -> Mapping[tuple[Platform, str], list[tuple[Case, ...]]]:
        """As `reading`, without the rules that say that nothing depends on the answer."""
        return self._by_question(rule for rule in self.rules.values() if rule.kind is not RuleKind.NOTE)

    def _by_question(self, rules: Iterable[Rule]) -> Mapping[tuple[Platform, str], list[tuple[Case, ...]]]:
        found: dict[tuple[Platform, str], list[tuple[Case, ...]]] = {}
        for rule in rules:
            cases = self.cases[rule.id]
            for question in {question for case in cases for question in case.questions}:
                found.setdefault((rule.platform, question), []).append(cases)
        return found

    def cases_reading(self, platform: Platform, question: str) -> list[Case]:
        """The cases that name a question, of a platform's rules."""
        return [case for cases in self.reading.get((platform, question), ()) for case in cases if question in case.questions]

    @cached_property
    def conditions(self) -> Mapping[str, Case]:
        """Under which answers each question makes sense."""
        return {id_: Case({key: frozenset(words) for key, words in q.asked.items()}, {}) for id_, q in self.questions.items()}


@lru_cache(maxsize=8)
def rulebook(catalog: Catalog) -> Rulebook:
    return Rulebook(
        catalog.workload_questions,
        catalog.rules,
        {id_: resolve(rule.when, rule.platform, catalog) for id_, rule in catalog.rules.items()},
        catalog.aspects,
        {choice.id: choice for aspect in catalog.aspects.values() for choice in aspect.choices},
    )


def resolve(when: tuple[When, ...], platform: Platform, facts: Facts) -> tuple[Case, ...]:
    """The cases of a condition, with its terms put in and its limits looked up. UnresolvedError: one of them does not exist."""
    found: list[Case] = []
    for part in when:
        named, own = part.get(TERM), {key: condition for key, condition in part.items() if key != TERM}
        words = {key: _words(key, wanted, platform, facts) for key, wanted in own.items() if not isinstance(wanted, Above)}
        above = {key: _value(limit.above, platform, facts) for key, limit in own.items() if isinstance(limit, Above)}
        terms = [_term(name, platform, facts) for name in named] if isinstance(named, tuple) else []
        for chosen in product(*terms):
            case = reduce(Case.both, chosen, Case(words, above))
            if all(case.words.values()):
                found.append(case)
    return tuple(found)


def _words(question: str, wanted: tuple[str, ...] | GuestIs, platform: Platform, facts: Facts) -> Words:
    """The answers that a condition accepts: an answer stands for the exact ones within it too."""
    asked = facts.workload_questions.get(question)
    if asked is None:
        return frozenset(wanted) if isinstance(wanted, tuple) else frozenset()
    if isinstance(wanted, tuple):
        return asked.with_exact(wanted)
    among = asked.with_exact(wanted.within or [option.id for option in asked.whole])
    return frozenset(option.id for option in asked.options if option.id in among and _stands(option.id, wanted, platform, facts))


def _stands(answer: str, wanted: GuestIs, platform: Platform, facts: Facts) -> bool:
    row = facts.guest_systems.get(answer)
    state = row.state(wanted.by or platform) if row else GuestState.NOT_STATED
    ended = row.ends.had_passed if row and row.ends else None
    return state in wanted.guest and wanted.ended in (None, ended)


def _term(name: str, platform: Platform, facts: Facts) -> tuple[Case, ...]:
    term = facts.terms.get(name)
    if term is None or term.platform is not platform:
        raise UnresolvedError(f"'{name}' is not a term of {platform.label}")
    if any(TERM in part for part in term.when):
        raise UnresolvedError(f"the term '{name}' is made of terms; spell them out")
    return resolve(term.when, platform, facts)


def _value(above: float | LimitRef, platform: Platform, facts: Facts) -> float:
    if not isinstance(above, LimitRef):
        return above
    row = facts.key_numbers.get(above.key_number)
    for limit in row.claims[platform].limits if row and platform in row.claims else ():
        if limit.kind is above.kind and limit.scope == above.scope:
            return limit.value * (GIB_PER_TB if row and row.unit == "TB" else 1)
    scope = f" for '{above.scope}'" if above.scope else ""
    raise UnresolvedError(f"'{above.key_number}' has no {above.kind.value} limit{scope} on {platform.label}")
