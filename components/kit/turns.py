"""What costs more than a blink: reckoned for one visitor at a time, once for all who ask, and for nobody who has gone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from threading import RLock
from typing import Any, ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
T = TypeVar("T")

_TURN = RLock()
"""The interpreter reckons for one at a time anyway. All at once would also take their share of it from who only turns a page."""


def in_turn(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember `most` results for hashable arguments; what is not there is reckoned when it is its turn."""

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        made = lru_cache(maxsize=most)(make)

        @lru_cache(maxsize=most)
        def waited(*args: Any, **kwargs: Any) -> T:
            with _TURN:
                _go_on()
                return made(*args, **kwargs)  # who waited for the same finds it

        return waited  # type: ignore[return-value]

    return decorate


def _go_on() -> None:
    """End the run here if its visitor has gone, or has asked for something else: Streamlit looks when its state is read."""
    _ = "turn" in st.session_state
