"""Conditions and regions of answers, held against counting every point of a small space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.decision.conditions import Case, Region, Span, Truth, Words, outside, truth, within

WORDS = ("a", "b", "c")
DOMAINS: dict[str, Words | Span] = {
    "colour": frozenset(WORDS),
    "shape": frozenset(WORDS[:2]),
    "size": (0, 4),
    "weight": (3, 6),
}
Point = dict[str, int | str]

some_words = st.frozensets(st.sampled_from(WORDS), max_size=3)
cases = st.builds(
    Case,
    st.dictionaries(st.sampled_from(["colour", "shape"]), some_words, max_size=2),
    st.dictionaries(st.sampled_from(["size", "weight"]), st.sampled_from([0.5, 1, 2, 3.25, 4, 5, 7]), max_size=2),
)


def values(part: Words | Span) -> list[int | str]:
    return sorted(part) if isinstance(part, frozenset) else list(range(part[0], part[1] + 1))


def points(region: Region) -> list[Point]:
    """Every complete answer in a region."""
    return [dict(zip(DOMAINS, found, strict=True)) for found in product(*(values(region.get(q, DOMAINS[q])) for q in DOMAINS))]


def holds(case: Case, point: Point) -> bool:
    """What a case means, said without the engine."""
    return all(point[q] in accepted for q, accepted in case.words.items()) and all(
        float(point[q]) > least for q, least in case.above.items()
    )


@st.composite
def regions(draw: st.DrawFn) -> Region:
    region: Region = {}
    for question in draw(st.sets(st.sampled_from(sorted(DOMAINS)))):
        legal = values(DOMAINS[question])
        kept = draw(st.sets(st.sampled_from(legal), min_size=1))
        region[question] = (min(kept), max(kept)) if isinstance(legal[0], int) else frozenset(kept)
    return region


def completions(answers: Point) -> Iterator[Point]:
    return (point for point in points({}) if answers.items() <= point.items())


@given(cases, st.sampled_from(points({})))
def test_a_complete_answer_settles_a_case_by_what_it_means(case: Case, point: Point) -> None:
    assert case.truth(point) is (Truth.YES if holds(case, point) else Truth.NO)


@given(st.lists(cases, max_size=3), st.sampled_from(points({})), st.sets(st.sampled_from(sorted(DOMAINS))))
def test_what_partial_answers_settle_no_completion_changes(held: list[Case], point: Point, asked: set[str]) -> None:
    answers = {question: answer for question, answer in point.items() if question in asked}
    found = truth(held, answers)
    later = {any(holds(case, full) for case in held) for full in completions(answers)}
    assert found is Truth.OPEN or later == {found is Truth.YES}


@given(st.sampled_from(points({})), st.sets(st.sampled_from(sorted(DOMAINS)), min_size=1))
def test_a_case_waits_as_long_as_an_answer_it_needs_is_missing(point: Point, missing: set[str]) -> None:
    case = Case(
        {q: frozenset({str(point[q])}) for q in ("colour", "shape")}, {q: float(point[q]) - 1 for q in ("size", "weight")}
    )
    assert case.truth(point) is Truth.YES
    assert case.truth({q: answer for q, answer in point.items() if q not in missing}) is Truth.OPEN


@given(cases, cases)
def test_both_hold_where_each_does(one: Case, other: Case) -> None:
    both = one.both(other)
    assert [p for p in points({}) if holds(both, p)] == [p for p in points({}) if holds(one, p) and holds(other, p)]


@given(cases, regions())
def test_within_is_the_part_of_a_region_where_a_case_holds(case: Case, region: Region) -> None:
    expected = [point for point in points(region) if holds(case, point)]
    found = within(case, region, DOMAINS)
    assert (points(found) if found is not None else []) == expected


@given(st.lists(cases, max_size=5), regions())
def test_outside_finds_a_part_where_no_case_holds_if_there_is_one(held: Sequence[Case], region: Region) -> None:
    free = [point for point in points(region) if not any(holds(case, point) for case in held)]
    found = outside(held, region, DOMAINS)
    assert (found is None) == (free == [])
    if found is not None:
        assert points(found)
        assert all(point in free for point in points(found))


@pytest.mark.parametrize("answer", ["64", "many", ""])
def test_a_word_is_never_above_a_number(answer: str) -> None:
    assert Case({}, {"size": 2}).truth({"size": answer}) is Truth.NO


def test_a_case_that_mistakes_a_number_for_a_choice_holds_nowhere() -> None:
    assert within(Case({"size": frozenset("a")}, {}), {}, DOMAINS) is None
    assert within(Case({}, {"colour": 1}), {}, DOMAINS) is None


def test_no_case_is_false_and_an_empty_case_is_true() -> None:
    assert truth([], {}) is Truth.NO
    assert Case({}, {}).truth({}) is Truth.YES
    assert outside([Case({}, {})], {}, DOMAINS) is None
