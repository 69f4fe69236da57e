"""Every choice on OVE that the manifests name makes a difference to what is written, to what is asked for, or to what is said."""

from __future__ import annotations

import json

import pytest

from domain.artefacts.vm.choices import CHANGES_NOTHING, Answered, Asked, OveChoice
from domain.artefacts.vm.manifest import fields, manifest
from tests.domain.artefacts.vm.vm_plans import OVE_CHOICES, plan, said_of

BESIDE = {OveChoice.NUMA: (OveChoice.DEDICATED_CPUS, OveChoice.HUGEPAGES_1G)}
"""What a choice needs beside it before it is written."""

ANSWERS = {"live": "must", "disks": 3, "vtpm": "without"}


def told(*choices: str, **answers: int | str) -> str:
    found = plan(*choices, **{**ANSWERS, **answers})
    return json.dumps([manifest(found), said_of(found), fields(found.choices)])


def test_every_choice_that_is_named_makes_a_difference(subtests: pytest.Subtests) -> None:
    for choice in OveChoice:
        with subtests.test(choice=choice):
            beside = BESIDE.get(choice, ())
            assert told(*beside, choice) != told(*beside)


def test_a_choice_that_changes_nothing_does_not(subtests: pytest.Subtests) -> None:
    assert {*OveChoice, *CHANGES_NOTHING} == set(OVE_CHOICES)
    for choice in CHANGES_NOTHING:
        with subtests.test(choice=choice):
            assert told(choice) == told()


def test_every_answer_that_is_named_makes_a_difference(subtests: pytest.Subtests) -> None:
    for answer in Answered:
        with subtests.test(answer=answer):
            question, option = answer.value
            before = {"live": "not-needed"} if question is Asked.LIVE else {}
            assert told(**{**before, question: option}) != told(**before)
