"""One live migration between two QEMU processes of this machine, over unix sockets, measured from outside."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.lab import guest
from benchmarks.lab.qmp import Monitor, QmpError, connect
from benchmarks.lab.settings import Row, Setting
from domain.quantities.units import MIB

ROOT = Path(__file__).resolve().parents[2]
FIXED = "-M pc -smp 1 -nodefaults -display none"
ACCELERATORS = {"tcg": "tcg,thread=multi", "kvm": "kvm"}
LINK_HEADROOM = 16
"""How many times the path's bandwidth QEMU may send where the path is to be the limit."""
POLL_S = 0.1
ENDED = ("completed", "failed", "cancelled")
GRACE_S = 10.0
"""Seconds for what follows a migration: the guest resumes over there, a cancelled one ends, the cable says what it carried."""
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Emulator:
    """The QEMU to measure, by name or path, and what runs its guests: a key of ACCELERATORS."""

    binary: str = "qemu-system-x86_64"
    accel: str = "tcg"


DEBIANS = Emulator()


def missing(emulator: Emulator = DEBIANS) -> str:
    """What the lab needs and this machine has not; empty if all is there."""
    found = {emulator.binary: shutil.which(emulator.binary), "gcc": guest.compiler()}
    return " and ".join(name for name, path in found.items() if not path)


