"""A real browser for the tests: a visitor opens pages, waits for them, and notes every error and every request."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, expect, sync_playwright
from playwright.sync_api import TimeoutError as LateError

from components.app.server import FAILED
from components.kit.menu import SCREENS
from tests.browser import chromium

PATHS = ("/", *(f"/{screen.slug}" for screen in SCREENS[1:]))
"""Every screen's address."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--renderer-process-limit=1",
    "--js-flags=--no-opt",
]
"""The limit halves what opening a page costs: a renderer that stays has compiled Streamlit's scripts already. And no page is
open for long enough to win back what optimising its scripts costs, a sixth of the browser's work."""
PATIENCE = 60_000
"""Milliseconds that a busy machine may take for what a quiet one does in one or two seconds."""
expect.set_options(timeout=PATIENCE)
ColorScheme = Literal["light", "dark"]
NARROW = {"width": 390, "height": 844}
PHONE: dict[str, Any] = {"viewport": NARROW, "has_touch": True, "is_mobile": True}

# What the page is doing, so that a test can wait for the answer to a click instead of for a while. That a run has ended is
# read from the server's own message (ForwardMsg: field 6, script_finished; 2 is a run that stopped for the next one): the
# page's state still says "notRunning" between the click and the first word of the answer.
WATCH = """(() => {
  const seen = window.seen = {sent: 0, finished: 0, changed: 0, calm: 0};
  const now = () => performance.now();
  const isEnd = (message) => {
    const bytes = new Uint8Array(message);
    let at = 0;
    const number = () => {
      let value = 0, times = 1, byte;
      do { byte = bytes[at++]; value += (byte & 127) * times; times *= 128; } while (byte > 127);
      return value;
    };
    while (at < bytes.length) {
      const tag = number(), value = number();
      if (tag === 6 << 3) return value !== 2;
      if (tag & 2) at += value;
    }
    return false;
  };
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({data}) => { seen.changed = now(); if (isEnd(data)) seen.finished = now(); });
    }
    send(data) { seen.sent = now(); super.send(data); }
  };
  new MutationObserver(() => { seen.changed = now(); }).observe(document,
    {subtree: true, childList: true, attributes: true, characterData: true});
})()"""

# Three looks in a row, not time alone: what a busy page has yet to draw may wait behind the first of them.
IS_SETTLED = """(quiet) => {
  const app = document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]');
  const {seen} = window, still = performance.now() - Math.max(seen.sent, seen.changed) > quiet;
  const shown = app && app.querySelector('h1') && !app.querySelector('[data-testid=stSkeleton]');
  seen.calm = shown && still && seen.finished > seen.sent ? seen.calm + 1 : 0;
  return seen.calm > 2;
}"""

IS_ASKED = "([sent, origin]) => window.seen?.sent > sent || performance.timeOrigin !== origin"
"""Whether the page has sent something since, or is another one."""

VIEW = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const all = (what) => [...main.querySelectorAll(what)];
  return {
    text: main.innerText.replace(/\\s+/g, ' ').trim(),
    typed: all('input:not([type=checkbox]):not([type=radio]), textarea').map((field) => field.value),
    ticked: all('input[type=checkbox]').map((box) => box.checked),
    opened: all('details[open] > summary').map((part) => part.innerText.trim()),
    chosen: all('[aria-selected=true], [aria-checked=true], [aria-pressed=true]').map((part) => part.textContent.trim()),
  };
}"""

IS_DARK = """() => {
  const colour = getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor;
  return colour.match(/\\d+/g).slice(0, 3).every((part) => part < 64);
}"""

WIDTHS = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  return [document.documentElement.scrollWidth, main.scrollWidth, window.innerWidth];
}"""
UNLABELLED = """(tables) => tables.flatMap((table) => [...table.querySelectorAll('td')])
  .filter((cell) => getComputedStyle(cell, '::before').content !== JSON.stringify(cell.dataset.label))
  .map((cell) => cell.innerText)"""

IS_STILL = "() => !document.getAnimations().some((one) => one instanceof CSSTransition)"


