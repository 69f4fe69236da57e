"""Draining a host and upgrading a cluster: closed forms, what must hold for any input, and what holds a drain up."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.drain.limits import LIMITS
from domain.drain.one_host import drain, limits
from domain.drain.plan import DrainPlan, Ended, Vm, VmOutcome
from domain.drain.rolling_upgrade import upgrade
from domain.quantities.units import GB, GIB, MB
from tests.domain.drain.drain_plans import PreCopy

LINK = 1.25 * GB
CALM = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def vm(gib: float = 8, dirty: float = 0, name: str = "", migratable: bool = True, deadline_s: float = math.inf) -> Vm:
    return Vm(name or f"{gib:g} GiB", gib * GIB, PreCopy(gib * GIB, dirty), f"{gib:g}", migratable, deadline_s)


def equal(count: int, gib: float = 8, **limits: object) -> DrainPlan:
    return DrainPlan((vm(gib),) * count, LINK, **{"targets": 4, **limits})  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [1, 2, 7, 30])
@pytest.mark.parametrize("parallel", [1, 2, 5, 8, None])
@pytest.mark.parametrize("setup", [0, 10])
def test_equal_vms_take_all_their_bytes_over_the_link_and_a_setup_a_wave(count: int, parallel: int | None, setup: float) -> None:
    waves = math.ceil(count / (parallel or count))
    expected = waves * setup + count * 8 * GIB / LINK
    found = drain(equal(count, outbound=parallel, setup_s=setup))
    assert found.finish_s == pytest.approx(expected)
    assert found.peak == min(parallel or count, count)
    assert found.moved_bytes == count * 8 * GIB


def test_a_cap_per_migration_leaves_the_link_idle_unless_enough_run_at_once() -> None:
    cap = LINK / 4
    alone, four, eight = (drain(equal(8, outbound=n, cap=cap)).finish_s for n in (1, 4, 8))
    assert alone == pytest.approx(8 * 8 * GIB / cap)
    assert four == eight == pytest.approx(8 * 8 * GIB / LINK)


def test_a_place_is_held_from_the_start_of_the_setup_and_the_link_only_during_the_copy() -> None:
    first, second = drain(replace(equal(2, outbound=1), setup_s=10)).journeys
    assert (first.start_s, first.copy_s) == (0, 10)
    assert second.start_s == pytest.approx(first.end_s)
    assert first.end_s - first.copy_s == pytest.approx(8 * GIB / LINK)


def test_unequal_copies_share_the_link_equally_until_one_is_done() -> None:
    small, large = drain(DrainPlan((vm(8), vm(24)), LINK)).journeys
    assert small.end_s == pytest.approx(2 * 8 * GIB / LINK)
    assert large.end_s == pytest.approx(32 * GIB / LINK)


def test_precopy_sends_again_what_was_touched_and_never_ends_without_bandwidth_for_it() -> None:
    assert PreCopy(GB, 0)(GB) == 1
    assert PreCopy(GB, GB / 2)(GB) == 2
    assert PreCopy(GB, GB)(GB) == math.inf


def test_a_limit_per_cluster_and_one_per_target_hold_too() -> None:
    assert drain(equal(20, outbound=8, cluster=5)).peak == 5
    assert drain(equal(20, outbound=8, inbound=1, targets=3)).peak == 3
    assert {j.target for j in drain(equal(20, outbound=1, targets=3)).journeys} == {1, 2, 3}


def test_targets_get_equally_many() -> None:
    targets = [journey.target for journey in drain(equal(12, outbound=3, targets=4)).journeys]
    assert [targets.count(target) for target in (1, 2, 3, 4)] == [3, 3, 3, 3]


def test_what_cannot_move_is_stopped_at_once_and_counts_apart() -> None:
    plan = DrainPlan((vm(8), vm(64, migratable=False, name="gpu")), LINK, shutdown_s=300)
    found = drain(plan)
    gpu = found.journeys[1]
    assert found.finish_s == gpu.end_s == 300
    assert (gpu.outcome, gpu.target, gpu.tries) == (VmOutcome.STOPPED, None, ())
    assert limits(plan)[0].limit.id == "shutdown time"


def test_a_copy_that_never_ends_is_left_behind_and_the_others_still_leave() -> None:
    busy = vm(8, dirty=2 * LINK, name="busy")
    found = drain(DrainPlan((busy, vm(8), busy, vm(8)), LINK, outbound=1, retries=3))
    assert [journey.outcome.value for journey in found.journeys] == ["left", "moved", "left", "moved"]
    assert found.journeys[0].tries[-1].ended is Ended.ENDLESS
    assert math.isfinite(found.finish_s)


def test_a_copy_that_only_ends_alone_ends_once_the_others_have_gone() -> None:
    busy = vm(8, dirty=0.6 * LINK, name="busy")
    found = drain(DrainPlan((busy, vm(8), vm(8)), LINK, outbound=2))
    assert found.count(VmOutcome.MOVED) == 3
    assert found.journeys[0].end_s > found.journeys[2].end_s


def test_a_deadline_ends_an_attempt_which_is_tried_again_and_then_left() -> None:
    busy = vm(8, dirty=2 * LINK, deadline_s=100)
    found = drain(DrainPlan((busy,), LINK, setup_s=10, retries=2, backoff_s=30)).journeys[0]
    assert [(t.start_s, t.copy_s, t.end_s, t.done) for t in found.tries] == [
        (0, 10, 110, False),
        (140, 150, 250, False),
        (280, 290, 390, False),
    ]
    assert found.outcome is VmOutcome.LEFT


@pytest.mark.parametrize(
    ("dirty", "failure", "ended"), [(0, 0, Ended.OVERDUE), (2 * LINK, 0, Ended.ENDLESS), (0, 1, Ended.FAILED)]
)
def test_an_attempt_says_why_it_ended(dirty: float, failure: float, ended: Ended) -> None:
    """8 GiB take 6.9 s: longer than 5 s; at twice the link's rate in writes they never end; and a failure comes before 30 s."""
    plan = DrainPlan((vm(8, dirty=dirty, deadline_s=30 if failure else 5),), LINK, failure=failure)
    assert [t.ended for t in drain(plan).journeys[0].tries] == [ended]


