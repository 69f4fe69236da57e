"""Every screen with its tabs, folds and popovers: axe-core finds nothing in either light, no console complains, a phone fits."""

from __future__ import annotations

import pytest

from tests.browser.axe import COLOURS, MANY_ROWS, violations
from tests.browser.conftest import DESK, PATHS, Visit, Visitor

pytestmark = pytest.mark.browser

OPEN_FOLDS = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
EVERY_ROW = ("/key_numbers", "/blockers")
"""A screen of each kind of table, one of claims and one of entries, judged with all its rows."""

JUDGED_TAB_BY_TAB = ("/live_migration",)
IN_THE_DARK_TOO = ("/", "/architecture", "/lifecycle", "/wizard", "/live_migration", "/checklist", "/disk_transfer")
"""A screen of each kind, as it opens: answers, a stack, a chart, a form, the studio, boxes to tick, a comparison.
Only colours differ then, and the tables' are looked at in `test_theme`."""

STUDIO_AT_LENGTH = {"/live_migration": "/live_migration?lm_dirty=2500"}
"""With a verdict that needs advice, and its sentences."""


def judged_in_both_lights(at: Visitor) -> list[str]:
    """What is wrong as the reader has it, and after his system turns dark; only colours differ then."""
    found = violations(at, without=MANY_ROWS)
    at.turn()
    return found + violations(at, *COLOURS, without=MANY_ROWS)


def look_into_popover(at: Visitor) -> None:
    """The page's table as text, where it has one; what is shared is opened by the tests of links."""
    for button in at.page.get_by_role("main").get_by_role("button", name="Copy as Markdown", exact=True).all()[:1]:
        button.click()
        at.settle()
        at.page.get_by_test_id("stPopoverBody").wait_for()
        at.close_popover()


@pytest.mark.parametrize("path", PATHS)
def test_a_screen_has_no_violation_and_no_error_wherever_one_looks(visit: Visit, path: str, subtests: pytest.Subtests) -> None:
    """Charts, diagrams, details and popovers included; that no window had an error is asserted when it is given back.

    It is opened once, on a wide screen in the light; then it is made as narrow as a phone, and walked tab by tab.
    """
    at = visit(STUDIO_AT_LENGTH.get(path, path))
    with subtests.test(tab="as it opens"):
        assert violations(at, without="" if path in EVERY_ROW else MANY_ROWS) == []
    at.assert_clean()
    if path in IN_THE_DARK_TOO:
        with subtests.test(tab="in the dark"):
            at.turn("dark")
            assert violations(at, *COLOURS, without=MANY_ROWS) == []
    look_into_popover(at)
    judged = path in JUDGED_TAB_BY_TAB  # at full width, since axe passes over the contrast of what a phone scrolls to
    with subtests.test(tab="as narrow as a phone"):
        at.narrow().assert_fits_a_phone()
    if judged:
        at.page.set_viewport_size(DESK)
        at.settle()
    for tab in at.page.get_by_role("main").get_by_role("tab").all():
        if tab.get_attribute("aria-selected") != "true":
            with at.answered():
                tab.click()
            with subtests.test(tab=tab.inner_text()):
                at.assert_clean()
                if judged:
                    assert violations(at, within="[role=tabpanel]", without=MANY_ROWS) == []
                else:
                    at.assert_fits_a_phone()
        at.page.evaluate(OPEN_FOLDS)
    at.assert_clean()


@pytest.mark.parametrize("path", ["/?find=migration", "/blockers?id=LMB-K26"])
def test_what_only_a_link_shows_has_no_violation(visit: Visit, path: str) -> None:
    assert judged_in_both_lights(visit(path)) == []
