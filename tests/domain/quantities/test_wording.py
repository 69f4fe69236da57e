"""Numbers in words: the unit that reads best, and no false precision."""

from __future__ import annotations

import pytest

from domain.quantities.units import GIB, MIB, gbit_s
from domain.quantities.wording import amount_in_words, counted, duration_in_words, gbit_in_words, rate_in_words


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
    assert gbit_in_words(gbit_s(gbps)) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (2000, "2,000 rows"), (12345678, "12,345,678 rows")]
)
def test_a_number_is_said_with_its_noun(number: int, said: str) -> None:
    assert counted(number, "row") == said
    assert counted(number, "entry", "entries").endswith("entry" if number == 1 else "entries")


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.64, "0.64 s"), (2, "2 s"), (2.04, "2 s"), (2.05, "2 s"), (2.46, "2.5 s"), (9.96, "10 s"), (53.3, "53 s")],
)
def test_a_short_duration_has_no_false_precision(seconds: float, said: str) -> None:
    assert duration_in_words(seconds) == said
