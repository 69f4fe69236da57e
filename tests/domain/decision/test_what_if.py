"""What would change the result: every flip is true, none is missing, and a way out is real and as small as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import Platform, WorkloadOutcome
from domain.decision.conditions import Truth, truth
from domain.decision.verdicts import STOPS, PlatformVerdict, judge
from domain.decision.what_if import MOST_CHANGES, MOST_WAYS, Flip, alternatives, flips, ways_out
from tests.domain.decision.answers_strategy import ANSWERS, BOOK, PLATFORMS, POSSIBLE, Given, stops

OVE, VSPHERE, AZURE = Platform.OVE, Platform.VSPHERE, Platform.AZURE_LOCAL
Seen = tuple[WorkloadOutcome, dict[str, tuple[str, str]]]


def differs(now: PlatformVerdict, then: PlatformVerdict) -> dict[str, tuple[str, str]]:
    """The phrases of the approach that differ, by aspect; nothing chosen is an empty phrase."""
    labels = [{aspect: found.choice.label for aspect, found in standing.chosen.items()} for standing in (now, then)]
    pairs = {aspect: (labels[0].get(aspect, ""), labels[1].get(aspect, "")) for aspect in BOOK.aspects}
    return {aspect: pair for aspect, pair in pairs.items() if pair[0] != pair[1]}


def after(platform: Platform, answers: Given, changes: Given) -> Seen:
    """What a change leads to, found by judging both."""
    now, then = judge(BOOK, answers)[platform], judge(BOOK, {**answers, **changes})[platform]
    return then.outcome, differs(now, then)


def stopped(platform: Platform, answers: Given) -> bool:
    settled = BOOK.settled(answers)
    return any(truth(BOOK.cases[rule.id], settled) is Truth.YES for rule in BOOK.rules_of[platform] if rule.kind in STOPS)


@settings(max_examples=20)
@given(ANSWERS, PLATFORMS)
def test_a_flip_leads_where_it_says(answers: Given, platform: Platform) -> None:
    now = judge(BOOK, answers)[platform]
    found = flips(BOOK, platform, answers, now)
    for flip in found:
        ((question, answer),) = flip.changes.items()
        assert answers[question] != answer
        assert (flip.outcome, flip.choices) == after(platform, answers, {question: answer})
        assert flip.outcome is not now.outcome or flip.choices
    assert len({tuple(flip.changes.items()) for flip in found}) == len(found)


@settings(max_examples=12)
@given(ANSWERS, PLATFORMS, st.data())
def test_no_other_single_change_makes_a_difference(answers: Given, platform: Platform, data: st.DataObject) -> None:
    now = judge(BOOK, answers)[platform]
    found = flips(BOOK, platform, answers, now)
    for question in BOOK.settled(answers):
        told: list[Seen] = [(flip.outcome, flip.choices) for flip in found if question in flip.changes]
        asked = BOOK.questions[question]
        exact = {option.id for option in asked.options if option.within or answers[question] in asked.with_exact([option.id])}
        for answer in [one for one in POSSIBLE[question] if one not in exact]:
            outcome, choices = after(platform, answers, {question: answer})
            assert (outcome is now.outcome and not choices) or (outcome, choices) in told, f"{question}: {answer}"


@given(ANSWERS, PLATFORMS)
def test_flips_that_change_the_outcome_come_first_and_the_best_of_them_before(answers: Given, platform: Platform) -> None:
    now = judge(BOOK, answers)[platform]
    found = [flip.outcome for flip in flips(BOOK, platform, answers, now)]
    others = [outcome for outcome in found if outcome is not now.outcome]
    assert found[: len(others)] == others
    assert others == sorted(others, key=list(WorkloadOutcome).index, reverse=True)


@settings(max_examples=25)
@given(ANSWERS, PLATFORMS)
def test_a_way_out_leaves_no_conflict_and_no_part_of_it_does(answers: Given, platform: Platform) -> None:
    found = ways_out(BOOK, platform, answers)
    sizes = [len(way.changes) for way in found]
    assert len(found) <= MOST_WAYS
    assert sizes == sorted(sizes)
    for way in found:
        assert all(answers[question] != answer for question, answer in way.changes.items())
        assert not stops(judge(BOOK, {**answers, **way.changes})[platform])
        assert (way.outcome, way.choices) == after(platform, answers, dict(way.changes))
        for size in range(len(way.changes)):
            for part in combinations(way.changes.items(), size):
                assert stopped(platform, {**answers, **dict(part)}), part


@given(ANSWERS, PLATFORMS)
def test_where_nothing_speaks_against_it_there_is_no_way_out_to_tell(answers: Given, platform: Platform) -> None:
    if not stops(judge(BOOK, answers)[platform]):
        assert ways_out(BOOK, platform, answers) == []


def every_change(platform: Platform, answers: Given, size: int) -> Iterator[Given]:
    settled = BOOK.settled(answers)
    for questions in combinations(settled, size):
        for others in product(*(alternatives(BOOK, platform, question, settled[question]) for question in questions)):
            yield dict(zip(questions, others, strict=True))


WORST: Given = {
    "network": "pod",
    "address": "keep",
    "live": "must",
    "maintenance": "never",
    "hosts": "vendors",
    "numa": "passthrough",
    "pinning": "shared",
    "hugepages": "none",
    "accelerator": "gpu",
    "confidential": "encrypted",
    "storage": "local",
    "persistence": "keep",
    "sharing": "reservation",
    "origin": "new",
    "release": "4.21",
    "vcpu": 4096,
    "ram": 250_000,
}


@settings(max_examples=15)
@given(st.sets(st.sampled_from(sorted(WORST)), min_size=6, max_size=10), st.sampled_from([OVE, OVE, VSPHERE, AZURE]))
def test_no_smaller_change_helps_than_those_told_and_none_of_three_where_none_is(kept: set[str], platform: Platform) -> None:
    answers = {question: answer for question, answer in WORST.items() if question in kept}
    found = ways_out(BOOK, platform, answers)
    smallest = len(found[0].changes) if found else MOST_CHANGES + 1
    assume(stopped(platform, answers))
    for size in range(1, smallest):
        assert all(stopped(platform, {**answers, **changes}) for changes in every_change(platform, answers, size))


def test_four_separate_obstacles_have_no_way_out_of_three_changes() -> None:
    answers: Given = {"vcpu": 4096, "ram": 250_000, "disk_size": 1_000_000, "network": "pod", "address": "keep"}
    assert ways_out(BOOK, OVE, answers) == []
    three = {**answers, "address": "new"}
    assert [dict(way.changes) for way in ways_out(BOOK, OVE, three)] == [{"vcpu": 255, "ram": 16_384, "disk_size": 102_400}]


@pytest.mark.parametrize(
    ("given_", "expected"),
    [(4, [217, 256]), (216, [217, 256]), (217, [216, 256]), (255, [216, 256]), (256, [216, 255]), (4096, [216, 255])],
)
def test_a_number_is_changed_to_the_other_side_of_each_limit(given_: int, expected: list[int]) -> None:
    assert list(alternatives(BOOK, OVE, "vcpu", given_)) == expected


def test_a_choice_is_changed_to_every_other_option() -> None:
    assert list(alternatives(BOOK, OVE, "firmware", "uefi")) == ["bios", "secure-boot"]


def test_without_answers_nothing_flips() -> None:
    assert all(flips(BOOK, platform, {}, judge(BOOK, {})[platform]) == [] for platform in Platform)


def test_a_change_that_wakes_a_sleeping_answer_counts_it() -> None:
    """A new VM has no transfer, so its answer sleeps; coming from VMware, warm and shared disks exclude each other."""
    answers: Given = {"persistence": "lose", "sharing": "shared", "origin": "new", "transfer": "warm"}
    ways = [dict(way.changes) for way in ways_out(BOOK, OVE, answers)]
    assert {"persistence": "keep"} in ways
    assert {"origin": "vmware"} not in ways
    assert {"origin": "vmware"} in [dict(w.changes) for w in ways_out(BOOK, OVE, {**answers, "transfer": "cold"})]


def test_a_flip_tells_the_approach_before_and_after() -> None:
    answers: Given = {"persistence": "keep", "storage": "local", "live": "must"}
    assert Flip(
        {"storage": "shared"},
        WorkloadOutcome.CONDITIONS,
        {
            "disks": ("virtio disks on ReadWriteOnce PVCs, tied to one node", "virtio disks on ReadWriteMany PVCs"),
            "service": ("evictionStrategy LiveMigrateIfPossible", "evictionStrategy LiveMigrate"),
        },
    ) in ways_out(BOOK, OVE, answers)
