"""What narrows a table: words, and behind a button that counts what is set, groups, verdicts and other words of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

import streamlit as st
from pydantic import BaseModel
from streamlit.delta_generator import DeltaGenerator

from components.kit import address, inputs, view_options
from domain.catalog import catalog
from domain.catalog.records.evidence import Claim, Group, Row
from domain.catalog.vocabulary import MoveTool, Platform, Verdict

R = TypeVar("R", bound=Row)


def row() -> DeltaGenerator:
    """The line in which they stand."""
    return st.container(horizontal=True, vertical_alignment="center", key="filters")


@contextmanager
def behind_button(*keys: str) -> Iterator[None]:
    """Choices of these keys, behind a button that says how many of them are set."""
    held, given = st.session_state, address.keys()
    count = sum(bool(held[key]) if key in held else key in given for key in keys)
    with st.popover(f"Filter · {count}" if count else "Filter", icon=":material/filter_list:", key=f"filter_{keys[0]}"):
        yield


def find(table: str, rows: Sequence[R], key: str, placeholder: str) -> tuple[str, list[R]]:
    """A box for words, and the rows of a table that hold all of them."""
    query = inputs.text("Find", key, longest=100, placeholder=placeholder, label_visibility="collapsed", width=320)
    wanted, shown = query.lower().split(), view_options.platforms()
    return query, [one for one in rows if all(word in _text(table, one.id, shown) for word in wanted)]


@lru_cache(maxsize=4096)
def _text(table: str, id_: str, shown: tuple[Platform, ...]) -> str:
    return " ".join(_words(catalog().records[table][id_], shown)).lower()


def _words(value: object, shown: tuple[Platform, ...]) -> Iterator[str]:
    """All that a record says, its own id too, without what it says of platforms that are not shown."""
    if isinstance(value, StrEnum):
        yield str(getattr(value, "label", value))
    elif isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name, part in value:
            if name not in ("sources", "shows"):
                yield from _words(part, shown)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if getattr(key, "leads_to", key) in shown or not isinstance(key, Platform | MoveTool):
                yield from _words(key, shown)
                yield from _words(part, shown)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _words(part, shown)


def group_pills(key: str, groups: Mapping[str, Group]) -> set[str]:
    """Ids of the chosen groups; all of them if none is chosen."""
    options = {group.label: id_ for id_, group in groups.items()}
    return inputs.choose_many("Groups", options, key, "group", wrap=True) or set(groups)


def verdict_pills(key: str) -> set[Verdict]:
    """The chosen verdicts on the quick reference; empty if all are wanted."""
    return inputs.choose_many("The quick reference is", inputs.words(Verdict), key, "verdict", wrap=True)


def with_verdict(claims: Iterable[Claim], wanted: set[Verdict]) -> bool:
    """Whether a row with these claims is wanted."""
    return not wanted or any(claim.verdict in wanted for claim in claims)
