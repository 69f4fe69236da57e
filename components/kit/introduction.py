"""How a link introduces itself: in the browser's tab, in a chat's preview and to a search engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import streamlit as st

from components.kit import address
from components.kit.address import MOST_WORKLOADS, SHARED, WORKLOAD, WORKLOADS
from components.kit.menu import BY_SLUG, PAGE_OF_TABLE, PRODUCT
from components.kit.share import AS_OF
from domain.artefacts.quoting import fill
from domain.catalog import catalog
from domain.catalog.loading import Catalog
from domain.catalog.records.base import Record
from domain.catalog.records.commands import Run
from domain.catalog.records.workload import Workload
from domain.catalog.vocabulary import Platform
from domain.decision.answers import clean_name
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge
from domain.reference.search import SearchEntry, index

LONGEST = 200
"""Characters of a description: what the previews of chats and search engines show of it."""

LONGEST_WORDS = 80
"""Characters of what stands before the screen in a title: a tab of a browser shows thirty, a preview a line or two."""

NEUTRAL = frozenset((*SHARED, AS_OF, "embed", "embed_options"))
"""Parameters that change how a link looks and not what it asks."""

Pairs = Sequence[tuple[str, str]]


class Subject(NamedTuple):
    """What a link is about, in the catalogue's own words and never in a stranger's: a row, a question, a tab or the screen.

    `params` are the parameters by which a link to the screen names it.
    """

    slug: str
    words: str = ""
    params: tuple[tuple[str, str], ...] = ()
    table: str = ""
    id: str = ""


class Introduction(NamedTuple):
    title: str
    about: str
    subject: Subject


class Said(NamedTuple):
    """What a row says of one platform, and of which of its releases."""

    platform: Platform
    words: str
    scope: str


def introduction(slug: str, pairs: Pairs) -> Introduction:
    """What a link to the screen is about, with what each platform has where that is a row.

    A visitor's name of a workload is the only thing in it that is not the catalogue's, and stands in quotes.
    """
    screen, found = BY_SLUG[slug], subject(slug, pairs)
    names = [] if found.table else _workloads(slug, pairs)
    words = " · ".join(filter(None, (", ".join(names), found.words)))
    title = " · ".join(filter(None, (shortened(words, LONGEST_WORDS), screen.title, PRODUCT)))
    return Introduction(title, _text(found) if found.table else screen.about, found)


def title_now(slug: str) -> str:
    """The title of the screen as it stands; the wizard's name of a workload is in the address only once it was typed."""
    pairs = address.last_pairs()
    if slug == "wizard" and (typed := st.session_state.get(WORKLOAD)):
        pairs.append((WORKLOAD, typed))
    return introduction(slug, pairs).title


def retitled(titled: tuple[str, str]) -> tuple[str, str]:
    """The screen and its title of now; where a part of the page has changed it, the browser is told, since no shell runs then."""
    slug, before = titled
    title = title_now(slug)
    if title != before:
        st.set_page_config(page_title=title)
    return slug, title


def subject(slug: str, pairs: Pairs) -> Subject:
    """Of several values of a key the last counts, as everywhere."""
    given = dict(pairs)
    if entry := _rows(catalog()).get((slug, given.get("id", ""))):
        return Subject(slug, entry.title, (("id", entry.id),), entry.table, entry.id)
    own = frozenset((key, value) for key, value in given.items() if key not in NEUTRAL)
    if question := _questions(catalog()).get((slug, own)):
        return Subject(slug, question, tuple(sorted(own)))
    key = f"{slug}_tab"
    tab = given.get(key, "")
    return Subject(slug, tab, ((key, tab),)) if tab in tabs(slug) else Subject(slug)


def tabs(slug: str) -> tuple[str, ...]:
    """The words that a link to the screen may give as its tab."""
    screen = BY_SLUG[slug]
    rows = catalog().records[screen.tab_rows].values() if screen.tab_rows else ()
    return (*screen.tabs, *(getattr(row, "title", "") for row in rows))


def shortened(text: str, longest: int = LONGEST) -> str:
    """At most so many characters, cut between words."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:·") + " …"


def _workloads(slug: str, pairs: Pairs) -> list[str]:
    """The names of the workloads that a link is about; one that no worked example has is a visitor's, and is quoted."""
    codes = [value for key, value in pairs if key == WORKLOADS][:MOST_WORKLOADS]
    listed = [clean_name(code.partition("~")[0][:LONGEST]) for code in codes]
    if slug == "compare":
        return [_name(one) if one else f"Workload {number}" for number, one in enumerate(listed, 1)]
    own = clean_name(dict(pairs).get(WORKLOAD, "")[:LONGEST])
    return [_name(one) for one in ([own] if slug == "wizard" else [*listed, own][:1]) if one]


def _name(name: str) -> str:
    return name if name in _examples(catalog()) else f"“{name}”"


@lru_cache(maxsize=1)
def _examples(held: Catalog) -> frozenset[str]:
    return frozenset(row.name for row in held.workloads.values())


@lru_cache(maxsize=1)
def _questions(held: Catalog) -> Mapping[tuple[str, frozenset[tuple[str, str]]], str]:
    """The questions that a screen answers with parameters of its own, by that screen and these."""
    asked = held.questions.values()
    return {(one.target, frozenset(one.params.items())): one.question for one in asked if one.params}


@lru_cache(maxsize=1)
def _rows(held: Catalog) -> dict[tuple[str, str], SearchEntry]:
    """What the search shows of each row, by its screen and each id that its link may carry."""
    return {
        (PAGE_OF_TABLE[entry.table], id_): entry
        for entry in index(held).documents
        if entry.table in PAGE_OF_TABLE
        for id_ in (entry.id, *getattr(held.records[entry.table][entry.id], "aliases", ()))
    }


def row_text(found: Subject) -> str:
    """What the search shows of the row."""
    return _rows(catalog())[found.slug, found.id].text


@lru_cache(maxsize=1024)
def _text(found: Subject) -> str:
    """What a row says, of each platform alike where it speaks of them: a long word on one must not hide another."""
    values = said(found)
    if not values:
        return shortened(row_text(found)) or BY_SLUG[found.slug].about
    heads = [f"{value.platform.label}: " for value in values]
    room = LONGEST - sum(map(len, heads)) - len(" · ") * (len(values) - 1)
    each = max(room // len(values), room - sum(sorted(len(value.words) for value in values)[:-1]))
    return " · ".join(head + shortened(value.words, each) for head, value in zip(heads, values, strict=True))


@lru_cache(maxsize=1024)
def said(found: Subject) -> tuple[Said, ...]:
    """What the row says of each platform; nothing where it does not speak of them one by one."""
    return tuple(_said(catalog().records[found.table][found.id])) if found.table else ()


def _said(row: Record) -> Iterator[Said]:
    if isinstance(row, Workload):
        for platform, verdict in judge(rulebook(catalog()), row.answers).items():
            yield Said(platform, verdict.said, "")
        return
    names = {field.id: field.default for field in catalog().fields.values()}
    for platform, claim in getattr(row, "claims", {}).items():
        if isinstance(platform, Platform):
            run: Run | None = next(iter(getattr(claim, "run", ())), None)
            words = fill(run.command, names, run.shell) if run else claim.verified.replace("`", "")
            yield Said(platform, words, claim.scope)
