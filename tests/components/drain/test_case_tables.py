"""The drain window's tables to take away."""

from __future__ import annotations

import pytest

from components.drain import case_tables, form
from domain.drain.plan import VmOutcome
from domain.drain.vm_list import read
from tests.components.drain.drain_answers import answered


def test_the_schedule_to_take_away_has_every_vm_once() -> None:
    found = answered(form.SUCH_AS, "ove-2")
    schedule, turns, cases = case_tables.schedule_frame(found), case_tables.turns_frame(found), case_tables.cases_frame([found])
    assert len(schedule) == schedule["vm"].nunique() == read(form.SUCH_AS).count
    assert schedule["outcome"].value_counts().to_dict() == {"moved": 30, "stopped": 1}
    assert schedule["last attempt"].value_counts().to_dict() == {"arrived": 30, "": 1}
    assert schedule["end, s"].max() == pytest.approx(found.drained.finish_s, abs=0.1)
    assert list(turns["host"]) == list(range(1, 9))
    assert cases[[outcome.value for outcome in VmOutcome]].iloc[0].tolist() == [30, 1, 0]
    assert cases["deadline, s per GB"].tolist() == [150]
