"""What a reader takes away by one click is whole: commands, tables, the chart, the checklist."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from domain.catalog import catalog
from domain.decision.checklist import tailored
from tests.browser.conftest import Visit, Visitor

pytestmark = pytest.mark.browser


def saved(at: Visitor, click: Callable[[], None]) -> tuple[str, bytes]:
    """Name and content of the file that a click downloads."""
    with at.page.expect_download() as download:
        click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def copied(at: Visitor, block: int = 0) -> tuple[str, str]:
    """What a code block of the page shows, and what its copy button puts on the clipboard."""
    code = at.page.get_by_test_id("stCode").nth(block)
    code.hover()
    code.get_by_role("button").first.click()
    at.page.wait_for_function("async () => (await navigator.clipboard.readText()).length > 0")
    return code.locator("code").inner_text(), at.page.evaluate("navigator.clipboard.readText()")


def test_a_command_is_copied_as_it_stands(visit: Visit) -> None:
    """With the reader's name in it, quoted, and nothing else."""
    at = visit("/commands?id=drain-node&n_node=rack+7")
    at.page.evaluate("navigator.clipboard.writeText('')")
    shown, clipboard = copied(at)
    assert clipboard == shown
    assert "'rack 7'" in clipboard
    assert "\n" not in clipboard


def test_the_key_numbers_as_csv_are_the_rows_shown(visit: Visit) -> None:
    """Filtered as on the screen, with a line of heads."""
    at = visit("/key_numbers?key_numbers_verdict=contradicted")
    heads = at.page.locator("table.qr tbody th[scope=row] a").all_inner_texts()
    name, content = saved(at, lambda: at.page.get_by_role("button", name="CSV").click())
    assert content.startswith(codecs.BOM_UTF8), "a spreadsheet would read umlauts and dashes in its own code page"
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert re.fullmatch(r"key-numbers-verdict-contradicted-\d{4}-\d\d-\d\d\.csv", name)
    assert 0 < len(heads) < len(catalog().key_numbers)
    assert list(dict.fromkeys(row["parameter"] for row in rows)) == heads
    assert {row["catalogue"] for row in rows} == {catalog().version}


def test_a_table_is_copied_as_markdown(visit: Visit) -> None:
    """A head, a rule and a line a row, ready for a wiki, with its link and of which catalogue it is."""
    at = visit("/concepts?concepts_match=none")
    heads = at.page.locator("table.qr tbody th[scope=row] a").all_inner_texts()
    at.press("Copy as Markdown")
    at.page.evaluate("navigator.clipboard.writeText('')")
    shown, clipboard = copied(at)
    assert clipboard.strip() == shown.strip()
    lines = clipboard[clipboard.index("| VMware vSphere |") :].splitlines()
    assert {line.count(" | ") for line in lines[:2]} == {lines[0].count(" | ")}
    assert set(lines[1]) <= set("| -:")
    assert lines[-1].startswith(f"{at.page.url} · catalogue {catalog().version} · ")
    assert all(any(head.replace("|", "\\|") in line for line in lines[2:]) for head in heads)


def test_the_chart_of_sizes_and_links_leaves_as_a_slide(visit: Visit) -> None:
    """With its answer as title, what it rests on, the version and the address; as a drawing and as a picture."""
    at = visit("/live_migration?live_migration_tab=Sizes+and+links&lm_ram=512")
    name, content = saved(at, at.page.get_by_role("button", name="Slide, SVG").click)
    said = " ".join(ElementTree.fromstring(content).itertext())  # noqa: S314
    assert re.fullmatch(r"live-migration-sizes-and-links-ram-512-\d{4}-\d\d-\d\d\.svg", name)
    for part in (
        "Live migration on OVE",
        "100 Gbit/s",
        "512",
        "this VM",
        "Estimated total times",
        catalog().version,
        at.page.url,
    ):
        assert part in said
    name, content = saved(at, at.page.get_by_role("button", name="Slide, PNG").click)
    assert (name[-4:], content[:8]) == (".png", b"\x89PNG\r\n\x1a\n")


def test_a_chart_is_saved_as_svg(visit: Visit) -> None:
    """The camera in its corner gives a drawing with its axis titles, not a picture of pixels."""
    at = visit("/live_migration?live_migration_tab=Map")
    camera = at.page.get_by_test_id("stPlotlyChart").locator("[data-title^=Download]")
    at.page.get_by_test_id("stPlotlyChart").hover()
    name, content = saved(at, camera.click)
    drawing = ElementTree.fromstring(content)  # noqa: S314
    assert re.fullmatch(r"migration-map-\d{4}-\d\d-\d\d\.svg", name)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert "Working set, GiB" in "".join(drawing.itertext())


def test_the_checklist_leaves_with_date_and_version(visit: Visit, subtests: pytest.Subtests) -> None:
    """All phases are in it, with what was ticked."""
    at, before = visit("/checklist"), datetime.now(UTC)
    with at.answered():
        at.page.get_by_test_id("stCheckbox").filter(has_text="PF-02").click()
    for label, ticked in (("Markdown, all phases", "- [x] **PF-02**"), ("CSV, all phases", '"yes","PF-02"')):
        with subtests.test(label=label):
            _, content = saved(at, at.page.get_by_role("button", name=label).click)
            text = content.decode("utf-8-sig")
            assert any(day.date().isoformat() in text for day in (before, datetime.now(UTC)))
            assert catalog().version in text
            assert all(item.id in text for item in tailored(catalog(), {}).items)
            assert ticked in text
