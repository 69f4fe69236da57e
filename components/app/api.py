"""The tables as JSON."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from components.app.paths import root_of
from components.kit.menu import PRODUCT_VERSION
from domain.catalog import catalog
from domain.reference.json_tables import API_TABLES, table_json


def tables(request: Request) -> Response:
    root, versions = root_of(request.scope), {"version": catalog().version, "product_version": PRODUCT_VERSION}
    return JSONResponse({**versions, "tables": {name: f"{root}api/{name}.json" for name in API_TABLES}})


def table(request: Request) -> Response:
    name = request.path_params["table"]
    if name not in API_TABLES:
        return nothing(request)
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


def nothing(request: Request) -> Response:
    text = f"There is no such table. Ask for {root_of(request.scope)}api/NAME.json; the tables are {', '.join(API_TABLES)}."
    return JSONResponse({"error": text}, status_code=404)


def lead_there(_: Request) -> Response:
    return RedirectResponse("./api/", status_code=307)
