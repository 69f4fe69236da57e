"""The one place where tags and marks are made, in HTML and in Markdown; everything else passes values.

What these functions return is `Html`, and what a table takes is `Html`: a text that nobody escaped does not pass mypy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Literal

from components.kit import run_context
from components.kit.marks import MARKDOWN_COLOURS, MARKS, Marked, Tone
from components.kit.style import COLOURS
from domain.artefacts.documents import code_span
from domain.catalog.vocabulary import Platform
from domain.quantities.wording import Phrase


class Html(str):
    """Markup in which every text is escaped."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """What `st.html` sends as it is; in a plain string it looks for an indentation that all lines share, on every run."""
        return str(self)


NOTHING, DASH = Html(""), Html("—")


_LONG_NAME = re.compile(r"\w[\w.]{23,}")
_DOT, _JOINT = re.compile(r"(?<=\.)(?=\w)"), re.compile(r"(?<=_)(?=\w)|(?<=[a-z])(?=[A-Z])")
BREAK = "<wbr>"
"""Where a name that is longer than its column may go on in the next line."""


def _breakable(escaped: str) -> str:
    """Long names, such as a field's path, with breaks at their joints: elsewhere they would break inside a word."""
    return _LONG_NAME.sub(lambda name: (_DOT if "." in name[0][:-1] else _JOINT).sub(BREAK, name[0]), escaped)


@run_context.kept
def text(value: str) -> Html:
    """A text as it is; `code` in backticks becomes monospace."""
    return Html(re.sub(r"`([^`]+)`", r"<code>\1</code>", _breakable(escape(value))))


def literal(value: str) -> Html:
    """A text as it is, its backticks too: what a visitor wrote."""
    return Html(escape(value))


def code(value: str) -> Html:
    """A command, a field or a path, in a monospace face."""
    return Html(f"<code>{_breakable(escape(value))}</code>")


def joined(*parts: Html) -> Html:
    """Parts one after the other."""
    return Html("".join(parts))


def spaced(*parts: Html) -> Html:
    """Parts with a blank between them; empty ones are left out."""
    return Html(" ".join(part for part in parts if part))


def listed(parts: Iterable[Html], between: str) -> Html:
    """Parts with a text between them."""
    return Html(escape(between).join(parts))


def stacked(parts: Iterable[Html], before: str = "") -> Html:
    """Parts in one block, a line each; `before` opens all but the first."""
    return Html(f"<br>{escape(before)}".join(parts))


def _within(before: str, after: str) -> Callable[[Html], Html]:
    """What puts markup into a tag, and leaves out the tag where there is none."""
    return lambda inner: Html(f"{before}{inner}{after}" if inner else "")


strong = _within("<strong>", "</strong>")
line = _within("<div>", "</div>")
"""A line of its own."""
title = _within('<div class="t">', "</div>")
"""The name of a few lines, above them."""
note = _within('<div class="s">', "</div>")
"""A small line of its own: a scope, a price, a remark."""
use = _within('<div class="s use">', "</div>")
"""What a command is for, as the small line above it."""
below = _within('<div class="u">', "</div>")
"""What stands small beneath a row's name."""
small = _within('<span class="s">', "</span>")
"""Small words within a line."""


def heading(words: str) -> Html:
    """What stands above a part of a page that is read before Streamlit draws it."""
    return Html(f"<h2>{escape(words)}</h2>")


def phrases(parts: Iterable[Phrase]) -> Html:
    """Phrases of ours, the strong ones bold."""
    return joined(*(strong(literal(part.text)) if part.strong else literal(part.text) for part in parts))


def reading(inner: Html) -> Html:
    """What the quick reference says, as a line beneath what is true."""
    return Html(f'<div class="r">Quick reference: {inner}</div>')


def value(inner: Html, numeric: bool = False) -> Html:
    """The value of a cell, as its first line."""
    return Html(f'<div class="{"v num" if numeric else "v"}">{inner}</div>')


def number(said: str) -> Html:
    """A number within a line, in the size of a value."""
    return Html(f'<span class="v num">{escape(said)}</span>')


def sign(shape: str, words: str, tone: Tone, wrapped: bool = False, meaning: str = "") -> Html:
    """A shape and its words, coloured by their tone; several words may be `wrapped`. `meaning` shows under the pointer."""
    title = f' title="{escape(meaning, quote=True)}"' if meaning else ""
    return Html(f'<span class="{"m w" if wrapped else "m"} {tone}"{title}>{shape}&nbsp;{escape(words)}</span>')


@lru_cache(maxsize=512)
def mark(word: Marked, said: str = "", tone: Tone | None = None, wrapped: bool = False, meaning: str = "") -> Html:
    """A word of a vocabulary with its shape and tone; `said` and `tone` take the place of its own. `meaning` as in `sign`."""
    shape, own = MARKS[word]
    return sign(shape, said or word.label, tone or own, wrapped, meaning)


ADDED = sign("+", "added", "calm")
"""In place of a verdict: the quick reference does not speak of it."""


def touched(words: str, href: str) -> Html:
    """The line of a statement that an event has overtaken, as a link to the event."""
    return line(Html(f'<span class="m w warn">↻&nbsp;{anchor(words, href)}</span>'))


def handle(words: str) -> Html:
    """What a fold is opened by, where no mark does it."""
    return Html(f'<span class="s">{escape(words)}</span>')


