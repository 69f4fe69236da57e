"""Where visitors sign in, for the tests: what nginx asks of an oauth2-proxy, by a form that believes every name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, quote, urlsplit

from components.app.signed_in import HEADER, SECRET
from tests.server.nginx import Proxy, in_front
from tests.server.server_process import free_port

COOKIE = "session"
WORD = "a-word-of-the-tests-alone"
CLOSED = {HEADER: "X-Forwarded-User", SECRET: WORD}
"""What a server is told that answers only those who have signed in."""

FORM = """<!DOCTYPE html><title>Sign in</title><form method="post" action="/oauth2/callback?rd={rd}">
<label>Name <input name="name"></label><button>Sign in</button></form>"""


class Provider(BaseHTTPRequestHandler):
    """Its addresses are those of oauth2-proxy (its docs/docs/features/endpoints.md); the form stands for a company's provider."""

    sessions: dict[str, str]

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/oauth2/auth":
            user = self.user()
            self.tell(401) if user is None else self.tell(202, X_Auth_Request_User=user, Set_Cookie="renewed=yes; Path=/")
        elif asked.path == "/oauth2/start":
            self.tell(302, Location=f"/oauth2/sign_in?rd={quote(self.headers['X-Auth-Request-Redirect'], safe='')}")
        else:
            self.tell(200, FORM.format(rd=quote(parse_qs(asked.query)["rd"][0], safe="")))

    def do_POST(self) -> None:
        given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode(), keep_blank_values=True)
        token = secrets.token_hex(8)
        self.sessions[token] = given["name"][0]
        cookie = f"{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax"
        self.tell(302, Location=parse_qs(urlsplit(self.path).query)["rd"][0], Set_Cookie=cookie)

    def user(self) -> str | None:
        cookie = SimpleCookie(self.headers["Cookie"] or "").get(COOKIE)
        return self.sessions.get(cookie.value) if cookie else None

    def tell(self, status: int, page: str = "", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(page)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Nothing: what is asked is no news."""


class Listener(ThreadingHTTPServer):
    request_queue_size = 128
    """A page has some sixty files, and nginx asks about each at once; more than are waiting would be turned away."""


@contextmanager
def asking(directory: Path, server: int) -> Iterator[Proxy]:
    """An nginx before the server on this port, and a provider that it asks who somebody is."""
    handler = type("OwnProvider", (Provider,), {"sessions": {}})
    with Listener(("127.0.0.1", 0), handler) as provider:
        Thread(target=provider.serve_forever, daemon=True).start()
        try:
            with in_front(directory, (server, free_port()), provider.server_port, WORD) as proxy:
                yield proxy
        finally:
            provider.shutdown()
