"""Makes every link of the product: to rows and screens, to the present page, to the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.kit import address, run_context
from components.kit.markup import anchor, panel
from components.kit.menu import BY_SLUG, MENU, PAGE_OF_TABLE, SCREENS
from domain.catalog.records.evidence import Row, Source

R = TypeVar("R", bound=Row)

PAGES = Path(__file__).resolve().parents[2] / "pages"


def carry() -> None:
    """Note once a run what every link of it carries: the shared choices, and the presentation form; no tab is open yet."""
    run_context.TAB.set({})
    run_context.NEIGHBOURS.set(("", "", ""))
    run_context.TABLES.set([])
    pairs = [(key, value) for key, found in address.shared().items() for value in found]
    run_context.CARRIED.set((*pairs, *([("embed", "true")] if st.context.is_embedded else [])))


def href(slug: str, **params: str | Sequence[str]) -> str:
    """A relative link to a page, for HTML tables; the shared choices and the presentation form go with it."""
    pairs = [(key, value) for key, given in params.items() for value in ([given] if isinstance(given, str) else given)]
    make = _kept_href if params.keys() <= {"id"} else _href
    return make(slug, (*pairs, *run_context.CARRIED.get()))


def _href(slug: str, params: tuple[tuple[str, str], ...]) -> str:
    path = "./" if slug == SCREENS[0].slug else slug
    return f"{path}?{urlencode(params)}" if params else path


_kept_href = run_context.kept(_href)
"""Of rows and screens alone: what else a link carries may be a visitor's."""


def row_href(table: str, id_: str) -> str:
    """A relative link to a row of a table."""
    return href(PAGE_OF_TABLE[table], id=id_)


def to_row(table: str, id_: str, label: str) -> None:
    """A link to a row, in the same session."""
    _page_link(PAGE_OF_TABLE[table], label, {"id": [id_], **address.shared()})


def only(rows: Mapping[str, R], one: str | None, back: str) -> list[R]:
    """The row that the link asks for, beneath the way back to all; all of them if it asks for none of these."""
    if one is None or one not in rows:
        return list(rows.values())
    back_to_all(back)
    return [rows[one]]


def back_to_all(label: str) -> None:
    """Out of the view of a single row, everything else unchanged: also the tab, where the row had chosen it.

    A page link to the same page would leave the address as it was. In a room the row is what is shown.
    """
    if st.context.is_embedded:
        return
    st.button(f"← {label}", on_click=_forget_row, kwargs=run_context.TAB.get(), type="tertiary", key="back_to_all")


def _forget_row(**tab: str) -> None:
    address.forget("id")
    st.session_state.update(tab)


def to_page(slug: str, label: str = "", **params: str | Sequence[str]) -> None:
    """A link to a page, in the same session."""
    query = {**address.shared(), **{key: [value] if isinstance(value, str) else list(value) for key, value in params.items()}}
    _page_link(slug, label or BY_SLUG[slug].title, query)


def _page_link(slug: str, label: str, query: Mapping[str, Sequence[str]]) -> None:
    st.page_link(_page(slug), label=label, icon="", help="", query_params=query)


@cache
def _page(slug: str) -> st.Page:
    """The page of a screen, looked up on the disk once and not for every link to it."""
    one = BY_SLUG[slug]
    return st.Page(PAGES / f"{slug}.py", title=one.title, url_path=slug, default=one is SCREENS[0], help=one.about)


def menu(place: DeltaGenerator) -> None:
    """The way to the other screens, where the menu in the head is not shown."""
    opened = place.popover("Screens", icon=":material/menu:", on_change="rerun", key="screens")
    if opened.open:
        with opened:
            for one in SCREENS:
                to_page(one.slug)


def pages() -> dict[str, list[st.Page]]:
    """The menu for one run: copies, since a page is marked when it is its turn and may be run once."""
    return {group: [copy(_page(one.slug)) for one in screens] for group, screens in MENU.items()}


def absolute(href: str) -> str:
    """One of our relative links as a full one."""
    return urljoin(full(()), href)


def with_inputs(slug: str, label: str, start: str) -> None:
    """A link to another screen with the inputs of the present one whose keys begin so.

    Loaded whole: of a link in the same session Streamlit 1.67 strips what is the key of a widget of the screen that is left.
    """
    st.html(panel(anchor(label, href(slug, **address.given(start)))))


def full(params: Iterable[tuple[str, str]], embed: bool = False) -> str:
    """The present page with these parameters as a full link; with `embed`, its presentation form."""
    asked = [*params, *([("embed", "true")] if embed else [])]
    base = (st.context.url or "").split("?")[0]
    base = base if urlsplit(base).path else f"{base}/"
    return f"{base}?{urlencode(asked)}" if asked else base


_NUMBERED = re.compile(r"(issue|pull request|commit) (\w+)")
_ARTICLE = re.compile(r"knowledge\.broadcom\.com, article (\d+)")
_PAGE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+/\S+")
_PATHS = {"issue": "issues", "pull request": "pull", "commit": "commit"}


def source_url(source: Source) -> str | None:
    """Where a source can be read, if what it says of its place is an address."""
    if source.repository and source.path:
        ref = (source.ref or "HEAD").split()[-1]
        return f"https://github.com/{quote(source.repository)}/blob/{quote(ref)}/{quote(source.path)}"
    if source.repository:
        one = _NUMBERED.match(source.page)
        return f"https://github.com/{quote(source.repository)}{f'/{_PATHS[one[1]]}/{one[2]}' if one else ''}"
    if article := _ARTICLE.match(source.page):
        return f"https://knowledge.broadcom.com/external/article/{article[1]}"
    return f"https://{source.page}" if _PAGE.fullmatch(source.page) else None
