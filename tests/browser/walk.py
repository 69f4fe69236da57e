"""A newcomer's way through the product: every press and every typed text is made through here, and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Locator, Page

from tests.browser.conftest import Visitor
from tests.server.server_process import ROOT

ROW = re.compile(r"\| (\d+) \| ([^|]+) \| (\d+) \| (\d+) \| ([^|]+) \|")


class Told(NamedTuple):
    """What docs/walk.md says of a task: what it takes, and what it ends at."""

    task: str
    clicks: int
    fields: int
    ends_at: str


DOCUMENTED = {
    int(number): Told(task, int(clicks), int(fields), ends_at)
    for number, task, clicks, fields, ends_at in ROW.findall((ROOT / "docs" / "walk.md").read_text(encoding="utf-8"))
}
"""The tasks by their number. A walk that takes more or less than it says there fails: the page is what was measured."""


class Walk:
    """A visitor whose presses and typed texts are counted.

    A click is a press of the pointer, or of a key that chooses; a field is a text that is typed, with the key that confirms it.
    What the browser itself offers is neither: its Back, its address, its printing. What a test only looks at is not counted.
    """

    def __init__(self, at: Visitor) -> None:
        self.at, self.clicks, self.fields = at, 0, 0

    @property
    def page(self) -> Page:
        return self.at.page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def click(self, target: Locator, answered: bool = True) -> None:
        """Press something; unless told otherwise, the server answers it."""
        self.clicks += 1
        if not answered:
            target.click()
            return
        with self.at.answered():
            target.click()

    def key(self, name: str) -> None:
        """Press a key that chooses."""
        self.clicks += 1
        with self.at.answered():
            self.page.keyboard.press(name)

    def type(self, field: Locator, text: str, confirm: str = "Enter") -> None:
        """Fill a field and confirm it."""
        self.fields += 1
        with self.at.answered():
            field.fill(text)
            field.press(confirm)

    def ask(self, question: str) -> None:
        """Follow one of the questions of the overview."""
        self.click(self.main.get_by_role("link", name=question, exact=True))
        self.page.wait_for_url(lambda address: address != f"{self.at.base}/")
        self.at.settle()

    def menu(self, group: str, title: str) -> None:
        """Go to a screen by the menu."""
        self.click(self.page.get_by_role("navigation").get_by_role("button", name=group), answered=False)
        self.click(self.page.get_by_role("menuitem", name=title))
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        self.at.settle()

    def find(self, words: str) -> list[str]:
        """Type into the overview's search box; each hit with what stands under it, in the order of the screen."""
        self.fields += 1
        self.at.search(words)
        return [" ".join(part.split()) for part in self.main.locator("[class*=st-key-hits_]").all_inner_texts()]

    def follow(self, hit: str, to: str) -> None:
        """Open a hit."""
        self.click(self.main.get_by_role("link", name=hit, exact=True).first)
        self.page.wait_for_url(f"**/{to}*")
        self.at.settle()

    def tab(self, name: str) -> None:
        self.click(self.main.get_by_role("tab", name=name, exact=True))

    def open(self, name: str) -> Locator:
        """Open one of the popovers, which stays open; it may count in its name what is set in it."""
        self.click(self.main.get_by_role("button", name=re.compile(rf"^{name}( · \d)?$")))
        body = self.page.locator("[data-testid=stPopoverBody]")
        body.wait_for()
        return body

    def copy(self, code: Locator) -> str:
        """Copy a code block with its button; what the clipboard holds then."""
        self.page.evaluate("navigator.clipboard.writeText('')")
        code.hover()
        self.click(code.get_by_role("button").first, answered=False)
        self.page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
        return self.page.evaluate("navigator.clipboard.readText()")

    def save(self, button: Locator) -> tuple[str, str]:
        """Name and content of the file that a press downloads."""
        with self.page.expect_download() as download:
            self.click(button, answered=False)
        return download.value.suggested_filename, download.value.path().read_text(encoding="utf-8-sig")

    @contextmanager
    def in_a_new_window(self, target: Locator) -> Iterator[Page]:
        """Press something that opens a window, and go on there."""
        here = self.page
        with here.expect_popup() as popup:
            self.click(target, answered=False)
        self.at.page = popup.value
        try:
            yield self.at.page
        finally:
            self.at.page.close()
            self.at.page = here

    def took(self, task: int) -> None:
        """Hold what was counted against what the page of the walk says."""
        told = DOCUMENTED[task]
        assert (self.clicks, self.fields) == (told.clicks, told.fields), f"task {task}: {told.task}"
