"""The same page in a hand and at the back of a room."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import MANY_ROWS, violations
from tests.browser.conftest import DESK, PATHS, PHONE, Visit

pytestmark = pytest.mark.browser

PROJECTOR = {"viewport": {"width": 1920, "height": 1080}}
FONT_SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize)"
TOO_SMALL = """() => [...document.querySelectorAll('[data-testid=stMain] :is(p, li, p *, li *, td, td *, th, th *, dd, input)')]
.filter((one) => one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 20).map((one) => one.outerHTML)"""


@pytest.mark.parametrize("path", ["/wizard?id=sap-hana", "/blockers"])
def test_nothing_is_wider_than_a_phone(visit: Visit, path: str) -> None:
    """What differs in a hand, of a form and of a table; every tab is made as narrow where it is looked at, in `test_screens`."""
    at = visit(path, **PHONE)
    at.assert_fits_a_phone()
    assert path != "/blockers" or violations(at, without=MANY_ROWS) == []


def test_an_answer_stands_before_the_form_that_it_is_of(visit: Visit) -> None:
    """In the upper third of a laptop, on the first screen of a phone; greyed while the list is refused, and nothing moves."""
    at = visit("/drain_window?drain_vms=40+x+16+GiB")
    answer, typed = at.page.locator(".st-key-answer p").first, at.page.get_by_role("textbox", name="List of VMs")
    assert answer.bounding_box()["y"] < DESK["height"] / 3
    form = typed.bounding_box()
    typed.fill("40 x 16 quickly")
    with at.answered():
        typed.press("Control+Enter")
    old = at.page.locator(".st-key-stale_answer")
    expect(old).to_contain_text("Answer of the last input that could be read. OVE through 4.22: the host is empty after")
    assert old.evaluate("(element) => getComputedStyle(element).opacity") < "1"
    expect(at.page.get_by_test_id("stAlert")).to_contain_text("quickly is not understood")
    assert typed.bounding_box() == form
    typed.fill("")
    with at.answered():
        typed.press("Control+Enter")
    at.narrow()
    box = answer.bounding_box()
    assert box["y"] + box["height"] < at.page.get_by_role("spinbutton").first.bounding_box()["y"]
    assert box["y"] + box["height"] < PHONE["viewport"]["height"]


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


def test_the_presentation_form_is_readable_from_the_back_and_leads_on_by_keys(visit: Visit) -> None:
    """Values of 40 px, the first in the upper quarter, no tool bars; arrow keys lead through rows, and a menu to the screens."""
    at = visit("/key_numbers?embed=true", **PROJECTOR)
    value = at.page.locator("table.qr td .v").first
    assert value.evaluate(FONT_SIZE) >= 40
    assert at.page.evaluate(TOO_SMALL) == []
    assert value.bounding_box()["y"] < PROJECTOR["viewport"]["height"] / 4
    assert at.page.get_by_test_id("stMainMenu").count() == 0
    expect(at.page.get_by_test_id("stTopNav")).to_have_count(0)
    expect(at.page.get_by_role("button", name="CSV")).to_have_count(0)
    first = at.page.locator("table.qr tbody th[scope=row]").all_inner_texts()
    with at.answered():
        at.page.keyboard.press("ArrowRight")
    then = at.page.locator("table.qr tbody th[scope=row]").all_inner_texts()
    assert "slide=2" in at.page.url
    assert set(first).isdisjoint(then)
    assert visit(at.page.url).page.locator("table.qr tbody th[scope=row]").all_inner_texts() == then
    with at.answered():
        at.page.keyboard.press("ArrowLeft")
    assert at.page.locator("table.qr tbody th[scope=row]").all_inner_texts() == first
    with at.within("Screens") as screens, at.answered():
        screens.get_by_role("link", name="Concepts").click()
        at.page.wait_for_url("**/concepts?embed=true")
    assert at.page.locator("table.qr td .v").first.evaluate(FONT_SIZE) >= 40


def test_a_slide_of_commands_is_one_task_whole_and_large(visit: Visit) -> None:
    at = visit("/commands?embed=true", **PROJECTOR)
    task = at.page.locator("[class*=st-key-cmd_] strong")
    first = task.all_inner_texts()
    with at.answered():
        at.page.keyboard.press("ArrowRight")
    assert len(first) == task.count() == 1
    assert first != task.all_inner_texts()
    assert at.page.evaluate(TOO_SMALL) == []
    codes = at.page.get_by_test_id("stCode").all()
    assert len(codes) == 3
    for code in codes:
        assert code.locator("code").evaluate(FONT_SIZE) >= 27
        box = code.bounding_box()
        assert box["y"] + box["height"] <= PROJECTOR["viewport"]["height"]
