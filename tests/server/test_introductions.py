"""What a link says of itself before any script has run: to a browser's tab, a chat's preview, a crawler."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from components.kit.menu import SCREENS
from tests.server.server_process import get

BROWSER = {"accept": "text/html"}


def said(reply: httpx.Response) -> dict[str, str]:
    """Title, description and what else the head says, as a reader gets it."""
    meta = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', reply.text)
    (title,) = re.findall("<title>(.*?)</title>", reply.text)
    return {name: unescape(content) for name, content in [*meta, ("title", title)]}


def test_every_screen_introduces_itself(server: str, subtests: pytest.Subtests) -> None:
    titles = set()
    for screen in SCREENS:
        with subtests.test(screen=screen.slug):
            head = said(get(f"{server}/{'' if screen is SCREENS[0] else screen.slug}", headers=BROWSER))
            assert head["title"] == head["og:title"] == f"{screen.title} · Virtualization reference"
            assert head["description"] == head["og:description"] == screen.about
            titles.add(head["title"])
    assert len(titles) == len(SCREENS)


@pytest.mark.parametrize(
    ("path", "title", "about"),
    [
        ("/key_numbers?id=max-vcpu-per-vm", "Max vCPU/VM · Key numbers · ", ["vSphere: 768", "OVE: 216 tested", "Azure Local: "]),
        ("/key_numbers?platforms=OVE&id=no-such&id=max-vcpu-per-vm", "Max vCPU/VM · Key numbers · ", ["216 tested"]),
        ("/commands?id=drain-node", "Drain node · Commands · ", ["oc adm drain"]),
        ("/wizard?id=sap-hana", "SAP HANA · Wizard · ", []),
        ("/key_numbers?id=no-such-row", "Key numbers · Virtualization", ["Limits and orders of magnitude"]),
        ("/commands?id=max-vcpu-per-vm", "Commands · Virtualization", ["The same task"]),
    ],
)
def test_a_rows_link_says_its_row_and_what_each_platform_has(server: str, path: str, title: str, about: list[str]) -> None:
    head = said(get(server + path, headers=BROWSER))
    assert head["title"].startswith(title)
    assert [words for words in about if words not in head["og:description"]] == []
    assert len(head["og:description"]) <= 202


def test_a_strangers_words_are_not_in_it(server: str) -> None:
    """Of a link only ids that the catalogue knows are repeated."""
    html = get(f"{server}/wizard?id=%22%3E%3Cb%3Efree+coins&workload=free+coins", headers=BROWSER).text
    assert "free coins" not in html
    assert "Streamlit can" not in html


@pytest.mark.parametrize(
    "path", ["/no-such-page", "/key_numbers/deeper", "/.git/config", "/robots.txt", "/wp-login.php?id=max-vcpu"]
)
def test_an_address_that_no_screen_has_is_not_found_and_says_where_the_screens_are(server: str, path: str) -> None:
    reply = get(server + path, headers=BROWSER)
    assert reply.status_code == 404
    assert re.findall(r'href="/([^"]*)"', reply.text) == ["", *(screen.slug for screen in SCREENS[1:])]


def test_the_api_is_found_without_its_slash(server: str) -> None:
    assert httpx.get(f"{server}/api", follow_redirects=True).json() == get(f"{server}/api/").json()
