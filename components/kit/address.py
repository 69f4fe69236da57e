"""Reads and sets the address of the present page. Nothing else touches `st.query_params`.

A link is input from a stranger: what is read here is bounded, compared with a vocabulary and named to the
visitor if it is unknown. A row's link is `<page>?id=<row>`; shared choices travel in SHARED.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from enum import StrEnum

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.kit import run_context
from components.kit.markup import markdown_quote
from domain.catalog.records.evidence import Row
from domain.catalog.vocabulary import Platform


class Counts(StrEnum):
    """Which value counts where a link gives a key several times, by the kind of its widget, as Streamlit 1.67 reads it."""

    LAST = "last"
    """Of fields, boxes, switches, tabs and folds, even an empty one; and of keys that are no widget's."""
    FIRST = "first"
    """Of pills and segments of which one is chosen: the first that is not empty."""
    ONLY = "only"
    """Of sliders: a single one, or none."""


VERIFIED, BOTH, REFERENCE = READINGS = ("verified", "both", "reference")
"""What the cells of a table say: what the sources say, that and the quick reference, or the quick reference alone."""

PLATFORMS = tuple(word for platform in Platform for word in (platform.label, platform.value))

SHARED = {"platforms": (None, PLATFORMS), "show": (Counts.FIRST, READINGS), "open": (Counts.LAST, ("true",))}
"""Keys of the choices that the shell declares and every page keeps, with what counts (None: every value) and all words that
there are: every link of a page carries them, so nothing else may come into them."""

WORKLOAD, WORKLOADS = "workload", "w"
"""Keys of the name of the wizard's workload, and of the coded workloads that a link carries."""

MOST_WORKLOADS = 4

MAX_VALUE = 4000
"""Longest value that is read from a link, in characters; a checklist with notes is the longest there is."""

MAX_VALUES = 60
"""Most values of one key that are read."""

MAX_LINK = 20_000
"""Characters of a link that are given on: to Share, to paper and to what is taken away. A link of ours has at most half of it."""

NOTICES, BEGAN, SCREEN, OPENED = "notices", "began_with", "screen", "opened_link"

LASTING = {*SHARED, BEGAN, SCREEN, OPENED}
"""What a session holds on to from screen to screen."""


def values(key: str) -> tuple[str, ...]:
    """The values of `key` in the link: at most MAX_VALUES, each at most MAX_VALUE characters."""
    return tuple(value[:MAX_VALUE] for value in st.query_params.get_all(key)[:MAX_VALUES])


def every(key: str, what: str) -> tuple[str, ...]:
    """As `values`; that there are more than are read is said."""
    if (given := len(st.query_params.get_all(key))) > MAX_VALUES:
        notice(f"This link gives {what} {given:,} times; the first {MAX_VALUES} are read.")
    return values(key)


def value(key: str, counts: Counts = Counts.LAST) -> str | None:
    """The value of `key` that its widget uses, whole: what is judged before the widget runs is what the widget shows."""
    return _used(_given(key, counts), counts)


def asked(key: str, what: str, counts: Counts = Counts.LAST) -> str | None:
    """As `value`; that the link gives several, and which of them counts, is said."""
    given = _given(key, counts)
    found = _used(given, counts)
    if found is None and len(given) > 1:
        notice(f"This link gives {what} {len(given)} times, where one value is expected. The default is shown.")
    elif len(set(given)) > 1:
        used = markdown_quote(found) if found else "nothing"
        notice(f"This link gives {what} {len(given)} times. The {counts.value} one counts: {used}.")
    return found


def _given(key: str, counts: Counts) -> list[str]:
    return [one for one in st.query_params.get_all(key) if one or counts is Counts.LAST]


def _used(given: list[str], counts: Counts) -> str | None:
    if not given or (counts is Counts.ONLY and len(given) > 1):
        return None
    return given[0 if counts is Counts.FIRST else -1]


def keys() -> frozenset[str]:
    """The keys of the link's parameters."""
    return frozenset(st.query_params)


def sets(wanted: Iterable[str]) -> bool:
    """Whether the link gives one of these keys."""
    return not keys().isdisjoint(wanted)


def began_with(wanted: Iterable[str]) -> Mapping[str, str]:
    """What the link that this session began with gives these keys, the same each time; what they get later is the visitor's."""
    held = st.session_state
    if BEGAN not in held:
        held[BEGAN] = {key: (value(key) or "")[:MAX_VALUE] for key in keys().intersection(wanted)}
    found: Mapping[str, str] = held[BEGAN]
    return found


