"""No page complains in the console, and none asks another machine for anything."""

from __future__ import annotations

import pytest

from tests.browser.conftest import PATHS, Visit, Visitor

pytestmark = pytest.mark.browser

OPEN_FOLDS = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"


def look_at_everything(at: Visitor) -> None:
    """Every tab with what it folds away, and every popover of the page."""
    for tab in at.page.get_by_role("main").get_by_role("tab").all():
        tab.click()
        at.settle()
        at.page.evaluate(OPEN_FOLDS)
    main = at.page.get_by_role("main")
    for name in ("Share", "Copy as Markdown"):
        for button in main.get_by_role("button", name=name, exact=True).all()[:1]:
            button.click()
            at.settle()
            at.page.get_by_test_id("stPopoverBody").wait_for()
            at.close_popover()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_clean_and_asks_nobody_else(visit: Visit, path: str) -> None:
    """Charts, diagrams, details and popovers included."""
    at = visit(path)
    look_at_everything(at)
    at.assert_clean()
