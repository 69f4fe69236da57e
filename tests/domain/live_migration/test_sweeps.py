"""Many scenarios at once: as each alone, as tables of sizes and links, as a map, and a hundred thousand in one call."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from domain.live_migration.engine.guest import Estimate, Guest, MigrationOutcome, Path, Rules
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.estimates import estimate
from domain.live_migration.scenario import Sureness
from domain.live_migration.sweeps import Ending, outcome_map, size_times, sizes_and_links
from domain.live_migration.uncertainty import CERTAIN, Spread
from domain.quantities.units import GIB, MB
from tests.domain.live_migration.scenarios import ask

ASKED = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16)
EXACT = Spread.of(Sureness.EXACT, Sureness.EXACT)
SIZES, LINKS = [8, 64, 256], [1, 10, 100]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return sizes_and_links(ASKED, SIZES, LINKS, Spread())


def test_every_size_stands_with_every_link(table: pd.DataFrame) -> None:
    assert list(zip(table["ram_gib"], table["gbps"], strict=True)) == [(size, link) for size in SIZES for link in LINKS]


def test_what_nine_tenths_of_the_draws_do_is_certain_and_has_a_middle_within_its_range() -> None:
    cells = [
        cell
        for asked in (ASKED, replace(ASKED, dirty_mb_s=1200))
        for cell in size_times(sizes_and_links(asked, SIZES, LINKS, Spread()))
    ]
    assert {cell.ending for cell in cells} == set(Ending)
    for cell in cells:
        assert (cell.ending is Ending.ENDS) is (cell.chance >= CERTAIN)
        assert (cell.ending is Ending.NOT) is (cell.chance <= 1 - CERTAIN)
        assert math.isnan(cell.middle_s) is not bool(cell.chance)
        if cell.ending is not Ending.NOT:
            assert cell.low_s * 0.98 <= cell.middle_s <= cell.high_s * 1.02


def test_the_naive_time_is_memory_over_the_usable_link(table: pd.DataFrame) -> None:
    assert table["naive_s"].tolist() == pytest.approx([size * GIB * 8 / (link * 0.9e9) for size in SIZES for link in LINKS])


def test_a_cell_is_the_estimate_of_that_size_with_its_share_of_the_working_set(table: pd.DataFrame) -> None:
    cell = table.query("ram_gib == 256 and gbps == 10").iloc[0]
    asked = replace(ASKED, ram_gib=256, working_set_gib=64)
    assert cell["total_s"] == pytest.approx(estimate(asked).total_s)
    assert cell["low_s"] <= cell["total_s"] * 1.02
    assert cell["high_s"] >= cell["total_s"] * 0.98
    assert cell["naive_s"] < cell["total_s"]


def test_where_no_draw_ends_there_is_no_band_and_the_time_is_infinite(table: pd.DataFrame) -> None:
    slow, fast = (table[table["gbps"] == link] for link in (1, 100))
    assert (slow["total_s"] == math.inf).all()
    assert slow["low_s"].isna().all()
    assert (slow["chance"] == 0).all()
    assert (fast["chance"] == 1).all()
    assert np.isfinite(fast[["total_s", "low_s", "high_s"]]).all(axis=None)


def test_a_cap_and_a_streams_ceiling_hold_in_the_table_too() -> None:
    capped = sizes_and_links(
        replace(ASKED, dirty_mb_s=0, bandwidth_per_migration_mib_s=100, channels=False), [64], [10, 100], EXACT
    )
    assert capped["total_s"].tolist() == pytest.approx([64 * 1024 / 100] * 2, rel=0.01)
    assert capped["naive_s"].tolist() == pytest.approx([64 * 1024 / 100] * 2)
    streamed = sizes_and_links(replace(ASKED, dirty_mb_s=0, stream_gbps=10), [64], [25, 100], EXACT)
    assert streamed["total_s"].tolist() == pytest.approx([64 * GIB * 8 / 10e9] * 2, rel=0.01)


def test_the_deadline_of_each_size_holds_in_the_table_as_it_does_in_the_verdict() -> None:
    """5 s for each counted GB; over 10 Gbit/s these guests take about 1 s for each, over 1 Gbit/s they never end."""
    hurried = replace(ASKED, completion_timeout_per_gib=5)
    stays = sizes_and_links(hurried, [8, 256], [1, 10], EXACT)
    assert np.isinf(stays["total_s"]).tolist() == [True, False, True, False]
    assert stays["chance"].tolist() == [0, 1, 0, 1]
    switched = sizes_and_links(replace(hurried, post_copy=True), [8, 256], [1, 10], EXACT)
    assert (switched["chance"] == 1).all()
    for row in switched.query("gbps == 1").itertuples():
        assert row.total_s > replace(hurried, ram_gib=row.ram_gib, working_set_gib=row.ram_gib / 4).rules.deadline


def test_a_share_too_small_for_a_page_of_a_small_guest_is_a_page() -> None:
    hot = ask(ram_gib=24_576, dirty_mb_s=100, working_set_gib=0.001)
    assert np.isfinite(sizes_and_links(hot, [0.125, 24_576], [10], EXACT)["total_s"]).all()


def test_the_map_knows_where_migrations_end_and_where_they_do_not() -> None:
    found = outcome_map(ASKED, rates=12, sets=9)
    assert len(found) == 12 * 9
    assert set(found["outcome"]) == {MigrationOutcome.CONVERGES, MigrationOutcome.ABORTED}
    corner = found.sort_values(["dirty_mb_s", "working_set_gib"])
    assert (corner.iloc[0]["outcome"], corner.iloc[-1]["outcome"]) == (MigrationOutcome.CONVERGES, MigrationOutcome.ABORTED)
    assert corner.iloc[-1]["dirty_mb_s"] == pytest.approx(10 * ASKED.bandwidth / MB)
    assert corner.iloc[-1]["working_set_gib"] == pytest.approx(64)


def test_the_map_shows_what_the_settings_make_of_it() -> None:
    throttled = outcome_map(replace(ASKED, auto_converge=True), rates=12, sets=9)
    assert set(throttled["outcome"]) == {MigrationOutcome.CONVERGES, MigrationOutcome.THROTTLED}
    switched = outcome_map(replace(ASKED, post_copy=True), rates=12, sets=9)
    assert set(switched["outcome"]) == {MigrationOutcome.CONVERGES, MigrationOutcome.POST_COPY}
    endless = outcome_map(replace(ASKED, completion_timeout_per_gib=0), rates=12, sets=9)
    assert set(endless["outcome"]) == {MigrationOutcome.CONVERGES, MigrationOutcome.NEVER}
    assert np.isinf(endless.loc[endless["outcome"] == MigrationOutcome.NEVER, "total_s"]).all()


def test_a_hundred_thousand_points_are_one_call() -> None:
    rng = np.random.default_rng(1)
    ram = rng.uniform(1, 1024, (1000, 1)) * GIB
    link = rng.uniform(0.1, 12, (1, 100)) * 1e9
    found = precopy(Guest(ram, 0.3e9, ram / 4), Path(link), Rules(deadline=10_000))
    assert {getattr(found, field.name).shape for field in fields(Estimate)} == {(1000, 100)}
    assert np.isfinite(found.total_s).all()
    assert (found.total_s[found.done] >= (ram / link)[found.done]).all()
    assert np.isnan(found.downtime_s[~found.done]).all()