def test_an_attempt_says_with_how_many_copies_it_shared_its_link() -> None:
    first, second, third = drain(DrainPlan((vm(1), vm(8), vm(64)), LINK, outbound=2)).journeys
    assert [journey.tries[0].sharers for journey in (first, second, third)] == [2, 2, 2]
    assert drain(equal(3, outbound=1)).journeys[2].tries[0].sharers == 1


def test_a_drain_names_the_vms_whose_copies_went_where_only_hearsay_gives_their_time() -> None:
    plan = DrainPlan((replace(vm(8), known_from=LINK / 2), replace(vm(16), known_from=LINK)), LINK, outbound=2)
    assert drain(plan).unsure == ("16",)
    assert drain(replace(plan, outbound=1)).unsure == ()
    assert drain(replace(plan, cap=LINK / 3)).unsure == ("8", "16")


def test_every_attempt_fails_where_failure_is_certain_and_none_where_it_is_impossible() -> None:
    plan = equal(10, outbound=2, retries=2, backoff_s=1)
    assert {len(j.tries) for j in drain(plan).journeys} == {1}
    certain = drain(replace(plan, failure=1))
    assert certain.count(VmOutcome.LEFT) == 10
    assert sum(len(j.tries) for j in certain.journeys) == 30


def test_a_seed_decides_the_failures() -> None:
    plan = equal(40, outbound=2, failure=0.3, retries=5, backoff_s=5, seed=7)
    assert drain(plan) == drain(plan)
    assert drain(plan).finish_s != drain(replace(plan, seed=8)).finish_s
    assert drain(plan).finish_s > drain(replace(plan, failure=0)).finish_s


VMS = st.lists(
    st.builds(
        vm,
        st.sampled_from([1.0, 8, 33, 256]),
        st.sampled_from([0.0, 50 * MB, LINK / 3, 2 * LINK]),
        st.just(""),
        st.booleans(),
        st.sampled_from([math.inf, 60.0]),
    ),
    max_size=14,
).map(tuple)
FEW = st.none() | st.integers(1, 6)
PLANS = st.builds(
    DrainPlan,
    VMS,
    st.sampled_from([LINK, LINK / 10, 10 * LINK]),
    targets=st.integers(1, 5),
    outbound=FEW,
    inbound=FEW,
    cluster=FEW,
    cap=st.sampled_from([math.inf, LINK / 3]),
    setup_s=st.sampled_from([0.0, 10]),
    shutdown_s=st.sampled_from([0.0, 60]),
    failure=st.sampled_from([0.0, 0.3, 1]),
    retries=st.integers(0, 3),
    backoff_s=st.sampled_from([0.0, 30]),
    seed=st.integers(0, 9),
)


@CALM
@given(plan=PLANS)
def test_every_vm_is_accounted_for_once_within_the_limits_and_not_faster_than_its_bytes(plan: DrainPlan) -> None:
    found = drain(plan)
    assert [journey.name for journey in found.journeys] == [vm.name for vm in plan.vms]
    assert sum(found.count(outcome) for outcome in VmOutcome) == len(plan.vms)
    assert found.count(VmOutcome.STOPPED) == len(plan.vms) - len(plan.movers)
    assert found.peak <= min(x for x in (plan.outbound, plan.cluster, len(plan.vms)) if x is not None)
    assert found.finish_s + 1e-6 >= found.moved_bytes / plan.link
    for journey in found.journeys:
        assert 0 <= journey.start_s <= journey.copy_s <= journey.end_s <= found.finish_s + 1e-6
        assert len(journey.tries) <= plan.retries + 1
        assert [t.done for t in journey.tries[:-1]] == [False] * (len(journey.tries) - 1)
        if journey.outcome is VmOutcome.MOVED:
            assert journey.end_s - journey.copy_s >= journey.ram_bytes / min(plan.link, plan.cap) * (1 - 1e-6)


