"""What the estimate is worth when its inputs are guesses: the band and the chance."""

from __future__ import annotations

import math
from dataclasses import asdict, replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.estimates import estimate
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sweeps import sizes_and_links
from domain.live_migration.uncertainty import MODEL_TOTAL, Band, Spread, band, drawn, edges, spread_of
from domain.quantities.units import GBIT
from tests.domain.live_migration.scenarios import ask

SMALL = ask(ram_gib=0.75, dirty_mb_s=40, working_set_gib=0.3, link_gbps=1)
DATABASE = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16, zero_percent=30)
EDGE = ask(ram_gib=64, dirty_mb_s=1100, working_set_gib=32)
CACHE = ask(ram_gib=64, dirty_mb_s=9000, working_set_gib=60)
IDLE = ask(ram_gib=64, dirty_mb_s=0, working_set_gib=0, zero_percent=20)
EXACT = Spread.of(Sureness.EXACT, Sureness.EXACT)
GUESSED = Spread.of(Sureness.GUESSED, Sureness.GUESSED)
LOADS = [Spread.of(load, Sureness.EXACT) for load in Sureness]
PATHS = [Spread.of(Sureness.EXACT, path) for path in Sureness if path is not Sureness.PRESET]
"""No preset has a network."""


def by_itself(found: Band) -> float:
    """The share of the draws that converge, throttled or not, without a pause or a switch to post-copy at the deadline."""
    return sum(count for outcome, count in found.outcomes.items() if outcome.by_itself) / sum(found.outcomes.values())


def width(asked: Scenario, spread: Spread) -> float:
    low, high = band(asked, spread).total_s
    return high - low


@pytest.mark.parametrize("writes", WritePattern)
def test_exact_inputs_give_a_narrow_band_around_the_estimate(writes: WritePattern) -> None:
    asked = replace(SMALL, writes=writes)
    found = estimate(asked)
    low, high = band(asked, EXACT).total_s
    assert low < found.total_s < high
    assert high / low < 1.1


def test_exact_inputs_of_a_large_guest_leave_open_how_the_log_is_cleared() -> None:
    """With the log cleared at the start of a pass, as it was measured, it takes longest: that is the estimate itself."""
    found = estimate(DATABASE)
    low, high = band(DATABASE, EXACT).total_s
    assert low < 0.95 * high
    assert found.total_s <= high <= found.total_s * MODEL_TOTAL[1] + DATABASE.zeros_s[2]


@pytest.mark.parametrize("asked", [SMALL, DATABASE, replace(DATABASE, writes=WritePattern.SEQUENTIAL)])
@pytest.mark.parametrize("spreads", [LOADS, PATHS], ids=["load", "path"])
def test_the_less_sure_the_wider(asked: Scenario, spreads: list[Spread]) -> None:
    widths = [width(asked, spread) for spread in spreads]
    assert all(narrow < 1.02 * wide for narrow, wide in pairwise(widths))
    assert band(asked, GUESSED).chance == 1


def test_reading_zeros_takes_time_that_is_a_range_over_several_streams() -> None:
    """A guest of 1,028 GiB, nearly all zero, took 70 and 75.9 s over 16 streams: at most one thread's time is expected."""
    large = ask(ram_gib=1028, dirty_mb_s=0, working_set_gib=0, zero_percent=98.4, link_gbps=100)
    several, one = (band(asked, EXACT).total_s for asked in (large, replace(large, channels=False)))
    assert several[0] < 70 < several[1]
    assert several[0] < one[0] < 70
    assert large.fixed_s == pytest.approx(large.zeros_s[1])


def test_draws_that_never_end_count_as_the_longest() -> None:
    values = np.arange(1.0, 91.0)
    assert edges(values, beyond=6)[1] == values[-1]
    assert edges(values)[1] < values[-1]
    assert edges(values, beyond=1)[0] > edges(values)[0]


