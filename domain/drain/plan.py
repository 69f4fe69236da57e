"""What a drain is asked (its VMs and limits) and what it answers (each VM's way). Bytes, bytes per second, seconds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain.catalog.vocabulary import Word
from domain.drain.copy_times import CopyTime
from domain.live_migration.devices import Device
from domain.quantities.wording import number_in_words

MOST_TRIES = 1000
"""Attempts that are simulated of one host's drain, so that no visitor waits: at least two of each VM, and the fewer the more run
beside each other, since each of them changes the rate of all.
"""

FEW = 4
"""Migrations at once that cost a simulation no more than one after another."""

MOST_DOUBLINGS = 30
"""A pause that has doubled so often is longer than any drain."""


@dataclass(frozen=True)
class Vm:
    """A VM on the host: `seconds` is the time of its copy at a share of the link; `kind` is what equal VMs have in common.

    One that is not `migratable` is stopped. A copy that has not ended `deadline_s` after it began fails. At a share of less than
    `known_from` bytes per second the time of its copy rests on what is said of the platform.
    """

    name: str
    ram_bytes: float
    seconds: CopyTime
    kind: str = ""
    migratable: bool = True
    deadline_s: float = math.inf
    known_from: float = 0.0
    device: Device = Device.NONE


@dataclass(frozen=True)
class DrainPlan:
    """A host to be emptied onto other hosts. What cannot move is stopped at once. ValueError if a number is outside its range."""

    vms: tuple[Vm, ...]
    link: float
    """Bytes per second of a host's migration network, each way."""
    targets: int = 1
    """The other hosts."""
    outbound: int | None = None
    """Most migrations at once from a host; None is no limit."""
    inbound: int | None = None
    """Most migrations at once to a host; None is no limit."""
    cluster: int | None = None
    """Most migrations at once in all; None is no limit."""
    cap: float = math.inf
    """The most that one migration takes of the link, bytes per second."""
    completion_timeout_per_gib: float = 0.0
    """Seconds for each counted GB that the deadlines of the VMs are made of; 0 where they have none."""
    setup_s: float = 0.0
    """Before each copy begins (the target's pod or process); a migration holds its place meanwhile."""
    shutdown_s: float = 0.0
    failure: float = 0.0
    """The probability that an attempt fails."""
    retries: float = 0
    """How often a failed migration is tried again; infinite: without end."""
    backoff_s: float = 0.0
    """From a failure to the next attempt."""
    backoff_most_s: float = 0.0
    """Up to how many seconds the pause doubles with each failure of a VM; 0 where it stays."""
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("link", "cap"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} is {getattr(self, name):g} bytes/s; it must be above 0.")
        if not self.retries >= 0:
            raise ValueError(f"retries is {self.retries:g}; it must be 0 or more.")
        for name in ("setup_s", "shutdown_s", "backoff_s", "backoff_most_s", "completion_timeout_per_gib", "seed"):
            if not 0 <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} is {getattr(self, name):g}; it must be 0 or more.")
        for name in ("outbound", "inbound", "cluster", "targets"):
            if (limit := getattr(self, name)) is not None and limit < 1:
                raise ValueError(f"{name} is {limit}; it must be at least 1.")
        if not 0 <= self.failure <= 1:
            raise ValueError(f"failure is {self.failure:g}; a probability is from 0 to 1.")

    @property
    def is_endless(self) -> bool:
        """A failed migration is tried again for ever."""
        return self.retries == math.inf

    @property
    def again(self) -> int:
        """How often a failed migration is tried again here: as the platform does it, as far as that is simulated."""
        if not self.movers:
            return 0
        most = MOST_TRIES / len(self.movers) / max(self.at_once / FEW, 1.0)
        return int(min(self.retries, max(int(most), 2) - 1))

    def pause(self, failures: int) -> float:
        """Seconds from a VM's failure of this number to its next attempt."""
        if not self.backoff_most_s:
            return self.backoff_s
        return min(self.backoff_s * 2.0 ** min(failures - 1, MOST_DOUBLINGS), max(self.backoff_most_s, self.backoff_s))

    def is_hopeless(self, vm: Vm) -> bool:
        """No attempt can succeed, not even with the link for itself."""
        return self.failure == 1 or vm.seconds(self.share(1)) > vm.deadline_s or vm.seconds(self.share(1)) == math.inf

    def share(self, sharers: int) -> float:
        """Bytes per second of each of so many copies on a link."""
        return min(self.cap, self.link / sharers)

    def unsure(self, tries: Iterable[Try]) -> tuple[str, ...]:
        """The kinds of VMs whose copies went at a share below `Vm.known_from`."""
        size = len(self.vms)
        slow = ((self.vms[t.vm % size], t) for t in tries if self.vms[t.vm % size].known_from)
        return tuple(dict.fromkeys(vm.kind for vm, t in slow if self.share(t.sharers) < vm.known_from * (1 - 1e-9)))

    @property
    def movers(self) -> tuple[Vm, ...]:
        """The VMs that can move."""
        return tuple(vm for vm in self.vms if vm.migratable)

    @property
    def at_once(self) -> int:
        """Most migrations that leave the host together."""
        return min(n for n in (self.outbound, self.cluster, len(self.movers)) if n is not None)

    @property
    def largest(self) -> Vm:
        """The first of the VMs that move and take longest by themselves. ValueError if none moves."""
        return max(self.movers, key=lambda vm: vm.seconds(self.share(1)))

    @property
    def setup(self) -> str:
        """The setup of a migration in words."""
        return f"{number_in_words(self.setup_s)} s"

    @property
    def deadline(self) -> str:
        """The deadline of a copy in words."""
        return f"{number_in_words(self.completion_timeout_per_gib)} s per GB"