def restored() -> bool:
    """Whether the address alone counts in this run, as after Back: widgets that have not run yet still hold what was before."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def arrive(slug: str) -> str | None:
    """The screen of the run before, None if this is the first. If it was another, nothing is left of what its inputs held.

    Where two screens have a widget of the same key, Streamlit 1.67 carries its value from one to the other, and on Back takes the
    parameter for the screen's that is left and strips it. It is put back here: what is sent while the browser goes back replaces
    the address, without a further entry of the history.
    """
    held = st.session_state
    left, run = held.get(SCREEN), get_script_run_ctx()
    held[SCREEN] = slug
    if run is None or left in (None, slug):
        return left
    for key in held.to_dict().keys() - LASTING:
        del held[key]
    if run.is_history_navigation:
        stripped = st.query_params.to_dict()
        with run.session_state.query_params() as address:
            address.populate_from_query_string(run.query_string)
            address.set_initial_query_params_from_current()
        if st.query_params.to_dict() != stripped:
            st.query_params.update({})
    return str(left)


def hold_to_address() -> None:
    """From here on the address alone says what an input holds, and its default holds where it says nothing: Streamlit 1.67 has it
    so on Back, and not where a screen is come to otherwise.
    """
    if run := get_script_run_ctx():
        run.is_history_navigation = True


def open_notices(key: str = NOTICES) -> None:
    """Make the place where notices appear from here on, whichever part of the page finds the fault."""
    st.session_state[NOTICES] = st.container(key=key)


def notice(text: str) -> None:
    """Say something about the link, in Markdown, at the top of the page."""
    st.session_state[NOTICES].warning(text)


def remark(text: str) -> None:
    """Say something about the link, in Markdown, that asks for no care."""
    st.session_state[NOTICES].markdown(f":small[{text}]")


def requested(rows: Mapping[str, Row], what: str) -> str | None:
    """Id of the row that the link asks for, aliases resolved; None if it asks for none, or for an unknown one."""
    given = asked("id", f"the {what}")
    if not given or given in rows:
        return given or None
    for id_, row in rows.items():
        if given in row.aliases:
            return id_
    notice(f"This link asks for the {what} {markdown_quote(given)}, which is not in the catalogue. All of them are shown.")
    return None


def shared() -> dict[str, list[str]]:
    """The shared choices of the present link: words of their vocabularies, once each and in its order."""
    found = {}
    for key, (counts, known) in SHARED.items():
        given = {value(key, counts)} if counts else set(values(key))
        if words := [word for word in known if word in given]:
            found[key] = words
    return found


def pairs() -> list[tuple[str, str]]:
    """The parameters of the present address, without those that make it longer than MAX_LINK."""
    found: list[tuple[str, str]] = []
    room = MAX_LINK
    for key in st.query_params:
        own = [(key, value) for value in values(key)]
        if (size := sum(len(key) + len(value) for _, value in own)) <= room:
            found, room = found + own, room - size
    return found


def last_pairs() -> list[tuple[str, str]]:
    """The parameters of the present address with their last values, of workloads all; a tenth of what `pairs` costs."""
    given = st.query_params.to_dict()
    workloads = values(WORKLOADS) if given.pop(WORKLOADS, None) is not None else ()
    return [*((key, value[:MAX_VALUE]) for key, value in given.items()), *((WORKLOADS, value) for value in workloads)]


def given(start: str) -> dict[str, list[str]]:
    """The parameters of the present address whose keys begin so, to go with a link to another screen."""
    return {key: list(values(key)) for key in st.query_params if key.startswith(start)}


def append(key: str, value: str) -> None:
    """Add a value to a list in the address that is no widget's."""
    st.query_params[key] = [*values(key), value]


def put(key: str, value: str | Sequence[str]) -> None:
    """Set a parameter of the address; one that a widget is bound to is that widget's."""
    with suppress(StreamlitAPIException):
        st.query_params[key] = value if isinstance(value, str) else list(value)


def put_later(key: str, value: str | list[str]) -> None:
    """Set a parameter of the address at the end of the run: with all others at once, since each change is a step of Back."""
    run_context.LATER.get()[key] = value


def settle() -> None:
    """Set what was put off; a key that a widget is bound to is that widget's."""
    if later := run_context.LATER.get():
        with suppress(StreamlitAPIException):
            st.query_params.update(later)


def put_all(params: Mapping[str, str], gone: Iterable[str]) -> None:
    """Set parameters of the address and take others out, in one step of Back however many they are.

    Where a widget is bound to one, the same is put into the widget by who calls this: Streamlit 1.67 would write each by itself,
    and so makes two dozen steps of Back of a form that is filled in.
    """
    if not (run := get_script_run_ctx()):
        return
    with run.session_state.query_params() as address:
        for key in gone:
            address.discard_param_no_forward_msg(key)
        for key, value in params.items():
            address.set_with_no_forward_msg(key, value)
    st.query_params.update({})


def forget(key: str) -> None:
    """Take a parameter out of the address; one that a widget is bound to is that widget's."""
    with suppress(StreamlitAPIException):
        st.query_params.pop(key, None)
