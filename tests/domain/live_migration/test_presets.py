"""Typical guests at other sizes: each number goes with the memory as the preset's row says, and never beyond what can be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.live_migration import Preset
from domain.catalog.vocabulary import Scaling
from domain.live_migration.presets import BY_SHARE, assumption, dirty_rate, in_words, rule_of, working_set
from domain.live_migration.scenario import LARGEST_GIB, NUMBERS, SMALLEST_GIB
from domain.live_migration.sweeps import sizes_and_links
from domain.live_migration.uncertainty import Spread, band, spread_of
from tests.domain.live_migration.scenarios import ask

PRESETS = list(catalog().migration_presets.values())
FIELDS = {"working_set_gib", "dirty_mb_s"}


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row.id)
def test_at_its_own_size_a_preset_is_as_its_row_says_and_nothing_is_assumed(row: Preset) -> None:
    assert (working_set(row, row.ram_gib), dirty_rate(row, row.ram_gib)) == (row.working_set_gib, row.dirty_mb_s)
    assert assumption(row, row.ram_gib, ()) == ""


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row.id)
@given(st.floats(SMALLEST_GIB, LARGEST_GIB))
@settings(max_examples=20, deadline=None, derandomize=True, database=None)
def test_at_any_size_it_is_a_guest_that_can_be(row: Preset, ram: float) -> None:
    found, rate = working_set(row, ram), dirty_rate(row, ram)
    assert 0 < found <= ram
    assert 0 < rate <= NUMBERS["dirty_mb_s"].high
    if row.working_set_scaling is Scaling.MEMORY:
        assert found / ram == pytest.approx(row.working_set_gib / row.ram_gib)
    else:
        assert found == min(row.working_set_gib, ram)
    assert rate / row.dirty_mb_s == pytest.approx(ram / row.ram_gib if row.dirty_rate_scaling is Scaling.MEMORY else 1)


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row.id)
def test_at_another_size_it_is_said_what_was_taken_and_nothing_if_all_was_typed(row: Preset) -> None:
    said = assumption(row, row.ram_gib * 2, ())
    assert row.label in said
    assert "a working set of" in said
    assert "of writes" in said
    assert ("no longer" in said) is (Scaling.MEMORY in (row.working_set_scaling, row.dirty_rate_scaling))
    assert assumption(row, row.ram_gib * 2, FIELDS) == ""


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row.id)
def test_a_size_of_the_chart_is_the_guest_that_migration_time_makes_of_that_memory(row: Preset) -> None:
    asked = ask(row.ram_gib, row.dirty_mb_s, row.working_set_gib, row.zero_percent, row.writes)
    larger = ask(
        row.ram_gib * 4, dirty_rate(row, row.ram_gib * 4), working_set(row, row.ram_gib * 4), row.zero_percent, row.writes
    )
    charted = sizes_and_links(asked, [row.ram_gib * 4], [10], Spread(), rule=rule_of(row)).iloc[0]
    found = band(larger, Spread())
    assert charted["chance"] == found.chance
    assert (charted["low_s"], charted["high_s"]) == pytest.approx(found.total_s, rel=1e-6, nan_ok=True)


def test_how_the_chart_makes_other_sizes_is_said() -> None:
    database = catalog().migration_presets["busy-database"]
    assert rule_of(database, FIELDS) == BY_SHARE
    java = catalog().migration_presets["java-app-server"]
    said = in_words(rule_of(database), ask(64, 200, 16))
    assert said == "the working set 25 % of the memory, the dirty rate in proportion to the memory"
    assert (
        in_words(rule_of(java), ask(32, 277, 4)) == "the working set 12.5 % of the memory, the dirty rate the same for every size"
    )


@pytest.mark.parametrize("link", [10, 25])
def test_memory_alone_leaves_the_end_of_a_large_database_open(link: float) -> None:
    """512 GiB of which nobody typed a rate: neither ending has nine tenths of the draws, and the times are far apart."""
    database = catalog().migration_presets["busy-database"]
    asked = ask(512, dirty_rate(database, 512), working_set(database, 512), 0, database.writes, link_gbps=link)
    found = band(asked, spread_of({"ram_gib"}))
    assert found.likely() is None
    assert found.total_s[1] > 1.5 * found.total_s[0]
