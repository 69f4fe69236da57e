"""A migration played page by page, with none of the estimate's formulas: a scan, a bitmap, a log, a writer with dice."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from domain.live_migration.engine.state import SYNC_EVERY_S

MOST_READINGS = 500


@dataclass
class Paged:
    """QEMU's loop over `pages`, of which `working`, evenly spread, are written `writes` times a second, and `rate` sent.

    It stops below `threshold` pages. `late`: a page's log is cleared when it is sent, not at the reading. `writer`: where a
    sequential writer stands at the start, 0 to 1. The results are in `seconds`, `throttle`, `marked` (by reading) and `throttled`
    (when the throttle was raised).
    """

    pages: int
    working: int
    writes: float
    rate: float
    threshold: float
    sequential: bool = False
    late: bool = False
    auto_converge: bool = False
    writer: float = 0.5
    seconds: float = 0.0
    throttle: float = 0.0
    marked: list[int] = field(default_factory=list)
    throttled: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = np.random.default_rng(0)
        self.place = np.arange(self.working) * self.pages // max(self.working, 1)
        self.bitmap, self.log = np.ones(self.pages, bool), np.zeros(self.pages, bool)
        self.at, self.scan, self.owed, self.sent = int(self.writer * self.working), 0, 0.0, 0
        self.judged, self.sent_then, self.dirtied, self.high = 0.0, 0, 0, 0

    def run(self) -> Paged:
        tick, before = SYNC_EVERY_S, 0
        while True:
            while self.bitmap.sum() >= self.threshold:
                self._send()
                if self.auto_converge and self.seconds >= tick:
                    if self.marked and len(self.marked) == before:
                        self._read()
                    tick, before = tick + SYNC_EVERY_S, len(self.marked)
            self._read()
            if self.bitmap.sum() < self.threshold:
                self.seconds += float(self.bitmap.sum()) / self.rate
                return self
            if len(self.marked) > MOST_READINGS:
                raise RuntimeError("this guest does not converge")

    def _send(self) -> None:
        left = np.flatnonzero(self.bitmap)
        order = np.roll(left, -int(np.searchsorted(left, self.scan)))
        over = int(left.size - self.threshold) + 1
        now = order[: max(min(self.pages // 1000, int(self.rate / 4), over), 1)]
        self.bitmap[now], self.scan = False, int(now[-1]) + 1
        if self.late:
            self.log[now] = False
        self.sent += now.size
        self.seconds += now.size / self.rate
        self.owed += self.writes * (1 - self.throttle) * now.size / self.rate
        count, self.owed = int(self.owed), self.owed % 1
        which = (
            (self.at + np.arange(count)) % self.working if self.sequential else self.dice.integers(0, self.working or 1, count)
        )
        self.at += count
        self.log[self.place[which]] = True

    def _read(self) -> None:
        new = int((self.log & ~self.bitmap).sum())
        self.marked.append(new)
        self.dirtied += new
        self.bitmap |= self.log
        if not self.late:
            self.log[:] = False
        if self.seconds - self.judged > 1:
            self.high += self.auto_converge and self.dirtied > (self.sent - self.sent_then) / 2
            if self.high == 2:
                self.high, self.throttle = 0, min(self.throttle + 0.1, 0.99) if self.throttle else 0.2
                self.throttled.append(self.seconds)
            self.judged, self.sent_then, self.dirtied = self.seconds, self.sent, 0
