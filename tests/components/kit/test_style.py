"""The look: every colour can be read on both backgrounds (WCAG 2.2)."""

from __future__ import annotations

import re
import tomllib
from typing import get_args

import pytest

from components.kit import style
from components.kit.figures import LINK_COLOURS
from components.kit.marks import Tone
from domain.catalog.vocabulary import Platform
from tests.server.server_process import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
MODES = ("light", "dark")


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour such as "#0072B2" (WCAG 2.2, definition of relative luminance)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tone(name: str, mode: str) -> str:
    """A text tone of the tables, as the style sheet has it, in long form."""
    pair = re.search(rf"--{name}:light-dark\((#\w+),(#\w+)\)", style.TABLE_STYLE)
    return pair[1 + MODES.index(mode)]


def mixed(share: float, colour: str, ground: str) -> str:
    """`share` of a colour over a ground."""
    pairs = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02x}" for a, b in pairs)


def test_the_measure_of_contrast_is_wcags() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_platforms_have_their_own_colours_in_charts_and_tables_alike() -> None:
    palette = [*(style.COLOURS[platform] for platform in Platform), style.FOURTH_COLOUR]
    assert palette == THEME["chartCategoricalColors"]
    assert len(set(palette)) == len(palette)
    assert set(LINK_COLOURS).isdisjoint(style.COLOURS.values())
    assert not [mode for mode in MODES if "chartCategoricalColors" in THEME[mode]]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("colour", [*style.COLOURS.values(), *LINK_COLOURS])
def test_a_chart_colour_stands_out_from_both_backgrounds(mode: str, colour: str) -> None:
    assert contrast(colour, THEME[mode]["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", get_args(Tone))
def test_a_verdict_can_be_read_on_both_backgrounds(mode: str, name: str) -> None:
    assert contrast(tone(name, mode), THEME[mode]["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_text_links_and_code_can_be_read_on_both_backgrounds(mode: str) -> None:
    theme = THEME[mode]
    grounds = (theme["backgroundColor"], theme["secondaryBackgroundColor"])
    assert min(contrast(theme["textColor"], ground) for ground in grounds) >= 7
    assert min(contrast(theme["linkColor"], ground) for ground in grounds) >= 4.5
    assert contrast(theme["codeTextColor"], theme["codeBackgroundColor"]) >= 4.5
    assert contrast(theme["primaryColor"], theme["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_the_small_print_can_be_read_on_both_backgrounds(mode: str) -> None:
    share = int(re.search(r"--soft:color-mix\(in srgb,currentColor (\d+)%,transparent\)", style.TABLE_STYLE)[1]) / 100
    ground = THEME[mode]["backgroundColor"]
    assert contrast(mixed(share, THEME[mode]["textColor"], ground), ground) >= 4.5


def test_nothing_of_the_look_comes_from_another_machine() -> None:
    for sheet in (style.TABLE_STYLE, style.PRESENTATION_STYLE):
        assert not re.search(r"url\(|@import|https?:", sheet)
    assert not [value for value in (THEME["font"], THEME["codeFont"]) if "http" in value]
    assert style.ICON.startswith("data:image/png;base64,")
