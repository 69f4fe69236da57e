"""What the server does beside the screens: a warm start, chores, what it answers to which address, and through what."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from streamlit import net_util

import components
from components.app import api
from components.app.clicks_first import ClicksFirst
from components.app.doors import doors
from components.app.index_page import PICTURE
from components.app.large_messages import pack_large_messages_only
from components.app.paths import base_path
from components.app.preview_picture import preview
from components.app.responses import HEADERS, SecurityHeaders
from components.app.signed_in import signed_in
from components.app.static_files import StaticFiles, pack_first
from components.app.steady import SteadyMessages
from components.app.uploads import FewUploads, drop_what_is_left
from components.kit import turns
from components.kit.figures import blank
from components.kit.style import ICON_FILE
from domain.catalog import CatalogError, catalog, install, load
from domain.reference.checks import TO_SERVE
from domain.reference.frames import FRAMES, frame
from domain.reference.search import index

# At its start, and for each websocket that a foreign page opens, Streamlit asks another machine for this one's public address,
# and nobody is answered while it waits. As known and empty, it is neither asked for nor let in.
net_util._external_ip = ""
pack_large_messages_only()

FAILED = "This part of the page failed. The server has noted why. Load the page again, or go back to the view before."

GARBAGE, COLLECT_S = (10_000, 5, 1_000), 30.0
"""When the interpreter looks for garbage: objects more than at the last look, looks at the youngest for one at the younger, and
that again for one at all; and how often, in seconds, the server looks through all by itself.

While fifty visitors click, the interpreter left to itself (700, 10, 10) stops everybody for 40 to 90 ms once a second; with 50,
and all once a minute, for 230 to 320 ms a minute; so, for 20 to 40 ms every seven seconds and 50 to 100 twice a minute.
"""


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


def icon(_: Request) -> Response:
    return FileResponse(ICON_FILE, headers={"cache-control": "public, max-age=86400"})


ROUTES = [
    Route(base_path() + PICTURE, preview),
    *(Route(base_path() + name, icon) for name in ("favicon.png", "favicon.ico")),
    Route(f"{base_path()}api", api.lead_there),
    Route(f"{base_path()}api/", api.tables),
    Route(base_path() + "api/{table}.json", api.table),
    Route(base_path() + "api/{rest:path}", api.nothing),
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
