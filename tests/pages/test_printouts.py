"""A print-out is pasted, what it says is shown, a button takes it into the inputs, and the text stays private."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.live_migration.printouts import KEYS, SURE
from domain.catalog import catalog
from domain.catalog.records.printouts import FIELDS
from domain.live_migration.scenario import Sureness
from tests.conftest import look, page
from tests.domain.live_migration.printouts import samples
from tests.pages.page_text import html, plain, tables, unmarked, words
from tests.pages.payloads import assert_harmless

BOOK = catalog()
MEASURE = {"live_migration_tab": "Measure"}


def pasted(text: str) -> AppTest:
    at = page("live_migration", opened=["lm_paste"])
    at.text_area(key="printout").set_value(text).run()
    return at


def take(at: AppTest) -> AppTest:
    next(button for button in at.button if button.label == "Use these numbers").click().run()
    return at


def test_what_is_read_stands_in_a_table_with_its_input_and_how_it_was_converted() -> None:
    at = pasted(samples.DOMJOBINFO)
    table = tables(at)[0]
    assert table.heads == ["Read", "Value", "Goes into", "How"]
    rows = [(words(head), [words(cell) for cell in cells]) for head, cells in table.rows]
    assert ("Memory total: 32.009 GiB", ["32.01 GiB", "Memory", "As printed."]) in rows
    seen = [(words(head), [words(cell) for cell in cells]) for head, cells in tables(at)[1].rows]
    assert [cells[:2] for head, cells in seen if head.startswith("Time elapsed")] == [["294,154 ms", "no input"]]
    assert "each page once in 1 s (not printed)" in words(html(at))


def test_what_is_read_fills_migration_time_and_is_marked_as_measured() -> None:
    at = take(pasted(samples.COMPLETED))
    held = {key: at.session_state[key] for key in ("lm_ram", "lm_link", "lm_usable", "lm_zero", "lm_sure_path", "lm_sure_zero")}
    assert held == {
        "lm_ram": 8.005,
        "lm_link": 0.5073,
        "lm_usable": 100,
        "lm_zero": 84.12,
        "lm_sure_path": Sureness.MEASURED.value,
        "lm_sure_zero": Sureness.MEASURED.value,
    }
    assert at.query_params["lm_ram"] == "8.005"
    assert not at.exception
    assert not at.error


def test_switches_and_choices_are_filled_too() -> None:
    at = take(pasted(samples.VMI))
    assert [at.session_state[key] for key in ("lm_auto", "lm_post", "lm_cap", "lm_timeout")] == [False, True, 64, 150]
    assert at.session_state["lm_disrupt"] == "allowed"
    assert not at.error


def shown_rate(at: AppTest) -> float:
    (rate,) = [words(cells[0]) for _, cells in tables(at)[0].rows if words(cells[1]) == "Dirty rate"]
    return float(rate.removesuffix(" MB/s").replace(",", ""))


def test_a_dirty_rate_whose_period_is_not_printed_asks_for_it_and_is_not_called_measured() -> None:
    at = pasted(samples.DOMJOBINFO)
    once = shown_rate(at)
    at.number_input(key="printout_seconds").set_value(60.0).run()
    again = shown_rate(at)
    assert again > once
    take(at)
    assert at.session_state["lm_dirty"] == pytest.approx(again)
    assert shown_rate(at) == pytest.approx(again, rel=1e-3), "the working set has gone with the memory that was taken"
    assert at.session_state[SURE["dirty_mb_s"]] is None
    assert "printout_seconds" not in {widget.key for widget in pasted(samples.DOMSTATS).number_input}


def test_the_text_is_nowhere_in_the_link() -> None:
    at = take(pasted(samples.METRICS.replace('"db"', '"secret-vm"')))
    assert "secret" not in str(dict(at.query_params))
    assert "printout" not in str(dict(at.query_params))


def test_strangers_words_stay_words() -> None:
    payload = "<script>alert(1)</script>"
    at = pasted(f'Memory total: {payload}\nkubevirt_vmi_memory_domain_bytes{{name="{payload}"}} 1e9\n{payload}: 5')
    assert_harmless(at, [payload])
    assert any("is not a number with a unit" in unmarked(warning.value) for warning in at.warning)


def test_each_thing_that_is_printed_has_a_row_with_its_place_its_input_and_its_sources() -> None:
    table = tables(look("live_migration", **MEASURE))[-1]
    assert table.ids == list(BOOK.migration_printouts)
    for row, (head, cells) in zip(BOOK.migration_printouts.values(), table.rows, strict=True):
        assert plain(row.label) in words(head)
        assert plain(row.place) in words(head)
        assert [words(cells[0]), words(cells[2])] == [plain(row.counts), plain(row.converted)]
        assert (words(cells[1]) == "no input") is not bool(row.field)


def test_every_field_that_can_be_read_has_its_input() -> None:
    inputs = {
        widget.key
        for group in ("number_input", "toggle", "selectbox")
        for widget in page("live_migration", opened=["lm_more"]).get(group)
    }
    assert set(KEYS) == set(FIELDS)
    assert {*KEYS.values(), *SURE.values(), "lm_usable"} <= inputs
