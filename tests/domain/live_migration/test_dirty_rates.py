"""Writes and distinct pages: the two dirty rates become each other and back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.dirty_rates import SATURATED, distinct_rate, write_rate
from domain.quantities.units import GIB, MB

CALM = settings(max_examples=60, deadline=None, derandomize=True, database=None)
SETS, PERIODS = st.floats(2**20, 2**40), st.floats(0.1, 600)


@given(SETS, PERIODS, st.floats(0, 1), st.sampled_from(WritePattern))
@CALM
def test_writes_become_distinct_pages_and_writes_again(
    working_set: float, seconds: float, passes: float, pattern: WritePattern
) -> None:
    """As long as the period is not so long that everything has changed: here the guest writes its working set at most once."""
    writes = working_set * passes * 0.99 / seconds
    found = distinct_rate(writes, working_set, seconds, pattern)
    back = write_rate(found, working_set, seconds, pattern)
    assert back == pytest.approx(writes, rel=1e-6)


@given(SETS, PERIODS, st.floats(0, SATURATED), st.sampled_from(WritePattern))
@CALM
def test_distinct_pages_become_writes_and_distinct_pages_again(
    working_set: float, seconds: float, share: float, pattern: WritePattern
) -> None:
    distinct = working_set * share * 0.999 / seconds
    writes = write_rate(distinct, working_set, seconds, pattern)
    assert writes is not None
    assert writes >= distinct * (1 - 1e-9)
    assert distinct_rate(writes, working_set, seconds, pattern) == pytest.approx(distinct, rel=1e-6)


@given(SETS, st.floats(0, 1e12), PERIODS, st.floats(1.01, 100), st.sampled_from(WritePattern))
@CALM
def test_a_longer_period_never_finds_a_higher_rate_nor_more_than_was_written(
    working_set: float, writes: float, seconds: float, longer: float, pattern: WritePattern
) -> None:
    short, long = (distinct_rate(writes, working_set, period, pattern) for period in (seconds, seconds * longer))
    assert long <= short * (1 + 1e-9)
    assert short <= writes * (1 + 1e-9)
    assert short * seconds <= working_set * (1 + 1e-9)


def test_a_busy_small_set_looks_calm_to_a_long_count() -> None:
    """400 MB/s in 1 GiB: a count over 1 s finds 334 MB/s of them, one over 60 s little more than the set, divided by 60."""
    assert distinct_rate(400 * MB, GIB, 1) / MB == pytest.approx(334, abs=5)
    assert distinct_rate(400 * MB, GIB, 60) == pytest.approx(GIB / 60, rel=1e-6)
    assert write_rate(GIB / 60, GIB, 60) is None


def test_nothing_written_is_nothing_found_and_the_other_way_round() -> None:
    assert distinct_rate(0, GIB, 1) == write_rate(0, GIB, 1) == 0


@pytest.mark.parametrize("bad", [(-1, GIB, 1), (1, -1, 1), (1, GIB, 0), (float("nan"), GIB, 1)])
def test_numbers_that_cannot_be_get_a_sentence(bad: tuple[float, float, float]) -> None:
    for function in (distinct_rate, write_rate):
        with pytest.raises(ValueError, match="A dirty rate needs"):
            function(*bad)
