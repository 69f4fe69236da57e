"""What the estimate is worth when its inputs are guesses: the band and the chance."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import Writes
from domain.migration.band import band, draws, estimates, spread
from domain.migration.guest import Outcome
from domain.migration.precopy import typical
from domain.migration.scenario import Scenario, Sureness

SMALL = Scenario(ram_gib=0.75, dirty_mb_s=40, working_set_gib=0.3, link_gbps=1)
DATABASE = Scenario(ram_gib=64, dirty_mb_s=400, working_set_gib=16, zero_percent=30)
EDGE = Scenario(ram_gib=64, dirty_mb_s=1100, working_set_gib=32)
CACHE = Scenario(ram_gib=64, dirty_mb_s=9000, working_set_gib=60)


def width(asked: Scenario, sureness: Sureness) -> float:
    low, high = band(asked, sureness).total_s
    return high - low


@pytest.mark.parametrize("writes", Writes)
def test_exact_inputs_give_a_narrow_band_around_the_estimate(writes: Writes) -> None:
    asked = replace(SMALL, writes=writes)
    found, _ = typical(asked.guest, asked.path, asked.rules)
    low, high = band(asked, Sureness.EXACT).total_s
    assert low * 0.99 <= found.total_s[0] <= high * 1.01
    assert high / low < 1.05


def test_exact_inputs_of_a_large_guest_leave_open_how_the_log_is_cleared() -> None:
    """With the log cleared at the start of a pass, as it was measured, it takes longest: that is the estimate itself."""
    found, _ = typical(DATABASE.guest, DATABASE.path, DATABASE.rules)
    low, high = band(DATABASE, Sureness.EXACT).total_s
    assert low < 0.95 * high
    assert high == pytest.approx(found.total_s[0], rel=0.01)


@pytest.mark.parametrize("asked", [SMALL, DATABASE, replace(DATABASE, writes=Writes.SEQUENTIAL)])
def test_the_less_sure_the_wider(asked: Scenario) -> None:
    widths = [width(asked, sureness) for sureness in Sureness]
    assert all(narrow < wide for narrow, wide in pairwise(widths))
    assert band(asked, Sureness.GUESSED).chance == 1


def test_near_the_edge_the_chance_is_neither_none_nor_all() -> None:
    found = band(EDGE, Sureness.ESTIMATED)
    assert 0.2 < found.chance < 0.8
    assert set(found.outcomes) == {Outcome.CONVERGES, Outcome.ABORTED}
    assert sum(found.outcomes.values()) == 96
    assert found.chance == found.outcomes[Outcome.CONVERGES] / 96


def test_far_from_the_edge_it_is_none_and_there_are_no_times() -> None:
    found = band(CACHE, Sureness.GUESSED)
    assert (found.chance, found.outcomes) == (0, {Outcome.ABORTED: 96})
    assert all(math.isnan(value) for value in (*found.total_s, *found.downtime_s))


def test_a_switch_to_post_copy_counts_as_reaching_the_target() -> None:
    found = band(replace(CACHE, post_copy=True), Sureness.GUESSED)
    assert (found.chance, found.outcomes) == (1, {Outcome.POST_COPY: 96})
    assert found.total_s[0] > CACHE.rules.deadline


def test_the_same_question_has_the_same_answer() -> None:
    assert asdict(band(EDGE, Sureness.GUESSED)) == asdict(band(EDGE, Sureness.GUESSED))


@pytest.mark.parametrize("sureness", Sureness)
def test_the_drawn_guests_stay_within_what_is_said_of_the_inputs(sureness: Sureness) -> None:
    guests, guest = draws(EDGE, sureness), EDGE.guest
    for drawn, given_ in ((guests.dirty_rate, guest.dirty_rate), (guests.working_set, guest.working_set)):
        ratio = np.asarray(drawn) / given_
        assert ratio.min() >= 1 / sureness.factor - 1e-9
        assert ratio.max() <= sureness.factor + 1e-9
    assert np.max(draws(replace(EDGE, working_set_gib=64), sureness).working_set) <= EDGE.guest.ram


def test_the_dirty_rate_and_the_working_set_are_drawn_apart() -> None:
    found = draws(EDGE, Sureness.ESTIMATED)
    assert abs(np.corrcoef(np.log(found.dirty_rate), np.log(found.working_set))[0, 1]) < 0.3


def test_every_stratum_of_every_column_is_drawn_once() -> None:
    cube, _ = spread(Sureness.GUESSED, 50)
    assert all(sorted(column) == pytest.approx((np.arange(50) + 0.5) / 50) for column in cube)


@given(
    st.floats(0.125, 4096), st.floats(0, 5000), st.floats(0, 1), st.floats(1, 200), st.sampled_from(Writes),
    st.sampled_from(Sureness), st.booleans(), st.booleans(),
)  # fmt: skip
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_of_any_question_the_chance_is_a_share_and_the_ranges_are_ranges(
    ram: float, dirty: float, share: float, link: float, writes: Writes, sureness: Sureness, throttle: bool, post_copy: bool
) -> None:
    asked = Scenario(ram, dirty, share * ram, 0, writes, link, auto_converge=throttle, post_copy=post_copy)
    found = band(asked, sureness)
    assert 0 <= found.chance <= 1
    assert sum(found.outcomes.values()) == estimates(asked, sureness).outcome.size == 96
    for low, high in (found.total_s, found.downtime_s):
        assert (0 <= low <= high < math.inf) if found.chance else (math.isnan(low) and math.isnan(high))
