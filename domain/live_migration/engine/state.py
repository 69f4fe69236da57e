"""QEMU's migration loop: its constants, and the state of many migrations that it moves on.

The constants are QEMU's own (7.2 and 10.0, where it says which file), but for two that are taken from the measurements:
SWITCHOVER_S and POST_COPY_S. Nothing is fitted to them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine.guest import WINDOW_S, Guest, Numbers, Path, Rules
from domain.live_migration.engine.points import Array, Points, over_parts
from domain.live_migration.engine.sequential_writer import Circle
from domain.quantities.units import PAGE

PAGE_BYTES = PAGE + 8
"""A page on the wire with its header (migration/ram.c, save_page_header)."""

ZERO_BYTES = 9.0
"""A zero page on the wire: its header and one byte (migration/ram.c, save_zero_page)."""

LOOK_S, LOOK_PAGES = 0.05, 64
"""Without a cap that binds, the loop looks up every 50 ms, and at its clock every 64 pages (migration/ram.c, MAX_WAIT)."""

SWITCHOVER_S = 0.004
"""Stopping the guest, the device state of a guest without devices, and resuming: measured, "a few ms" in the measurements'
README, point 3. The state of real devices comes on top."""

POST_COPY_S = 0.047
"""Standstill of the switch to post-copy, from the guest's stop to its resumption on the target, seen from outside: the mean of
the two that were measured, 49 and 45 ms (the README, point 9; QEMU itself reported 13 and 37). The guest had no devices: their
state comes on top, and so does the wait for each page that is touched before it has come."""

SYNC_EVERY_S = 5.0
"""With auto-converge, QEMU since 9.2 reads the dirty log at least so often from the second pass on, throttled or not yet
(migration/cpu-throttle.c, CPU_THROTTLE_DIRTY_SYNC_TIMESLICE_MS; commit 52ac968a of October 2024)."""

HOT_SHARE, HOT_WRITES = 0.1, 0.9
"""Nine writes in ten go to a tenth of the working set: the definition of the hot and cold writer."""

STUCK_SYNCS, PROGRESS = 25, 3e-3
"""A guest whose smallest remainder has not fallen by three thousandths for 25 readings of the log never converges."""


@dataclass
class State(Points):
    """All migrations that still run, a column each. Amounts are in pages unless it says bytes; `size`, `writes` and `marked` have
    a row for each part of the working set: one, or the hot one and the cold one."""

    id: npt.NDArray[np.int64]
    """The point's place in the estimate."""
    over: npt.NDArray[np.bool_]
    """Whether it has ended: it is carried along until half of all have, since leaving points out costs as much as a reading."""
    link: Array
    """Bytes per second that the network moves."""
    rate: Array
    """Bytes per second that the stream gets while the guest runs."""
    capped: npt.NDArray[np.bool_]
    """Whether the cap, not the link, sets that rate."""
    quota: Array
    """Bytes sent from one look of the loop at what is left to the next."""
    threshold: Array
    """The guest stops when less than this is left right after a reading."""
    deadline: Array
    """Seconds after the start."""
    late_clear: Array
    """0 or 1, as in Rules."""
    throttles: npt.NDArray[np.bool_]
    """Whether auto-converge is on."""
    any_capped: bool
    any_late_clear: bool
    any_throttles: bool
    any_deadline: bool
    """Whether any point is so, or has one, at the start: where none is, a good part of the work is spared."""

    size: Array
    """Pages of the working set, by part."""
    writes: Array
    """Pages per second that an unthrottled guest writes to, each write counted, by part."""
    zero: Array
    """Left to send: pages that were never written."""
    rest: Array
    """Left to send: other pages outside the working set."""
    marked: Array
    """Left to send: pages of the working set, by part."""
    window_left: Array
    """Bytes that may still be sent before the loop's next look."""
    circle: Circle
    """Where a sequential writer and the scan stand; without meaning for other writers."""

    t: Array
    """Seconds since the start."""
    sent: Array
    """Bytes sent."""
    syncs: Array
    """Readings of the dirty log."""
    ticked: npt.NDArray[np.bool_]
    """Whether the last reading came in mid-pass, by the timer."""
    passes: Array
    """Passes completed."""
    ahead: Array
    """Pages left that the scan has yet to come to in this pass."""
    swept: Array
    """Share of memory that the scan has gone over in this pass, 0 to 1."""

    throttle: Array
    """Share of vCPU time taken from the guest."""
    high: Array
    """Judgements since the last step of the throttle that found too much dirtied."""
    calm: Array
    """1 where the last judgement found not too much."""
    judged: Array
    """When the dirty rate was last judged, seconds since the start."""
    dirtied: Array
    """Pages newly marked since then."""
    sent_then: Array
    """Bytes sent by then."""

    best: Array
    """The least that was left after any reading."""
    stale: Array
    """Readings since that least fell by PROGRESS."""

    @property
    def pages(self) -> Array:
        """Left to send."""
        return self.zero + self.rest + over_parts(self.marked)

    @property
    def bytes(self) -> Array:
        """The same on the wire."""
        return self.zero * ZERO_BYTES + (self.rest + over_parts(self.marked)) * PAGE_BYTES


