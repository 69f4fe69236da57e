"""Passes and readings of the dirty log: when they come, and what a log that is cleared late forgets."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine.auto_converge import CALM_READINGS
from domain.live_migration.engine.guest import Estimate, Guest, Path, Round, Rules
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.engine.state import PAGE_BYTES, SYNC_EVERY_S
from domain.quantities.units import GB, GIB, MIB, PAGE
from tests.domain.live_migration.engine.page_by_page import Paged

LINK = 1.125 * GB
CALM = settings(max_examples=20, deadline=None, derandomize=True, database=None)
BUSY = Guest(64.0 * GIB, 2 * LINK, 60.0 * GIB)
SLOWED = Rules(auto_converge=True, sync_every=SYNC_EVERY_S)
SCATTERED = [WritePattern.RANDOM, WritePattern.SEQUENTIAL]


def traced(guest: Guest, rules: Rules, phase: float = 0.5, link: float = LINK) -> tuple[Estimate, list[Round]]:
    rounds: list[Round] = []
    return precopy(guest, Path(link), rules, np.array([phase]), rounds), rounds


@pytest.mark.parametrize("writes", WritePattern)
@pytest.mark.parametrize("ratio", [0.3, 0.8, 2])
@pytest.mark.parametrize("ram", [4.0, 64.0, 2048.0])
def test_passes_and_readings_are_counted_apart(ram: float, ratio: float, writes: WritePattern) -> None:
    found, rounds = traced(Guest(ram * GIB, ratio * LINK, 0.9 * ram * GIB, writes=writes), SLOWED)
    assert len(rounds) == found.syncs[0]
    assert sum(each.whole for each in rounds) == found.passes[0]
    assert rounds[0].whole
    assert rounds[-1].whole


def test_a_large_guest_under_auto_converge_has_many_more_readings_than_passes() -> None:
    """After the first pass 512 GiB are not gone over again every 5 s."""
    found, rounds = traced(Guest(512.0 * GIB, 2.0 * GB, 512.0 * GIB), SLOWED)
    assert found.syncs[0] > 5 * found.passes[0]
    large = [each for each in rounds if each.left_before > 256 * GIB]
    assert sum(each.whole for each in large) <= 1 + sum(each.sent_bytes for each in large[1:]) / (256 * GIB)


@pytest.mark.parametrize("rules", [Rules(), Rules(sync_every=SYNC_EVERY_S), Rules(auto_converge=True)])
def test_without_auto_converge_or_before_qemu_9_2_every_reading_ends_a_pass(rules: Rules) -> None:
    found, rounds = traced(replace(BUSY, dirty_rate=0.8 * LINK), rules)
    assert all(each.whole for each in rounds)
    assert found.passes[0] == found.syncs[0] == len(rounds)


def test_a_pass_that_the_deadline_cuts_is_not_counted() -> None:
    found, rounds = traced(BUSY, Rules(deadline=30))
    assert (found.passes[0], found.syncs[0]) == (0, 1)
    assert not rounds[0].whole


@pytest.mark.parametrize("ratio", [1.1, 2, 5])
@pytest.mark.parametrize("ram", [64.0, 300.0])
def test_the_timer_reads_the_log_from_the_second_pass_on_before_anything_is_throttled(ram: float, ratio: float) -> None:
    """Its first reading comes on the second tick after the first pass, and each later one a tick after the last."""
    _, rounds = traced(Guest(ram * GIB, ratio * LINK, 0.95 * ram * GIB), SLOWED)
    second = rounds[1]
    assert (second.throttle, second.whole) == (0, False)
    assert SYNC_EVERY_S < second.end_s - second.start_s <= 2 * SYNC_EVERY_S
    for before, this in pairwise(rounds[1:]):
        if not this.whole:
            assert this.end_s % SYNC_EVERY_S == pytest.approx(0)
            assert this.end_s - before.end_s <= 2 * SYNC_EVERY_S + before.left_after / LINK / CALM_READINGS * 1.5


QEMU_10 = [
    ("link", 1.1, 1.0, 82.930, 0.6),
    ("link", 1.5, 0.6, 87.483, 0.7),
    ("link", 0.9, 1.0, 73.709, 0.6),
    ("cap", 1.1, 0.4, 67.746, 0.6),
]


@pytest.mark.parametrize(("mode", "ratio", "share", "measured_s", "throttle"), QEMU_10)
def test_qemu_10_throttles_as_soon_as_was_measured(
    mode: str, ratio: float, share: float, measured_s: float, throttle: float
) -> None:
    """512 MiB over 16 MiB/s, QEMU 10.0.2: passes of half a minute, so the timer's readings decide."""
    rate = 16.0 * MIB
    guest = Guest(512.0 * MIB, ratio * rate, share * 512 * MIB, catch_up_s=0.001)
    found = precopy(guest, Path(rate) if mode == "link" else Path(2.5 * GB, rate), SLOWED)
    assert found.total_s == pytest.approx(measured_s, rel=0.03)
    assert abs(found.throttle - throttle) <= 0.1 + 1e-9
    by_pass = precopy(guest, Path(rate) if mode == "link" else Path(2.5 * GB, rate), replace(SLOWED, sync_every=np.inf))
    assert by_pass.total_s > 1.1 * found.total_s


PAGES = 3_000


