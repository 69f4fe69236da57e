"""What would change the result: every concession is true and priced, none is missing, and a way out is as small as it can be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import Platform, WorkloadOutcome
from domain.decision.conditions import Truth, truth
from domain.decision.verdicts import STOPS, PlatformVerdict, judge
from domain.decision.what_if import MOST_CHANGES, MOST_WAYS, alternatives, bounds, flips, ways_out
from tests.domain.decision.answers_strategy import ANSWERS, BOOK, PLATFORMS, Given, stops

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
def test_a_flip_leads_where_it_says_and_never_to_something_worse(answers: Given, platform: Platform) -> None:
    now = judge(BOOK, answers)[platform]
    found = flips(BOOK, platform, answers, now)
    for flip in found:
        ((question, answer),) = flip.changes.items()
        then = judge(BOOK, {**answers, question: answer})[platform]
        assert answers[question] != answer
        assert (flip.outcome, flip.choices) == after(platform, answers, {question: answer})
        assert flip.more_conditions == len(then.conditions) - len(now.conditions)
        fewer = flip.outcome is now.outcome is WorkloadOutcome.CONDITIONS and flip.more_conditions < 0
        assert flip.outcome.rank > now.outcome.rank or fewer
    assert len({tuple(flip.changes.items()) for flip in found}) == len(found)
    assert [flip.outcome.rank for flip in found] == sorted((flip.outcome.rank for flip in found), reverse=True)


@settings(max_examples=12)
@given(ANSWERS, PLATFORMS)
def test_no_concession_that_betters_the_outcome_is_left_out(answers: Given, platform: Platform) -> None:
    now = judge(BOOK, answers)[platform]
    told = [dict(flip.changes) for flip in flips(BOOK, platform, answers, now)]
    for question, held in BOOK.settled(answers).items():
        for option in BOOK.questions[question].options:
            change: Given = {question: option.id}
            if option.price and option.id != held and after(platform, answers, change)[0].rank > now.outcome.rank:
                assert change in told


@settings(max_examples=15)
@given(ANSWERS, PLATFORMS)
def test_what_is_proposed_has_a_price_and_is_no_fact_about_the_vm(answers: Given, platform: Platform) -> None:
    now = judge(BOOK, answers)[platform]
    for flip in (*flips(BOOK, platform, answers, now), *ways_out(BOOK, platform, answers)):
        assert len(flip.prices) == len(flip.changes)
        assert all(price.endswith(".") for price in flip.prices)
        assert not {"os", "vcpu", "ram", "disks", "disk_size", "sharing", "origin", "firmware", "device", "product"} & {
            *flip.changes
        }


@settings(max_examples=15)
@given(ANSWERS, PLATFORMS)
def test_a_bound_is_where_its_rule_begins_to_fire(answers: Given, platform: Platform) -> None:
    for bound in bounds(BOOK, platform, answers):
        held = BOOK.settled(answers)[bound.question]
        assert bound.exceeded == (int(held) > bound.at_most)
        for number, fires in ((bound.at_most, False), (bound.at_most + 1, True)):
            found = judge(BOOK, {**answers, bound.question: number})[platform].of(*STOPS)
            assert (bound.rule in {finding.rule.id for finding in found}) is fires


def test_too_many_vcpus_are_told_how_many_would_do() -> None:
    assert [(b.question, b.at_most, b.exceeded) for b in bounds(BOOK, OVE, {"vcpu": 4096})] == [("vcpu", 255, True)]
    assert [(b.question, b.at_most, b.exceeded) for b in bounds(BOOK, OVE, {"vcpu": 8})] == [("vcpu", 255, False)]


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
        for others in product(*(alternatives(BOOK, question, settled[question]) for question in questions)):
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


def test_what_only_other_facts_would_mend_has_no_way_out() -> None:
    assert ways_out(BOOK, OVE, {"vcpu": 4096, "live": "welcome"}) == []
    both: Given = {"network": "pod", "address": "keep"}
    assert [dict(way.changes) for way in ways_out(BOOK, OVE, both)] == [{"network": "vlan"}, {"address": "new"}]


def test_every_priced_option_but_the_given_one_is_an_alternative() -> None:
    assert list(alternatives(BOOK, "live", "must")) == ["not-needed", "welcome"]
    assert list(alternatives(BOOK, "firmware", "uefi")) == []
    assert list(alternatives(BOOK, "vcpu", 4096)) == []


def test_without_answers_nothing_flips() -> None:
    assert all(flips(BOOK, platform, {}, judge(BOOK, {})[platform]) == [] for platform in Platform)


def test_a_flip_tells_the_approach_before_and_after() -> None:
    answers: Given = {"persistence": "keep", "storage": "local", "live": "must"}
    (way,) = (way for way in ways_out(BOOK, OVE, answers) if way.changes == {"storage": "shared"})
    assert way.prices == ("Storage that every host reaches has to be offered.",)
    assert way.choices == {
        "disks": ("virtio disks on ReadWriteOnce PVCs, tied to one node", "virtio disks on ReadWriteMany PVCs"),
        "service": ("evictionStrategy LiveMigrateIfPossible", "evictionStrategy LiveMigrate"),
    }
