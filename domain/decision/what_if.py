"""What would change the result: computed by trying other answers, never written by hand.

Only what a person would weigh is tried: answers that have a price in `data/workload.yaml`. The rest are facts about the VM.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from domain.catalog.vocabulary import Platform, WorkloadOutcome
from domain.decision.conditions import Answers, Truth, truth
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict, judge

MOST_CHANGES = 3
"""Largest set of answers that is changed at once; nobody weighs four concessions together."""

MOST_WAYS = 8


@dataclass(frozen=True)
class Flip:
    """Other answers, their `prices`, and what they lead to: the outcome, how many conditions more (fewer: below 0), and the
    choices that differ, as (before, after) by aspect."""

    changes: Answers
    prices: tuple[str, ...]
    outcome: WorkloadOutcome
    more_conditions: int
    choices: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Bound:
    """A number that a rule limits, in the question's unit: the rule fires above `at_most`, and fires now if `exceeded`."""

    question: str
    at_most: int
    exceeded: bool
    rule: str


def alternatives(book: Rulebook, question: str, given: int | str) -> Iterator[str]:
    """The other answers to a question that have a price."""
    asked = book.questions[question]
    yield from (option.id for option in asked.options if option.price and given not in asked.with_exact([option.id]))


def flips(book: Rulebook, platform: Platform, answers: Answers, now: PlatformVerdict) -> list[Flip]:
    """Every single change of a given answer that betters the outcome, or leaves a fit with fewer conditions; best first."""
    settled = book.settled(answers)
    found = []
    for question, given in settled.items():
        for other in alternatives(book, question, given):
            flip = _flip(book, platform, answers, {question: other}, now)
            better = flip.outcome.rank > now.outcome.rank
            if better or (flip.outcome is now.outcome is WorkloadOutcome.CONDITIONS and flip.more_conditions < 0):
                found.append(flip)
    return sorted(found, key=lambda flip: (-flip.outcome.rank, flip.more_conditions, len(flip.choices)))


def ways_out(book: Rulebook, platform: Platform, answers: Answers) -> list[Flip]:
    """The smallest sets of changed answers after which neither conflict nor exclusion is left; none if there is none now."""
    settled = dict(book.settled(answers))
    stops = [rule for rule in book.rules_of[platform] if rule.kind in STOPS]
    blamed = {
        question
        for rule in stops
        for case in book.cases[rule.id]
        if case.truth(settled) is Truth.YES
        for question in case.questions
    }
    found: list[Answers] = []
    for size in range(1, MOST_CHANGES + 1):
        for questions in combinations([key for key in settled if key in blamed], size):
            for others in product(*(alternatives(book, key, settled[key]) for key in questions)):
                changes = dict(zip(questions, others, strict=True))
                if any(known.items() <= changes.items() for known in found):
                    continue
                trial = book.settled({**answers, **changes})
                if not any(truth(book.cases[rule.id], trial) is Truth.YES for rule in stops):
                    found.append(changes)
        if len(found) >= MOST_WAYS:
            break
    now = judge(book, answers, (platform,))[platform]
    return [_flip(book, platform, answers, changes, now) for changes in found[:MOST_WAYS]]


def bounds(book: Rulebook, platform: Platform, answers: Answers) -> list[Bound]:
    """For each number that is answered, the nearest limit of a conflict or exclusion on either side: what it exceeds, and
    what it may not exceed, given the other answers."""
    settled = book.settled(answers)
    found = []
    for question, given in settled.items():
        if not isinstance(given, int):
            continue
        others = {key: value for key, value in settled.items() if key != question}
        limits = {
            int(case.above[question]): rule.id
            for rule in book.rules_of[platform]
            if rule.kind in STOPS
            for case in book.cases[rule.id]
            if question in case.above and case.truth({**others, question: int(case.above[question]) + 1}) is Truth.YES
        }
        over, under = [one for one in limits if one < given], [one for one in limits if one >= given]
        if over:
            found.append(Bound(question, min(over), True, limits[min(over)]))
        elif under:
            found.append(Bound(question, min(under), False, limits[min(under)]))
    return found


def _flip(book: Rulebook, platform: Platform, answers: Answers, changes: Answers, now: PlatformVerdict) -> Flip:
    then = judge(book, {**answers, **changes}, (platform,))[platform]
    labels = {aspect: (_label(now, aspect), _label(then, aspect)) for aspect in book.aspects}
    prices = [option.price for q, answer in changes.items() for option in book.questions[q].options if option.id == answer]
    return Flip(
        changes,
        tuple(prices),
        then.outcome,
        len(then.conditions) - len(now.conditions),
        {aspect: pair for aspect, pair in labels.items() if pair[0] != pair[1]},
    )


def _label(standing: PlatformVerdict, aspect: str) -> str:
    chosen = standing.chosen.get(aspect)
    return chosen.choice.label if chosen else ""
