"""What a plan comes to: how long, how long a VM is down, what limits it, what one change would bring, and whether warm gains.

Units as in `copy_model`: bytes, bytes per second, seconds; single numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from domain.disk_transfer.copy_model import Ceilings, Copy, CopyLimit, CopyPlan, cold
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
    """What a plan comes to, in seconds."""

    cold: Copy
    warm: Warm
    gain: Gain
    limit: CopyLimit
    """What holds the cold copy back."""
    conversion: float
    seconds: float
    """Of the whole cold copy."""
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
    plan, ceilings = question.plan, question.cold
    copy = cold(plan, ceilings)
    rounds = warm(plan, question.writes, question.warm, question.interval, question.rounds)
    changes = {change: float(cold(*change.applied(plan, ceilings)).seconds) for change in CHANGES}
    shortest = dict(sorted(changes.items(), key=lambda item: item[1]))
    good = [change for change, then in shortest.items() if then < (1 - WORTH) * copy.seconds]
    return TransferAnswer(
        cold=copy,
        warm=rounds,
        gain=rounds.gain(copy.longest),
        limit=list(CopyLimit)[int(copy.limit)],
        conversion=question.conversion,
        seconds=float(copy.seconds),
        down=float(copy.longest) + question.conversion,
        early=float(rounds.earliest[-1]) + question.conversion,
        late=float(rounds.latest[-1]) + question.conversion,
        changes=shortest,
        best=next((change for change in good if change.ordered), good[0] if good else None),
    )


def too_many_writes(question: TransferQuestion) -> float:
    """The write rate of a VM from which a late cut-over is no shorter than a cold migration; inf: none is.

    Found on a logarithmic grid from 1 kB/s to 100 GB/s and interpolated, to about 1 %.
    """
    longest, rates = float(answer(question).cold.longest), np.logspace(3, 11, 400)
    writes = replace(question.writes, rate=rates)
    latest = warm(question.plan, writes, question.warm, question.interval, question.rounds).latest[-1]
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
    return float(size * answer(question).cold.longest / delta_seconds(question.plan, size, question.warm))
