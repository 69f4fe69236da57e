"""What the disk transfer comes to, in sentences: how long, how long down, what limits it, what would help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

from components.disk_form import Given
from domain.catalog import Catalog
from domain.migration import units
from domain.migration.disk.lab import against_lab, cold_ceilings, worst_error
from domain.migration.disk.transfer import LIMITS, Copy, cold, doubled
from domain.migration.disk.warm import Gain, Warm, warm
from domain.migration.say import say_bytes

ORDERED = ("hosts", "gain", "in_flight", "network")
"""What can be ordered or set, and is advised before what would have to be faster."""

WORTH = 0.98
"""The share of the time at or above which a change is said to bring nothing."""

HELPS = {  # of two that bring the same, the earlier one is advised: a setting costs nothing
    "in_flight": "Twice the max in flight",
    "hosts": "Twice the ESXi hosts, the VMs spread evenly",
    "gain": "A datastore and a target for each host, so that hosts do not slow each other",
    "host": "Twice the rate of each ESXi host: its network card, datastore reads and power profile",
    "shared": "Twice the ceiling of all hosts together: more or faster datastores and targets",
    "network": "Twice the network",
    "disk": "Twice the rate of each disk",
}


@dataclass(frozen=True)
class Found:
    """What the model says of a plan: `error` the worst leave-one-out error, `helps` seconds by HELPS, shortest first."""

    cold: Copy
    warm: Warm
    gain: Gain
    error: float
    helps: dict[str, float]

    @property
    def seconds(self) -> float:
        return float(self.cold.seconds)

    @property
    def down(self) -> float:
        """Longest downtime of a VM in a cold migration, without its conversion."""
        return float(self.cold.longest)


@lru_cache(maxsize=256)
def reckon(book: Catalog, given: Given) -> Found:
    """The model's answer to a plan of single numbers, kept because most visits change nothing here."""
    copy = cold(given.plan, given.cold)
    rounds = warm(given.plan, given.writes, given.warm, given.interval, given.rounds)
    helps = {what: float(cold(*doubled(given.plan, given.cold, what)).seconds) for what in HELPS}
    return Found(
        cold=copy,
        warm=rounds,
        gain=Gain(str(rounds.gain(copy.longest))),
        error=worst_error(against_lab(book)),
        helps=dict(sorted(helps.items(), key=lambda item: item[1])),
    )


def about(seconds: float) -> str:
    """A duration as an estimate deserves: "40 s", "85 min", "2 h 15 min", "38 h", "12 days"."""
    if seconds < 1:
        return "under 1 s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 10 * 60:
        hours, rest = divmod(5 * round(minutes / 5), 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{round(minutes / 60)} h" if minutes < 72 * 60 else f"{round(minutes / 1440):,} days"


def percent(error: float) -> str:
    """An error of an estimate: "+9 %", "−7 %"."""
    return f"{100 * error:+.0f} %".replace("-", "−")


def times(error: float) -> str:
    """An error as what it makes of the measured time: "5.1 ×"."""
    return f"{1 + error:.1f} ×"


def between(seconds: float, error: float) -> str:
    """The range that the error leaves: "2 h 5 min to 2 h 30 min"."""
    low, high = about(seconds * (1 - error)), about(seconds * (1 + error))
    return low if low == high else f"{low} to {high}"


def verdict(book: Catalog, given: Given, found: Found) -> tuple[str, str]:
    """The answer for a cold and for a warm migration, as Markdown."""
    down = about(found.down + given.conversion)
    whole = "down all that time" if found.cold.waves <= 1 else f"down while its wave is copied, up to {down}"
    cold_ = (
        f"**Cold: about {about(found.seconds)}** ({between(found.seconds, found.error)}) for "
        f"{say_bytes(float(given.plan.total_bytes))}; a VM is {whole}. {limit(book, given, found)} {best_help(found)}"
    )
    copied = f"after about {about(float(found.warm.first.seconds))} of copying while the VMs run"
    early, late = (about(float(array[-1]) + given.conversion) for array in (found.warm.earliest, found.warm.latest))
    last = late if early == late else f"{early} to {late}"
    said = {
        Gain.YES: f"**Warm: {last} down** instead of {down}, {copied}.",
        Gain.LATE: f"**Warm: {early} down at best**, {copied}; just before the next snapshot {late}, no less than cold ({down}).",
        Gain.NO: f"**Warm gains nothing:** its cut-over takes {early} or more, a cold migration {down}.",
    }
    return cold_, said[found.gain] + ("" if found.warm.keeps_up else " A round takes longer than the time between snapshots.")


def limit(book: Catalog, given: Given, found: Found) -> str:
    """What holds the copy back."""
    mib = partial("{:,.0f} MiB/s".format)
    hosts, ceilings = float(given.plan.hosts), given.cold
    multiple = float(ceilings.side_by_side(hosts)) / ceilings.host
    known = ", the most that the lab is known to have reached" if ceilings.shared == cold_ceilings(book).shared else ""
    return {
        "disk": f"It is limited by single disks, {mib(units.as_mib_s(ceilings.disk))} each: too few are copied at once.",
        "host": f"It is limited by what an ESXi host delivers, {mib(units.as_mib_s(ceilings.host))}.",
        "hosts": f"It is limited by the {hosts:,.0f} hosts side by side, {multiple:.1f} times the rate of one.",
        "shared": f"It is limited by the ceiling of all hosts together, {mib(units.as_mib_s(ceilings.shared))}{known}.",
        "network": f"It is limited by the network, {given.gbps:g} Gbit/s.",
    }[LIMITS[int(found.cold.limit)]]


def best_help(found: Found) -> str:
    """The one change that shortens a cold migration most."""
    good = [what for what, seconds in found.helps.items() if seconds < WORTH * found.seconds]
    if not good:
        return "No single change would shorten it."
    what = next((what for what in good if what in ORDERED), good[0])
    words = HELPS[what][0].lower() + HELPS[what][1:]
    return f"What would help most: {words} ({about(found.helps[what])})."
