"""Short marks of facts: by them a link that is opened later can tell which of the facts behind it have changed since.

A mark is of what a row states: its figures, choices and scope. How well it is known, when it was checked, and the words that a
screen calls it by are left out, so that a fact that was read again is no change.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from domain.catalog.loading import Catalog
from domain.catalog.records.base import Record
from domain.catalog.records.evidence import Evidence, Labelled, Row
from domain.catalog.tables import BY_NAME

MOST_ROWS = 40
"""A longer table has one mark for all of its rows, so that a link stays short."""

WHOSE, WHAT = 2, 3
"""Characters of a row's mark, of six bits each: of its id, and of what it states. One change in 262,144 is not seen."""

WHOLE = 6

WORDING = frozenset({"id", "label", "about", *Row.model_fields, *Evidence.model_fields, *Labelled.model_fields})


@dataclass(frozen=True)
class Change:
    """What has changed in a table: rows by id that state something else, how many are gone, or the table as a whole."""

    table: str
    rows: tuple[str, ...] = ()
    gone: int = 0
    whole: bool = False


@lru_cache(maxsize=256)
def marks(catalog: Catalog, table: str) -> str:
    """The marks of a table as it is now, for a link."""
    rows = catalog.records[table]
    if len(rows) > MOST_ROWS:
        return _short(sorted((id_, _stated(row)) for id_, row in rows.items()), WHOLE)
    return "".join(_short(id_, WHOSE) + _short(_stated(row), WHAT) for id_, row in rows.items())


def changed(catalog: Catalog, table: str, then: str) -> Change | None:
    """What has changed in a table since it had the marks `then`; None if nothing has. A row that is new has changed nothing."""
    if table not in BY_NAME or then == marks(catalog, table):
        return None
    rows = catalog.records[table]
    if len(rows) > MOST_ROWS or len(then) % (WHOSE + WHAT):
        return Change(table, whole=True)
    pairs = [(then[at : at + WHOSE], then[at + WHOSE : at + WHOSE + WHAT]) for at in range(0, len(then), WHOSE + WHAT)]
    known, left, other = set(pairs), Counter(whose for whose, _ in pairs), []
    for id_, row in rows.items():
        called = [_short(name, WHOSE) for name in (id_, *getattr(row, "aliases", ()))]
        whose = next((name for name in called if left[name]), None)
        if whose is None:
            continue
        left[whose] -= 1
        if not any((name, _short(_stated(row), WHAT)) in known for name in called):
            other.append(id_)
    gone = left.total()
    return Change(table, tuple(other), gone) if other or gone else None


def _stated(row: Record) -> Any:
    return _without_wording(row.model_dump(mode="json"))


def _without_wording(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {key: _without_wording(value) for key, value in part.items() if key not in WORDING}
    return [_without_wording(one) for one in part] if isinstance(part, list) else part


def _short(what: Any, characters: int) -> str:
    digest = hashlib.blake2b(json.dumps(what, sort_keys=True).encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:characters]
