"""What a server does not tell, whom it does not answer, and what a visitor reads when it fails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from components.app.doors import METRICS
from components.app.server import FAILED
from tests.server.server_process import copy, get, running
from tests.server.websocket_visitor import visit

NOTHING_THERE = ["robots.txt", ".git/config", ".env", "no-such-page", "nothing.js", "static/nothing.js", "media/nothing.png"]
NOTHING_THERE += ["_stcore/nothing", "_stcore/metrics", "_stcore/metrics/", "component/nothing"]


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that answers for two hosts alone, tells its state, and has a screen that fails in every run."""
    root = copy(tmp_path_factory.mktemp("narrow") / "copy")
    with (root / "pages" / "concepts.py").open("a", encoding="utf-8") as page:
        page.write("\nraise ValueError('of the inside')\n")
    hosts = ["--server.allowedHosts=127.0.0.1", "--server.allowedHosts=*.ref.example"]
    with running(root.parent / "stderr.txt", *hosts, root=root, **{METRICS: "open"}) as base:
        yield base


def opens(base: str, host: str) -> bool:
    """Whether a page that the browser has from `host` gets a session, as a name that is bound anew to this machine would."""
    with socket.create_connection(("127.0.0.1", urlsplit(base).port or 0), timeout=30) as way:
        return offered(way, host)


def offered(way: socket.socket, host: str) -> bool:
    with suppress(InvalidStatus), connect(f"ws://{host}/_stcore/stream", sock=way, subprotocols=[Subprotocol("streamlit")]):
        return True
    return False


def test_what_is_not_there_is_not_found(server: str, subtests: pytest.Subtests) -> None:
    for path in NOTHING_THERE:
        with subtests.test(path=path):
            reply = get(f"{server}/{path}", headers={"accept": "text/html", "accept-encoding": "gzip"})
            assert reply.status_code == 404
            assert "session_events" not in reply.text
            assert reply.headers["x-content-type-options"] == "nosniff"


def test_a_page_takes_orders_from_no_host_that_frames_it(server: str) -> None:
    assert get(f"{server}/_stcore/host-config").json()["allowedOrigins"] == []


def test_a_server_that_knows_its_hosts_answers_for_no_other(narrow: str) -> None:
    for path in ("/", "/commands", "/api/key_numbers.json", "/_stcore/host-config"):
        for host, status in (("evil.example", 400), ("ref.example.evil.example", 400), ("a.ref.example:8501", 200)):
            reply = get(narrow + path, headers={"host": host})
            assert (reply.status_code, path, host) == (status, path, host)
            assert reply.headers["x-content-type-options"] == "nosniff"
    assert get(f"{narrow}/_stcore/health", headers={"host": "10.0.0.7:8501"}).text == "ok"
    assert get(f"{narrow}/commands/_stcore/health", headers={"host": "10.0.0.7:8501"}).status_code == 400
    assert opens(narrow, "a.ref.example")
    assert not opens(narrow, "evil.example")


def test_a_server_tells_its_state_where_its_operator_opens_that(narrow: str) -> None:
    assert "session_events" in get(f"{narrow}/_stcore/metrics").text


def test_a_screen_that_fails_says_so_in_our_words_and_names_no_cloud_and_no_inside(narrow: str) -> None:
    seen = visit(narrow, "concepts", "")
    assert seen.errors == [FAILED]
    assert not [text for text in seen.markdown if "Streamlit" in text or "of the inside" in text]
    assert visit(narrow, "key_numbers", "").errors == []
