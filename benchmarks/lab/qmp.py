"""QEMU's monitor protocol (QMP): commands and answers as lines of JSON on a unix socket, events in between."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LISTENS_WITHIN_S = 5.0
"""Seconds between the socket's file and the door behind it that are put up with."""

ANSWER_S = 30.0
"""Seconds after which a monitor that does not answer is given up."""


class QmpError(RuntimeError):
    """QEMU refused a command."""


class Monitor:
    """A connection to one QEMU; events are kept as they come, by name, with the host's time of the first of each."""

    def __init__(self, connection: socket.socket) -> None:
        connection.settimeout(ANSWER_S)
        self._lines = connection.makefile("rwb")
        self.events: dict[str, float] = {}
        self._next()
        self.execute("qmp_capabilities")

    def _next(self) -> dict[str, Any]:
        line = self._lines.readline()
        if not line:
            raise QmpError("QEMU closed its monitor")
        message: dict[str, Any] = json.loads(line)
        if "event" in message:
            at = message["timestamp"]
            self.events.setdefault(message["event"], at["seconds"] + at["microseconds"] / 1e6)
        return message

    def execute(self, command: str, arguments: dict[str, Any] | None = None) -> Any:
        """Run a command and return what it answers; QmpError with QEMU's own words if it refuses."""
        self._lines.write(json.dumps({"execute": command, "arguments": arguments or {}}).encode() + b"\n")
        self._lines.flush()
        while True:
            message = self._next()
            if "error" in message:
                raise QmpError(f"{command}: {message['error']['desc']}")
            if "return" in message:
                return message["return"]

    def words(self, address: int, count: int) -> list[int]:
        """32-bit words of the guest's physical memory."""
        text = self.execute("human-monitor-command", {"command-line": f"xp /{count}wx {address:#x}"})
        return [int(word, 16) for line in text.splitlines() for word in line.partition(":")[2].split()]


@contextlib.contextmanager
def connect(path: Path) -> Iterator[Monitor]:
    """The monitor at a socket that stands in its folder; QEMU listens a moment after it has made it."""
    with socket.socket(socket.AF_UNIX) as connection:
        end = time.monotonic() + LISTENS_WITHIN_S
        while True:
            try:
                connection.connect(str(path))
                break
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        yield Monitor(connection)
