"""Live migration as QEMU's own loop runs it, in mean values, for many guests at once.

The loop (QEMU 7.2 and 10.0, migration/migration.c and migration/ram.c, as read for and seen in the project's measurements):
send until less is left than the measured bandwidth moves within the downtime limit; only then read the dirty log; stop the
guest if what is left with it is still below, else go on sending. Nothing here is fitted to the measurements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.catalog.vocabulary import Writes
from domain.migration.guest import WINDOW_S, AtDeadline, Estimate, Guest, Numbers, Outcome, Path, Round, Rules
from domain.migration.loop import (
    CALM_READINGS,
    MOST_SYNCS,
    PAGE_BYTES,
    POST_COPY_S,
    PROGRESS,
    STUCK_SYNCS,
    SWITCHOVER_S,
    THROTTLE_FIRST,
    THROTTLE_MORE,
    THROTTLE_MOST,
    THROTTLE_PERIOD_S,
    THROTTLE_SLICE_S,
    THROTTLE_TIMES,
    THROTTLE_TRIGGER,
    ZERO_BYTES,
    Array,
    State,
    start,
)
from domain.migration.units import PAGE


def precopy(guest: Guest, path: Path, rules: Rules, phase: Numbers = 0.5, trace: list[Round] | None = None) -> Estimate:
    """Estimate of every point; the arrays in `guest`, `path`, `rules` and `phase` broadcast against each other.

    `phase` (0 to 1): where the loop's clock and a sequential writer stand at the start, which nobody knows beforehand.
    `trace` collects the passes of the first point. O(points) memory; a point takes some tens of passes.
    """
    shape, state = start(guest, path, rules, phase)
    size = state.id.size
    found = Estimate(
        outcome=np.full(size, Outcome.NEVER, dtype=np.int64),
        total_s=np.full(size, np.inf),
        downtime_s=np.full(size, np.nan),
        sent_bytes=np.zeros(size),
        passes=np.zeros(size, dtype=np.int64),
        syncs=np.zeros(size, dtype=np.int64),
        throttle=np.zeros(size),
        left_bytes=np.zeros(size),
        cut=np.zeros(size, dtype=np.bool_),
    )
    turn = 0
    while state.id.size:
        before, began, made = state.pages[:1].copy(), state.t[:1].copy(), state.passes[:1].copy()
        sent, took = _send(state, rules, first=turn == 0)
        after, passes = state.pages[:1].copy(), state.passes[:1].copy()
        new = _read_log(state, guest, state.t - took, first=turn == 0)
        if trace is not None and state.id.size and state.id[0] == 0:
            ends = float(state.t[0])
            trace.append(
                Round(
                    start_s=float(began[0]),
                    end_s=ends,
                    sent_bytes=float(sent[0]),
                    left_before=float(before[0]) * PAGE,
                    left_after=float(after[0]) * PAGE,
                    dirty_bytes=float(new[0]) * PAGE,
                    throttle=float(state.throttle[0]),
                    whole=bool(passes[0] > made[0]),
                )
            )
        if state.throttles.any():
            _throttle(state)
        over = _settle(state, rules, found)
        if over.any():
            state = state.only(~over)
        turn += 1
    return Estimate(**{f.name: getattr(found, f.name).reshape(shape) for f in fields(found)})


def _send(s: State, rules: Rules, first: bool) -> tuple[Array, Array]:
    """Send until less than the threshold is left; the bytes sent and the seconds taken."""
    pages, everything = s.pages, s.bytes
    tail, tail_bytes = s.zero + s.rest, s.zero * ZERO_BYTES + s.rest * PAGE_BYTES
    excess = np.maximum(pages - s.threshold, 0.0)
    if first:
        need = excess * _share(everything, pages)
    else:
        need = np.where(excess <= tail, excess * _share(tail_bytes, tail), tail_bytes + (excess - tail) * PAGE_BYTES)
    looks = np.where(need < s.left, 0.0, np.floor((need - s.left) / s.quota) + 1)
    reach = s.left + looks * s.quota
    empty = reach >= everything
    sent = np.minimum(reach, everything)
    window = np.floor(s.t / WINDOW_S + 1e-9) * WINDOW_S
    burst = window + looks * WINDOW_S + (s.quota - (reach - everything)) / s.link
    ends = np.where(s.capped, np.where(empty, np.maximum(burst, s.t), window + (looks + 1) * WINDOW_S), s.t + sent / s.rate)
    s.left = np.where(s.capped & empty, reach - everything, s.quota)
    # A reading in mid-pass can only raise the throttle. Where the last one found no need to, the next comes within a thirtieth of
    # what is left, so that a pass of days costs tens of readings, not thousands.
    often = np.where(s.calm > 0, np.maximum(everything / s.rate / CALM_READINGS, rules.sync_every), rules.sync_every)
    extra = np.where(s.throttle > 0, often, np.inf)
    until = s.deadline if first else np.minimum(s.deadline, s.t + extra)
    cut = ends > until
    sent = np.where(cut, np.minimum((until - s.t) * s.rate, everything), sent)
    ends = np.where(cut, until, ends)
    took = ends - s.t
    if first:
        _take_first(s, pages * (1 - _share(sent, everything)))
    else:
        from_tail = np.minimum(sent, tail_bytes)
        keep = 1 - _share(from_tail, tail_bytes)
        s.zero, s.rest = s.zero * keep, s.rest * keep
        s.m = s.m * np.maximum(1 - _share(sent - from_tail, everything - tail_bytes), 0.0)
    s.t, s.sent = ends, s.sent + sent
    _sweep(s, pages - s.pages, ended=~cut)
    return sent, took


def _sweep(s: State, sent: Array, ended: npt.NDArray[np.bool_]) -> None:
    """Count passes. One is over when the scan has been once over memory, or where less than the threshold is left (`ended`).

    Readings in mid-pass mark pages ahead of the scan as well as behind it, so a pass sends more than was left at its start.
    """
    over = ended | (sent >= s.ahead)
    s.passes = s.passes + over
    s.swept = np.where(over, 0.0, s.swept + (1 - s.swept) * _share(sent, s.ahead))
    s.ahead = np.where(over, s.pages, s.ahead - sent)


def _take_first(s: State, left: Array) -> None:
    """What the first pass leaves: zero pages lie evenly in memory; the working set lies at its beginning, so it is sent first."""
    zero = left * _share(s.zero, s.pages)
    rest = np.minimum(s.rest, left - zero)
    s.m = s.m * _share(left - zero - rest, s.m.sum(axis=0))
    s.zero, s.rest = zero, rest


def _read_log(s: State, guest: Guest, began: Array, first: bool) -> Array:
    """Add what was written since the last reading; the pages that were not marked before. `began`: that reading's time."""
    running = np.minimum((1 - s.throttle) * (1 + np.where(s.throttle > 0, guest.catch_up_s / THROTTLE_SLICE_S, 0.0)), 1.0)
    writes = s.d * running * (s.t - began)
    if guest.writes is Writes.SEQUENTIAL:
        new = _sequential(s, writes)
    else:
        often = _share(writes, s.w)
        whole = -np.expm1(-often)
        dirty = s.w * whole
        if s.late_clear.any():
            later = np.where(often > 1e-9, 1 - _share(whole, often), often / 2)
            dirty = dirty + s.w * s.late_clear * (1.0 if first else _share(s.m, s.w)) * (later - whole)
        new = dirty * (1 - _share(s.m, s.w))
    total, space = np.asarray(new.sum(axis=0)), s.w.sum(axis=0)
    open_ahead = np.maximum((1 - s.swept) * space - s.ahead, 0.0)
    s.ahead = s.ahead + total * np.minimum(_share(open_ahead, space - s.m.sum(axis=0)), 1.0)
    s.m = np.minimum(s.m + new, s.w)
    s.syncs = s.syncs + 1
    s.dirtied = s.dirtied + total
    return total


