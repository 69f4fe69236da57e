"""Light and dark are both readable, and the dark one is dark from the first moment."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser

MARKS = """(marks) => marks.map((mark) => {
  let ground = mark;
  while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  return {word: mark.innerText, colour: getComputedStyle(mark).color, ground: getComputedStyle(ground).backgroundColor};
})"""
PAINTED = """(() => {
  const painted = window.painted = [];
  const look = () => {
    for (const part of [document.documentElement, document.body, ...document.querySelectorAll('[data-testid=stApp]')])
      if (part) painted.push(getComputedStyle(part).backgroundColor);
    requestAnimationFrame(look);
  };
  look();
})()"""


def luminance(colour: str) -> float:
    """Relative luminance of a computed colour (WCAG 2.2), 0 to 1."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(mark: dict[str, Any]) -> float:
    """Contrast of a mark with what is behind it (WCAG 2.2), 1 to 21."""
    dark, light = sorted((luminance(mark["colour"]), luminance(mark["ground"])))
    return (light + 0.05) / (dark + 0.05)


CHART_TEXT = """(texts) => texts.filter((text) => text.getBoundingClientRect().width).map((text) => ({
  word: text.textContent, colour: getComputedStyle(text).fill, size: parseFloat(getComputedStyle(text).fontSize),
  ground: getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor,
}))"""


def test_the_text_of_a_chart_is_readable_in_light_in_dark_and_in_a_room(visit: Visit) -> None:
    """Of ticks, titles, notes, words beside marks and the legend: 4.5:1 in both looks, and 18 px in the presentation form."""
    at = visit("/key_numbers?key_numbers_tab=Chart")
    texts = at.page.locator(".js-plotly-plot .main-svg text")
    looks = [texts.evaluate_all(CHART_TEXT)]
    at.turn("dark")
    looks.append(texts.evaluate_all(CHART_TEXT))
    assert luminance(looks[0][0]["ground"]) > 0.8 > 0.05 > luminance(looks[1][0]["ground"])
    for look in looks:
        assert {"nodes", "OVE", "tested"} <= {text["word"] for text in look}
        assert [text for text in look if contrast(text) < 4.5 or text["size"] < 13] == []
    at = visit("/key_numbers?key_numbers_tab=Chart&embed=true")
    texts = at.page.locator(".js-plotly-plot .main-svg text")
    assert [text for text in texts.evaluate_all(CHART_TEXT) if text["size"] < 18] == []


@pytest.mark.parametrize("path", ["/key_numbers?show=both", "/blockers", "/concepts"])
def test_marks_are_readable_in_light_and_in_dark(visit: Visit, path: str) -> None:
    """Every verdict, severity and equivalence reaches 4.5:1 in both looks."""
    at = visit(path)
    looks = [at.page.locator(".qr .m").evaluate_all(MARKS)]
    at.turn("dark")
    looks.append(at.page.locator(".qr .m").evaluate_all(MARKS))
    light, dark = looks
    assert luminance(light[0]["ground"]) > 0.8
    assert luminance(dark[0]["ground"]) < 0.05
    assert [mark for mark in light + dark if contrast(mark) < 4.5] == []


def test_the_very_first_paint_is_dark_for_a_reader_in_the_dark(browser: Browser, server: str) -> None:
    """Before any script has run the page is dark already, not white."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark", viewport={"width": 200, "height": 200})
    page = context.new_page()
    page.goto(f"{server}/key_numbers")
    corner = Image.open(io.BytesIO(page.screenshot())).convert("RGB").getpixel((190, 190))
    context.close()
    assert max(corner) < 64


def test_nothing_light_is_painted_while_the_page_loads_in_the_dark(stranger: Visit) -> None:
    """No background turns light between the first frame and the finished page."""
    at = stranger("/", color_scheme="dark")
    at.page.add_init_script(PAINTED)
    at.open("/key_numbers")
    solid = [colour for colour in at.page.evaluate("window.painted") if colour != "rgba(0, 0, 0, 0)"]
    assert solid
    assert [colour for colour in set(solid) if luminance(colour) > 0.05] == []
