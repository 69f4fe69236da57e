"""Words that are typed: a line of them, several lines, or what stays in the session."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.kit import address, share
from components.kit.inputs.binding import BIND, bound, settle
from components.kit.inputs.layout import DRAWN

LONGEST = 200
"""Characters of a line of text, unless a form takes more."""


def text(
    label: str,
    key: str,
    about: str | None = None,
    placeholder: str = "",
    *,
    start: str = "",
    longest: int | None = LONGEST,
    **look: Any,
) -> str:
    """A line of text without the spaces around it; what a link has beyond `longest` characters is said to be left out."""
    if not DRAWN.get():
        return start
    _name_long(key, label, longest)
    typed: str = st.text_input(
        label, start, key=key, bind=BIND, max_chars=longest, help=about, placeholder=placeholder or None, **look
    )
    return typed.strip()


def area(label: str, key: str, start: str, longest: int, advice: str, **look: Any) -> str:
    """Several lines of text; what a link has beyond `longest` characters is said to be left out, with an advice."""
    then = share.assumption(key)
    then = None if then is None or then[:longest] == start else then[:longest]
    if then is not None:
        share.differs(label, then, start)
    _name_long(key, label, longest, advice)
    typed: str = st.text_area(label, start, key=key, bind=bound(key, then), max_chars=longest, **look)
    settle(key, then)
    share.hold(key, typed, start)
    return typed


def private_area(label: str, key: str, longest: int, **look: Any) -> str:
    """Several lines of text that may hold names: they stay in this session and are never put into the link."""
    typed: str = st.text_area(label, key=key, max_chars=longest, **look)
    return typed


def _name_long(key: str, label: str, longest: int | None, advice: str = "") -> None:
    asked = address.asked(key, f"the “{label}”")
    if longest is not None and len(asked or "") > longest:
        over = f"The “{label}” of this link is longer than {longest:,} characters; what comes after them is left out."
        address.notice(f"{over} {advice}".strip())
