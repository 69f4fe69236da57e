"""A workload and its result in plain sentences: short, whole, and true to the standings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.catalog import catalog
from domain.catalog.records.workload import WorkloadQuestion
from domain.catalog.vocabulary import Platform, Weight, WorkloadOutcome
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import STOPS, judge
from domain.decision.wording import summary

BOOK = rulebook(catalog())
Given = dict[str, int | str]
PARTIAL: st.SearchStrategy[Given] = st.fixed_dictionaries(
    {},
    optional={
        id_: st.integers(question.low, question.high) if question.counts else st.sampled_from([o.id for o in question.options])
        for id_, question in BOOK.questions.items()
    },
)


def said(answers: Given, *platforms: Platform) -> str:
    return summary(BOOK, answers, judge(BOOK, answers, platforms or tuple(Platform)))


def test_nothing_answered_is_said_to_be_nothing() -> None:
    assert said({}) == "No answers yet, so nothing can be said of any platform."


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({"vtpm": "with"}, "A vTPM."),
        ({"live": "must"}, "It must live-migrate."),
        ({"disks": 1}, "1 disk."),
        ({"disks": 2}, "2 disks."),
        ({"vcpu": 1200}, "1,200 vCPU."),
        ({"accelerator": "none", "latency": "normal"}, "Nothing out of the ordinary is asked for."),
        ({"os": "rhel"}, "RHEL 7 to 10."),
        ({"ram": 64, "persistence": "lose"}, "64 GiB of RAM, data that may be lost when it stops."),
        ({"live": "welcome", "maintenance": "never"}, "Live migration is welcome and maintenance windows are never agreed."),
        ({"origin": "vmware", "transfer": "warm"}, "From VMware, moved warm."),
        ({"origin": "new", "transfer": "warm"}, "A new VM."),
    ],
)
def test_a_few_answers_read_as_a_sentence(answers: Given, asked: str) -> None:
    assert said(answers).startswith(f"{asked} VMware vSphere: ")


def test_a_worked_example_reads_well() -> None:
    assert said(catalog().workloads["citrix-vdi"].answers, Platform.OVE).startswith(
        "From VMware, Windows 10 or 11 or Server 2016 to 2025, a share of a GPU (vGPU), 16 vCPU, 128 GiB of RAM, UEFI with "
        "Secure Boot, a vTPM, data that must survive, storage shared by all hosts, a VLAN of the data centre, moved cold, "
        "OVE release 4.21 with KubeVirt 1.7; it must live-migrate. OVE: conflicts with a demand (Live migration, GPU"
    )


def test_only_the_platforms_that_were_judged_are_told() -> None:
    text = said({"accelerator": "gpu", "live": "must"}, Platform.AZURE_LOCAL)
    assert text == "A whole GPU; it must live-migrate. Azure Local: conflicts with a demand (Live migration, GPU)."


def test_an_exclusion_names_what_excludes_it() -> None:
    assert "OVE: does not fit (vCPU)." in said({"vcpu": 4096})


@settings(max_examples=30)
@given(PARTIAL)
def test_any_answers_give_whole_sentences_that_agree_with_the_standings(answers: Given) -> None:
    standings = judge(BOOK, answers)
    text = summary(BOOK, answers, standings)
    assert text[0] == text[0].upper()
    assert text.endswith(".")
    assert "{" not in text
    assert "  " not in text
    for platform, standing in standings.items() if BOOK.settled(answers) else ():
        told = text.split(f"{platform.label}: ")[1].split(". ")[0]
        assert told.startswith(standing.said_with_weights.split(":")[0])
        good = standing.outcome in (WorkloadOutcome.FITS, WorkloadOutcome.CONDITIONS)
        assert ("so far" in told) == (good and not standing.settled) == ("so far" in standing.said)
        if standing.outcome in (WorkloadOutcome.EXCLUDED, WorkloadOutcome.CONFLICT):
            blamed = {BOOK.questions[q].label for finding in standing.of(*STOPS) for q in finding.because}
            assert set(told[told.index("(") + 1 :].rstrip(").").split(", ")) == blamed


def test_a_verdict_counts_its_conditions_by_their_weight_and_what_is_open() -> None:
    verdict = judge(BOOK, {"live": "must", "storage": "shared", "persistence": "keep"})[Platform.OVE]
    preparations, conditions = len(verdict.weighing(Weight.PREPARATION)), len(verdict.weighing(Weight.CONDITION))
    assert (preparations, conditions) == (1, 1)
    assert verdict.said_with_weights.startswith(
        "fits, with conditions so far: 1 blocking preparation, 1 condition, 1 cost in operation; "
    )
    assert verdict.said_with_weights.endswith(f"{len(verdict.undecided)} answers still open")


def test_a_question_without_words_for_an_answer_is_refused() -> None:
    latency = BOOK.questions["latency"].model_dump()
    assert WorkloadQuestion.model_validate(latency).said_of("low") == "latency counted in microseconds"
    silent = [{**option, "said": ""} for option in latency["options"]]
    with pytest.raises(ValidationError, match="say in 'said' how an answer is told"):
        WorkloadQuestion.model_validate({**latency, "options": silent})
    with pytest.raises(ValidationError, match="has no place for label; it has answer, lower"):
        WorkloadQuestion.model_validate({**latency, "said": "latency {label}"})


def test_every_answer_that_asks_for_something_has_a_phrase_of_its_own() -> None:
    told = {}
    for id_, question in BOOK.questions.items():
        for option in question.options:
            if option.id != question.neutral:
                told[id_, option.id] = said({id_: option.id}).split(" VMware vSphere: ")[0]
    assert len(set(told.values())) == len(told)
