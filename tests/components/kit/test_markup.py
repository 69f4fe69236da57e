"""Markup: what of a stranger's text may stand in a sentence, and where a tag may be written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kit import markup
from tests.pages.reading import unmarked

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
CALM = settings(max_examples=200, deadline=None, derandomize=True, database=None)
AUTOLINK = re.compile(r"https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w|:material/\w+:", re.IGNORECASE)
MARKS = set("\\`*_{}[]()#+-.!|<>~$:&")


def shown(text: str) -> str:
    """What Markdown makes of a text that `markdown_quote` prepared."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


def outside_code(text: str) -> str:
    return re.sub(r"(`+).*?\1", "", text)


@CALM
@given(ANY)
def test_no_mark_of_markdown_is_left_that_could_be_read(text: str) -> None:
    bare = re.sub(r"\\.", "", outside_code(markup.markdown_quote(text, 200)))
    assert not MARKS & set(bare)
    assert bare.isprintable()


@CALM
@given(st.text("abc xyz é 漢 \"'/=?,;%^", max_size=60))
def test_words_come_out_as_they_are(text: str) -> None:
    assert shown(markup.markdown_quote(text)).strip("`") == text


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/a", "HTTP://evil.example", "www.evil.example", "someone@evil.example", ":material/home:"],
)
def test_an_address_of_a_stranger_never_becomes_a_link_and_a_name_never_a_sign(text: str) -> None:
    assert not AUTOLINK.search(shown(outside_code(markup.markdown_quote(f"see {text} now"))))


@pytest.mark.parametrize("limit", [1, 20, 80])
def test_a_long_text_is_cut_and_says_so(limit: int) -> None:
    text = shown(markup.markdown_quote("x" * 100_000, limit)).strip("`")
    assert text == "x" * limit + "…"


@CALM
@given(st.text("abc <>*_[]`$:", max_size=60))
def test_code_of_the_catalogue_stays_code_and_the_rest_is_shown_as_it_is(text: str) -> None:
    assert unmarked(markup.markdown_text(text)) == " ".join(text.replace("`", "").split())
    assert re.findall(r"`[^`]+`", text) == re.findall(r"`[^`]+`", markup.markdown_text(text).replace("\\`", ""))
