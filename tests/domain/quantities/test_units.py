"""Units of live migration: what the field's words mean in bytes, and that the way back is the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quantities import units

PAIRS = [
    (units.gib, units.as_gib),
    (units.gbit_s, units.as_gbit_s),
    (units.mb_s, units.as_mb_s),
    (units.mib_s, units.as_mib_s),
]


@pytest.mark.parametrize(
    ("converted", "expected"),
    [
        (units.gib(1), 1_073_741_824),
        (units.gbit_s(10), 1_250_000_000),
        (units.mb_s(1), 1_000_000),
        (units.mib_s(1), 1_048_576),
        (units.as_gbit_s(125e6), 1),
        (units.as_gib(units.TIB), 1024),
    ],
)
def test_the_words_of_the_field_in_bytes(converted: float, expected: float) -> None:
    assert converted == expected


def test_a_cap_of_one_gi_is_more_than_eight_gigabits_and_less_than_ten() -> None:
    assert units.as_gbit_s(units.mib_s(1024)) == pytest.approx(8.59, abs=0.01)
    assert units.as_mb_s(units.gib(1)) == pytest.approx(1074, abs=1)


@pytest.mark.parametrize(("there", "back"), PAIRS)
@given(st.floats(0, 1e9))
def test_there_and_back_is_the_same(there: Callable[[Any], Any], back: Callable[[Any], Any], value: float) -> None:
    assert back(there(value)) == pytest.approx(value)
    assert there(np.array([value, 1.0])).tolist() == [there(value), there(1.0)]
