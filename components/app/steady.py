"""A websocket is read no faster than somebody can click: each message of a few bytes has the server plan a run."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE, A_SECOND = 50, 20.0
"""Messages that are read without delay, and how many a second from then on.

A page sends about five when it opens, one for a click, and a few a second while something is typed or drawn.
"""

GONE: Message = {"type": "websocket.disconnect", "code": 1006}


class SteadyMessages:
    """What comes faster waits unread, at its sender's in the end; nothing is refused, and nobody else waits for it.

    What is still unread of somebody who has gone is not read any more.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        clock = asyncio.get_running_loop().time
        left, then, gone = float(AT_ONCE), clock(), False

        async def unless_gone(message: Message) -> None:
            nonlocal gone
            if not gone:
                try:
                    await send(message)
                except OSError:
                    gone = True

        async def steadily() -> Message:
            nonlocal left, then
            if gone:
                return GONE
            message = await receive()
            now = clock()
            left, then = min(AT_ONCE, left + (now - then) * A_SECOND) - 1, now
            if left < 0:
                await asyncio.sleep(-left / A_SECOND)
            return message

        await self.app(scope, steadily, unless_gone)
