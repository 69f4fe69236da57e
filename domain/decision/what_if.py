"""What would change the result: computed by trying other answers, never written by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from domain.catalog.vocabulary import Platform, RuleKind, WorkloadOutcome
from domain.decision.conditions import Answers, Truth, truth
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict, judge

MOST_CHANGES = 3
"""Largest set of answers that is changed at once; nobody weighs four concessions together."""

MOST_WAYS = 8


@dataclass(frozen=True)
class Flip:
    """Other answers, and what they lead to: the outcome, and the choices that differ, as (before, after) by aspect."""

    changes: Answers
    outcome: WorkloadOutcome
    choices: dict[str, tuple[str, str]]


def alternatives(
    book: Rulebook, platform: Platform, question: str, given: int | str, kinds: Sequence[RuleKind] = tuple(RuleKind)
) -> Iterator[int | str]:
    """Other answers to a question: every other option; for a number the nearest one beyond each limit of rules of these kinds.

    An exact guest is a fact about the VM, not something to try others for.
    """
    asked = book.questions[question]
    if not asked.counts:
        yield from (option.id for option in asked.whole if given not in asked.with_exact([option.id]))
        return
    cases = (case for rule in book.rules_of[platform] if rule.kind in kinds for case in book.cases[rule.id])
    limits = {case.above[question] for case in cases if question in case.above}
    for limit in sorted(limits):
        if isinstance(given, int):
            yield int(limit) if given > limit else int(limit) + 1


def flips(book: Rulebook, platform: Platform, answers: Answers, now: PlatformVerdict) -> list[Flip]:
    """Every single change of a given answer that changes the outcome or the approach on a platform, best outcome first."""
    settled = book.settled(answers)
    found = []
    for question, given in settled.items():
        for other in alternatives(book, platform, question, given):
            flip = _flip(book, platform, answers, {question: other}, now)
            if flip.outcome is not now.outcome or flip.choices:
                found.append(flip)
    return sorted(found, key=lambda flip: (flip.outcome is now.outcome, -flip.outcome.rank, len(flip.choices)))


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
            for others in product(*(alternatives(book, platform, key, settled[key], STOPS) for key in questions)):
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


def _flip(book: Rulebook, platform: Platform, answers: Answers, changes: Answers, now: PlatformVerdict) -> Flip:
    then = judge(book, {**answers, **changes}, (platform,))[platform]
    labels = {aspect: (_label(now, aspect), _label(then, aspect)) for aspect in book.aspects}
    return Flip(changes, then.outcome, {aspect: pair for aspect, pair in labels.items() if pair[0] != pair[1]})


def _label(standing: PlatformVerdict, aspect: str) -> str:
    chosen = standing.chosen.get(aspect)
    return chosen.choice.label if chosen else ""
