"""What binds a widget to the link, or puts something else in place of what the link has."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components.kit import address
from components.kit.markup import markdown_quote

Bind = Literal["query-params"]

BIND: Bind = "query-params"

YOURS = "yours"
"""The mark of an input that the visitor set: as long a word as the others, so that no label breaks anew under a finger."""

FOLLOWED, MOST_FOLLOWED = "followed", 20
"""Where the session notes for each key what held in turn while it was the visitor's to leave, and how much of it."""


def put(key: str, value: object) -> None:
    """Set a widget in the visitor's name, before it is drawn."""
    st.session_state[key] = _as_written(value)
    st.session_state.get(FOLLOWED, {}).pop(key, None)


def follow(key: str, holds: float, is_named: bool) -> None:
    """Put what holds now into a field that shows what held before; `is_named`: the link names it, so it is the visitor's own.

    Whoever clicks on while an answer is on its way sends back what held before it, and that more than once: so all of it
    counts that has held since he set the field himself.
    """
    followed = st.session_state.setdefault(FOLLOWED, {})
    before = () if is_named else followed.get(key, ())
    if not is_named and (held := st.session_state.get(key)) != holds and held in before:
        st.session_state[key] = _as_written(holds)
    if before[-1:] != (holds,):
        followed[key] = (*(one for one in before if one != holds), holds)[-MOST_FOLLOWED:]


def bound(key: str, instead: object) -> Bind | None:
    """Put into the widget what stands in place of what the link has, if anything does; how the widget is bound then.

    As of a fraction of a whole number: the run in which the link's own value would win is not bound. What the visitor chooses
    after it is not in the address before it is put there.
    """
    unbound = f"{key}_unbound"
    if instead is None:
        if st.session_state.pop(unbound, False) and key in st.session_state:
            st.session_state[key] = _as_written(st.session_state.get(key))
        return BIND
    st.session_state[key], st.session_state[unbound] = instead, True
    return None


def is_kept(key: str, named: float) -> bool:
    """Whether a link's number stays in the address though it is what holds anyway: Streamlit takes such a one out of it, and
    with it that the visitor gave it, so the field is not bound before he gives another.
    """
    unbound = f"{key}_unbound"
    held = st.session_state.get(key)
    if held is not None and not (held == named and st.session_state.get(unbound)):
        return False
    st.session_state[unbound] = True
    return True


def settle(key: str, instead: str | float | list[str] | None) -> None:
    """Put it into the address, too."""
    if instead is not None:
        address.put_later(key, instead if isinstance(instead, list) else str(instead))


def marked(label: str, mark: str, is_own: bool) -> str:
    """A label with a word for where the value in force is from."""
    return f"{label} ·\N{NO-BREAK SPACE}{YOURS if is_own else mark}" if mark else label


def into_address(key: str, start: object) -> None:
    """What was put into a widget in its first run, or into a field while it was not bound or drawn, is not in the address yet."""
    held = st.session_state.get(key)
    if held not in (None, start) and address.value(key) is None:
        st.session_state[key] = _as_written(held)


def _as_written(value: object) -> object:
    """Streamlit writes what is put into a field as Python does: a whole number is to stand there as one, 512 and not 512.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def name_bad_switch(key: str, label: str) -> None:
    asked = address.asked(key, f"“{label}”")
    if asked is not None and asked.lower() not in ("true", "false"):
        address.notice(
            f"This link sets “{label}” to {markdown_quote(asked)}, which is neither true nor false. The default is shown."
        )
