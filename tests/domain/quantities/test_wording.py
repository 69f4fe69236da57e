"""Numbers in words: the unit that reads best, and no false precision."""

from __future__ import annotations

import pytest

from domain.quantities.units import GBIT, GIB, MIB
from domain.quantities.wording import (
    amount_in_words,
    counted,
    duration_in_words,
    error_in_words,
    gbit_in_words,
    multiple_in_words,
    rate_in_words,
)


@pytest.mark.parametrize(
    ("amount", "said"), [(300 * MIB, "300 MiB"), (40 * GIB, "40 GiB"), (1536 * GIB, "1.5 TiB"), (0, "0 MiB"), (GIB, "1 GiB")]
)
def test_an_amount_of_memory_has_the_unit_that_reads_best(amount: float, said: str) -> None:
    assert amount_in_words(amount) == said


@pytest.mark.parametrize(
    ("rate", "said"), [(1.3e9, "1.3 GB/s"), (120e6, "120 MB/s"), (4e6, "4 MB/s"), (0, "0 MB/s"), (999.8e6, "1 GB/s")]
)
def test_a_rate_has_the_unit_that_reads_best(rate: float, said: str) -> None:
    assert rate_in_words(rate) == said


@pytest.mark.parametrize(("gbps", "said"), [(8.5899, "8.59 Gbit/s"), (25, "25 Gbit/s"), (1600, "1,600 Gbit/s")])
def test_a_link_is_said_in_the_unit_it_is_sold_in(gbps: float, said: str) -> None:
    assert gbit_in_words(gbps * GBIT) == said


@pytest.mark.parametrize(
    ("said", "expected"),
    [(counted(1, "row"), "1 row"), (counted(2000.0, "row"), "2,000 rows"), (counted(0, "reply", "replies"), "0 replies")],
)
def test_a_number_has_its_noun_in_the_right_form(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.64, "0.64 s"), (2.0, "2 s"), (2.04, "2 s"), (9.96, "10 s"), (3.27, "3.3 s"), (53, "53 s"), (229, "3 min 49 s")],
)
def test_a_duration_has_no_false_precision(seconds: float, said: str) -> None:
    assert duration_in_words(seconds) == said


def test_an_error_is_said_as_percent_and_as_a_multiple() -> None:
    assert [error_in_words(error) for error in (0.09, -0.07, 0.0)] == ["+9 %", "−7 %", "+0 %"]
    assert multiple_in_words(4.1) == "5.1 ×"