class Visitor:
    """One browser window at one server, and what went wrong in it during a test."""

    def __init__(self, context: BrowserContext, base: str, scheme: ColorScheme = "light") -> None:
        self.base, self.scheme = base, scheme
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def open(self, path: str) -> Visitor:
        """Open a path of the server, or a whole link, as a new session, and wait until it is shown."""
        self.page.emulate_media(color_scheme=self.scheme)
        self.page.goto(path if "://" in path else self.base + path, wait_until="commit")
        return self.settle()

    def forget(self) -> Visitor:
        """Leave the page and what it has the browser keep, such as an open menu, and start the notes anew."""
        self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")
        self.errors.clear()
        self.requests.clear()
        return self

    def settle(self, quiet: int = 100) -> Visitor:
        """Wait until the server has answered, the page's script has ended and nothing has changed for `quiet` ms."""
        self.page.wait_for_function(IS_SETTLED, arg=quiet, polling=30)
        return self

    @contextmanager
    def answered(self) -> Iterator[None]:
        """Wait until what is done here has been sent to the server, however late, and its answer is shown."""
        before = self.page.evaluate("[window.seen.sent, performance.timeOrigin]")
        yield
        self.page.wait_for_function(IS_ASKED, arg=before, polling=30)
        self.settle()

    def view(self) -> dict[str, Any]:
        """What the main part shows: text, fields and choices."""
        return self.page.evaluate(VIEW)

    def text(self) -> str:
        return self.view()["text"]

    def popover(self, name: str) -> None:
        """Open one of the popovers in the page's head."""
        self.page.locator(".st-key-view").get_by_role("button", name=name).click()
        self.page.locator("[data-testid=stPopoverBody]").wait_for()

    @contextmanager
    def within(self, name: str) -> Iterator[Locator]:
        """What stands in one of the popovers of the page, open for as long; it may count in its name what is set in it."""
        self.page.get_by_role("main").get_by_role("button", name=re.compile(rf"^{name}( · \d)?$")).click()
        body = self.page.locator("[data-testid=stPopoverBody]")
        body.wait_for()
        yield body
        self.close_popover()

    @contextmanager
    def choices(self) -> Iterator[Locator]:
        """What hangs under View in the head, open for as long."""
        place = self.page.locator(".st-key-view_choices")
        place.locator("summary").click()
        place.locator("details[open]").wait_for()
        yield place
        place.locator("summary").click()
        place.locator("details:not([open])").wait_for()
        self.settle()

    def close_popover(self) -> None:
        self.page.keyboard.press("Escape")
        self.page.locator("[data-testid=stPopoverBody]").wait_for(state="hidden")
        self.settle()

    def shared_link(self) -> str:
        """The link that the Share popover offers to copy."""
        self.popover("Share")
        link = self.page.locator("[data-testid=stPopoverBody] [data-testid=stCode]").first.inner_text()
        self.close_popover()
        return link.strip()

    def type(self, label: str, text: str, role: str = "textbox") -> None:
        """Fill a field and confirm it."""
        field = self.page.get_by_role(role, name=label, exact=True)
        with self.answered():
            field.fill(text)
            field.press("Enter")

    def press(self, name: str, role: str = "button") -> None:
        """Click a pill, a tab or a choice of the main part."""
        with self.answered():
            self.page.get_by_role("main").get_by_role(role, name=name, exact=True).click()

    def search(self, query: str) -> None:
        """Type into the overview's search box and wait for the results."""
        field = self.page.get_by_role("textbox", name="Find a number")
        with self.answered():
            field.fill(query)
            self.page.wait_for_url("**find=*")
        field.blur()
        self.settle()

    def choose(self, question: str, answer: str) -> None:
        """Answer one of the wizard's questions."""
        group = self.page.get_by_test_id("stButtonGroup").filter(has=self.page.get_by_text(question, exact=True))
        with self.answered():
            group.get_by_text(answer, exact=True).click()

    def pick(self, label: str, option: str) -> None:
        """Choose from a select box, opened again if an answer that comes late closes it."""
        wanted = self.page.get_by_role("option", name=option, exact=True)
        for _ in range(5):
            box = self.page.get_by_role("combobox", name=label)
            box.click()
            box.fill(option)  # a long list is drawn only where it is looked at
            with suppress(LateError):
                wanted.wait_for(timeout=PATIENCE / 10)
                break
        with self.answered():
            wanted.click()

    def fold(self, name: str) -> None:
        """Open one of Streamlit's expanders, or close it."""
        part = self.page.get_by_test_id("stExpander").filter(has=self.page.get_by_text(name, exact=True))
        to = "[open]" if part.locator("details").get_attribute("open") is None else ":not([open])"
        part.locator("summary").click()
        part.locator(f"details{to}").wait_for(state="attached")
        self.settle()

    def go(self, group: str, title: str) -> None:
        """Change the page by the menu."""
        self.page.get_by_role("navigation").get_by_role("button", name=group).click()
        self.page.get_by_role("menuitem", name=title).click()
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        self.settle()

    def choose_view(self, without: str, values: str) -> None:
        """Take a platform away and choose which values are read."""
        with self.choices() as choices:
            with self.answered():
                choices.get_by_role("button", name=without, exact=True).click()
            with self.answered():
                choices.get_by_role("radio", name=values, exact=True).click()

    def turn(self, scheme: ColorScheme) -> None:
        """The reader's system takes this look.

        Colours fade from one look to the other, buttons last: a busy machine shows what is in between for long.
        """
        self.page.emulate_media(color_scheme=scheme)
        self.page.wait_for_function(IS_DARK if scheme == "dark" else f"() => !({IS_DARK})()")
        self.settle()
        self.page.wait_for_function(IS_STILL, polling=30)

    def narrow(self) -> Visitor:
        """From here on the window is as narrow as a phone."""
        self.page.set_viewport_size(NARROW)
        return self.settle()

    def assert_fits_a_phone(self) -> None:
        """The reader scrolls in one direction, and each cell says which column it is of."""
        page, main, window = self.page.evaluate(WIDTHS)
        assert max(page, main) <= window == NARROW["width"]
        assert self.page.locator("table.qr").evaluate_all(UNLABELLED) == []

    def assert_clean(self) -> None:
        """Nothing failed in this window, and nothing was asked of another machine."""
        hosts = {urlsplit(url).hostname for url in self.requests if urlsplit(url).scheme in ("http", "https", "ws", "wss")}
        assert hosts == {"127.0.0.1"}
        assert self.errors == []
        assert self.page.get_by_text(FAILED).count() == 0


Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run; without a Chromium the tests are skipped, but where CI is set they fail."""
    path = chromium.find()
    if path is None:
        reason = "no Chromium found: install one, or set CHROMIUM to its path"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


DESK = {"width": 1440, "height": 900}
CLIPBOARD = ["clipboard-read", "clipboard-write"]


def _new(browser: Browser, server: str, options: dict[str, Any]) -> Visitor:
    context = browser.new_context(**{"viewport": DESK, "reduced_motion": "reduce", "permissions": CLIPBOARD, **options})
    context.add_init_script(WATCH)
    return Visitor(context, server, options.get("color_scheme", "light"))


@pytest.fixture(scope="session")
def visitors() -> Iterator[dict[str, list[Visitor]]]:
    """Visitors by the options of their window, kept: the server's own files are loaded and read once for each."""
    kept: dict[str, list[Visitor]] = {}
    yield kept
    for visitor in chain.from_iterable(kept.values()):
        visitor.page.context.close()


