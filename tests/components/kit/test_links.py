"""Links: where they lead, and what of a stranger's text may stand in a sentence."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.kit import links, run_context
from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.evidence import Source
from tests.pages.payloads import PAYLOADS

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
CALM = settings(max_examples=60, deadline=None, derandomize=True, database=None)


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


def test_what_has_no_address_is_not_linked() -> None:
    assert links.source_url(source()) is None
    assert links.source_url(source(page="docs.vmware.com, vSphere 8.0, GUID-1")) is None
    assert links.source_url(source(page="javascript:alert(1)//a.b/c")) is None


@pytest.mark.parametrize(
    ("place", "url"),
    [
        ({"repository": "a/b"}, "https://github.com/a/b"),
        ({"repository": "a/b", "page": "pull request 12 (merged)"}, "https://github.com/a/b/pull/12"),
        ({"repository": "a/b", "page": "issue 7"}, "https://github.com/a/b/issues/7"),
        (
            {"page": "knowledge.broadcom.com, article 313545 (once 1005764)"},
            "https://knowledge.broadcom.com/external/article/313545",
        ),
        ({"page": "learn.microsoft.com/en-us/windows-server/x"}, "https://learn.microsoft.com/en-us/windows-server/x"),
    ],
)
def test_the_address_of_a_source_is_read_from_what_says_its_place(place: dict[str, str], url: str) -> None:
    assert links.source_url(source(**place)) == url


@pytest.mark.parametrize("name", ["https://evil.example", 'a"onclick="x', "<b>"])
def test_a_sources_address_stays_on_its_site_and_in_its_quotes(name: str) -> None:
    url = links.source_url(source(repository=name, path=name, ref=name.replace(" ", "")))
    assert url.startswith("https://github.com/")
    assert not set(url) & set("<>\"' ")
