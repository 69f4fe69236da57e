"""Back and Forward lead where a reader expects, after a search hit and after a change of page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def back_to(at: Visitor, address: str) -> None:
    """Press Back once."""
    at.page.go_back()
    at.settle()
    assert at.page.url == address


def forward_to(at: Visitor, address: str) -> None:
    """Press Forward once."""
    at.page.go_forward()
    at.settle()
    assert at.page.url == address


@pytest.mark.parametrize(
    "link",
    [
        "/live_migration?lm_ram=64&lm_link=25",
        "/wizard?ask_origin=From+VMware&ask_firmware=UEFI",
        "/commands?id=drain-node&n_node=worker-07",
        "/key_numbers?platforms=OVE&key_numbers_verdict=contradicted",
    ],
)
def test_one_back_after_a_change_of_page_is_the_view_one_had(visit: Visit, link: str) -> None:
    """Its address and what it shows; Forward leads on again, and the history has one entry a page."""
    at = visit(link)
    address, seen, entries = at.page.url, at.view(), at.page.evaluate("history.length")
    at.go("About", "Changes")
    there = at.page.url
    assert at.page.evaluate("history.length") == entries + 1
    back_to(at, address)
    assert at.view() == seen
    forward_to(at, there)


@pytest.mark.parametrize(
    ("link", "group", "title", "other"),
    [
        ("/live_migration?lm_cap=64&lm_ram=512", "Live migration", "Settings and policy", "migration_settings"),
        ("/migration_settings?lm_cap=64&lm_ram=512", "Live migration", "Migration time", "live_migration"),
        (
            "/live_migration?live_migration_tab=Sizes+and+links&times_links=25&times_ram=512",
            "Live migration",
            "How sure, how to measure",
            "migration_evidence",
        ),
        ("/commands?id=drain-node&n_node=worker-07", "Live migration", "Settings and policy", "migration_settings"),
        ("/commands?n_namespace=shop&n_vm=db", "Move to OVE", "Checklist", "checklist"),
    ],
)
def test_a_screen_with_the_same_keys_takes_nothing_along_and_nothing_away(
    visit: Visit, link: str, group: str, title: str, other: str
) -> None:
    """It shows what its own address says, which names none of them; one Back is the view one had."""
    at = visit(link)
    address, seen, entries = at.page.url, at.view(), at.page.evaluate("history.length")
    assert address.endswith(link)
    at.go(group, title)
    there, shown = at.page.url, at.view()
    assert there == f"{at.base}/{other}"
    assert at.page.evaluate("history.length") == entries + 1
    back_to(at, address)
    assert at.view() == seen
    forward_to(at, there)
    assert at.view() == shown == visit(there).view()


def test_what_was_typed_stays_on_its_screen(visit: Visit) -> None:
    """Not only what a link gave: a number of one's own is neither carried to the next screen nor lost on the way back."""
    at = visit("/live_migration")
    at.type("Memory, GiB ·\N{NO-BREAK SPACE}preset", "512", "spinbutton")
    address, seen = at.page.url, at.view()
    at.go("Live migration", "Settings and policy")
    assert at.page.url == f"{at.base}/migration_settings"
    at.go("Live migration", "Migration time")
    assert at.page.url == f"{at.base}/live_migration"
    assert "512 GiB" not in at.text()
    at.page.go_back()
    back_to(at, address)
    assert at.view() == seen


def test_a_form_filled_in_at_once_is_one_step_of_back(visit: Visit) -> None:
    """An answer is none, an example is one, and so is starting over: each leads back to what was answered before."""
    at = visit("/wizard?ask_live=It+must")
    at.choose("When its host fails", "It may stay down")
    address, seen = at.page.url, at.text()
    at.pick("Start from", "SAP HANA")
    filled, then = at.page.url, at.text()
    at.press("Start over")
    back_to(at, filled)
    assert at.text() == then
    back_to(at, address)
    assert at.text() == seen


def test_back_from_a_search_hit_shows_the_results_again(visit: Visit) -> None:
    """The search is found as it was left, and Forward leads to the hit again."""
    at = visit("/")
    at.search("drian node")
    address, results = at.page.url, at.text()
    at.page.get_by_role("main").get_by_role("link", name="Drain node", exact=True).click()
    at.page.wait_for_url("**/commands?id=drain-node")
    hit = at.settle().text()
    back_to(at, address)
    expect(at.page.get_by_role("textbox")).to_have_value("drian node")
    assert at.text() == results
    forward_to(at, f"{at.base}/commands?id=drain-node")
    assert at.text() == hit


def test_back_after_a_change_of_page_restores_the_filter(visit: Visit) -> None:
    """What was filtered before the menu was used is filtered after Back; the platforms stay chosen throughout."""
    at = visit("/key_numbers?platforms=OVE")
    with at.within("Filter") as choices, at.answered():
        choices.get_by_role("button", name="contradicted", exact=True).click()
    address, seen = at.page.url, at.view()
    at.go("Decide", "Decision matrix")
    assert at.page.url == f"{at.base}/decision_matrix?platforms=OVE"
    back_to(at, address)
    assert at.view() == seen


def test_the_shared_choices_are_in_the_address_after_a_change_of_page(visit: Visit) -> None:
    """The platforms stay chosen from page to page, those of the link and those that were clicked; the address shows the same."""
    at = visit("/key_numbers?show=both")
    with at.choices() as choices, at.answered():
        choices.get_by_role("button", name="OVE", exact=True).click()
    at.go("Decide", "Decision matrix")
    assert "show=both" in at.page.url
    seen, link = at.view(), at.shared_link()
    assert "OVE: approach" not in seen["text"]
    assert link.startswith(at.page.url)
    assert visit(link).view() == seen


def test_back_from_a_rows_own_page_shows_the_table_again(visit: Visit) -> None:
    """A row's title is a plain link, so one Back is enough."""
    at = visit("/concepts?concepts_match=none")
    seen = at.view()
    with at.answered():
        at.page.locator("table.qr tbody th[scope=row] a").first.click()
        at.page.wait_for_url("**/concepts?id=*")
    at.page.go_back()
    at.settle()
    assert at.view() == seen


def test_each_step_of_back_out_of_a_shared_link_gives_its_answer(visit: Visit) -> None:
    """The link calls its choice by an id and took another start for granted, so the address is set anew when it is opened."""
    at = visit("/drain_window?drain_with=vsphere-4&as_of=2026-11-20-0badcafe~~drain_hosts.9")
    answer = at.page.get_by_text("all 9 hosts are upgraded")
    expect(answer).to_be_visible()
    assert "as_of" not in at.page.url
    for _ in range(2):
        at.page.go_back()
        at.settle()
        expect(answer).to_be_visible()
        expect(at.page.get_by_role("combobox", name="Limits of")).to_have_value("vSphere, vMotion network of 1 GbE")