def test_an_idle_guest_on_a_guessed_link_has_a_width_and_on_an_exact_one_only_that_of_the_model() -> None:
    """One pass over the memory: its time goes with the bandwidth and with the pages that are not zero, and nothing else."""
    for load in LOADS:
        low, high = band(replace(IDLE, zero_percent=0), load).total_s
        assert high / low < MODEL_TOTAL[1] / MODEL_TOTAL[0]
    found = estimate(IDLE)
    low, high = band(IDLE, Spread.of(Sureness.EXACT, Sureness.GUESSED)).total_s
    assert low < 0.8 * found.total_s
    assert high > 1.2 * found.total_s


def test_a_bandwidth_a_tenth_off_widens_a_guest_near_the_edge_more_than_an_idle_one() -> None:
    estimated = Spread.of(Sureness.EXACT, Sureness.ESTIMATED)
    near = replace(EDGE, dirty_mb_s=800)
    idle, busy = (high / low - 1 for low, high in (band(asked, estimated).total_s for asked in (IDLE, near)))
    assert busy > 1.5 * idle


def test_near_the_edge_the_chance_is_neither_none_nor_all() -> None:
    found = band(EDGE, Spread())
    assert 0.2 < found.chance < 0.8
    assert set(found.outcomes) == {MigrationOutcome.CONVERGES, MigrationOutcome.ABORTED}
    assert sum(found.outcomes.values()) == 96
    assert found.chance == by_itself(found) == found.outcomes[MigrationOutcome.CONVERGES] / 96


@pytest.mark.parametrize(
    ("counts", "likely"),
    [
        ({"CONVERGES": 47, "ABORTED": 53}, None),
        ({"CONVERGES": 90, "ABORTED": 10}, "CONVERGES"),
        ({"CONVERGES": 89, "ABORTED": 11}, None),
        ({"CONVERGES": 46, "THROTTLED": 46, "ABORTED": 8}, None),
        ({"ABORTED": 100}, "ABORTED"),
    ],
)
def test_an_ending_is_the_answer_only_where_nine_draws_in_ten_come_to_it(counts: dict[str, int], likely: str | None) -> None:
    outcomes = {MigrationOutcome[name]: count for name, count in counts.items()}
    found = Band(1.0, (1.0, 2.0), outcomes, {})
    assert found.likely() is (MigrationOutcome[likely] if likely else None)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert list(found.shares.values()) == sorted(found.shares.values(), reverse=True)


def test_the_guest_near_the_edge_has_no_certain_ending_and_those_far_from_it_have() -> None:
    """512 GiB that write 3 GB/s in a quarter over 25 Gbit/s: the middle value never ends, half of the draws converge."""
    asked = ask(ram_gib=512, dirty_mb_s=3000, working_set_gib=128, link_gbps=25)
    assert estimate(asked).outcome is MigrationOutcome.ABORTED
    assert band(asked, Spread()).likely() is None
    assert band(CACHE, GUESSED).likely() is MigrationOutcome.ABORTED
    assert band(IDLE, GUESSED).likely() is MigrationOutcome.CONVERGES


def test_far_from_the_edge_it_is_none_and_there_are_no_times() -> None:
    found = band(CACHE, GUESSED)
    assert (found.chance, found.outcomes, found.downtimes) == (0, {MigrationOutcome.ABORTED: 96}, {})
    assert all(math.isnan(value) for value in found.total_s)


@pytest.mark.parametrize(
    ("changes", "outcome"), [({"post_copy": True}, MigrationOutcome.POST_COPY), ({"disruption": True}, MigrationOutcome.PAUSED)]
)
def test_what_the_deadline_forces_reaches_the_target_but_not_by_itself(
    changes: dict[str, bool], outcome: MigrationOutcome
) -> None:
    asked = replace(CACHE, **changes)
    found = band(asked, GUESSED)
    assert (found.chance, by_itself(found), found.outcomes) == (1, 0, {outcome: 96})
    assert found.total_s[0] > asked.rules.deadline


