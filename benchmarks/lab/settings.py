"""What a measured run is set to, and the row it becomes: the columns of data/qemu_runs.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from math import inf
from pathlib import Path
from typing import Literal

from domain.quantities.units import MIB, PAGE

Mode = Literal["cap", "link"]
Pattern = Literal["idle", "random", "sequential", "hotcold90_10"]

CHUNK_PAGES = 512
"""Pages of the 2-MiB chunks that the guest fills or leaves zero (guest.c: CHUNK)."""
GUEST_PAGES = 0x120
"""Pages below the memory that the guest fills: the first MiB, and the guest itself (guest.c: FIRST_PAGE)."""
WORDS_PER_WRITE = 16
"""Words of 4 bytes that a write of a page changes (guest.c: WORDS_PER_WRITE)."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One run: the guest (MiB; share of memory it writes; % of chunks left zero), the path (MiB/s) and the policy (ms, s).

    `dirty_ratio` is the rate at which pages are written, in bytes, over the bandwidth. `bandwidth_mode` says what limits the
    bandwidth: "cap" is QEMU's max-bandwidth on a much faster path, "link" the path itself. `postcopy_after_s` 0 is without.
    `swing_pct`: by how much the writes rise above their rate and fall below it, in turns, once in `swing_s` seconds.
    """

    run_id: str
    group: str = ""
    ram_mib: int = 512
    bandwidth_mib_s: float = 64.0
    bandwidth_mode: Mode = "link"
    dirty_ratio: float = 0.0
    ws_frac: float = 0.25
    pattern: Pattern = "random"
    zero_pct: int = 0
    downtime_limit_ms: int = 300
    auto_converge: bool = False
    postcopy_after_s: float = 0.0
    time_limit_s: float = 60.0
    swing_pct: int = 0
    swing_s: float = 0.0

    @property
    def writes_pages_s(self) -> float:
        """Page writes per second that the guest aims at."""
        return 0.0 if self.pattern == "idle" else self.dirty_ratio * self.bandwidth_mib_s * MIB / PAGE

    @property
    def nonzero_pages(self) -> int:
        """Pages that the guest fills, as guest.c spreads the chunks."""
        share = 100 - self.zero_pct
        chunks = range(1, self.ram_mib * MIB // PAGE // CHUNK_PAGES)
        filled = 1 + sum(chunk * share // 100 != (chunk - 1) * share // 100 for chunk in chunks)
        return filled * CHUNK_PAGES - GUEST_PAGES

    @property
    def ws_pages(self) -> int:
        """Pages that the guest writes over and over."""
        if self.pattern == "idle":
            return 0
        pages = int(self.ws_frac * self.ram_mib * MIB / PAGE * (100 - self.zero_pct) / 100)
        return min(pages, self.nonzero_pages)


@dataclass(kw_only=True)
class Row:
    """A run as it is written down, column by column; what was not measured stays empty."""

    run_id: str
    group: str
    repeat: int
    qemu_version: str = ""
    accel: str = "tcg"
    ram_mib: int
    guest_ram_total_mib: float | None = None
    bandwidth_mib_s: float
    bandwidth_mode: Mode
    dirty_ratio_target: float
    dirty_rate_target_pages_s: float
    dirty_rate_before_pages_s: float | None = None
    dirty_rate_during_pages_s: float | None = None
    calc_dirty_rate_mib_s: int | None = None
    ws_frac: float
    ws_pages: int
    ws_mib: float
    pattern: Pattern
    zero_pct: int
    nonzero_pages: int
    downtime_limit_ms: int
    auto_converge: int
    xbzrle: int = 0
    multifd_channels: int = 0
    postcopy_after_s: float
    words_per_touch: int = WORDS_PER_WRITE
    time_limit_s: float
    outcome: str = ""
    converged: int | None = None
    total_time_ms: int | None = None
    downtime_ms: int | None = None
    setup_time_ms: int | None = None
    stop_to_resume_ms: float | None = None
    wall_to_outcome_s: float | None = None
    ram_transferred_mib: float | None = None
    ram_remaining_mib: float | None = None
    normal_pages: int | None = None
    zero_pages: int | None = None
    dirty_sync_count: int | None = None
    qemu_dirty_pages_rate: int | None = None
    overall_mbps: float | None = None
    median_active_mbps: float | None = None
    expected_downtime_last_ms: int | None = None
    precopy_mib: float | None = None
    downtime_mib: float | None = None
    postcopy_mib: float | None = None
    postcopy_requests: int | None = None
    throttle_max_pct: int | None = None
    link_forwarded_mib: float | None = None
    n_passes: int | None = None
    elapsed_at_timeout_ms: int | None = None
    live_bandwidth_ratio: float | None = None
    xbzrle_mib: float | None = None
    xbzrle_cache_miss_rate: float | None = None
    loadavg_start: float | None = None
    loadavg_end: float | None = None
    started_utc: str = ""
    error: str = ""
    run_wall_s: float | None = None
    swing_pct: int = 0
    swing_s: float = 0.0

    @classmethod
    def of(cls, setting: Setting, repeat: int = 0) -> Row:
        """The row of a run that has not begun."""
        return cls(
            run_id=setting.run_id,
            group=setting.group,
            repeat=repeat,
            ram_mib=setting.ram_mib,
            bandwidth_mib_s=setting.bandwidth_mib_s,
            bandwidth_mode=setting.bandwidth_mode,
            dirty_ratio_target=setting.dirty_ratio,
            dirty_rate_target_pages_s=setting.writes_pages_s,
            ws_frac=setting.ws_frac,
            ws_pages=setting.ws_pages,
            ws_mib=round(setting.ws_pages * PAGE / MIB, 2),
            pattern=setting.pattern,
            zero_pct=setting.zero_pct,
            nonzero_pages=setting.nonzero_pages,
            downtime_limit_ms=setting.downtime_limit_ms,
            auto_converge=int(setting.auto_converge),
            postcopy_after_s=setting.postcopy_after_s,
            time_limit_s=setting.time_limit_s,
            swing_pct=setting.swing_pct,
            swing_s=setting.swing_s,
        )

    def disturbed(self, within: float = 0.02) -> str:
        """Why the host's other load makes this run worth less: bandwidth or writes short by more than `within`; else empty.

        Where auto-converge slows the guest on purpose, its writes before the migration are judged. Writes that rise and fall may
        be short by what one low turn lacks, for nobody knows in which turn the migration began.
        """
        writes = self.dirty_rate_before_pages_s if self.auto_converge else self.dirty_rate_during_pages_s
        found = {"bandwidth": self.live_bandwidth_ratio}
        if self.dirty_rate_target_pages_s and writes is not None:
            found["writes"] = writes / self.dirty_rate_target_pages_s
        lacks = self.swing_pct / 100 * self.swing_s / 2 / (self.wall_to_outcome_s or inf)
        least = {"bandwidth": 1 - within, "writes": 1 - within - lacks}
        off = [f"{name} {share:.1%} of the target" for name, share in found.items() if share is not None and share < least[name]]
        return ", ".join(off)

    def cells(self) -> dict[str, str]:
        """The row as a CSV file holds it."""
        return {name: "" if value is None else str(value) for name, value in asdict(self).items()}


COLUMNS = tuple(field.name for field in fields(Row))
"""The columns in their order."""


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write all rows; the file is whole at any time."""
    part = path.with_name(path.name + ".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(row.cells() for row in rows)
    part.replace(path)
