"""Which questions decide most: what an answer settles while nothing else is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from domain.catalog.records.workload import WorkloadQuestion
from domain.decision.conditions import Case, Truth, truth
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import WORSENS


@lru_cache(maxsize=8)
def most_deciding(book: Rulebook, count: int = 3) -> tuple[str, ...]:
    """The ids of the `count` questions that decide most, the first of them most; of equals, the one that is asked first."""
    influences = {question: influence(book, question) for question in book.questions}
    return tuple(sorted(influences, key=lambda question: -influences[question])[:count])


def influence(book: Rulebook, question: str) -> float:
    """How many rules of all platforms that can make a verdict worse an answer to the question settles, on average over them.

    Settled is a rule that fires or no longer can, whatever else is answered: both change what the verdict still waits for. The
    outcomes alone would put the sizes first, for numbers that hardly a VM has.
    """
    read = [book.cases[rule.id] for rule in book.rules.values() if rule.kind in WORSENS]
    read = [cases for cases in read if any(question in case.questions for case in cases) and truth(cases, {}) is Truth.OPEN]
    answers = _answers(book.questions[question], read)
    settled = sum(truth(cases, {question: answer}) is not Truth.OPEN for cases in read for answer in answers)
    return settled / len(answers)


def _answers(question: WorkloadQuestion, read: Sequence[tuple[Case, ...]]) -> Sequence[int | str]:
    """The answers that are within no other; of a number, one from each stretch in which the same rules hold."""
    if not question.counts:
        return [option.id for option in question.whole]
    limits = {int(case.above[question.id]) + 1 for cases in read for case in cases if question.id in case.above}
    return sorted({question.low, *(limit for limit in limits if question.low <= limit <= question.high)})
