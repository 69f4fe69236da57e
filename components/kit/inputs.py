"""Every widget that is bound to the link: made, read, bounded, and named where the link asks for what it cannot take.

Nothing else passes `bind` to Streamlit. What cannot be had is said at the top of the page, and the start holds in its place.
Of a key that a link gives several times, the value counts that the widget takes (`links.Counts`). Options are a mapping from the
word that is shown, and that the link carries, to what it stands for; `look` is what else Streamlit takes for the widget.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, Protocol, TypeVar, overload

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from components.kit import links, run_context, share
from components.kit.choices import Choice, asked_option
from components.kit.links import Counts
from components.kit.markup import markdown_quote, markdown_sentence

K = TypeVar("K")
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Bind = Literal["query-params"]

BIND: Bind = "query-params"

DRAWN: ContextVar[bool] = ContextVar("drawn", default=True)
"""False where inputs hold what they start with, without a widget: in a fold that is closed."""

LONGEST = 200
"""Characters of a line of text, unless a form takes more."""


class Labelled(Protocol):
    """A record that is chosen by its label."""

    @property
    def label(self) -> str: ...
    @property
    def former(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class NumberField:
    """A number that is asked for, from `low` to `high`; without a start it may stay empty.

    `placeholder` says what holds while it is empty, `holds` is that number where it is one.
    """

    key: str
    label: str
    low: float
    high: float
    start: float | None = None
    step: float | None = None
    about: str | None = None
    placeholder: str | None = None
    whole: bool = False
    shown_as: str = "%g"
    width: int | Literal["stretch"] = "stretch"
    holds: float | None = None

    @property
    def assumed(self) -> float | None:
        """What holds while nothing is set."""
        return self.holds if self.start is None else self.start

    def takes(self, value: float) -> bool:
        """Whether it is a number that the field takes."""
        return self.low <= value <= self.high and (not self.whole or float(value).is_integer())

    def of_kind(self, value: float) -> float:
        """A whole number as one."""
        return int(value) if self.whole else float(value)


def number(field: NumberField, label: str = "", **look: Any) -> float | None:
    """The number, None if the field is empty. `label` is Markdown that stands in place of the field's own.

    The field is of floats, because an endless whole number in a link raises inside Streamlit 1.67.
    """
    then = _assume(field)
    if not DRAWN.get():
        return _undrawn(field, then)
    asked = _asked_number(field)
    start: Any = None if field.start is None else float(field.start)
    step = field.step or (1.0 if field.whole else None)
    typed = st.number_input(
        label or field.label,
        float(field.low),
        float(field.high),
        start,
        None if step is None else float(step),
        format=field.shown_as,
        key=field.key,
        bind=_without_fraction(field, asked, start) if field.whole and then is None else _bound(field.key, then),
        help=field.about,
        placeholder=field.placeholder,
        width=field.width,
        **look,
    )
    _settle(field.key, then)
    _hold_number(field, typed)
    return None if typed is None else field.of_kind(typed)


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


def _undrawn(field: NumberField, then: float | None) -> float | None:
    _bound(field.key, then)
    _settle(field.key, then)
    value = field.start if then is None else then
    _hold_number(field, value)
    return None if value is None else field.of_kind(value)


@contextmanager
def folded(fold: ExpanderContainer | PopoverContainer, keys: Collection[str]) -> Iterator[None]:
    """Inputs of these keys in a fold that says when it is opened: drawn while it is open, or where the link sets one of them.

    Else they hold what they start with, which costs a run a fraction of drawing them. What is put into one of them while they
    are not drawn draws them too; while they were, it is in the address.
    """
    before = f"drawn_{min(keys, default='')}"
    put = not st.session_state.get(before) and any(st.session_state.get(key) is not None for key in keys)
    shown = bool(fold.open) or links.sets(keys) or put
    st.session_state[before] = shown
    drawn = DRAWN.set(shown)
    try:
        with fold if shown else nullcontext():
            yield
    finally:
        DRAWN.reset(drawn)


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


def slider(label: str, key: str, low: int, high: int, start: int, step: int, **look: Any) -> int:
    """A whole number on a slider; a fraction in the link is cut off, as Streamlit does it."""
    field = NumberField(key, label, low, high, start, whole=True)
    then = _assume(field)
    asked = _asked_number(field, Counts.ONLY)
    if asked is not None and not asked.is_integer():
        links.notice(f"“{label}” takes whole numbers only, not {asked:g}. {int(asked)} is taken.")
    bind = _bound(key, None if then is None else int(then))
    found: int = st.slider(label, low, high, start, step, key=key, bind=bind, **look)
    _settle(key, then)
    _hold_number(field, found)
    return found


def switch(label: str, key: str, about: str | None = None) -> bool:
    """A switch, off at first."""
    if not DRAWN.get():
        return False
    _name_bad_switch(key, label)
    return st.toggle(label, key=key, bind=BIND, help=about)


def fold(label: str, key: str, what: str, expanded: bool = False) -> ExpanderContainer:
    """A fold that the link opens and closes; only an open one's content runs. `what` names it."""
    _name_bad_switch(key, what)
    return st.expander(label, expanded=expanded, key=key, bind=BIND, on_change="rerun")


