"""What the server does beside the screens: warm start, security headers, the tables as JSON."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from pkgutil import walk_packages
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import net_util

import components
from components.app.clicks_first import ClicksFirst
from components.app.doors import doors
from components.app.first_answer import with_answer
from components.app.index_page import PICTURE, first_page, inline_hashes, no_such_page, origin, pairs_of, slug_of
from components.app.large_messages import pack_large_messages_only
from components.app.preview_picture import preview
from components.app.signed_in import signed_in
from components.app.static_files import EACH_TIME, StaticFiles, coding_for, lightened, pack, pack_first
from components.app.steady import SteadyMessages
from components.app.uploads import FewUploads, drop_what_is_left
from components.kit import turns
from components.kit.figures import blank
from components.kit.former import moved
from components.kit.menu import PRODUCT_VERSION, SCREENS
from components.kit.style import ICON_FILE
from domain.catalog import CatalogError, catalog, install, load
from domain.reference.checks import TO_SERVE
from domain.reference.frames import FRAMES, frame
from domain.reference.json_tables import API_TABLES, table_json
from domain.reference.search import index

# At its start, and for each websocket that a foreign page opens, Streamlit asks another machine for this one's public address,
# and nobody is answered while it waits. As known and empty, it is neither asked for nor let in.
net_util._external_ip = ""
pack_large_messages_only()

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


FAILED = "This part of the page failed. The server has noted why. Load the page again, or go back to the view before."


def base_path() -> str:
    """The path under which the server's screens are, with a slash at each end."""
    return f"/{st.get_option('server.baseUrlPath')}/".replace("//", "/")


GARBAGE, COLLECT_S = (10_000, 5, 1_000), 30.0
"""When the interpreter looks for garbage: objects more than at the last look, looks at the youngest for one at the younger, and
that again for one at all; and how often, in seconds, the server looks through all by itself.

While fifty visitors click, the interpreter left to itself (700, 10, 10) stops everybody for 40 to 90 ms once a second; with 50,
and all once a minute, for 230 to 320 ms a minute; so, for 20 to 40 ms every seven seconds and 50 to 100 twice a minute.
"""

NO_PAGES = tuple(base_path() + part for part in ("static/", "_stcore/", "media/", "component/", "api/"))
"""Where Streamlit and the API answer with something else than the index page."""

PREFIX = re.compile(r"(/[A-Za-z0-9._~-]{1,60}){1,8}")


def root_of(scope: Scope) -> str:
    """`base_path` as the client sees it: below what a proxy says (X-Forwarded-Prefix) that it has cut off."""
    told = Headers(scope=scope).get("x-forwarded-prefix", "").rstrip("/")
    return f"{told}{base_path()}" if PREFIX.fullmatch(told) else base_path()


class SecurityHeaders:
    """Adds the security headers to every HTTP response, and completes Streamlit's index page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        missing = False

        async def send_with_headers(message: Message) -> None:
            nonlocal missing
            if message["type"] == "http.response.start":
                missing = _is_whole_page(message)
                await send(_nothing_there() if missing else _with_headers(message))
            elif missing:
                await send({**message, "body": b""})
            else:
                await send(message)

        if scope["path"].startswith(NO_PAGES):
            await self.app(scope, receive, send_with_headers)
        elif address := leads_to(scope):
            await RedirectResponse(address, status_code=307)(scope, receive, send_with_headers)
        else:
            # The index page must come whole and uncompressed to be completed; it is 8 KB.
            headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            method = "GET" if scope["method"] == "HEAD" else scope["method"]
            # A slash at the end would have Streamlit lead elsewhere, by a path that a proxy's prefix is missing from.
            path = scope["path"] if below_base(scope) == "/" else scope["path"].removesuffix("/")
            asked = {**scope, "headers": headers, "method": method, "path": path}
            await self.app(asked, receive, _Completing(send, scope))


class _Completing:
    """Passes a response on, with the security headers; an index page is held back until it can be completed."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self.send, self.method = send, scope["method"]
        self.path, self.query, self.root = below_base(scope), scope["query_string"], root_of(scope)
        self.origin = origin(scope["scheme"], Headers(scope=scope).get("host", ""))
        self.coding = coding_for(Headers(scope=scope))
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
            if self.coding:
                body = pack(body, self.coding, EACH_TIME)
                start = _packed(start, self.coding, len(body))
            await self.send(start)
        await self.send({**message, "body": b"" if self.method == "HEAD" else body})

    def completed(self) -> bytes:
        """The page for the screen at this address; Streamlit itself answers every address with its index page."""
        slug = slug_of(self.path)
        if slug is None:
            self.start = {**self.start, "status": 404}
            return no_such_page("../" * (self.path.count("/") - 1) or "./")
        page = first_page(bytes(self.page), self.root, slug, self.query, self.origin)
        return with_answer(lightened(page, slug), slug, pairs_of(self.query))