class VmOutcome(StrEnum):
    """What became of a VM."""

    MOVED = "moved"
    STOPPED = "stopped"
    """It cannot move, and was shut down."""
    LEFT = "left"
    """None of its attempts arrived."""


class Ended(Word):
    """How an attempt to move a VM ended."""

    ARRIVED = "arrived"
    FAILED = "failed"
    OVERDUE = "overdue", "longer than its deadline"
    ENDLESS = "endless", "which would never end"


class Try(NamedTuple):
    """One attempt to move VM number `vm`: from `start_s` it waits for its target, from `copy_s` it copies.

    `sharers`: the most copies, its own included, that shared its link meanwhile.
    """

    vm: int
    source: int
    target: int
    start_s: float
    copy_s: float
    end_s: float
    ended: Ended
    sharers: int

    @property
    def done(self) -> bool:
        """The VM arrived."""
        return self.ended is Ended.ARRIVED


@dataclass(frozen=True)
class Journey:
    """A VM's way off the host. `target` counts the other hosts from 1; None where it did not move. `tries` has every attempt."""

    name: str
    kind: str
    ram_bytes: float
    outcome: VmOutcome
    start_s: float = 0.0
    copy_s: float = 0.0
    end_s: float = 0.0
    target: int | None = None
    tries: tuple[Try, ...] = ()


@dataclass(frozen=True)
class Drained:
    """A host's drain. `finish_s`: when the last VM had moved, stopped or been given up. `peak`: most migrations at once.

    `unsure`: kinds of VMs whose copies rest on what is said of the platform (`Vm.known_from`).
    """

    finish_s: float
    journeys: tuple[Journey, ...]
    peak: int
    unsure: tuple[str, ...] = ()

    def count(self, outcome: VmOutcome) -> int:
        """How many VMs ended so."""
        return sum(journey.outcome is outcome for journey in self.journeys)

    @property
    def moved_bytes(self) -> float:
        """Memory of the VMs that moved."""
        return sum(journey.ram_bytes for journey in self.journeys if journey.outcome is VmOutcome.MOVED)


@dataclass(slots=True)
class Turn:
    """A host's turn in a rolling upgrade: it is drained from `start_s`, empty at `empty_s` and back at `back_s`.

    `moved`, `stopped` and `left` count its `vms`; what was left behind is down with the host, like what was stopped.
    """

    host: int
    vms: int
    start_s: float
    empty_s: float = math.inf
    back_s: float = math.inf
    moved: int = 0
    stopped: int = 0
    left: int = 0
    attempts: int = 0
