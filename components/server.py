"""What the server does beside the screens: warm start, security headers, the tables as JSON."""

from __future__ import annotations

import base64
import gc
import hashlib
import logging
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.catalog import CatalogError, catalog
from domain.catalog.api import API_TABLES, table_json

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


INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def first_page(html: bytes, base: str) -> bytes:
    """Streamlit's index page, told where its server is and that it knows both looks.

    Without the first, a deep link probes `/<page>/_stcore/` and gets two errors before it asks the right place;
    without the second, a reader in the dark gets a white flash.
    """
    script = f'<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+"{base}"}}</script>'
    return html.replace(b"<head>", f'<head><meta name="color-scheme" content="light dark">{script}'.encode(), 1)


def inline_hashes(html: bytes) -> str:
    """CSP sources for the inline scripts of a page."""
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(html))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


class SecurityHeaders:
    """Adds the security headers to every HTTP response, and completes Streamlit's index page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        page = bytearray()

        async def send_with_headers(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if not _is_whole_page(start):
                    await send(_with_headers(start))
            elif start and _is_whole_page(start):
                page.extend(message.get("body", b""))
                if not message.get("more_body"):
                    html = first_page(bytes(page), f"/{st.get_option('server.baseUrlPath')}/".replace("//", "/"))
                    await send(_with_headers(start, html))
                    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else html})
            else:
                await send(message)

        # The index page must come uncompressed to be completed; it is 8 KB.
        asks_page = b"text/html" in dict(scope["headers"]).get(b"accept", b"")
        headers = [(name, value) for name, value in scope["headers"] if not (asks_page and name == b"accept-encoding")]
        await self.app({**scope, "headers": headers}, receive, send_with_headers)


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


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """Load everything a first visitor would wait for. A bad catalogue stops the server with its list of problems."""
    try:
        catalog()
    except CatalogError as error:
        print(f"The server does not start: {error}", file=sys.stderr, flush=True)
        raise SystemExit(1) from None
    from components import warm

    warm.up()
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
        text = f"There is no table of that name; there are {', '.join(API_TABLES)}."
        return JSONResponse({"error": text}, status_code=404)
    return JSONResponse(table_json(catalog(), name), headers={"cache-control": "no-cache"})


ROUTES = [Route("/api/", api_index), Route("/api/{table}.json", api_table)]
MIDDLEWARE = [Middleware(SecurityHeaders)]
