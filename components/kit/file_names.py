"""What a file is called that leaves the product: for what it holds, and the day."""

from __future__ import annotations

import re
from zlib import crc32

from components.kit import address, run_context
from components.kit.menu import BY_SLUG
from domain.artefacts.vm.names import LONGEST_SLUG, slug

UNTOLD = {"id", "as_of", "embed", "slide", "show", "open"}
"""Keys of the address that change nothing in a file, or that it is named for anyway."""


def stem(name: str, part: str = "") -> str:
    """E.g. "key-numbers-contradicted-2026-11-27"; `part` is what of it the file holds, if not all."""
    return "-".join(filter(None, (name, part, run_context.today().isoformat())))


def view() -> str:
    """What is set on the screen, in a few letters: no two views of one screen have the same; "" if nothing is set."""
    untold = UNTOLD | set(run_context.TAB.get())
    said = [(_short(key), value) for key, value in address.pairs() if key not in untold and value]
    words = " ".join(f"{key} {value}" for key, value in said)
    short = slug(words, "")
    if len(short) < LONGEST_SLUG and short == re.sub(r"[ _]", "-", words.lower()):
        return short
    return f"{short[: LONGEST_SLUG - 9].rstrip('-')}-{crc32(repr(said).encode()):08x}"


def _short(key: str) -> str:
    """The key of an input without what begins all keys of its screen."""
    of_screen = next((f"{name}_" for name in BY_SLUG if key.startswith(f"{name}_")), "")
    return key.removeprefix(of_screen) if of_screen else key.partition("_")[2] or key
