"""Links that strangers write: what they may put into a parameter, and what must never come of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from streamlit.testing.v1 import AppTest

from components.kit import links
from components.kit.menu import BY_SLUG
from domain.catalog import catalog
from tests.pages.page_text import html, markdown

MARKUP = [
    "<img src=x onerror=alert(1)>",
    "\"><script>alert('1')</script>",
    "&lt;svg onload=alert(1)&gt;",
    "[x](//evil.ex)",
    "**bold** `code` # *_~~x~~_*",
    "**bold**",
    ":red-badge[x] :material/home: $x^2$",
    "' onmouseover='alert(1)",
    "[x](//evil.example)",
    "![](//evil.ex/x.png)",
    ":red[x]",
    "::: {.x}\n```mermaid\ngraph TD\n```",
]
CHARACTERS = [
    "\x00",
    "a\x00b\x1b[31m\x7f",
    "\u202e\u200b\u2066\ufeff\ufffe\uffff\U000e0041",
    "\ufffd\ufffd",
    "",
    " ",
    "e\u0301" * 200 + "👨‍👩‍👧‍👦",
]
WORDS = ["null", "__proto__", "%00%ff", "../../etc/passwd", "true", "[]", "{}", "' OR 1=1 --"]
NUMBERS = ["NaN", "1e999", "٣", "9" * 400, "-1", "0x1F"]
LONG = ["x" * 4_100, "<b>" * 1_400, "8," * 2_100, "A" * 3_999]
HUGE = ["x" * 100_000, "<b>" * 33_000, "8," * 20_000]
"""About as long as what is read of a value (4,000 characters), and far longer."""

FAMILIES = (MARKUP, CHARACTERS, WORDS, NUMBERS, LONG)
PAYLOADS = [payload for family in FAMILIES for payload in family]
MARKS = MARKUP[:7]
NO_MARKS = [*CHARACTERS[:6], *WORDS[:3], *NUMBERS[:4], *LONG[:1]]
"""The first of each family differ in what they try; the others are variants of one of these."""

TAGS = set("table caption thead tbody tr th td a strong code div span br dl dt dd ul li details summary wbr".split())
ATTRIBUTES = {"class", "style", "scope", "colspan", "data-label", "href", "target", "rel", "open", "title", "rowspan"}
DRAWN = re.compile(r"data:image/svg\+xml;base64,[A-Za-z0-9+/=]+")
"""A picture of our own; scripts do not run in an image."""
_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~$:!&]")


class _Html(HTMLParser):
    """Notes what a browser would see that the product never writes."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img" and {name for name, _ in attrs} == {"class", "src", "alt"}:
            given = dict(attrs)
            if given["class"] in ("picture", "picture narrow") and DRAWN.fullmatch(given["src"] or ""):
                return
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES or (name == "href" and not _is_ours(value or "")):
                self.faults.append(f"<{tag} {name}={value!r}>")


SOURCES = {links.source_url(source) for source in catalog().sources.values()}


def _is_ours(href: str) -> bool:
    return href.split("?")[0] in {"./", *BY_SLUG} or href.startswith("https://github.com/") or href in SOURCES


def html_faults(bodies: Iterable[str]) -> list[str]:
    """Tags, attributes and links in these `st.html` bodies that the product does not write."""
    reader = _Html()
    for body in bodies:
        reader.feed(body)
    return reader.faults


def markdown_faults(texts: Iterable[str], values: Iterable[str]) -> Iterator[str]:
    """Values of a link that stand in these Markdown texts as they came, so that their marks would be read."""
    bare = [re.sub(r"(`+).*?\1", "", text, flags=re.DOTALL) for text in texts]
    for value in values:
        if len(value) > 4 and _SPECIAL.search(value):
            yield from (f"{value[:40]!r} in {text[:200]!r}" for text in bare if value in text)


def assert_harmless(at: AppTest, values: Iterable[str]) -> None:
    """The page works, and shows what the link says as text or not at all."""
    assert not at.exception, [error.value for error in at.exception]
    assert len(at.title) == 1
    assert html_faults([html(at)]) == []
    assert list(markdown_faults(markdown(at), values)) == []
