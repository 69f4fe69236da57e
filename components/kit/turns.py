"""What costs more than a blink: reckoned for one visitor at a time, once for all who ask, and for nobody who has gone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from threading import Lock
from typing import Any, ParamSpec, TypeVar

import streamlit as st

from components.kit import clicks
from components.kit.apart import Apart, have

P = ParamSpec("P")
T = TypeVar("T")

_apart: Apart | None = None
"""Where it is reckoned once a server has started; without one, on the spot."""

_TURN = Lock()
"""All at once would share one processor and take longer each; and who waits can still go."""

_DOOR = Lock()
_inside: ContextVar[bool] = ContextVar("inside", default=False)

SHORT_S, USUAL_S = 0.001, sys.getswitchinterval()
"""For how long the interpreter leaves a thread alone that another one waits for: while a screen is drawn for who arrives, and
otherwise. Always short, fifty visitors who click hold each other up (p95 3.4 x bare Streamlit's, for 2.3).
"""

_ROOMS: set[str] = set()


def in_turn(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember `most` results of a function of domain/ for hashable arguments; what is not known is reckoned in its turn."""

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        _ROOMS.add(make.__module__)
        made = lru_cache(maxsize=most)(lambda *args, **kwargs: _reckoned(make, *args, **kwargs))

        @lru_cache(maxsize=most)
        def waited(*args: Any, **kwargs: Any) -> T:
            with _aside(), _TURN:
                _go_on()
                return made(*args, **kwargs)  # who waited for the same finds it

        return waited  # type: ignore[return-value]

    return decorate


def alone(make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """As `in_turn`, remembered by nobody: for what a visitor has uploaded, and where the arguments are no key."""
    with _aside(), _TURN:
        _go_on()
        return _reckoned(make, *args, **kwargs)


@contextmanager
def arriving() -> Iterator[None]:
    """Draw a screen for who has just come to it: one at a time, and behind the clicks of those who have one.

    Who waits for a turn steps aside meanwhile.
    """
    clicks.none_of_this_run()
    _enter()
    before = _inside.set(True)
    try:
        _go_on()
        with clicks.standing_aside():
            yield
    finally:
        _inside.reset(before)
        _leave()


def _enter() -> None:
    _DOOR.acquire()
    sys.setswitchinterval(SHORT_S)


def _leave() -> None:
    sys.setswitchinterval(USUAL_S)
    _DOOR.release()


@contextmanager
def _aside() -> Iterator[None]:
    inside = _inside.get()
    if inside:
        _leave()
    try:
        yield
    finally:
        if inside:
            _enter()


def start() -> None:
    """Have all of it reckoned apart, by a process that has what it needs before the first visitor asks."""
    global _apart
    _apart = Apart()
    for room in sorted(_ROOMS):
        _apart.run(have, room)


def stop() -> None:
    """End that process."""
    if _apart is not None:
        _apart.stop()


def _reckoned(make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return make(*args, **kwargs) if _apart is None else _apart.run(make, *args, **kwargs)


def _go_on() -> None:
    """End the run here if its visitor has gone, or has asked for something else: Streamlit looks when its state is read."""
    _ = "turn" in st.session_state
