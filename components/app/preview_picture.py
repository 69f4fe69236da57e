"""The picture of a link's preview in chats, mails and wikis: what the link names, with what each platform has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from components.app.index_page import PICTURE_HEIGHT, PICTURE_WIDTH, pairs_of
from components.kit.drawing import INK, RULE, SOFT, Box, Drawing, Shade, Shape, Text, png, width_of, wrapped
from components.kit.introduction import Said, Subject, row_text, said, subject
from components.kit.menu import BY_SLUG, PRODUCT, SCREENS
from components.kit.style import COLOURS
from domain.catalog import catalog
from domain.catalog.records.evidence import Evidence
from domain.catalog.records.workload import Workload
from domain.catalog.vocabulary import Platform
from domain.quantities.wording import counted

LEFT, WIDE = 64, PICTURE_WIDTH - 128
GAP = 44
FOOT = PICTURE_HEIGHT - 48
BOTTOM = FOOT - 48
SHADES = 64
STEP = 1.2
"""From line to line, in sizes of their letters."""

FIRST = re.compile(r"[,;] ")
"""Where the first of several numbers ends; the comma within one has no blank behind it."""

BOLDER = 1.08
"""By how much bold words are wider than `width_of` says."""

AT_ONCE = 2
WAITING = 30
"""Pictures that may wait to be drawn; who asks for more is told to come again, since each costs a tenth of a second."""

KEPT = 64
"""Pictures kept, of at most 60 kB each. What they are kept by is of the catalogue, so a stranger chooses among its rows."""

_drawing_now = CapacityLimiter(AT_ONCE)


class Picture(NamedTuple):
    png: bytes
    etag: str


async def preview(request: Request) -> Response:
    """The picture for a link's own parameters, its screen named by `page`; what the catalogue does not know is not drawn."""
    pairs = pairs_of(request.scope["query_string"])
    slug = dict(pairs).get("page", "")
    about = subject(slug if slug in BY_SLUG else SCREENS[0].slug, pairs)
    if _drawing_now.statistics().tasks_waiting >= WAITING:
        return Response("Too many pictures are asked for at once.", 503, {"retry-after": "10"}, "text/plain")
    found = await to_thread.run_sync(picture, about, limiter=_drawing_now)
    headers = {"etag": found.etag, "cache-control": "public, max-age=3600"}
    if found.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.png, headers=headers, media_type="image/png")


@lru_cache(maxsize=KEPT)
def picture(about: Subject) -> Picture:
    drawn = png(drawing(about), SHADES)
    return Picture(drawn, f'"{hashlib.sha256(drawn).hexdigest()[:32]}"')


def drawing(about: Subject) -> Drawing:
    """Title first; beneath it what each platform has, or the sentence of the row or screen."""
    screen, values = BY_SLUG[about.slug], said(about)
    words = about.words or screen.title
    shapes: list[Shape] = [Text(LEFT, 78, PRODUCT, 28, SOFT, bold=True)]
    if about.words:
        shapes.append(Text(LEFT + WIDE, 78, _beside(about), 28, SOFT, "end"))
    title, below = _block(words, LEFT, 100, WIDE, (68, 56, 46) if values else (80, 64, 52), 270 if values else 350, bold=True)
    shapes += title
    if values:
        shapes += (_numbers if about.table == "key_numbers" else _columns)(values, below + 26)
    else:
        shapes += _block(
            row_text(about) if about.table else screen.about,
            LEFT,
            below + 16,
            WIDE,
            (42, 36),
            BOTTOM if about.table else BOTTOM - 76,
            SOFT,
        )[0]
    if not about.table:
        for place, platform in enumerate(Platform):
            shapes += _name(platform, LEFT + place * (WIDE + GAP) / len(Platform), FOOT - 100)
    shapes += _foot(about)
    return Drawing(PICTURE_WIDTH, PICTURE_HEIGHT, words, shapes)


def _beside(about: Subject) -> str:
    """The screen, and the unit of a number."""
    unit = getattr(catalog().records[about.table][about.id], "unit", "") if about.table else ""
    title = BY_SLUG[about.slug].title
    return f"{title}, in {unit}" if unit else title


