"""What every response is sent with: security headers, a whole index page, the way to an address that is right."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from components.app.first_answer import with_answer
from components.app.index_page import first_page, inline_hashes, no_such_page, origin, pairs_of, slug_of
from components.app.paths import NO_PAGES, base_path, below_base, root_of
from components.app.static_files import EACH_TIME, coding_for, lightened, pack
from components.kit.former import moved
from components.kit.menu import SCREENS

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
