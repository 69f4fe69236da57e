"""Every choice on OVE that the manifests name makes a difference to what is written, to what is asked for, or to what is said."""

from __future__ import annotations

import json

import pytest

from domain.artefacts.vm.choices import CHANGES_NOTHING, Answered, Asked, Guests, OveChoice
from domain.artefacts.vm.manifest import fields, manifest
from tests.domain.artefacts.vm.vm_plans import BOOK, OVE_CHOICES, plan, said_of

BESIDE = {OveChoice.NUMA: (OveChoice.DEDICATED_CPUS, OveChoice.HUGEPAGES_1G)}
"""What a choice needs beside it before it is written."""

BESIDE_ANSWER: dict[Answered, dict[str, int | str]] = {
    Answered.GUEST_ENCRYPTED: {"origin": "vmware"},
    Answered.CLEVIS: {"origin": "vmware"},
    Answered.ADDRESS_KEPT: {"origin": "vmware"},
    Answered.ADDRESS_FREE: {"origin": "vmware"},
    Answered.TRUNK: {"nics": 2},
    Answered.OWN_MAC: {"nics": 2},
}
"""What is answered besides: some answers matter for the move alone, some for adapters that are not on the pod network."""

ANSWERS = {"live": "must", "disks": 3, "vtpm": "without"}


def told(*choices: str, **answers: int | str) -> str:
    found = plan(*choices, **{**ANSWERS, **answers})
    return json.dumps([manifest(found), said_of(found), fields(found)])


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
            beside = BESIDE_ANSWER.get(answer, {})
            before = {"live": "not-needed"} if question is Asked.LIVE else beside
            assert told(**{**before, question: option}) != told(**before)


def test_every_group_of_guests_makes_a_difference_and_holds_exact_ones_too(subtests: pytest.Subtests) -> None:
    exact = {option.id for option in BOOK.questions["os"].options if option.within == "windows"}
    assert {"windows", *exact} == set(Guests.WINDOWS.value)
    for guests in Guests:
        for guest in guests.value:
            with subtests.test(guest=guest):
                assert told(os=guest, origin="vmware") + told(os=guest) != told(os="rhel", origin="vmware") + told(os="rhel")
