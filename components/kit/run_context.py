"""What one run of a page knows and every part of it needs: set once by the shell, read hundreds of times."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache, wraps
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


def cached(make: Callable[P, T]) -> Callable[P, T]:
    """Keep the HTML that `make` returns for hashable arguments, apart for each set of carried parameters, open folds and day."""

    @lru_cache(maxsize=4096)
    def kept(_: object, *args: P.args, **kwargs: P.kwargs) -> T:
        return make(*args, **kwargs)

    @wraps(make)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        return kept((CARRIED.get(), OPEN.get(), today()), *args, **kwargs)  # type: ignore[arg-type]

    return call