@CALM
@given(plan=PLANS)
def test_at_no_moment_do_more_run_than_the_limits_allow(plan: DrainPlan) -> None:
    tries = [t for journey in drain(plan).journeys for t in journey.tries]
    for moment in (t.start_s for t in tries):
        running = [t for t in tries if t.start_s <= moment < t.end_s - 1e-6]
        assert plan.outbound is None or len(running) <= plan.outbound
        assert plan.cluster is None or len(running) <= plan.cluster
        arriving = [t.target for t in running]
        assert plan.inbound is None or all(arriving.count(target) <= plan.inbound for target in arriving)


@CALM
@given(
    count=st.integers(1, 40),
    gib=st.sampled_from([1.0, 8, 100]),
    setup=st.sampled_from([0.0, 5, 60]),
    parallel=st.integers(1, 12),
    more=st.integers(1, 9),
    streams=st.sampled_from([0, 4, 8]),
)
def test_more_at_once_is_never_slower_for_equal_quiet_vms_until_capped_copies_fill_the_link(
    count: int, gib: float, setup: float, parallel: int, more: int, streams: int
) -> None:
    """Without a cap it is never slower. With one it can be, once the link is full: a last wave of one copy leaves it idle."""
    cap = LINK / streams if streams else math.inf
    numbers = (parallel, parallel + more if not streams else min(parallel + more, max(streams, parallel)))
    fewer, many = (drain(equal(count, gib, outbound=n, setup_s=setup, cap=cap)).finish_s for n in numbers)
    assert many <= fewer * (1 + 1e-9)


BY_ID = {limit.id: limit for limit in LIMITS}
LIMITED = [
    (equal(30, outbound=2), "link"),
    (equal(30, gib=1, setup_s=60), "setup time"),
    (equal(30, outbound=1, cap=LINK / 8), "per node"),
    (equal(32, outbound=8, cluster=1, cap=LINK / 8), "per cluster"),
    (equal(30, outbound=1, cluster=1, cap=LINK / 8), "per node and per cluster"),
    (equal(32, outbound=8, inbound=1, targets=2, cap=LINK / 8), "per target"),
    (equal(3, cap=LINK / 8), "cap per migration"),
    (DrainPlan((vm(64, deadline_s=40),) * 3, LINK, cap=LINK, outbound=1), "deadline"),
    (DrainPlan((vm(8, dirty=0.6 * LINK, deadline_s=60),) * 6, LINK, outbound=4), "copies that share the link"),
    (replace(equal(20, outbound=4), vms=(vm(8),) * 20 + (vm(1024),)), "one large VM"),
    (equal(2, gib=1, failure=0.9, retries=9, backoff_s=600), "failures"),
]


@pytest.mark.parametrize(("plan", "limit"), LIMITED, ids=[limit for _, limit in LIMITED])
def test_what_holds_up_a_drain_is_what_helps_most_when_it_is_eased(plan: DrainPlan, limit: str) -> None:
    now, first = drain(plan), limits(plan)[0]
    then = drain(BY_ID[limit].eased(plan))
    assert first.limit.id == limit
    assert first.end.seconds == then.finish_s == pytest.approx(now.finish_s - first.saved_s)
    assert (then.count(VmOutcome.LEFT), -then.finish_s) < (
        now.count(VmOutcome.LEFT),
        -now.finish_s,
    ) or then.finish_s < now.finish_s
    assert first.freed == now.count(VmOutcome.LEFT) - then.count(VmOutcome.LEFT)


def test_where_vms_stay_behind_a_limit_is_only_what_keeps_them() -> None:
    """Twice as many at once would end the same failures sooner; that helps nobody."""
    plan = DrainPlan((vm(8, dirty=3 * LINK, deadline_s=60),) * 6, LINK, outbound=2, setup_s=30)
    assert drain(BY_ID["per node"].eased(plan)).finish_s < drain(plan).finish_s
    assert limits(plan) == ()


def test_one_setting_that_counts_both_ends_of_a_migration_is_eased_for_both() -> None:
    both, leaving = (BY_ID["per node"].eased(equal(9, outbound=2, inbound=n)) for n in (2, 1))
    assert ((both.outbound, both.inbound), (leaving.outbound, leaving.inbound)) == ((4, 4), (4, 1))


