"""Live migration as QEMU's own loop runs it, in mean values, for many guests at once.

The loop (QEMU 7.2 and 10.0, migration/migration.c and migration/ram.c, as read for and seen in the project's measurements):
send until less is left than the measured bandwidth moves within the downtime limit; only then read the dirty log; stop the
guest if what is left with it is still below, else go on sending. Words: a *pass* is one sweep over what is left; a *reading* is
one look into the dirty log, at the end of a pass or, under auto-converge, within one. Nothing is fitted to the measurements;
two constants are taken from them (see state.py).
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import WritePattern
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.auto_converge import THROTTLE_MOST, next_tick, slow_down, speed
from domain.live_migration.engine.guest import (
    WINDOW_S,
    AtDeadline,
    Estimate,
    Guest,
    MigrationOutcome,
    Numbers,
    Path,
    Round,
    Rules,
)
from domain.live_migration.engine.points import Array, over_parts, share
from domain.live_migration.engine.state import (
    PAGE_BYTES,
    POST_COPY_S,
    PROGRESS,
    STUCK_SYNCS,
    SWITCHOVER_S,
    ZERO_BYTES,
    State,
    start,
)
from domain.quantities.units import PAGE


def precopy(guest: Guest, path: Path, rules: Rules, phase: Numbers = 0.5, trace: list[Round] | None = None) -> Estimate:
    """Estimate of every point; the arrays in `guest`, `path`, `rules` and `phase` broadcast against each other.

    `phase` (0 to 1): where the loop's clock and a sequential writer stand at the start, which nobody knows beforehand.
    `trace` collects what was sent between the readings of the first point. O(points) memory; a point takes some tens of readings.
    """
    shape, state = start(guest, path, rules, phase)
    found = _nothing_yet(np.ravel(np.broadcast_to(phase, shape)))
    first = True
    while state.id.size:
        traced = trace is not None and state.id[0] == 0 and not state.over[0]
        before = _first_point(state) if traced else {}
        took, pages_sent = _send(state, rules, first)
        after = _first_point(state) if traced else {}
        new = _read_log(state, guest, took, pages_sent)
        if trace is not None and traced:
            trace.append(_round(before, after, float(new[0]) * PAGE))
        if state.any_throttles:
            slow_down(state)
        _settle(state, rules, found)
        runs = (~state.over).nonzero()[0]
        if 2 * runs.size <= state.id.size:
            state = state.take(runs)
        first = False
    found.total_s[:] += np.ravel(np.broadcast_to(rules.setup, shape))
    return Estimate(**{f.name: getattr(found, f.name).reshape(shape) for f in fields(found)})


def _nothing_yet(phases: Array) -> Estimate:
    size = phases.size
    return Estimate(
        outcome=np.full(size, MigrationOutcome.NEVER, dtype=np.int64),
        total_s=np.full(size, np.inf),
        downtime_s=np.full(size, np.nan),
        sent_bytes=np.zeros(size),
        passes=np.zeros(size, dtype=np.int64),
        syncs=np.zeros(size, dtype=np.int64),
        throttle=np.zeros(size),
        left_bytes=np.zeros(size),
        cut=np.zeros(size, dtype=np.bool_),
        phase=phases,
    )


def _first_point(s: State) -> dict[str, float]:
    now = {"t": s.t, "sent": s.sent, "left": s.pages * PAGE, "passes": s.passes, "throttle": s.throttle}
    return {name: float(values[0]) for name, values in now.items()}


def _round(before: dict[str, float], after: dict[str, float], dirty_bytes: float) -> Round:
    return Round(
        start_s=before["t"],
        end_s=after["t"],
        sent_bytes=after["sent"] - before["sent"],
        left_before=before["left"],
        left_after=after["left"],
        dirty_bytes=dirty_bytes,
        throttle=before["throttle"],
        whole=after["passes"] > before["passes"],
    )


def _send(s: State, rules: Rules, first: bool) -> tuple[Array, Array]:
    """Send until less than the threshold is left, or the timer reads the log, or the deadline comes.

    The seconds taken, and the pages sent of each part of the working set.
    """
    marked, tail, tail_bytes = s.marked, s.zero + s.rest, s.zero * ZERO_BYTES + s.rest * PAGE_BYTES
    pages, everything = tail + over_parts(marked), s.bytes
    excess = np.maximum(pages - s.threshold, 0.0)
    has_tail = not first and bool(tail.any())
    if first:
        need = excess * share(everything, pages)
    elif has_tail:
        need = np.where(excess <= tail, excess * share(tail_bytes, tail), tail_bytes + (excess - tail) * PAGE_BYTES)
    else:
        need = excess * PAGE_BYTES
    sent, ends = _until_below(s, need, everything)
    if s.any_deadline or s.any_throttles:
        until = s.deadline if first else np.minimum(s.deadline, next_tick(s, rules.sync_every, everything))
        s.ticked = ends > until
        sent = np.where(s.ticked, np.minimum(np.maximum((until - s.t) * s.rate, 0.0), everything), sent)
        ends = np.where(s.ticked, np.maximum(until, s.t), ends)
    took = ends - s.t
    if first:
        _take_first(s, pages * (1 - share(sent, everything)))
    elif has_tail:
        from_tail = np.minimum(sent, tail_bytes)
        keep = 1 - share(from_tail, tail_bytes)
        s.zero, s.rest = s.zero * keep, s.rest * keep
        s.marked = s.marked * np.maximum(1 - share(sent - from_tail, everything - tail_bytes), 0.0)
    else:
        s.marked = s.marked * np.maximum(1 - share(sent, everything), 0.0)
    s.t, s.sent = ends, s.sent + sent
    left = s.pages
    _sweep(s, pages - left, left)
    return took, marked - s.marked


def _until_below(s: State, need: Array, everything: Array) -> tuple[Array, Array]:
    """Bytes sent by the first look of the loop at which at least `need` of them have gone, and the time of that look."""
    looks = np.where(need < s.window_left, 0.0, np.floor((need - s.window_left) / s.quota) + 1)
    reach = s.window_left + looks * s.quota
    sent = np.minimum(reach, everything)
    if not s.any_capped:
        s.window_left = s.quota
        return sent, s.t + sent / s.rate
    empty = reach >= everything
    window = np.floor(s.t / WINDOW_S + 1e-9) * WINDOW_S
    burst = window + looks * WINDOW_S + (s.quota - (reach - everything)) / s.link
    ends = np.where(s.capped, np.where(empty, np.maximum(burst, s.t), window + (looks + 1) * WINDOW_S), s.t + sent / s.rate)
    s.window_left = np.where(s.capped & empty, reach - everything, s.quota)
    return sent, ends


def _sweep(s: State, sent: Array, left: Array) -> None:
    """Count passes, of pages `sent` and `left`. One is over when the scan has been once over memory, or where less than the
    threshold is left, as it is where neither the timer nor the deadline came before (`ticked`).

    Readings in mid-pass mark pages ahead of the scan as well as behind it, so a pass sends more than was left at its start.
    """
    if not s.ticked.any():
        s.passes, s.swept, s.ahead = s.passes + 1, np.zeros(left.size), left
        return
    over = ~s.ticked | (sent >= s.ahead)
    s.passes = s.passes + over
    s.swept = np.where(over, 0.0, s.swept + (1 - s.swept) * share(sent, s.ahead))
    s.ahead = np.where(over, left, s.ahead - sent)


def _take_first(s: State, left: Array) -> None:
    """What the first pass leaves: zero pages lie evenly in memory; the working set lies at its beginning, so it is sent first."""
    zero = left * share(s.zero, s.pages)
    rest = np.minimum(s.rest, left - zero)
    s.marked = s.marked * share(left - zero - rest, over_parts(s.marked))
    s.zero, s.rest = zero, rest


def _read_log(s: State, guest: Guest, took: Array, sent: Array) -> Array:
    """Mark what was written in the `took` seconds since the last reading; the pages that were not marked before.

    `sent`: pages sent meanwhile of each part of the working set.
    """
    writes = s.writes * took if not s.any_throttles else s.writes * speed(s, guest.catch_up_s) * took
    if guest.writes is WritePattern.SEQUENTIAL:
        late_clear = s.late_clear if s.any_late_clear else None
        new = s.circle.turn(s.size[0], s.marked[0], writes[0], sent[0], late_clear)[np.newaxis]
    else:
        new = _random(s, writes, sent)
    total = over_parts(new)
    if s.any_deadline or s.any_throttles:
        space = over_parts(s.size)
        open_ahead = np.maximum((1 - s.swept) * space - s.ahead, 0.0)
        s.ahead = s.ahead + total * np.minimum(share(open_ahead, space - over_parts(s.marked)), 1.0)
    s.marked = np.minimum(s.marked + new, s.size)
    s.syncs = s.syncs + 1
    s.dirtied = s.dirtied + total
    return total


def _random(s: State, writes: Array, sent: Array) -> Array:
    """The pages newly marked of a writer that chooses at random: 1 - exp(-writes per page) of those that are not marked.

    Where the log is cleared late, a page that was `sent` counts only what was written to it after that. The scan is taken to go
    evenly over the time, so the mean over it of 1 - exp(-writes x rest of the time) is 1 - (1 - exp(-writes)) / writes. A page
    that was clean at the last reading counts all its writes, whether the scan has come by or not.
    """
    often = share(writes, s.size)
    whole = -np.expm1(-often)
    new = s.size * whole * (1 - share(s.marked, s.size))
    if not s.any_late_clear:
        return np.asarray(new)
    later = np.where(often > 1e-9, 1 - share(whole, often), often / 2)
    return np.asarray(np.maximum(new - s.late_clear * sent * (whole - later), 0.0))


def _settle(s: State, rules: Rules, found: Estimate) -> None:
    """Write down the points that end now, and mark them."""
    pages = s.pages
    fits = (pages < s.threshold) | (pages <= 0) | (s.passes >= rules.pass_limit)
    better = pages < s.best * (1 - PROGRESS)
    moves = better | ((s.throttle > 0) & (s.throttle < THROTTLE_MOST)) if s.any_throttles else better
    s.stale = np.where(moves, 0.0, s.stale + 1)
    s.best = np.where(better, pages, s.best)
    stuck = ~fits & ((s.stale >= STUCK_SYNCS) | (s.syncs >= rules.most_readings))
    late = ~fits & ((s.t >= s.deadline) | (stuck & np.isfinite(s.deadline))) if s.any_deadline else np.zeros_like(stuck)
    now = ((fits | late | stuck) & ~s.over).nonzero()[0]
    if now.size:
        _write_down(s, now, fits[now], late[now], stuck[now], rules.at_deadline, found)
        s.over[now] = True


def _write_down(
    s: State,
    now: npt.NDArray[np.intp],
    fits: npt.NDArray[np.bool_],
    late: npt.NDArray[np.bool_],
    stuck: npt.NDArray[np.bool_],
    at_deadline: AtDeadline,
    found: Estimate,
) -> None:
    """What becomes of the points that end `now`: they fit into the downtime limit, are late for their deadline, or never end.

    One whose deadline comes while volumes are still copied is taken to be aborted: no memory has been sent that post-copy or a
    pause could finish.
    """
    left, took, sent, rate, link, deadline, throttle = (
        values[now] for values in (s.bytes, s.t, s.sent, s.rate, s.link, s.deadline, s.throttle)
    )
    sent = np.where(late & stuck, sent + rate * (deadline - took), sent)
    t = np.where(late, deadline, took)
    last = left / link + SWITCHOVER_S
    outcome, standstill, takes, sends = _at_deadline(left, rate, link, deadline, at_deadline)
    copying = took > deadline
    outcome = np.where(copying, MigrationOutcome.ABORTED, outcome)
    standstill, takes, sends = (
        np.where(copying, none, what) for none, what in ((np.nan, standstill), (0.0, takes), (0.0, sends))
    )
    throttled = np.where(throttle > 0, MigrationOutcome.THROTTLED, MigrationOutcome.CONVERGES)
    at = s.id[now]
    found.outcome[at] = np.where(fits, throttled, np.where(late, outcome, MigrationOutcome.NEVER))
    found.total_s[at] = np.where(fits, t + last, np.where(late, t + takes, np.inf))
    found.downtime_s[at] = np.where(fits, last, np.where(late, standstill, np.nan))
    found.sent_bytes[at] = sent + np.where(fits, left, np.where(late, sends, 0.0))
    found.passes[at] = s.passes[now].astype(np.int64)
    found.syncs[at] = s.syncs[now].astype(np.int64)
    found.throttle[at] = throttle
    found.left_bytes[at] = s.pages[now] * PAGE
    found.cut[at] = late & ~stuck


def _at_deadline(
    left: Array, rate: Array, link: Array, deadline: Array, what: AtDeadline
) -> tuple[npt.NDArray[np.int64], Array, Array, Array]:
    """What a migration becomes at its deadline: outcome, seconds of standstill, seconds until its end, and bytes sent by then."""
    size = left.size
    if what is AtDeadline.POST_COPY:
        switch = np.full(size, POST_COPY_S)
        return np.full(size, MigrationOutcome.POST_COPY), switch, left / link + switch, left
    if what is AtDeadline.PAUSE:
        needs, longest = left / rate + SWITCHOVER_S, kubevirt.longest_pause(deadline)
        stands, given_up = np.minimum(needs, longest), needs > longest
        outcome = np.where(given_up, MigrationOutcome.ABORTED, MigrationOutcome.PAUSED)
        return outcome, stands, stands, np.where(given_up, np.minimum(longest * rate, left), left)
    return np.full(size, MigrationOutcome.ABORTED), np.full(size, np.nan), np.zeros(size), np.zeros(size)
