"""What one run of a page knows and every part of it needs: set once by the shell, read hundreds of times."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from streamlit.delta_generator import DeltaGenerator

P = ParamSpec("P")
T = TypeVar("T", bound=str)

CARRIED: ContextVar[tuple[tuple[str, str], ...]] = ContextVar("carried", default=())
"""Parameters that every link of this run carries: the shared choices, and the presentation form."""


@dataclass(frozen=True)
class Held:
    """What an input holds, what holds where nothing is set, and what a link calls each of these."""

    now: str | None
    assumed: str | None
    in_link: Callable[[str], str]


HELD: ContextVar[dict[str, Held]] = ContextVar("held", default={})  # noqa: B039 (set anew by every run)
"""The inputs of this run by their keys."""

LATER: ContextVar[dict[str, str | list[str]]] = ContextVar("later", default={})  # noqa: B039 (set anew by every run)
"""What is put into the address when the run ends."""

TITLED: ContextVar[tuple[str, str]] = ContextVar("titled", default=("", ""))
"""The screen of this run, and the title that the browser shows."""

OPEN: ContextVar[bool] = ContextVar("open", default=False)
"""Whether every fold is open, to print or review what stands behind the cells."""

SLIDES: ContextVar[DeltaGenerator | None] = ContextVar("slides", default=None)
"""The place in the head of the presentation form for the way from slide to slide; None elsewhere, and once it is used."""

NEIGHBOURS: ContextVar[tuple[str, str, str]] = ContextVar("neighbours", default=("", "", ""))
"""The key of this page's tabs and the labels of those before and after the open one, empty where there is none."""

TABLES: ContextVar[list[Any]] = ContextVar("tables", default=[])  # noqa: B039 (set anew by every run)
"""The tables that this run has drawn and nobody has taken away yet."""

TAB: ContextVar[dict[str, str]] = ContextVar("tab", default={})  # noqa: B039 (never changed, always set anew)
"""The key of this page's tabs, with the label of the open one."""


def today() -> date:
    """The day from which everything is counted that a release's support decides."""
    return datetime.now(UTC).date()


MOST_KEPT = 24_000_000
"""Characters that all functions together keep at most of what they have returned: those of every screen, once, are 6 million."""

KEPT: list[Any] = []
"""The caches of these functions."""

_held = 0
"""Characters in them, with those of the arguments, which are at most as many."""


def kept(make: Callable[P, T]) -> Callable[P, T]:
    """Keep the texts that `make` returns for hashable arguments, until all that is kept is more than MOST_KEPT."""

    @cache
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        global _held
        found = make(*args, **kwargs)
        if _held > MOST_KEPT:
            forget_kept()
        _held += 2 * len(found) + 100
        return found

    KEPT.append(made)
    return made  # type: ignore[return-value]


def forget_kept() -> None:
    """Keep nothing any more."""
    global _held
    _held = 0
    for one in KEPT:
        one.cache_clear()


def cached(make: Callable[P, T]) -> Callable[P, T]:
    """As `kept`, for HTML with links: apart for each set of carried parameters, open folds and day."""

    @kept
    def made(_: object, *args: P.args, **kwargs: P.kwargs) -> T:
        return make(*args, **kwargs)

    @wraps(make)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return made((CARRIED.get(), OPEN.get(), today()), *args, **kwargs)

    return call
