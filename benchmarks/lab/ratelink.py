"""The cable between two QEMUs: forwards one unix-socket connection at a given rate and prints the bytes it carried.

A process of its own, so that nothing else in the lab delays it: `python -m benchmarks.lab.ratelink LISTEN CONNECT RATE`.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
import time
from pathlib import Path

PIECE = 32 * 1024
"""Bytes taken at a time: 1 ms at 32 MiB/s, so that the flow is even."""
BURST_S = 0.02
"""How much time lost to a late wake-up may be made up for; what lies idle for longer is lost, as on a wire."""


def forward(source: socket.socket, sink: socket.socket, rate: float) -> int:
    """Pass bytes on until the source ends, `rate` bytes a second at most (a token bucket of BURST_S); the bytes passed."""
    passed, free_at = 0, time.monotonic()
    with contextlib.suppress(OSError):
        while piece := source.recv(PIECE):
            now = time.monotonic()
            free_at = max(free_at, now - BURST_S) + len(piece) / rate
            if free_at > now:
                time.sleep(free_at - now)
            sink.sendall(piece)
            passed += len(piece)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
    return passed


def main(listen: str, connect: str, rate: float) -> None:
    with socket.socket(socket.AF_UNIX) as door, socket.socket(socket.AF_UNIX) as sink:
        door.bind(f"{listen}.closed")
        door.listen(1)
        # Who sees the door may knock at once.
        Path(f"{listen}.closed").rename(listen)
        source, _ = door.accept()
        sink.connect(connect)
        # What waits in the cable's own buffers would be sent beyond the rate.
        source.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, PIECE)
        sink.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, PIECE)
        back = threading.Thread(target=forward, args=(sink, source, float("inf")), daemon=True)
        back.start()
        print(forward(source, sink, rate), flush=True)
        source.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
