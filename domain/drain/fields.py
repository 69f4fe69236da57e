"""The numbers of a drain's question: what each is called, between what it lies, and what holds while nobody gives it.

Screen and command read them here, under the same names. The starts are rows of data/drain_rules.yaml, by platform where platforms
differ; the bounds keep a question small.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.catalog.loading import Catalog
from domain.catalog.records.drain import DrainRule
from domain.catalog.vocabulary import DrainTopic, Grade, Platform
from domain.drain.vm_classes import MOST_DIRTY_MB_S
from domain.drain.vm_list import MOST_VMS
from domain.live_migration.scenario import LARGEST_GIB, SMALLEST_GIB
from domain.quantities.wording import number_in_words


@dataclass(frozen=True)
class DrainField:
    """A number from `low` to `high` in `unit`. `topic`: the rules that say what holds where it is not given.

    `by_platform`: each platform has its own start, so the form leaves it empty.
    """

    label: str
    unit: str
    low: float
    high: float
    step: float
    about: str
    topic: DrainTopic | None = None
    by_platform: bool = False
    whole: bool = False
    start: float | None = None


FIELDS: Mapping[str, DrainField] = {
    "link": DrainField(
        "Migration link",
        "Gbit/s",
        0.1,
        1600,
        1,
        "What migrations can use of a host's network, in each direction.",
        DrainTopic.LINK,
    ),
    "setup": DrainField(
        "Setup of a migration",
        "s",
        0,
        3600,
        5,
        "Time until the copy begins, while its target starts.",
        DrainTopic.SETUP,
    ),
    "hosts": DrainField(
        "Hosts in the cluster", "", 2, 100, 1, "The others are taken to have room.", DrainTopic.HOSTS, whole=True
    ),
    "reboot": DrainField(
        "Upgrade and reboot",
        "min",
        0,
        1440,
        5,
        "Per host, from the moment it is empty until it takes VMs again.",
        DrainTopic.REBOOT,
    ),
    "before": DrainField(
        "Before the first host",
        "min",
        0,
        10_000,
        10,
        "Once for the cluster; on OVE, for its operators.",
        DrainTopic.BEFORE,
        True,
    ),
    "others": DrainField(
        "Load of the other hosts", "%", 0, 100, 10, "How many of these VMs each other host has.", DrainTopic.OTHERS
    ),
    "outbound": DrainField("At once from a host", "", 0, 20, 1, "0 keeps the default that is chosen.", whole=True, start=0),
    "inbound": DrainField("At once to a host", "", 0, 20, 1, "0 keeps the default that is chosen.", whole=True, start=0),
    "cluster": DrainField("At once in the cluster", "", 0, 1000, 1, "0 keeps the default that is chosen.", whole=True, start=0),
    "parallel": DrainField(
        "Hosts upgraded at once", "", 1, 50, 1, "At least one host always stays to take the VMs.", DrainTopic.PARALLEL, whole=True
    ),
    "cap": DrainField(
        "Cap per migration",
        "Gbit/s",
        0,
        1600,
        1,
        "The most of the link for one migration; 0, as by default, is no cap.",
        start=0,
    ),
    "failure": DrainField(
        "Failed attempts", "%", 0, 100, 1, "The chance that an attempt fails somewhere on its way.", DrainTopic.FAILURE
    ),
    "retries": DrainField(
        "Further attempts", "", 0, 10, 1, "How often a failed migration is tried again.", DrainTopic.RETRIES, True, whole=True
    ),
    "backoff": DrainField("Pause between them", "s", 0, 3600, 10, "From a failure to the next attempt.", DrainTopic.PAUSE, True),
    "set": DrainField("Working set", "% of memory", 1, 100, 5, "Where the list does not say.", DrainTopic.WORKING_SET),
    "deadline": DrainField(
        "Deadline on OVE",
        "s/GB",
        0,
        100_000,
        10,
        "completionTimeoutPerGiB; a longer copy fails. 0: none. Empty: by release.",
        None,
        True,
    ),
    "shutdown": DrainField("Shutdown", "s", 0, 7200, 30, "Of a VM that cannot move.", DrainTopic.SHUTDOWN),
}

EXAMPLE = "The starting value is an example; type your own."

EQUAL_VMS: Mapping[str, DrainField] = {
    "count": DrainField("VMs on the host", "", 1, MOST_VMS, 1, EXAMPLE, whole=True, start=30),
    "memory": DrainField("Memory of each", "GiB", SMALLEST_GIB, LARGEST_GIB, 8, EXAMPLE, start=32),
    "dirty": DrainField(
        "Dirty rate of each", "MB/s", 0, MOST_DIRTY_MB_S, 10, f"What the guest writes to its memory. {EXAMPLE}", start=40
    ),
}
"""A host of equal VMs, where no list says more exactly what is on it."""


@dataclass(frozen=True)
class Repeats:
    """What follows a failed migration: `retries` further ones (infinite: without end), after a pause that may double."""

    retries: float = 0.0
    pause_s: float = 0.0
    grows_to_s: float = 0.0
    """The pause doubles with each failure up to this; 0 where it stays."""


def rule(rules: Iterable[DrainRule], topic: DrainTopic, platform: Platform | None = None) -> DrainRule | None:
    """The row that says what holds for a topic: the platform's own if it has a number or an end, else the one for all."""
    own = [row for row in rules if row.topic is topic and (row.value is not None or row.endless)]
    return next((row for row in own if row.platform is platform and platform), None) or next(
        (row for row in own if row.platform is None), None
    )


