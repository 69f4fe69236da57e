"""Where the server's screens are, for the server itself and for who asks through a proxy."""

from __future__ import annotations

import re

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope


def base_path() -> str:
    """The path under which the server's screens are, with a slash at each end."""
    return f"/{st.get_option('server.baseUrlPath')}/".replace("//", "/")


NO_PAGES = tuple(base_path() + part for part in ("static/", "_stcore/", "media/", "component/", "api/"))
"""Where Streamlit and the API answer with something else than the index page."""

PREFIX = re.compile(r"(/[A-Za-z0-9._~-]{1,60}){1,8}")


def root_of(scope: Scope) -> str:
    """`base_path` as the client sees it: below what a proxy says (X-Forwarded-Prefix) that it has cut off."""
    told = Headers(scope=scope).get("x-forwarded-prefix", "").rstrip("/")
    return f"{told}{base_path()}" if PREFIX.fullmatch(told) else base_path()


def below_base(scope: Scope) -> str:
    """The path of a request below the server's base: `/key_numbers`; empty for the base without its slash, `//` outside it."""
    base, path = base_path().rstrip("/"), str(scope["path"])
    return path.removeprefix(base) if f"{path}/".startswith(f"{base}/") else "//"
