"""Whatever a stranger puts into a link, the page opens, names what it cannot follow and shows it as mere text."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import open_page, page
from tests.pages.page_text import VIEW_NAMES, VIEWS, bound
from tests.pages.payloads import NAMES, PAYLOADS, assert_harmless, html_faults

CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
VIEW = st.sampled_from(VIEWS)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: f"<{text}>*{text}*")
VALUE = st.one_of(st.sampled_from(PAYLOADS), TEXT, st.integers().map(str), st.floats().map(str))


@cache
def keys(view: int) -> tuple[str, ...]:
    """Every key that this view reads from its link."""
    slug, params = VIEWS[view]
    return (*bound(open_page(slug, **params)), "id", "embed_options")


@pytest.mark.parametrize("payload", PAYLOADS, ids=NAMES)
@pytest.mark.parametrize("view", range(len(VIEWS)), ids=VIEW_NAMES)
def test_every_key_of_every_view_takes_hostile_text_for_text(view: int, payload: str) -> None:
    slug, params = VIEWS[view]
    at = page(slug, {**dict.fromkeys(keys(view), payload), **params})
    assert_harmless(at, [payload])


@CALM
@given(data=st.data(), view=st.integers(0, len(VIEWS) - 1))
def test_any_mixture_of_values_is_harmless(data: st.DataObject, view: int) -> None:
    slug, params = VIEWS[view]
    asked = data.draw(st.dictionaries(st.sampled_from(keys(view)), st.lists(VALUE, min_size=1, max_size=3), max_size=6))
    at = page(slug, {**params, **asked})
    assert_harmless(at, [value for values in asked.values() for value in values])


@CALM
@given(view=VIEW, asked=st.dictionaries(TEXT, VALUE, min_size=1, max_size=20))
def test_keys_that_no_page_knows_are_harmless(view: tuple[str, dict[str, str]], asked: dict[str, str]) -> None:
    slug, params = view
    assert_harmless(page(slug, {**asked, **params}), [*asked, *asked.values()])


FLOODS = {
    "thousands of parameters": {f"key{number}": "1" for number in range(5000)},
    "one value thousands of times": {"platforms": ["OVE"] * 5000, "id": ["drs"] * 5000},
    "thousands of values": {"platforms": [f"<b>{number}</b>" for number in range(5000)]},
    "every list flooded": {"find": "a " * 50_000, "commands_find": "a " * 50_000, "concepts_find": "a " * 50_000},
}


@pytest.mark.parametrize("flood", list(FLOODS.values()), ids=list(FLOODS))
@pytest.mark.parametrize(("slug", "params"), VIEWS, ids=VIEW_NAMES)
def test_a_flood_is_survived(slug: str, params: dict[str, str], flood: dict[str, object]) -> None:
    assert_harmless(page(slug, {**flood, **params}), ["<b>1</b>"])


def test_what_the_product_never_writes_would_be_noticed() -> None:
    assert html_faults(["<table class='qr'><tr><td>8 &lt; 9</td></tr></table>"]) == []
    assert html_faults(["<img src=x>", "<a onclick='x'>", "<a href='//evil.example'>", "<a href='javascript:x'>"]) != []
