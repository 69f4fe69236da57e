"""Where links of earlier versions lead today: tabs that have become screens of their own or are called otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.loading import Catalog

Pairs = Sequence[tuple[str, str]]


class Tab(NamedTuple):
    """A tab of today: its screen and its name."""

    slug: str
    name: str


TABS: Mapping[Tab, Tab] = {
    Tab("live_migration", "Studio"): Tab("live_migration", "This VM"),
    Tab("live_migration", "Chart"): Tab("live_migration", "Sizes and links"),
    Tab("live_migration", "Policy"): Tab("migration_settings", "Policy"),
    Tab("live_migration", "Settings"): Tab("migration_settings", "Settings"),
    Tab("live_migration", "Measure"): Tab("migration_evidence", "How to measure"),
    Tab("live_migration", "Times"): Tab("migration_evidence", "Lower bound"),
    Tab("live_migration", "Evidence"): Tab("migration_evidence", "How sure"),
}
"""What each was; its key in a link is the screen's slug and `_tab`."""

DIVIDED = ("live_migration",)
"""Screens of which some rows have moved to another."""


def moved(slug: str, pairs: Pairs) -> tuple[str, list[tuple[str, str]]] | None:
    """The screen and the parameters of today for a link to a former tab, or to a row that has moved, if it has another."""
    key = f"{slug}_tab"
    tab = TABS.get(Tab(slug, next((value for name, value in reversed(pairs) if name == key), "")))
    if tab:
        rest = [(name, value) for name, value in pairs if name != key]
        return tab.slug, [*rest, (f"{tab.slug}_tab", tab.name)]
    row = next((value for name, value in reversed(pairs) if name == "id"), "")
    home = _homes(catalog()).get(row) if slug in DIVIDED else None
    return (home, list(pairs)) if home and home != slug else None


@lru_cache(maxsize=1)
def _homes(held: Catalog) -> dict[str, str]:
    """The screen of each row that stood on a screen which has been divided, by its ids."""
    return {
        id_: page
        for table, page in PAGE_OF_TABLE.items()
        if page in {tab.slug for tab in TABS.values()}
        for own, row in held.records[table].items()
        for id_ in (own, *getattr(row, "aliases", ()))
    }
