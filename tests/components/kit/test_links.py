"""Links: where they lead, and what of a stranger's text may stand in a sentence."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kit import links, run_context
from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.evidence import Source
from tests.pages.hostile import PAYLOADS
from tests.pages.reading import unmarked

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
CALM = settings(max_examples=200, deadline=None, derandomize=True, database=None)
AUTOLINK = re.compile(r"https?://|\bwww\.|[\w.+-]+@[\w-]+\.\w|:material/\w+:", re.IGNORECASE)
MARKS = set("\\`*_{}[]()#+-.!|<>~$:&")


def shown(text: str) -> str:
    """What Markdown makes of a text that `plain` prepared."""
    return re.sub(r"\\([^A-Za-z0-9\s])", r"\1", text)


def outside_code(text: str) -> str:
    return re.sub(r"(`+).*?\1", "", text)


@CALM
@given(ANY)
def test_no_mark_of_markdown_is_left_that_could_be_read(text: str) -> None:
    bare = re.sub(r"\\.", "", outside_code(links.plain(text, 200)))
    assert not MARKS & set(bare)
    assert bare.isprintable()


@CALM
@given(st.text("abc xyz é 漢 \"'/=?,;%^", max_size=60))
def test_words_come_out_as_they_are(text: str) -> None:
    assert shown(links.plain(text)).strip("`") == text


@pytest.mark.parametrize(
    "text",
    ["https://evil.example/a", "HTTP://evil.example", "www.evil.example", "someone@evil.example", ":material/home:"],
)
def test_an_address_of_a_stranger_never_becomes_a_link_and_a_name_never_a_sign(text: str) -> None:
    assert not AUTOLINK.search(shown(outside_code(links.plain(f"see {text} now"))))


@pytest.mark.parametrize("limit", [1, 20, 80])
def test_a_long_text_is_cut_and_says_so(limit: int) -> None:
    text = shown(links.plain("x" * 100_000, limit)).strip("`")
    assert text == "x" * limit + "…"


@CALM
@given(st.text("abc <>*_[]`$:", max_size=60))
def test_code_of_the_catalogue_stays_code_and_the_rest_is_shown_as_it_is(text: str) -> None:
    assert unmarked(links.inline(text)) == " ".join(text.replace("`", "").split())
    assert re.findall(r"`[^`]+`", text) == re.findall(r"`[^`]+`", links.inline(text).replace("\\`", ""))


@pytest.mark.parametrize(("table", "page"), PAGE_OF_TABLE.items())
def test_a_rows_link_leads_to_its_page_and_its_id(table: str, page: str) -> None:
    for id_ in catalog().records[table]:
        path, _, query = links.row_href(table, id_).partition("?")
        assert path == ("./" if page == "overview" else page)
        assert parse_qs(query) == {"id": [id_]}


def test_a_link_carries_the_shared_choices_of_its_run() -> None:
    token = run_context.CARRIED.set((("platforms", "OVE"), ("platforms", "Azure Local"), ("embed", "true")))
    href = links.row_href("concepts", "drs")
    run_context.CARRIED.reset(token)
    assert parse_qs(href.split("?")[1]) == {"id": ["drs"], "platforms": ["OVE", "Azure Local"], "embed": ["true"]}
    assert links.row_href("concepts", "drs") == "concepts?id=drs"


@CALM
@given(st.one_of(ANY, st.sampled_from(PAYLOADS)))
def test_a_parameter_cannot_leave_its_place_in_a_link(text: str) -> None:
    href = links.href("concepts", id=text)
    assert parse_qs(urlsplit(href).query, keep_blank_values=True) == {"id": [text]}
    assert urlsplit(href)[:3] == ("", "", "concepts")
    assert not set(href) & set("<>\"' \n\r\t\\")


def source(**more: str) -> Source:
    return Source(**{"id": "x", "title": "t", "publisher": "p", "page": "somewhere"} | more)


def test_a_file_is_linked_at_the_state_that_was_read() -> None:
    full = source(repository="kubevirt/user-guide", path="docs/a b.md", ref="tag v1.8.0")
    assert links.source_url(full) == "https://github.com/kubevirt/user-guide/blob/v1.8.0/docs/a%20b.md"
    assert links.source_url(source(repository="a/b", path="c.md")) == "https://github.com/a/b/blob/HEAD/c.md"


def test_what_is_no_file_of_a_public_repository_is_not_linked() -> None:
    assert links.source_url(source()) is None
    assert links.source_url(source(repository="a/b")) is None


@pytest.mark.parametrize("name", ["https://evil.example", 'a"onclick="x', "<b>"])
def test_a_sources_address_stays_on_its_site_and_in_its_quotes(name: str) -> None:
    url = links.source_url(source(repository=name, path=name, ref=name.replace(" ", "")))
    assert url.startswith("https://github.com/")
    assert not set(url) & set("<>\"' ")
