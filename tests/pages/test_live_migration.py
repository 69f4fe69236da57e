"""Live migration: the settings and where they are written, and the times of one pass over memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from domain.catalog import catalog
from domain.catalog.vocabulary import SettingPlace, Verdict
from domain.migration.estimates import say_seconds
from tests.conftest import open_page
from tests.pages.reading import html, plain, said, tables, words
from tests.pages.test_key_numbers import numbers

BOOK = catalog()
TIMES, CHART = {"live_migration_tab": "Times"}, {"live_migration_tab": "Chart"}
SIZES = [row.ram_gb for row in BOOK.migration_times.values()]
LINKS = [link.gbps for link in BOOK.links.values()]


def values(**params: str) -> list[list[str]]:
    """The times of the table, without what stands beneath them."""
    at = open_page("live_migration", **TIMES, **params)
    return [[words(cell.split("</div>")[0]) for cell in cells] for _, cells in tables(at)[0].rows]


def traces(**params: str) -> Iterator[dict[str, Any]]:
    figure = json.loads(open_page("live_migration", **CHART, **params).get("plotly_chart")[0].proto.spec)
    assert {figure["layout"][axis]["type"] for axis in ("xaxis", "yaxis")} == {"log"}
    yield from figure["data"]


def test_each_setting_says_its_defaults_where_it_is_written_and_how_the_reference_stands() -> None:
    table = tables(open_page("live_migration"))[0]
    for setting, (_, cells) in zip(BOOK.live_migration.values(), table.rows, strict=True):
        text = words(" ".join(cells))
        assert [default for default in setting.defaults if plain(f"{default.value} {default.scope}") not in text] == []
        assert [path for place, path in setting.set_in.items() if f"{place.label} {plain(path)}" not in text] == []
        assert setting.claim.verdict is None or setting.claim.verdict.value in text


def test_a_setting_can_be_written_in_every_place_that_exists() -> None:
    assert {place for row in BOOK.live_migration.values() for place in row.set_in} == set(SettingPlace)


def test_the_table_at_full_rate_is_memory_over_bandwidth() -> None:
    expected = [[say_seconds(ram * 8 / gbps) for gbps in LINKS] for ram in SIZES]
    assert values(times_efficiency="100") == expected


def test_a_usable_share_lengthens_every_time_by_its_inverse() -> None:
    assert values(times_efficiency="50") == [[say_seconds(ram * 16 / gbps) for gbps in LINKS] for ram in SIZES]


def test_binary_gigabytes_take_seven_percent_longer_and_have_no_figure_of_the_quick_reference() -> None:
    expected = [[say_seconds(ram * 2**30 / 1e9 * 8 / gbps) for gbps in LINKS] for ram in SIZES]
    at = open_page("live_migration", **TIMES, times_unit="GiB", times_efficiency="100")
    assert values(times_unit="GiB", times_efficiency="100") == expected
    assert [words(head) for head, _ in tables(at)[0].rows] == [f"{ram:g} GiB" for ram in SIZES]
    assert "Quick reference" not in " ".join(cell for _, cells in tables(at)[0].rows for cell in cells)


def test_the_quick_references_own_figure_stands_in_each_of_its_twelve_cells() -> None:
    table = tables(open_page("live_migration", **TIMES))[0]
    quoted = [[words(cell) for cell in cells] for _, cells in table.rows]
    for row, cells in zip(BOOK.migration_times.values(), quoted, strict=True):
        for link, cell in zip(BOOK.links, cells, strict=True):
            assert f"Quick reference: “{row.claims[link].reference}”" in cell
            assert row.claims[link].verdict is None or row.claims[link].verdict.value in cell


def test_any_sizes_and_links_can_be_asked_for() -> None:
    assert values(times_ram="512; 1 1024", times_links="40,10", times_efficiency="100") == [
        [say_seconds(ram * 8 / gbps) for gbps in (10, 40)] for ram in (1, 512, 1024)
    ]


BAD = [
    ("times_ram", "", "VM memory is empty"),
    ("times_ram", "8, many", "`many` is not a number"),
    ("times_ram", "-8", "outside 0\\.125 to 24576"),
    ("times_ram", "nan", "outside"),
    ("times_ram", "1e999", "outside"),
    ("times_ram", ",".join(map(str, range(1, 20))), "at most 12"),
    ("times_links", "0", "outside 0\\.1 to 1600"),
    ("times_links", "fast", "`fast` is not a number"),
]


@pytest.mark.parametrize(("key", "text", "sentence"), BAD)
def test_a_bad_list_is_refused_with_a_sentence_and_the_default_stays(key: str, text: str, sentence: str) -> None:
    at = open_page("live_migration", **TIMES, times_efficiency="100", **{key: text})
    assert [sentence in error.value and "Until then:" in error.value for error in at.error] == [True]
    assert values(times_efficiency="100", **{key: text}) == values(times_efficiency="100")


def test_the_chart_draws_a_line_and_a_band_for_each_link_and_the_quick_references_points() -> None:
    factor = next(iter(BOOK.factors.values()))
    lines = {trace["name"]: trace for trace in traces(times_efficiency="100")}
    for gbps in LINKS:
        line, band = lines[f"{gbps:g} Gb/s"], lines[f"{gbps:g} Gb/s × {factor.low:g}–{factor.high:g}"]
        seconds = [ram * 8 / gbps for ram in SIZES]
        assert numbers(line["x"]) == SIZES
        assert numbers(line["y"]) == pytest.approx(seconds)
        low, high = [s * factor.low for s in seconds], [s * factor.high for s in reversed(seconds)]
        assert numbers(band["y"]) == pytest.approx(low + high)
    given = [c.reference_value for row in BOOK.migration_times.values() for c in row.claims.values() if c.reference_value]
    assert sorted(numbers(lines["quick reference"]["y"])) == sorted(given)


def test_the_chart_of_binary_gigabytes_has_no_points_of_the_quick_reference() -> None:
    assert "quick reference" not in {trace["name"] for trace in traces(times_unit="GiB")}


def test_the_remark_on_two_to_five_times_stands_with_its_verdict_beside_the_times() -> None:
    factor = next(iter(BOOK.factors.values()))
    at = open_page("live_migration", **TIMES)
    assert plain(factor.claim.verified) in said(at)
    assert factor.claim.verdict in set(Verdict)
    assert factor.claim.verdict.value in words(html(at).rsplit('<div class="qr">', 1)[1])
