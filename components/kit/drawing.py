"""Pictures that are taken away or seen before any script runs: shapes on a canvas, written as SVG or drawn as PNG.

A figure on a screen that is to be explored is Plotly's; that one needs a browser to become a picture.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

import streamlit
from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]

FACE = "system-ui,Segoe UI,Roboto,Helvetica,Arial,DejaVu Sans,sans-serif"

FINER = 2
"""A PNG is drawn so many times larger and then made smaller, since Pillow does not smooth edges."""


class Shade(NamedTuple):
    """A colour on a light and on a dark background, as #rrggbb."""

    light: str
    dark: str


INK, SOFT, RULE, PAPER = (
    Shade("#10151b", "#e8edf2"),
    Shade("#4a5560", "#b4bec8"),
    Shade("#d5dbe1", "#39424c"),
    Shade("#ffffff", "#14181d"),
)


@dataclass(frozen=True)
class Line:
    """A line through points; `dashed` in strokes of four times its width."""

    points: tuple[Point, ...]
    colour: Shade
    width: float = 2.0
    dashed: bool = False


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: Shade


@dataclass(frozen=True)
class Dot:
    """A filled circle, or a ring if it has no `fill`; `told` is shown under the pointer."""

    x: float
    y: float
    radius: float
    colour: Shade
    fill: Shade | None = None
    width: float = 2.0
    told: str = ""


@dataclass(frozen=True)
class Text:
    """Words on a base line at `y`, readable over lines; `size` in pixels."""

    x: float
    y: float
    words: str
    size: float
    colour: Shade = INK
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False


Shape = Line | Box | Dot | Text


@dataclass(frozen=True)
class Drawing:
    """Shapes on a canvas, in pixels from its upper left corner, the first one lowest; `alt` says in words what it shows."""

    width: int
    height: int
    alt: str
    shapes: Sequence[Shape] = field(default=())


def svg(drawing: Drawing, follows: bool = False) -> str:
    """The drawing as SVG on paper; if it `follows`, in the look of the page in which it stands, without a background."""
    size = f'width="{drawing.width}" height="{drawing.height}" viewBox="0 0 {drawing.width} {drawing.height}"'
    shapes = list(drawing.shapes) if follows else [Box(0, 0, drawing.width, drawing.height, PAPER), *drawing.shapes]
    inner = "".join(_element(shape, follows) for shape in shapes)
    scheme = ' style="color-scheme:light dark"' if follows else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}{scheme} font-family="{FACE}">'
        f"<title>{escape(drawing.alt)}</title>{inner}</svg>"
    )


