"""What a plan comes to: how long, how long a VM is down, what limits it, what one change would bring, and whether warm gains.

Units as in `transfer`: bytes, bytes per second, seconds; single numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from domain.disk_transfer.copy_model import LIMITS, Ceilings, Copy, CopyPlan, cold, doubled
from domain.disk_transfer.warm import DiskWrites, Gain, Warm, delta_seconds, threshold, warm

CHANGES = ("in_flight", "hosts", "gain", "host", "shared", "network", "disk")
"""What `doubled` can improve; of two that bring the same the earlier one is advised, as a setting costs nothing."""

ORDERED = frozenset({"in_flight", "hosts", "gain", "network"})
"""What can be ordered or set, and is advised before what would have to be faster."""

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
    """`changes`: seconds of the cold copy with each of CHANGES, shortest first; `best`: the one to advise, if any is worth it."""

    cold: Copy
    warm: Warm
    gain: Gain
    conversion: float
    changes: dict[str, float]
    best: str | None

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
    def limit(self) -> str:
        """Which of LIMITS holds the cold copy back."""
        return LIMITS[int(self.cold.limit)]


@lru_cache(maxsize=256)
def answer(question: TransferQuestion) -> TransferAnswer:
    """The model's answer, kept because most visits change nothing in the question."""
    plan, ceilings = question.plan, question.cold
    copy = cold(plan, ceilings)
    rounds = warm(plan, question.writes, question.warm, question.interval, question.rounds)
    changes = {what: float(cold(*doubled(plan, ceilings, what)).seconds) for what in CHANGES}
    shortest = dict(sorted(changes.items(), key=lambda item: item[1]))
    return TransferAnswer(
        cold=copy,
        warm=rounds,
        gain=Gain(str(rounds.gain(copy.longest))),
        conversion=question.conversion,
        changes=shortest,
        best=_best(float(copy.seconds), shortest),
    )


def _best(seconds: float, changes: dict[str, float]) -> str | None:
    good = [what for what, then in changes.items() if then < (1 - WORTH) * seconds]
    return next((what for what in good if what in ORDERED), good[0] if good else None)


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
