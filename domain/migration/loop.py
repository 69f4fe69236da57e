"""QEMU's migration loop: its constants, and the state of many migrations that it moves on.

The constants are QEMU's own (7.2 and 10.0, where it says which file); nothing here is fitted to the measurements.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import Writes
from domain.migration.guest import WINDOW_S, Guest, Numbers, Path, Rules
from domain.migration.units import PAGE

Array = npt.NDArray[np.float64]

PAGE_BYTES = PAGE + 8
"""A page on the wire with its header (migration/ram.c, save_page_header)."""

ZERO_BYTES = 9.0
"""A zero page on the wire: its header and one byte (migration/ram.c, save_zero_page)."""

LOOK_S, LOOK_PAGES = 0.05, 64
"""Without a cap that binds, the loop looks up every 50 ms, and at its clock every 64 pages (migration/ram.c, MAX_WAIT)."""

SWITCHOVER_S = 0.004
"""Stopping the guest, the device state and resuming: "a few ms" in the measurements' README, point 3. Real devices add to it."""

POST_COPY_S = 0.025
"""Standstill of the switch to post-copy: the mean of the two that were measured, 13 and 37 ms (the README, point 9)."""

THROTTLE_FIRST, THROTTLE_MORE, THROTTLE_MOST = 0.2, 0.1, 0.99
"""Auto-converge: share of vCPU time taken at first, added each time, and at most (QEMU's parameters' defaults)."""

THROTTLE_TRIGGER, THROTTLE_PERIOD_S, THROTTLE_TIMES = 0.5, 1.0, 2
"""It looks at readings of the log more than a second apart; twice more dirtied than half of what was sent, and it throttles."""

THROTTLE_SLICE_S = 0.01
"""The guest runs 10 ms between the throttle's sleeps (softmmu/cpu-throttle.c, CPU_THROTTLE_TIMESLICE_NS)."""

CALM_READINGS = 30
"""Readings of the log that a pass gets at most while they raise no throttle: a grain of the computation, not of QEMU."""

HOT_SHARE, HOT_WRITES = 0.1, 0.9
"""Nine writes in ten go to a tenth of the working set: the definition of the hot and cold writer."""

MOST_SYNCS, STUCK_SYNCS, PROGRESS = 4000, 25, 3e-3
"""A guest whose smallest remainder has not fallen by three thousandths for 25 readings of the log never converges."""


@dataclass
class State:
    """All points that are still running; amounts in pages; `w`, `d` and `m` have a row for each part of the
    working set: one, or the hot one and the cold one."""

    id: npt.NDArray[np.int64]
    link: Array
    rate: Array
    capped: npt.NDArray[np.bool_]
    quota: Array
    look: Array
    threshold: Array
    deadline: Array
    late_clear: Array
    throttles: npt.NDArray[np.bool_]
    w: Array
    d: Array
    zero: Array
    rest: Array
    m: Array
    left: Array
    scan: Array
    writer: Array
    gap_end: Array
    arc: Array
    t: Array
    sent: Array
    throttle: Array
    high: Array
    calm: Array
    looked: Array
    dirtied: Array
    moved: Array
    best: Array
    stale: Array
    syncs: Array
    passes: Array
    ahead: Array
    swept: Array

    @property
    def pages(self) -> Array:
        return np.asarray(self.zero + self.rest + self.m.sum(axis=0))

    @property
    def bytes(self) -> Array:
        return np.asarray(self.zero * ZERO_BYTES + (self.rest + self.m.sum(axis=0)) * PAGE_BYTES)

    def only(self, keep: npt.NDArray[np.bool_]) -> State:
        return State(**{f.name: getattr(self, f.name)[..., keep] for f in fields(self)})


COUNTERS = ("scan", "t", "sent", "throttle", "high", "calm", "looked", "dirtied", "moved", "stale", "syncs", "passes", "swept")


def start(guest: Guest, path: Path, rules: Rules, phase: Numbers) -> tuple[tuple[int, ...], State]:
    given = (
        guest.ram, guest.zero_share, guest.dirty_rate, guest.working_set, path.link, path.cap, path.late_bytes,
        rules.downtime_limit, rules.deadline, rules.late_clear, rules.auto_converge, phase,
    )  # fmt: skip
    arrays = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in given))
    shape = arrays[0].shape
    ram, zero_share, dirty, working, link, cap, late, limit, deadline, late_clear, throttles, phase_ = (
        np.ravel(a) for a in arrays
    )
    pages = ram / PAGE
    w_all = np.where((dirty > 0) & (working >= 1), np.minimum(working, ram), 0.0) / PAGE
    zero = np.minimum(pages * zero_share, pages - w_all)
    hot = guest.writes is Writes.HOT_COLD
    w = np.stack([w_all * HOT_SHARE, w_all * (1 - HOT_SHARE)] if hot else [w_all])
    d = np.stack([dirty * HOT_WRITES, dirty * (1 - HOT_WRITES)] if hot else [dirty]) / PAGE
    capped = cap + late / WINDOW_S < link
    rate = np.where(capped, np.where(capped, cap, 0) + late / WINDOW_S, link)
    look = np.where(capped, WINDOW_S, LOOK_S + LOOK_PAGES / 2 * PAGE_BYTES / link)
    quota = rate * look
    return shape, State(
        id=np.arange(pages.size),
        link=link,
        rate=rate,
        capped=capped,
        quota=quota,
        look=look,
        threshold=rate * limit / PAGE,
        deadline=deadline,
        late_clear=late_clear,
        throttles=throttles > 0,
        w=w,
        d=np.where(w > 0, d, 0.0),
        zero=zero,
        rest=pages - zero - w_all,
        m=w.copy(),
        left=np.where(capped, quota, np.maximum(phase_, 1e-6) * quota),
        writer=phase_ * w_all,
        gap_end=w_all.copy(),
        arc=w_all.copy(),
        ahead=pages.copy(),
        best=np.full(pages.size, np.inf),
        **{name: np.zeros(pages.size) for name in COUNTERS},
    )
