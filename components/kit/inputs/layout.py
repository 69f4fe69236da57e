"""Where inputs stand: in rows and columns, under a heading, in tabs, or in a fold that leaves them out while it is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, Literal

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from components.kit import address, run_context, slides
from components.kit.address import Counts
from components.kit.choices import asked_option
from components.kit.inputs.binding import BIND, name_bad_switch
from components.kit.markup import markdown_sentence

DRAWN: ContextVar[bool] = ContextVar("drawn", default=True)
"""False where inputs hold what they start with, without a widget: in a fold that is closed."""


@contextmanager
def folded(fold: ExpanderContainer | PopoverContainer, keys: Collection[str]) -> Iterator[None]:
    """Inputs of these keys in a fold that says when it is opened: drawn while it is open, or where the link sets one of them.

    Else they hold what they start with, which costs a run a fraction of drawing them. What is put into one of them while they
    are not drawn draws them too; while they were, it is in the address, and what is not stays in the session as the fold is
    closed.
    """
    slot, held = f"left_{min(keys, default='')}", st.session_state
    left: dict[str, object] | None = held.get(slot, {})
    shown = bool(fold.open) or address.sets(keys) or (left is not None and any(held.get(key) != left.get(key) for key in keys))
    if shown != (left is None):
        held[slot] = None if shown else {key: held.get(key) for key in keys}
    drawn = DRAWN.set(shown)
    try:
        with fold if shown else nullcontext():
            yield
    finally:
        DRAWN.reset(drawn)


def fold(label: str, key: str, what: str, expanded: bool = False) -> ExpanderContainer:
    """A fold that the link opens and closes; only an open one's content runs. `what` names it."""
    name_bad_switch(key, what)
    return st.expander(label, expanded=expanded, key=key, bind=BIND, on_change="rerun")


@contextmanager
def tabs(labels: Sequence[str], key: str, start: str | None = None) -> Iterator[str]:
    """The page's tabs: the label of the open one, and in it what is drawn here."""
    asked_option(key, labels, "tab", Counts.LAST)
    found = st.tabs(labels, default=start, key=key, bind=BIND, on_change="rerun")
    label, place = next((label, tab) for label, tab in zip(labels, found, strict=True) if tab.open)
    run_context.TAB.set({key: label})
    at = labels.index(label)
    run_context.NEIGHBOURS.set((key, labels[at - 1] if at else "", labels[at + 1] if at + 1 < len(labels) else ""))
    with place:
        yield label
    slides.tab(label, labels)


def row(**look: Any) -> AbstractContextManager[object]:
    """A row of inputs; nothing where they are not drawn."""
    return st.container(horizontal=True, **look) if DRAWN.get() else nullcontext()


def grid(width: int, gap: Literal["xsmall", "small"] = "small") -> AbstractContextManager[object]:
    """Inputs in columns of at least this width in pixels; nothing where they are not drawn."""
    return st.grid(min_column_width=width, gap=gap) if DRAWN.get() else nullcontext()


def heading(text: str) -> None:
    """What the inputs beneath are about."""
    if DRAWN.get():
        st.markdown(f"**{text}**")


def greyed(idle: bool) -> dict[str, Any]:
    """The look of an input that changes nothing while it is `idle`: without its label, whose grey is too faint to read."""
    return {"disabled": idle, "label_visibility": "collapsed" if idle else "visible"}


@contextmanager
def faults_said(until: str = "") -> Iterator[None]:
    """A ValueError of what is made here is said in its place, with what holds `until` it is mended.

    Only what reads a visitor's words belongs here: an error of what draws the result would be called his mistake.
    """
    try:
        yield
    except ValueError as fault:
        st.error(f"{markdown_sentence(str(fault))} {until}".strip())
