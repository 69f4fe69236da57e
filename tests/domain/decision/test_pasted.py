"""A pasted list: every answer by its own words, nothing guessed, nothing beyond the bounds, each fault by its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.decision.answer_words import NotUnderstoodError, understood
from domain.decision.answers import decode, encode, legal
from domain.decision.pasted import MAX_LINE, MAX_LINES, read_list
from domain.decision.rulebook import rulebook
from tests.domain.decision.answers_strategy import ANSWERS

FACTS = catalog()
BOOK = rulebook(FACTS)
EXAMPLES = list(FACTS.workloads.values())


def read(text: str):
    return read_list(text, BOOK, EXAMPLES)


@pytest.mark.parametrize(
    ("line", "name", "said"),
    [
        ("Citrix VDI; Windows; vGPU", "Citrix VDI", {"os": "windows", "accelerator": "vgpu"}),
        ("Shop;RHEL 9; 8 vCPU ;SR-IOV;", "Shop", {"os": "rhel-9", "network": "sriov", "vcpu": 8}),
        ("A\tLive migration: it must\tno GPU", "A", {"live": "must", "accelerator": "none"}),
        ("B; 6,144 GiB of RAM; disks: 4; Largest disk 500 GiB", "B", {"ram": 6144, "disks": 4, "disk_size": 500}),
        ("C; Windws Server 2022; BitLocker", "C", {"os": "windows-server-2022", "encryption": "guest"}),
        ("sap hana", "SAP HANA", FACTS.workloads["sap-hana"].answers),
        ("Citrix VDI", "Citrix VDI host with vGPU", FACTS.workloads["citrix-vdi"].answers),
    ],
)
def test_a_line_is_a_workload(line: str, name: str, said: dict[str, int | str]) -> None:
    found = read(line)
    assert found.faults == ()
    assert [(one.name, dict(one.answers)) for one in found.workloads] == [(name, said)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Windows", "“Windows” is the name of several examples"),
        ("A; 64 GiB", "“64 GiB” can mean “RAM: 64 GiB” or “Largest disk: 64 GiB”"),
        ("A; LUKS", "“LUKS” can mean “Encrypted disks: By the guest: BitLocker or LUKS” or “Encrypted disks: By LUKS, unlocked"),
        ("A; 5000 vCPU", "“5000 vCPU” is not a number from 1 to 4,096 vCPU"),
        ("A; UEFI; BIOS", "“BIOS” is a second answer to Firmware"),
        ("A; Windows Server 2021", "“Windows Server 2021” is not a known answer; similar ones are"),
        (f"A; {'x' * MAX_LINE}", f"at most {MAX_LINE} are read"),
    ],
)
def test_a_line_that_is_not_understood_is_named_and_the_others_are_taken(line: str, said: str) -> None:
    found = read(f"SAP HANA\n\n{line}\nB; vTPM")
    assert [one.name for one in found.workloads] == ["SAP HANA", "B"]
    assert len(found.faults) == 1
    assert found.faults[0].startswith("Line 3: ")
    assert said in found.faults[0]


def test_a_list_is_bounded_and_takes_a_workload_once() -> None:
    found = read("\n".join(f"W{number % 15}; vTPM" for number in range(MAX_LINES + 5)))
    assert [one.name for one in found.workloads] == [f"W{number}" for number in range(15)]
    assert found.faults == (f"The list has {MAX_LINES + 5} lines; the first {MAX_LINES} are read.",)


@given(ANSWERS)
def test_what_is_said_in_full_is_understood(given_answers: dict[str, int | str]) -> None:
    """By the words that a fault proposes, whatever the answers are."""
    words = (f"{BOOK.questions[id_].label}: {BOOK.questions[id_].label_of(answer)}" for id_, answer in given_answers.items())
    assert [understood(BOOK, word) for word in words] == list(given_answers.items())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400) | st.text("aBvGPU18;.:,\t\nno LUKS", max_size=400))
def test_whatever_is_pasted_becomes_legal_workloads_or_faults(text: str) -> None:
    found = read(text)
    assert len(found.workloads) + len(found.faults) <= len(text.split("\n")) + 1
    for workload in found.workloads:
        assert all(legal(BOOK.questions[id_], str(answer)) == answer for id_, answer in workload.answers.items())
        assert decode(encode(workload.name, workload.answers), BOOK.questions) == workload


@pytest.mark.parametrize("words", ["no SR-IOV", "without live migration needs", "not on shared storage"])
def test_what_is_denied_is_never_read_as_asked_for(words: str) -> None:
    with pytest.raises(NotUnderstoodError):
        understood(BOOK, words)
