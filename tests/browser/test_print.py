"""On paper a page is its table: every row of it, and none of the controls."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = (
    "/key_numbers",
    "/concepts",
    "/blockers",
    "/sources?sources_tab=Bibliography",
    "/live_migration?live_migration_tab=Times",
    "/live_migration?live_migration_tab=Platforms",
    "/drain_window",
)
ROWS = "(table) => [...table.tBodies[0].rows].filter((row) => row.cells.length > 1).map((row) => row.innerText)"
ON_SCREEN_ONLY = ("Move to OVE", "Main menu", "Every source open", "Shareexpand_more", "downloadCSV", "Copy as Markdown")
"""Words of the menus and buttons; an icon's name stands beside its button's."""


def squeezed(text: str) -> str:
    """Without blanks and line ends, which a printed cell has in other places than the same cell on the screen."""
    return "".join(text.split())


@pytest.mark.parametrize("path", PAGES)
def test_the_printed_page_has_every_row_and_no_controls(visit: Visit, tmp_path: Path, path: str) -> None:
    """The text of the PDF, as a reader would copy it."""
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None:
        pytest.skip("pdftotext (poppler-utils) is needed to read the printed page")
    at = visit(path)
    rows = at.page.locator("table.qr").first.evaluate(ROWS)
    assert len(rows) > 3
    paper = tmp_path / "page.pdf"
    at.page.pdf(path=paper, format="A4")
    text = subprocess.run([pdftotext, "-raw", paper, "-"], capture_output=True, text=True, check=True).stdout
    printed = squeezed(text)
    assert [row for row in rows if squeezed(row) not in printed] == []
    assert [words for words in ON_SCREEN_ONLY if squeezed(words) in printed] == []
