"""Links of earlier versions: each former tab and each row that has moved leads to a view that exists, with all it named."""

from __future__ import annotations

from components.kit.former import DIVIDED, TABS, Tab, moved
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE
from domain.catalog import catalog
from tests.pages.page_text import VIEWS


def test_every_former_tab_leads_to_a_tab_of_today_and_keeps_what_else_the_link_names() -> None:
    today = {(slug, *params.values()) for slug, params in VIEWS if params}
    for before, now in TABS.items():
        assert before not in today
        assert now in today
        asked = [("lm_ram", "64"), (f"{before.slug}_tab", before.name), ("embed", "true")]
        assert moved(before.slug, asked) == (now.slug, [("lm_ram", "64"), ("embed", "true"), (f"{now.slug}_tab", now.name)])


def test_a_row_that_has_moved_is_found_by_its_link_and_one_that_stays_is_left_alone() -> None:
    for table, page in PAGE_OF_TABLE.items():
        if page not in {tab.slug for tab in TABS.values()}:
            continue
        for id_ in catalog().records[table]:
            assert moved("live_migration", [("id", id_)]) == (None if page == "live_migration" else (page, [("id", id_)]))


def test_what_holds_today_and_what_never_did_are_left_alone() -> None:
    for slug, params in VIEWS:
        assert moved(slug, list(params.items())) is None
    assert moved("live_migration", [("live_migration_tab", "Nothing"), ("id", "nothing")]) is None
    assert moved("live_migration", []) is None
    assert moved("key_numbers", [("id", "ram-256")]) is None
    assert set(DIVIDED) <= set(BY_SLUG)
    assert Tab("live_migration", "Map") not in TABS