def _die_with_parent() -> None:
    """A lab that is killed leaves no QEMU behind (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the lab, before others where that is allowed (nice goes on where it is not), and gone in every case."""
    with log.open("wb") as stderr:
        process = subprocess.Popen(
            ["nice", "-n", "-15", *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            preexec_fn=_die_with_parent,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


@dataclass
class Pair:
    """A guest that runs, a QEMU that waits for it, and the cable between them."""

    source: Monitor
    destination: Monitor
    uri: str
    cable: subprocess.Popen[bytes] | None


@contextmanager
def pair(setting: Setting, emulator: Emulator = DEBIANS) -> Iterator[Pair]:
    """Start source and destination, and wait until the guest writes its memory."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lab-")))
        kernel = guest.build(folder)
        base = [emulator.binary, *FIXED.split(), "-accel", ACCELERATORS[emulator.accel], "-m", str(setting.ram_mib)]
        base += ["-kernel", str(kernel), "-append", guest.command_line(setting)]

        def start(name: str, *more: str) -> Monitor:
            command = [*base, "-qmp", f"unix:{folder}/{name}.qmp,server=on,wait=off", *more]
            log = folder / f"{name}.log"
            process = stack.enter_context(_running(command, log))
            _wait_for(folder / f"{name}.qmp", process, log)
            return stack.enter_context(connect(folder / f"{name}.qmp"))

        destination = start("destination", "-incoming", "defer")
        source = start("source")
        _set_up(source, destination, setting)
        arrival = folder / "arrival"
        destination.execute("migrate-incoming", {"uri": f"unix:{arrival}"})
        guest.wait_ready(source, setting)
        if setting.bandwidth_mode == "cap":
            yield Pair(source, destination, f"unix:{arrival}", None)
            return
        door = folder / "door"
        rate = setting.bandwidth_mib_s * MIB
        command = [sys.executable, "-m", "benchmarks.lab.ratelink", str(door), str(arrival), str(rate)]
        cable = stack.enter_context(_running(command, folder / "cable.log"))
        _wait_for(door, cable, folder / "cable.log")
        yield Pair(source, destination, f"unix:{door}", cable)


def _wait_for(path: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for a socket that a process opens; QmpError with the process's own words if it does not."""
    end = time.monotonic() + GRACE_S
    while not path.exists():
        if process.poll() is not None or time.monotonic() > end:
            raise QmpError(f"{path.name} was not opened: {log.read_text(errors='replace').strip()[-500:]}")
        time.sleep(0.01)


def _set_up(source: Monitor, destination: Monitor, setting: Setting) -> None:
    wanted = {"events": True, "return-path": True, "auto-converge": setting.auto_converge}
    wanted["postcopy-ram"] = setting.postcopy_after_s > 0
    states = [{"capability": name, "state": state} for name, state in wanted.items()]
    for monitor in (source, destination):
        monitor.execute("migrate-set-capabilities", {"capabilities": states})
    bandwidth = setting.bandwidth_mib_s * MIB * (1 if setting.bandwidth_mode == "cap" else LINK_HEADROOM)
    parameters = {"max-bandwidth": round(bandwidth), "downtime-limit": setting.downtime_limit_ms}
    source.execute("migrate-set-parameters", parameters)


@dataclass
class Course:
    """What was seen while the guest migrated."""

    status: str = "setup"
    last: dict[str, Any] = field(default_factory=dict)
    mbps: list[float] = field(default_factory=list)
    expected_ms: int | None = None
    throttle: int = 0
    is_late: bool = False


def _follow(source: Monitor, setting: Setting) -> Course:
    """Watch a migration until it ends by itself or its time is over."""
    course, began, switched = Course(), time.monotonic(), False
    while True:
        course.last = source.execute("query-migrate")
        course.status = course.last.get("status", "setup")
        if course.status in ENDED:
            return course
        course.throttle = max(course.throttle, course.last.get("cpu-throttle-percentage", 0))
        course.expected_ms = course.last.get("expected-downtime", course.expected_ms)
        if mbps := course.last.get("ram", {}).get("mbps"):
            course.mbps.append(mbps)
        passed = time.monotonic() - began
        if passed >= setting.time_limit_s:
            course.is_late = True
            return course
        if 0 < setting.postcopy_after_s <= passed and not switched:
            source.execute("migrate-start-postcopy")
            switched = True
        time.sleep(min(POLL_S, setting.time_limit_s - passed))


def _cancel(source: Monitor) -> None:
    """QEMU calls a migration that is cancelled while it writes to its socket "failed" now and then."""
    source.execute("migrate_cancel")
    end = time.monotonic() + GRACE_S
    while source.execute("query-migrate")["status"] not in ENDED and time.monotonic() < end:
        time.sleep(0.02)


def _measure_before(source: Monitor, row: Row) -> None:
    """The guest's writes over a second, and what QEMU's own sampling makes of them (whole MiB/s)."""
    if not row.dirty_rate_target_pages_s:
        row.dirty_rate_before_pages_s = 0.0
        return
    earlier = guest.count(source)
    source.execute("calc-dirty-rate", {"calc-time": 1})
    time.sleep(1.05)
    row.dirty_rate_before_pages_s = guest.count(source).rate_since(earlier)
    end = time.monotonic() + GRACE_S
    while (found := source.execute("query-dirty-rate"))["status"] == "measuring" and time.monotonic() < end:
        time.sleep(0.02)
    row.calc_dirty_rate_mib_s = found.get("dirty-rate")


def migrate(setting: Setting, repeat: int = 0, emulator: Emulator = DEBIANS) -> Row:
    """Run one migration and return its row; what went wrong is in its `error`, with the outcome "error"."""
    row, began = Row.of(setting, repeat), time.monotonic()
    row.accel = emulator.accel
    row.started_utc = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    row.loadavg_start = round(os.getloadavg()[0], 2)
    try:
        with pair(setting, emulator) as ends:
            version = ends.source.execute("query-version")["qemu"]
            row.qemu_version = "{major}.{minor}.{micro}".format(**version)
            _measure_before(ends.source, row)
            _run(ends, setting, row)
    except (RuntimeError, OSError, subprocess.SubprocessError) as problem:
        row.outcome, row.error = "error", " ".join(str(problem).split())
    row.loadavg_end = round(os.getloadavg()[0], 2)
    row.run_wall_s = round(time.monotonic() - began, 1)
    return row


def _run(ends: Pair, setting: Setting, row: Row) -> None:
    source, earlier, began = ends.source, guest.count(ends.source), time.monotonic()
    source.execute("migrate", {"uri": ends.uri})
    course = _follow(source, setting)
    now = guest.count(source)
    if course.is_late:
        course.last = source.execute("query-migrate")
        course.is_late = course.last["status"] != "completed"
    if course.is_late:
        _cancel(source)
    row.wall_to_outcome_s = round(time.monotonic() - began, 2)
    if course.last["status"] == "failed":
        raise QmpError(f"QEMU says that the migration failed: {course.last.get('error-desc', 'no reason given')}")
    _note_course(row, course, setting)
    _note_ram(row, course.last.get("ram", {}))
    if not course.is_late:
        row.stop_to_resume_ms = _gap_ms(ends)
    if row.dirty_rate_target_pages_s:
        row.dirty_rate_during_pages_s = now.rate_since(earlier, source.events.get("STOP"))
    if ends.cable:
        carried, _ = ends.cable.communicate(timeout=GRACE_S)
        row.link_forwarded_mib = round(int(carried or 0) / MIB, 3)


def _gap_ms(ends: Pair) -> float | None:
    """Milliseconds from the stop of the guest here to its resumption there."""
    end = time.monotonic() + GRACE_S
    while "RESUME" not in ends.destination.events and time.monotonic() < end:
        ends.destination.execute("query-status")
        time.sleep(0.02)
    stopped, resumed = ends.source.events.get("STOP"), ends.destination.events.get("RESUME")
    return round((resumed - stopped) * 1000, 1) if stopped and resumed else None


def _note_course(row: Row, course: Course, setting: Setting) -> None:
    last = course.last
    row.outcome = "timeout" if course.is_late else "completed"
    row.converged = None if setting.postcopy_after_s else int(not course.is_late)
    row.setup_time_ms = last.get("setup-time")
    row.throttle_max_pct = course.throttle
    row.median_active_mbps = round(median(course.mbps), 2) if course.mbps else None
    row.expected_downtime_last_ms = course.expected_ms
    if course.is_late:
        row.elapsed_at_timeout_ms = last.get("total-time")
    else:
        row.total_time_ms, row.downtime_ms = last.get("total-time"), last.get("downtime")


def _note_ram(row: Row, ram: dict[str, Any]) -> None:
    if not ram:
        raise QmpError("QEMU gave no figures of the memory it sent")
    row.guest_ram_total_mib = round(ram["total"] / MIB, 2)
    row.ram_transferred_mib = round(ram["transferred"] / MIB, 3)
    row.ram_remaining_mib = round(ram["remaining"] / MIB, 3)
    row.normal_pages, row.zero_pages = ram["normal"], ram["duplicate"]
    row.dirty_sync_count = row.n_passes = ram["dirty-sync-count"]
    row.qemu_dirty_pages_rate = ram["dirty-pages-rate"]
    row.overall_mbps = round(ram["mbps"], 2)
    row.precopy_mib = round(ram["precopy-bytes"] / MIB, 3)
    row.downtime_mib = round(ram["downtime-bytes"] / MIB, 3)
    row.postcopy_mib = round(ram["postcopy-bytes"] / MIB, 3)
    row.postcopy_requests = ram["postcopy-requests"]
    live_ms = row.elapsed_at_timeout_ms or (row.total_time_ms or 0) - (row.downtime_ms or 0)
    if live_ms > 0 and not row.postcopy_after_s:
        row.live_bandwidth_ratio = round(row.precopy_mib / (live_ms / 1000) / row.bandwidth_mib_s, 4)
