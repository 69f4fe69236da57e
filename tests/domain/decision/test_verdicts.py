"""Judging holds over the whole space of answers: nothing fails, order is nothing, demanding more never helps, grey is grey."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import Platform, RuleKind, Severity, WorkloadOutcome
from domain.decision.conditions import Truth, truth
from domain.decision.verdicts import GOOD, STOPS, asked_next, judge, relevant
from tests.domain.decision.answers_strategy import ANSWERS, BOOK, COMPLETE, PLATFORMS, POSSIBLE, Given, chosen, fired, stops

COUNTED = [id_ for id_, question in BOOK.questions.items() if question.counts]
RISING = [id_ for id_, question in BOOK.questions.items() if question.rising]
CONDITIONAL = [id_ for id_, question in BOOK.questions.items() if question.asked]


def seen(answers: Given, platform: Platform) -> tuple[set[str], dict[str, str], WorkloadOutcome]:
    """What a reader is told: the rules that something depends on, the approach and the outcome."""
    standing = judge(BOOK, answers)[platform]
    noted = {finding.rule.id for finding in standing.of(RuleKind.NOTE)}
    return fired(standing) - noted, chosen(standing), standing.outcome


@given(ANSWERS)
def test_whatever_is_answered_every_finding_rests_on_the_answers(answers: Given) -> None:
    for platform, standing in judge(BOOK, answers).items():
        assert standing.platform is platform
        assert all(finding.rule.platform is platform for finding in standing.found)
        for finding in standing.found:
            assert finding.because.items() <= BOOK.settled(answers).items()
            assert truth(BOOK.cases[finding.rule.id], finding.because) is Truth.YES
        for waiting in standing.open:
            assert waiting.missing
            assert not set(waiting.missing) & BOOK.settled(answers).keys()
        assert all(found.choice.platform is platform and found.finding in standing.found for found in standing.chosen.values())
        assert list(standing.chosen) == [aspect for aspect in BOOK.aspects if aspect in standing.chosen]


@given(ANSWERS)
def test_findings_come_gravest_first_and_make_the_outcome(answers: Given) -> None:
    for standing in judge(BOOK, answers).values():
        ranks = [(list(RuleKind).index(f.rule.kind), list(Severity).index(f.rule.severity)) for f in standing.found]
        assert ranks == sorted(ranks)
        kinds = {finding.rule.kind for finding in standing.found}
        assert (standing.outcome is WorkloadOutcome.EXCLUDED) == (RuleKind.EXCLUSION in kinds)
        assert (standing.outcome in (WorkloadOutcome.EXCLUDED, WorkloadOutcome.CONFLICT)) == bool(stops(standing))
        assert standing.outcome not in GOOD or not standing.unresearched
        assert (standing.outcome is WorkloadOutcome.UNANSWERED) == (not BOOK.settled(answers))


@settings(max_examples=30)
@given(COMPLETE)
def test_no_verdict_is_good_because_nobody_looked(answers: Given) -> None:
    """For each answer that asks for something, a rule fires that names it; of a number, one would if it were large enough."""
    settled = BOOK.settled(answers)
    for platform in Platform:
        for question, answer in settled.items():
            cases = BOOK.cases_reading(platform, question)
            most = {**settled, question: BOOK.questions[question].high} if BOOK.questions[question].counts else settled
            if answer != BOOK.questions[question].neutral:
                assert any(case.truth(most) is Truth.YES for case in cases), f"{question} {answer} on {platform.label}"


@given(ANSWERS)
def test_a_recommendation_gives_way_to_those_it_yields_to_and_one_choice_is_left(answers: Given) -> None:
    settled = BOOK.settled(answers)
    for platform, standing in judge(BOOK, answers).items():
        holds = {rule.id for rule in BOOK.rules_of[platform] if truth(BOOK.cases[rule.id], settled) is Truth.YES}
        assert fired(standing) == {id_ for id_ in holds if not holds & set(BOOK.rules[id_].yields_to)}
        wanted = {(f.rule.aspect, f.rule.choose) for f in standing.of(RuleKind.RECOMMENDATION)}
        assert wanted == set(chosen(standing).items())


@settings(max_examples=10)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_the_answers_is_nothing(answers: Given, shuffler: Random) -> None:
    order = list(answers)
    shuffler.shuffle(order)
    again = {question: answers[question] for question in order}
    assert judge(BOOK, again) == judge(BOOK, answers)
    assert relevant(BOOK, again) == relevant(BOOK, answers)


@settings(max_examples=8)
@given(ANSWERS, PLATFORMS)
def test_a_platform_is_judged_alike_alone_and_beside_others(answers: Given, platform: Platform) -> None:
    assert judge(BOOK, answers, [platform]) == {platform: judge(BOOK, answers)[platform]}


@settings(max_examples=20)
@given(ANSWERS, st.data())
def test_answering_one_more_question_never_lifts_a_conflict_or_exclusion(answers: Given, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(sorted(POSSIBLE)))
    less = {key: value for key, value in answers.items() if key != question}
    more = {**less, question: data.draw(st.sampled_from(POSSIBLE[question]))}
    before, after = judge(BOOK, less), judge(BOOK, more)
    assert all(stops(before[platform]) <= stops(after[platform]) for platform in Platform)


@given(ANSWERS, st.sampled_from(RISING))
def test_a_later_answer_of_a_rising_question_never_lifts_one(answers: Given, question: str) -> None:
    found = [judge(BOOK, {**answers, question: option.id}) for option in BOOK.questions[question].options]
    for less, more in pairwise(found):
        assert all(stops(less[platform]) <= stops(more[platform]) for platform in Platform)


@given(ANSWERS, st.sampled_from(COUNTED), st.data())
def test_a_larger_number_never_lifts_one(answers: Given, question: str, data: st.DataObject) -> None:
    asked = BOOK.questions[question]
    less, more = sorted(data.draw(st.tuples(*[st.integers(asked.low, asked.high) | st.sampled_from(POSSIBLE[question])] * 2)))
    small, large = judge(BOOK, {**answers, question: less}), judge(BOOK, {**answers, question: more})
    assert all(stops(small[platform]) <= stops(large[platform]) for platform in Platform)


@given(ANSWERS, st.sampled_from(CONDITIONAL), st.data())
def test_an_answer_to_a_question_that_makes_no_sense_changes_nothing(answers: Given, question: str, data: st.DataObject) -> None:
    (condition, wanted), *_ = BOOK.questions[question].asked.items()
    against = data.draw(st.sampled_from([answer for answer in POSSIBLE[condition] if answer not in wanted]))
    without = {key: value for key, value in answers.items() if key != question} | {condition: against}
    expected = judge(BOOK, without)
    assert question not in relevant(BOOK, without)
    assert question not in BOOK.settled({**without, question: POSSIBLE[question][0]})
    assert all(judge(BOOK, {**without, question: answer}) == expected for answer in POSSIBLE[question])


def changed_by(question: str, answers: Given, platforms: set[Platform]) -> list[str]:
    """What another answer to a question, or none, makes different."""
    trials = [answers, *({**answers, question: answer} for answer in POSSIBLE[question])]
    return [f"{question} on {p}: {t.get(question)}" for p in platforms for t in trials if seen(t, p) != seen(answers, p)]


@settings(max_examples=15)
@given(ANSWERS, COMPLETE, st.sets(PLATFORMS, min_size=1), st.data())
def test_a_greyed_question_changes_nothing_whatever_the_open_questions_are_answered(
    answers: Given, later: Given, platforms: set[Platform], data: st.DataObject
) -> None:
    for question in BOOK.questions.keys() - relevant(BOOK, answers, platforms):
        known = {key: value for key, value in answers.items() if key != question}
        still = data.draw(st.sets(st.sampled_from(sorted(POSSIBLE))))
        for completion in ({}, later, {key: value for key, value in later.items() if key in still}):
            full = {key: value for key, value in {**completion, **known}.items() if key != question}
            # The first answer of all, whatever it is, ends "no answers yet".
            assert not BOOK.settled(full) or not changed_by(question, full, platforms)


@settings(max_examples=10)
@given(COMPLETE, PLATFORMS)
def test_a_question_that_is_not_greyed_decides_a_rule_when_it_is_the_last(answers: Given, platform: Platform) -> None:
    for question in relevant(BOOK, answers, [platform]):
        trials = [BOOK.settled({**answers, question: answer}) for answer in POSSIBLE[question]]
        fires = {frozenset(r.id for r in BOOK.rules_of[platform] if truth(BOOK.cases[r.id], t) is Truth.YES) for t in trials}
        assert len(fires) > 1, question


@settings(max_examples=15)
@given(ANSWERS, COMPLETE)
def test_a_settled_platform_gets_no_further_conflict_or_exclusion(answers: Given, later: Given) -> None:
    before, after = judge(BOOK, answers), judge(BOOK, {**later, **answers})
    assert all(stops(before[p]) == stops(after[p]) for p in Platform if before[p].settled)


@settings(max_examples=15)
@given(ANSWERS, COMPLETE)
def test_what_is_chosen_and_not_open_stays_chosen(answers: Given, later: Given) -> None:
    before, after = judge(BOOK, answers), judge(BOOK, {**later, **answers})
    for platform in Platform:
        firm = {aspect: found.choice.id for aspect, found in before[platform].chosen.items() if not found.open}
        assert firm.items() <= chosen(after[platform]).items()


def test_without_answers_nothing_is_found_and_everything_matters() -> None:
    for standing in judge(BOOK, {}).values():
        assert (standing.found, standing.chosen, standing.outcome) == ((), {}, WorkloadOutcome.UNANSWERED)
        assert not standing.settled
    assert relevant(BOOK, {}) == set(BOOK.questions)


def test_what_matters_only_to_a_vm_from_vmware_is_greyed_for_a_new_one() -> None:
    still: Given = {"live": "not-needed", "network": "vlan", "origin": "new"}
    assert "transfer" not in relevant(BOOK, still)
    assert not {"tools", "snapshots", "free_space"} & relevant(BOOK, still)
    assert {"writes", "hosts"} <= relevant(BOOK, {**still, "live": "welcome"})


GAPS = [rule for rule in BOOK.rules.values() if rule.kind is RuleKind.GAP]


def test_a_gap_makes_a_platform_unknown_and_an_exclusion_outweighs_it() -> None:
    for rule in GAPS:
        case = BOOK.cases[rule.id][0]
        answers: Given = {q: min(words) for q, words in case.words.items()} | {q: int(n) + 1 for q, n in case.above.items()}
        verdict = judge(BOOK, answers)[rule.platform]
        assert rule.about in verdict.unresearched
        assert verdict.outcome is WorkloadOutcome.UNKNOWN or verdict.of(*STOPS), rule.id
        assert judge(BOOK, {**answers, "ram": 250_000})[rule.platform].outcome is WorkloadOutcome.EXCLUDED


def test_at_most_one_answer_in_twenty_is_not_researched() -> None:
    asked = [(q.id, option.id) for q in BOOK.questions.values() for option in q.options if option.id != q.neutral]
    every = len(Platform) * (len(asked) + len(COUNTED))
    silent = {
        (rule.platform, rule.about, word)
        for rule in GAPS
        for case in BOOK.cases[rule.id]
        for word in case.words.get(rule.about or "", ())
    }
    assert len(silent) <= every / 20


def test_an_exclusion_outweighs_a_conflict() -> None:
    answers: Given = {"live": "must", "network": "sriov"}
    vsphere = Platform.VSPHERE
    assert judge(BOOK, answers)[vsphere].outcome is WorkloadOutcome.CONFLICT
    assert judge(BOOK, {**answers, "vcpu": 961})[vsphere].outcome is WorkloadOutcome.EXCLUDED
    assert {f.rule.kind for f in judge(BOOK, {**answers, "vcpu": 961})[vsphere].of(*STOPS)} == set(STOPS)


def test_what_to_ask_next_is_what_most_of_the_open_rules_wait_for() -> None:
    asked: list[str] = []
    answers: Given = {"os": "rhel-9"}
    while (question := asked_next(BOOK, judge(BOOK, answers).values())) and len(asked) < len(BOOK.questions):
        assert question not in answers
        asked.append(question)
        answers[question] = POSSIBLE[question][0]
    assert all(verdict.settled for verdict in judge(BOOK, answers).values())
