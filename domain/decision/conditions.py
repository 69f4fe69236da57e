"""Conditions over answers: whether they hold, and whether any answers can make them hold.

A case is a conjunction: for each question it names, the words it accepts or the number its answer must exceed. Rules
are lists of cases of which one must hold. An unanswered question leaves a case open, never true or false by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

Answers = Mapping[str, int | str]
"""Answers by question: an option's id, or a whole number in the question's unit. A missing key is unanswered."""

Words = frozenset[str]
Span = tuple[int, int]
"""Whole numbers from the first to the second, both included."""

Region = dict[str, Words | Span]
"""What each question may still be answered with; a question that is missing may be answered with anything."""


class Truth(Enum):
    """Whether something holds, given what is answered."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True)
class Case:
    """All of `words` and `above` hold: an answer among the words, a number above the value."""

    words: Mapping[str, Words]
    above: Mapping[str, float]

    def truth(self, answers: Answers) -> Truth:
        """NO as soon as one answer is against it; OPEN if none is and one is missing."""
        result = Truth.YES
        for question, accepted in self.words.items():
            given = answers.get(question)
            if given is None:
                result = Truth.OPEN
            elif given not in accepted:
                return Truth.NO
        for question, least in self.above.items():
            given = answers.get(question)
            if given is None:
                result = Truth.OPEN
            elif not isinstance(given, int) or given <= least:
                return Truth.NO
        return result

    @property
    def questions(self) -> tuple[str, ...]:
        return (*self.words, *self.above)

    def both(self, other: Case) -> Case:
        """The case that holds where both do."""
        words = {question: accepted & self.words.get(question, accepted) for question, accepted in other.words.items()}
        above = {question: max(least, self.above.get(question, least)) for question, least in other.above.items()}
        return Case({**self.words, **words}, {**self.above, **above})


def truth(cases: Iterable[Case], answers: Answers) -> Truth:
    """Whether one of the cases holds."""
    result = Truth.NO
    for case in cases:
        found = case.truth(answers)
        if found is Truth.YES:
            return found
        if found is Truth.OPEN:
            result = found
    return result


def within(case: Case, region: Region, domains: Mapping[str, Words | Span]) -> Region | None:
    """The part of `region` in which the case holds; None if there is none. `domains` are all legal answers by question."""
    result = dict(region)
    for question, accepted in case.words.items():
        had = result.get(question, domains[question])
        kept = accepted & had if isinstance(had, frozenset) else frozenset()
        if not kept:
            return None
        result[question] = kept
    for question, least in case.above.items():
        had = result.get(question, domains[question])
        if isinstance(had, frozenset) or had[1] <= least:
            return None
        result[question] = (max(had[0], int(least) + 1), had[1])
    return result


def outside(cases: Sequence[Case], region: Region, domains: Mapping[str, Words | Span]) -> Region | None:
    """A part of `region` in which none of the cases holds; None if they cover it. Exact, by splitting on one case at a time."""
    if not cases:
        return region
    first, rest = cases[0], cases[1:]
    if within(first, region, domains) is None:
        return outside(rest, region, domains)
    for question, accepted in first.words.items():
        had = region.get(question, domains[question])
        kept = had - accepted if isinstance(had, frozenset) else frozenset()
        if kept and (found := outside(rest, {**region, question: kept}, domains)) is not None:
            return found
    for question, least in first.above.items():
        had = region.get(question, domains[question])
        if not isinstance(had, frozenset) and had[0] <= least:
            below = (had[0], min(had[1], int(least)))
            if (found := outside(rest, {**region, question: below}, domains)) is not None:
                return found
    return None