def badge(word: Marked) -> str:
    """Markdown badge of a vocabulary's word: shape and word, coloured by its tone."""
    shape, tone = MARKS[word]
    return plain_badge(shape, word.label, MARKDOWN_COLOURS[tone])


def plain_badge(shape: str, words: str, colour: str) -> str:
    """Markdown badge of a shape and words."""
    return f":{colour}-badge[{shape} {words}]"


def coloured_sign(word: Marked) -> str:
    """The shape of a vocabulary's word in Markdown, coloured by its tone."""
    shape, tone = MARKS[word]
    return f":{MARKDOWN_COLOURS[tone]}[{shape}]"


def anchor(label: str, href: str) -> Html:
    """A link within the product."""
    return Html(f'<a href="{escape(href, quote=True)}">{text(label)}</a>')


def small_anchor(label: str, href: str) -> Html:
    """A link within the product, small."""
    return Html(f'<a class="s" href="{escape(href, quote=True)}">{text(label)}</a>')


def outside(label: str, url: str) -> Html:
    """A link out of the product, in a tab of its own. That it tells nothing of us is said once, by a header of the server."""
    return Html(f'<a href="{escape(url, quote=True)}" target="_blank">{escape(label)}</a>')


def definition(pairs: Iterable[tuple[str, Html]]) -> Html:
    """A list of names and what they stand for; empty ones are left out. A thousand a table: HTML lets their ends be left out."""
    items = "".join(f"<dt>{escape(name)}<dd>{inner}" for name, inner in pairs if inner)
    return Html(f"<dl>{items}</dl>" if items else "")


def fold(summary: Html, body: Html, opened: bool = False) -> Html:
    """`body` one click away behind `summary`."""
    opened = opened or run_context.OPEN.get()
    return Html(f"<details{' open' if opened else ''}><summary>{summary}</summary>{body}</details>")


def sheet(rules: str) -> Html:
    """A style sheet of ours."""
    return Html(rules)


def panel(inner: Html, kind: Literal["", "item", "one", "paper"] = "") -> Html:
    """Markup outside a table in the look of one: an `item` of a list, `one` row whole, or what is read on `paper` alone."""
    return Html(f'<div class="{f"qr {kind}".strip()}">{inner}</div>')


def bullets(items: Iterable[Html]) -> Html:
    """A list outside a table in the look of one."""
    return Html(f'<ul class="qr">{"".join(f"<li>{item}</li>" for item in items)}</ul>')


def points(items: Iterable[Html]) -> Html:
    """A list inside a cell."""
    return Html(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")


def picture(address: str, narrow: str, alt: str) -> Html:
    """A picture as large as there is room, which the style sheet bounds; `narrow` takes its place on a phone."""
    told = escape(alt, quote=True)
    images = (("", address), (" narrow", narrow))
    return Html("".join(f'<img class="picture{kind}" src="{escape(one, quote=True)}" alt="{told}">' for kind, one in images))


def platform_tag(platform: Platform) -> Html:
    """A platform's name with its colour, as a column head outside a table."""
    return Html(f'<div class="qr" style="border-top:3px solid {COLOURS[platform]}">{small(text(platform.label))}</div>')


def platform_edge(platform: Platform, inner: Html) -> Html:
    """A row's name with its platform's colour at its side."""
    return Html(f'<div style="border-left:3px solid {COLOURS[platform]};padding-left:.5rem">{inner}</div>')


def hover(*lines: str) -> str:
    """What a figure shows under the pointer, in Plotly's template language: a line each, without the series' name."""
    return "<br>".join(lines) + "<extra></extra>"


def figure_lines(lines: Iterable[str]) -> str:
    """Any text beside a mark of a figure, a line under another."""
    return "<br>".join(map(escape, lines))


def figure_head(words: str) -> str:
    """Any text as a head within a figure."""
    return f"<b>{escape(words)}</b>"


def broken(words: str, after: str) -> str:
    """Words of a figure in two lines, broken after a word, if they hold it."""
    before, held, rest = words.partition(f" {after} ")
    return f"{before} {after}<br>{rest}" if held else words


_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&])")


def markdown_quote(text: str, limit: int = 80) -> str:
    """A stranger's words for Markdown: in a code span, where no address becomes a link and no name a sign.

    Shortened to `limit` characters; control characters become blanks.
    """
    shown = "".join(char if char.isprintable() else " " for char in text)
    shown = shown if len(shown) <= limit else shown[:limit] + "…"
    return code_span(shown)


def markdown_sentence(text: str) -> str:
    """A sentence of ours for Markdown, in which “quotation marks” hold a stranger's words."""
    parts = re.split(r"“(.*?)”", text, flags=re.DOTALL)
    return "".join(markdown_quote(part) if place % 2 else markdown_text(part) for place, part in enumerate(parts))


def markdown_phrases(parts: Iterable[Phrase]) -> str:
    """Phrases of ours for Markdown, the strong ones bold."""
    return "".join(f"**{markdown_sentence(part.text)}**" if part.strong else markdown_sentence(part.text) for part in parts)


def markdown_link(label: str, url: str | None) -> str:
    """A link out of the product, for Markdown; the label alone where there is no address."""
    return f"[{markdown_text(label)}]({url})" if url else markdown_text(label)


def markdown_text(text: str) -> str:
    """A text of the catalogue as Markdown: shown as it is, but `code` in backticks stays code."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(part if part.startswith("`") and len(part) > 2 else _SPECIAL.sub(r"\\\1", part) for part in parts)
