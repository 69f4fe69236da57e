"""The icons that can be seen, out of Streamlit's font of all: `make icons` writes components/app/icons.woff2 anew.

Streamlit's font has four thousand icons and was the largest file that a first visitor loaded. An icon is drawn where its name
stands, as a ligature of the name's letters, so that what is never named is never drawn.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

from components.app.static_files import ICONS, MADE_FROM, ROOT

PRODUCT = Path(streamlit.__file__).parent
OURS = Path(__file__).parents[3]
NAMED = re.compile(r":material/(\w+):")
LITERAL = re.compile(r"""(?<=["'`/])[a-z0-9_]+(?=["'`:])""")
"""What is a name from its beginning to its end; also within `:material/...:`."""

LETTERS = {*map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_ ")}
ALL_NAMES = "material_icon_names.py"
"""Streamlit's list of what its font has: it names every icon and draws none."""

NOTE = """\
# icons.woff2 is Material Symbols Rounded by Google (Apache License 2.0, as in LICENSE), changed: it has only those icons that the
# product and Streamlit can name. `make icons` made it from this file of Streamlit, and it is sent in the place of this one alone:
"""


def ligatures(font: TTFont) -> dict[str, str]:
    """The names of a font's icons, and the glyph of each."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if code in LETTERS}
    found = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ends in getattr(table, "ExtSubTable", table).ligatures.items():
                found |= {"".join(letters[one] for one in (first, *end.Component)).lower(): end.LigGlyph for end in ends}
    return found


def named_by_us() -> set[str]:
    """The icons that the product asks for."""
    rooms = ("components", "domain", "pages", "data")
    files = [path for room in rooms for kind in ("*.py", "*.yaml") for path in (OURS / room).rglob(kind)]
    return {name for path in [OURS / "app.py", *files] for name in NAMED.findall(path.read_text(encoding="utf-8"))}


def literals_of_streamlit() -> set[str]:
    """Every string in Streamlit's scripts and Python that could be an icon's name: more than are, so that none is forgotten."""
    files = [*ROOT.rglob("*.js"), *(path for path in PRODUCT.rglob("*.py") if path.name != ALL_NAMES)]
    return {name for path in files for name in LITERAL.findall(path.read_text(encoding="utf-8"))}


def font_of_streamlit() -> Path:
    """The font as it is installed; its name has a hash of Streamlit's own."""
    (found,) = ROOT.rglob("MaterialSymbols-Rounded.*.woff2")
    return found


def fingerprint(path: Path) -> str:
    """As `sha256sum` writes it."""
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(ROOT).as_posix()}"


def make() -> None:
    """Both files anew; the same font and the same names give the same bytes."""
    source = font_of_streamlit()
    font = TTFont(source, recalcTimestamp=False)
    icons = ligatures(font)
    wanted = (named_by_us() | literals_of_streamlit()) & icons.keys()
    # Without the closure: from the letters it would reach every ligature again.
    options = subset.Options(layout_features=["*"], layout_closure=False, notdef_outline=True)
    small = subset.Subsetter(options)
    small.populate(glyphs=[icons[name] for name in wanted], unicodes=LETTERS)
    small.subset(font)
    for table in font["cmap"].tables:
        table.cmap = {code: glyph for code, glyph in table.cmap.items() if code in LETTERS}  # by number nobody asks for an icon
    font.flavor = "woff2"
    font.save(ICONS)
    MADE_FROM.write_text(f"{NOTE}{fingerprint(source)}\n", encoding="utf-8")
    print(f"{len(wanted)} of {len(icons)} icons, {ICONS.stat().st_size:,} of {source.stat().st_size:,} bytes")


if __name__ == "__main__":
    make()
