"""What a plan comes to: how long, how long a VM is down, what limits it, what one change would bring, and whether warm gains.

Units as in `copy_model`: bytes, bytes per second, seconds; single numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from domain.disk_transfer.copy_model import Ceilings, Copy, CopyLimit, CopyPlan, cold
from domain.disk_transfer.warm import DiskWrites, Gain, Warm, delta_seconds, threshold, warm

Improved = tuple[CopyPlan, Ceilings]


@dataclass(frozen=True)
class CopyChange:
    """What can be improved in a copy."""

    id: str
    words: str
    applied: Callable[[CopyPlan, Ceilings], Improved]
    """The plan and the ceilings with it. ValueError: a number is beyond its range then."""
    ordered: bool = False
    """It can be ordered or set, and is advised before what would have to be faster."""


def _twice_planned(name: str) -> Callable[[CopyPlan, Ceilings], Improved]:
    return lambda plan, ceilings: (replace(plan, **{name: 2 * getattr(plan, name)}), ceilings)


def _twice_as_fast(name: str) -> Callable[[CopyPlan, Ceilings], Improved]:
    return lambda plan, ceilings: (plan, replace(ceilings, **{name: 2 * getattr(ceilings, name)}))


CHANGES = (
    CopyChange("in_flight", "twice the max in flight", _twice_planned("in_flight"), ordered=True),
    CopyChange("hosts", "twice the ESXi hosts, the VMs spread evenly", _twice_planned("hosts"), ordered=True),
    CopyChange(
        "gain",
        "a datastore and a target for each host, so that hosts do not slow each other",
        lambda plan, ceilings: (plan, replace(ceilings, gain=2.0)),
        ordered=True,
    ),
    CopyChange(
        "host", "twice the rate of each ESXi host: its network card, datastore reads and power profile", _twice_as_fast("host")
    ),
    CopyChange(
        "shared", "twice the ceiling of all hosts together: more or faster datastores and targets", _twice_as_fast("shared")
    ),
    CopyChange("network", "twice the network", _twice_as_fast("network"), ordered=True),
    CopyChange("disk", "twice the rate of each disk", _twice_as_fast("disk")),
)
"""Of two that bring the same the earlier one is advised, as a setting costs nothing."""

WORTH = 0.02
"""The least share of the time that a change must save to be advised; our choice, well below the model's error."""


@dataclass(frozen=True)
class TransferQuestion:
    """A plan, what its VMs write, and the ceilings. `interval` between snapshots; `conversion` is added to every downtime."""

    plan: CopyPlan
    writes: DiskWrites
    cold: Ceilings
    warm: Ceilings
    interval: float
    rounds: int
    conversion: float = 0.0


@dataclass(frozen=True)
class TransferAnswer:
    """What a plan comes to."""

    cold: Copy
    warm: Warm
    gain: Gain
    conversion: float
    changes: dict[CopyChange, float]
    """Seconds of the cold copy with each of CHANGES, shortest first."""
    best: CopyChange | None
    """The change to advise, if any is worth it."""

    @property
    def seconds(self) -> float:
        """Of the whole cold copy."""
        return float(self.cold.seconds)

    @property
    def down(self) -> float:
        """Longest downtime of a VM in a cold migration."""
        return float(self.cold.longest) + self.conversion

    @property
    def early(self) -> float:
        """Downtime of a warm migration whose cut-over comes right after its last copy."""
        return float(self.warm.earliest[-1]) + self.conversion

    @property
    def late(self) -> float:
        """Downtime of a warm migration whose cut-over comes just before the next snapshot."""
        return float(self.warm.latest[-1]) + self.conversion

    @property
    def limit(self) -> CopyLimit:
        """What holds the cold copy back."""
        return list(CopyLimit)[int(self.cold.limit)]


@lru_cache(maxsize=256)
def answer(question: TransferQuestion) -> TransferAnswer:
    """The model's answer, kept because most visits change nothing in the question."""
    plan, ceilings = question.plan, question.cold
    copy = cold(plan, ceilings)
    rounds = warm(plan, question.writes, question.warm, question.interval, question.rounds)
    changes = {change: float(cold(*change.applied(plan, ceilings)).seconds) for change in CHANGES}
    shortest = dict(sorted(changes.items(), key=lambda item: item[1]))
    return TransferAnswer(
        cold=copy,
        warm=rounds,
        gain=Gain(str(rounds.gain(copy.longest))),
        conversion=question.conversion,
        changes=shortest,
        best=_best(float(copy.seconds), shortest),
    )


def _best(seconds: float, changes: dict[CopyChange, float]) -> CopyChange | None:
    good = [change for change, then in changes.items() if then < (1 - WORTH) * seconds]
    return next((change for change in good if change.ordered), good[0] if good else None)


def too_many_writes(question: TransferQuestion) -> float:
    """The write rate of a VM from which a late cut-over is no shorter than a cold migration; inf: none is."""
    longest = float(answer(question).cold.longest)
    return threshold(question.plan, question.writes, question.warm, question.interval, question.rounds, longest)


def too_much_data(question: TransferQuestion) -> float:
    """Bytes of changing data of a VM from which, all of it changed, a late cut-over is no shorter than a cold migration.

    The time of the last copy is in proportion to what changed, so one copy tells.
    """
    size = question.writes.working_set
    return float(size * answer(question).cold.longest / delta_seconds(question.plan, size, question.warm))
