"""On paper a page is its table, every row of it, and its charts, whole; and none of the controls."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import expect

from domain.artefacts.checklist_progress import Progress, encode
from domain.catalog import catalog
from domain.catalog.vocabulary import Phase
from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

PAGES = (
    "/key_numbers",
    "/blockers",
    "/drain_window",
)
ROWS = "(table) => [...table.tBodies[0].rows].filter((row) => row.cells.length > 1).map((row) => row.innerText)"
ON_SCREEN_ONLY = ("Move to OVE", "Main menu", "Every source open", "Shareexpand_more", "downloadCSV", "Copy as Markdown")
"""Words of the menus and buttons; an icon's name stands beside its button's."""


def squeezed(text: str) -> str:
    """Without blanks and line ends, which a printed cell has in other places than the same cell on the screen."""
    return "".join(text.split())


@pytest.fixture
def pdftotext() -> str:
    found = shutil.which("pdftotext")
    if found is None:
        pytest.skip("pdftotext (poppler-utils) is needed to read the printed page")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_the_printed_page_has_every_row_and_no_controls(visit: Visit, tmp_path: Path, pdftotext: str, path: str) -> None:
    """The text of the PDF, as a reader would copy it; each page says of which catalogue it is, and its link."""
    at = visit(path)
    at.page.emulate_media(media="print")
    rows = at.page.locator("table.qr").first.evaluate(ROWS)
    at.page.emulate_media(media="null")
    assert len(rows) > 3
    paper = tmp_path / "page.pdf"
    at.page.pdf(path=paper, format="A4")
    text = subprocess.run([pdftotext, "-raw", paper, "-"], capture_output=True, text=True, check=True).stdout
    printed = squeezed(text)
    assert [row for row in rows if squeezed(row) not in printed] == []
    assert [words for words in ON_SCREEN_ONLY if squeezed(words) in printed] == []
    pages = text.count("\f")
    assert text.count(f"catalogue {catalog().version}") == pages
    assert printed.count(squeezed(at.page.url)) >= pages


def test_an_opened_row_begins_on_the_first_sheet(visit: Visit, tmp_path: Path, pdftotext: str) -> None:
    """Also one that is longer than a sheet: what stands behind a value may be parted, and no sheet stays empty before it."""
    at = visit("/key_numbers?id=max-vcpu-per-vm")
    at.page.pdf(path=tmp_path / "row.pdf", format="A4")
    first = subprocess.run([pdftotext, "-l", "1", "-raw", tmp_path / "row.pdf", "-"], capture_output=True, text=True, check=True)
    claim = catalog().key_numbers["max-vcpu-per-vm"].claims["ove"]
    assert squeezed(claim.verified) in squeezed(first.stdout)
    assert squeezed(f"“{claim.reference}”") in squeezed(first.stdout)


def test_the_printed_checklist_has_every_item_of_its_phase(visit: Visit, tmp_path: Path, pdftotext: str) -> None:
    """Whatever is folded on the screen, with its box, priority and note; the screen, which has its own list, shows none of it."""
    items = [item for item in catalog().checklist.values() if item.phase is Phase.PRE_FLIGHT and not item.appears]
    done, noted = items[0], next(item for item in items if item.group != items[0].group)
    at = visit(f"/checklist?progress={encode(Progress(frozenset({done.bit}), {noted.bit: 'ask the storage team'}))}")
    assert f"{noted.id} {noted.title}" not in at.text()
    expect(at.page.locator(".qr.paper")).to_be_hidden()
    at.page.pdf(path=tmp_path / "page.pdf", format="A4")
    text = subprocess.run([pdftotext, "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True).stdout
    boxes = {words[1]: words[0] for line in text.splitlines() if len(words := line.split()) > 2 and words[0] in "☐☑"}
    assert boxes == {item.id: "☑" if item is done else "☐" for item in items}
    printed = squeezed(text)
    assert [item.id for item in items if squeezed(f"{item.id} {item.title}") not in printed] == []
    assert squeezed("Note: ask the storage team") in printed
    assert squeezed(f"0 of {sum(item.group == noted.group for item in items)}") in printed
    assert [
        words for words in ("Progress code", "Find in this phase", "details", "downloadMarkdown") if squeezed(words) in printed
    ] == []


def test_the_printed_wizard_is_the_answers_and_the_result(visit: Visit, tmp_path: Path, pdftotext: str) -> None:
    """On two sheets at most, with the link whole on each; no question that nobody answered, no answer that nobody gave."""
    facts = catalog()
    answers = facts.workloads["citrix-vdi"].answers
    at = visit("/wizard?id=citrix-vdi")
    at.page.pdf(path=tmp_path / "page.pdf", format="A4")
    text = subprocess.run([pdftotext, "-raw", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True).stdout
    printed, pages = squeezed(text), text.count("\f")
    asked = facts.workload_questions
    said = {id_: squeezed(f"{asked[id_].label}: {asked[id_].label_of(answer)}") for id_, answer in answers.items()}
    assert pages <= 2
    assert [line for line in said.values() if line not in printed] == []
    assert [q.label for q in asked.values() if q.id not in answers and squeezed(f"{q.label}:") in printed] == []
    assert [words for words in ("Start over", "Not needed", "Ask next", "Take away") if squeezed(words) in printed] == []
    assert printed.count(squeezed(at.page.url)) == pages


TICKS = "(chart) => [...chart.querySelectorAll('.xaxislayer-above .xtick text')].map((tick) => tick.textContent)"
WORD = re.compile(r'<word xMin="[\d.]+" yMin="([\d.]+)" xMax="([\d.]+)" yMax="[\d.]+">([^<]*)</word>')


CHARTS = (("This VM", 1920), ("Map", 1280))


def test_a_chart_is_whole_on_paper_however_wide_the_screen_was(
    visit: Visit, tmp_path: Path, pdftotext: str, subtests: pytest.Subtests
) -> None:
    """Its axis is there to its last number; the middle of what the screen shows would be the edge of the sheet.

    A fold that is closed is not there.
    """
    at = visit("/live_migration", viewport={"width": 1920, "height": 900})
    for tab, width in CHARTS:
        at.page.set_viewport_size({"width": width, "height": 900})
        if tab != CHARTS[0][0]:
            at.press(tab, "tab")
        chart = at.page.get_by_test_id("stPlotlyChart").first
        chart.locator(".xtick text").last.wait_for()
        at.settle()
        with subtests.test(tab=tab, width=width):
            ticks = chart.evaluate(TICKS)
            assert len(ticks) > 2
            at.page.pdf(path=tmp_path / f"{tab}.pdf", format="A4")
            lines = lines_on_the_sheet(pdftotext, tmp_path / f"{tab}.pdf")
            assert ticks in lines
            assert "The passes, one by one".split() not in lines


def lines_on_the_sheet(pdftotext: str, paper: Path) -> list[list[str]]:
    """The words of the first two pages, line by line, without those that the sheet cuts off."""
    text = subprocess.run([pdftotext, "-l", "2", "-bbox", paper, "-"], capture_output=True, text=True, check=True).stdout
    found: list[list[str]] = []
    for width, page in re.findall(r'<page width="([\d.]+)"(.*?)</page>', text, re.DOTALL):
        lines = defaultdict(list)
        for y, right, word in WORD.findall(page):
            if float(right) <= float(width):
                lines[y].append(word)
        found += lines.values()
    assert found
    return found
