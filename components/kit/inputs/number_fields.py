"""Numbers that are asked for: from a link, from a field or a slider, within their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import streamlit as st

from components.kit import address, share
from components.kit.address import Counts
from components.kit.inputs.binding import BIND, Bind, bound, follow, into_address, is_kept, marked, settle
from components.kit.inputs.layout import DRAWN
from components.kit.markup import markdown_quote

K = TypeVar("K")


@dataclass(frozen=True)
class NumberField:
    """A number that is asked for, from `low` to `high`; without a start, and where nothing `holds`, it may stay empty."""

    key: str
    label: str
    low: float
    high: float
    start: float | None = None
    step: float | None = None
    about: str | None = None
    placeholder: str | None = None
    """What stands in it while it is empty."""
    whole: bool = False
    shown_as: str = "%g"
    width: int | Literal["stretch"] = "stretch"
    holds: float | None = None
    """What holds while the visitor has set no other: the field shows it, follows it when it changes, and is not set by it."""
    mark: str = ""
    """Where `holds` is from, in a word; it stands beside the label while it holds."""

    @property
    def assumed(self) -> float | None:
        """What holds while nothing is set."""
        return self.holds if self.start is None else self.start

    @property
    def begins(self) -> float | None:
        """What it shows while nothing is set, with as many digits as it shows; None for nothing."""
        if self.holds is None:
            return None if self.start is None else float(self.start)
        shown = float(f"{self.holds:g}")
        return shown if self.takes(shown) else None

    def takes(self, value: float) -> bool:
        """Whether it is a number that the field takes."""
        return self.low <= value <= self.high and (not self.whole or float(value).is_integer())

    def of_kind(self, value: float) -> float:
        """A whole number as one."""
        return int(value) if self.whole else float(value)


def number(field: NumberField, label: str = "", **look: Any) -> float | None:
    """The number; None if the field is empty, or left to what holds. `label` is Markdown in place of the field's own."""
    then = _assume(field)
    if DRAWN.get():
        found = _drawn(field, then, label, **look)
    else:
        bound(field.key, then)
        found = field.start if then is None else then
    settle(field.key, None if then is None else _in_link(then))
    _hold_number(field, found)
    return None if found is None else field.of_kind(found)


def _drawn(field: NumberField, then: float | None, label: str, **look: Any) -> float | None:
    """What the visitor set, or the start. The widget is of floats: an endless whole number in a link raises in Streamlit 1.67."""
    begins: Any = field.begins
    asked = _asked_number(field)
    if field.holds is not None and begins is not None:
        follow(field.key, begins, asked is not None)
    bind = _bound(field, asked, then, begins)
    is_named = asked is not None and asked == begins
    held = asked if asked is not None and bind else st.session_state.get(field.key)
    step = field.step or (1.0 if field.whole else None)
    found: float | None = st.number_input(
        label or marked(field.label, field.mark, is_named or held not in (None, begins)),
        float(field.low),
        float(field.high),
        begins,
        None if step is None else float(step),
        format=field.shown_as,
        key=field.key,
        bind=bind,
        help=field.about,
        placeholder=field.placeholder,
        width=field.width,
        **look,
    )
    return None if field.holds is not None and found == begins and not is_named else found


def _bound(field: NumberField, asked: float | None, then: float | None, begins: float | None) -> Bind | None:
    """How the field is bound, once what its link has is bounded and what was put into it is in the address."""
    if then is not None:
        return bound(field.key, then)
    if field.whole and (bind := _without_fraction(field, asked, begins)) is None:
        return None
    if field.holds is not None and asked is not None and asked == begins and is_kept(field.key, asked):
        return None
    bind = bound(field.key, None)
    if asked is None:
        into_address(field.key, begins)
    return bind


def numbers(fields: Mapping[K, NumberField], columns: int = 0, align: Literal["top", "bottom"] = "bottom") -> dict[K, float]:
    """The numbers of a group of fields by name, without those that are empty: in rows of columns, or as their place has it."""
    found = {}
    for place, (name, field) in enumerate(fields.items()):
        in_row = columns if DRAWN.get() else 0
        if in_row and place % in_row == 0:
            row = st.columns(in_row, vertical_alignment=align)
        with row[place % in_row] if in_row else nullcontext():
            found[name] = number(field)
    return {name: value for name, value in found.items() if value is not None}


def slider(label: str, key: str, low: int, high: int, start: int, step: int, **look: Any) -> int:
    """A whole number on a slider; a fraction in the link is cut off, as Streamlit does it."""
    field = NumberField(key, label, low, high, start, whole=True)
    then = _assume(field)
    asked = _asked_number(field, Counts.ONLY)
    if asked is not None and not asked.is_integer():
        address.notice(f"“{label}” takes whole numbers only, not {asked:g}. {int(asked)} is used.")
    bind = bound(key, None if then is None else int(then))
    found: int = st.slider(label, low, high, start, step, key=key, bind=bind, **look)
    settle(key, then)
    _hold_number(field, found)
    return found


def _asked_number(field: NumberField, counts: Counts = Counts.LAST) -> float | None:
    """The number in range that the link asks for, a fraction or not; what is none is named."""
    asked = address.asked(field.key, f"“{field.label}”", counts)
    if asked is None:
        return None
    try:
        found = float(asked)
    except ValueError:
        found = float("nan")
    if field.low <= found <= field.high:
        return found
    wrong = f"This link asks for “{field.label}” {markdown_quote(asked)}"
    address.notice(f"{wrong}, which is not a number from {field.low:g} to {field.high:g}. The default is shown.")
    return None


def _without_fraction(field: NumberField, asked: float | None, start: float | None) -> Bind | None:
    """Name a fraction of a whole number and take it out of the field, so that it shows what holds; how the field is bound then.

    A link's value wins over whatever is put into a bound field in its first run, so that run's field is not bound, and the
    address is cleared for the next.
    """
    held = st.session_state.get(field.key)
    wrong = next((value for value in (held, asked) if value is not None and not float(value).is_integer()), None)
    if wrong is not None:
        address.notice(f"“{field.label}” takes whole numbers only, not {wrong:g}. The default is used.")
        if wrong is held:
            st.session_state[field.key] = start
            return BIND
        address.forget(field.key)
        return None
    return BIND


def _assume(field: NumberField) -> float | None:
    """The number that the opened link took for granted, if another is today; None, too, if the field cannot take it. Named."""
    then, today = share.assumption(field.key), field.assumed
    if then is None:
        return None
    with suppress(ValueError):
        if field.takes(value := float(then)):
            if today is not None and _in_link(value) == _in_link(today):
                return None
            share.differs(field.label, _in_link(value), "open" if today is None else _in_link(today))
            return value
    share.differs(field.label, then, "open" if today is None else _in_link(today), kept=False)
    return None


def _hold_number(field: NumberField, value: float | None) -> None:
    if field.assumed is not None:
        share.hold(field.key, None if value is None else _in_link(value), _in_link(field.assumed))


def _in_link(value: float) -> str:
    return f"{value:.12g}"
