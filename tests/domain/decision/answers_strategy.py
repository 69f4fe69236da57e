"""Answers to the questions about a workload, drawn from the whole space: partial, complete, and near a worked example."""

from __future__ import annotations

from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict

BOOK = rulebook(catalog())
Given = dict[str, int | str]
PLATFORMS = st.sampled_from(list(Platform))


def possible(question: str) -> list[int | str]:
    """Every option; of a number its ends, and every limit of a rule with its neighbours."""
    asked = BOOK.questions[question]
    if not asked.counts:
        return [option.id for option in asked.options]
    limits = {int(case.above[question]) for cases in BOOK.cases.values() for case in cases if question in case.above}
    near = {limit + step for limit in limits for step in (-1, 0, 1)} | {asked.low, asked.high}
    return sorted(number for number in near if asked.low <= number <= asked.high)


POSSIBLE = {question: possible(question) for question in BOOK.questions}
COMPLETE: st.SearchStrategy[Given] = st.fixed_dictionaries({q: st.sampled_from(found) for q, found in POSSIBLE.items()})
PARTIAL: st.SearchStrategy[Given] = st.fixed_dictionaries(
    {}, optional={q: st.sampled_from(found) for q, found in POSSIBLE.items()}
)


@st.composite
def some_of(draw: st.DrawFn, whole: st.SearchStrategy[Given], most: int) -> Given:
    """At most `most` answers of a complete set."""
    given = draw(whole)
    kept = draw(st.sets(st.sampled_from(sorted(POSSIBLE)), max_size=most))
    return {question: answer for question, answer in given.items() if question in kept}


EXAMPLES = st.sampled_from([dict(workload.answers) for workload in catalog().workloads.values()])
NEAR_EXAMPLES: st.SearchStrategy[Given] = st.builds(lambda given, other: {**given, **other}, EXAMPLES, some_of(COMPLETE, 3))
ANSWERS: st.SearchStrategy[Given] = st.one_of(PARTIAL, COMPLETE, NEAR_EXAMPLES)


def stops(standing: PlatformVerdict) -> set[str]:
    """The conflicts and exclusions that fired."""
    return {finding.rule.id for finding in standing.of(*STOPS)}


def fired(standing: PlatformVerdict) -> set[str]:
    """The rules that fired and did not give way."""
    return {finding.rule.id for finding in standing.found}


def chosen(standing: PlatformVerdict) -> dict[str, str]:
    """The approach: a choice by aspect."""
    return {aspect: found.choice.id for aspect, found in standing.chosen.items()}
