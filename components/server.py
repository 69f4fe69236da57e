"""What the server does beside the screens: warm start, security headers, the tables as JSON."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

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
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='",
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
HEADERS = {
    b"content-security-policy": CSP.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"SAMEORIGIN",
}


class SecurityHeaders:
    """Adds the security headers to every HTTP response. The hash in the CSP is of Streamlit's one inline script."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = [(name, value) for name, value in message["headers"] if name.lower() not in HEADERS]
                message["headers"] = [*given, *HEADERS.items()]
            await send(message)

        await self.app(scope, receive, send_with_headers)


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
