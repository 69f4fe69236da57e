"""What a live migration's estimate needs to know: the guest, the path between the hosts, and the rules of the migration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any, Self, TypeVar

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import WritePattern
from domain.quantities.units import PAGE, TIB

Numbers = float | npt.NDArray[np.float64]
"""A number, or an array of them; arrays of one call broadcast against each other."""

MOST_BYTES = 1024.0 * TIB
"""Largest amount of memory, and largest rate in a second, that is taken for meant: a pebibyte."""

WINDOW_S = 0.1
"""QEMU hands out a cap's bytes, and measures bandwidth, in windows of 100 ms (migration/migration.c, BUFFER_DELAY)."""


MOST_READINGS = 400
"""Readings of the dirty log that a migration is followed for. What needs more shrinks by about a hundredth a pass: it lies at the
edge of convergence, where the draws around it, which give the verdict, end as often as not."""


class MigrationOutcome(IntEnum):
    """How a migration ends: the number of `Estimate.outcome`, and the words for one migration and for many."""

    label: str
    of_many: str
    of_one: str

    def __new__(cls, number: int, label: str = "", of_many: str = "", of_one: str = "") -> Self:
        member = int.__new__(cls, number)
        member._value_, member.label, member.of_many, member.of_one = number, label, of_many, of_one or label
        return member

    CONVERGES = 0, "converges", "converge by themselves", "converges by itself"
    THROTTLED = 1, "converges by throttling", "converge by throttling"
    POST_COPY = 2, "switches to post-copy", "need the switch to post-copy"
    PAUSED = 3, "paused at the deadline", "need the pause at the deadline", "is paused at the deadline"
    ABORTED = 4, "aborted at the deadline", "are aborted at the deadline", "is aborted at the deadline"
    NEVER = 5, "never ends", "never end"

    @property
    def arrives(self) -> bool:
        """The guest ends up on the target."""
        return self <= MigrationOutcome.PAUSED

    @property
    def by_itself(self) -> bool:
        """What is left becomes small enough, with the guest running until then; slowed by throttling or not."""
        return self <= MigrationOutcome.THROTTLED


class AtDeadline(StrEnum):
    """What happens to a migration that has not ended at its deadline. A pause is given up, and the migration aborted, if the rest
    takes longer than kubevirt.longest_pause."""

    ABORT = "abort"
    POST_COPY = "post-copy"
    PAUSE = "pause"


def _within(what: str, value: Numbers, low: float, high: float, unit: str) -> None:
    numbers = np.asarray(value, dtype=np.float64)
    if numbers.size == 0 or not bool(np.all((numbers >= low) & (numbers <= high))):
        raise ValueError(f"{what} must be a number from {low:g} to {high:g} {unit}".rstrip() + ".")


@dataclass(frozen=True)
class Guest:
    """A running VM as a migration sees it.

    `ram` bytes; `zero_share` of its pages that were never written, 0 to 1; `dirty_rate` bytes per second of pages touched by
    writes, each touch counted (writes per second times the page size); `working_set` bytes of the pages that these writes go
    to; `writes` how they are spread over it. `catch_up_s`: seconds of its work that a paced guest makes up after each sleep of
    QEMU's throttle; 0 for a guest that is limited by its vCPUs. `volumes` bytes of volumes that move with it, copied before the
    memory. ValueError outside these ranges.
    """

    ram: Numbers
    dirty_rate: Numbers
    working_set: Numbers
    zero_share: Numbers = 0.0
    writes: WritePattern = WritePattern.RANDOM
    catch_up_s: float = 0.0
    volumes: Numbers = 0.0

    def __post_init__(self) -> None:
        _within("The guest's memory", self.ram, PAGE, MOST_BYTES, "bytes")
        _within("The dirty rate", self.dirty_rate, 0, MOST_BYTES, "bytes per second")
        _within("The working set", self.working_set, 0, MOST_BYTES, "bytes")
        _within("The share of zero pages", self.zero_share, 0, 1, "")
        _within("The catch-up time", self.catch_up_s, 0, 1, "seconds")
        _within("The volumes", self.volumes, 0, MOST_BYTES, "bytes")
        if bool(np.any(np.asarray(self.working_set) > np.asarray(self.ram))):
            raise ValueError("The working set is larger than the guest's memory; give at most the memory.")


@dataclass(frozen=True)
class Path:
    """The way between two hosts, in bytes per second as the migration stream sees it.

    `link`: what the network (or the slowest part of it) moves; `cap`: QEMU's `max-bandwidth`, infinite if none.
    `late_bytes`: bytes that leave in each 100-ms window after the cap has been reached, because QEMU since 8.1 counts the
    packets of its multifd channels when they have been sent, no longer when they are queued: 512 KiB a channel
    (migration/multifd.c, commit cbec7eb7 of May 2023; measured with 10.0: README of the measurements, point 9).
    """

    link: Numbers
    cap: Numbers = np.inf
    late_bytes: Numbers = 0.0

    def __post_init__(self) -> None:
        _within("The link's rate", self.link, 1, MOST_BYTES, "bytes per second")
        if not bool(np.all(np.asarray(self.cap) >= 1)):
            raise ValueError("The bandwidth cap must be at least 1 byte per second, or none.")
        _within("Bytes sent after the cap", self.late_bytes, 0, MOST_BYTES, "bytes")

    @property
    def rate(self) -> npt.NDArray[np.float64]:
        """Bytes per second that the stream gets while the guest runs: the cap and what slips past it, or the link."""
        return np.asarray(np.minimum(np.asarray(self.cap) + np.asarray(self.late_bytes) / WINDOW_S, self.link))


