"""A link that asks for what the catalogue lacks is never obeyed in silence: it is named, and the rest is shown."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from tests.conftest import look
from tests.pages.page_text import TABS, VIEW_NAMES, VIEWS, bound, html, warnings

TYPED = ("text_input", "text_area")
NUMBERS = ("number_input", "slider", "toggle", "checkbox")


@pytest.mark.parametrize("slug", list(dict.fromkeys(PAGE_OF_TABLE.values())))
def test_an_unknown_row_is_named_and_all_rows_are_shown(slug: str) -> None:
    at = look(slug, id="no-such-row")
    assert "no-such-row, which is not in the catalogue" in warnings(at)
    assert html(at) == html(look(slug))


@pytest.mark.parametrize(("slug", "params"), VIEWS, ids=VIEW_NAMES)
def test_an_unknown_choice_is_named_and_the_rest_of_the_link_holds(slug: str, params: dict[str, str]) -> None:
    keys = [k for k, kind in bound(look(slug, **params)).items() if kind not in TYPED + NUMBERS + ("tab_container",)]
    at = look(slug, **params, **{key: f"bogus{place}" for place, key in enumerate(keys)})
    assert keys
    assert [key for place, key in enumerate(keys) if f"bogus{place}" not in warnings(at)] == []
    assert html(at) == html(look(slug, **params))


@pytest.mark.parametrize("slug", list(TABS))
def test_an_unknown_tab_is_named(slug: str) -> None:
    at = look(slug, **{f"{slug}_tab": "bogus"})
    assert "bogus" in warnings(at)


WITH_NUMBERS = [
    ("overview", {}),
    ("key_numbers", {"key_numbers_tab": "Does my VM fit?"}),
    ("live_migration", {"live_migration_tab": "Times"}),
    ("drain_window", {}),
    ("checklist", {}),
]


@pytest.mark.parametrize(("slug", "params"), WITH_NUMBERS, ids=[slug for slug, _ in WITH_NUMBERS])
def test_a_value_that_is_no_number_or_no_switch_is_named(slug: str, params: dict[str, str]) -> None:
    keys = [key for key, kind in bound(look(slug, **params)).items() if kind in NUMBERS]
    at = look(slug, **params, **{key: f"bogus{place}" for place, key in enumerate(keys)})
    assert keys
    assert [key for place, key in enumerate(keys) if f"bogus{place}" not in warnings(at)] == []


def test_of_several_values_the_known_ones_hold() -> None:
    at = look("key_numbers", platforms=["OVE", "Proxmox"], key_numbers_verdict=["contradicted", "wrong"])
    assert "Proxmox" in warnings(at)
    assert "wrong" in warnings(at)
    assert html(at) == html(look("key_numbers", platforms="OVE", key_numbers_verdict="contradicted"))


def test_of_a_row_asked_for_twice_the_last_one_is_shown_and_that_is_said() -> None:
    first, *_, last = catalog().key_numbers
    at = look("key_numbers", id=[first, last])
    assert warnings(at) == f"This link gives the key number 2 times. The last one counts: {last}."
    assert html(at) == html(look("key_numbers", id=last))


def test_of_a_shared_choice_given_twice_the_one_that_is_shown_travels_on() -> None:
    at = look("concepts", show=["reference", "verified"], open=["false", "true"])
    assert "the reading 2 times. The first one counts: reference." in warnings(at)
    assert "“Every source open” 2 times. The last one counts: true." in warnings(at)
    assert html(at) == html(look("concepts", show="reference", open="true"))


def test_of_many_unknown_values_three_are_named_and_the_others_counted() -> None:
    at = look("key_numbers", key_numbers_group=[f"bogus{number}" for number in range(9)])
    assert "bogus0, bogus1, bogus2 and 6 more" in warnings(at)


def test_a_long_unknown_value_is_shortened() -> None:
    assert len(warnings(look("commands", id="x" * 100_000))) < 250


def page_of_a_renamed_row() -> None:
    """A page whose last key number has a new id and keeps its old one as an alias."""
    import streamlit as st

    from components.kit import address
    from domain.catalog import catalog

    rows = dict(catalog().key_numbers)
    old, row = rows.popitem()
    rows["new-name"] = row.model_copy(update={"id": "new-name", "aliases": (old,)})
    address.open_notices()
    st.text(address.requested(rows, "key number"))


@pytest.mark.parametrize("id_", [list(catalog().key_numbers)[-1], "new-name"])
def test_a_renamed_row_is_found_by_its_former_id_as_by_its_own(id_: str) -> None:
    at = AppTest.from_function(page_of_a_renamed_row)
    at.query_params["id"] = id_
    at.run()
    assert [part.value for part in at.text] == ["new-name"]
    assert not at.warning