COUNTERS = ("syncs", "passes", "swept", "throttle", "high", "calm", "dirtied", "stale")
"""Fields of a State that begin at 0."""


def start(guest: Guest, path: Path, rules: Rules, phase: Numbers) -> tuple[tuple[int, ...], State]:
    """The shape that all arrays broadcast to, and the state of every migration as it begins, with everything left to send.

    A guest with a dirty rate but a working set of less than a byte, or the other way round, writes nothing. `phase`: 0 to 1, see
    precopy. ValueError if the arrays do not broadcast.
    """
    arrays = np.broadcast_arrays(
        *(np.asarray(value, dtype=np.float64) for value in (guest.ram, guest.zero_share, guest.dirty_rate, guest.working_set)),
        *(np.asarray(value, dtype=np.float64) for value in (path.link, path.rate, phase)),
        *(np.asarray(v, dtype=np.float64) for v in (rules.downtime_limit, rules.deadline, rules.late_clear, rules.auto_converge)),
        *(np.asarray(v, dtype=np.float64) for v in (guest.volumes, rules.setup)),
    )
    ram, zero_share, dirty, working, link, rate, phases, *more = (np.ravel(a) for a in arrays)
    limit, deadline, late_clear, throttles, volumes, _ = more
    pages = ram / PAGE
    working = np.where((dirty > 0) & (working >= 1), np.minimum(working, ram), 0.0) / PAGE
    zero = np.minimum(pages * zero_share, pages - working)
    hot = guest.writes is WritePattern.HOT_COLD
    size = np.stack([working * HOT_SHARE, working * (1 - HOT_SHARE)] if hot else [working])
    writes = np.stack([dirty * HOT_WRITES, dirty * (1 - HOT_WRITES)] if hot else [dirty]) / PAGE
    capped = rate < link
    quota = rate * np.where(capped, WINDOW_S, LOOK_S + LOOK_PAGES / 2 * PAGE_BYTES / link)
    return arrays[0].shape, State(
        id=np.arange(pages.size),
        over=np.zeros(pages.size, dtype=np.bool_),
        link=link,
        rate=rate,
        capped=capped,
        quota=quota,
        threshold=rate * limit / PAGE,
        deadline=deadline,
        late_clear=late_clear,
        throttles=throttles > 0,
        any_capped=bool(capped.any()),
        any_late_clear=bool(late_clear.any()),
        any_throttles=bool((throttles > 0).any()),
        any_deadline=bool(np.isfinite(deadline).any()),
        size=size,
        writes=np.where(size > 0, writes, 0.0),
        zero=zero,
        rest=np.maximum(pages - zero - working, 0.0),
        marked=size.copy(),
        window_left=np.where(capped, quota, np.maximum(phases, 1e-6) * quota),
        circle=Circle(np.zeros(pages.size), phases * working, working.copy(), working.copy()),
        ticked=np.zeros(pages.size, dtype=np.bool_),
        ahead=pages.copy(),
        best=np.full(pages.size, np.inf),
        t=volumes / rate,
        sent=volumes.copy(),
        judged=volumes / rate,
        sent_then=volumes.copy(),
        **{name: np.zeros(pages.size) for name in COUNTERS},
    )
