"""What the wizard hands over: the commands under the occasion they are for, and a record that decides nothing by itself."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.decide.workload_form import params
from domain.artefacts.decision_record import NOTHING_ANSWERED
from domain.catalog import catalog
from domain.catalog.vocabulary import BuildPart, Platform
from tests.conftest import look

EXAMPLE = catalog().workloads["matrix-windows-server"]


def opened(**more: str) -> AppTest:
    return look("wizard", **params(EXAMPLE.answers, EXAMPLE.name), wizard_tab="Take away", **more)


def test_the_commands_stand_under_the_occasion_they_are_for() -> None:
    at = opened(wizard_platform=Platform.AZURE_LOCAL.label)
    heads = [part.value.strip("*") for part in at.markdown]
    found = [head for head in heads if head in {part.label for part in BuildPart}]
    assert found[:2] == [BuildPart.BRING.label, BuildPart.BUILD.label]
    assert len(found) == len(set(found))


def test_the_platform_that_is_shown_is_not_taken_for_a_decision() -> None:
    at = opened(wizard_platform=Platform.OVE.label)
    assert at.button_group(key="wizard_decision").value == "Not decided yet"
    assert not [field for field in at.text_input if field.key in ("wizard_decided_by", "wizard_decided_on")]


@pytest.mark.parametrize(("day", "faults"), [("2026-11-20", 0), ("20 Nov 2026", 1), ("", 0)])
def test_who_decided_and_when_are_asked_for_once_a_platform_is(day: str, faults: int) -> None:
    at = opened(wizard_decision=Platform.OVE.label, wizard_decided_by="The board", wizard_decided_on=day)
    assert not at.exception
    assert at.text_input(key="wizard_decided_by").value == "The board"
    assert len(at.error) == faults


def test_without_an_answer_there_is_no_record_to_take() -> None:
    at = look("wizard", wizard_tab="Take away")
    assert NOTHING_ANSWERED in [part.value for part in at.info]
    assert "Decision record" not in {part.label for part in at.get("download_button")}
