"""A reader before whom a provider stands: signs in by its form, and is where the link led, with all that a screen does."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import WATCH, Visitor
from tests.server.nginx import Proxy

pytestmark = pytest.mark.browser


def test_a_reader_signs_in_and_goes_on_from_the_link(browser: Browser, behind_sign_in: Proxy) -> None:
    """A screen with its files, a click that is answered, and what a browser asks beside: all by one session of the provider's."""
    context = browser.new_context(ignore_https_errors=True)
    context.add_init_script(WATCH)
    at = Visitor(context, behind_sign_in.base)
    link = f"{at.base}/wizard?ask_vcpu=300&ask_origin=vmware"
    at.page.goto(link)
    assert at.page.title() == "Sign in"
    at.page.get_by_label("Name").fill("Ana")
    with at.page.expect_request(link):  # the screen itself may soon write its address otherwise
        at.page.get_by_role("button", name="Sign in").click()
    at.page.wait_for_url(re.compile(rf"^{re.escape(at.base)}/wizard\?"), wait_until="commit")
    at.settle().choose("Live migration", "It must")
    shared = parse_qs(urlsplit(at.shared_link()).query)
    assert [shared[name] for name in ("ask_vcpu", "ask_origin", "ask_live")] == [["300"], ["vmware"], ["must"]]
    assert "Ana" not in at.page.content()
    at.assert_clean()
    context.close()