def both(
    ratio: float, share: float, writes: WritePattern, late: bool, auto_converge: bool, phase: float = 0.5
) -> tuple[Paged, Estimate, list[Round]]:
    """64 GiB page by page (each of 23 MB), and as it is estimated."""
    ram = 64.0 * GIB
    paged = Paged(
        PAGES,
        int(share * PAGES),
        ratio * LINK * PAGES / ram,
        LINK * PAGES / ram * PAGE / PAGE_BYTES,
        0.3 * LINK * PAGES / ram,
        writes is WritePattern.SEQUENTIAL,
        late,
        auto_converge,
        phase,
    )
    rules = Rules(late_clear=float(late), auto_converge=auto_converge, sync_every=SYNC_EVERY_S)
    return paged.run(), *traced(Guest(ram, ratio * LINK, share * ram, writes=writes), rules, phase)


@pytest.mark.parametrize("writes", SCATTERED)
@pytest.mark.parametrize(("ratio", "share", "late"), [(0.3, 0.9, True), (0.6, 0.9, False), (0.5, 0.4, True), (0.5, 0.7, False)])
def test_the_estimate_is_what_happens_page_by_page(ratio: float, share: float, writes: WritePattern, late: bool) -> None:
    paged, found, rounds = both(ratio, share, writes, late, auto_converge=False)
    assert found.total_s[0] == pytest.approx(paged.seconds, rel=0.03)
    assert rounds[0].dirty_bytes == pytest.approx(paged.marked[0] * 64 * GIB / PAGES, rel=0.04)


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("phase", [0.1, 0.9])
def test_it_depends_on_where_a_sequential_writer_stands_how_much_a_late_clear_forgets(phase: float, late: bool) -> None:
    paged, found, _ = both(0.5, 0.9, WritePattern.SEQUENTIAL, late, auto_converge=False, phase=phase)
    assert found.total_s[0] == pytest.approx(paged.seconds, rel=0.03)


@pytest.mark.parametrize(("ratio", "share"), [(0.8, 0.3), (0.5, 0.25)])
def test_where_a_writer_laps_the_scan_a_late_clear_is_right_over_the_phases(ratio: float, share: float) -> None:
    """The first reading is right each time; that its pages lie in pieces is not followed further."""
    phases = [both(ratio, share, WritePattern.SEQUENTIAL, True, False, (i + 0.5) / 4) for i in range(4)]
    for paged, _, rounds in phases:
        assert rounds[0].dirty_bytes == pytest.approx(paged.marked[0] * 64 * GIB / PAGES, rel=0.04)
    assert np.mean([found.total_s[0] for _, found, _ in phases]) == pytest.approx(
        np.mean([p.seconds for p, _, _ in phases]), rel=0.06
    )


@pytest.mark.parametrize(("ratio", "share"), [(0.9, 0.9), (1.5, 0.9), (2, 0.6)])
def test_auto_converge_slows_as_it_does_page_by_page(ratio: float, share: float) -> None:
    """One step of the throttle is a matter of chance, also in QEMU."""
    paged, found, rounds = both(ratio, share, WritePattern.RANDOM, late=False, auto_converge=True)
    assert abs(found.throttle[0] - paged.throttle) <= 0.1 + 1e-9
    assert found.total_s[0] == pytest.approx(paged.seconds, rel=0.05)
    raised = next(this.end_s for this, after in pairwise(rounds) if after.throttle > 0)
    assert raised == pytest.approx(paged.throttled[0], abs=2 * SYNC_EVERY_S)


GUESTS = st.builds(
    lambda ram, ratio, share, writes, zero: Guest(2**ram, ratio * LINK, share * 2**ram, zero, writes),
    st.floats(30, 40),
    st.floats(0, 3),
    st.floats(0, 1),
    st.sampled_from(WritePattern),
    st.floats(0, 1),
)


@given(GUESTS, st.floats(0, 1), st.booleans())
@CALM
def test_a_log_cleared_late_never_marks_more_and_never_less_than_nothing(guest: Guest, phase: float, slowed: bool) -> None:
    """The first pass is the same either way, so what its reading finds can be compared."""
    rules = replace(SLOWED, auto_converge=slowed, deadline=1e4)
    (_, at_once), (_, half), (_, late) = (traced(guest, replace(rules, late_clear=c), phase) for c in (0.0, 0.5, 1.0))
    slack = 1e-6 * float(guest.ram)
    assert 0 <= late[0].dirty_bytes <= half[0].dirty_bytes + slack <= at_once[0].dirty_bytes + 2 * slack
    for each in late:
        assert -slack <= each.dirty_bytes <= float(guest.working_set) + slack


@given(GUESTS, st.floats(0, 1))
@CALM
def test_for_a_guest_that_hardly_writes_it_makes_no_difference(guest: Guest, phase: float) -> None:
    quiet = replace(guest, dirty_rate=float(guest.ram) * 1e-9)
    at_once, late = (traced(quiet, Rules(late_clear=c), phase)[0] for c in (0.0, 1.0))
    assert late.total_s[0] == pytest.approx(at_once.total_s[0], rel=1e-3)


@pytest.mark.parametrize("writes", WritePattern)
@pytest.mark.parametrize("ratio", [0.2, 0.5, 0.8])
def test_a_late_clear_saves_time_to_every_writer(writes: WritePattern, ratio: float) -> None:
    guest = Guest(64.0 * GIB, ratio * LINK, 50.0 * GIB, writes=writes)
    at_once, late = (traced(guest, Rules(late_clear=c))[0] for c in (0.0, 1.0))
    assert 64 * GIB / LINK < late.total_s[0] < 0.99 * at_once.total_s[0]
