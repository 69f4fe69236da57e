"""A misspelt id fails the check of the catalogue, whether it is in the code or in the data."""

from __future__ import annotations

from enum import Enum, StrEnum

import pytest

from domain.artefacts.vm.choices import OveChoice
from domain.catalog.loading import Draft, check
from domain.reference.checks import choices


@pytest.fixture(scope="module")
def draft() -> Draft:
    return check()


def said(draft: Draft) -> list[str]:
    """The problems that the check of the ids adds to a draft without one."""
    draft.problems.clear()
    choices.choices_are_known(draft)
    return [str(problem) for problem in draft.problems]


def test_code_and_catalogue_name_the_same_ids(draft: Draft) -> None:
    assert said(draft) == []


def test_a_choice_misspelt_in_the_code_is_named_on_both_sides(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    misspelt = {each.name: each.value for each in OveChoice} | {"HUGEPAGES_2M": "ove-hugepages-2m"}
    monkeypatch.setattr(choices, "OveChoice", StrEnum("OveChoice", misspelt))
    unknown, unread = said(draft)
    assert "has no choice 'ove-hugepages-2m' on OVE, which domain/artefacts/vm/choices.py reads" in unknown
    assert "memory: choices.1.id: no manifest reads 'ove-hugepages-2mi'" in unread


def test_a_reason_for_a_choice_that_does_not_exist_is_named(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choices, "CHANGES_NOTHING", {**choices.CHANGES_NOTHING, "ove-old": "It is gone."})
    assert [text for text in said(draft) if "has no choice 'ove-old'" in text]


@pytest.mark.parametrize(
    ("name", "members", "says"),
    [
        ("Asked", {"RAM": "rams"}, "has no question 'rams'"),
        ("Answered", {"WRITES_FAST": ("writes", "hevy")}, "has no answer 'hevy' to 'writes'"),
    ],
)
def test_a_question_or_an_answer_misspelt_in_the_code_is_named(
    draft: Draft, monkeypatch: pytest.MonkeyPatch, name: str, members: dict[str, object], says: str
) -> None:
    monkeypatch.setattr(choices, name, (StrEnum if name == "Asked" else Enum)(name, members))
    (text,) = said(draft)
    assert says in text


def test_a_field_misspelt_in_the_code_is_named(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choices.names, "RULES", {**choices.names.RULES, "vlan": choices.names.RULES["vlan-id"]})
    assert [text for text in said(draft) if "has no field 'vlan'" in text]
