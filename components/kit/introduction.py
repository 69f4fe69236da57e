"""How a link introduces itself: in the browser's tab, in a chat's preview and to a search engine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from components.kit.menu import BY_SLUG, PAGE_OF_TABLE, PRODUCT
from domain.catalog import catalog
from domain.catalog.loading import Catalog
from domain.reference.search import SearchEntry, index

LONGEST = 200
"""Characters of a description: what the previews of chats and search engines show of it."""


@dataclass(frozen=True)
class Introduction:
    title: str
    about: str


def introduction(slug: str, row: str | None) -> Introduction:
    """The row that a link names, with what each platform says of it; without one that exists, the screen."""
    screen = BY_SLUG[slug]
    entry = _rows(catalog()).get((slug, row)) if row else None
    if entry is None:
        return Introduction(f"{screen.title} · {PRODUCT}", screen.about)
    return Introduction(f"{entry.title} · {screen.title} · {PRODUCT}", shortened(entry.text) or screen.about)


def shortened(text: str) -> str:
    """At most LONGEST characters, cut between words."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


@lru_cache(maxsize=1)
def _rows(held: Catalog) -> dict[tuple[str, str], SearchEntry]:
    """What the search shows of each row, by its screen and each id that its link may carry."""
    return {
        (PAGE_OF_TABLE[entry.table], id_): entry
        for entry in index(held).documents
        if entry.table in PAGE_OF_TABLE
        for id_ in (entry.id, *getattr(held.records[entry.table][entry.id], "aliases", ()))
    }
