"""How long one pass over memory takes: the formula, its units and errors, the quick reference's own table, and how it is said."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.live_migration import MigrationTime, NetworkLink
from domain.live_migration.one_pass import MOST_NUMBERS, parse_numbers, times, transfer_seconds
from domain.quantities.wording import duration_in_words

RAM, GBPS, SHARE = st.floats(0.1, 1e5), st.floats(0.1, 2000), st.floats(0.01, 1)


def test_the_formula_is_bits_over_bits_per_second() -> None:
    assert transfer_seconds(64, 10) == 51.2
    assert transfer_seconds(64, 10, 0.5) == 102.4
    assert transfer_seconds(1, 8, unit="GiB") == pytest.approx(1.073741824)


@given(RAM, GBPS, SHARE)
def test_time_grows_with_memory_and_shrinks_with_speed_and_share(ram: float, gbps: float, share: float) -> None:
    seconds = transfer_seconds(ram, gbps, share)
    assert seconds > 0
    assert transfer_seconds(2 * ram, gbps, share) == pytest.approx(2 * seconds)
    assert transfer_seconds(ram, 2 * gbps, share) == pytest.approx(seconds / 2)
    assert transfer_seconds(ram, gbps, share / 2) == pytest.approx(2 * seconds)
    assert transfer_seconds(ram, gbps, share, "GiB") == pytest.approx(1.073741824 * seconds)


@given(st.lists(RAM, min_size=1, max_size=6), st.lists(GBPS, min_size=1, max_size=6), SHARE)
def test_sizes_and_links_are_combined_as_arrays_like_one_by_one(rams: list[float], links: list[float], share: float) -> None:
    grid = transfer_seconds(np.array(rams)[:, None], np.array(links)[None, :], share)
    assert grid.shape == (len(rams), len(links))
    assert grid.tolist() == [[float(transfer_seconds(ram, gbps, share)) for gbps in links] for ram in rams]


BAD = [0, -1, math.nan, math.inf, -math.inf]


@pytest.mark.parametrize("bad", BAD)
def test_a_size_or_speed_that_is_none_is_refused(bad: float) -> None:
    for ram, gbps in ((bad, 10), (8, bad), (np.array([8, bad]), 10), (8, np.array([10, bad]))):
        with pytest.raises(ValueError, match="positive, finite"):
            transfer_seconds(ram, gbps)


@pytest.mark.parametrize("share", [0, -0.5, 1.0001, 90, math.nan, math.inf])
def test_a_share_of_the_link_is_above_zero_and_at_most_one(share: float) -> None:
    with pytest.raises(ValueError, match="efficiency"):
        transfer_seconds(8, 10, share)


@pytest.mark.parametrize("unit", ["", "gb", "MB", "TiB"])
def test_an_unknown_unit_is_refused(unit: str) -> None:
    with pytest.raises(ValueError, match="GB or GiB"):
        transfer_seconds(8, 10, unit=unit)


CELLS = [(row, link) for row in catalog().migration_times.values() for link in catalog().links.values()]


@pytest.mark.parametrize(("row", "link"), CELLS, ids=lambda record: record.reference)
def test_the_quick_references_own_rates_give_the_verified_figures(row: MigrationTime, link: NetworkLink) -> None:
    claim = row.claims[link.id]
    shown = re.fullmatch(r"([\d.]+) s", claim.verified)
    assert shown
    decimals = len(shown[1].partition(".")[2])
    assert round(float(transfer_seconds(row.ram_gb, link.reference_rate * 8)), decimals) == float(shown[1])
    as_gib = re.search(r"Read as GiB it is ([\d.]+) s", claim.note)
    assert as_gib
    gib = float(transfer_seconds(row.ram_gb, link.reference_rate * 8, unit="GiB"))
    assert round(gib, len(as_gib[1].partition(".")[2])) == float(as_gib[1])


def test_every_size_is_paired_with_every_link() -> None:
    data = times([8, 64], [10, 25, 100], 0.9, "GB")
    assert list(zip(data["ram"], data["gbps"], strict=True)) == [(ram, gbps) for ram in (8, 64) for gbps in (10, 25, 100)]
    assert data["seconds"].tolist() == pytest.approx([ram * 8 / (gbps * 0.9) for ram in (8, 64) for gbps in (10, 25, 100)])


def test_real_migrations_take_longer_than_one_pass_says() -> None:
    for factor in catalog().factors.values():
        assert 1 < factor.low < factor.high


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("8, 32, 64", (8, 32, 64)),
        ("64 8;8\n32", (8, 32, 64)),
        (" 0.5 ", (0.5,)),
        ("1e3", (1000,)),
        (",8,,", (8,)),
        (" ".join(map(str, range(1, 13))), tuple(range(1, 13))),
    ],
)
def test_a_list_of_numbers_is_read_sorted_and_without_repeats(text: str, numbers: tuple[float, ...]) -> None:
    assert parse_numbers(text, "Sizes", 0.125, 24_576) == numbers


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty"),
        (" ,; ", "is empty"),
        ("8, many", "“many” is not a number"),
        ("8, 0x10", "is not a number"),
        ("8 GB", "“GB” is not a number"),
        ("<b>bold</b>", "is not a number"),
        ("0", "outside 0.125 to 24576"),
        ("-8", "outside"),
        ("24577", "outside"),
        ("nan", "outside"),
        ("inf", "outside"),
        ("1e400", "outside"),
        (" ".join(["8"] * (MOST_NUMBERS + 1)), "at most 12"),
        ("9" * 100_000, "outside"),
    ],
)
def test_a_bad_list_is_refused_in_a_short_sentence_that_names_it(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)) as raised:
        parse_numbers(text, "VM memory", 0.125, 24_576)
    assert str(raised.value).startswith("VM memory")
    assert len(str(raised.value)) < 120


@given(st.text(max_size=60))
def test_no_list_raises_anything_but_a_value_error(text: str) -> None:
    try:
        numbers = parse_numbers(text, "Sizes", 0.125, 24_576)
    except ValueError:
        return
    assert numbers == tuple(sorted(set(numbers)))
    assert all(0.125 <= number <= 24_576 for number in numbers)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.00064, "0.00064 s"),
        (0.6399, "0.64 s"),
        (0.999, "1 s"),
        (5.12, "5.1 s"),
        (9.99, "10 s"),
        (53.333, "53 s"),
        (119.4, "119 s"),
        (120, "2 min"),
        (229.06, "3 min 49 s"),
        (7199.9, "2 h"),
        (10_350, "2 h 52 min"),
        (19_660_800, "5,461 h 20 min"),
    ],
)
def test_a_duration_is_said_without_false_precision(seconds: float, said: str) -> None:
    assert duration_in_words(seconds) == said


UNITS = {"s": 1, "min": 60, "h": 3600}


@given(st.floats(0.0005, 2e7))
@example(59.5)
@example(119.5)
@example(3599.5)
@example(7199.5)
def test_a_duration_that_is_said_means_the_same_within_five_percent(seconds: float) -> None:
    said = duration_in_words(seconds)
    parts = re.findall(r"([\d.,]+) (h|min|s)\b", said)
    assert " ".join(" ".join(part) for part in parts) == said
    assert len(parts) <= 2
    assert len(re.sub(r"^0\.0*|\D", "", parts[0][0])) <= 4
    assert sum(float(number.replace(",", "")) * UNITS[unit] for number, unit in parts) == pytest.approx(seconds, rel=0.05)
    assert all(float(number) < 60 for number, _ in parts[1:])