@dataclass(frozen=True)
class Rules:
    """How the migration is run. Times in seconds.

    `downtime_limit`: how long the guest may stand still for the last copy. `auto_converge`: slow the vCPUs step by step.
    `sync_every`: with auto-converge, QEMU since 9.2 reads the dirty log at least that often from the second pass on
    (state.SYNC_EVERY_S), infinite before. `deadline`: when `at_deadline` happens, infinite if never. `pass_limit`: passes after
    which the guest stops whatever remains, as Hyper-V does. `late_clear`: 1 where the log of a page is cleared just before it is
    sent, so that what was written to it until then is not sent twice, as KVM does for large guests; 0 where at each reading, as
    in the measurements; a number in between weighs the two. `setup`: what passes before anything is copied; it is no part of the
    loop, and the deadline does not count it. `most_readings` of the log after which a migration that has neither ended nor
    stopped to get less is taken for one that does not end by itself: a bound of the computation, not of QEMU.
    """

    downtime_limit: Numbers = 0.3
    auto_converge: bool | npt.NDArray[np.bool_] = False
    sync_every: float = np.inf
    deadline: Numbers = np.inf
    at_deadline: AtDeadline = AtDeadline.ABORT
    pass_limit: float = np.inf
    late_clear: Numbers = 0.0
    setup: Numbers = 0.0
    most_readings: int = MOST_READINGS

    def __post_init__(self) -> None:
        _within("The downtime limit", self.downtime_limit, 0, 2000, "seconds")
        _within("The setup", self.setup, 0, 1e6, "seconds")
        _within("The late clearing of the log", self.late_clear, 0, 1, "")
        if not bool(np.all(np.asarray(self.deadline) > 0)):
            raise ValueError("The deadline must be above 0 seconds, or none.")


Asked = tuple[Guest, Path, Rules]
"""What the estimator is asked."""

Record = TypeVar("Record", Guest, Path, Rules)


def stacked(asked: Sequence[Asked]) -> Asked:
    """Migrations that write alike and end alike at the deadline, as columns: arrays of (migrations, 1)."""
    guests, paths, rules = zip(*asked, strict=True)
    return (
        columns(guests, "ram", "dirty_rate", "working_set", "zero_share", "volumes"),
        columns(paths, "link", "cap", "late_bytes"),
        columns(rules, "downtime_limit", "deadline", "auto_converge", "setup"),
    )


def columns(records: Sequence[Record], *names: str) -> Record:
    """The first record with these fields of all of them, as arrays of (records, 1)."""
    found: dict[str, Any] = {name: np.array([[float(getattr(record, name))] for record in records]) for name in names}
    return replace(records[0], **found)


@dataclass(frozen=True)
class Estimate:
    """What a migration does, an array of the points' shape in each field.

    `outcome` (see MigrationOutcome); `total_s` until the guest runs on the target and nothing is left to send, infinite if it
    never ends, the time of the abort if it is aborted; `downtime_s` without a running guest, NaN if it never stops (finite also
    for a pause that was given up: an abort after a standstill); `sent_bytes` over the wire; `passes` completed, each a sweep over
    what was left; `syncs` readings of the dirty log that were reckoned with, one at the end of each pass and, with
    `Rules.sync_every`, others within one (both only as far as it takes to see that a migration never converges); `throttle` the
    highest share of vCPU time taken, 0 to 0.99; `left_bytes` at the last reading of the dirty log; `cut` whether the deadline
    came while what was left was still getting less; `phase` of the loop that was reckoned with, 0 to 1.
    """

    outcome: npt.NDArray[np.int64]
    total_s: npt.NDArray[np.float64]
    downtime_s: npt.NDArray[np.float64]
    sent_bytes: npt.NDArray[np.float64]
    passes: npt.NDArray[np.int64]
    syncs: npt.NDArray[np.int64]
    throttle: npt.NDArray[np.float64]
    left_bytes: npt.NDArray[np.float64]
    cut: npt.NDArray[np.bool_]
    phase: npt.NDArray[np.float64]

    @property
    def done(self) -> npt.NDArray[np.bool_]:
        """Whether the guest ends up on the target."""
        return np.isin(self.outcome, [outcome for outcome in MigrationOutcome if outcome.arrives])


@dataclass(frozen=True)
class Round:
    """What was sent between two readings of the dirty log: from `start_s` to `end_s` the bytes left fell from `left_before` to
    `left_after`; then the log was read, and `dirty_bytes` of pages had been written since the last reading. `throttle` held
    meanwhile. `whole`: a pass ended here; False for a reading, or a deadline, in the middle of one.
    """

    start_s: float
    end_s: float
    sent_bytes: float
    left_before: float
    left_after: float
    dirty_bytes: float
    throttle: float
    whole: bool
