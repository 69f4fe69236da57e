"""The drain window's sentences and tables to take away: why VMs stay, what limits, and what an answer rests on."""

from __future__ import annotations

import pytest

from components.drain import case_tables, form, wording
from domain.drain.cases import own_case
from domain.drain.plan import VmOutcome
from domain.drain.question import answer
from domain.drain.vm_list import read
from domain.live_migration.engine.guest import Guest, Path, Rules
from domain.live_migration.engine.precopy import precopy
from domain.quantities.units import GIB, gbit_s
from tests.components.drain.drain_answers import CASES, answered, asked
from tests.pages.reading import unmarked


def test_the_schedule_to_take_away_has_every_vm_once() -> None:
    found = answered(form.EXAMPLE, "ove-2")
    schedule, turns, cases = case_tables.schedule_frame(found), case_tables.turns_frame(found), case_tables.cases_frame([found])
    assert len(schedule) == schedule["vm"].nunique() == read(form.EXAMPLE).count
    assert schedule["outcome"].value_counts().to_dict() == {"moved": 30, "stopped": 1}
    assert schedule["last attempt"].value_counts().to_dict() == {"arrived": 30, "": 1}
    assert schedule["end, s"].max() == pytest.approx(found.drained.finish_s, abs=0.1)
    assert list(turns["host"]) == list(range(1, 9))
    assert cases[[outcome.value for outcome in VmOutcome]].iloc[0].tolist() == [30, 1, 0]
    assert cases["deadline, s per GB"].tolist() == [150]


WHY = [
    ("1 x 64 GiB", {"deadline": 0.5}, "1 VM stays behind**, because it takes longer than the deadline of 0.5 s per GB (64 GiB)"),
    ("2 x 64 GiB", {"deadline": 0.5}, "2 VMs stay behind**, because they take longer than the deadline of 0.5 s per GB"),
    ("1 x 64 GiB @ 6000 MB/s", {}, "because it writes faster than the link takes (64 GiB @ 6000 MB/s)"),
    ("1 x 64 GiB @ 900 MB/s", {"cap": 4}, "because it writes faster than the cap lets through (64 GiB @ 900 MB/s)"),
    ("1 x 64 GiB @ 800 MB/s, 1 x 64 GiB @ 900 MB/s", {}, "because they write faster than a share of the link takes"),
    ("1 x 64 GiB", {"failure": 100}, "1 VM stays behind**, after 4 attempts (64 GiB)"),
    (
        "1 x 64 GiB, 1 x 8 GiB @ 6000 MB/s",
        {"deadline": 0.5},
        "1 because it takes longer than the deadline of 0.5 s per GB (64 GiB), "
        "1 because it writes faster than the link takes (8 GiB @ 6000 MB/s)",
    ),
]


@pytest.mark.parametrize(("text", "numbers", "why"), WHY, ids=[why.partition(" (")[0] for _, _, why in WHY])
def test_why_a_vm_stays_behind_is_how_its_last_attempt_ended(text: str, numbers: dict[str, float], why: str) -> None:
    assert why in unmarked(wording.verdict(answered(text, "ove-2", link=10, **numbers)))


def test_a_deadline_that_is_too_short_is_what_limits_and_is_said_how_to_mend() -> None:
    text = unmarked(wording.verdict(answered("1 x 64 GiB", "ove-2", link=10, deadline=0.5)))
    assert "the deadline of 0.5 s per GB**: with 1 s per GB, none would stay behind" in text


def test_where_no_limit_eased_frees_a_vm_that_is_said() -> None:
    text = unmarked(wording.verdict(answered("1 x 64 GiB @ 60000 MB/s in 64 GiB", "ove-2", link=10)))
    assert "Any one limit half as tight would free none of them." in text


def test_copies_that_starve_each_other_are_said_to_go_one_after_another() -> None:
    found = answer(asked("12 x 32 GiB @ 350 MB/s", link=10, setup=120), own_case(CASES["ove-2"], 4, 0, 0))
    assert "that 4 copies share the link**: one after another, none would stay behind" in unmarked(wording.verdict(found))


def test_a_copy_takes_what_the_studio_says_at_its_share_of_the_link() -> None:
    """One VM alone on 10 Gbit/s, and four at once: the estimator at the whole link, and at a quarter of it."""
    four = own_case(CASES["ove-2"], 4, 0, 0)
    for count, share in ((1, 1.0), (4, 0.25)):
        found = answer(asked(f"{count} x 32 GiB @ 100 MB/s", link=10, setup=0), four)
        guest = Guest(32 * GIB, 100e6, 8 * GIB)
        alone = float(precopy(guest, Path(gbit_s(10.0) * share), Rules()).total_s)
        assert found.drained.finish_s == pytest.approx(alone, rel=1e-6)
