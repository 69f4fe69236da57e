"""What would help: ranked, computed, and never what is already so."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.advice import LOST, ONE_STREAM, SLOWED, ChangeEffect, advice, changes, rank
from domain.live_migration.devices import Device
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.estimates import estimate, estimates
from domain.live_migration.scenario import Scenario
from tests.domain.live_migration.scenarios import ask

DATABASE = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16, zero_percent=30)
CACHE = ask(ram_gib=64, dirty_mb_s=2000, working_set_gib=60)
CASES = {
    "database": DATABASE,
    "edge": ask(ram_gib=64, dirty_mb_s=1000, working_set_gib=32),
    "cache": CACHE,
    "cache without deadline": replace(CACHE, completion_timeout_per_gib=0),
    "large": ask(ram_gib=2048, dirty_mb_s=3000, working_set_gib=1500, link_gbps=25),
    "small": ask(ram_gib=0.5, dirty_mb_s=30, working_set_gib=0.2, link_gbps=1),
    "capped": ask(ram_gib=64, dirty_mb_s=90, working_set_gib=30, bandwidth_per_migration_mib_s=64),
    "one stream": ask(ram_gib=64, dirty_mb_s=800, working_set_gib=30, link_gbps=100, stream_gbps=8),
    "hot and cold": ask(ram_gib=64, dirty_mb_s=1500, working_set_gib=20, writes=WritePattern.HOT_COLD),
    "sequential": ask(ram_gib=64, dirty_mb_s=500, working_set_gib=20, writes=WritePattern.SEQUENTIAL),
}
SPEEDS, DEADLINES = (10, 25, 100), (20, 150, 800)
"""What can be had: the links of the quick reference, and the deadlines of the releases."""
SLOW = ask(64, 60, 16, link_gbps=1, completion_timeout_per_gib=10)
"""Cut off at 11 min 31 s, three minutes before it would have converged."""


def helps(asked: Scenario, one_stream_gbps: float = 0) -> list[ChangeEffect]:
    return advice(asked, SPEEDS, DEADLINES, one_stream_gbps)


def offered(asked: Scenario, one_stream_gbps: float = 0) -> dict[str, Scenario]:
    return {offer.what: offer.to(asked) for offer in changes(asked, SPEEDS, DEADLINES, one_stream_gbps)}


def named(asked: Scenario, start: str) -> ChangeEffect:
    return next(effect for effect in helps(asked) if effect.change.what.startswith(start))


@pytest.mark.parametrize("asked", CASES.values(), ids=CASES)
def test_every_change_is_computed_and_helps(asked: Scenario) -> None:
    now = estimate(asked)
    asked_too, found = offered(asked), helps(asked)
    assert found
    for change, then in found:
        exact = estimate(asked_too[change.what])
        assert (then.outcome, then.total_s, then.downtime_s) == (exact.outcome, exact.total_s, exact.downtime_s)
        assert then.throttle == exact.throttle
        assert then.outcome.arrives
        assert not now.outcome.arrives or then.total_s < 0.96 * now.total_s


@pytest.mark.parametrize("asked", CASES.values(), ids=CASES)
def test_the_best_comes_first(asked: Scenario) -> None:
    """What ends by itself before what the deadline has to help, sooner before later."""
    found = [then for _, then in helps(asked)]
    assert found == sorted(found, key=rank)
    by_itself = [then.outcome.by_itself for then in found]
    assert by_itself == sorted(by_itself, reverse=True)
    totals = [then.total_s for then in found if then.outcome.by_itself]
    assert totals == sorted(totals)


def test_every_change_is_named_once_and_changes_something() -> None:
    for asked in CASES.values():
        found = changes(asked, SPEEDS, DEADLINES)
        assert len({offer.what for offer in found}) == len(found)
        assert all(offer.to(asked) != asked for offer in found)


def test_what_is_already_so_is_not_offered() -> None:
    everything = replace(
        CACHE, auto_converge=True, post_copy=True, completion_timeout_per_gib=20, link_gbps=100, dirty_mb_s=0, working_set_gib=0
    )
    assert not any(start in what for what in offered(everything) for start in ("Gbit/s", "cap", "auto", "quiet", "post-copy"))
    assert helps(everything) == []
    assert "no bandwidth cap" not in offered(CACHE)
    assert "no bandwidth cap" not in offered(replace(CACHE, bandwidth_per_migration_mib_s=100_000))
    assert "no bandwidth cap" in offered(replace(CACHE, bandwidth_per_migration_mib_s=64))
    assert "a stream as fast as the link" not in offered(replace(CACHE, stream_gbps=9))
    assert "a stream as fast as the link" in offered(replace(CACHE, stream_gbps=8.9))


def test_a_downtime_limit_is_never_advised_because_ove_has_no_setting_for_it() -> None:
    for asked in CASES.values():
        assert {changed.downtime_limit_ms for changed in offered(asked).values()} == {asked.downtime_limit_ms}


def test_a_vm_with_a_vfio_device_is_offered_a_pause_and_no_post_copy() -> None:
    asked = replace(CACHE, device=Device.PCI)
    assert not [what for what in offered(asked) if "post-copy" in what]
    pause = named(asked, "a pause at the deadline, after 2 h 53 min")
    assert pause.then.outcome is MigrationOutcome.PAUSED
    assert helps(asked)[-1] == pause


def test_the_smallest_link_that_makes_it_end_is_offered() -> None:
    links = [1, 10, 25, 40, 100, 400]
    found = [[c.what for c, _ in helps(replace(DATABASE, link_gbps=link)) if "Gbit/s" in c.what] for link in links]
    assert found == [["10 Gbit/s"], ["25 Gbit/s"], ["100 Gbit/s"], ["100 Gbit/s"], [], []]
    hard = replace(CACHE, dirty_mb_s=8000, link_gbps=1)
    assert [c.what for c, _ in helps(hard) if "Gbit/s" in c.what] == ["100 Gbit/s"]
    assert "40 Gbit/s" in {change.what for change, _ in advice(DATABASE, (40,))}


def test_an_idle_guest_on_a_fast_link_needs_no_advice() -> None:
    assert helps(ask(ram_gib=16, dirty_mb_s=0, working_set_gib=0, link_gbps=100)) == []


def test_a_faster_link_is_no_advice_where_the_cap_decides() -> None:
    best, *others = helps(CASES["capped"])
    assert best.change.what == "no bandwidth cap"
    assert not any("Gbit/s" in change.what for change, _ in others)


def test_a_later_deadline_is_offered_to_one_that_is_cut_off_and_to_no_other() -> None:
    later = named(SLOW, "a deadline of 23 min 1 s (20 s per GB)")
    assert later.then.outcome is MigrationOutcome.CONVERGES
    assert later.then.total_s == pytest.approx(14 * 60 + 22, rel=0.01)
    none = {change.what for change, _ in advice(SLOW, SPEEDS)}
    assert "no deadline" in none
    for hopeless in (CACHE, replace(CACHE, completion_timeout_per_gib=20)):
        assert not [change.what for change, _ in helps(hopeless) if change.what.startswith(("a deadline", "no deadline"))]


def test_a_guest_that_is_paused_is_offered_what_spares_it_the_downtime() -> None:
    """A later deadline takes longer in all, and post-copy as long: what counts is that the guest no longer stands still."""
    paused = replace(SLOW, disruption=True)
    now = estimate(paused)
    assert now.downtime_s > 60
    later, switch = named(paused, "a deadline of 23 min 1 s"), named(paused, "post-copy at the deadline")
    assert later.then.total_s > now.total_s
    assert later.then.downtime_s < 1 > switch.then.downtime_s
    assert named(replace(CACHE, disruption=True), "post-copy at the deadline").then.total_s > 10_000


def test_no_advice_brings_a_downtime_that_is_felt_to_a_guest_that_has_none() -> None:
    """With a VFIO device an earlier deadline would end it sooner, by a pause of most of a minute."""
    asked = ask(64, 1000, 32, device=Device.PCI, disruption=True)
    assert any(what.startswith("a pause with a deadline of") for what in offered(asked))
    assert all(then.downtime_s < 1 for _, then in helps(asked))


def test_post_copy_says_when_it_comes_and_is_offered_earlier() -> None:
    found = [effect for effect in helps(CACHE) if "post-copy" in effect.change.what]
    assert [change.what for change, _ in found] == [
        "post-copy with a deadline of 23 min 1 s (20 s per GB)",
        "post-copy at the deadline, after 2 h 53 min",
    ]
    assert 1381 < found[0].then.total_s < 1500 < 10_351 < found[1].then.total_s
    allowed = [change.what for change, _ in helps(replace(CACHE, post_copy=True)) if "post-copy" in change.what]
    assert allowed == ["post-copy with a deadline of 23 min 1 s (20 s per GB)"]
    endless = [change.what for change, _ in helps(replace(CACHE, completion_timeout_per_gib=0)) if "post-copy" in change.what]
    assert endless == ["post-copy with a deadline of 23 min 1 s (20 s per GB)"]


def test_post_copy_is_offered_where_the_release_forbids_disruption() -> None:
    assert named(replace(CACHE, disruption=False), "post-copy at the deadline").then.outcome is MigrationOutcome.POST_COPY


def test_post_copy_that_takes_the_streams_is_computed_with_one() -> None:
    """Before KubeVirt 1.9: on 100 Gbit/s the rest then follows over the 10 that one stream moves."""
    fast = replace(CACHE, dirty_mb_s=200_000, link_gbps=100)
    kept, lost = (
        next(effect for effect in advice(fast, SPEEDS, DEADLINES, one) if effect.change.what.startswith("post-copy at"))
        for one in (0, 10)
    )
    assert lost.change.price == f"{LOST}; {ONE_STREAM}"
    assert kept.change.price == LOST
    assert lost.then.total_s - 10_351 == pytest.approx(9 * (kept.then.total_s - 10_351), rel=0.1)


def test_one_stream_is_offered_several_where_it_is_what_limits() -> None:
    single = replace(CACHE, link_gbps=100, stream_gbps=10, channels=False)
    assert helps(single)[0].change.what == "several streams: no CPU limit"
    assert helps(single)[0].change.price
    assert not [what for what in offered(replace(single, channels=True, stream_gbps=0)) if "stream" in what]
    post_copy_took_them = replace(single, post_copy=True)
    assert "several streams: no CPU limit" not in offered(post_copy_took_them, one_stream_gbps=10)


def test_the_price_stands_beside_what_has_one() -> None:
    assert named(CACHE, "auto-converge").change.price == SLOWED
    assert named(CACHE, "auto-converge").then.throttle == pytest.approx(0.8)
    assert named(CACHE, "post-copy").change.price == LOST
    assert named(CACHE, "25 Gbit/s").change.price == ""


HOPELESS = ask(64, 1_000_000, 64, link_gbps=0.01, device=Device.PCI)
"""Nothing alone makes it end: not even a pause, which is given up before the rest is sent."""


def test_two_changes_at_once_are_offered_only_where_no_single_one_makes_it_end() -> None:
    pairs = helps(HOPELESS)
    assert 0 < len(pairs) <= 3
    assert all(change.several and then.outcome.arrives and ", and " in change.what for change, then in pairs)
    assert any("100 Gbit/s, and auto-converge" in change.what for change, _ in pairs)
    singles = [offer.to(HOPELESS) for offer in changes(HOPELESS, SPEEDS, DEADLINES)]
    assert not any(alone.outcome.arrives for alone in estimates(singles))
    for asked in CASES.values():
        assert not any(change.several for change, _ in helps(asked))


def test_answers_come_in_the_order_of_the_questions_and_those_that_reach_the_target_rank_first() -> None:
    stays, moves, switches = estimates([CACHE, DATABASE, replace(CACHE, post_copy=True)])
    assert (stays.outcome, moves.outcome) == (MigrationOutcome.ABORTED, MigrationOutcome.CONVERGES)
    assert switches.outcome is MigrationOutcome.POST_COPY
    assert math.isnan(stays.downtime_s)
    assert sorted([stays, moves, switches], key=rank) == [moves, switches, stays]
    quick = replace(stays, total_s=1, downtime_s=1)
    assert rank(quick) > rank(replace(stays, outcome=MigrationOutcome.PAUSED, total_s=1e6, downtime_s=1e6))
