"""Servers of our own on free loopback ports, and what they and everybody else cost, from /proc (Linux)."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BARE = ROOT / "benchmarks" / "apps" / "bare.py"
NO_GC = ("--runner.postScriptGC", "false")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server: its address and its process."""

    base: str
    pid: int

    def cpu_ms(self) -> float:
        """CPU time spent so far, in steps of 10 ms, by it and by the process beside it."""
        stats = (_stat(Path(f"/proc/{pid}/stat")) for pid in self._pids())
        return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS * 1000

    def memory_mb(self) -> float:
        """Memory that is in use now, in MB, by it and by the process beside it."""
        pages = (int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in self._pids())
        return sum(pages) * os.sysconf("SC_PAGESIZE") / 1e6

    def _pids(self) -> list[int]:
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return [self.pid, *(int(child) for task in tasks for child in (task / "children").read_text().split())]


@contextlib.contextmanager
def serve(script: Path, *flags: str) -> Iterator[Server]:
    """`streamlit run` of `script` from its own folder; the product's own settings therefore hold for the product alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script.name, "--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    command += ["--server.disconnectedSessionTTL", "1", "--logger.level", "error", *flags]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    process = subprocess.Popen(command, cwd=script.parent, env=environment, stdout=subprocess.DEVNULL)
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        _wait_healthy(server.base, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_healthy(base: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{base}/_stcore/health", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError(f"the server at {base} did not start")


class OtherLoad:
    """How many cores processes that are not ours keep busy; figures of a busy machine are worth less."""

    def __init__(self) -> None:
        self.started, self.busy, self.own = time.monotonic(), _machine_busy_s(), _own_cpu_s()

    def cores(self) -> float:
        passed = time.monotonic() - self.started
        return max(0.0, (_machine_busy_s() - self.busy - _own_cpu_s() + self.own) / passed)


def _stat(path: Path) -> list[str]:
    """Fields of a process's stat file from the third on (its name, the second, may hold spaces)."""
    return path.read_text().rsplit(")", 1)[1].split()


def _machine_busy_s() -> float:
    user, nice, system, _idle, _iowait, irq, softirq = map(int, Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + irq + softirq) / TICKS


def _own_cpu_s() -> float:
    """CPU time of this process and its descendants, ended ones included once their parent has waited for them."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields, pid = _stat(path), int(path.parent.name)
            parents[pid], seconds[pid] = int(fields[1]), sum(map(int, fields[11:15])) / TICKS
    mine = {os.getpid()}
    while new := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= new
    return sum(seconds.get(pid, 0) for pid in mine)
