"""Streamlit's own scripts and style sheets, packed once, where it sends three times as many bytes; and two files of our own."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from mimetypes import guess_type
from pathlib import Path
from typing import Any, NamedTuple

import anyio.to_thread
import brotli
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import file_util

from components.app.code_box import SOURCE, without_colours

ROOT = Path(file_util.get_static_dir())
PACKED = {".js", ".css"}
"""What shrinks; fonts and pictures are packed already."""

KNOWN = {path.relative_to(ROOT).as_posix(): path for path in (ROOT / "static").rglob("*") if path.suffix in PACKED}
"""The files that are sent from here, by the end of their address: nothing else is ever opened, whatever an address says."""

KEPT = "public, immutable, max-age=31536000"
"""As Streamlit sends them: a file's name changes with its content."""

ICONS = Path(__file__).with_name("icons.woff2")
"""The icons that can be seen, a seventh of the bytes of Streamlit's font; a test says when `make icons` has to make it anew."""

MADE_FROM = ICONS.with_suffix(".sha256")

DRAWN = ("Html", "Button", "ButtonGroup", "Checkbox", "DownloadButton")
"""The elements that nearly every screen has, as Streamlit's list of its files calls them. It asks for their scripts only when it
has the page's first words, and for what they import after that.
"""

_FIELDS = ("NumberInput", "Selectbox", "PageLink")

DRAWN_ON = {
    "overview": ("TextInput", "PageLink"),
    "commands": ("TextInput", "Selectbox", Path(SOURCE).stem),
    "wizard": ("TextInput", *_FIELDS),
    "compare": ("Multiselect", "PageLink"),
    "live_migration": _FIELDS,
    "migration_settings": ("TextInput", *_FIELDS),
    "migration_evidence": ("FileUploader", "PageLink"),
    "drain_window": ("TextArea", *_FIELDS),
    "disk_transfer": ("NumberInput",),
}
"""What single screens draw at their first sight, beside these."""

NOT_DRAWN = re.compile(rb'<link\s+rel="preload"\s+href="[^"]*/SourceSans[^"]*"[^>]*/>')
"""A font that the theme does not use."""

CODINGS = ("br", "gzip")
"""How it is packed, the better way first."""

ONCE, EACH_TIME = 9, 5
"""How hard: what is packed once, and what for each who asks. Brotli's 11 would spare a tenth more for ten times the work."""


class Packed(NamedTuple):
    """A file as it is sent."""

    body: bytes
    headers: dict[str, str]


def pack(content: bytes, coding: str, effort: int) -> bytes:
    """It, in one of CODINGS."""
    return brotli.compress(content, quality=effort) if coding == "br" else gzip.compress(content, effort, mtime=0)


@cache
def packed(name: str, coding: str) -> Packed:
    """A known file, packed on the first demand and kept: all of them together are 6 MB and a few seconds' work."""
    content = KNOWN[name].read_bytes()
    body = pack(content, coding, ONCE)
    headers = {
        "content-encoding": coding,
        "content-length": str(len(body)),
        "cache-control": KEPT,
        "etag": f'"{hashlib.sha256(content).hexdigest()[:20]}-{coding}"',
        "vary": "Accept-Encoding",
    }
    return Packed(body, headers)


@cache
def icons() -> tuple[str, Packed] | None:
    """The address of Streamlit's font of icons and what is sent instead; None if ours was made from another font."""
    expected, name = MADE_FROM.read_text(encoding="utf-8").split()[-2:]
    theirs = ROOT / name
    if not theirs.is_file() or hashlib.sha256(theirs.read_bytes()).hexdigest() != expected:
        return None
    return name, _ours(ICONS.read_bytes(), "font/woff2")


@cache
def code_box() -> tuple[str, Packed] | None:
    """The address of Streamlit's box of code and what is sent instead; None if its script is made in another way."""
    name = next((one["file"] for key, one in _listed().items() if key.endswith(SOURCE)), "")
    made = without_colours((ROOT / name).read_text(encoding="utf-8")) if name in KNOWN else None
    return (name, _ours(made.encode(), "text/javascript")) if made else None