def _sequential(s: State, writes: Array) -> Array:
    """The same for a writer that goes round its working set: positions on the circle decide which pages were marked already.

    The scan goes on where it stopped, so what is left lies just ahead of it; the new pages end where the writer is.
    """
    w, left = s.w[0], s.m[0]
    behind = np.maximum(s.arc - s.gap_end, 0.0)
    moved = np.where(left <= behind, w - left, s.gap_end - (left - behind))
    circle = np.where(w > 0, w, 1.0)
    s.scan = np.mod(s.scan + moved, circle)
    s.writer = np.mod(s.writer + writes[0], circle)
    arc, end = np.minimum(writes[0], w), np.mod(s.writer - s.scan, circle)
    straight = np.maximum(np.minimum(left, end) - np.maximum(end - arc, 0.0), 0.0)
    wrapped = np.minimum(left, end) + np.maximum(left - (w - (arc - end)), 0.0)
    common = np.minimum(np.where(arc <= end, straight, wrapped), np.minimum(left, arc))
    s.arc, s.gap_end = arc, np.maximum(end, np.where(arc <= end, left, 0.0))
    return np.stack([arc - common])


def _throttle(s: State) -> None:
    due = s.t - s.looked > THROTTLE_PERIOD_S
    much = s.throttles & due & (s.dirtied * PAGE > THROTTLE_TRIGGER * (s.sent - s.moved))
    s.high = s.high + much
    up = much & (s.high >= THROTTLE_TIMES)
    more = np.where(s.throttle == 0, THROTTLE_FIRST, np.minimum(s.throttle + THROTTLE_MORE, THROTTLE_MOST))
    s.throttle = np.where(up, more, s.throttle)
    s.high = np.where(up, 0.0, s.high)
    s.calm = np.where(due, ~much, s.calm)
    s.looked = np.where(due, s.t, s.looked)
    s.dirtied = np.where(due, 0.0, s.dirtied)
    s.moved = np.where(due, s.sent, s.moved)


