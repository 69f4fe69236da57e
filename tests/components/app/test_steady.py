"""A flood of messages on one websocket is read at the pace of somebody who clicks, whole and in order."""

from __future__ import annotations

import asyncio

from starlette.types import Message, Receive, Scope, Send

from components.app.steady import A_SECOND, AT_ONCE, SteadyMessages


def read_through(kind: str, count: int) -> tuple[list[int], list[float]]:
    """The numbers of the messages as an app reads them that are all there at once, and seconds from the start to each."""
    numbers: list[int] = []
    moments: list[float] = []
    coming = iter(range(count))

    async def receive() -> Message:
        return {"type": "websocket.receive", "number": next(coming)}

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        started = asyncio.get_running_loop().time()
        for _ in range(count):
            numbers.append((await receive())["number"])
            moments.append(asyncio.get_running_loop().time() - started)

    async def send(_: Message) -> None:
        raise AssertionError

    asyncio.run(SteadyMessages(app)({"type": kind}, receive, send))
    return numbers, moments


def test_what_comes_faster_than_clicks_is_read_later_and_nothing_is_lost() -> None:
    more = 6
    numbers, moments = read_through("websocket", AT_ONCE + more)
    assert numbers == list(range(AT_ONCE + more))
    # Only from below: a machine that is busy takes longer.
    assert moments[-1] >= 0.9 * more / A_SECOND
    assert moments[-1] - moments[AT_ONCE - 1] >= 0.9 * (more - 1) / A_SECOND


def test_what_is_unread_of_somebody_who_has_gone_is_not_read() -> None:
    read: list[str] = []

    async def receive() -> Message:
        return {"type": "websocket.receive"}

    async def app(_: Scope, receive: Receive, send: Send) -> None:
        read.append((await receive())["type"])
        for _ in range(2):
            await send({"type": "websocket.send"})
            read.append((await receive())["type"])

    async def send(_: Message) -> None:
        raise ConnectionResetError

    asyncio.run(SteadyMessages(app)({"type": "websocket"}, receive, send))
    assert read == ["websocket.receive", "websocket.disconnect", "websocket.disconnect"]


def test_requests_are_not_held_up() -> None:
    numbers, _ = read_through("http", 3 * AT_ONCE)
    assert numbers == list(range(3 * AT_ONCE))