def below_base(scope: Scope) -> str:
    """The path of a request below the server's base: `/key_numbers`; empty for the base without its slash, `//` outside it."""
    base, path = base_path().rstrip("/"), str(scope["path"])
    return path.removeprefix(base) if f"{path}/".startswith(f"{base}/") else "//"


def leads_to(scope: Scope) -> str:
    """Where an address that is spelt otherwise, or was right in an earlier version, leads; empty if it is right.

    Relative to the address: no proxy has to know of it, whatever path it has cut off.
    """
    path, query = below_base(scope), scope["query_string"]
    slug = slug_of(path) or slug_of(path.lower().replace("-", "_"))
    if slug is None or "//" in path or scope["method"] not in ("GET", "HEAD"):
        return ""
    up = "../" if path.endswith("/") and path != "/" else "./" if path else f"./{base_path().split('/')[-2]}/"
    asked = query.decode("latin-1")
    if found := moved(slug, pairs_of(query)):
        slug, asked = found[0], urlencode(found[1])
    name = "" if slug == SCREENS[0].slug else slug
    if path == f"/{name}" and not found:
        return ""
    return f"{up}{name}?{asked}" if asked else f"{up}{name}"


def _is_whole_page(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith("text/html"))


def _nothing_there() -> Message:
    """The head of an answer without a body, where Streamlit has no such file and would give its index page."""
    return _with_headers({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})


def _with_headers(start: Message, html: bytes | None = None) -> Message:
    given = [(name, value) for name, value in start["headers"] if name.lower() not in HEADERS]
    if html is not None:
        given = [(name, value) for name, value in given if name.lower() not in (b"content-length", b"etag", b"last-modified")]
        given.append((b"content-length", str(len(html)).encode()))
    policy = CSP.replace("{inline}", inline_hashes(html or b"")).encode()
    return {**start, "headers": [*given, *HEADERS.items(), (b"content-security-policy", policy)]}


def _packed(start: Message, coding: str, length: int) -> Message:
    given = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    sized = (b"content-length", str(length).encode())
    own = (sized, (b"content-encoding", coding.encode()), (b"vary", b"Accept-Encoding"))
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
    import_all()
    turns.start()
    blank().add_scatter(x=[1], y=[1]).to_json()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    chores = [asyncio.create_task(one) for one in (drop_what_is_left(), collect_garbage())]
    yield
    for one in chores:
        one.cancel()
    turns.stop()


def import_all() -> None:
    """What the screens, and Streamlit's own elements, would import when they are first asked for."""
    for found in walk_packages(components.__path__, f"{components.__name__}."):
        if found.name != "components.shell":  # a script
            import_module(found.name)
    for name in ("emojis", "material_icon_names"):
        import_module(f"streamlit.{name}")


async def collect_garbage() -> None:
    """Look through all that was made since the start, as long as the server runs."""
    while True:
        await asyncio.sleep(COLLECT_S)
        gc.collect()


def say_failure(_: Exception) -> bool:
    """Streamlit has written the details to its log; its own sentence to the visitor speaks of a cloud that he is not on."""
    st.error(FAILED)
    return True


def api_index(request: Request) -> Response:
    root, versions = root_of(request.scope), {"version": catalog().version, "product_version": PRODUCT_VERSION}
    return JSONResponse({**versions, "tables": {name: f"{root}api/{name}.json" for name in API_TABLES}})


def api_table(request: Request) -> Response:
    name = request.path_params["table"]
    if name not in API_TABLES:
        return api_nothing(request)
    body, tag = _json_of(name)
    headers = {"cache-control": "no-cache", "etag": tag}
    if tag in (one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@cache
def _json_of(name: str) -> tuple[bytes, str]:
    """A table as it is sent, and its entity tag (RFC 9110, 8.8.3)."""
    body = bytes(JSONResponse(table_json(catalog(), name)).body)
    return body, f'"{sha256(body).hexdigest()[:32]}"'


def api_nothing(request: Request) -> Response:
    text = f"There is no such table. Ask for {root_of(request.scope)}api/NAME.json; the tables are {', '.join(API_TABLES)}."
    return JSONResponse({"error": text}, status_code=404)


def icon(_: Request) -> Response:
    return FileResponse(ICON_FILE, headers={"cache-control": "public, max-age=86400"})


def to_api(_: Request) -> Response:
    return RedirectResponse("./api/", status_code=307)


ROUTES = [
    Route(base_path() + PICTURE, preview),
    *(Route(base_path() + name, icon) for name in ("favicon.png", "favicon.ico")),
    Route(f"{base_path()}api", to_api),
    Route(f"{base_path()}api/", api_index),
    Route(base_path() + "api/{table}.json", api_table),
    Route(base_path() + "api/{rest:path}", api_nothing),
]
HEALTH = base_path() + "_stcore/health"

MIDDLEWARE = [
    *signed_in(HEALTH, HEADERS),
    Middleware(SecurityHeaders),
    Middleware(FewUploads),
    Middleware(SteadyMessages),
    Middleware(ClicksFirst),
    *doors(HEALTH),
    Middleware(StaticFiles, base=base_path()),
]
