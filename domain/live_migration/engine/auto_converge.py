"""QEMU's auto-converge: when it reads the dirty log, what it makes of it, and how far it slows the guest."""

from __future__ import annotations

import numpy as np

from domain.live_migration.engine.points import Array
from domain.live_migration.engine.state import State
from domain.quantities.units import PAGE

THROTTLE_FIRST, THROTTLE_MORE, THROTTLE_MOST = 0.2, 0.1, 0.99
"""Auto-converge: share of vCPU time taken at first, added each time, and at most (QEMU's parameters' defaults)."""

THROTTLE_TRIGGER, THROTTLE_PERIOD_S, THROTTLE_TIMES = 0.5, 1.0, 2
"""It looks at readings of the log more than a second apart; twice more dirtied than half of what was sent, and it throttles."""

THROTTLE_SLICE_S = 0.01
"""The guest runs 10 ms between the throttle's sleeps (softmmu/cpu-throttle.c, CPU_THROTTLE_TIMESLICE_NS)."""

CALM_READINGS = 30
"""Readings that a pass gets at most while they raise no throttle: a grain of the computation, not of QEMU, which reads on every
tick. A step of the throttle comes at most a thirtieth of a pass late by it."""


def next_tick(s: State, every: float, left_bytes: Array) -> Array:
    """When the log is read next, if the pass lasts as long: infinite without auto-converge, and before QEMU 9.2.

    A timer that starts with the migration ticks `every` seconds; from the second pass on it reads the log if nothing else has
    since its last tick (migration/cpu-throttle.c, cpu_throttle_dirty_sync_timer_tick). All that a reading in mid-pass can do is
    raise the throttle: where the last one found no need to, or it is at its most, the next comes after a thirtieth of what is
    left, so that a pass of days costs tens of readings, not thousands.
    """
    if every == np.inf or not s.any_throttles:
        return np.full(s.t.size, np.inf)
    idle = (s.calm > 0) | (s.throttle >= THROTTLE_MOST)
    spared = np.where(idle, np.maximum(np.ceil(left_bytes / s.rate / CALM_READINGS / every) - 1, 0.0), 0.0)
    ticks = np.floor(s.t / every + 1e-9) + np.where(s.ticked, 1, 2) + spared
    return np.where(s.throttles, ticks * every, np.inf)


def slow_down(s: State) -> None:
    """Judge what was dirtied against what was sent (migration/ram.c, migration_trigger_throttle), and take more of the vCPUs
    where it was too much twice."""
    due = s.t - s.judged > THROTTLE_PERIOD_S
    if not due.any():
        return
    much = s.throttles & due & (s.dirtied * PAGE > THROTTLE_TRIGGER * (s.sent - s.sent_then))
    s.high = s.high + much
    up = much & (s.high >= THROTTLE_TIMES)
    more = np.where(s.throttle == 0, THROTTLE_FIRST, np.minimum(s.throttle + THROTTLE_MORE, THROTTLE_MOST))
    s.throttle = np.where(up, more, s.throttle)
    s.high = np.where(up, 0.0, s.high)
    s.calm = np.where(due, ~much, s.calm)
    s.judged = np.where(due, s.t, s.judged)
    s.dirtied = np.where(due, 0.0, s.dirtied)
    s.sent_then = np.where(due, s.sent, s.sent_then)


def speed(s: State, catch_up_s: float) -> Array:
    """The guest's speed under its throttle, 0 to 1; `catch_up_s` as in Guest."""
    gain = np.where(s.throttle > 0, catch_up_s / THROTTLE_SLICE_S, 0.0)
    return np.asarray(np.minimum((1 - s.throttle) * (1 + gain), 1.0))
