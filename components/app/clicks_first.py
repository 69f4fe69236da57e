"""Tells apart who clicks and who arrives, by what passes on the websocket of each."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.kit import clicks

SHORT = 200
"""Bytes: the message that ends a run has fewer than twenty, and no longer one is looked into."""


class ClicksFirst:
    """A message is a click where a run has ended before on its websocket; who arrives stands aside from then to the next end."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        visitor, has_screen = object(), False

        async def receive_click() -> Message:
            message = await receive()
            if has_screen and message["type"] == "websocket.receive":
                clicks.began(visitor)
            return message

        async def send_and_look(message: Message) -> None:
            nonlocal has_screen
            if _ends_run(message):
                has_screen = True
                clicks.ended(visitor)
            await send(message)

        try:
            await self.app(scope, receive_click, send_and_look)
        finally:
            clicks.ended(visitor)


def _ends_run(message: Message) -> bool:
    data = message.get("bytes") or b""
    return len(data) < SHORT and ForwardMsg.FromString(data).WhichOneof("type") == "script_finished"
