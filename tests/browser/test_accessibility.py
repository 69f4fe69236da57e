"""axe-core finds nothing on any page, light or dark, beyond what is Streamlit's own."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PATHS, PHONE, Visit, Visitor
from tests.pages.page_text import TABS

pytestmark = pytest.mark.browser

STUDIO = tuple(f"/live_migration?live_migration_tab={tab}" for tab in TABS["live_migration"][1:])
VIEWS = (*PATHS, "/?find=migration", "/blockers?id=LMB-K26", *STUDIO)


STREAMLITS_OWN = {
    "svg-img-alt": "[data-testid=stMetric]",
    "scrollable-region-focusable": "[data-testid=stCode]",
    "list": "[data-testid=stSidebarNav]",
    "listitem": "[data-testid=stSidebarNav]",
    "presentation-role-conflict": "[data-testid=stFileUploader]",
}
"""What the product cannot mend, and where: a sparkline's marks, a code block that scrolls, the groups of the phone's menu, the
place to drop a file on."""


def _is_streamlits_own(at: Visitor, rule: str, node: dict[str, Any]) -> bool:
    place = STREAMLITS_OWN.get(rule)
    inside = "(element, place) => element.closest(place) !== null"
    return place is not None and at.page.locator(node["target"][0]).evaluate(inside, place)


def violations(at: Visitor, *rules: str) -> list[str]:
    """Every violation of the page as it stands, of these rules or of all: the rule, the element and what is wrong with it."""
    options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
        for found in Axe().run(at.page, options=options).response["violations"]
        for node in found["nodes"]
        if not _is_streamlits_own(at, found["id"], node)
    ]


@pytest.mark.parametrize("path", VIEWS)
def test_a_page_has_no_violation_in_light_and_in_dark(visit: Visit, path: str) -> None:
    """The same page, before and after the reader's system turns dark; only colours differ then."""
    at = visit(path)
    found = violations(at)
    at.darken()
    assert found + violations(at, "color-contrast", "link-in-text-block") == []


@pytest.mark.parametrize("path", ["/blockers", "/commands"])
def test_a_page_has_no_violation_on_a_phone(visit: Visit, path: str) -> None:
    """Tables become lists there, so they are looked at again."""
    assert violations(visit(path, **PHONE)) == []
