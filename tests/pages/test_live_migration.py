"""Live migration, the tabs with the quick reference's own: settings and where they are written, times of one pass, measuring."""

from __future__ import annotations

import pytest

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform, SettingPlace, Verdict
from domain.quantities.wording import duration_in_words
from tests.conftest import look, open_page
from tests.pages.page_text import hrefs, html, plain, said, tables, words

BOOK = catalog()
SETTINGS, TIMES, MEASURE = ({"live_migration_tab": tab} for tab in ("Settings", "Times", "Measure"))
SIZES = [row.ram_gb for row in BOOK.migration_times.values()]
LINKS = [link.gbps for link in BOOK.links.values()]


def values(**params: str) -> list[list[str]]:
    """The times of the table, without what stands beneath them."""
    at = look("live_migration", **TIMES, **params)
    return [[words(cell.split("</div>")[0]) for cell in cells] for _, cells in tables(at)[0].rows]


def test_each_setting_says_its_defaults_where_it_is_written_and_how_the_reference_stands() -> None:
    table = tables(look("live_migration", **SETTINGS))[0]
    for setting, (_, cells) in zip(BOOK.live_migration.values(), table.rows, strict=True):
        text = words(" ".join(cells))
        assert [default for default in setting.defaults if plain(f"{default.value} {default.scope}") not in text] == []
        assert [path for place, path in setting.set_in.items() if f"{place.label} {plain(path)}" not in text] == []
        assert setting.claim.verdict is None or setting.claim.verdict.value in text


def test_a_setting_can_be_written_in_every_place_that_exists() -> None:
    assert {place for row in BOOK.live_migration.values() for place in row.set_in} == set(SettingPlace)


def test_the_table_at_full_rate_is_memory_over_bandwidth() -> None:
    expected = [[duration_in_words(ram * 8 / gbps) for gbps in LINKS] for ram in SIZES]
    assert values(times_efficiency="100") == expected


def test_a_usable_share_lengthens_every_time_by_its_inverse() -> None:
    assert values(times_efficiency="50") == [[duration_in_words(ram * 16 / gbps) for gbps in LINKS] for ram in SIZES]


def test_binary_gigabytes_take_seven_percent_longer_and_have_no_figure_of_the_quick_reference() -> None:
    expected = [[duration_in_words(ram * 2**30 / 1e9 * 8 / gbps) for gbps in LINKS] for ram in SIZES]
    at = look("live_migration", **TIMES, times_unit="GiB", times_efficiency="100")
    assert values(times_unit="GiB", times_efficiency="100") == expected
    assert [words(head) for head, _ in tables(at)[0].rows] == [f"{ram:g} GiB" for ram in SIZES]
    assert "Quick reference" not in " ".join(cell for _, cells in tables(at)[0].rows for cell in cells)


def test_the_quick_references_own_figure_stands_in_each_of_its_twelve_cells() -> None:
    table = tables(look("live_migration", **TIMES, show="both"))[0]
    quoted = [[words(cell) for cell in cells] for _, cells in table.rows]
    for row, cells in zip(BOOK.migration_times.values(), quoted, strict=True):
        for link, cell in zip(BOOK.links, cells, strict=True):
            assert f"Quick reference: “{row.claims[link].reference}”" in cell
            assert row.claims[link].verdict is None or row.claims[link].verdict.value in cell


def test_any_sizes_and_links_can_be_asked_for() -> None:
    assert values(times_ram="512; 1 1024", times_links="40,10", times_efficiency="100") == [
        [duration_in_words(ram * 8 / gbps) for gbps in (10, 40)] for ram in (1, 512, 1024)
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
    at = look("live_migration", **TIMES, times_efficiency="100", **{key: text})
    assert [sentence in error.value and "Until then:" in error.value for error in at.error] == [True]
    assert values(times_efficiency="100", **{key: text}) == values(times_efficiency="100")


def test_the_remark_on_two_to_five_times_stands_with_its_verdict_beside_the_times() -> None:
    factor = next(iter(BOOK.factors.values()))
    at = look("live_migration", **TIMES)
    assert plain(factor.claim.verified) in said(at)
    assert factor.claim.verdict in set(Verdict)
    assert factor.claim.verdict.value in words(html(at).rsplit('<div class="qr">', 1)[1])


def test_each_input_says_what_it_means_and_how_each_platform_measures_it() -> None:
    table = tables(look("live_migration", **MEASURE))[0]
    assert table.heads == ["Input", *(platform.label for platform in Platform)]
    assert table.ids == list(BOOK.migration_inputs)
    for row, (head, cells) in zip(BOOK.migration_inputs.values(), table.rows, strict=True):
        assert plain(row.about) in words(head)
        assert [words(cell) for cell in cells] == [plain(row.measure[platform]) for platform in Platform]
        assert [id_ for id_ in row.sources if plain(BOOK.sources[id_].title) not in words(head)] == []


def test_the_shared_choice_of_platforms_narrows_how_to_measure() -> None:
    table = tables(look("live_migration", **MEASURE, platforms=["Azure Local", "OVE"]))[0]
    assert table.heads == ["Input", "OVE", "Azure Local"]


def test_each_preset_gives_its_numbers_and_what_they_rest_on() -> None:
    table = tables(look("live_migration", **MEASURE))[1]
    assert table.ids == list(BOOK.migration_presets)
    for row, (head, cells) in zip(BOOK.migration_presets.values(), table.rows, strict=True):
        numbers = (f"{row.ram_gib:g} GiB", f"{row.working_set_gib:g} GiB", f"{row.dirty_mb_s:g} MB/s", f"{row.zero_percent:g} %")
        assert [words(cell) for cell in cells] == [*numbers, row.writes.value]
        assert plain(row.about) in words(head)
        assert row.grade.value in words(head)


def test_a_settings_link_shows_it_alone_and_leads_back_to_all() -> None:
    id_ = "progress-timeout"
    at = open_page("live_migration", id=id_)
    assert tables(at)[0].ids == [id_]
    at.button(key="back_to_all").click().run()
    assert tables(at)[0].ids == list(BOOK.live_migration)
    assert any("id=bandwidth-per-migration" in href for href in hrefs(at))
