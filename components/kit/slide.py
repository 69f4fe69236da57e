"""A picture on a slide that stands alone: the answer as its title, what it rests on, where it is from, and the way back to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import segno

from components.kit.drawing import INK, SOFT, Box, Drawing, Shade, Shape, Text, wrapped

WIDTH, HEIGHT = 1600, 900
EDGE, CODE = 60, 150
"""Pixels of the margin, and of the QR code."""

LARGEST_CODE = 20
"""Version of a QR code, which is its size, that a phone reads off a slide."""


def on_paper(title: str, assumptions: str, foot: str, address: str, shapes: Sequence[Shape]) -> Drawing:
    """`shapes` are laid out for the slide: between 210 and 720 pixels from its top."""
    code = list(_code(address))
    wide = WIDTH - 2 * EDGE - (CODE + 30 if code else 0)
    words = [
        *_lines(title, 40, EDGE + 30, WIDTH - 2 * EDGE, 3, bold=True),
        *_lines(assumptions, 20, 765, wide, 3),
        *_lines(f"{foot} {address}", 18, 845, wide, 2, colour=SOFT),
    ]
    return Drawing(WIDTH, HEIGHT, title, (*shapes, *words, *code))


def _lines(
    words: str, size: float, top: float, width: float, most: int, colour: Shade = INK, bold: bool = False
) -> Iterator[Text]:
    for number, line in enumerate(wrapped(words, size, width, most, bold)):
        yield Text(EDGE, top + 1.25 * size * number, line, size, colour, bold=bold)


def _code(address: str) -> Iterator[Box]:
    """The QR code of an address in the lower right corner; nothing if it is too long for one that is read."""
    try:
        code = segno.make(address, error="l", micro=False)
    except segno.DataOverflowError:
        return
    if int(code.version) > LARGEST_CODE:
        return
    side = CODE / len(code.matrix)
    for y, row in enumerate(code.matrix):
        for dark, run in groupby(enumerate(row), key=lambda cell: cell[1]):
            places = [place for place, _ in run]
            if dark:
                left, top = WIDTH - EDGE - CODE + places[0] * side, HEIGHT - EDGE / 2 - CODE + y * side
                yield Box(round(left, 2), round(top, 2), round(side * len(places), 2), round(side, 2), INK)
