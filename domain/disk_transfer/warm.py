"""Warm migrations with MTV: rounds of precopy while the VM runs, the copy at cut-over, and whether that beats a cold copy.

Units and arrays as in `copy_model`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from domain.disk_transfer.copy_model import FASTEST, MOST, Array, Ceilings, Copy, CopyPlan, Number, check, wave, waves_of

LONGEST_INTERVAL, MOST_ROUNDS, MOST_MARKED = 1e9, 1000, 1e6


class Gain(StrEnum):
    """Whether a warm migration shortens the downtime of a VM."""

    YES = "yes"
    """Whenever the cut-over comes."""
    LATE = "only soon after a copy"
    """Not if the cut-over comes just before the next snapshot."""
    NO = "no"


@dataclass(frozen=True)
class DiskWrites:
    """What a VM writes while it runs: `rate` bytes per second, spread at random over `working_set` bytes of its disks.

    `marked`: bytes that changed block tracking marks for a byte written. It marks whole blocks, so small scattered writes mark
    up to block size over write size; 1 if `rate` is already that of changed blocks. A rate of 0 is legal, the working set is
    above 0, `marked` is from 1 to MOST_MARKED. ValueError else.
    """

    rate: Number
    working_set: Number
    marked: Number = 1.0

    def __post_init__(self) -> None:
        check("write rate", self.rate, FASTEST, zero=True)
        check("working set", self.working_set, MOST["disk_bytes"])
        check("marked", self.marked, MOST_MARKED)
        if np.any(np.asarray(self.marked) < 1):
            raise ValueError("Changed block tracking marks at least what is written: the number marked must be from 1.")

    def changed(self, seconds: Number, most: Number) -> Array:
        """Bytes marked as changed after `seconds`: W (1 - exp(-rate marked t / W)), W the working set, at most `most`.

        The expected number of distinct blocks hit by random writes (coupon collector's bound for many blocks).
        """
        size = np.minimum(self.working_set, most)
        return np.asarray(-size * np.expm1(-np.asarray(self.rate, float) * self.marked * seconds / size))


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
    def keeps_up(self) -> bool:
        """Whether a round of the one plan is copied in less time than there is between two snapshots."""
        return bool(self.copying[-1] < self.interval)

    def gain(self, cold_longest: Number) -> Gain:
        """Of the one plan, against VMs that are down for `cold_longest` seconds in a cold migration.

        Rule: warm brings no shorter downtime where copying the last changes takes as long as the cold copy (MTV
        documentation, con_sco-warm-migration-performance).
        """
        if self.earliest[-1] >= cold_longest:
            return Gain.NO
        return Gain.YES if self.latest[-1] < cold_longest else Gain.LATE


def warm(plan: CopyPlan, writes: DiskWrites, ceilings: Ceilings, interval: float, rounds: int) -> Warm:
    """A warm migration with `rounds` snapshots, the next one `interval` seconds after a copy has ended.

    The whole copy runs in waves of `in_flight` disks per host, a VM's disks together; later copies do not wait for a place
    (Forklift's vSphere scheduler counts a paused VM as 0), so they run for all VMs at once. Changes are spread over a VM's
    disks by their size. ValueError for numbers outside their ranges.
    """
    check("interval", interval, LONGEST_INTERVAL)
    check("rounds", rounds, MOST_ROUNDS, whole=True)
    provisioned = np.asarray(plan.disks, float) * plan.disk_bytes
    first, a_byte = first_copy(plan, ceilings), delta_seconds(plan, 1.0, ceilings)
    copied, copying = [plan.vm_bytes], [first.longest]
    for _ in range(rounds):
        copied.append(writes.changed(copying[-1] + interval, provisioned))
        copying.append(copied[-1] * a_byte)
    done = np.stack(np.broadcast_arrays(*copying[:-1]))
    return Warm(
        first=first,
        copied=np.stack(np.broadcast_arrays(*copied[:-1])),
        copying=done,
        earliest=writes.changed(done, provisioned) * a_byte,
        latest=np.stack(np.broadcast_arrays(*copying[1:])),
        interval=interval,
    )


def first_copy(plan: CopyPlan, ceilings: Ceilings) -> Copy:
    """The whole copy of a warm migration; no shorter than that of VMs which have their largest disk only."""
    at_once = np.maximum(1, np.asarray(plan.in_flight, float) // plan.disks)
    found = waves_of(plan, at_once, plan.stages(plan.vm_bytes), ceilings)
    alone = waves_of(plan, plan.in_flight, ((1.0, plan.vm_bytes * plan.largest),), ceilings)
    return replace(found, seconds=np.maximum(found.seconds, alone.seconds))


def delta_seconds(plan: CopyPlan, changed: Number, ceilings: Ceilings) -> Array:
    """Seconds to copy `changed` bytes of each VM, all VMs and disks at once: in proportion to the bytes."""
    vms, hosts = (np.asarray(value, float) for value in (plan.vms, plan.hosts))
    most, busy = np.ceil(vms / hosts), np.minimum(hosts, vms)
    stages = [wave(most * many, vms * many, busy, size, ceilings).max(axis=0) for many, size in plan.stages(1.0)]
    return np.asarray(changed * sum(stages))
