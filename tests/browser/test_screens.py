"""Every screen with its tabs, folds and popovers: axe-core finds nothing in light or in dark, and no console complains."""

from __future__ import annotations

import pytest

from tests.browser.axe import COLOURS, MANY_ROWS, violations
from tests.browser.conftest import PATHS, Visit, Visitor

pytestmark = pytest.mark.browser

OPEN_FOLDS = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
JUDGED_TAB_BY_TAB = ("/live_migration",)


def assert_accessible(at: Visitor) -> None:
    """In the light, and after the reader's system turns dark; only colours differ then."""
    found = violations(at)
    at.darken()
    found += violations(at, *COLOURS, without=MANY_ROWS)
    at.lighten()
    assert found == []


def look_into_popovers(at: Visitor) -> None:
    main = at.page.get_by_role("main")
    for name in ("Share", "Copy as Markdown"):
        for button in main.get_by_role("button", name=name, exact=True).all()[:1]:
            button.click()
            at.settle()
            at.page.get_by_test_id("stPopoverBody").wait_for()
            at.close_popover()


@pytest.mark.parametrize("path", PATHS)
def test_a_screen_has_no_violation_and_no_error_wherever_one_looks(visit: Visit, path: str, subtests: pytest.Subtests) -> None:
    """Charts, diagrams, details and popovers included; that no window had an error is asserted when it is given back."""
    at = visit(path)
    with subtests.test(tab="as it opens"):
        assert_accessible(at)
    for tab in at.page.get_by_role("main").get_by_role("tab").all():
        already = tab.get_attribute("aria-selected") == "true"
        tab.click()
        at.settle()
        with subtests.test(tab=tab.inner_text()):
            if path in JUDGED_TAB_BY_TAB and not already:
                assert_accessible(at)
            at.page.evaluate(OPEN_FOLDS)
    look_into_popovers(at)
    at.assert_clean()


@pytest.mark.parametrize("path", ["/?find=migration", "/blockers?id=LMB-K26"])
def test_what_only_a_link_shows_has_no_violation(visit: Visit, path: str) -> None:
    assert_accessible(visit(path))