@contextmanager
def tabs(labels: Sequence[str], key: str, start: str | None = None) -> Iterator[str]:
    """The page's tabs: the label of the open one, and in it what is drawn here."""
    asked_option(key, labels, "tab", Counts.LAST)
    found = st.tabs(labels, default=start, key=key, bind=BIND, on_change="rerun")
    label, place = next((label, tab) for label, tab in zip(labels, found, strict=True) if tab.open)
    run_context.TAB.set({key: label})
    with place:
        yield label


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
    typed: str = st.text_area(label, start, key=key, bind=_bound(key, then), max_chars=longest, **look)
    _settle(key, then)
    share.hold(key, typed, start)
    return typed


def private_area(label: str, key: str, longest: int, **look: Any) -> str:
    """Several lines of text that may hold names: they stay in this session and are never put into the link."""
    typed: str = st.text_area(label, key=key, max_chars=longest, **look)
    return typed


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
    **look: Any,
) -> T | None:
    """One of the options, from a box. `what` names in a notice what is chosen; without a start nothing is, and `holds` holds.

    `former` as `renamed` has it.
    """
    choice = Choice(key, options, what, start if holds is None else holds, former)
    instead = choice.instead()
    bind, at_first = _bound(key, instead), None if start is None else choice.assumed
    if DRAWN.get():
        place = None if at_first is None else list(options).index(at_first)
        picked = st.selectbox(label, list(options), place, key=key, bind=bind, **look)
    else:
        picked = instead or at_first
    _settle(key, instead)
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
    bind = _bound(key, instead)
    _into_address(key, choice.assumed)
    picked = st.pills(label, list(options), default=choice.assumed, required=required, key=key, bind=bind, wrap=True, **look)
    _settle(key, instead)
    choice.hold(picked)
    return options.get(picked or "", start)


def choose_segment(label: str, options: Mapping[str, T], key: str, what: str, start: T, **look: Any) -> T:
    """One of a few options, side by side."""
    choice = Choice(key, options, what, start, None, Counts.FIRST)
    instead = choice.instead()
    bind = _bound(key, instead)
    picked = st.segmented_control(label, list(options), default=choice.assumed, required=True, key=key, bind=bind, **look)
    _settle(key, instead)
    choice.hold(picked)
    return options.get(picked or "", start)


def choose_on_scale(label: str, options: Mapping[str, T], key: str, what: str, start: T, **look: Any) -> T:
    """One of the options, which are steps of a scale."""
    choice = Choice(key, options, what, start, None, Counts.ONLY)
    instead = choice.instead()
    picked: str = st.select_slider(label, list(options), choice.assumed, key=key, bind=_bound(key, instead), **look)
    _settle(key, instead)
    choice.hold(picked)
    return options[picked]


def choose_many(label: str, options: Mapping[str, T], key: str, what: str, every: bool = False, **look: Any) -> set[T]:
    """Any of the options, as pills; all of them at first if `every`, else none."""
    choice = Choice(key, options, what, None)
    instead = choice.all_instead()
    bind, default = _bound(key, instead), list(options) if every else None
    picked = st.pills(label, list(options), selection_mode="multi", default=default, key=key, bind=bind, **look)
    _settle(key, instead)
    choice.hold(None)
    return {options[word] for word in picked}


def _asked_number(field: NumberField, counts: Counts = Counts.LAST) -> float | None:
    """The number in range that the link asks for, a fraction or not; what is none is named."""
    asked = links.asked(field.key, f"“{field.label}”", counts)
    if asked is None:
        return None
    try:
        found = float(asked)
    except ValueError:
        found = float("nan")
    if field.low <= found <= field.high:
        return found
    wrong = f"This link asks for “{field.label}” {markdown_quote(asked)}"
    links.notice(f"{wrong}, which is not a number from {field.low:g} to {field.high:g}. The default is shown.")
    return None


def _without_fraction(field: NumberField, asked: float | None, start: float | None) -> Bind | None:
    """Name a fraction of a whole number and take it out of the field, so that it shows what holds; how the field is bound then.

    A link's value wins over whatever is put into a bound field in its first run, so that run's field is not bound, and the
    address is cleared for the next.
    """
    held = st.session_state.get(field.key)
    wrong = next((value for value in (held, asked) if value is not None and not float(value).is_integer()), None)
    if wrong is not None:
        links.notice(f"“{field.label}” takes whole numbers only, not {wrong:g}. The default is taken.")
        if wrong is held:
            st.session_state[field.key] = start
            return BIND
        links.forget(field.key)
        return None
    _into_address(field.key, start)
    return BIND


def _bound(key: str, instead: object) -> Bind | None:
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


def _settle(key: str, instead: str | float | list[str] | None) -> None:
    """Put it into the address, too."""
    if instead is not None:
        links.put_later(key, instead if isinstance(instead, list) else str(instead))


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


def _into_address(key: str, start: object) -> None:
    """What was put into a widget in its first run, or into a field while it was not bound, is not in the address yet."""
    held = st.session_state.get(key)
    if held not in (None, start) and links.value(key) is None:
        st.session_state[key] = held


def _name_bad_switch(key: str, label: str) -> None:
    asked = links.asked(key, f"“{label}”")
    if asked is not None and asked.lower() not in ("true", "false"):
        links.notice(
            f"This link sets “{label}” to {markdown_quote(asked)}, which is neither true nor false. The default is shown."
        )


def _name_long(key: str, label: str, longest: int | None, advice: str = "") -> None:
    asked = links.asked(key, f"the “{label}”")
    if longest is not None and len(asked or "") > longest:
        over = f"The “{label}” of this link is longer than {longest:,} characters; what comes after them is left out."
        links.notice(f"{over} {advice}".strip())
