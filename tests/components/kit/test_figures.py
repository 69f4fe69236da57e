"""What the figures of all rooms share: fills and strokes."""

from __future__ import annotations

import pytest

from components.kit.figures import DASHES, LINK_COLOURS, faint


@pytest.mark.parametrize("colour", LINK_COLOURS)
def test_a_bands_fill_is_the_colour_of_its_line(colour: str) -> None:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    assert faint(colour) == f"rgba({red},{green},{blue},0.16)"
    assert faint(colour, 0.35) == f"rgba({red},{green},{blue},0.35)"


def test_lines_are_told_apart_by_more_than_their_colour() -> None:
    assert len(set(LINK_COLOURS)) == len(set(DASHES)) == len(LINK_COLOURS) == 4
