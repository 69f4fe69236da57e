"""The lab's own guest: compiled by this machine's gcc, told by its command line what to write, read through the monitor."""

from __future__ import annotations

import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lab.qmp import Monitor, QmpError
from benchmarks.lab.settings import Setting

HERE = Path(__file__).resolve().parent
STATUS = 0x100010
"""Address of the guest's status: ready, pages filled, pages written, TSC kHz (guest.c)."""
READY = 0x600DF00D
READY_S = 60.0
"""Seconds in which a guest has to have filled its memory; 512 MiB take 2."""
STEADY_MS, YIELDING_MS = 20, 1
"""How much lost time the guest makes up for: enough to keep its rate on a busy host, but next to nothing where QEMU's
throttle is to be felt, whose sleeps are of a few ms."""

FLAGS = """-m32 -march=i686 -O2 -ffreestanding -nostdlib -static -fno-pic -no-pie -fno-stack-protector -mgeneral-regs-only
    -fno-asynchronous-unwind-tables -Wl,--build-id=none -Wl,--no-warn-rwx-segments""".split()


def compiler() -> str | None:
    """Path of the C compiler."""
    return shutil.which("gcc")


def build(folder: Path) -> Path:
    """Compile the guest into a folder; a RuntimeError with the compiler's words if that fails."""
    kernel = folder / "guest.elf"
    command = [compiler() or "gcc", *FLAGS, "-Wl,-T," + str(HERE / "guest.ld"), "-o", str(kernel), str(HERE / "guest.c")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"gcc could not build the guest, it has to build for x86: {done.stderr.strip()[:500]}")
    return kernel


def command_line(setting: Setting) -> str:
    """What the guest reads of a setting."""
    regain = YIELDING_MS if setting.auto_converge else STEADY_MS
    return (
        f"ram={setting.ram_mib} zero={setting.zero_pct} ws={setting.ws_pages} rate={round(setting.writes_pages_s)}"
        f" pattern={setting.pattern} regain={regain} swing={setting.swing_pct} half={round(setting.swing_s * 500)}"
    )


@dataclass(frozen=True)
class Count:
    """Pages written so far, and when that was read (seconds of the host's clock)."""

    at: float
    writes: int

    def rate_since(self, earlier: Count, until: float | None = None) -> float:
        """Pages written a second since an earlier count; `until` is when the guest stopped, if it has."""
        writes = (self.writes - earlier.writes) % 2**32
        return round(writes / ((until or self.at) - earlier.at), 1)


def count(monitor: Monitor) -> Count:
    """Read the guest's counter."""
    before = time.time()
    writes = monitor.words(STATUS + 8, 1)[0]
    return Count((before + time.time()) / 2, writes)


def wait_ready(monitor: Monitor, setting: Setting) -> None:
    """Wait until the guest has filled its memory and has begun to write; QmpError if it does not come to it."""
    end = time.monotonic() + READY_S
    while (status := monitor.words(STATUS, 2))[0] != READY:
        if time.monotonic() > end:
            raise QmpError(f"the guest was not ready within {READY_S:g} s")
        time.sleep(0.05)
    if status[1] != setting.nonzero_pages:
        raise QmpError(f"the guest filled {status[1]} pages instead of {setting.nonzero_pages}")