def test_of_a_guest_near_the_edge_some_draws_need_the_deadline() -> None:
    found = band(replace(EDGE, post_copy=True), Spread())
    assert found.chance == 1
    assert by_itself(found) == band(EDGE, Spread()).chance
    assert by_itself(found) == found.outcomes[MigrationOutcome.CONVERGES] / 96


def test_throttling_counts_as_by_itself() -> None:
    found = band(replace(EDGE, auto_converge=True), Spread())
    assert MigrationOutcome.THROTTLED in found.outcomes
    assert by_itself(found) == 1


def test_the_same_question_has_the_same_answer() -> None:
    assert asdict(band(EDGE, GUESSED)) == asdict(band(EDGE, GUESSED))


SLOWEST = [
    DATABASE,
    replace(DATABASE, ram_gib=256, working_set_gib=64),
    replace(EDGE, link_gbps=25, completion_timeout_per_gib=1),
    replace(DATABASE, bandwidth_per_migration_mib_s=500),
    replace(EDGE, post_copy=True),
]


@pytest.mark.parametrize("asked", SLOWEST)
@pytest.mark.parametrize("spread", [Spread(), GUESSED], ids=["estimated", "guessed"])
def test_a_size_and_a_link_of_the_chart_have_the_range_that_the_verdict_has(asked: Scenario, spread: Spread) -> None:
    row = sizes_and_links(asked, [asked.ram_gib, 8], [asked.link_gbps, 1], spread).iloc[0]
    found = band(asked, spread)
    assert (row["low_s"], row["high_s"], row["chance"]) == (*found.total_s, found.chance)


@pytest.mark.parametrize("sureness", Sureness)
def test_the_draws_stay_within_what_is_said_of_the_inputs(sureness: Sureness) -> None:
    asked = replace(EDGE, zero_percent=20)
    guests, path, _, _ = drawn([asked], Spread.of(sureness, sureness))
    for values, middle, factor in (
        (guests.dirty_rate, asked.guest.dirty_rate, sureness.factor),
        (guests.working_set, asked.guest.working_set, sureness.factor),
        (path.link, asked.link_bytes_s, sureness.bandwidth_factor),
    ):
        ratio = np.asarray(values) / middle
        assert ratio.min() >= 1 / factor - 1e-9
        assert ratio.max() <= factor + 1e-9
        assert ratio.max() > 0.95 * min(factor, 1 / 0.9)
    zeros = np.asarray(guests.zero_share) * 100
    assert zeros.min() >= max(20 - sureness.zero_points, 0) - 1e-9
    assert zeros.max() <= 20 + sureness.zero_points + 1e-9
    assert np.max(drawn([replace(EDGE, working_set_gib=64)], Spread.of(sureness, sureness))[0].working_set) <= EDGE.guest.ram


def test_words_and_numbers_of_the_spread_agree() -> None:
    for sureness in (Sureness.MEASURED, Sureness.ESTIMATED):
        assert f"within {(sureness.factor - 1) * 100:.0f} %" == sureness.meaning
    for sureness in set(Sureness) - {Sureness.EXACT}:
        assert f"bandwidth within {(sureness.bandwidth_factor - 1) * 100:.0f} %" in sureness.path_meaning
        assert f"zero pages within {sureness.zero_points:g} points" in sureness.path_meaning
    assert Sureness.EXACT.meaning == "as given"
    assert (Sureness.GUESSED.factor, Sureness.GUESSED.meaning) == (2, "half to double")


def test_no_draw_moves_more_than_the_line_or_a_share_that_is_none() -> None:
    guests, path, _, _ = drawn([ask(64, 100, 8, link_gbps=10, usable_percent=100)], GUESSED)
    assert np.max(path.link) == 10 * GBIT
    assert np.min(guests.zero_share) >= 0
    assert np.max(drawn([replace(IDLE, zero_percent=95)], GUESSED)[0].zero_share) <= 1


def test_a_cap_is_a_setting_and_is_not_drawn() -> None:
    _, path, _, _ = drawn([replace(EDGE, bandwidth_per_migration_mib_s=100)], GUESSED)
    assert np.unique(path.cap).size == 1
    assert np.unique(path.rate).size == 1


