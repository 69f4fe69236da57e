"""What the server does beside the screens: warm start, security headers, the tables as JSON."""

from __future__ import annotations

import gc
import gzip
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.app.first_answer import with_answer
from components.app.index_page import PICTURE, first_page, inline_hashes, no_such_page, origin, pairs_of, slug_of
from components.app.preview_picture import preview
from components.app.static_files import StaticFiles, lightened, pack_first, takes_gzip
from components.kit.figures import blank
from components.kit.former import moved
from components.kit.menu import SCREENS
from components.kit.style import ICON_FILE
from domain.catalog import CatalogError, catalog, install, load
from domain.reference.checks import TO_SERVE
from domain.reference.frames import FRAMES, frame
from domain.reference.json_tables import API_TABLES, table_json
from domain.reference.search import index

log = logging.getLogger("quickreference")

CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval' {inline}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    )
)
"""Known to work with everything Streamlit draws; `{inline}` takes the hashes of the first page's inline scripts."""

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
}


NO_PAGES = ("/static/", "/_stcore/", "/media/", "/component/", "/api/")
"""Where Streamlit and the API answer with something else than the index page."""


class SecurityHeaders:
    """Adds the security headers to every HTTP response, and completes Streamlit's index page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if not scope["path"].startswith(NO_PAGES):
            # The index page must come whole and uncompressed to be completed; it is 8 KB.
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            await self.app({**scope, "headers": headers, "method": method}, receive, _Completing(send, scope))
            return

        async def send_with_headers(message: Message) -> None:
            await send(_with_headers(message) if message["type"] == "http.response.start" else message)

        await self.app(scope, receive, send_with_headers)


class _Completing:
    """Passes a response on, with the security headers; an index page is held back until it can be completed."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self.send, self.method = send, scope["method"]
        self.path, self.query = scope["path"], scope["query_string"]
        self.origin = origin(scope["scheme"], Headers(scope=scope).get("host", ""))
        self.packs = takes_gzip(Headers(scope=scope))
        self.start: Message = {}
        self.page = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            if not _is_whole_page(message):
                await self.send(_with_headers(message))
            return
        body = message.get("body", b"")
        if _is_whole_page(self.start):
            self.page.extend(body)
            if message.get("more_body"):
                return
            body = self.completed()
            start = _with_headers(self.start, body)
            if self.packs:
                body = gzip.compress(body, 6)
            await self.send(_packed(start, len(body)) if self.packs else start)
        await self.send({**message, "body": b"" if self.method == "HEAD" else body})

    def completed(self) -> bytes:
        """The page for the screen at this address; Streamlit itself answers every address with its index page."""
        base = base_path()
        path = self.path.removeprefix(base.rstrip("/"))
        if address := self.leads_to(path):
            self.start = {**self.start, "status": 307, "headers": [*self.start["headers"], (b"location", address.encode())]}
            return b""
        slug = slug_of(path)
        if slug is None:
            self.start = {**self.start, "status": 404}
            return no_such_page(base)
        page = first_page(bytes(self.page), base, slug, self.query, self.origin)
        return with_answer(lightened(page), slug, pairs_of(self.query))

    def leads_to(self, path: str) -> str:
        """Where an address that is spelt otherwise, or was right in an earlier version, leads: relative to it, or empty."""
        slug = slug_of(path) or slug_of(path.lower().replace("-", "_"))
        if slug is None:
            return ""
        up = "../" if path.endswith("/") and path != "/" else "./"
        if found := moved(slug, pairs_of(self.query)):
            return f"{up}{found[0]}?{urlencode(found[1])}"
        if slug == slug_of(path):
            return ""
        return f"{up}{slug}?{self.query.decode('latin-1')}" if self.query else f"{up}{slug}"


def base_path() -> str:
    """The path under which the server's screens are, with a slash at each end."""
    return f"/{st.get_option('server.baseUrlPath')}/".replace("//", "/")


def _is_whole_page(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith("text/html"))


def _with_headers(start: Message, html: bytes | None = None) -> Message:
    given = [(name, value) for name, value in start["headers"] if name.lower() not in HEADERS]
    if html is not None:
        given = [(name, value) for name, value in given if name.lower() not in (b"content-length", b"etag", b"last-modified")]
        given.append((b"content-length", str(len(html)).encode()))
    policy = CSP.replace("{inline}", inline_hashes(html or b"")).encode()
    return {**start, "headers": [*given, *HEADERS.items(), (b"content-security-policy", policy)]}


def _packed(start: Message, length: int) -> Message:
    given = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    own = ((b"content-length", str(length).encode()), (b"content-encoding", b"gzip"), (b"vary", b"Accept-Encoding"))
    return {**start, "headers": [*given, *own]}


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Load everything a first visitor would wait for: the catalogue, pandas and Plotly, the tables, the search index.

    A bad catalogue stops the server with its list of problems.
    """
    try:
        install(load(checks=TO_SERVE))
    except CatalogError as error:
        print(f"The server does not start: {error}", file=sys.stderr, flush=True)
        os._exit(1)  # nothing runs yet, and an exception would bury the list under a traceback
    for name in FRAMES:
        frame(catalog(), name)
    index(catalog())
    pack_first()
    blank().add_scatter(x=[1], y=[1]).to_json()
    gc.collect()
    gc.freeze()
    yield


def log_script_error(error: Exception) -> None:
    """Details go to the log; the visitor sees Streamlit's plain message (client.showErrorDetails is off)."""
    log.error("a page failed", exc_info=error)


def api_index(_: Request) -> Response:
    return JSONResponse({"version": catalog().version, "tables": {name: f"/api/{name}.json" for name in API_TABLES}})


def api_table(request: Request) -> Response:
    name = request.path_params["table"]
    if name not in API_TABLES:
        return api_nothing(request)
    return JSONResponse(table_json(catalog(), name), headers={"cache-control": "no-cache"})


def api_nothing(_: Request) -> Response:
    text = f"There is no such table. Ask for /api/NAME.json; the tables are {', '.join(API_TABLES)}."
    return JSONResponse({"error": text}, status_code=404)


def to_first_screen(request: Request) -> Response:
    """The first screen is at `/`; who asks for it by name is led there, choices and all."""
    return RedirectResponse(f"./?{request.url.query}" if request.url.query else "./", status_code=307)


def icon(_: Request) -> Response:
    return FileResponse(ICON_FILE, headers={"cache-control": "public, max-age=86400"})


def to_api(_: Request) -> Response:
    return RedirectResponse("./api/", status_code=307)


ROUTES = [
    Route(base_path() + PICTURE, preview),
    *(Route(base_path() + name, icon) for name in ("favicon.png", "favicon.ico")),
    Route(f"/{SCREENS[0].slug}", to_first_screen),
    Route("/api", to_api),
    Route("/api/", api_index),
    Route("/api/{table}.json", api_table),
    Route("/api/{rest:path}", api_nothing),
]
MIDDLEWARE = [Middleware(SecurityHeaders), Middleware(StaticFiles, base=base_path())]
