"""Where a release stands on a day: which phases of its support are over, which one runs, and when that ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.catalog.records.lifecycle import ReleaseSupport
from domain.catalog.vocabulary import SupportPhase, SupportState


@dataclass(frozen=True)
class Standing:
    """A release on a day. `running` is the phase that holds then, as far as days are known, and `until` its last day."""

    release: ReleaseSupport
    on: date
    state: SupportState
    over: tuple[SupportPhase, ...] = ()
    running: SupportPhase | None = None
    until: date | None = None

    @property
    def last(self) -> date | None:
        """The last day of support that is known."""
        return max((end for end in self.release.ends.values() if end), default=None)


def later(day: date, years: int) -> date:
    """The same day that many years later; the 28th for a 29 February that the year does not have."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def standing(release: ReleaseSupport, on: date) -> Standing:
    """Where a release stands on a day; the last day of a phase still belongs to it.

    A release ends soon if the phase that runs has its last day within a year of `on`, that day included. It has ended only
    if no phase has an end that is not known: support may go on there.
    """
    known = {phase: end for phase, end in release.ends.items() if end}
    over = tuple(phase for phase, end in known.items() if end < on)
    running = next((phase for phase, end in known.items() if end >= on), None)
    if running is None:
        ended = bool(known) and len(known) == len(release.ends)
        return Standing(release, on, SupportState.ENDED if ended else SupportState.NOT_KNOWN, over)
    state = SupportState.LIMITED if over else SupportState.SUPPORTED
    if known[running] <= later(on, 1):
        state = SupportState.ENDING
    return Standing(release, on, state, over, running, known[running])


def standings(releases: Iterable[ReleaseSupport], on: date) -> list[Standing]:
    """Where each of them stands on a day."""
    return [standing(release, on) for release in releases]
