"""Warm migrations with MTV: rounds of precopy while the VM runs, the copy at cut-over, and whether that beats a cold copy.

Units and arrays as in `disk_transfer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from domain.migration.disk.transfer import Array, Ceilings, Copy, Number, Plan, check, wave, waves_of

FASTEST_WRITES, LARGEST_SET, LONGEST_INTERVAL, MOST_ROUNDS = 2.0**50, 2.0**60, 1e9, 1000


class Gain(StrEnum):
    """Whether a warm migration shortens the downtime of a VM."""

    YES = "yes"
    LATE = "only soon after a copy"
    NO = "no"


@dataclass(frozen=True)
class Writes:
    """What a VM writes while it runs: `rate` bytes per second, spread at random over `working_set` bytes of its disks.

    A rate of 0 is legal; the working set is above 0. ValueError else.
    """

    rate: Number
    working_set: Number

    def __post_init__(self) -> None:
        check("write rate", self.rate, FASTEST_WRITES, zero=True)
        check("working set", self.working_set, LARGEST_SET)

    def changed(self, seconds: Number, most: Number) -> Array:
        """Bytes that differ after `seconds`: W (1 - exp(-rate t / W)), W the working set, at most `most`.

        The expected number of distinct blocks hit by random writes (coupon collector's bound for many blocks).
        """
        size = np.minimum(self.working_set, most)
        return np.asarray(-size * np.expm1(-np.asarray(self.rate, float) * seconds / size))


@dataclass(frozen=True)
class Warm:
    """A warm migration, snapshot by snapshot: the first axis of the arrays is the round, round 0 the whole copy.

    `first`: that whole copy of all VMs. `copied`: bytes of one VM in a round; `copying`: seconds of the round's copy.
    `earliest`, `latest`: seconds of the last copy, all VMs powered off, if the cut-over comes as soon as the round is copied,
    or just before the next snapshot. After the last round they have settled, if they ever do.
    """

    first: Copy
    copied: Array
    copying: Array
    earliest: Array
    latest: Array
    interval: float

    @property
    def keeps_up(self) -> npt.NDArray[np.bool_]:
        """Whether a round is copied in less time than there is between two snapshots."""
        return np.asarray(self.copying[-1] < self.interval)

    def gain(self, cold_longest: Number) -> npt.NDArray[np.str_]:
        """A Gain against VMs that are down for `cold_longest` seconds in a cold migration.

        Rule: warm brings no shorter downtime where copying the last changes takes as long as the cold copy (MTV
        documentation, con_sco-warm-migration-performance).
        """
        late = np.where(self.latest[-1] < cold_longest, Gain.YES.value, Gain.LATE.value)
        return np.asarray(np.where(self.earliest[-1] < cold_longest, late, Gain.NO.value))


def warm(plan: Plan, writes: Writes, ceilings: Ceilings, interval: float, rounds: int) -> Warm:
    """A warm migration with `rounds` snapshots, the next one `interval` seconds after a copy has ended.

    The whole copy runs in waves of `in_flight` disks per host, a VM's disks together; later copies do not wait for a place
    (Forklift's vSphere scheduler counts a paused VM as 0), so they run for all VMs at once. Changes are spread evenly over a
    VM's disks. ValueError for numbers outside their ranges.
    """
    check("interval", interval, LONGEST_INTERVAL)
    check("rounds", rounds, MOST_ROUNDS, whole=True)
    disks = np.asarray(plan.disks, float)
    provisioned = disks * plan.disk_bytes
    at_once = np.maximum(1, np.asarray(plan.in_flight, float) // disks)
    first = waves_of(plan, at_once, disks, plan.vm_bytes / disks, ceilings)
    copied, copying = [plan.vm_bytes], [first.longest]
    latest: list[Array] = []
    for _ in range(rounds):
        changed = writes.changed(copying[-1] + interval, provisioned)
        latest.append(delta_seconds(plan, changed, ceilings))
        copied.append(changed)
        copying.append(latest[-1])
    done = np.stack(np.broadcast_arrays(*copying[:-1]))
    return Warm(
        first=first,
        copied=np.stack(np.broadcast_arrays(*copied[:-1])),
        copying=done,
        earliest=delta_seconds(plan, writes.changed(done, provisioned), ceilings),
        latest=np.stack(np.broadcast_arrays(*latest)),
        interval=interval,
    )


def delta_seconds(plan: Plan, changed: Number, ceilings: Ceilings) -> Array:
    """Seconds to copy `changed` bytes of each VM, all VMs and disks at once."""
    vms, hosts, disks = (np.asarray(value, float) for value in (plan.vms, plan.hosts, plan.disks))
    busiest = np.ceil(vms / hosts) * disks
    return np.asarray(wave(busiest, vms * disks, np.minimum(hosts, vms), changed / disks, ceilings).max(axis=0))


def threshold(plan: Plan, working_set: float, ceilings: Ceilings, interval: float, rounds: int, cold_longest: float) -> float:
    """The write rate of a VM, bytes per second, from which a warm migration may bring no shorter downtime; inf: none does.

    `plan` holds single numbers. Found on a logarithmic grid from 1 kB/s to 100 GB/s and interpolated, to about 1 %.
    """
    rates = np.logspace(3, 11, 400)
    latest = warm(plan, Writes(rates, working_set), ceilings, interval, rounds).latest[-1]
    above = np.flatnonzero(latest >= cold_longest)
    if not above.size:
        return float(np.inf)
    place = int(above[0])
    if place == 0:
        return float(rates[0])
    span = slice(place - 1, place + 1)
    return float(np.exp(np.interp(np.log(cold_longest), np.log(latest[span]), np.log(rates[span]))))
