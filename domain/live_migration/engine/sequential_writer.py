"""A writer that goes round its working set, page by page: which of its pages a reading of the dirty log marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.live_migration.engine.points import Array, Points, share


@dataclass
class Circle(Points):
    """Where scan and writer stand on the circle of a working set, in pages.

    Two stretches are marked: what the scan has left lies just ahead of it, what was written ends where the writer is. So it is
    without a late clear. With one, and a writer that goes round more than once in a pass, what is marked lies in pieces: how
    much that is, is right, but it is taken for one stretch, and the passes after it are right only in the mean of all phases.
    """

    scan: Array
    """Where the scan stands."""
    writer: Array
    """Where the writer stands."""
    written: Array
    """Length of the stretch that the last reading found written."""
    written_to: Array
    """How far ahead of the scan the marked pages end."""

    def turn(self, size: Array, left: Array, writes: Array, sent: Array, late_clear: Array | None) -> Array:
        """Move on to the next reading: the pages that it marks and that were not marked before.

        `size` of the working set; `left` marked and not sent yet; `writes` and pages `sent` since the last reading; `late_clear`
        as in Rules, None where no point has it.
        """
        behind = np.maximum(self.written - self.written_to, 0.0)
        scanned = np.where(left <= behind, size - left, self.written_to - (left - behind))
        circle = np.where(size > 0, size, 1.0)
        self.writer = np.mod(self.writer + writes, circle)
        written = np.minimum(writes, size)
        if late_clear is not None:
            before = _before_the_scan(np.mod(self.writer - self.scan, circle), size, scanned, writes)
            written = written - late_clear * before * np.minimum(share(sent, scanned), 1.0)
        self.scan = np.mod(self.scan + scanned, circle)
        end = np.mod(self.writer - self.scan, circle)
        straight = np.maximum(np.minimum(left, end) - np.maximum(end - written, 0.0), 0.0)
        wrapped = np.minimum(left, end) + np.maximum(left - (size - (written - end)), 0.0)
        common = np.minimum(np.where(written <= end, straight, wrapped), np.minimum(left, written))
        self.written, self.written_to = written, np.maximum(end, np.where(written <= end, left, 0.0))
        return np.asarray(written - common)


def _before_the_scan(end: Array, size: Array, scanned: Array, writes: Array) -> Array:
    """Pages whose last write came before the scan did, so that a log that is cleared at the scan has forgotten it.

    Scan and writer move evenly; a page that lies `back` behind the writer's `end` was written that many writes ago, and the
    scan came to it when the share page / scanned of the time was over. Positions count from where the scan began. Below, the
    pages up to the end, then those beyond it, which the writer passed before it came round.
    """
    total = np.zeros(end.shape)
    lead = scanned - writes
    lead = np.where(np.abs(lead) > 1e-9, lead, 1e-9)
    for place in (end, end + size):
        least = np.maximum(np.maximum(place - size, 0.0), place - scanned)
        most = np.minimum(place, np.minimum(writes, size))
        meeting = writes * (scanned - place) / lead
        least = np.where(lead > 0, np.maximum(least, meeting), least)
        most = np.where(lead < 0, np.minimum(most, meeting), most)
        total = total + np.maximum(most - least, 0.0)
    return np.minimum(total, np.minimum(writes, size))
