"""What a plan comes to: how long, how long a VM is down, what limits it, what one change would bring, and whether warm gains.

Units as in `copy_model`: bytes, bytes per second, seconds; single numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from domain.disk_transfer.copy_model import Array, Ceilings, Copy, CopyLimit, CopyPlan, cold
from domain.disk_transfer.halves import Carried
from domain.disk_transfer.warm import DiskWrites, Gain, Warm, delta_seconds, warm


@dataclass(frozen=True)
class CopyChange:
    """What can be improved in a copy: a number of the plan or a ceiling, twice as high."""

    id: str
    """The number's name in CopyPlan or Ceilings."""
    words: str
    ordered: bool = False
    """It can be ordered or set, and is advised before what would have to be faster."""

    def applied(self, plan: CopyPlan, ceilings: Ceilings) -> tuple[CopyPlan, Ceilings]:
        """The plan and the ceilings with it. ValueError: a number is beyond its range then."""
        if self.id in ("in_flight", "hosts"):
            return replace(plan, **{self.id: 2 * getattr(plan, self.id)}), ceilings
        return plan, replace(ceilings, **{self.id: 2.0 if self.id == "gain" else 2 * getattr(ceilings, self.id)})


CHANGES = (
    CopyChange("in_flight", "twice the max in flight", ordered=True),
    CopyChange("hosts", "twice the ESXi hosts, the VMs spread evenly", ordered=True),
    CopyChange("gain", "a datastore and a target for each host, so that hosts do not slow each other", ordered=True),
    CopyChange("host", "twice the rate of each ESXi host: its network card, datastore reads and power profile"),
    CopyChange("shared", "twice the ceiling of all hosts together: more or faster datastores and targets"),
    CopyChange("network", "twice the network", ordered=True),
    CopyChange("disk", "twice the rate of each disk"),
)
"""Of two that bring the same the earlier one is advised, as a setting costs nothing."""

WORTH = 0.02
"""The least share of the time that a change must save to be advised; our choice, well below the model's error."""


@dataclass(frozen=True)
class Phases:
    """Seconds that a migration takes however few the bytes, of a VM or of the plan; `counted` are the rows behind them.

    `once` a plan; `before` the first byte; `each` time that a snapshot follows another, the last time in the cut-over; `off`
    while the VM is off. VMs that are copied side by side spend them side by side.
    """

    once: float = 0.0
    before: float = 0.0
    each: float = 0.0
    off: float = 0.0
    counted: tuple[str, ...] = ()

    @property
    def cut_over(self) -> float:
        """Beside the last copy of a warm migration."""
        return self.each + self.off


@dataclass(frozen=True)
class TransferQuestion:
    """A plan, what its VMs write, and the ceilings, with what was carried from one way to the other.

    `interval` between the end of a copy and the next snapshot.
    """

    plan: CopyPlan
    writes: DiskWrites
    cold: Ceilings
    warm: Ceilings
    interval: float
    rounds: int
    phases: Phases = Phases()
    carried: tuple[Carried, ...] = ()
    rates: tuple[tuple[str, float], ...] = ()
    """Of ways other than the VDDK, by the number that gave it."""


@dataclass(frozen=True)
class TransferAnswer:
    """What a plan comes to, in seconds."""

    cold: Copy
    warm: Warm
    gain: Gain
    limit: CopyLimit
    """What holds the cold copy back."""
    seconds: float
    """Of the whole cold migration."""
    first: float
    """Until all VMs of a warm migration are copied for the first time."""
    down: float
    """Longest downtime of a VM in a cold migration."""
    early: float
    """Downtime of a warm migration whose cut-over comes right after its last copy."""
    late: float
    """Downtime of a warm migration whose cut-over comes just before the next snapshot."""
    changes: dict[CopyChange, float]
    """Seconds of the cold copy with each of CHANGES, shortest first."""
    best: CopyChange | None
    """The change to advise, if any is worth it."""


@lru_cache(maxsize=256)
def answer(question: TransferQuestion) -> TransferAnswer:
    """The model's answer, kept because most visits change nothing in the question."""
    plan, ceilings, phases = question.plan, question.cold, question.phases
    copy, rounds = cold(plan, ceilings), _rounds(question, question.writes)
    changes = {change: float(_lasting(cold(*change.applied(plan, ceilings)), phases)) for change in CHANGES}
    shortest = dict(sorted(changes.items(), key=lambda item: item[1]))
    seconds = float(_lasting(copy, phases))
    good = [change for change, then in shortest.items() if then < (1 - WORTH) * seconds]
    return TransferAnswer(
        cold=copy,
        warm=rounds,
        gain=rounds.gain(_to_beat(question, copy)),
        limit=list(CopyLimit)[int(copy.limit)],
        seconds=seconds,
        first=float(rounds.first.seconds + rounds.first.waves * phases.before + phases.once),
        down=float(copy.longest) + phases.before + phases.off,
        early=float(rounds.earliest[-1]) + phases.cut_over,
        late=float(rounds.latest[-1]) + phases.cut_over,
        changes=shortest,
        best=next((change for change in good if change.ordered), good[0] if good else None),
    )


def cold_seconds(question: TransferQuestion, plan: CopyPlan) -> Array:
    """Seconds of the whole cold migration of another plan, by the question's ceilings and phases."""
    return _lasting(cold(plan, question.cold), question.phases)


def _lasting(copy: Copy, phases: Phases) -> Array:
    """A cold migration from its copy: a VM keeps its place in the wave from the volumes on until it is converted."""
    return np.asarray(copy.seconds + copy.waves * (phases.before + phases.off) + phases.once)


def _rounds(question: TransferQuestion, writes: DiskWrites) -> Warm:
    """The warm migration; a VM writes on while the snapshot before is removed and the next one is made."""
    interval = question.interval + question.phases.each
    return warm(question.plan, writes, question.warm, interval, question.rounds)


def downtimes(question: TransferQuestion, rates: Array) -> tuple[Array, Array]:
    """Seconds of downtime for each write rate: if the cut-over comes right after a copy, and just before the next snapshot."""
    cut, more = _rounds(question, replace(question.writes, rate=rates)), question.phases.cut_over
    return cut.earliest[-1] + more, cut.latest[-1] + more


def _to_beat(question: TransferQuestion, copy: Copy) -> float:
    """Seconds of the last copy from which a warm migration has no VM down for less time than a cold one."""
    return max(0.0, float(copy.longest) + question.phases.before - question.phases.each)


def too_many_writes(question: TransferQuestion) -> float:
    """The write rate of a VM from which a late cut-over is no shorter than a cold migration; inf: none is.

    Found on a logarithmic grid from 1 kB/s to 100 GB/s and interpolated, to about 1 %.
    """
    longest, rates = _to_beat(question, answer(question).cold), np.logspace(3, 11, 400)
    latest = _rounds(question, replace(question.writes, rate=rates)).latest[-1]
    above = np.flatnonzero(latest >= longest)
    if not above.size:
        return np.inf
    place = int(above[0])
    if place == 0:
        return float(rates[0])
    span = slice(place - 1, place + 1)
    return float(np.exp(np.interp(np.log(longest), np.log(latest[span]), np.log(rates[span]))))


def too_much_data(question: TransferQuestion) -> float:
    """Bytes of changing data of a VM from which, all of it changed, a late cut-over is no shorter than a cold migration.

    The time of the last copy is in proportion to what changed, so one copy tells.
    """
    size = question.writes.working_set
    return float(size * _to_beat(question, answer(question).cold) / delta_seconds(question.plan, size, question.warm))