def _numbers(values: Sequence[Said], top: float) -> Iterator[Shape]:
    """A column a platform: the first number that it has large, as it is asked for; the others beneath."""
    wide = _wide(values)
    firsts = [FIRST.split(value.words, 1) for value in values]
    size = min(_size(first, wide, (72, 56, 44), 150) for first, *_ in firsts)
    for place, (value, (first, *others)) in enumerate(zip(values, firsts, strict=True)):
        left = LEFT + place * (wide + GAP)
        yield from _name(value.platform, left, top)
        block, below = _block(first, left, top + 42, wide, (size,), top + 192, bold=True)
        yield from block
        more, below = _block(" ".join(others), left, below + 2, wide, (34, 30, 26), BOTTOM)
        yield from more
        yield from _scope(value, left, below, wide)


def _columns(values: Sequence[Said], top: float) -> Iterator[Shape]:
    """A column a platform: what it has, in letters of one size, and of which release."""
    wide = _wide(values)
    size = min(_size(value.words, wide, (52, 42, 34, 30, 26), BOTTOM - top - 80) for value in values)
    for place, value in enumerate(values):
        left = LEFT + place * (wide + GAP)
        yield from _name(value.platform, left, top)
        block, below = _block(value.words, left, top + 42, wide, (size,), BOTTOM, bold=size > 42)
        yield from block
        yield from _scope(value, left, below, wide)


def _wide(values: Sequence[Said]) -> float:
    return (WIDE - GAP * (len(values) - 1)) / len(values)


def _scope(value: Said, left: float, top: float, wide: float) -> list[Text]:
    """Of which releases it holds, in as many lines as there is room for."""
    return _block(value.scope, left, top + 8, wide, (26,), BOTTOM, SOFT)[0]


def _name(platform: Platform, left: float, top: float) -> Iterator[Shape]:
    shade = Shade(COLOURS[platform], COLOURS[platform])
    yield Box(left, top, 8, 32, shade)
    yield Text(left + 20, top + 27, platform.label, 30, INK, bold=True)


def _foot(about: Subject) -> Iterator[Shape]:
    yield Box(LEFT, FOOT - 36, WIDE, 1.5, RULE)
    yield Text(LEFT, FOOT, _sources(about), 26, SOFT)
    yield Text(LEFT + WIDE, FOOT, f"Catalogue {catalog().version}", 26, SOFT, "end")


def _sources(about: Subject) -> str:
    """How well what is shown is founded: the sources of a row, and when the oldest of its values was checked."""
    if not about.table:
        return "Every value with its sources"
    row = catalog().records[about.table][about.id]
    if isinstance(row, Workload):
        return f"A worked example with {counted(len(row.answers), 'answer')}"
    held = [value for value in (row, *vars(row).values(), *getattr(row, "claims", {}).values()) if isinstance(value, Evidence)]
    sources = {source for one in held for source in one.sources}
    if not sources:
        return ""
    return f"{counted(len(sources), 'source')}, checked {min(one.checked for one in held):%Y-%m-%d}"


def _size(words: str, wide: float, sizes: Sequence[int], high: float) -> int:
    """The largest of the sizes in which the words have room, none of them wider than a line."""
    for size in sizes:
        narrow = wide / BOLDER
        lines = wrapped(words, size, narrow, max(_lines(high, size), 1))
        if not lines or (not lines[-1].endswith(" …") and max(width_of(line, size) for line in lines) <= narrow):
            return size
    return sizes[-1]


def _lines(high: float, size: float) -> int:
    return int(high / (size * STEP))


def _block(
    words: str, left: float, top: float, wide: float, sizes: Sequence[int], bottom: float, colour: Shade = INK, bold: bool = False
) -> tuple[list[Text], float]:
    """Words in lines between `top` and `bottom`, and where they end."""
    size = _size(words, wide, sizes, bottom - top)
    most = _lines(bottom - top, size)
    if not words or most < 1:
        return [], top
    narrow = wide / (BOLDER if bold else 1)
    lines = [_cut(line, size, narrow) for line in wrapped(words, size, narrow, most)]
    texts = [Text(left, top + size * (1 + STEP * place), line, size, colour, bold=bold) for place, line in enumerate(lines)]
    return texts, top + size * (0.25 + STEP * len(lines))


def _cut(line: str, size: float, wide: float) -> str:
    """A word that is longer than a line, or a last line with its ellipsis, cut to the room there is."""
    while len(line) > 2 and width_of(line, size) > wide:
        line = f"{line.rstrip('… ')[:-1]}…"
    return line
