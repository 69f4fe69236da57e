"""The same page in a hand and at the back of a room."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import MANY_ROWS, violations
from tests.browser.conftest import PATHS, PHONE, Visit

pytestmark = pytest.mark.browser

PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
FONT_SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize)"


@pytest.mark.parametrize("path", ["/wizard?id=sap-hana", "/blockers"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    """What differs in a hand, of a form and of a table; every tab is made as narrow where it is looked at, in `test_screens`."""
    at = visit(path, **PHONE)
    at.assert_fits_a_phone()
    assert path != "/blockers" or violations(at, without=MANY_ROWS) == []


def test_the_menu_of_a_phone_leads_to_a_table_whose_cells_say_their_platform(visit: Visit) -> None:
    """The burger opens it; every page is in it. The column heads are gone there, so the labels are the platforms' names."""
    at = visit("/", **PHONE)
    at.page.get_by_test_id("stExpandSidebarButton").click()
    links = at.page.get_by_test_id("stSidebarNav").get_by_role("link")
    expect(links).to_have_count(len(PATHS))
    links.filter(has_text="Key numbers").click()
    at.page.wait_for_url("**/key_numbers")
    expect(at.page.get_by_role("heading", name="Key numbers", level=1)).to_be_visible()
    row = at.page.locator("table.qr tbody tr").filter(has_text="Max vCPU/VM")
    expect(row).to_have_count(1)
    expect(at.page.locator("table.qr thead")).to_be_hidden()
    shown = [cell.evaluate("(cell) => getComputedStyle(cell, '::before').content") for cell in row.locator("td").all()]
    assert shown == ['"VMware vSphere"', '"OVE"', '"Azure Local"']


def test_the_presentation_form_is_readable_from_the_back_and_stays_while_presenting(visit: Visit) -> None:
    """Large type, the page menu but not Streamlit's, the choices one click from use; a row and a page opened from it alike."""
    at = visit("/concepts?embed=true", **PROJECTOR)
    assert at.page.locator("table.qr td").first.evaluate(FONT_SIZE) >= 20
    assert at.page.locator("html").evaluate(FONT_SIZE) >= 20
    expect(at.page.get_by_test_id("stTopNav")).to_be_visible()
    assert at.page.get_by_test_id("stMainMenu").count() == 0
    choice = at.page.get_by_test_id("stExpander").filter(has_text="Choices").get_by_role("toolbar").first
    expect(choice).to_be_hidden()
    at.fold("Choices")
    expect(choice).to_be_visible()
    with at.answered():
        at.page.locator("table.qr tbody th[scope=row] a").first.click()
        at.page.wait_for_url("**id=*")
    assert at.page.locator("table.qr td").first.evaluate(FONT_SIZE) >= 20
    at.go("Decide", "Decision matrix")
    assert at.page.locator("table.qr td").first.evaluate(FONT_SIZE) >= 20
    assert at.page.get_by_test_id("stMainMenu").count() == 0
