"""Clicks go before arrivals and one after the other: what passes on the websocket of each visitor tells them apart."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.kit import clicks

SHORT = 200
"""Bytes: the message that ends a run has some fifty, and no longer one is looked into."""

TURN_S = 0.008
"""After how long a click no longer holds up the next one: most are answered by then.

Two that are answered in one interpreter at the same time both take as long as the second would. Turns of 5 or 8 ms make the
p95 of fifty visitors some 15 % lower than none; those of 3, 15 and 30 ms bring less.
"""


class ClicksFirst:
    """A message is a click where a run has ended before on its websocket; who arrives stands aside from then to the next end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.line = app, Line()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        visitor, has_screen = "", False

        async def receive_click() -> Message:
            message = await receive()
            if has_screen and message["type"] == "websocket.receive":
                clicks.began(visitor)
                await self.line.turn_of(visitor)
            return message

        async def send_and_look(message: Message) -> None:
            nonlocal visitor, has_screen
            visitor = visitor or _session(message)
            if _ends_run(message):
                has_screen = True
                clicks.ended(visitor)
                self.line.next_after(visitor)
            await send(message)

        try:
            await self.app(scope, receive_click, send_and_look)
        finally:
            clicks.ended(visitor)
            self.line.next_after(visitor)


class Line:
    """Whose turn it is, in the order in which they came, for TURN_S at most."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.whose: str | None = None
        self.end: asyncio.TimerHandle | None = None

    async def turn_of(self, visitor: str) -> None:
        """Wait for it; who has it keeps it, and may ask for something else meanwhile."""
        if self.whose != visitor:
            await self.turn.acquire()
            self.whose = visitor
            self.end = asyncio.get_running_loop().call_later(TURN_S, self.next_after, visitor)

    def next_after(self, visitor: str) -> None:
        """It is the next one's, if it was this visitor's."""
        if self.whose == visitor and self.end:
            self.end.cancel()
            self.whose = None
            self.turn.release()


def _session(message: Message) -> str:
    """The session that a run is for, empty if this message does not say it: the first of each run does."""
    return str(ForwardMsg.FromString(message.get("bytes") or b"").new_session.initialize.session_id)


def _ends_run(message: Message) -> bool:
    data = message.get("bytes") or b""
    return len(data) < SHORT and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished"
