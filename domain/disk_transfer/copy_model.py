"""How long MTV takes to copy the disks of VMs from ESXi hosts: cold copies, what limits them, and the fit to measured runs.

The model is one of ceilings: a disk, an ESXi host, all hosts together and the network each have a highest rate, and whatever
is reached first limits the copy. Amounts are bytes, rates bytes per second, times seconds; every field may be an array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import Word

Array = npt.NDArray[np.float64]
Number = float | Array
Stages = tuple[tuple[Number, Number], ...]
"""One after another: how many transfers of a VM run, and the bytes of each."""

MOST = {"vms": 1e6, "hosts": 1e4, "disks": 1e3, "disk_bytes": 2.0**60, "used": 1.0, "in_flight": 1e6}
FASTEST = 2.0**50


class CopyLimit(Word):
    """What can limit a copy, in the order of the rows of `wave`; the labels take the numbers of the ceilings."""

    DISK = "disk", "single disks, {disk} each: too few are copied at once"
    HOST = "host", "what an ESXi host delivers, {host}"
    HOSTS = "hosts", "the {hosts:,.0f} hosts side by side, {multiple:.1f} times the rate of one"
    SHARED = "shared", "the ceiling of all hosts together, {shared}"
    NETWORK = "network", "the network, {network}"


@dataclass(frozen=True)
class CopyPlan:
    """VMs of one size, spread evenly over ESXi hosts. Positive numbers up to MOST, counts whole; else ValueError."""

    vms: Number
    hosts: Number
    disks: Number
    """Disks of a VM."""
    disk_bytes: Number
    used: Number = 1.0
    """The share of a disk that is copied, above 0 to 1."""
    in_flight: Number = 20.0
    """MTV's controller_max_vm_inflight, per ESXi host."""
    parts: tuple[float, ...] = ()
    """Each disk's share of the VM, 1 together, where they are not equal; `disks` is their number, `disk_bytes` their mean."""

    def __post_init__(self) -> None:
        for name, most in MOST.items():
            check(name, getattr(self, name), most, whole=name not in ("disk_bytes", "used"))
        if self.parts and (min(self.parts) <= 0 or abs(sum(self.parts) - 1) > 1e-9 or np.any(self.disks != len(self.parts))):
            raise ValueError("The parts of a VM must be above 0, one for each disk, and 1 together.")

    @property
    def vm_bytes(self) -> Array:
        """Bytes of one VM that a copy moves."""
        return np.asarray(self.disks, float) * self.disk_bytes * self.used

    @property
    def total_bytes(self) -> Array:
        """Bytes of all VMs that a copy moves."""
        return self.vms * self.vm_bytes

    @property
    def largest(self) -> Array:
        """The share of the VM that its largest disk holds."""
        return np.asarray(max(self.parts) if self.parts else 1 / np.asarray(self.disks, float))

    def stages(self, amount: Number) -> Stages:
        """What a VM's disks copy together, when `amount` bytes of the VM are copied, spread over its disks by their size.

        The smallest disk ends first, then the next: in each stage so many disks of a VM still copy, so many bytes each.
        """
        if not self.parts:
            return ((self.disks, amount / np.asarray(self.disks, float)),)
        small_first = np.sort(np.asarray(self.parts))
        more = np.diff(small_first, prepend=0.0)
        left = range(len(small_first), 0, -1)
        return tuple((float(count), amount * part) for count, part in zip(left, more.tolist(), strict=True) if part > 0)


@dataclass(frozen=True)
class Ceilings:
    """Highest rates, bytes per second: of one disk, of one ESXi host, of what all hosts share, of the network.

    `gain`: the rate of twice the hosts over the rate of the hosts, 1 to 2; `shared` and `network` may be infinite.
    """

    disk: float
    host: float
    gain: float
    shared: float = np.inf
    network: float = np.inf

    def __post_init__(self) -> None:
        check("disk", self.disk, FASTEST)
        check("host", self.host, FASTEST)
        if not 1 <= self.gain <= 2:
            raise ValueError(f"The gain of twice the hosts must be from 1 to 2, not {self.gain}.")
        for name in ("shared", "network"):
            if getattr(self, name) != np.inf:
                check(name, getattr(self, name), FASTEST)

    def side_by_side(self, hosts: Number) -> Array:
        """Rate of `hosts` ESXi hosts that share datastore and target: host x hosts^log2(gain)."""
        return np.asarray(self.host * np.asarray(hosts, float) ** np.log2(self.gain))


@dataclass(frozen=True)
class Copy:
    """A copy of all VMs."""

    seconds: Array
    longest: Array
    """Seconds of the longest wave."""
    waves: Array
    limit: npt.NDArray[np.intp]
    """The place in CopyLimit of what limits it."""


def check(name: str, value: Number, most: float, whole: bool = False, zero: bool = False) -> None:
    """ValueError with a sentence unless every value is above 0 (or 0, with `zero`), at most `most` and, if asked, whole."""
    given = np.asarray(value, float)
    good = ((given > 0) | (zero & (given == 0))) & (given <= most)
    if not np.all(good):
        raise ValueError(f"The number {name} must be {'from' if zero else 'above'} 0 to {most:g}, not {given[~good].flat[0]:g}.")
    if whole and np.any(given % 1):
        raise ValueError(f"The number {name} must be whole, not {given[given % 1 != 0].flat[0]:g}.")