def test_a_drain_of_nothing_takes_no_time_and_has_no_limit() -> None:
    assert drain(DrainPlan((), LINK)).finish_s == 0
    assert limits(DrainPlan((), LINK)) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"link": 0},
        {"link": math.nan},
        {"cap": -1},
        {"targets": 0},
        {"outbound": 0},
        {"failure": 1.1},
        {"setup_s": math.inf},
        {"retries": -1},
    ],
    ids=str,
)
def test_a_number_out_of_range_is_refused_with_a_sentence(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        DrainPlan(**{"vms": (), "link": LINK, **wrong})  # type: ignore[arg-type]


def test_an_upgrade_is_each_hosts_drain_and_reboot_one_after_another() -> None:
    plan = equal(10, outbound=2, setup_s=5, targets=3)
    found = upgrade(plan, 600)
    assert [turn.host for turn in found.turns] == [0, 1, 2, 3]
    assert found.turns[0].empty_s == pytest.approx(drain(plan).finish_s)
    for before, after in zip(found.turns, found.turns[1:], strict=False):
        assert after.start_s == before.back_s == pytest.approx(before.empty_s + 600)
    assert found.finish_s == found.turns[-1].back_s


def test_no_vm_gets_lost_or_doubled_in_an_upgrade() -> None:
    """40 VMs on four hosts: after the first turn three hosts hold them all, so each later turn moves a third of them."""
    found = upgrade(equal(10, outbound=2, targets=3), 60)
    assert [turn.moved for turn in found.turns] == [10, 14, 13, 13]


def test_a_stopped_vm_is_down_until_its_host_is_back() -> None:
    plan = DrainPlan((vm(8), vm(8, migratable=False)), LINK, targets=3, shutdown_s=30)
    found = upgrade(plan, 600)
    assert [turn.stopped for turn in found.turns] == [1, 1, 1, 1]
    assert found.down_s == pytest.approx(630)


def test_two_hosts_at_once_halve_the_reboots_and_share_the_clusters_limit() -> None:
    plan = equal(10, outbound=2, cluster=3, targets=7)
    one, two = upgrade(plan, 600), upgrade(plan, 600, at_once=2)
    assert one.finish_s - two.finish_s > 3 * 600
    assert two.peak == 3
    for moment in (turn.start_s for turn in two.turns):
        assert sum(turn.start_s <= moment < turn.back_s for turn in two.turns) <= 2


@pytest.mark.parametrize("at_once", [1, 2])
def test_a_large_upgrade_is_projected_from_its_first_hosts(at_once: int) -> None:
    plan = equal(10, outbound=2, targets=29, setup_s=5)
    whole, part = upgrade(plan, 600, at_once), upgrade(plan, 600, at_once, most_moves=100)
    assert (whole.projected, len(whole.turns)) == (False, 30)
    assert (part.projected, len(part.turns)) == (True, 10)
    assert part.finish_s == pytest.approx(whole.finish_s, rel=0.02)


def test_copies_to_one_host_share_its_link() -> None:
    """Two hosts drain onto the one that is left: what leaves each alone arrives there together."""
    alone = drain(equal(1, targets=1)).finish_s
    together = upgrade(equal(1, targets=2), 600, at_once=2)
    assert [turn.empty_s for turn in together.turns[:2]] == pytest.approx([2 * alone, 2 * alone])


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_a_projection_rests_on_two_rounds_at_least(at_once: int) -> None:
    """The first round drains full hosts onto full ones; only a second shows what the rounds after it take."""
    assert len(upgrade(equal(50, targets=9), 600, at_once, most_moves=50 * at_once).turns) == 2 * at_once


@pytest.mark.parametrize(("at_once", "reboot"), [(0, 60), (5, 60), (1, -1), (1, math.nan)])
def test_an_upgrade_needs_a_host_that_takes_the_vms(at_once: int, reboot: float) -> None:
    with pytest.raises(ValueError, match=r"at least one must stay|0 or more"):
        upgrade(equal(10, targets=4), reboot, at_once)


@CALM
@given(plan=PLANS, at_once=st.integers(1, 5))
def test_in_any_upgrade_every_host_has_one_turn_and_every_vm_of_it_one_fate(plan: DrainPlan, at_once: int) -> None:
    found = upgrade(replace(plan, targets=at_once + 1), 60, at_once)
    assert sorted(turn.host for turn in found.turns) == list(range(at_once + 2))
    fixed = len(plan.vms) - len(plan.movers)
    assert [turn.stopped for turn in found.turns] == [fixed] * len(found.turns)
    assert all(turn.start_s <= turn.empty_s <= turn.back_s - 60 + 1e-6 for turn in found.turns)
    assert math.isfinite(found.finish_s)
