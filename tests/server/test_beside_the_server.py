"""The process that reckons for the server: who needs it is answered when it was killed, and it goes when the server goes."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.server.server_process import PATIENCE, free_port, start, wait_until_healthy
from tests.server.websocket_visitor import visit

STUDIO, DRAIN = "lm_dirty=777&lm_ram=96", "drain_vms=31+x+24+GiB+%40+33+MB%2Fs"


def test_it_is_replaced_when_it_was_killed_and_ends_with_the_server(tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    base, server = f"http://127.0.0.1:{port}", start(log, port)
    try:
        wait_until_healthy(base, server, log)
        (first,) = children(server.pid)
        os.kill(first, signal.SIGKILL)
        for slug, link in (("live_migration", STUDIO), ("drain_window", DRAIN)):
            seen = visit(base, slug, link)
            assert seen.errors == []
            assert any("Inputs:" in text or "31 VMs" in text for text in seen.markdown), seen.markdown
        (second,) = children(server.pid)
        assert second != first
    finally:
        server.kill()
        server.wait()
    until = time.monotonic() + PATIENCE
    while Path(f"/proc/{second}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{second}").exists()


def children(pid: int) -> list[int]:
    """The processes that a process has started, those that have ended and were waited for left out."""
    return [int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()]