def wave(most: Number, every: Number, hosts: Number, size: Number, ceilings: Ceilings) -> Array:
    """Seconds that each CopyLimit asks for, first axis: transfers of `size` bytes started together.

    `most` of them on the busiest host, `every` on all `hosts`. Shared rates are divided max-min fairly, so the wave lasts as
    long as its tightest ceiling asks: max(size/disk, most size/host, every size/rate of what is shared). No transfer: 0.
    """
    most, every, size = np.asarray(most, float), np.asarray(every, float), np.asarray(size, float)
    asked = (
        size / ceilings.disk * (every > 0),
        most * size / ceilings.host,
        every * size / ceilings.side_by_side(np.maximum(hosts, 1)),
        every * size / ceilings.shared,
        every * size / ceilings.network,
    )
    return np.stack(np.broadcast_arrays(*asked))


def waves_of(plan: CopyPlan, at_once: Number, stages: Stages, ceilings: Ceilings) -> Copy:
    """A copy in waves: each host takes `at_once` VMs at a time, each of which copies in `stages`.

    VMs of one size that start together end together, so a host's queue is worked off in full waves and a last, smaller one,
    in which few disks no longer fill the ceilings. `gain` counts the hosts that are busy when a wave starts.
    """
    vms, hosts, at_once = np.broadcast_arrays(*(np.asarray(value, float) for value in (plan.vms, plan.hosts, at_once)))
    each, extra = vms // hosts, vms % hosts
    count, left = each // at_once, each % at_once
    busiest, everywhere, busy = left + (extra > 0), left * hosts + extra, np.where(left > 0, hosts, extra)
    full = [wave(at_once * many, at_once * hosts * many, hosts, size, ceilings) for many, size in stages]
    last = [wave(busiest * many, everywhere * many, busy, size, ceilings) for many, size in stages]
    whole, ends = _lasting(full), _lasting(last)
    return Copy(
        seconds=count * whole + ends,
        longest=np.maximum(np.where(count > 0, whole, 0.0), ends),
        waves=np.broadcast_to(count + (ends > 0), whole.shape),
        limit=np.where(count > 0, sum(full), sum(last)).argmax(axis=0),
    )


def _lasting(stages: Sequence[Array]) -> Array:
    """Seconds of stages that follow each other, each as long as its tightest ceiling asks."""
    return np.asarray(sum(asked.max(axis=0) for asked in stages))


def cold(plan: CopyPlan, ceilings: Ceilings) -> Copy:
    """A cold migration to the local cluster: `in_flight` VMs per ESXi host, each copying its disks one after another.

    Sources: MTV documentation ref_max-concurrent-vms; Forklift's vSphere scheduler; virt-v2v's copy loop (--parallel 1).
    """
    return waves_of(plan, plan.in_flight, ((1.0, plan.vm_bytes),), ceilings)


def serial_seconds(plan: CopyPlan, rate: float) -> Array:
    """The planning rule of the OpenShift Migration Advisor: all provisioned bytes one after another at `rate` bytes per second.

    Source: kubev2v/migration-planner, calculators/storageMigration.go.
    """
    check("rate", rate, FASTEST)
    return np.asarray(plan.vms, float) * plan.disks * plan.disk_bytes / rate


def calibrate(runs: CopyPlan, seconds: Array, disk: float, shared: float = np.inf) -> Ceilings:
    """Ceilings from measured cold runs: `host` and `gain` by least squares of log rate over log hosts.

    The runs (arrays of one length) must have more disks at once than a host can feed, so `disk` is given, not fitted; so is
    `shared`. ValueError unless they cover at least two numbers of hosts.
    """
    check("seconds", seconds, 1e9)
    hosts = np.broadcast_to(np.asarray(runs.hosts, float), np.shape(seconds))
    if np.unique(hosts).size < 2:
        raise ValueError("A calibration needs runs from at least two numbers of ESXi hosts.")
    power, host = np.polyfit(np.log(hosts), np.log(runs.total_bytes / seconds), 1)
    return Ceilings(disk, float(np.exp(host)), float(np.clip(2.0**power, 1, 2)), shared)


def leave_one_out(runs: CopyPlan, seconds: Array, disk: float, shared: float = np.inf) -> Array:
    """Seconds of each run as predicted from the other runs alone."""
    found = np.empty(len(seconds))
    for place in range(len(seconds)):
        others = np.arange(len(seconds)) != place
        ceilings = calibrate(_some(runs, others), seconds[others], disk, shared)
        found[place] = cold(_some(runs, ~others), ceilings).seconds.item()
    return found


def _some(runs: CopyPlan, which: npt.NDArray[np.bool_]) -> CopyPlan:
    numbers = (runs.vms, runs.hosts, runs.disks, runs.disk_bytes, runs.used, runs.in_flight)
    arrays = np.broadcast_arrays(*(np.asarray(number, float) for number in numbers))
    vms, hosts, disks, disk_bytes, used, in_flight = (array[which] for array in arrays)
    return CopyPlan(vms, hosts, disks, disk_bytes, used, in_flight)
