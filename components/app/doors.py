"""What the operator of a server opens and closes: for which hosts it answers, and whether it tells its own state."""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

METRICS = "REFERENCE_METRICS"
"""The variable of the environment that opens `/_stcore/metrics`, by the word `open`: how many visitors, and how much they use."""


class KnownHosts(TrustedHostMiddleware):
    """Streamlit holds its own websocket to `server.allowedHosts`; this holds pages and JSON to the same list.

    A probe asks an address and not a name, so health is told to whoever asks.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Sequence[str], health: str) -> None:
        super().__init__(app, allowed_hosts, www_redirect=False)
        self.health = health

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path") == self.health:
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


class ClosedMetrics:
    """Streamlit has no setting for it, and takes no route of ours below `/_stcore/`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith("/_stcore/metrics"):
            await PlainTextResponse(f"Closed. {METRICS}=open opens it.", status_code=404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def doors(health: str) -> list[Middleware]:
    """The middleware for this server's settings; none that would let everything through. `health`: the path of its check."""
    hosts = st.get_option("server.allowedHosts")
    known = [Middleware(KnownHosts, allowed_hosts=hosts, health=health)] if hosts else []
    return known if os.environ.get(METRICS) == "open" else [*known, Middleware(ClosedMetrics)]
