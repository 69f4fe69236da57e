"""What a link says of itself before any script has run: to a browser's tab, a chat's preview, a crawler."""

from __future__ import annotations

import http.client
import io
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from PIL import Image

from components.kit.menu import SCREENS
from components.kit.style import ICON_FILE
from tests.server.server_process import PATIENCE, get, request

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
        ("/commands?id=drain-node", "Drain node · Commands · ", ["vSphere: govc", "OVE: oc adm", "Azure Local: Suspend"]),
        ("/wizard?id=sap-hana", "SAP HANA · Wizard · ", ["vSphere: fits", "OVE: ", "Azure Local: "]),
        ("/key_numbers?id=no-such-row", "Key numbers · Virtualization", ["Limits and orders of magnitude"]),
        ("/commands?id=max-vcpu-per-vm", "Commands · Virtualization", ["The same task"]),
        ("/key_numbers?show=both&key_numbers_tab=Chart", "Chart · Key numbers · ", ["Limits and orders of magnitude"]),
        ("/key_numbers?key_numbers_tab=Chart&key_numbers_tab=bogus", "Key numbers · Virtualization", []),
        ("/architecture?architecture_tab=How+a+live+migration+runs", "How a live migration runs · Architecture · ", []),
        ("/key_numbers?platforms=OVE&key_numbers_tab=Does+my+VM+fit%3F", "Does my VM fit on each platform? · Key numbers · ", []),
        ("/wizard?workload=Till+rolls&wizard_tab=Why", "“Till rolls” · Why · Wizard · ", []),
        ("/compare?w=SAP+HANA~os.rhel&w=Ana~vcpu.4&w=~vcpu.8", "SAP HANA, “Ana”, Workload 3 · Compare · ", ["Up to four"]),
    ],
)
def test_a_link_says_its_row_question_tab_or_workload_and_what_each_platform_has(
    server: str, path: str, title: str, about: list[str]
) -> None:
    head = said(get(server + path, headers=BROWSER))
    assert head["title"].startswith(title)
    assert [words for words in about if words not in head["og:description"]] == []
    assert len(head["og:description"]) <= 202


def test_a_strangers_words_are_not_in_it(server: str) -> None:
    """Of a link only what the catalogue knows is repeated, and the name of a workload: short, in quotes, as text."""
    html = get(f"{server}/wizard?id=%22%3E%3Cb%3Efree+coins&wizard_tab=free+coins&as_of=free+coins", headers=BROWSER).text
    assert "free coins" not in html
    assert "Streamlit can" not in html
    reply = get(f"{server}/wizard?workload=%22%3E%3Cb%3E%0A%E2%80%AEcoins{'+and+more' * 400}", headers=BROWSER)
    assert said(reply)["title"].startswith('“"><b> coins and more')
    assert len(said(reply)["title"]) < 130
    assert "<b>" not in reply.text
    assert "coins" not in said(reply)["og:image"]


def test_a_preview_shows_its_row_or_else_its_screen_and_is_sent_once(server: str) -> None:
    head = said(get(f"{server}/key_numbers?id=max-vcpu-per-vm", headers=BROWSER))
    row = get(head["og:image"])
    picture = Image.open(io.BytesIO(row.content))
    assert (head["og:image:width"], head["og:image:height"]) == tuple(map(str, picture.size)) == ("1200", "630")
    assert (picture.format, row.headers["content-type"], head["og:image:type"]) == ("PNG", "image/png", "image/png")
    assert len(row.content) < 60_000
    assert head["og:image:alt"] == head["title"]
    again = get(head["og:image"], headers={"if-none-match": row.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    screen, unknown = (get(f"{server}/preview.png?page=key_numbers{query}") for query in ("", "&id=free+coins&w=free+coins"))
    assert unknown.content == screen.content != row.content
    strange, first = (get(f"{server}/preview.png{query}") for query in ("?page=../key_numbers&id=max-vcpu-per-vm", ""))
    assert strange.content == first.content != screen.content
    assert request("HEAD", head["og:image"]).headers["etag"] == row.headers["etag"]


@pytest.mark.parametrize("length", [30_000, 1_000_000])
def test_of_an_endless_query_a_preview_reads_the_beginning_or_refuses_it(server: str, length: int) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=PATIENCE)
    connection.request("GET", f"/preview.png?page=key_numbers&id={'x' * length}")
    assert connection.getresponse().status in ((200,) if length < 65_000 else (200, 400, 414, 431))
    connection.close()


@pytest.mark.parametrize(
    ("host", "origin"), [("ref.example:8443", "http://ref.example:8443/"), ('a"><b>', None), ("a/b@c", None)]
)
def test_a_preview_is_at_the_host_that_was_asked_if_there_can_be_such_a_host(server: str, host: str, origin: str | None) -> None:
    reply = get(f"{server}/commands", headers={**BROWSER, "host": host})
    found = said(reply).get("og:image")
    assert found is None if origin is None else str(found).startswith(f"{origin}preview.png?page=commands&")
    assert host not in reply.text or origin


def test_the_icon_is_ours_before_any_script_runs(server: str) -> None:
    icons = [get(f"{server}/{name}").content for name in ("favicon.png", "favicon.ico")]
    assert set(icons) == {ICON_FILE.read_bytes()}


@pytest.mark.parametrize(
    ("link", "now"),
    [
        ("/live_migration?live_migration_tab=Policy&lm_cap=64", "/migration_settings?lm_cap=64&migration_settings_tab=Policy"),
        ("/live_migration/?live_migration_tab=Chart", "/live_migration?live_migration_tab=Sizes+and+links"),
        ("/live_migration?id=ram-256&embed=true", "/migration_evidence?id=ram-256&embed=true"),
    ],
)
def test_a_link_of_an_earlier_version_leads_to_what_it_showed(server: str, link: str, now: str) -> None:
    reply = get(f"{server}{link}", headers=BROWSER, follow_redirects=True)
    assert str(reply.url) == f"{server}{now}"
    assert reply.status_code == 200


@pytest.mark.parametrize("path", ["/Key_Numbers", "/key-numbers", "/KEY_NUMBERS/", "/key_numbers/"])
def test_an_address_typed_nearly_right_leads_to_its_screen(server: str, path: str) -> None:
    reply = get(f"{server}{path}?id=max-vcpu-per-vm&show=both", headers=BROWSER, follow_redirects=True)
    assert str(reply.url) == f"{server}/key_numbers?id=max-vcpu-per-vm&show=both"
    assert said(reply)["title"].startswith("Max vCPU/VM · ")


@pytest.mark.parametrize(
    "path", ["/no-such-page", "/key_numbers/deeper", "/.git/config", "/robots.txt", "/wp-login.php?id=max-vcpu"]
)
def test_an_address_that_no_screen_has_is_not_found_and_says_where_the_screens_are(server: str, path: str) -> None:
    reply = get(server + path, headers=BROWSER)
    assert reply.status_code == 404
    there = [urljoin(str(reply.url), href) for href in re.findall(r'href="([^"]*)"', reply.text)]
    assert there == [f"{server}/{slug}" for slug in ("", *(screen.slug for screen in SCREENS[1:]))]


def test_the_api_is_found_without_its_slash(server: str) -> None:
    assert httpx.get(f"{server}/api", follow_redirects=True).json() == get(f"{server}/api/").json()
