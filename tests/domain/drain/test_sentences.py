"""The drain window's sentences: why VMs stay, what limits, and what an answer rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalog import catalog
from domain.drain.answers import answer
from domain.drain.cases import DrainAnswer, own_case
from domain.drain.limits import LIMITS, DrainLimit
from domain.drain.sentences import eased, name_of, verdict
from domain.live_migration.engine.guest import Guest, Path, Rules
from domain.live_migration.engine.precopy import precopy
from domain.quantities.units import GBIT, GIB
from tests.components.drain.drain_answers import CASES, answered, asked


def said(answer: DrainAnswer) -> str:
    """The verdict, its strong parts between stars, without the marks around names."""
    text = "".join(f"**{part.text}**" if part.strong else part.text for part in verdict(catalog(), answer))
    return "".join(char for char in text if char not in "“”")


WHY = [
    ("1 x 64 GiB", {"deadline": 0.5}, "1 VM stays behind**, because it takes longer than the deadline of 0.5 s per GB (64 GiB)"),
    ("2 x 64 GiB", {"deadline": 0.5}, "2 VMs stay behind**, because they take longer than the deadline of 0.5 s per GB"),
    ("1 x 64 GiB @ 6000 MB/s", {}, "because it writes faster than the link takes (64 GiB @ 6000 MB/s)"),
    ("1 x 64 GiB @ 900 MB/s", {"cap": 4}, "because it writes faster than the cap lets through (64 GiB @ 900 MB/s)"),
    ("1 x 64 GiB @ 800 MB/s, 1 x 64 GiB @ 900 MB/s", {}, "because they write faster than a share of the link takes"),
    ("1 x 64 GiB", {"failure": 100, "retries": 3}, "1 VM stays behind**, after 4 attempts (64 GiB)"),
    (
        "1 x 64 GiB",
        {"failure": 100},
        "1 VM stays behind**, because every attempt fails (64 GiB), and OVE tries again without end",
    ),
    (
        "1 x 64 GiB, 1 x 8 GiB @ 6000 MB/s",
        {"deadline": 0.5},
        "1 because it takes longer than the deadline of 0.5 s per GB (64 GiB), "
        "1 because it writes faster than the link takes (8 GiB @ 6000 MB/s)",
    ),
]


@pytest.mark.parametrize(("text", "numbers", "why"), WHY, ids=[why.partition(" (")[0] for _, _, why in WHY])
def test_why_a_vm_stays_behind_is_how_its_last_attempt_ended(text: str, numbers: dict[str, float], why: str) -> None:
    assert why in said(answered(text, "ove-2", link=10, **numbers))


def test_a_deadline_that_is_too_short_is_what_limits_and_is_said_how_to_mend() -> None:
    text = said(answered("1 x 64 GiB", "ove-2", link=10, deadline=0.5))
    assert "the deadline of 0.5 s per GB**: with 1 s per GB, none would stay behind" in text


def test_where_no_limit_eased_frees_a_vm_that_is_said() -> None:
    text = said(answered("1 x 64 GiB @ 60000 MB/s in 64 GiB", "ove-2", link=10))
    assert "Any one limit half as tight would free none of them." in text


def test_copies_that_starve_each_other_are_said_to_go_one_after_another() -> None:
    found = answer(asked("12 x 32 GiB @ 350 MB/s", link=10, setup=120), own_case(CASES["ove-2"], 4, 0, 0))
    assert "that 4 copies share the link**: one after another, none would stay behind" in said(found)


def test_a_copy_takes_what_migration_time_says_at_its_share_of_the_link() -> None:
    """One VM alone on 10 Gbit/s, and four at once: the estimator at the whole link, and at a quarter of it."""
    four = own_case(CASES["ove-2"], 4, 0, 0)
    for count, share in ((1, 1.0), (4, 0.25)):
        found = answer(asked(f"{count} x 32 GiB @ 100 MB/s", link=10, setup=0), four)
        guest = Guest(32 * GIB, 100e6, 8 * GIB)
        alone = float(precopy(guest, Path(10.0 * GBIT * share), Rules()).total_s)
        assert found.drained.finish_s == pytest.approx(alone, rel=1e-6)


@pytest.mark.parametrize("limit", LIMITS, ids=[limit.id for limit in LIMITS])
def test_every_limit_is_called_by_its_numbers_and_says_how_it_is_eased(limit: DrainLimit) -> None:
    found = answered("3 x 64 GiB", "ove-2", link=10, setup=120)
    plan = replace(found.plan, inbound=3)
    named = {
        "per node": ("the limit of 2 from a host", "with 4"),
        "per cluster": ("the limit of 5 in the cluster", "with 10"),
        "per node and per cluster": ("the limit of 2, from a host and in the cluster", "with 4 for both"),
        "per target": ("the limit of 3 to a host", "with 6"),
        "copies that share the link": ("that 2 copies share the link", "one after another"),
        "deadline": ("the deadline of 150 s per GB", "with 300 s per GB"),
        "cap per migration": ("the cap on each migration", "with twice as much"),
        "link": ("the link", "with twice the rate"),
        "setup time": ("the 120 s before each copy", "with half of that"),
        "failures": ("failed attempts", "with half as many"),
        "shutdown time": ("the shutdown of what cannot move", "in half the time"),
        "one large VM": ("one large VM (“64 GiB no. 1”)", "without it"),
    }
    assert (name_of(plan, limit), limit.ease.format(eased=limit.eased(plan))) == named[limit.id]


def test_a_strangers_name_is_short_and_closes_its_marks_itself() -> None:
    plan = answered("ha”ha " + "x" * 60 + ", 64", "ove-2").plan
    limit = next(limit for limit in LIMITS if limit.one_vm)
    assert name_of(plan, limit) == f'one large VM (“ha"ha {"x" * 34}…”)'


def test_a_change_that_rounding_hides_is_said_as_a_share() -> None:
    """Else it would take 3 min in place of 3 min."""
    found = answered("40 x 8 GiB", case="ove-2")
    now = found.drained.finish_s
    near = replace(found.remedies[0], end=found.remedies[0].end._replace(seconds=now - 0.1), saved_s=0.1, freed=0)
    assert eased(found, near).endswith(f"{10 / now:.0f} % less")
    far = replace(near, end=near.end._replace(seconds=now / 2), saved_s=now / 2)
    assert "it would take" in eased(found, far)
