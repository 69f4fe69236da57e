"""What is made of a text before it is shown: Markdown in which no word of a stranger or of the catalogue becomes a sign."""

from __future__ import annotations

import re

from domain.artefacts.documents import code_span

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


def markdown_text(text: str) -> str:
    """A text of the catalogue as Markdown: shown as it is, but `code` in backticks stays code."""
    parts = re.split(r"(`[^`]+`)", text)
    return "".join(part if part.startswith("`") and len(part) > 2 else _SPECIAL.sub(r"\\\1", part) for part in parts)