def test_the_inputs_are_drawn_apart() -> None:
    guests, path, rules, phase = drawn([replace(EDGE, zero_percent=50)], Spread())
    drawn_ = [guests.dirty_rate, guests.working_set, guests.zero_share, path.link, phase]
    among = np.corrcoef([np.ravel(values) for values in drawn_])
    assert np.abs(among - np.eye(5)).max() < 0.3
    assert np.mean(rules.late_clear) == 0.5


def test_every_stratum_of_every_draw_is_drawn_once() -> None:
    guests, _, _, phase = drawn([replace(EDGE, zero_percent=50)], GUESSED, 50)
    zeros = (np.ravel(guests.zero_share) - 0.25) / 0.5
    assert sorted(phase) == pytest.approx((np.arange(50) + 0.5) / 50)
    assert sorted(zeros) == pytest.approx((np.arange(50) + 0.5) / 50)


def test_what_was_typed_is_estimated_and_what_was_left_is_the_presets_or_a_guess() -> None:
    assert spread_of(()) == Spread(
        dirty_rate=Sureness.PRESET, working_set=Sureness.PRESET, bandwidth=Sureness.GUESSED, zero_pages=Sureness.PRESET
    )
    assert spread_of({"ram_gib", "dirty_mb_s", "working_set_gib", "link_gbps", "zero_percent"}) == Spread()
    assert spread_of({"ram_gib", "link_gbps"}) == replace(spread_of(()), bandwidth=Sureness.ESTIMATED)


def test_what_the_visitor_says_of_an_input_holds_typed_or_not() -> None:
    """A link of old says of two what is now said of four: dirty rate with working set, bandwidth with zero pages."""
    said = {"dirty_rate": Sureness.MEASURED, "bandwidth": Sureness.EXACT}
    assert spread_of((), said) == spread_of({"dirty_mb_s"}, said) == Spread.of(Sureness.MEASURED, Sureness.EXACT)
    alone = {"working_set": Sureness.GUESSED, "zero_pages": None}
    assert spread_of({"dirty_mb_s"}, alone) == replace(spread_of({"dirty_mb_s"}), working_set=Sureness.GUESSED)


def test_the_more_inputs_are_the_presets_the_wider() -> None:
    typed = ["link_gbps", "working_set_gib", "zero_percent", "dirty_mb_s"]
    widths = [width(SMALL, spread_of(typed[:number])) for number in range(5)]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


@pytest.mark.parametrize("load", [0.1, 0.5])
def test_the_truth_lies_between_the_edges_nine_times_in_ten(load: float) -> None:
    """Of draws and a truth that come from the same distribution, also where there are few draws."""
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(2000):
        low, high = edges(rng.lognormal(0, load, 24))
        hits += low <= rng.lognormal(0, load) <= high
    assert 0.88 < hits / 2000 < 0.92


@given(
    st.floats(0.125, 4096),
    st.floats(0, 5000),
    st.floats(1e-4, 1),
    st.floats(1, 200),
    st.sampled_from(WritePattern),
    st.builds(Spread.of, st.sampled_from(Sureness), st.sampled_from(Sureness)),
    st.booleans(),
    st.booleans(),
    st.floats(0, 100),
)
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
def test_of_any_question_the_chance_is_a_share_and_the_ranges_are_ranges(
    ram: float,
    dirty: float,
    share: float,
    link: float,
    writes: WritePattern,
    spread: Spread,
    throttle: bool,
    post_copy: bool,
    zero: float,
) -> None:
    asked = ask(ram, dirty, share * ram, zero, writes, link, auto_converge=throttle, post_copy=post_copy)
    found = band(asked, spread)
    assert 0 <= by_itself(found) <= found.chance <= 1
    assert sum(found.outcomes.values()) == 96
    assert bool(found.downtimes) is bool(found.chance)
    for low, high in (found.total_s, *found.downtimes.values()):
        assert (0 <= low <= high < math.inf) if found.chance else (math.isnan(low) and math.isnan(high))
