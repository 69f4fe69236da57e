"""Drawings: the same shapes as SVG, in the look of the page or on paper, and as PNG; a stranger's words stay words."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from components.kit import slide
from components.kit.drawing import INK, PAPER, SOFT, Box, Dot, Drawing, Line, Text, png, svg, width_of, wrapped

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = (
    Box(0, 0, 40, 20, SOFT),
    Line(((0, 0), (50, 50), (90, 10)), INK, 3, dashed=True),
    Dot(50, 50, 8, INK, PAPER, told="a & b"),
    Text(10, 90, "64 GiB < 256 GiB", 12, bold=True),
)


def read(text: str) -> ElementTree.Element:
    """What we have written ourselves."""
    return ElementTree.fromstring(text)  # noqa: S314


DRAWING = Drawing(200, 100, 'what "it" shows', SHAPES)


def test_an_svg_has_every_shape_its_words_and_its_size() -> None:
    root = read(svg(DRAWING))
    assert (root.get("width"), root.get("height")) == ("200", "100")
    assert [child.tag.removeprefix(SVG) for child in root] == ["title", "rect", "rect", "polyline", "circle", "text"]
    assert [child.text for child in root if child.tag in (f"{SVG}title", f"{SVG}text")] == [DRAWING.alt, "64 GiB < 256 GiB"]


def test_a_picture_of_a_page_follows_its_look_and_one_on_paper_has_paper_behind_it() -> None:
    follows, stays = svg(DRAWING, follows=True), svg(DRAWING)
    assert f"light-dark({INK.light},{INK.dark})" in follows
    assert "light-dark" not in stays
    assert len(read(follows)) == len(read(stays)) - 1


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",))))
def test_any_words_stay_words(words: str) -> None:
    root = read(svg(Drawing(10, 10, words, (Text(0, 0, words, 10),))))
    assert [child.text or "" for child in root if child.tag == f"{SVG}text"] == [words]


def test_a_png_shows_the_shapes_in_their_places() -> None:
    image = Image.open(BytesIO(png(DRAWING)))
    assert (image.format, image.size) == ("PNG", (200, 100))
    assert image.getpixel((5, 15)) == tuple(int(SOFT.light[place : place + 2], 16) for place in (1, 3, 5))
    assert image.getpixel((50, 50)) == (255, 255, 255)
    assert image.crop((10, 78, 120, 95)).convert("L").getextrema()[0] < 60, "the words are there"


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=40))
def test_wrapped_words_are_all_there_in_order_unless_they_are_cut_with_a_sign(words: list[str]) -> None:
    lines = wrapped(" ".join(words), 12, 200, 3)
    assert len(lines) <= 3
    read = " ".join(lines).split()
    assert read == words or (read[-1] == "…" and read[:-1] == words[: len(read) - 1])
    assert all(width_of(line.removesuffix(" …"), 12) <= 200 for line in lines if len(line.split()) > 1)


def test_a_slide_has_its_title_what_it_rests_on_its_address_and_a_code_that_leads_back() -> None:
    made = slide.on_paper("The answer", "Rests on this.", "Source, day.", "https://reference.example/x", SHAPES)
    said = " ".join(shape.words for shape in made.shapes if isinstance(shape, Text))
    for part in ("The answer", "Rests on this.", "Source, day.", "https://reference.example/x"):
        assert part in said
    assert min(shape.size for shape in made.shapes if isinstance(shape, Text) and shape not in SHAPES) >= 18
    code = [shape for shape in made.shapes if isinstance(shape, Box) and shape.colour is INK]
    assert len(code) > 100
    assert all(box.x >= 0 and box.x + box.width <= made.width and box.y + box.height <= made.height for box in code)


def test_an_address_that_no_code_holds_leaves_the_code_out() -> None:
    made = slide.on_paper("The answer", "", "", "https://reference.example/" + "x" * 3000, ())
    assert not [shape for shape in made.shapes if isinstance(shape, Box)]
