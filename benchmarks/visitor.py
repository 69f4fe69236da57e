"""A visitor without a browser: Streamlit's own websocket protocol, as its front end speaks it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from components.app.server import FAILED

KEPT_RUNS = 2
"""For how many runs a front end keeps a large message that no run has used (global.maxCachedMessageAge)."""


@dataclass(frozen=True)
class Flip:
    """The widget that a rerun changes, and the values it takes in turn: true or false, a number, or the option chosen."""

    key: str
    values: tuple[str | bool | float, ...]

    def state(self, widget: str, turn: int, is_box: bool) -> WidgetState:
        value = self.values[turn % len(self.values)]
        state = WidgetState(id=widget)
        if isinstance(value, bool):
            state.bool_value = value
        elif isinstance(value, float):
            state.double_value = value
        elif is_box:
            state.string_value = value
        else:
            state.string_array_value.data.append(value)
        return state


class Visitor:
    """One session on one page."""

    def __init__(self, base: str, slug: str, flip: Flip) -> None:
        self.url = base.replace("http", "ws", 1) + "/_stcore/stream"
        self.slug, self.flip = slug, flip
        self.widget = self.part = self.page_hash = self.query = ""
        self.is_box = False
        self.large: dict[str, int] = {}
        self.runs = self.messages = self.received = 0

    async def arrive(self) -> None:
        """Connect and run the page for the first time."""
        self.socket = await websockets.connect(self.url, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        await self.rerun()
        if not self.widget:
            raise RuntimeError(f"page {self.slug!r} has no widget with the key {self.flip.key!r}")

    async def leave(self) -> None:
        await self.socket.close()

    async def rerun(self) -> float:
        """Change the widget and wait for the run's end; the seconds it took."""
        state = ClientState(
            query_string=self.query, page_script_hash=self.page_hash, page_name="" if self.page_hash else self.slug
        )
        state.cached_message_hashes.extend(self.large)
        if self.widget:
            state.widget_states.widgets.append(self.flip.state(self.widget, self.runs, self.is_box))
            state.fragment_id = self.part
        started = time.perf_counter()
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        async with asyncio.timeout(60):
            while not self._is_end(await self.socket.recv()):
                pass
        taken = time.perf_counter() - started
        self.runs += 1
        self.large = {name: run for name, run in self.large.items() if self.runs - run <= KEPT_RUNS}
        return taken

    def _is_end(self, data: str | bytes) -> bool:
        assert isinstance(data, bytes)
        self.messages += 1
        self.received += len(data)
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if message.metadata.cacheable and message.hash:
            self.large[message.hash] = self.runs
        elif kind == "ref_hash":
            self.large[message.ref_hash] = self.runs
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._see(message)
        if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise RuntimeError(f"page {self.slug!r} does not compile")
        return bool(kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)

    def _see(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type") or ""
        if kind == "exception" or (kind == "alert" and element.alert.body == FAILED):
            raise RuntimeError(f"page {self.slug!r} fails")
        widget = getattr(getattr(element, kind, None), "id", "")
        if isinstance(widget, str) and widget.endswith(f"-{self.flip.key}"):
            self.widget, self.part, self.is_box = widget, message.delta.fragment_id, kind == "selectbox"
