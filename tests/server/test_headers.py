"""What every answer of the server carries, and the page that a browser starts from."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re

import brotli
import httpx
import pytest

from components.kit.menu import SCREENS
from tests.server.server_process import NO_TLS, PATIENCE, get, request

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-encoding": "gzip, deflate, br"}
DEEP = [f"/{screen.slug}" for screen in SCREENS[1:]]
PATHS = ["/", *DEEP, "/no-such-page", "/api/", "/api/key_numbers.json", "/api/nope.json", "/_stcore/health", "/favicon.png"]


def directives(policy: str) -> dict[str, set[str]]:
    """A content security policy, read."""
    return {name: set(values) for name, *values in (part.split() for part in policy.split(";"))}


def assert_secure(reply: httpx.Response) -> None:
    """The headers that every answer must carry, each once."""
    policy = directives(reply.headers["content-security-policy"])
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["referrer-policy"] == "same-origin"
    assert reply.headers["x-frame-options"] == "SAMEORIGIN"
    assert "camera=()" in reply.headers["permissions-policy"]
    assert policy["default-src"] == {"'self'"}
    assert policy["object-src"] == {"'none'"}
    assert policy["frame-ancestors"] == {"'self'"}
    assert policy["connect-src"] == {"'self'"}
    assert not policy["script-src"] & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"}
    assert len(reply.headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize("headers", [BROWSER, {"accept": "*/*"}], ids=["browser", "script"])
def test_every_answer_carries_the_security_headers(server: str, headers: dict[str, str], subtests: pytest.Subtests) -> None:
    for path in PATHS:
        with subtests.test(path=path):
            assert_secure(get(server + path, headers=headers))


def test_every_file_that_the_page_loads_is_there_and_carries_them(server: str) -> None:
    page = get(server, headers=BROWSER).text
    files = re.findall(r'(?:src|href)="\./((?:static/|favicon)[^"]+)"', page)
    assert len(files) > 10
    for file in files:
        reply = request("HEAD", f"{server}/{file}")
        assert reply.status_code == 200
        assert "html" not in reply.headers["content-type"]
        assert_secure(reply)


def test_the_policy_allows_exactly_the_inline_scripts_of_the_page(server: str, subtests: pytest.Subtests) -> None:
    for path in ("/", *DEEP):
        with subtests.test(path=path):
            reply = get(server + path, headers=BROWSER)
            scripts = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", reply.text, re.DOTALL)
            hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts}
            allowed = directives(reply.headers["content-security-policy"])["script-src"]
            assert len(scripts) == 6 + (path == "/")
            assert {source for source in allowed if source.startswith("'sha256-")} == hashes
            assert not re.findall(r"\son\w+=", reply.text)


@pytest.mark.parametrize("path", ["/", "/commands"])
@pytest.mark.parametrize("accept", [BROWSER["accept"], "*/*"], ids=["browser", "script"])
@pytest.mark.parametrize(
    ("encoding", "packed"), [("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br", "br"), ("identity", None)]
)
def test_the_page_comes_whole_whatever_the_client_can_unpack(
    server: str, path: str, accept: str, encoding: str, packed: str | None
) -> None:
    headers = {"accept": accept, "accept-encoding": encoding}
    with httpx.stream("GET", server + path, headers=headers, timeout=PATIENCE, verify=NO_TLS) as reply:
        raw = b"".join(reply.iter_raw())
    assert reply.headers.get("content-encoding") == packed
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[packed]
    text = unpack(raw).decode()
    assert len(raw) == int(reply.headers.get("content-length", len(raw)))
    assert text.rstrip().endswith("</html>")
    assert "<title>" in text
    assert ('<meta name="color-scheme" content="light dark">' in text) or accept == "*/*"


@pytest.mark.parametrize("path", ["/", "/commands", "/api/key_numbers.json", "/_stcore/health", "/favicon.png"])
@pytest.mark.parametrize("headers", [BROWSER, {"accept": "*/*"}], ids=["browser", "script"])
def test_head_answers_as_get_does_but_without_a_body(server: str, path: str, headers: dict[str, str]) -> None:
    head, get = (request(method, server + path, headers=headers) for method in ("HEAD", "GET"))
    assert head.status_code == get.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    assert_secure(head)
    # A HEAD answer may leave its length out, but not give another than GET (RFC 9110, 8.6).
    assert head.headers.get("content-length", get.headers["content-length"]) == get.headers["content-length"]


def test_the_server_says_that_it_is_healthy(server: str) -> None:
    reply = get(f"{server}/_stcore/health")
    assert (reply.status_code, reply.text) == (200, "ok")
