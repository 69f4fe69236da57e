"""Between which a time lies while its inputs are guesses, and which guess makes the range wide."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Guess:
    """An input that nobody has measured: the time with it at its better and at its worse end, in seconds; infinite if never."""

    name: str
    better_s: float
    worse_s: float


@dataclass(frozen=True)
class Band:
    """A time from `low_s` to `high_s` (infinite: perhaps never), and the guesses behind it, the widest first."""

    low_s: float
    high_s: float
    guesses: tuple[Guess, ...] = ()

    @property
    def widest(self) -> Guess | None:
        return self.guesses[0] if self.guesses else None


def band(middle_s: float, guesses: Iterable[Guess]) -> Band:
    """The range of a time: deviations that do not depend on each other add up as their squares do.

    A guess that moves the time by less than SEEN of it is none.
    """
    seen = [one for one in guesses if _width(one) > SEEN * middle_s]
    seen.sort(key=_width, reverse=True)
    below = math.hypot(*(max(middle_s - one.better_s, 0.0) for one in seen))
    above = math.hypot(*(max(one.worse_s - middle_s, 0.0) for one in seen))
    return Band(max(middle_s - below, 0.0), middle_s + above, tuple(seen))


SEEN = 0.01
"""The share of a time below which a guess does not matter: less than a time is rounded by."""


def _width(one: Guess) -> float:
    return one.worse_s - one.better_s


def moved(guesses: Iterable[Guess], through: Callable[[float], float]) -> list[Guess]:
    """The same guesses of another time, which grows with this one."""
    return [Guess(one.name, through(one.better_s), through(one.worse_s)) for one in guesses]
