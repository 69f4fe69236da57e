"""Hostile links against the real server, byte for byte as a browser would send them on."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from components.app.server import FAILED
from components.kit.menu import SCREENS
from tests.pages.payloads import MARKUP, html_faults, markdown_faults
from tests.server.server_process import ask, elements
from tests.server.websocket_visitor import visit

SLUGS = [screen.slug for screen in SCREENS]
QUERIES = {
    "half characters": "id=%ED%A0%80&platforms=%ED%BF%BF&show=%C0%AF",
    "null and control bytes": "id=%00&platforms=OVE%00&show=%01%1b%7f",
    "bytes that are no text": "id=%FF%FE&progress=%80%81&find=%F8",
    "broken escapes": "id=%&platforms=%Z&show=%%%&find=%u1234",
    "empty everything": "id=&platforms=&show=&open=&find=&commands_group=&checklist_phase=&key_numbers_parameter=&times_unit=",
    "no values at all": "id&platforms&show&=&==&&&",
    "markup": "id=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&platforms=%3Cscript%3Ealert(1)%3C/script%3E",
    "one value a hundred thousand characters long": "id=" + "x" * 100_000,
    "longer than is read": "id=" + "x" * 600_000,
    "thousands of parameters": "&".join(f"key{number}=1" for number in range(5000)),
    "one key thousands of times": "&".join(["platforms=Proxmox"] * 5000),
    "as many values as are read": "&".join(f"platforms=%3Cb%3E{number}" for number in range(990)),
    "numbers beyond numbers": "fit_vcpu=1e999&fit_ram_tb=-nan&times_efficiency=99999999999999999999&times_ram=1e400",
    "not a bool": "open=2&checklist_open=yes",
}


QUERIES_A_PAGE, VALUES_A_PAGE = 2, 1


@pytest.mark.parametrize("slug", SLUGS)
def test_a_hostile_query_string_opens_a_page_without_an_error(server: str, slug: str, subtests: pytest.Subtests) -> None:
    """Each page gets a few, each comes to a few pages: what a page does with any value is tested without a server."""
    names = [list(QUERIES)[(SLUGS.index(slug) + 3 * turn) % len(QUERIES)] for turn in range(QUERIES_A_PAGE)]
    for name in names:
        with subtests.test(query=name):
            assert_harmless_query(server, slug, QUERIES[name])


def assert_harmless_query(server: str, slug: str, query: str) -> None:
    seen = visit(server, slug, query)
    assert seen.errors == []
    assert seen.title == next(screen.title for screen in SCREENS if screen.slug == slug)
    assert html_faults(seen.html) == []
    assert list(markdown_faults(seen.markdown, {value for _, value in parse_qsl(query, errors="replace")})) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_hostile_values_come_out_as_text(server: str, slug: str, subtests: pytest.Subtests) -> None:
    for payload in [MARKUP[(SLUGS.index(slug) + 5 * turn) % len(MARKUP)] for turn in range(VALUES_A_PAGE)]:
        with subtests.test(payload=payload):
            asked = {"id": [payload], "platforms": [payload, "OVE"], "show": [payload], "find": [payload]}
            shown = list(elements(ask(server, "" if slug == SLUGS[0] else slug, asked)["tree"]))
            spoken = [n["props"]["body"] for n in shown if n["type"] in ("markdown", "caption", "warning", "error", "info")]
            assert FAILED not in spoken
            assert list(markdown_faults(spoken, [payload])) == []


def test_every_query_comes_to_several_pages() -> None:
    met = [(place + 3 * turn) % len(QUERIES) for place in range(len(SLUGS)) for turn in range(QUERIES_A_PAGE)]
    assert min(met.count(query) for query in range(len(QUERIES))) >= 2