def starts(catalog: Catalog) -> dict[str, float]:
    """The numbers that hold on every platform while nobody gives others."""
    found = {name: one.start for name, one in FIELDS.items() if one.start is not None}
    for name, one in FIELDS.items():
        if one.topic and not one.by_platform and (row := rule(catalog.drain_rules.values(), one.topic)) and row.value is not None:
            found[name] = row.value
    return found


def repeats(catalog: Catalog, platform: Platform) -> Repeats:
    """What a platform does after a failed migration, or what is assumed of it."""
    rows = catalog.drain_rules.values()
    again, pause = rule(rows, DrainTopic.RETRIES, platform), rule(rows, DrainTopic.PAUSE, platform)
    times = math.inf if again and again.endless else again.value or 0.0 if again else 0.0
    return Repeats(times, pause.value or 0.0 if pause else 0.0, pause.grows_to or 0.0 if pause else 0.0)


def about(catalog: Catalog, name: str) -> str:
    """What a number is, and where what holds without it comes from: a platform's own, or an assumption."""
    one = FIELDS[name]
    if one.topic is None:
        return one.about
    rows = catalog.drain_rules.values()
    if not one.by_platform:
        row = rule(rows, one.topic)
        known = "an assumption; measure yours" if is_assumed(row) else "documented"
        return f"{one.about} The starting value is {known}."
    parts = [f"{platform.label} {_held(rows, one, platform) or 'not published, none counted'}" for platform in Platform]
    return f"{one.about} Empty: {'; '.join(parts)}."


def held(catalog: Catalog, name: str, platform: Platform) -> str:
    """What holds on a platform while the number is not given, in a word."""
    return _held(catalog.drain_rules.values(), FIELDS[name], platform) or "not published"


def held_number(catalog: Catalog, name: str, platform: Platform) -> float | None:
    """The same as a number that the field could be given instead; None where there is none, or it does not stay the same."""
    one = FIELDS[name]
    row = rule(catalog.drain_rules.values(), one.topic, platform) if one.topic and one.by_platform else None
    return None if row is None or row.endless or row.grows_to else row.value


def _held(rows: Iterable[DrainRule], one: DrainField, platform: Platform) -> str:
    row = rule(rows, one.topic, platform) if one.topic else None
    if row is None or (row.value is None and not row.endless):
        return ""
    return starts_with(row) + (", an assumption" if is_assumed(row) else "")


def starts_with(row: DrainRule) -> str:
    """The number of a rule in words, with its unit and between what it is taken to lie; empty if it has none."""
    one = next((one for one in FIELDS.values() if one.topic is row.topic), None)
    if row.endless:
        return "without end"
    if row.value is None or one is None:
        return ""
    said = f"{number_in_words(row.value)} {one.unit}".strip()
    if row.grows_to:
        said += f", doubling up to {number_in_words(row.grows_to)}"
    if row.low is not None and row.high is not None:
        said += f" ({number_in_words(row.low)} to {number_in_words(row.high)})"
    return said


def is_assumed(row: DrainRule | None) -> bool:
    """Whether a number rests on no source of its own."""
    return row is None or row.grade in (Grade.UNCONFIRMED, Grade.COMPUTED)


def in_range(values: Mapping[str, float]) -> dict[str, float]:
    """The numbers of a question by their names. ValueError for a name or a number that no field takes."""
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(f"“{name}” is not a number of a drain; these are: {', '.join(FIELDS)}.")
        one = FIELDS[name]
        if not one.low <= value <= one.high or (one.whole and not float(value).is_integer()):
            kind = "a whole number" if one.whole else "a number"
            low, high = number_in_words(one.low), number_in_words(one.high)
            raise ValueError(f"{one.label} is {value:,g}; it is {kind} from {low} to {high}.")
    return dict(values)
