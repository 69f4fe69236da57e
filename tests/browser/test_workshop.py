"""A workshop: from a mistyped word to a command with the customer's names, and the link to it."""

from __future__ import annotations

import shlex

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

HOSTILE = "x; rm -rf ~"


def test_from_a_mistyped_search_to_a_shared_command(visit: Visit, stranger: Visit) -> None:
    """Search, hit, names, platforms, link: and a stranger who opens the link sees the same, and whose the name is."""
    at = visit("/")
    at.search("drian node")
    with at.answered():
        at.page.get_by_role("main").get_by_role("link", name="Drain node", exact=True).click()
        at.page.wait_for_url("**/commands?id=drain-node")

    with at.within("Your names"):
        at.type("Node or host", HOSTILE)
    enter = at.page.get_by_test_id("stCode").filter(has_text="govc host.maintenance.enter").first.inner_text()
    assert HOSTILE in shlex.split(enter)
    expect(at.page.get_by_text("Not written with this name: Node or host may hold only").first).to_be_visible()
    expect(at.page.get_by_test_id("stCode").filter(has_text="oc adm drain")).to_have_count(0)

    at.choose_view("Azure Local", "both")
    expect(at.page.get_by_test_id("stCode").filter(has_text="Suspend-ClusterNode")).to_have_count(0)
    link, seen = at.shared_link(), at.view()
    assert link.startswith(at.page.url)

    there = stranger(link)
    warned = f"These names come from the link: Node or host {HOSTILE}. Check them before you copy. "
    shown = there.view()
    assert warned in shown["text"]
    assert shown | {"text": shown["text"].replace(warned, "")} == seen
    enter = there.page.get_by_test_id("stCode").filter(has_text="govc host.maintenance.enter").first.inner_text()
    assert HOSTILE in shlex.split(enter)
    there.assert_clean()
    at.assert_clean()


@pytest.mark.parametrize("key", ["Control+k", "/"])
def test_the_search_of_every_screen_is_opened_by_a_key_and_one_back_is_the_view_one_had(visit: Visit, key: str) -> None:
    at = visit("/lifecycle?show=both")
    address, seen = at.page.url, at.view()
    at.page.keyboard.press(key)
    field = at.page.get_by_role("dialog").get_by_role("textbox")
    expect(field).to_be_focused()
    at.page.keyboard.type("how many hosts")
    expect(at.page.get_by_role("dialog").get_by_text("How many hosts are needed: not covered")).to_be_visible()
    with at.answered():
        field.fill("rvtools on/off")
        at.page.get_by_role("dialog").get_by_role("link", name="An inventory of VMs").click()
        at.page.wait_for_url("**/blockers?*")
    expect(at.page.get_by_role("dialog")).to_have_count(0)
    at.page.go_back()
    at.settle()
    assert at.page.url == address
    assert at.view() == seen


def test_the_products_name_leads_home(visit: Visit) -> None:
    at = visit("/lifecycle")
    with at.answered():
        at.page.get_by_test_id("stLogoLink").click()
        at.page.wait_for_url(f"{at.base}/")
    expect(at.page.get_by_role("heading", name="Overview", level=1)).to_be_visible()
