"""Where a text names releases of a platform: links to their support, and what of it is over today."""

from __future__ import annotations

import streamlit as st

from components.kit import links, markup, run_context
from components.kit.markup import Html
from domain.catalog import catalog
from domain.reference.lifecycle.named import mentions
from domain.reference.lifecycle.sentences import over_in_words, phases_in_words
from domain.reference.lifecycle.standing import standing


@run_context.cached
def linked(text: str) -> Html:
    """A text in which each mention of releases leads to the newest of them. What of its support is over is said after the text,
    unless a mention may mean later releases too.
    """
    parts, over, done = [], dict[str, None](), 0
    for mention in mentions(catalog(), text):
        if not (newest := mention.newest):
            continue
        link = markup.anchor(text[mention.start : mention.end], links.row_href("lifecycle", newest.id))
        parts += [markup.text(text[done : mention.start]), link]
        done = mention.end
        said = over_in_words(catalog(), standing(newest, run_context.today()))
        over |= {said: None} if said and not mention.open else {}
    remark = f" ({'; '.join(over)})" if over else ""
    return markup.joined(*parts, markup.text(text[done:]), markup.text(remark))


def support(text: str) -> None:
    """The support of the newest release that a text names, in a small line with its link; nothing if it names none."""
    named = [mention.newest for mention in mentions(catalog(), text)]
    for newest in filter(None, named):
        said = "; ".join(phases_in_words(catalog(), standing(newest, run_context.today())))
        link = markup.anchor(newest.name, links.row_href("lifecycle", newest.id))
        st.html(markup.panel(markup.note(markup.joined(link, markup.text(f": {said}.")))))
