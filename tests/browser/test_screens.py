"""Every screen with its tabs and folds: axe-core finds nothing, no console complains, a phone fits."""

from __future__ import annotations

from itertools import cycle

import pytest

from components.kit.menu import MENU
from tests.browser.axe import MANY_ROWS, violations
from tests.browser.conftest import DESK, PATHS, ColorScheme, Visit

pytestmark = pytest.mark.browser

OPEN_FOLDS = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
LIT = "(groups) => groups.filter((one) => getComputedStyle(one).boxShadow !== 'none').map((one) => one.innerText.trim())"
EVERY_ROW = ("/key_numbers",)
"""Judged with all its rows; elsewhere the first of a table stand for those that are made like them."""

JUDGED_TAB_BY_TAB = ("/live_migration", "/migration_settings", "/migration_evidence")
"""With the most that other screens have not: fields, charts, pasted text."""

STUDIO_AT_LENGTH = {"/live_migration": "/live_migration?lm_dirty=2500"}
"""With a verdict that needs advice, and its sentences."""


@pytest.mark.parametrize(("scheme", "path"), list(zip(cycle(("light", "dark")), PATHS, strict=False)))
def test_a_screen_has_no_violation_and_no_error_wherever_one_looks(
    visit: Visit, scheme: ColorScheme, path: str, subtests: pytest.Subtests
) -> None:
    """Charts, diagrams and details included; that no window had an error is asserted when it is given back.

    It is opened once, on a wide screen, every second one in the dark, since looks differ in colours and those are the theme's
    (what is ours of them, `test_theme` holds in both); then it is made as narrow as a phone, and walked tab by tab.
    """
    at = visit(STUDIO_AT_LENGTH.get(path, path), scheme=scheme)
    lit = at.page.get_by_test_id("stTopNavSection").evaluate_all(LIT)
    assert [group for group, screens in MENU.items() if path in [f"/{one.slug}" for one in screens] or path == "/"][:1] == lit
    with subtests.test(tab="as it opens"):
        assert violations(at, without="" if path in EVERY_ROW else MANY_ROWS) == []
    at.assert_clean()
    with subtests.test(tab="as narrow as a phone"):
        at.narrow().assert_fits_a_phone()
    for tab in at.page.get_by_role("main").get_by_role("tab").all():
        if tab.get_attribute("aria-selected") != "true":
            if path in JUDGED_TAB_BY_TAB:  # at full width, since axe passes over the contrast of what a phone scrolls to
                at.page.set_viewport_size(DESK)
            with at.answered():
                tab.click()
            with subtests.test(tab=tab.inner_text()):
                at.assert_clean()
                if path in JUDGED_TAB_BY_TAB:
                    assert violations(at, within="[role=tabpanel]", without=MANY_ROWS) == []
                    at.narrow()
                at.assert_fits_a_phone()
        at.page.evaluate(OPEN_FOLDS)
        with subtests.test(tab=tab.inner_text(), folds="open"):
            at.assert_fits_a_phone()
    at.assert_clean()


@pytest.mark.parametrize(("scheme", "path"), [("dark", "/?find=migration"), ("light", "/blockers?id=LMB-K26")])
def test_what_only_a_link_shows_has_no_violation(visit: Visit, scheme: ColorScheme, path: str) -> None:
    assert violations(visit(path, scheme=scheme), without=MANY_ROWS) == []
