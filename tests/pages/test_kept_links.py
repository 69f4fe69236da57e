"""Links in old minutes: each opens as it did before the rooms of the code were rebuilt, and what it names is in effect."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.kit.menu import PAGE_OF_TABLE, SCREENS
from domain.catalog import catalog
from tests.conftest import open_page
from tests.pages.page_text import bound, html, said, tables

KEPT: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("kept_links.yaml").read_text(encoding="utf-8"))
UNBOUND = {"id", "w"}
"""Keys that have no widget: a row, and the workloads that a link carries."""


def asked(link: str) -> tuple[str, dict[str, list[str]]]:
    slug, _, query = link.partition("?")
    return slug, parse_qs(query, keep_blank_values=True)


def in_effect(at: AppTest, key: str) -> list[str]:
    """What a widget holds, as a link would write it."""
    value = at.session_state[key]
    values = value if isinstance(value, (list, tuple)) else [value]
    return [str(one).lower() if isinstance(one, bool) else f"{one:g}" if isinstance(one, float) else str(one) for one in values]


def all_words(at: AppTest) -> str:
    """The page's words, those of its code blocks and what its charts are in words."""
    alts = [chart.proto.alt for chart in at.get("plotly_chart")]
    return " ".join((said(at), *(part.value for part in at.code), *alts))


@pytest.mark.parametrize("kept", KEPT, ids=[kept["link"][:60] for kept in KEPT])
def test_an_old_link_opens_without_a_notice_and_what_it_names_is_in_effect(kept: dict[str, Any]) -> None:
    slug, params = asked(kept["link"])
    at = open_page(slug, **params)
    text, keys = all_words(at), set(params) - UNBOUND
    assert [part.value for part in (*at.warning, *at.error)] == []
    assert [words for words in kept["says"] if words not in text] == []
    assert keys <= set(bound(at))
    assert {key: in_effect(at, key) for key in keys} == {key: params[key] for key in keys}
    if kept.get("row") == "alone":
        assert [id_ for table in tables(at) for id_ in table.ids] == params["id"]
    if kept.get("row") == "open":
        assert html(at).count("<details open") == 1


def test_the_sample_is_of_every_screen_and_says_something_of_each_link() -> None:
    assert len(KEPT) >= 60
    assert {asked(kept["link"])[0] for kept in KEPT} == {screen.slug for screen in SCREENS}
    assert all(kept["says"] and all(kept["says"]) for kept in KEPT)
    assert {kept.get("row") for kept in KEPT} == {None, "alone", "open"}


def test_a_renamed_row_is_found_by_its_former_id() -> None:
    for table, home in PAGE_OF_TABLE.items():
        for row in catalog().records[table].values():
            for alias in getattr(row, "aliases", ()):
                by_alias, by_id = (open_page(home, id=one) for one in (alias, row.id))
                assert not by_alias.warning
                assert said(by_alias) == said(by_id)
