"""A link is the view: what a reader sets up, another reader sees who opens the link on a machine that knows nothing."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def lower_bound(at: Visitor) -> None:
    at.press("Lower bound", "tab")
    at.type("Links, Gbit/s", "40, 2.5")
    at.press("GiB", "radio")
    at.page.get_by_role("slider").press("ArrowLeft")
    at.page.wait_for_url("**times_efficiency=85*")
    at.settle()


def checklist(at: Visitor) -> None:
    at.press("Migration execution", "radio")
    with at.within("Filter") as choices, at.answered():
        choices.get_by_role("button", name="must", exact=True).click()
    with at.answered():
        at.page.get_by_test_id("stCheckbox").filter(has_text="EX-").first.click()
    with at.within("Notes"):
        at.type("Note", "ask Zoë & Co. <b>first</b>, 100 % = all?")
    with at.within("Filter") as choices, at.answered():
        choices.get_by_text("Only open items").click()


def asked(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query, keep_blank_values=True)


CASES: list[tuple[str, Callable[[Visitor], None]]] = [
    ("/migration_evidence", lower_bound),
    ("/checklist", checklist),
]
"""Between them most kinds of widget: search and choices are in `test_workshop`, a number and a list in `test_studio`, pills in
`test_wizard`; what each key of the other screens does is tested without a browser."""


@pytest.mark.parametrize(("path", "set_up"), CASES, ids=[set_up.__name__ for _, set_up in CASES])
def test_a_shared_link_opens_the_same_view(visit: Visit, path: str, set_up: Callable[[Visitor], None]) -> None:
    """Widgets set as a reader does; the link to copy has what the address has, and opened cold it shows the same, short again."""
    first = visit(path)
    untouched = first.view()
    set_up(first)
    link, seen = first.shared_link(), first.view()
    second = visit(link)
    assert seen != untouched
    assert second.view() == seen
    assert asked(second.page.url) == asked(first.page.url)
    assert asked(first.page.url).keys() == asked(link).keys() - {"as_of"} != asked(link).keys()


TABLE_ROW = "table.qr tbody th[scope=row]"
ROWS = [
    ("/commands", "[class*=st-key-cmd_] .qr strong", "List VMs", "list-vms"),
    ("/live_migration?live_migration_tab=Settings", TABLE_ROW, "No-progress timeout", "progress-timeout"),
]


@pytest.mark.parametrize(("path", "rows", "name", "id_"), ROWS)
def test_a_rows_title_is_the_link_to_that_row_alone(visit: Visit, path: str, rows: str, name: str, id_: str) -> None:
    """Behind the title stands that row, opened, and a way back to all."""
    at = visit(path)
    title = at.page.locator(rows).filter(has_text=name).get_by_role("link").first
    many, wanted = at.page.locator(rows).count(), title.inner_text()
    with at.answered():
        title.click()
        at.page.wait_for_url(f"**?id={id_}*")
    assert many > 1
    expect(at.page.locator(rows)).to_have_count(1)
    expect(at.page.locator(rows)).to_contain_text(wanted)
    at.page.get_by_role("main").get_by_role("button", name="←").click()
    expect(at.page.locator(rows)).to_have_count(many)


def test_an_entry_of_the_blockers_opens_alone(visit: Visit) -> None:
    """Inside the opened entry stands its link."""
    at = visit("/blockers")
    entry = at.page.locator("table.qr details").filter(has_text="SR-IOV").first
    entry.locator("summary").click()
    id_ = entry.get_by_role("link").first.inner_text()
    with at.answered():
        entry.get_by_role("link").first.click()
        at.page.wait_for_url(f"**/blockers?id={id_}")
    assert id_ in at.text()
    assert at.page.locator("table.qr").count() == 0


def test_an_item_of_the_checklist_opens_alone_with_its_tick(visit: Visit) -> None:
    """The link of one item keeps what was ticked."""
    at = visit("/checklist")
    with at.answered():
        at.page.get_by_test_id("stCheckbox").filter(has_text="PF-02").click()
    with at.answered():
        at.page.locator('a[href*="id=PF-02"]').first.click()
        at.page.wait_for_url("**id=PF-02*")
    assert at.page.get_by_test_id("stCheckbox").filter(has_text="PF-02").get_by_role("checkbox").is_checked()


def test_a_link_to_an_unknown_row_is_named(visit: Visit) -> None:
    """The reader is told which row the link asks for, as text and never as HTML, and sees all rows instead."""
    asked = "<img src=x onerror=alert(1)>*gone*"
    at = visit(f"/concepts?id={asked}")
    notice = at.page.locator(".st-key-notices")
    expect(notice).to_contain_text(f"{asked}, which is not in the catalogue")
    assert notice.locator("img, em").count() == 0
    assert at.page.locator(TABLE_ROW).count() > 1
