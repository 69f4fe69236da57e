"""The tab that holds the drain window against published times."""

from __future__ import annotations

from domain.catalog import catalog
from tests.conftest import look
from tests.pages.page_text import said, tables

BOOK = catalog()


def test_a_published_drains_link_opens_the_tab_with_its_source_alone() -> None:
    id_ = list(BOOK.published_drains)[3]
    at = look("drain_window", id=id_)
    assert at.session_state["drain_window_tab"] == "Evidence"
    (table,) = tables(at)
    assert table.ids == list(BOOK.published_drains)
    opened = [head for head, cells in table.rows if "<details open>" in cells[3]]
    assert [f"id={id_}" in head for head in opened] == [True]
    assert "published times" in said(at)
    assert not at.warning


def test_a_defaults_link_still_opens_its_row() -> None:
    at = look("drain_window", id="azure-local-1")
    assert at.session_state["drain_window_tab"] == "Side by side"
    assert tables(at)[0].ids == ["azure-local-1"]
