"""`python -m benchmarks.lab OUT.csv`: a series of real migrations, written down one by one."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from types import FrameType

from benchmarks.lab.qemu import ACCELERATORS, DEBIANS, Emulator, migrate, missing
from benchmarks.lab.series import SERIES, series
from benchmarks.lab.settings import Row, Setting, write


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lab", description="Measure live migrations of a real QEMU.")
    parser.add_argument("out", type=Path, help="CSV file with the columns of data/qemu_runs.csv; it is replaced")
    about = "; ".join(f"{name}: {what}" for name, what in SERIES.items())
    parser.add_argument("--series", choices=SERIES, default="quick", help=about)
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="run the whole series N times")
    parser.add_argument("--qemu", default=DEBIANS.binary, metavar="PATH", help="the QEMU to measure (default: %(default)s)")
    parser.add_argument("--accel", choices=ACCELERATORS, default=DEBIANS.accel, help="what runs the guest (default: %(default)s)")
    given = parser.parse_args()
    emulator = Emulator(given.qemu, given.accel)
    if lacking := missing(emulator):
        print(f"The lab needs {lacking}: python -m tests.qemu.qemu installs it where it can.", file=sys.stderr)
        return 1
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _leave)
    rows: list[Row] = []
    for turn in range(given.repeat):
        for setting in series(given.series):
            _measure(setting, turn, emulator, rows, given.out)
    return 0


def _leave(number: int, _frame: FrameType | None) -> None:
    """End as if by an error, so that everything started is stopped on the way out; the shell's exit status for a signal."""
    raise SystemExit(128 + number)


def _measure(setting: Setting, turn: int, emulator: Emulator, rows: list[Row], out: Path) -> None:
    """Run a setting, once more if the host disturbed it; both rows are kept, the disturbed one says so in `error`."""
    for _ in range(2):
        row = migrate(setting, turn, emulator)
        disturbed = row.disturbed()
        if disturbed and not row.error:
            row.error = f"disturbed: {disturbed}"
        rows.append(row)
        write(out, rows)
        print(line(row), flush=True)
        if not row.error:
            return


def line(row: Row) -> str:
    """A run in a line."""
    about = f"{row.run_id} {row.bandwidth_mode} r {row.dirty_ratio_target:g} W {row.ws_frac:.0%} {row.pattern}"
    if row.zero_pct:
        about += f" zero {row.zero_pct} %"
    if row.auto_converge:
        about += f" throttle {row.throttle_max_pct} %"
    result = row.outcome
    if row.total_time_ms:
        naive = row.ram_mib / row.bandwidth_mib_s
        seconds = row.total_time_ms / 1000
        result = f"{seconds:.2f} s ({seconds / naive:.2f} x naive), downtime {row.downtime_ms} ms of {row.downtime_limit_ms}"
    return f"{about}: {result}" + (f" [{row.error}]" if row.error else "")


if __name__ == "__main__":
    raise SystemExit(main())