def _ours(body: bytes, kind: str) -> Packed:
    """It changes with the product while the address stays, so that the browser keeps it and asks each time if it is right."""
    headers = {
        "content-type": kind,
        "content-length": str(len(body)),
        "cache-control": "no-cache",
        "etag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
    }
    return Packed(body, headers)


def _listed() -> dict[str, Any]:
    """Streamlit's list of its files: what each is made of, its address, and what it imports."""
    listed: dict[str, Any] = json.loads((ROOT / "manifest.json").read_bytes())
    return listed


def pack_first() -> None:
    """What every visitor needs, before the first comes."""
    ours = [one[0] for one in (icons(), code_box()) if one]
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    later = chain.from_iterable(asked_later(slug) for slug in ("", *DRAWN_ON))
    for name in (*re.findall(r'"\./(static/[^"]+)"', page), *later):
        if name in KNOWN and name not in ours:
            packed(name, CODINGS[0])


@cache
def asked_later(slug: str) -> tuple[str, ...]:
    """The scripts of what a screen draws and what they import, without those that the index page names itself."""
    drawn = (*DRAWN, *DRAWN_ON.get(slug, ()))
    listed = _listed()
    found: dict[str, None] = {}

    def follow(keys: Iterable[str]) -> None:
        for key in keys:
            name = listed[key]["file"]
            if name not in found and key != "index.html":
                found[name] = None
                follow(listed[key].get("imports", ()))

    follow(key for key in listed if Path(key).stem in drawn and "/components/" in key)
    page = (ROOT / "index.html").read_text(encoding="utf-8")
    return tuple(name for name in found if name in KNOWN and name not in page)


def lightened(html: bytes, slug: str) -> bytes:
    """The index page without the font that is not needed, and with the scripts that it will be asked for."""
    links = "".join(f'<link rel="modulepreload" crossorigin href="./{name}">' for name in asked_later(slug))
    return NOT_DRAWN.sub(b"", html, count=1).replace(b"</head>", links.encode() + b"</head>", 1)


def coding_for(headers: Headers) -> str | None:
    """The best way of packing that the client says it can unpack; one that says nothing is not asked to."""
    said = headers.get("accept-encoding", "").lower()
    shares = {name.strip(): share.strip() for name, _, share in (part.partition(";") for part in said.split(","))}
    return next((coding for coding in CODINGS if not _REFUSED.fullmatch(shares.get(coding, shares.get("*", "q=0")))), None)


_REFUSED = re.compile(r"q\s*=\s*0*\.?0*")


class StaticFiles:
    """Answers for the known files below `base` where the client can unpack; all else is Streamlit's, a part of a file too.

    Of what is ours nobody gets a part: it would be a part of another file.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.app, self.base = app, base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].removeprefix(self.base) if scope["type"] == "http" else ""
        if name and scope["method"] in ("GET", "HEAD"):
            headers = Headers(scope=scope)
            if file := await _instead(name, headers):
                await _answer(name, file, scope["method"], headers)(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def _instead(name: str, asked: Headers) -> Packed | None:
    for ours in (icons(), code_box()):
        if ours and name == ours[0]:
            return ours[1]
    if name in KNOWN and (coding := coding_for(asked)) and "range" not in asked:
        return await anyio.to_thread.run_sync(packed, name, coding)
    return None


def _answer(name: str, file: Packed, method: str, asked: Headers) -> Response:
    if file.headers["etag"] in re.findall(r'"[^"]*"', asked.get("if-none-match", "")):
        kept = {key: value for key, value in file.headers.items() if key in ("cache-control", "etag", "vary")}
        return Response(status_code=304, headers=kept)
    return Response(b"" if method == "HEAD" else file.body, headers=file.headers, media_type=guess_type(name)[0])
