"""Who clicks goes before who arrives: a screen that is drawn for a newcomer stands aside while a click is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import perf_counter, thread_time
from typing import ParamSpec

from streamlit.runtime.scriptrunner import get_script_run_ctx

P = ParamSpec("P")

_under_way: set[str] = set()
_none_under_way = Event()
_none_under_way.set()
_BOTH = Lock()
"""The set and the event are one thing, and the server's loop and the runs change it."""


def began(session: str) -> None:
    """Somebody who has a screen has asked for a run."""
    with _BOTH:
        _under_way.add(session)
        _none_under_way.clear()


def ended(session: str) -> None:
    """That run has ended, or its visitor has gone; nothing happens if none was under way."""
    with _BOTH:
        _under_way.discard(session)
        if not _under_way:
            _none_under_way.set()


def none_of_this_run() -> None:
    """Who asks for another screen arrives there: nobody stands aside for this run, and least of all the run itself."""
    if context := get_script_run_ctx():
        ended(context.session_id)


def are_under_way() -> bool:
    """Whether anybody waits for the answer to a click."""
    return not _none_under_way.is_set()


def behind(send: Callable[P, None]) -> Callable[P, None]:
    """Send as `send` does, and after each message stand aside while there are clicks.

    For no longer in all than this thread has itself computed: under a load of clicks it takes twice its time, never for ever.
    """
    began_at, aside = thread_time(), 0.0

    def send_and_stand_aside(*args: P.args, **kwargs: P.kwargs) -> None:
        nonlocal aside
        send(*args, **kwargs)
        if are_under_way() and (left := thread_time() - began_at - aside) > 0:
            started = perf_counter()
            _none_under_way.wait(left)
            aside += perf_counter() - started

    return send_and_stand_aside


@contextmanager
def standing_aside() -> Iterator[None]:
    """Have what this run sends go `behind` the clicks.

    Streamlit sends what is drawn element by element, and has no place of its own to pause at (streamlit#14523).
    """
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    send = context._enqueue
    context._enqueue = behind(send)
    try:
        yield
    finally:
        context._enqueue = send
