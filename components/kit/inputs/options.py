"""One or several of the options that there are: from a box, as pills, side by side, on a scale, or on and off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Protocol, TypeVar, overload

import streamlit as st

from components.kit import address
from components.kit.address import Counts
from components.kit.choices import Choice
from components.kit.inputs.binding import BIND, bound, into_address, marked, name_bad_switch, settle
from components.kit.inputs.layout import DRAWN

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class Labelled(Protocol):
    """A record that is chosen by its label."""

    @property
    def label(self) -> str: ...
    @property
    def former(self) -> tuple[str, ...]: ...


def switch(label: str, key: str, about: str | None = None) -> bool:
    """A switch, off at first."""
    if not DRAWN.get():
        return False
    name_bad_switch(key, label)
    return st.toggle(label, key=key, bind=BIND, help=about)


def words(vocabulary: type[E]) -> dict[str, E]:
    """The options of a vocabulary whose values are the words that are shown."""
    return {member.value: member for member in vocabulary}


def renamed(records: Iterable[Labelled]) -> dict[str, str]:
    """The label of today for each former one, and for each former id."""
    return {former: record.label for record in records for former in (*record.former, *getattr(record, "aliases", ()))}


@overload
def choose(
    label: str, options: Mapping[str, T], key: str, what: str, start: T, former: Mapping[str, str] | None = None, **look: Any
) -> T: ...
@overload
def choose(
    label: str,
    options: Mapping[str, T],
    key: str,
    what: str,
    start: None = None,
    former: Mapping[str, str] | None = None,
    holds: T | None = None,
    mark: str = "",
    **look: Any,
) -> T | None: ...
def choose(
    label: str,
    options: Mapping[str, T],
    key: str,
    what: str,
    start: T | None = None,
    former: Mapping[str, str] | None = None,
    holds: T | None = None,
    mark: str = "",
    **look: Any,
) -> T | None:
    """One of the options, from a box. `what` names in a notice what is chosen; without a start nothing is, and `holds` holds.

    `former` as `renamed` has it; `mark` is a word beside the label for where `holds` is from.
    """
    choice = Choice(key, options, what, start if holds is None else holds, former)
    instead = choice.instead()
    bind, at_first = bound(key, instead), None if start is None else choice.assumed
    if DRAWN.get():
        place = None if at_first is None else list(options).index(at_first)
        held = instead or address.value(key) or st.session_state.get(key)
        label = marked(label, mark, held in options)
        picked = st.selectbox(label, list(options), place, key=key, bind=bind, **look)
    else:
        picked = instead or at_first
    settle(key, instead)
    choice.hold(picked)
    return options.get(picked or "", start)


def choose_pill(
    label: str,
    options: Mapping[str, T],
    key: str,
    what: str,
    start: T | None = None,
    former: Mapping[str, str] | None = None,
    **look: Any,
) -> T | None:
    """One of the options, as pills in a line; with a start there is always one. `former` as `renamed` has it."""
    choice = Choice(key, options, what, start, former, Counts.FIRST)
    instead, required = choice.instead(), start is not None
    bind = bound(key, instead)
    into_address(key, choice.assumed)
    picked = st.pills(label, list(options), default=choice.assumed, required=required, key=key, bind=bind, wrap=True, **look)
    settle(key, instead)
    choice.hold(picked)
    return options.get(picked or "", start)


def choose_segment(label: str, options: Mapping[str, T], key: str, what: str, start: T, **look: Any) -> T:
    """One of a few options, side by side."""
    choice = Choice(key, options, what, start, None, Counts.FIRST)
    instead = choice.instead()
    bind = bound(key, instead)
    picked = st.segmented_control(label, list(options), default=choice.assumed, required=True, key=key, bind=bind, **look)
    settle(key, instead)
    choice.hold(picked)
    return options.get(picked or "", start)


def choose_on_scale(label: str, options: Mapping[str, T], key: str, what: str, start: T, **look: Any) -> T:
    """One of the options, which are steps of a scale."""
    choice = Choice(key, options, what, start, None, Counts.ONLY)
    instead = choice.instead()
    picked: str = st.select_slider(label, list(options), choice.assumed, key=key, bind=bound(key, instead), **look)
    settle(key, instead)
    choice.hold(picked)
    return options[picked]


def choose_many(label: str, options: Mapping[str, T], key: str, what: str, every: bool = False, **look: Any) -> set[T]:
    """Any of the options, as pills; all of them at first if `every`, else none."""
    choice = Choice(key, options, what, None)
    instead = choice.all_instead()
    bind, default = bound(key, instead), list(options) if every else None
    picked = st.pills(label, list(options), selection_mode="multi", default=default, key=key, bind=bind, **look)
    settle(key, instead)
    choice.hold(None)
    return {options[word] for word in picked}
