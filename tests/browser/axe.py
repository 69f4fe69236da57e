"""What axe-core finds on a page, beyond what is Streamlit's own."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Visitor

STREAMLITS_OWN = {
    "svg-img-alt": "[data-testid=stMetric]",
    "scrollable-region-focusable": "[data-testid=stCode]",
    "list": "[data-testid=stSidebarNav]",
    "listitem": "[data-testid=stSidebarNav]",
    "presentation-role-conflict": "[data-testid=stFileUploader]",
}
"""What the product cannot mend, and where: a sparkline's marks, a code block that scrolls, the groups of the phone's menu, the
place to drop a file on."""

MANY_ROWS = "table.qr tbody tr:nth-child(n+4)"
"""Rows that are made as the three above them: they are judged on one screen."""

SCRIPT = Axe().axe_script
RUN = "([within, without, options]) => axe.run({include: [[within]], exclude: without}, options)"


def _is_streamlits_own(at: Visitor, rule: str, node: dict[str, Any]) -> bool:
    place = STREAMLITS_OWN.get(rule)
    inside = "(element, place) => element.closest(place) !== null"
    return place is not None and at.page.locator(node["target"][0]).evaluate(inside, place)


def violations(at: Visitor, within: str = "html", without: str = "") -> list[str]:
    """Every violation of the page as it stands: the rule, the element and what is wrong with it."""
    options = {"resultTypes": ["violations"], "preload": not without}
    if not at.page.evaluate("'axe' in window"):
        at.page.evaluate(SCRIPT)
    found = at.page.evaluate(RUN, [within, [[without]] if without else [], options])
    return [
        f"{found['id']} ({found['impact']}): {node['target']} {node['html'][:200]} {node.get('failureSummary', '')}"
        for found in found["violations"]
        for node in found["nodes"]
        if not _is_streamlits_own(at, found["id"], node)
    ]
