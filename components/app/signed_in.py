"""Whom a server answers where its operator wants visitors to sign in: who comes by the proxy that asks them to.

The product knows no accounts. A proxy asks who somebody is and says so in a header, which is looked at and neither shown, kept
nor logged. Off unless the environment names that header.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from hmac import compare_digest
from typing import NamedTuple

from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

HEADER = "REFERENCE_SIGNED_IN_HEADER"
"""The variable of the environment that names the header in which the proxy says who has signed in: `X-Forwarded-User`."""

SECRET = "REFERENCE_PROXY_SECRET"  # noqa: S105
"""The variable with what the proxy proves itself by in `SECRET_HEADER`, for where others reach the server too.

Not the address of the peer: behind a proxy that is believed (FORWARDED_ALLOW_IPS), the server is told the visitor's instead.
"""

SECRET_HEADER = "X-Reference-Proxy-Secret"  # noqa: S105
NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
WORD = re.compile(r"[!-~]{20,200}")
"""A secret: what a header carries unchanged, and nobody guesses."""

ANYBODYS = frozenset(
    "accept accept-charset accept-encoding accept-language authorization cache-control connection content-length content-type "
    "cookie dnt forwarded from host if-modified-since if-none-match keep-alive origin pragma priority range referer te "
    "upgrade user-agent via x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-prefix x-forwarded-proto "
    "x-forwarded-server x-forwarded-uri x-real-ip x-request-id x-requested-with".split()
)
"""What browsers and proxies send of everybody, signed in or not, as the beginnings `sec-` and `upgrade-` do."""

REFUSED = (
    "This server answers only those who have signed in. Open it by the address that you were given, which leads to the sign-in; "
    "it was reached past that, or the proxy that asks for it does not say who you are."
)


class Setting(NamedTuple):
    """What a request has to have: a header, by its name in small letters, and the proxy's secret if there is one."""

    header: bytes
    secret: bytes


def setting(environment: Mapping[str, str]) -> Setting | None:
    """What the operator has set; None where everybody may come in. ValueError says what is wrong with it.

    What is set and empty is a mistake, of a template or of a key that is not there: it must not open what was to be closed.
    """
    name, secret = environment.get(HEADER), environment.get(SECRET)
    if name is None and secret is None:
        return None
    if name is None:
        raise ValueError(f"{SECRET} is set and {HEADER} is not: name the header in which the proxy says who has signed in.")
    if not NAME.fullmatch(name):
        raise ValueError(f"{HEADER} must be the name of a header, in letters, digits and hyphens, such as X-Forwarded-User.")
    if name.lower() in (*ANYBODYS, SECRET_HEADER.lower()) or name.lower().startswith(("sec-", "upgrade-")):
        raise ValueError(
            f"{HEADER} is {name}, which does not say that somebody has signed in; take one such as X-Forwarded-User."
        )
    if secret is not None and not WORD.fullmatch(secret):
        raise ValueError(f"{SECRET} must have 20 to 200 letters, digits and signs without blanks; leave it away for none.")
    return Setting(name.lower().encode(), (secret or "").encode())


class SignedIn:
    """Refuses what does not come by the proxy, but for the health check, which whoever runs the process asks directly."""

    def __init__(self, app: ASGIApp, asked: Setting, health: str, headers: Mapping[bytes, bytes]) -> None:
        self.app, self.asked, self.health = app, asked, health
        told = {name.decode(): value.decode() for name, value in headers.items()}
        told |= {"content-security-policy": "default-src 'none'; frame-ancestors 'self'", "www-authenticate": "Proxy-Sign-In"}
        self.refusal = PlainTextResponse(REFUSED, 401, told)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or self.is_health(scope) or self.is_of_the_proxy(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(code=1008)(scope, receive, send)
        else:
            await self.refusal(scope, receive, send)

    def is_health(self, scope: Scope) -> bool:
        return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and bool(scope["path"] == self.health)

    def is_of_the_proxy(self, scope: Scope) -> bool:
        """Whether both headers are there, each once: of two, one may be the visitor's own."""
        users = [value for name, value in scope["headers"] if name == self.asked.header]
        if len(users) != 1 or not users[0].strip():
            return False
        if not self.asked.secret:
            return True
        secrets = [value for name, value in scope["headers"] if name == SECRET_HEADER.lower().encode()]
        return len(secrets) == 1 and compare_digest(secrets[0], self.asked.secret)


def signed_in(health: str, headers: Mapping[bytes, bytes]) -> list[Middleware]:
    """The door for this server's settings, with what every answer carries; none where everybody may come in.

    A bad setting ends the process before it listens.
    """
    try:
        asked = setting(os.environ)
    except ValueError as fault:
        raise SystemExit(f"The server does not start: {fault}") from None
    return [Middleware(SignedIn, asked=asked, health=health, headers=headers)] if asked else []
