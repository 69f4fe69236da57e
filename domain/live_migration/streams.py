"""What a platform's streams move together, by its own facts: streams times the rate of one; a range where no more is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform

Facts = Mapping[Behaviour, ProfileFact]
Gbit = tuple[float, float]
"""The least and the most that all streams of a migration move, in Gbit/s; 0 as the most: no less than the link."""


def facts_of(profiles: Iterable[ProfileFact], platform: Platform, release: str = "") -> Facts:
    """The behaviours of one platform on one of its releases; without a release on the first, which is that of today."""
    found: dict[Behaviour, ProfileFact] = {}
    for fact in profiles:
        if fact.platform is platform and (not release or not fact.releases or release in fact.releases):
            found.setdefault(fact.behaviour, fact)
    return found


def streams_move(facts: Facts, times: float = 1, streams: float | None = None) -> Gbit:
    """The range of all streams together. `times`: adapters that each have as many; `streams` in place of the platform's number.

    The low end of a rate that is not known holds for all streams together: nothing says how far they add up.
    """
    number, rate = facts[Behaviour.STREAMS].value if streams is None else streams, facts[Behaviour.STREAM_RATE]
    most = rate.value * number * times if rate.value is not None and number is not None else 0.0
    return (most if rate.low is None else rate.low), most
