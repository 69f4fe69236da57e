"""What binds a widget to the link, or puts something else in place of what the link has."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components.kit import links
from components.kit.markup import markdown_quote

Bind = Literal["query-params"]

BIND: Bind = "query-params"


def bound(key: str, instead: object) -> Bind | None:
    """Put into the widget what stands in place of what the link has, if anything does; how the widget is bound then.

    As in `_without_fraction`: the run in which the link's own value would win is not bound. What the visitor chooses after it
    is not in the address before it is put there.
    """
    unbound = f"{key}_unbound"
    if instead is None:
        if st.session_state.pop(unbound, False):
            st.session_state[key] = st.session_state.get(key)
        return BIND
    st.session_state[key], st.session_state[unbound] = instead, True
    return None


def settle(key: str, instead: str | float | list[str] | None) -> None:
    """Put it into the address, too."""
    if instead is not None:
        links.put_later(key, instead if isinstance(instead, list) else str(instead))


def into_address(key: str, start: object) -> None:
    """What was put into a widget in its first run, or into a field while it was not bound, is not in the address yet."""
    held = st.session_state.get(key)
    if held not in (None, start) and links.value(key) is None:
        st.session_state[key] = held


def name_bad_switch(key: str, label: str) -> None:
    asked = links.asked(key, f"“{label}”")
    if asked is not None and asked.lower() not in ("true", "false"):
        links.notice(
            f"This link sets “{label}” to {markdown_quote(asked)}, which is neither true nor false. The default is shown."
        )
