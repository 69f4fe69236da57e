"""A slow line to a server on this machine: every byte as it goes over the wire, packed or not, and all connections share it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CHUNK = 4096


@dataclass
class Line:
    """A line of `bytes_s` towards the visitor, on which an answer takes `round_trip_s` to begin, as a new connection does.

    What a visitor sends is delayed and not counted: it is small.
    """

    bytes_s: float
    round_trip_s: float
    base: str = ""
    received: int = 0
    """Bytes that a visitor has got since this was set to 0."""
    _free_at: float = field(default=0.0, repr=False)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, port: int) -> None:
        """One connection, until either side ends it."""
        away, back = await asyncio.open_connection(host, port)
        up = self._passed(reader, back, counted=False, first_s=self.round_trip_s)
        down = self._passed(away, writer, counted=True, first_s=0.0)
        await asyncio.gather(up, down, return_exceptions=True)

    async def _passed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, counted: bool, first_s: float) -> None:
        loop = asyncio.get_running_loop()
        due: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while (sent := await due.get())[1]:
                await asyncio.sleep(sent[0] - loop.time())
                writer.write(sent[1])
                await writer.drain()
            writer.close()

        delivering = asyncio.create_task(deliver())
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(CHUNK):
                leaves = loop.time() + first_s
                first_s = 0.0
                if counted:
                    self.received += len(data)
                    self._free_at = leaves = max(leaves, self._free_at) + len(data) / self.bytes_s
                await due.put((leaves + self.round_trip_s / 2, data))
                await asyncio.sleep(leaves - loop.time())
        await due.put((0.0, b""))
        await delivering


@contextlib.contextmanager
def slow_line(base: str, bytes_s: float, round_trip_s: float) -> Iterator[Line]:
    """A line to the server at `base`, at an address of its own."""
    there, line = urlsplit(base), Line(bytes_s, round_trip_s)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def opened() -> asyncio.Server:
        return await asyncio.start_server(lambda r, w: line.carry(r, w, there.hostname or "", there.port or 80), "127.0.0.1", 0)

    listening = asyncio.run_coroutine_threadsafe(opened(), loop).result(10)
    line.base = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield line
    finally:
        loop.call_soon_threadsafe(listening.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
