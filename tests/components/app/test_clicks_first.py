"""What passes on a websocket tells a click from an arrival."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.app.clicks_first import SHORT, ClicksFirst
from components.kit import clicks

ASKS: Message = {"type": "websocket.receive", "bytes": b"run"}
GOES: Message = {"type": "websocket.disconnect"}


def sent(**what: object) -> Message:
    return {"type": "websocket.send", "bytes": ForwardMsg(**what).SerializeToString()}  # type: ignore[arg-type]


ENDED = sent(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
DRAWN = sent(ref_hash="a" * 2 * SHORT)
TOLD = sent(ref_hash="a")


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        ([ASKS], [False]),
        ([ASKS, DRAWN, TOLD, ENDED], [False] * 4),
        ([ASKS, ENDED, ASKS, DRAWN, TOLD], [False, False, True, True, True]),
        ([ASKS, ENDED, ASKS, ENDED], [False, False, True, False]),
        ([ASKS, ENDED, ASKS, ASKS, ENDED, ASKS, GOES], [False, False, True, True, False, True, True]),
    ],
    ids=["comes", "is shown a screen", "clicks", "is answered", "goes before the answer"],
)
def test_a_run_is_a_click_where_a_screen_was_shown_before(passed: list[Message], expected: list[bool]) -> None:
    assert under_way_after_each("websocket", passed) == expected
    assert not clicks.are_under_way()


def test_a_request_is_no_click() -> None:
    assert under_way_after_each("http", [ENDED, ASKS]) == [False, False]


def under_way_after_each(kind: str, passed: list[Message]) -> list[bool]:
    found: list[bool] = []
    coming = iter([one for one in passed if one["type"] != "websocket.send"])

    async def receive() -> Message:
        return next(coming)

    async def send(_: Message) -> None:
        return

    async def app(_: Scope, receive: Receive, send: Send) -> None:
        for one in passed:
            if one["type"] == "websocket.send":
                await send(one)
            else:
                await receive()
            found.append(clicks.are_under_way())

    asyncio.run(ClicksFirst(app)({"type": kind}, receive, send))
    return found
