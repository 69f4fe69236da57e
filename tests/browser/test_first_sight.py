"""A first visit: the answer before any script, few bytes, and nothing that jumps when Streamlit takes over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, WebSocket, expect

from components.app.answer_tables import WHOLE
from components.kit.menu import BY_SLUG, SCREENS
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser

MOST_BYTES = 1_100_000
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => { shifted += one.value; }))
.observe({type: 'layout-shift', buffered: true})"""
COMPUTING = [screen.slug for screen in SCREENS if screen.slug not in WHOLE]
CODE = '[data-testid="stCode"] pre'
CUT = """const Made = WebSocket; let made = 0;
window.WebSocket = class extends Made { constructor(...asked) { super(...asked); if (made++ === 0) this.close(); } }"""
ROW = "/key_numbers?id=max-vcpu-per-vm"


@pytest.fixture
def stranger_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of a browser that has kept nothing."""
    options: dict[str, Any] = getattr(request, "param", {"viewport": DESK})
    context = browser.new_context(**options)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("stranger_page", [{"viewport": DESK, "java_script_enabled": False}], indirect=True)
def test_a_row_is_read_where_no_script_runs(stranger_page: Page, server: str) -> None:
    stranger_page.goto(server + ROW)
    expect(stranger_page.get_by_role("heading", name="Key numbers")).to_be_visible()
    expect(stranger_page.get_by_text("216 tested")).to_be_visible()
    expect(stranger_page.get_by_text("OpenShift Virtualization, tested maximums")).to_be_in_viewport()
    stranger_page.get_by_role("link", name="← All").click()
    expect(stranger_page.get_by_text("Max nodes/cluster")).to_be_visible()


def test_a_connection_that_is_lost_before_streamlit_asks_for_it_is_made_anew(stranger_page: Page, server: str) -> None:
    lines: list[WebSocket] = []
    stranger_page.on("websocket", lambda line: lines.append(line))
    stranger_page.add_init_script(CUT)
    stranger_page.goto(f"{server}/key_numbers")
    expect(stranger_page.locator("#answer")).to_have_count(0)
    expect(stranger_page.locator("table.qr")).to_be_visible()
    assert [line.is_closed() for line in lines] == [True, False]


@pytest.mark.parametrize(
    ("stranger_page", "slug", "shown"),
    [({"viewport": DESK}, "key_numbers", "table.qr"), (PHONE, "key_numbers", "table.qr"), ({"viewport": DESK}, "commands", CODE)],
    indirect=["stranger_page"],
    ids=["desk", "phone", "boxes of code"],
)
def test_a_first_visit_costs_few_bytes_and_nothing_jumps(stranger_page: Page, server: str, slug: str, shown: str) -> None:
    wire = stranger_page.context.new_cdp_session(stranger_page)
    received, errors, asked, lines = [0.0], [], [], []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda done: received.append(done["encodedDataLength"]))
    wire.on("Network.webSocketFrameReceived", lambda frame: received.append(len(frame["response"]["payloadData"]) * 3 / 4))
    stranger_page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    stranger_page.on("request", lambda request: asked.append(request.url))
    stranger_page.on("websocket", lambda line: lines.append(line))
    stranger_page.add_init_script(SHIFTS)
    stranger_page.goto(f"{server}/{slug}", wait_until="commit")
    expect(stranger_page.locator("#answer")).to_have_count(0)
    expect(stranger_page.locator(shown).first).to_be_visible()
    stranger_page.wait_for_load_state("networkidle")
    assert len(lines) == 1
    assert 300_000 < sum(received) < MOST_BYTES
    assert stranger_page.evaluate("shifted") < 0.1
    assert [url for url in asked if "SourceSans" in url] == []
    assert errors == []


def test_what_was_scrolled_and_opened_stays_so(stranger_page: Page, server: str) -> None:
    held: list[Route] = []
    stranger_page.route("**/index.*.js", lambda route: held.append(route))
    stranger_page.goto(f"{server}/key_numbers", wait_until="commit")
    answer = stranger_page.locator("#answer")
    answer.get_by_text("source", exact=True).nth(1).click()
    answer.evaluate("(one) => { one.scrollTop = 400 }")
    opened = answer.locator("details").evaluate_all("(all) => all.map((one) => one.open)")
    for route in held:
        route.continue_()
    expect(answer).to_have_count(0)
    now = stranger_page.locator("table.qr details").evaluate_all("(all) => all.map((one) => one.open)")
    assert opened.count(True) == 1
    assert now[: len(opened)] == opened
    assert stranger_page.locator("[data-testid=stMain]").evaluate("(one) => one.scrollTop") == 400


@pytest.mark.parametrize("slug", COMPUTING)
def test_a_screen_that_computes_has_its_head_at_once_and_nothing_jumps(stranger_page: Page, server: str, slug: str) -> None:
    held: list[Route] = []
    stranger_page.route("**/index.*.js", lambda route: held.append(route))
    stranger_page.add_init_script(SHIFTS)
    stranger_page.goto(f"{server}/{slug}", wait_until="commit")
    cover, main = stranger_page.locator("#answer"), stranger_page.get_by_test_id("stMain")
    expect(cover.get_by_text(BY_SLUG[slug].about)).to_be_visible()
    head = cover.get_by_role("heading").bounding_box()
    for route in held:
        route.continue_()
    expect(cover).to_have_count(0)
    stranger_page.wait_for_load_state("networkidle")
    expect(main.get_by_test_id("stSkeleton").locator("visible=true")).to_have_count(0)
    assert stranger_page.evaluate("shifted") < 0.1
    now = main.get_by_role("heading", level=1).bounding_box()
    assert head is not None
    assert now is not None
    assert (now["x"], now["y"]) == pytest.approx((head["x"], head["y"]), abs=2)


@pytest.mark.parametrize("path", ["/wizard?id=no-such-row", "/drain_window?drain_hosts=-7", "/live_migration?embed=true"])
def test_a_cover_gives_way_whatever_the_link(stranger_page: Page, server: str, path: str) -> None:
    stranger_page.goto(server + path, wait_until="commit")
    expect(stranger_page.locator("#answer")).to_have_count(0)
    expect(stranger_page.get_by_role("heading", level=1)).to_be_visible()


def test_a_cover_gives_way_where_no_connection_is_made(stranger_page: Page, server: str) -> None:
    stranger_page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    stranger_page.goto(f"{server}/wizard", wait_until="commit")
    expect(stranger_page.get_by_test_id("stApp")).to_be_attached()
    expect(stranger_page.locator("#answer")).to_have_count(0, timeout=20_000)
