"""Disk transfers: the closed forms of the ceilings, the fit and its errors on the lab's runs, warm rounds and their verdict."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.disk_transfer import TransferRate
from domain.disk_transfer.advice import (
    CHANGES,
    WORTH,
    CopyChange,
    Phases,
    TransferQuestion,
    answer,
    too_many_writes,
    too_much_data,
)
from domain.disk_transfer.copy_model import Ceilings, CopyLimit, CopyPlan, calibrate, cold, leave_one_out, serial_seconds
from domain.disk_transfer.lab import (
    against_lab,
    cold_ceilings,
    mean_error,
    plan_of,
    rate,
    stated_and_said,
    warm_ceilings,
    worst_error,
)
from domain.disk_transfer.warm import DiskWrites, Gain, warm
from domain.quantities import units

BOOK = catalog()
RUNS = tuple(BOOK.lab_transfers.values())
SECONDS = np.array([run.seconds for run in RUNS])
RATES = BOOK.transfer_rates
GIB, MIB = units.GIB, units.MIB
HOUR = 3600.0

WHOLE = st.integers(1, 60).map(float)
RATE = st.floats(1e6, 1e10)
PLANS = st.builds(
    CopyPlan, WHOLE, st.integers(1, 9).map(float), st.integers(1, 5).map(float), st.floats(1e6, 1e13), st.floats(0.01, 1), WHOLE
)
CEILINGS = st.builds(Ceilings, RATE, RATE, st.floats(1, 2), RATE, RATE)


def lab(vms: float, hosts: float, in_flight: float = 100) -> CopyPlan:
    return CopyPlan(vms, hosts, 1.0, 50.0 * GIB, 0.7, in_flight)


# The fit against the lab.


def test_each_run_is_predicted_from_the_others_within_ten_percent() -> None:
    found = against_lab(BOOK)
    ours, rule = mean_error(found)
    assert len(found) == 9
    assert ours <= 0.05
    assert worst_error(found) <= 0.10
    assert rule > 4
    assert min(row.serial_error for row in found) > 40 * ours


def test_a_run_does_not_move_its_own_prediction_but_every_other_one() -> None:
    runs, disk = plan_of(RUNS), 100.0 * units.MIB
    before = leave_one_out(runs, SECONDS, disk)
    for place in range(len(RUNS)):
        changed = SECONDS.copy()
        changed[place] *= 1.5
        after = leave_one_out(runs, changed, disk)
        assert after[place] == before[place]
        assert np.all(np.delete(after, place) != np.delete(before, place))


def test_both_runs_of_several_hosts_are_predicted_from_the_other_one() -> None:
    several = [row for row in against_lab(BOOK) if row.run.hosts > 1]
    assert [row.run.hosts for row in several] == [4, 5]
    assert all(0.05 < abs(row.model_error) < 0.10 for row in several)


@given(RATE, st.floats(1, 2))
def test_a_calibration_finds_the_ceilings_that_made_the_runs(host: float, gain: float) -> None:
    runs = plan_of(RUNS)
    true = Ceilings(host, host, gain)
    found = calibrate(runs, cold(runs, true).seconds, host)
    assert (found.host, found.gain) == pytest.approx((host, gain), rel=1e-6)


def test_a_calibration_needs_more_than_one_number_of_hosts() -> None:
    with pytest.raises(ValueError, match="two numbers of ESXi hosts"):
        calibrate(plan_of(RUNS[:7]), SECONDS[:7], 1e8)
    for bad in (0.0, -1.0, math.nan, math.inf):
        with pytest.raises(ValueError, match="seconds"):
            calibrate(plan_of(RUNS), np.append(SECONDS[:-1], bad), 1e8)


def test_the_fit_is_near_the_rates_that_the_documentation_states() -> None:
    ceilings = cold_ceilings(BOOK)
    for name in ("cold-ten-vms", "cold-twenty-vms", "cold-one-host"):
        row = RATES[name]
        plan = lab(float(row.disks or 0), float(row.hosts or 0))
        assert plan.total_bytes / cold(plan, ceilings).seconds == pytest.approx(rate(row), rel=0.06)


def test_the_fit_without_its_highest_rate_is_near_what_eight_hosts_reached() -> None:
    row = RATES["cold-eight-hosts"]
    stated, said = stated_and_said(row, cold_ceilings(BOOK))
    free = replace(cold_ceilings(BOOK), shared=math.inf)
    plan = lab(float(row.disks or 0), float(row.hosts or 0))
    assert said == pytest.approx(float(plan.total_bytes / cold(plan, free).seconds))
    assert stated == pytest.approx(1173e6)
    assert said == pytest.approx(stated, rel=0.12)


@pytest.mark.parametrize(
    ("vms", "hosts", "disks", "name"), [(1, 1, 1, "warm-one-disk"), (10, 1, 1, "warm-one-host"), (70, 8, 3, "warm-eight-hosts")]
)
def test_the_warm_ceilings_give_back_the_rates_they_are_made_of(vms: float, hosts: float, disks: float, name: str) -> None:
    plan = CopyPlan(vms, hosts, disks, 50.0 * GIB, 0.7, 1000.0)
    first = warm(plan, DiskWrites(0.0, GIB), warm_ceilings(BOOK), HOUR, 1).first
    assert plan.total_bytes / first.seconds == pytest.approx(rate(RATES[name]), rel=0.05)


def test_the_warm_ceilings_are_near_the_rate_of_400_disks() -> None:
    stated, said = stated_and_said(RATES["warm-400-disks"], warm_ceilings(BOOK))
    assert said == pytest.approx(stated, rel=0.05)


def test_a_rate_of_unknown_disks_or_hosts_is_no_check() -> None:
    for name in ("nic-one-worker", "cold-one-disk", "datastore-one-host"):
        with pytest.raises(ValueError, match=f"{name} does not say"):
            stated_and_said(RATES[name], cold_ceilings(BOOK))


def test_the_serial_rules_rate_is_named_by_its_binary_unit() -> None:
    rule = RATES["advisor-serial-rule"]
    assert (rule.value, rule.unit) == (620, "Mibit/s")
    assert rate(rule) == pytest.approx(77.5 * MIB)
    with pytest.raises(ValueError, match="unit"):
        TransferRate.model_validate({**rule.model_dump(), "unit": "Mbit/s"})
    for unit in ("disks", "KiB", "min"):
        with pytest.raises(ValueError, match="cannot have the unit"):
            TransferRate.model_validate({**rule.model_dump(), "unit": unit})
    with pytest.raises(KeyError):
        rate(RATES["warm-loss-of-many-disks"])


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.id)
def test_the_seconds_of_a_run_are_those_that_its_note_quotes(run: object) -> None:
    row = BOOK.lab_transfers[getattr(run, "id")]  # noqa: B009
    hours, minutes, seconds = map(int, re.findall(r"Stated as (\d+):(\d\d):(\d\d)", row.note)[0])
    assert row.seconds == 3600 * hours + 60 * minutes + seconds
    assert row.label.startswith(f"{row.vms} VMs, {row.hosts} ESXi host")


# Closed forms of a cold copy.

LIMITS = list(CopyLimit)
SIMPLE = Ceilings(disk=100.0 * MIB, host=300.0 * MIB, gain=2.0)


def test_one_vm_goes_at_the_rate_of_a_disk_and_many_at_the_rate_of_the_host() -> None:
    one, many = cold(lab(1, 1), SIMPLE), cold(lab(30, 1), SIMPLE)
    assert one.seconds == pytest.approx(35 * 1024 / 100)
    assert many.seconds == pytest.approx(30 * 35 * 1024 / 300)
    assert (LIMITS[int(one.limit)], LIMITS[int(many.limit)]) == ("disk", "host")


def test_the_last_vm_of_a_queue_goes_alone_at_the_rate_of_a_disk() -> None:
    copy = cold(lab(21, 1, in_flight=20), SIMPLE)
    assert copy.seconds == pytest.approx(20 * 35 * 1024 / 300 + 35 * 1024 / 100)
    assert (copy.waves, copy.longest) == (2, pytest.approx(20 * 35 * 1024 / 300))


def test_the_disks_of_a_vm_follow_each_other_in_a_cold_copy_and_go_together_in_a_warm_one() -> None:
    three = CopyPlan(1.0, 1.0, 3.0, 10.0 * GIB)
    assert cold(three, SIMPLE).seconds == pytest.approx(30 * 1024 / 100)
    assert warm(three, DiskWrites(0.0, GIB), SIMPLE, HOUR, 1).first.seconds == pytest.approx(10 * 1024 / 100)


def test_a_warm_copy_counts_disks_in_flight_and_takes_an_oversized_vm_alone() -> None:
    for in_flight, waves in ((6.0, 2), (3.0, 4), (2.0, 4), (11.0, 2), (12.0, 1)):
        plan = CopyPlan(4.0, 1.0, 3.0, GIB, 1.0, in_flight)
        assert warm(plan, DiskWrites(0.0, GIB), SIMPLE, HOUR, 1).first.waves == waves


@pytest.mark.parametrize(
    ("ceilings", "limit"),
    [
        (replace(SIMPLE, gain=1.0), "hosts"),
        (replace(SIMPLE, shared=200.0 * MIB), "shared"),
        (replace(SIMPLE, network=200.0 * MIB), "network"),
    ],
)
def test_what_is_reached_first_limits_the_copy(ceilings: Ceilings, limit: str) -> None:
    copy = cold(lab(40, 4), ceilings)
    highest = 300 if limit == "hosts" else 200
    assert copy.seconds == pytest.approx(40 * 35 * 1024 / highest)
    assert LIMITS[int(copy.limit)] == limit


def test_the_serial_rule_takes_110_minutes_for_500_gib() -> None:
    plan = CopyPlan(10.0, 5.0, 2.0, 25.0 * GIB, 0.1)
    assert serial_seconds(plan, rate(RATES["advisor-serial-rule"])) / 60 == pytest.approx(110.1, abs=0.05)


def played(plan: CopyPlan, ceilings: Ceilings) -> float:
    """The same cold copy, played event by event: each host starts its next VM when one ends; what is shared is max-min fair."""
    vms, hosts, slots = int(plan.vms), int(plan.hosts), int(plan.in_flight)
    queue = [vms // hosts + (host < vms % hosts) for host in range(hosts)]
    running: list[list[float]] = [[] for _ in range(hosts)]
    pipe, clock, size = min(ceilings.shared, ceilings.network), 0.0, float(plan.vm_bytes)
    while True:
        for host in range(hosts):
            start = min(slots - len(running[host]), queue[host])
            queue[host] -= start
            running[host] += [size] * start
        busy = [jobs for jobs in running if jobs]
        if not busy:
            return clock
        caps = sorted((min(ceilings.disk, ceilings.host / len(jobs)), len(jobs)) for jobs in busy)
        left, level, many = pipe, math.inf, sum(count for _, count in caps)
        for cap, count in caps:
            if cap * many > left:
                level = left / many
                break
            left, many = left - cap * count, many - count
        speeds = [min(ceilings.disk, ceilings.host / len(jobs), level) if jobs else 0.0 for jobs in running]
        step = min(min(jobs) / speed for jobs, speed in zip(running, speeds, strict=True) if jobs)
        clock += step
        for host, speed in enumerate(speeds):
            running[host] = [rest - speed * step for rest in running[host] if rest - speed * step > 1e-6 * size]


@given(PLANS, CEILINGS)
def test_the_closed_form_is_what_happens_event_by_event(plan: CopyPlan, ceilings: Ceilings) -> None:
    ceilings = replace(ceilings, gain=2.0)
    assert cold(plan, ceilings).seconds == pytest.approx(played(plan, ceilings), rel=1e-3)


@given(PLANS, CEILINGS)
def test_no_copy_is_faster_than_any_ceiling(plan: CopyPlan, ceilings: Ceilings) -> None:
    copy = cold(plan, ceilings)
    reached = plan.total_bytes / copy.seconds * (1 - 1e-9)
    assert reached <= ceilings.shared
    assert reached <= ceilings.network
    assert reached <= ceilings.side_by_side(plan.hosts)
    assert reached <= min(float(plan.vms), float(plan.hosts * plan.in_flight)) * ceilings.disk
    assert copy.longest <= copy.seconds * (1 + 1e-9)
    assert copy.longest * copy.waves >= copy.seconds * (1 - 1e-9)


@given(PLANS, CEILINGS, st.sampled_from([change for change in CHANGES if change.id != "in_flight"]))
def test_nothing_that_is_doubled_makes_a_copy_longer(plan: CopyPlan, ceilings: Ceilings, what: CopyChange) -> None:
    assert cold(*what.applied(plan, ceilings)).seconds <= cold(plan, ceilings).seconds * (1 + 1e-9)


@given(PLANS, CEILINGS, st.floats(1, 100), st.integers(1, 50))
def test_more_data_and_more_vms_never_take_less_time(plan: CopyPlan, ceilings: Ceilings, times: float, more: int) -> None:
    seconds = cold(plan, ceilings).seconds
    assert cold(replace(plan, disk_bytes=plan.disk_bytes * times), ceilings).seconds == pytest.approx(seconds * times)
    assert cold(replace(plan, vms=plan.vms + more * plan.hosts), ceilings).seconds >= seconds * (1 - 1e-9)


@given(st.lists(PLANS, min_size=1, max_size=6), CEILINGS)
def test_many_plans_at_once_are_as_one_by_one(plans: list[CopyPlan], ceilings: Ceilings) -> None:
    names = ("vms", "hosts", "disks", "disk_bytes", "used", "in_flight")
    together = CopyPlan(*(np.array([getattr(plan, name) for plan in plans], float) for name in names))
    writes = DiskWrites(1e6, 1e10)
    assert cold(together, ceilings).seconds.tolist() == [float(cold(plan, ceilings).seconds) for plan in plans]
    alone = [float(warm(plan, writes, ceilings, HOUR, 4).latest[-1]) for plan in plans]
    assert warm(together, writes, ceilings, HOUR, 4).latest[-1].tolist() == pytest.approx(alone)


HOSTILE = [0.0, -1.0, math.nan, math.inf, -math.inf, 1e300]


@pytest.mark.parametrize("bad", HOSTILE)
@pytest.mark.parametrize("name", ["vms", "hosts", "disks", "disk_bytes", "used", "in_flight"])
def test_a_plan_of_impossible_numbers_is_refused_by_name(name: str, bad: float) -> None:
    for value in (bad, np.array([1.0, bad])):
        with pytest.raises(ValueError, match=rf"{name} must be above 0"):
            replace(lab(10, 2), **{name: value})


@pytest.mark.parametrize("name", ["vms", "hosts", "disks", "in_flight"])
def test_a_part_of_a_vm_or_host_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name} must be whole, not 2.5"):
        replace(lab(10, 2), **{name: 2.5})


@pytest.mark.parametrize("bad", HOSTILE)
def test_impossible_ceilings_rates_and_times_are_refused(bad: float) -> None:
    for name in ("disk", "host", "gain", *(("shared", "network") if bad != math.inf else ())):
        with pytest.raises(ValueError, match=name):
            replace(SIMPLE, **{name: bad})
    with pytest.raises(ValueError, match="rate"):
        serial_seconds(lab(1, 1), bad)
    with pytest.raises(ValueError, match="working set"):
        DiskWrites(1.0, bad)
    if bad:
        with pytest.raises(ValueError, match="write rate"):
            DiskWrites(bad, GIB)
    with pytest.raises(ValueError, match="marked"):
        DiskWrites(1.0, GIB, bad)
    for wrong in ({"interval": bad, "rounds": 3}, {"interval": HOUR, "rounds": bad}):
        with pytest.raises(ValueError, match=r"interval|rounds"):
            warm(lab(1, 1), DiskWrites(1.0, GIB), SIMPLE, **wrong)


# Warm migrations.


def test_few_writes_change_what_they_write_and_many_no_more_than_the_working_set() -> None:
    writes = DiskWrites(1e6, 10.0 * GIB)
    assert writes.changed(60.0, GIB * 100.0) == pytest.approx(60e6, rel=0.01)
    assert writes.changed(1e7, GIB * 100.0) == pytest.approx(10 * GIB)
    assert writes.changed(1e7, GIB * 5.0) == pytest.approx(5 * GIB)
    assert writes.changed(10.0 * GIB / 1e6, GIB * 100.0) == pytest.approx(10 * GIB * (1 - math.exp(-1)))
    assert DiskWrites(0.0, GIB).changed(1e9, GIB * 1.0) == 0


def test_a_byte_that_marks_eight_counts_as_eight_until_the_working_set_is_full() -> None:
    raw, marking = DiskWrites(1e6, 10.0 * GIB), DiskWrites(1e6, 10.0 * GIB, 8.0)
    assert marking.changed(60.0, GIB * 100.0) == raw.changed(480.0, GIB * 100.0)
    assert marking.changed(1e7, GIB * 100.0) == pytest.approx(10 * GIB)
    with pytest.raises(ValueError, match="at least what is written"):
        replace(raw, marked=0.5)


def test_scattered_writes_can_undo_a_warm_migration_that_their_bytes_alone_would_not() -> None:
    plan, ceilings = lab(100, 4, in_flight=20), warm_ceilings(BOOK)
    longest = cold(plan, cold_ceilings(BOOK)).longest
    said = [warm(plan, DiskWrites(2e6, 50.0 * GIB, marked), ceilings, HOUR, 28).gain(longest) for marked in (1.0, 8.0)]
    assert said == [Gain.YES, Gain.NO]


def test_a_vm_that_writes_nothing_is_down_for_no_copy_at_all() -> None:
    quiet = warm(lab(10, 2), DiskWrites(0.0, GIB), SIMPLE, HOUR, 5)
    assert quiet.latest[-1] == 0
    assert quiet.keeps_up
    assert quiet.copied[1:].sum() == 0


def test_the_rounds_follow_from_each_other() -> None:
    writes = DiskWrites(2.0 * units.MB, 20.0 * GIB)
    plan = lab(10, 2)
    rounds = warm(plan, writes, SIMPLE, HOUR, 6)
    assert rounds.copying[0] == rounds.first.longest
    assert rounds.copied[0] == plan.vm_bytes
    for before, copied, after in zip(rounds.copying, rounds.copied[1:], rounds.copying[1:], strict=False):
        assert copied == pytest.approx(writes.changed(before + HOUR, 50.0 * GIB))
        assert after == pytest.approx(max(5 * copied / SIMPLE.host, copied / SIMPLE.disk))
    assert rounds.latest[:-1] == pytest.approx(rounds.copying[1:])
    assert np.all(rounds.earliest <= rounds.latest)


@given(PLANS, CEILINGS, st.floats(0, 1e9), st.floats(1e6, 1e13), st.floats(60, 1e5))
def test_more_writes_or_longer_waits_never_shorten_the_downtime(
    plan: CopyPlan, ceilings: Ceilings, writes: float, working_set: float, interval: float
) -> None:
    less = warm(plan, DiskWrites(writes, working_set), ceilings, interval, 5)
    for more in (
        warm(plan, DiskWrites(2 * writes, working_set), ceilings, interval, 5),
        warm(plan, DiskWrites(writes, 2 * working_set), ceilings, interval, 5),
        warm(plan, DiskWrites(writes, working_set), ceilings, 2 * interval, 5),
    ):
        assert np.all(more.latest >= less.latest * (1 - 1e-9) - 1e-9)
    assert np.all(less.copied[1:] <= working_set * (1 + 1e-9))
    assert np.all(less.copied[1:] <= plan.disks * plan.disk_bytes * (1 + 1e-9))


def test_warm_gains_nothing_from_the_moment_its_last_copy_lasts_as_long_as_a_cold_one() -> None:
    rounds = warm(lab(10, 2), DiskWrites(5.0 * units.MB, 40.0 * GIB), SIMPLE, HOUR, 28)
    early, late = float(rounds.earliest[-1]), float(rounds.latest[-1])
    assert early < late
    expected = [(early, Gain.NO), (np.nextafter(early, 1e9), Gain.LATE), (late, Gain.LATE), (np.nextafter(late, 1e9), Gain.YES)]
    assert [rounds.gain(cold_longest) for cold_longest, _ in expected] == [gain for _, gain in expected]


def test_warm_loses_to_cold_for_a_vm_that_rewrites_its_disk() -> None:
    plan = lab(100, 4, in_flight=20)
    cold_longest = cold(plan, cold_ceilings(BOOK)).longest
    busy = warm(plan, DiskWrites(200.0 * units.MB, 50.0 * GIB), warm_ceilings(BOOK), HOUR, 28)
    quiet = warm(plan, DiskWrites(0.05 * units.MB, 50.0 * GIB), warm_ceilings(BOOK), HOUR, 28)
    assert (busy.gain(cold_longest), quiet.gain(cold_longest)) == (Gain.NO, Gain.YES)
    assert (busy.keeps_up, quiet.keeps_up) == (False, True)


@pytest.mark.parametrize("marked", [1.0, 4.0])
def test_the_threshold_is_where_a_late_cut_over_lasts_as_long_as_a_cold_copy(marked: float) -> None:
    plan, ceilings = lab(100, 4, in_flight=20), warm_ceilings(BOOK)
    writes = DiskWrites(1e6, 50.0 * GIB, marked)
    asked = TransferQuestion(plan, writes, cold_ceilings(BOOK), ceilings, HOUR, 28)
    late = warm(plan, replace(writes, rate=too_many_writes(asked)), ceilings, HOUR, 28).latest[-1]
    assert late == pytest.approx(float(cold(plan, asked.cold).longest), rel=0.02)
    assert too_many_writes(replace(asked, writes=replace(writes, working_set=1.0 * GIB))) == math.inf
    at_once = Ceilings(disk=2.0**49, host=2.0**49, gain=2.0)
    assert too_many_writes(replace(asked, cold=at_once)) == 1e3


# What is advised.

ORDERED = {"in_flight", "hosts", "gain", "network"}


def improved(plan: CopyPlan, ceilings: Ceilings, what: str) -> tuple[CopyPlan, Ceilings]:
    if what in ("hosts", "in_flight"):
        return replace(plan, **{what: 2 * getattr(plan, what)}), ceilings
    return plan, replace(ceilings, **{what: 2 if what == "gain" else 2 * getattr(ceilings, what)})


@given(PLANS, CEILINGS)
def test_the_advice_is_the_shortest_of_what_can_be_ordered_and_worth_its_while(plan: CopyPlan, ceilings: Ceilings) -> None:
    found = answer(TransferQuestion(plan, DiskWrites(1e6, 1e10), ceilings, ceilings, HOUR, 3))
    assert set(found.changes) == set(CHANGES)
    for change, seconds in found.changes.items():
        assert seconds == float(cold(*improved(plan, ceilings, change.id)).seconds)
    worth = {what: then for what, then in found.changes.items() if then < (1 - WORTH) * found.seconds}
    first = {change: then for change, then in worth.items() if change.id in ORDERED} or worth
    assert (found.best is None) == (not worth)
    assert found.best is None or found.changes[found.best] == min(first.values())


def test_of_two_changes_that_bring_the_same_the_one_that_costs_nothing_is_advised() -> None:
    slots = CopyPlan(40.0, 1.0, 1.0, 100.0 * GIB, 1.0, 1.0)
    found = answer(TransferQuestion(slots, DiskWrites(0.0, GIB), SIMPLE, SIMPLE, HOUR, 3))
    seconds = {change.id: then for change, then in found.changes.items()}
    assert seconds["in_flight"] == pytest.approx(seconds["hosts"])
    assert found.best
    assert (found.limit, found.best.id) == (CopyLimit.DISK, "in_flight")


def test_conversion_lengthens_every_downtime_and_moves_no_verdict() -> None:
    plain = TransferQuestion(
        lab(100, 4, in_flight=20), DiskWrites(2e6, 50.0 * GIB), cold_ceilings(BOOK), warm_ceilings(BOOK), HOUR, 28
    )
    slow = replace(plain, phases=Phases(off=900.0))
    before, after = answer(plain), answer(slow)
    assert (after.down, after.early, after.late) == pytest.approx((before.down + 900, before.early + 900, before.late + 900))
    assert after.seconds == pytest.approx(before.seconds + float(after.cold.waves) * 900)
    assert (after.gain, after.best) == (before.gain, before.best)
    assert too_many_writes(slow) == too_many_writes(plain)


def test_so_much_changing_data_as_makes_a_late_cut_over_last_as_long_as_cold() -> None:
    asked = TransferQuestion(
        lab(100, 4, in_flight=20), DiskWrites(1e11, 10.0 * GIB), cold_ceilings(BOOK), warm_ceilings(BOOK), HOUR, 28
    )
    much = too_much_data(asked)
    found = answer(replace(asked, writes=DiskWrites(1e11, much)))
    assert found.late == pytest.approx(found.down)
    assert answer(asked).gain is Gain.YES
    assert too_much_data(replace(asked, writes=DiskWrites(1.0, 3.0 * GIB))) == pytest.approx(much)
