"""A server for those who have signed in: past the proxy it answers nobody; by a real nginx it answers whom a provider knows."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from components.app.responses import HEADERS
from components.app.signed_in import HEADER, REFUSED, SECRET, SECRET_HEADER, setting
from tests.server.nginx import Proxy
from tests.server.provider import CLOSED, COOKIE, WORD
from tests.server.server_process import NO_TLS, PATIENCE, free_port, get, request, start

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
USER, PROOF = (CLOSED[HEADER], "ana@example.com"), (SECRET_HEADER, WORD)
LINK = "/key_numbers?id=max-vcpu-per-vm&platforms=OVE&find=a%26b"

WITHOUT: dict[str, list[tuple[str, str]]] = {
    "neither": [],
    "no name": [PROOF],
    "an empty name": [(USER[0], ""), PROOF],
    "a name twice": [USER, USER, PROOF],
    "a name in a header that is only like it": [(USER[0].replace("-", "_"), USER[1]), PROOF],
    "no secret": [USER],
    "another secret": [USER, (SECRET_HEADER, WORD + "s")],
    "the secret twice": [USER, PROOF, PROOF],
    "the secret among others": [USER, (SECRET_HEADER, f"{WORD}, {WORD}")],
}
PLACES = ["/", "/commands", "/Overview/", "/no-such-page", "/api", "/api/key_numbers.json", "/preview.png", "/favicon.png"]
PLACES += ["/_stcore/host-config", "/_stcore/metrics", "/_stcore/health/", "//_stcore/health", "/nothing/_stcore/health"]
"""Among them what leads elsewhere, and what is only like the health check."""


def handshake(base: str, headers: list[tuple[str, str]], **options: Any) -> int:
    """The status by which a websocket is answered: 101 where it opens."""
    url = base.replace("http", "ws", 1) + "/_stcore/stream"
    try:
        with connect(url, subprotocols=["streamlit"], additional_headers=headers, open_timeout=PATIENCE, **options):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize("headers", WITHOUT.values(), ids=WITHOUT)
def test_who_comes_past_the_proxy_is_answered_by_no_place(closed: str, headers: list[tuple[str, str]]) -> None:
    script = "/static/js/index.js"
    with httpx.Client(timeout=PATIENCE, verify=NO_TLS, headers=headers) as client:
        for path in (*PLACES, script):
            reply = client.get(closed + path)
            assert (path, reply.status_code, reply.text) == (path, 401, REFUSED)
            assert {name.decode() for name in HEADERS} <= set(reply.headers)
            assert reply.headers["content-security-policy"].startswith("default-src 'none'")
        for method in ("PUT", "POST", "DELETE", "OPTIONS"):
            assert client.request(method, f"{closed}/_stcore/upload_file/a/b", content=b"x").status_code == 401
            assert client.request(method, f"{closed}/_stcore/health").status_code == 401
    assert handshake(closed, headers) == 403


def test_the_health_check_needs_no_proxy_and_what_the_proxy_sends_is_answered(closed: str) -> None:
    for method in ("GET", "HEAD"):
        assert request(method, f"{closed}/_stcore/health").status_code == 200
    for user in (USER, (USER[0].lower(), "Ana Ünsal, of <b>".encode())):
        replies = [get(closed + path, headers=[user, PROOF]) for path in ("/commands", "/api/key_numbers.json", "/favicon.png")]
        assert [reply.status_code for reply in replies] == [200, 200, 200]
        assert not [reply for reply in replies if b"Ana " in reply.content or USER[1] in reply.text or WORD in reply.text]
    assert handshake(closed, [USER, PROOF]) == 101


def test_nginx_leads_to_the_provider_and_by_it_to_the_whole_link(behind_sign_in: Proxy) -> None:
    base, trusting = behind_sign_in
    path = urlsplit(base).path
    with httpx.Client(timeout=PATIENCE, verify=trusting) as client:
        forged = dict([USER, PROOF])
        assert client.get(base + LINK, headers=BROWSER | forged).status_code == 302
        for place in ("/api/key_numbers.json", "/favicon.png", "/_stcore/host-config"):
            assert client.get(base + place, headers=forged).status_code == 401
        assert handshake(base, [USER, PROOF], ssl=trusting) == 401
        sign_in(client, base + LINK, "ana@example.com")
        page = client.get(base + LINK, headers=BROWSER)
        assert "<title>Max vCPU/VM · " in page.text
        assert page.headers["set-cookie"].startswith("renewed=yes")
        files = re.findall(r'(?:src|href)="(\./static/[^"]+)"', page.text)
        assert files
        for place in (*(urljoin(f"{path}/", file) for file in files[:2]), f"{path}/api/key_numbers.json"):
            assert client.get(urljoin(base, place), headers=dict([USER])).status_code == 200
        cookie = f"{COOKIE}={client.cookies[COOKIE]}"
        assert handshake(base, [("Cookie", cookie), USER], ssl=trusting) == 101


def test_nginx_takes_away_what_a_visitor_sends_as_the_name(behind_sign_in: Proxy) -> None:
    """The provider knows a session of nobody's: what reaches the server then is a visitor's own header, or none."""
    with httpx.Client(timeout=PATIENCE, verify=behind_sign_in.trusting) as client:
        sign_in(client, f"{behind_sign_in.base}/commands", "")
        for headers in ({}, dict([USER]), dict([USER, PROOF])):
            reply = client.get(f"{behind_sign_in.base}/commands", headers=BROWSER | headers)
            assert (reply.status_code, reply.text) == (401, REFUSED)


def sign_in(client: httpx.Client, link: str, name: str) -> None:
    """As a browser does it: asks for a link, is shown a form instead, and comes back to the same link."""
    form = client.get(link, headers=BROWSER, follow_redirects=True)
    (action,) = re.findall(r'action="([^"]+)"', form.text)
    back = client.post(urljoin(link, action), data={"name": name})
    assert (back.status_code, urljoin(link, back.headers["location"])) == (302, link)
    assert parse_qs(urlsplit(action).query)["rd"] == [link.removeprefix(urljoin(link, "/").rstrip("/"))]


BAD = [
    {HEADER: ""},
    {HEADER: "X-Forwarded-User:"},
    {HEADER: "X Forwarded User"},
    {HEADER: "X_Forwarded_User"},
    {HEADER: "User-Agent"},
    {HEADER: "X-Forwarded-For"},
    {HEADER: "Sec-Fetch-User"},
    {HEADER: SECRET_HEADER},
    {HEADER: USER[0], SECRET: ""},
    {HEADER: USER[0], SECRET: "the-secret"},
    {HEADER: USER[0], SECRET: "of more than twenty signs"},
    {HEADER: USER[0], SECRET: WORD + "\n"},
    {SECRET: WORD},
]


@pytest.mark.parametrize("environment", BAD, ids=str)
def test_a_bad_setting_is_named_in_one_sentence_that_does_not_tell_the_secret(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=rf"^{HEADER}|{SECRET}") as fault:
        setting(environment)
    said = str(fault.value)
    assert (said[-1], "\n" in said) == (".", False)
    assert not environment.get(SECRET) or environment[SECRET].strip() not in said


def test_what_is_not_set_asks_nobody_to_sign_in() -> None:
    assert setting({}) is None
    assert setting({"REFERENCE_METRICS": "open"}) is None


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_set_asks_for_something_or_is_a_fault(name: str, secret: str) -> None:
    try:
        asked = setting({HEADER: name, SECRET: secret})
    except ValueError:
        return
    assert asked
    assert asked.header.decode() == name.lower()
    assert len(asked.secret) >= 20


def test_a_server_with_a_bad_setting_does_not_start_and_says_why(tmp_path: Any) -> None:
    log = tmp_path / "stderr.txt"
    process = start(log, free_port(), **{HEADER: ""})
    try:
        assert process.wait(timeout=PATIENCE) == 1
    finally:
        process.kill()
    said = log.read_text(encoding="utf-8")
    assert f"The server does not start: {HEADER} must be the name of a header" in said
    assert "Traceback" not in said
