"""Everything can be reached and worked without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def tab_to(at: Visitor, wanted: Locator, most: int = 40) -> None:
    """Press Tab until `wanted` has the focus."""
    for _ in range(most):
        at.page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached with {most} presses of Tab")


def test_the_first_tab_offers_to_skip_the_menu(visit: Visit) -> None:
    """Behind it, the next stop is in the page itself."""
    at = visit("/concepts")
    at.page.keyboard.press("Tab")
    expect(at.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    at.page.keyboard.press("Enter")
    at.page.keyboard.press("Tab")
    assert at.page.evaluate("document.activeElement.closest('main, [data-testid=stMain]') !== null")


def test_a_search_hit_is_opened_by_keyboard(visit: Visit) -> None:
    """Tab to the box, type, Tab to the first hit, Enter."""
    at = visit("/")
    tab_to(at, at.page.get_by_role("textbox"))
    with at.answered():
        at.page.keyboard.type("SR-IOV")
        at.page.wait_for_url("**find=SR-IOV")
    hit = at.page.get_by_role("main").get_by_role("link").first
    tab_to(at, hit, 5)
    at.page.keyboard.press("Enter")
    at.page.wait_for_url("**id=*")
    assert "id=" in at.page.url


def test_a_filter_is_set_and_a_source_opened_and_closed_by_keyboard(visit: Visit) -> None:
    """Enter on a source shows what stands behind a value, and hides it again. Pills are one stop; arrow keys walk in them."""
    at = visit("/key_numbers")
    tab_to(at, at.page.get_by_role("main").get_by_role("button", name="Filter"))
    at.page.keyboard.press("Enter")
    pills = at.page.get_by_role("toolbar", name="The quick reference is").get_by_role("button")
    pills.first.focus()
    at.page.keyboard.press("ArrowRight")
    expect(pills.nth(1)).to_be_focused()
    at.page.keyboard.press("Space")
    at.page.wait_for_url("**key_numbers_verdict=*")
    expect(pills.nth(1)).to_have_attribute("aria-pressed", "true")
    at.settle()
    at.close_popover()
    fold = at.page.locator("table.qr details").first
    tab_to(at, fold.locator("summary"))
    at.page.keyboard.press("Enter")
    expect(fold.get_by_text("Sources", exact=True)).to_be_visible()
    at.page.keyboard.press("Enter")
    expect(fold.get_by_text("Sources", exact=True)).to_be_hidden()


def test_an_item_of_the_checklist_is_ticked_by_keyboard(visit: Visit) -> None:
    """The box takes the focus and Space."""
    at = visit("/checklist")
    box = at.page.get_by_role("checkbox").first
    tab_to(at, box)
    at.page.keyboard.press("Space")
    at.page.wait_for_url("**progress=*")
    expect(box).to_be_checked()


def test_the_share_popover_is_worked_by_keyboard(visit: Visit) -> None:
    """Enter opens it, Escape closes it and gives the focus back."""
    at = visit("/sources")
    share = at.page.get_by_role("main").get_by_role("button", name="Share")
    tab_to(at, share)
    at.page.keyboard.press("Enter")
    expect(at.page.get_by_test_id("stPopoverBody")).to_contain_text(f"{at.base}/sources")
    at.page.keyboard.press("Escape")
    expect(at.page.get_by_test_id("stPopoverBody")).to_be_hidden()
    expect(share).to_be_focused()