def _settle(s: State, rules: Rules, found: Estimate) -> npt.NDArray[np.bool_]:
    """Write down the points that end now, and say which they are."""
    pages = s.pages
    fits = (pages < s.threshold) | (pages <= 0) | (s.syncs >= rules.pass_limit)
    better = pages < s.best * (1 - PROGRESS)
    s.stale = np.where(better | ((s.throttle > 0) & (s.throttle < THROTTLE_MOST)), 0.0, s.stale + 1)
    s.best = np.where(better, pages, s.best)
    stuck = ~fits & ((s.stale >= STUCK_SYNCS) | (s.syncs >= MOST_SYNCS))
    late = ~fits & ((s.t >= s.deadline) | (stuck & np.isfinite(s.deadline)))
    over: npt.NDArray[np.bool_] = fits | late | stuck
    if not over.any():
        return over
    s.sent = np.where(late & stuck, s.sent + s.rate * (s.deadline - s.t), s.sent)
    s.t = np.where(late, s.deadline, s.t)
    bytes_ = s.bytes
    last = bytes_ / s.link
    paused = bytes_ / s.rate
    if rules.at_deadline is AtDeadline.POST_COPY:
        outcome, ends, down = Outcome.POST_COPY, s.t + last + POST_COPY_S, np.full(s.t.size, POST_COPY_S)
    elif rules.at_deadline is AtDeadline.PAUSE:
        outcome, ends, down = Outcome.PAUSED, s.t + paused + SWITCHOVER_S, paused + SWITCHOVER_S
    else:
        outcome, ends, down = Outcome.ABORTED, s.t, np.full(s.t.size, np.nan)
    throttled = np.where(s.throttle > 0, Outcome.THROTTLED, Outcome.CONVERGES)
    at = s.id[over]
    found.outcome[at] = np.where(fits, throttled, np.where(late, outcome, Outcome.NEVER))[over]
    found.total_s[at] = np.where(fits, s.t + last + SWITCHOVER_S, np.where(late, ends, np.inf))[over]
    found.downtime_s[at] = np.where(fits, last + SWITCHOVER_S, np.where(late, down, np.nan))[over]
    moves = fits | (late & (outcome != Outcome.ABORTED))
    found.sent_bytes[at] = (s.sent + np.where(moves, bytes_, 0.0))[over]
    found.syncs[at] = s.syncs[over].astype(np.int64)
    found.passes[at] = s.passes[over].astype(np.int64)
    found.throttle[at] = s.throttle[over]
    found.left_bytes[at] = (pages * PAGE)[over]
    found.cut[at] = (late & ~stuck)[over]
    return over


def _share(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros(np.broadcast(part, whole).shape), where=whole > 0)


PHASES = (np.arange(16) + 0.5) / 16
"""Where the loop's clock may stand at the start: evenly spread, because nobody knows."""


def typical(guest: Guest, path: Path, rules: Rules) -> tuple[Estimate, list[Round]]:
    """One guest over one path: the estimate at the most typical of sixteen phases, and its passes.

    Most typical is the phase that is nearest to the median total time and the mean downtime of all.
    """
    tried = precopy(guest, path, rules, PHASES)
    passes: list[Round] = []
    return precopy(guest, path, rules, PHASES[[_most_typical(tried.total_s, tried.downtime_s)]], passes), passes


def each_typical(guest: Guest, path: Path, rules: Rules) -> Estimate:
    """The same for many guests at once: columns of shape (n, 1) in, n points out, each at its own most typical phase."""
    tried = precopy(guest, path, rules, PHASES)
    chosen = [_most_typical(*point) for point in zip(tried.total_s, tried.downtime_s, strict=True)]
    rows = np.arange(len(chosen))
    return Estimate(**{f.name: getattr(tried, f.name)[rows, chosen] for f in fields(tried)})


def _most_typical(total_s: Array, downtime_s: Array) -> int:
    return int(np.argmin(_distance(total_s, np.median) + _distance(downtime_s, np.mean)))


def _distance(values: Array, middle: Callable[[Array], np.floating[Any]]) -> Array:
    known = values[np.isfinite(values)]
    at = float(middle(known)) if known.size else 0.0
    far = np.abs(values - at) / at if at > 0 else np.zeros(values.size)
    return np.where(np.isfinite(values), far, 2.0 * (2 * known.size > values.size))
