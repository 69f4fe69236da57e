"""The product below a path: of a server that was told it, and behind an nginx that cuts it off and says so, as deploy/ has it."""

from __future__ import annotations

import re
import ssl
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from components.kit.menu import SCREENS
from components.kit.style import ICON_FILE
from tests.server.nginx import Proxy, in_front
from tests.server.server_process import NO_TLS, PATIENCE, free_port, get
from tests.server.websocket_visitor import visit, visiting

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ROW = "key_numbers?id=max-vcpu-per-vm"


class Client(httpx.Client):
    """Asks below one base URL; `base` keeps its path without a slash at the end."""

    def __init__(self, base: str, trusting: ssl.SSLContext) -> None:
        super().__init__(base_url=f"{base}/", verify=trusting, timeout=PATIENCE)
        self.base, self.trusting = base, trusting if base.startswith("https") else None


@pytest.fixture(params=["told its path", "behind nginx"])
def client(request: pytest.FixtureRequest) -> Any:
    if request.param == "behind nginx":
        made = Client(*request.getfixturevalue("behind_nginx"))
    else:
        made = Client(request.getfixturevalue("under_a_path"), NO_TLS)
    with made:
        yield made


def test_every_address_is_below_the_path(client: Client) -> None:
    """Health, page, its files, picture, icon, API: none is asked, or points, outside of it."""
    assert client.get("_stcore/health").text == "ok"
    page = client.get(ROW, headers=BROWSER)
    assert "<title>Max vCPU/VM · " in page.text
    files = re.findall(r'(?:src|href)="(\./(?:static/|favicon)[^"]+)"', page.text)
    for file in files[:3]:
        reply = client.head(urljoin(str(page.url), file))
        assert (reply.status_code, "html" in reply.headers["content-type"]) == (200, False)
    (picture,) = re.findall('og:image" content="([^"]*)"', page.text)
    assert picture.startswith(f"{client.base}/preview.png?")
    assert client.get(unescape(picture)).content.startswith(b"\x89PNG")
    assert client.get("favicon.ico").content == ICON_FILE.read_bytes()
    tables = client.get("api", follow_redirects=True).json()["tables"]
    assert client.get(urljoin(client.base, tables["key_numbers"])).json()["table"] == "key_numbers"
    nothing = client.get("api/nope.json")
    assert (nothing.status_code, f"{urlsplit(client.base).path}/api/" in nothing.json()["error"]) == (404, True)
    for reply in (page, nothing, client.head(ROW, headers=BROWSER)):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("", "/"),
        ("/overview?find=drs", "/?find=drs"),
        ("/overview/", "/"),
        ("/Key-Numbers/?id=max-vcpu-per-vm", "/key_numbers?id=max-vcpu-per-vm"),
        ("/commands/", "/commands"),
        ("/live_migration/?live_migration_tab=Chart", "/live_migration?live_migration_tab=Sizes+and+links"),
    ],
)
def test_an_address_leads_on_below_the_path(client: Client, asked: str, there: str) -> None:
    reply = client.get(client.base + asked, headers=BROWSER, follow_redirects=True)
    assert (reply.status_code, str(reply.url)) == (200, client.base + there)


@pytest.mark.parametrize("path", ["no-such-page", "no-such-page/", "key_numbers/deeper"])
def test_what_is_not_there_says_where_the_screens_are(client: Client, path: str) -> None:
    reply = client.get(path, headers=BROWSER)
    links = [urljoin(str(reply.url), href) for href in re.findall(r'<a href="([^"]*)"', reply.text)]
    assert reply.status_code == 404
    assert links == [f"{client.base}/{slug}" for slug in ("", *(screen.slug for screen in SCREENS[1:]))]


def test_a_page_and_its_download_come_through(client: Client) -> None:
    with visiting(client.base, "checklist", "phase=2.+Assessment", client.trusting) as (seen, address_of):
        assert (seen.title, seen.errors) == ("Checklist", [])
        assert client.get(address_of("CSV, all phases")).text.startswith("\ufeff")


def test_nginx_compresses_bounds_and_closes(behind_nginx: Proxy) -> None:
    with Client(*behind_nginx) as client:
        script = re.findall(r'src="\./(static/[^"]+)"', client.get("").text)[0]
        with client.stream("GET", script, headers={"accept-encoding": "gzip"}) as reply:
            sent = b"".join(reply.iter_raw())
            assert reply.headers["content-encoding"] == "gzip"
        whole = client.get(script, headers={"accept-encoding": "identity"})
        assert len(sent) < len(whole.content) / 2
        assert "immutable" in whole.headers["cache-control"]
        assert whole.headers["strict-transport-security"] == "max-age=31536000"
        assert client.get(f"commands?n_vm={'x' * 20_000}", headers=BROWSER).status_code == 200
        assert client.post("_stcore/upload_file/a/b", content=b"x" * 3_000_000).status_code == 413
        assert client.get("_stcore/metrics").status_code == 404
        assert visit(client.base, "key_numbers", "id=max-vcpu-per-vm", client.trusting).errors == []


def test_nginx_answers_one_address_only_so_often(server: str, tmp_path: Path) -> None:
    """With an nginx of its own: the limit is of a visitor's address, which other tests share."""
    port = urlsplit(server).port
    assert port
    with in_front(tmp_path / "run", (port, free_port())) as proxy, Client(*proxy) as client, ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.get("favicon.png").status_code, range(400)))
        script = re.findall(r'src="\./(static/[^"]+)"', get(f"{server}/").text)[0]
        assert client.get(script).status_code == 200
    assert set(answers) == {200, 429}
    assert answers.count(200) >= 250
