"""What would help: ranked, computed, and never what is already so."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from domain.catalog.vocabulary import Writes
from domain.migration.advice import Change, advice, answers, changes
from domain.migration.guest import Outcome
from domain.migration.precopy import typical
from domain.migration.scenario import Scenario
from tests.domain.asking import ask

DATABASE = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16, zero_percent=30)
CACHE = ask(ram_gib=64, dirty_mb_s=2000, working_set_gib=60)
CASES = {
    "database": DATABASE,
    "edge": ask(ram_gib=64, dirty_mb_s=1000, working_set_gib=32),
    "cache": CACHE,
    "cache without deadline": replace(CACHE, per_gib_s=0),
    "large": ask(ram_gib=2048, dirty_mb_s=3000, working_set_gib=1500, link_gbps=25),
    "small": ask(ram_gib=0.5, dirty_mb_s=30, working_set_gib=0.2, link_gbps=1),
    "capped": ask(ram_gib=64, dirty_mb_s=90, working_set_gib=30, cap_mib_s=64),
    "one stream": ask(ram_gib=64, dirty_mb_s=800, working_set_gib=30, link_gbps=100, stream_gbps=8),
    "hot and cold": ask(ram_gib=64, dirty_mb_s=1500, working_set_gib=20, writes=Writes.HOT_COLD),
    "sequential": ask(ram_gib=64, dirty_mb_s=500, working_set_gib=20, writes=Writes.SEQUENTIAL),
}


@pytest.mark.parametrize("asked", CASES.values(), ids=CASES)
def test_every_change_is_computed_and_helps(asked: Scenario) -> None:
    now, _ = typical(asked.guest, asked.path, asked.rules)
    stays = now.outcome[0] >= Outcome.ABORTED
    asked_too = dict(changes(asked))
    found = advice(asked)
    assert found
    for change in found:
        changed = asked_too[change.what]
        exact, _ = typical(changed.guest, changed.path, changed.rules)
        assert change.outcome == exact.outcome[0] < Outcome.ABORTED
        assert change.total_s == pytest.approx(exact.total_s[0], rel=0.05)
        assert change.throttle == pytest.approx(exact.throttle[0], abs=0.11)
        assert stays or change.total_s < 0.96 * now.total_s[0]


@pytest.mark.parametrize("asked", CASES.values(), ids=CASES)
def test_the_best_comes_first(asked: Scenario) -> None:
    totals = [change.total_s for change in advice(asked)]
    assert totals == sorted(totals)


def names(asked: Scenario) -> set[str]:
    return {what for what, _ in changes(asked)}


def test_every_change_is_named_once_and_changes_something() -> None:
    for asked in CASES.values():
        found = changes(asked)
        assert len({what for what, _ in found}) == len(found)
        assert all(changed != asked for _, changed in found)


def test_what_is_already_so_is_not_offered() -> None:
    everything = replace(CACHE, auto_converge=True, post_copy=True, downtime_ms=1000, link_gbps=100, dirty_mb_s=0)
    assert names(everything) == set()
    assert advice(everything) == []
    assert "no bandwidth cap" not in names(CACHE)
    assert "no bandwidth cap" not in names(replace(CACHE, cap_mib_s=100_000))
    assert "no bandwidth cap" in names(replace(CACHE, cap_mib_s=64))
    assert "a stream as fast as the link" not in names(replace(CACHE, stream_gbps=9))
    assert "a stream as fast as the link" in names(replace(CACHE, stream_gbps=8.9))
    assert "post-copy at the deadline" not in names(replace(CACHE, vfio=True))


def test_the_next_link_that_can_be_bought_is_offered() -> None:
    links = [1, 10, 25, 40, 100, 400]
    offered = [names(replace(DATABASE, link_gbps=link)) & {"10 Gbit/s", "25 Gbit/s", "100 Gbit/s"} for link in links]
    assert offered == [{"10 Gbit/s"}, {"25 Gbit/s"}, {"100 Gbit/s"}, {"100 Gbit/s"}, set(), set()]


def test_an_idle_guest_on_a_fast_link_needs_no_advice() -> None:
    assert advice(ask(ram_gib=16, dirty_mb_s=0, working_set_gib=0, link_gbps=100)) == []


def test_a_faster_link_is_no_advice_where_the_cap_decides() -> None:
    best, *others = advice(CASES["capped"])
    assert best.what == "no bandwidth cap"
    assert not any("Gbit/s" in change.what for change in others)


def test_post_copy_is_no_advice_without_a_deadline() -> None:
    assert "post-copy at the deadline" in {change.what for change in advice(CACHE)}
    assert "post-copy at the deadline" not in {change.what for change in advice(replace(CACHE, per_gib_s=0))}


def test_answers_come_in_the_order_of_the_questions_and_those_that_reach_the_target_rank_first() -> None:
    asked = [("stays", CACHE), ("moves", DATABASE), ("switches", replace(CACHE, post_copy=True))]
    found = answers(asked)
    assert [(change.what, change.outcome) for change in found] == [
        ("stays", Outcome.ABORTED),
        ("moves", Outcome.CONVERGES),
        ("switches", Outcome.POST_COPY),
    ]
    assert math.isnan(found[0].downtime_s)
    assert sorted(found, key=lambda change: change.rank) == [found[1], found[2], found[0]]
    assert Change("quick", Outcome.ABORTED, 1, 1).rank > Change("slow", Outcome.PAUSED, 1e6, 1e6).rank
