"""The support of releases in sentences: what has ended and what ends next, and the phases of one release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from domain.catalog.loading import Catalog
from domain.catalog.records.lifecycle import ReleaseSupport
from domain.catalog.vocabulary import SupportPhase, SupportState
from domain.quantities.wording import Phrase, counted
from domain.reference.lifecycle.standing import Standing, later

UNKNOWN = "not known"

NEXT = 3
"""Ends that the answer names; the table beneath it has all."""


class Ending(NamedTuple):
    """Releases that lose the same phase of support on the same day."""

    day: str
    phase: str
    releases: tuple[ReleaseSupport, ...]


def answer(catalog: Catalog, found: Sequence[Standing], on: date) -> list[Phrase]:
    """How many have ended, how many end within a year, and which are next; of a single release, its phases."""
    if len(found) == 1:
        whole = f"{found[0].release.name} on {on.isoformat()}: {found[0].state.label}."
        phases = "; ".join(phases_in_words(catalog, found[0]))
        return [Phrase(whole, strong=True), Phrase(f" {phases[0].upper()}{phases[1:]}.")]
    ended = sum(one.state is SupportState.ENDED for one in found)
    ending = sum(one.state is SupportState.ENDING for one in found)
    parts = (f"{', '.join(labels(one.releases))} on {one.day} ({one.phase})" for one in endings(catalog, found)[:NEXT])
    upcoming = "; ".join(parts)
    return [
        Phrase(
            f"On {on.isoformat()}, {ended} of {counted(len(found), 'release')} {_verb(ended, 'has', 'have')} ended", strong=True
        ),
        Phrase(
            f", and by {later(on, 1).isoformat()} {ending} {_verb(ending, 'ends or loses', 'end or lose')} a phase of support."
            + (f" Next: {upcoming}." if upcoming else "")
        ),
    ]


def endings(catalog: Catalog, found: Iterable[Standing]) -> list[Ending]:
    """What ends within a year, the first end first."""
    ending = [one for one in found if one.state is SupportState.ENDING and one.until and one.running]
    ending.sort(key=lambda one: (one.until, phase_name(catalog, one.release, one.running)))
    groups = groupby(ending, lambda one: (day_in_words(one.release, one.until), phase_name(catalog, one.release, one.running)))
    return [Ending(day, phase, tuple(one.release for one in own)) for (day, phase), own in groups]


def labels(releases: Iterable[ReleaseSupport]) -> list[str]:
    """Their names in a list, in which those of a product follow its name: "OpenShift 4.12", "4.13", "MTV 2.12"."""
    said, before = [], ""
    for release in releases:
        stem = release.name.removesuffix(release.release)
        said.append(release.release if stem == before else release.name)
        before = stem if stem != release.name else ""
    return said


def phases_in_words(catalog: Catalog, found: Standing) -> list[str]:
    """Each phase of a release's support, in order: "general support ended 2025-10-02", "technical guidance until 2027-04-02"."""
    said = []
    for phase, end in found.release.ends.items():
        name, verb = phase_name(catalog, found.release, phase), "ended" if phase in found.over else "until"
        said.append(f"{name} {verb} {day_in_words(found.release, end)}" if end else f"{name}: end {UNKNOWN}")
    return said


def over_in_words(catalog: Catalog, found: Standing) -> str:
    """Which phase of its support ended last: "general support of ESXi and vCenter 7.0 ended 2025-10-02"; empty if none has."""
    if not found.over:
        return ""
    phase = found.over[-1]
    name, day = phase_name(catalog, found.release, phase), day_in_words(found.release, found.release.ends[phase])
    return f"{name} of {found.release.name} ended {day}"


def phase_name(catalog: Catalog, release: ReleaseSupport, phase: SupportPhase | None) -> str:
    """What the vendor calls a phase of a release's support; empty for none."""
    return catalog.lifecycle_products[release.product].phases[phase] if phase else ""


def day_in_words(release: ReleaseSupport, day: date | None) -> str:
    """A last day of support as its vendor names it: "2027-10-11", "April 2026"; of None, that it is not known."""
    if day is None:
        return UNKNOWN
    return f"{day:%B %Y}" if release.by_month else day.isoformat()


def _verb(number: int, one: str, many: str) -> str:
    return one if number == 1 else many