def data_address(drawing: Drawing) -> str:
    """The drawing as a picture's address, in the look of its page."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg(drawing, follows=True).encode()).decode()}"


def _paint(follows: bool, **colours: Shade | None) -> str:
    """Attributes by their names, `fill` and `stroke`; only in a style are both looks understood."""
    if follows:
        said = (f"{name}:light-dark({one.light},{one.dark})" if one else f"{name}:none" for name, one in colours.items())
        return f'style="{";".join(said)}"'
    return " ".join(f'{name}="{one.light if one else "none"}"' for name, one in colours.items())


def _element(shape: Shape, follows: bool) -> str:
    if isinstance(shape, Line):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
        dash = f' stroke-dasharray="{4 * shape.width:g}"' if shape.dashed else ""
        paint = _paint(follows, fill=None, stroke=shape.colour)
        return f'<polyline points="{points}" stroke-width="{shape.width:g}"{dash} {paint}/>'
    if isinstance(shape, Box):
        place = f'x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
        return f"<rect {place} {_paint(follows, fill=shape.colour)}/>"
    if isinstance(shape, Dot):
        told = f"<title>{escape(shape.told)}</title>" if shape.told else ""
        place = f'cx="{shape.x:.1f}" cy="{shape.y:.1f}" r="{shape.radius:g}" stroke-width="{shape.width:g}"'
        return f"<circle {place} {_paint(follows, fill=shape.fill, stroke=shape.colour)}>{told}</circle>"
    weight = ' font-weight="650"' if shape.bold else ""
    edge = f'paint-order="stroke" stroke-width="{shape.size / 4:g}" stroke-linejoin="round"'
    paint = _paint(follows, fill=shape.colour, stroke=PAPER)
    place = f'x="{shape.x:.1f}" y="{shape.y:.1f}" font-size="{shape.size:g}" text-anchor="{shape.anchor}"{weight}'
    return f"<text {place} {edge} {paint}>{escape(shape.words)}</text>"


def png(drawing: Drawing, shades: int = 0) -> bytes:
    """The drawing as PNG on paper, ten to a hundred milliseconds; of `shades` colours at most: 64 are a quarter of the bytes."""
    canvas = Image.new("RGB", (drawing.width * FINER, drawing.height * FINER), PAPER.light)
    pen = ImageDraw.Draw(canvas)
    for shape in drawing.shapes:
        _draw(pen, shape)
    file = BytesIO()
    smooth = canvas.resize((drawing.width, drawing.height), Image.Resampling.LANCZOS)
    kept = smooth.quantize(shades, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE) if shades else smooth
    kept.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    if isinstance(shape, Line):
        _draw_line(pen, shape)
    elif isinstance(shape, Box):
        x, y = shape.x * FINER, shape.y * FINER
        pen.rectangle((x, y, x + shape.width * FINER - 1, y + shape.height * FINER - 1), shape.colour.light)
    elif isinstance(shape, Dot):
        fill = shape.fill.light if shape.fill else None
        centre = (shape.x * FINER, shape.y * FINER)
        pen.circle(centre, (shape.radius + shape.width / 2) * FINER, fill, shape.colour.light, round(shape.width * FINER))
    else:
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
        place, colour = (shape.x * FINER, shape.y * FINER), shape.colour.light
        look = {"stroke_width": shape.size * FINER / 8, "stroke_fill": PAPER.light}
        pen.text(place, shape.words, colour, _face(round(shape.size * FINER), shape.bold), anchor, **look)


def _draw_line(pen: ImageDraw.ImageDraw, line: Line) -> None:
    """Pillow has no dashes: each stroke is a line of its own."""
    points = [(x * FINER, y * FINER) for x, y in line.points]
    width = max(round(line.width * FINER), 1)
    if not line.dashed:
        pen.line(points, line.colour.light, width, joint="curve")
        return
    stroke = 4 * line.width * FINER
    for (x, y), (to_x, to_y) in pairwise(points):
        length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
        for begin in range(0, int(length), int(2 * stroke)):
            first, last = begin / length, min((begin + stroke) / length, 1.0)
            ends = [(x + (to_x - x) * part, y + (to_y - y) * part) for part in (first, last)]
            pen.line(ends, line.colour.light, width)


@lru_cache(maxsize=32)
def _face(size: int, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Streamlit's own sans, of which it brings the file; Pillow's, which has few signs beyond ASCII, should that be gone."""
    found = next((Path(streamlit.__file__).parent / "static/static/media").glob("SourceSansVF-Upright*.woff2"), None)
    if found is None:
        return ImageFont.load_default(size)
    face = ImageFont.truetype(found, size)
    face.set_variation_by_name("Bold" if bold else "Regular")
    return face


def width_of(words: str, size: float, bold: bool = False) -> float:
    """Pixels that words take at most: DejaVu Sans, the widest of the faces that browsers choose, is so much wider."""
    return (1.35 if bold else 1.25) * float(_face(round(size), bold).getlength(words))


def wrapped(words: str, size: float, width: float, most: int, bold: bool = False) -> list[str]:
    """Words in lines of at most so many pixels; what does not fit into `most` lines ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold) <= width:
            lines[-1] = longer
        elif len(lines) == most:
            lines[-1] = f"{lines[-1].rstrip(' .,;:')} …"
            break
        else:
            lines.append(word)
    return lines
