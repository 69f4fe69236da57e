"""The font of icons that is sent has every icon that can be asked for, and is made of the font that is installed."""

from __future__ import annotations

from fontTools.ttLib import TTFont

from components.app.static_files import ICONS, MADE_FROM
from tests.components.app.icons import fingerprint, font_of_streamlit, ligatures, literals_of_streamlit, named_by_us


def test_every_icon_that_can_be_named_is_in_the_font_that_is_sent() -> None:
    kept, all_of_them = ligatures(TTFont(ICONS)), ligatures(TTFont(font_of_streamlit()))
    ours = named_by_us()
    assert {"menu", "search", "content_copy"} <= ours
    assert ours - kept.keys() == set(), "an icon of ours is not in the font that is sent: run `make icons`"
    theirs = literals_of_streamlit() & all_of_them.keys()
    assert {"keyboard_double_arrow_left", "expand_more", "visibility_off", "star"} <= theirs
    assert theirs - kept.keys() == set(), "an icon of Streamlit's is not in the font that is sent: run `make icons`"


def test_the_font_is_made_of_the_one_that_is_installed() -> None:
    said = MADE_FROM.read_text(encoding="utf-8").splitlines()[-1]
    assert said == fingerprint(font_of_streamlit()), "Streamlit has another font now, and sends all of it: run `make icons`"
