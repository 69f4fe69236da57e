"""What passes on a websocket tells a click from an arrival; of two clicks the second is read when the first is answered."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NewSession_pb2 import Initialize, NewSession

from components.app.clicks_first import SHORT, TURN_S, ClicksFirst, Line
from components.kit import clicks

ASKS: Message = {"type": "websocket.receive", "bytes": b"run"}
GOES: Message = {"type": "websocket.disconnect"}


def sent(**what: object) -> Message:
    return {"type": "websocket.send", "bytes": ForwardMsg(**what).SerializeToString()}  # type: ignore[arg-type]


BEGUN = sent(new_session=NewSession(initialize=Initialize(session_id="one")))
ENDED = sent(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
DRAWN = sent(ref_hash="a" * 2 * SHORT)
TOLD = sent(ref_hash="a")


@pytest.mark.parametrize(
    ("passed", "expected"),
    [
        ([ASKS], [False]),
        ([ASKS, BEGUN, DRAWN, TOLD, ENDED], [False] * 5),
        ([ASKS, BEGUN, ENDED, ASKS, BEGUN, DRAWN, TOLD], [False, False, False, True, True, True, True]),
        ([ASKS, BEGUN, ENDED, ASKS, ENDED], [False, False, False, True, False]),
        ([ASKS, BEGUN, ENDED, ASKS, ASKS, ENDED, ASKS, GOES], [False, False, False, True, True, False, True, True]),
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


def test_of_two_clicks_the_second_waits_for_the_answer_to_the_first() -> None:
    async def first_then_second() -> list[str]:
        line, order = Line(), []
        await line.turn_of("first")
        second = asyncio.create_task(line.turn_of("second"))
        second.add_done_callback(lambda _: order.append("second is read"))
        await asyncio.sleep(0)
        order.append("first is answered")
        line.next_after("nobody")
        line.next_after("first")
        await second
        return order

    assert asyncio.run(first_then_second()) == ["first is answered", "second is read"]


def test_who_takes_long_lets_the_next_go_and_who_asks_again_is_heard() -> None:
    async def three() -> list[float]:
        line, moments = Line(), []
        clock = asyncio.get_running_loop().time
        started = clock()
        for visitor in ("long", "long", "second", "third"):
            await line.turn_of(visitor)
            moments.append((clock() - started) / TURN_S)
        return moments

    first, again, second, third = asyncio.run(three())
    # Only from below: a machine that is busy takes longer.
    assert first <= again < second >= 0.9
    assert third >= 1.8


def test_who_goes_before_a_run_of_his_own_disturbs_nobody() -> None:
    async def two() -> None:
        app = ClicksFirst(closes_at_once)
        await app.line.turn_of("first")
        app.line.next_after("first")
        await app({"type": "websocket"}, nothing, nothing)
        await app.line.turn_of("second")
        assert app.line.whose == "second"

    async def closes_at_once(_: Scope, receive: Receive, send: Send) -> None:
        return

    async def nothing(*_: Message) -> Message:
        raise AssertionError

    asyncio.run(two())


def test_who_goes_while_waiting_leaves_the_line_as_it_was() -> None:
    async def one_goes() -> bool:
        line = Line()
        await line.turn_of("first")
        waits, third = (asyncio.create_task(line.turn_of(one)) for one in ("waits", "third"))
        await asyncio.sleep(0)
        waits.cancel()
        line.next_after("waits")
        line.next_after("first")
        await third
        return line.whose == "third"

    assert asyncio.run(one_goes())
