"""Units of live migration: what the field's words mean in bytes."""

from __future__ import annotations

import pytest

from domain.quantities import units


@pytest.mark.parametrize(
    ("in_bytes", "expected"),
    [
        (units.GIB, 1_073_741_824),
        (10 * units.GBIT, 1_250_000_000),
        (units.MB, 1_000_000),
        (units.MIB, 1_048_576),
        (units.TIB, 1024 * units.GIB),
        (units.TB, 8000 * units.GBIT),
    ],
)
def test_the_words_of_the_field_in_bytes(in_bytes: float, expected: float) -> None:
    assert in_bytes == expected


def test_a_cap_of_one_gi_is_more_than_eight_gigabits_and_less_than_ten() -> None:
    cap = 1024 * units.MIB
    assert cap / units.GBIT == pytest.approx(8.59, abs=0.01)
    assert cap / units.MB == pytest.approx(1074, abs=1)
