"""Streamlit's scripts as they are sent: packed for who can unpack, kept by the browser, and nothing but those files."""

from __future__ import annotations

import gzip
import http.client
import re
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import httpx
import pytest

from components.app import static_files
from components.app.static_files import ICONS, KNOWN, MADE_FROM, ROOT
from tests.server.server_process import PATIENCE, get, request

SCRIPT = max((name for name in KNOWN if "/index." in name and name.endswith(".js")), key=lambda name: KNOWN[name].stat().st_size)


@pytest.fixture(scope="module")
def address(server: str) -> str:
    return f"{server}/{SCRIPT}"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.8, *;q=0.1", "gzip"),
        ("BR ; Q=0.5", "br"),
        ("*", "br"),
        ("identity", None),
        ("gzip;q=0, deflate, br; q=0.000", None),
    ],
)
def test_a_script_is_packed_for_who_can_unpack_it(address: str, accepted: str, packed: str | None) -> None:
    with httpx.stream("GET", address, headers={"accept-encoding": accepted}, timeout=PATIENCE) as reply:
        raw = b"".join(reply.iter_raw())
    assert reply.headers.get("content-encoding") == packed
    assert int(reply.headers["content-length"]) == len(raw)
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[packed]
    assert unpack(raw) == KNOWN[SCRIPT].read_bytes()


def test_it_is_kept_as_streamlit_has_it_kept_and_not_sent_again(address: str) -> None:
    plain, packed, other = (get(address, headers={"accept-encoding": one}).headers for one in ("identity", "gzip", "br"))
    assert packed["cache-control"] == plain["cache-control"]
    assert packed["content-type"].split(";")[0] == plain["content-type"].split(";")[0]
    assert packed["vary"] == "Accept-Encoding"
    assert len({packed["etag"], plain["etag"], other["etag"]}) == 3
    again = get(address, headers={"accept-encoding": "gzip", "if-none-match": f'"other", W/{packed["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", packed["etag"])
    head = request("HEAD", address, headers={"accept-encoding": "gzip"})
    assert (head.content, head.headers["content-length"]) == (b"", packed["content-length"])


@pytest.mark.parametrize("asked", [{"accept-encoding": "identity"}, {"accept-encoding": "gzip"}, {"range": "bytes=10-19"}])
def test_the_icons_are_those_that_can_be_seen(server: str, asked: dict[str, str]) -> None:
    name = MADE_FROM.read_text(encoding="utf-8").split()[-1]
    reply = get(f"{server}/{name}", headers=asked)
    assert (reply.status_code, reply.headers["content-type"], reply.content) == (200, "font/woff2", ICONS.read_bytes())
    assert int(reply.headers["content-length"]) < 60_000 < (ROOT / name).stat().st_size
    # The address stays when the icons change: a browser that kept them without asking would show an icon's name instead.
    assert reply.headers["cache-control"] == "no-cache"
    again = get(f"{server}/{name}", headers={"if-none-match": reply.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", reply.headers["etag"])
    head = request("HEAD", f"{server}/{name}")
    assert (head.content, head.headers["content-length"]) == (b"", reply.headers["content-length"])


def test_another_font_of_streamlit_is_sent_as_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "made_from"
    other.write_text(f"{'0' * 64}  {MADE_FROM.read_text(encoding='utf-8').split()[-1]}", encoding="utf-8")
    monkeypatch.setattr(static_files, "MADE_FROM", other)
    assert static_files.icons.__wrapped__() is None


def test_a_part_of_a_file_is_a_part_of_the_file(address: str) -> None:
    reply = get(address, headers={"accept-encoding": "gzip", "range": "bytes=10-19"})
    assert (reply.status_code, reply.content) == (206, KNOWN[SCRIPT].read_bytes()[10:20])


@pytest.mark.parametrize("path", ["/static/../index.html", "/static/js/../../manifest.json", "/static/js/%2e%2e/%2e%2e/app.py"])
def test_no_address_leads_to_another_file(server: str, path: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=PATIENCE)
    connection.request("GET", path, headers={"accept-encoding": "gzip"})
    reply = connection.getresponse()
    assert reply.getheader("content-encoding") != "gzip" or b"<title>" in gzip.decompress(reply.read())
    assert "etag" not in reply.headers
    connection.close()


def test_the_page_asks_for_each_script_once_and_for_no_font_that_it_does_not_use(server: str) -> None:
    asked = re.findall(r'(?:src|href)="\./(static/[^"]+)"', get(server).text)
    assert len(asked) == len(set(asked)) > 60
    assert [name for name in asked if name not in KNOWN] == []
    assert [name for name in asked if "/Html." in name or "/Button." in name]
