"""The inputs of every form: bound to the link, their bad values named; numbers are fields of floats throughout.

An endless whole number in a link raises inside Streamlit 1.67, and a field of floats takes it as out of range.
"""

from __future__ import annotations

from typing import Any, Literal, overload

import streamlit as st

from components.kit import links

Width = int | Literal["stretch"]

LONGEST = 200
"""Characters of a line of text, unless a form takes more."""


@overload
def number(
    label: str,
    key: str,
    low: float,
    high: float,
    start: float,
    *,
    step: float | None = None,
    help_: str | None = None,
    placeholder: str | None = None,
    shown_as: str = "%g",
    width: Width = "stretch",
) -> float: ...
@overload
def number(
    label: str,
    key: str,
    low: float,
    high: float,
    start: None = None,
    *,
    step: float | None = None,
    help_: str | None = None,
    placeholder: str | None = None,
    shown_as: str = "%g",
    width: Width = "stretch",
) -> float | None: ...
def number(
    label: str,
    key: str,
    low: float,
    high: float,
    start: float | None = None,
    *,
    step: float | None = None,
    help_: str | None = None,
    placeholder: str | None = None,
    shown_as: str = "%g",
    width: Width = "stretch",
) -> float | None:
    """A number from `low` to `high`; without a start it may stay empty, and then it is None."""
    links.name_bad_number(key, f"“{label}”", low, high)
    begin: Any = None if start is None else float(start)
    typed = st.number_input(
        label,
        float(low),
        float(high),
        begin,
        None if step is None else float(step),
        format=shown_as,
        key=key,
        bind="query-params",
        help=help_,
        placeholder=placeholder,
        width=width,
    )
    return None if typed is None else float(typed)


@overload
def whole(
    label: str,
    key: str,
    low: float,
    high: float,
    start: float,
    *,
    step: float = 1,
    help_: str | None = None,
    placeholder: str | None = None,
    width: Width = "stretch",
) -> int: ...
@overload
def whole(
    label: str,
    key: str,
    low: float,
    high: float,
    start: None = None,
    *,
    step: float = 1,
    help_: str | None = None,
    placeholder: str | None = None,
    width: Width = "stretch",
) -> int | None: ...
def whole(
    label: str,
    key: str,
    low: float,
    high: float,
    start: float | None = None,
    *,
    step: float = 1,
    help_: str | None = None,
    placeholder: str | None = None,
    width: Width = "stretch",
) -> int | None:
    """A whole number; a fraction is named, and the start (or nothing) holds in its place."""
    typed = number(label, key, low, high, start, step=step, help_=help_, placeholder=placeholder, width=width)
    if typed is not None and not typed.is_integer():
        links.notice(f"“{label}” takes whole numbers only, not {typed:g}. The default is taken.")
        typed = start
    return None if typed is None else int(typed)


def switch(label: str, key: str, help_: str | None = None) -> bool:
    """A switch, off at first."""
    links.name_bad_switch(key, f"“{label}”")
    return st.toggle(label, key=key, bind="query-params", help=help_)


def text(label: str, key: str, help_: str | None = None, placeholder: str = "", longest: int = LONGEST) -> str:
    """A line of text without the spaces around it; what a link has beyond `longest` characters is said to be left out."""
    if any(len(value) > longest for value in links.values(key)[:1]):
        links.notice(f"The “{label}” of this link is longer than {longest} characters; what comes after them is left out.")
    return st.text_input(label, key=key, bind="query-params", max_chars=longest, help=help_, placeholder=placeholder).strip()