@pytest.fixture
def visit(browser: Browser, server: str, visitors: dict[str, list[Visitor]]) -> Iterator[Visit]:
    """Opens a path as a new session in a window of its own: `visit("/key_numbers", viewport=PROJECTOR)`.

    At the end no window may have had an error, or have asked another machine for anything. Windows that differ in size or look
    alone are one: a new one reads all of Streamlit's scripts anew.
    """
    lent: list[tuple[str, Visitor]] = []

    def visit(path: str, viewport: dict[str, int] = DESK, scheme: ColorScheme = "light", **options: Any) -> Visitor:
        key = repr(sorted(options.items()))
        idle = visitors.setdefault(key, [])
        visitor = idle.pop() if idle else _new(browser, server, options)
        visitor.scheme = scheme
        lent.append((key, visitor))
        visitor.page.set_viewport_size(viewport)
        return visitor.open(path)

    yield visit
    for _, visitor in lent:
        visitor.assert_clean()
    for key, visitor in lent:
        visitors[key].append(visitor.forget())


@pytest.fixture
def stranger(browser: Browser, server: str) -> Iterator[Visit]:
    """The same in a browser that has seen nothing before: the reader at another machine."""
    made: list[Visitor] = []

    def visit(path: str, **options: Any) -> Visitor:
        made.append(_new(browser, server, options))
        return made[-1].open(path)

    yield visit
    for visitor in made:
        visitor.page.context.close()
