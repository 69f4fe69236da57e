"""Large messages of Streamlit's websocket are packed, and no others.

A table has 100 to 250 KB, and a click brings dozens of small messages, which cost more to pack than they save. RFC 7692 leaves it
to the sender, message by message.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from uvicorn.protocols.websockets import websockets_sansio_impl
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.typing import ExtensionParameter

LEAST = 16_384
"""Bytes from which on a message is packed."""


class _LargeOnly(PerMessageDeflate):
    def encode(self, frame: Frame) -> Frame:
        whole = frame.fin and frame.opcode in (Opcode.TEXT, Opcode.BINARY)
        return super().encode(frame) if whole and len(frame.data) >= LEAST else frame


class _Offer(ServerPerMessageDeflateFactory):
    """Quickly, over a wide window, and each message by itself: a table becomes a quarter to a tenth of its bytes in less than a
    millisecond of CPU, and nothing is kept for a connection.
    """

    def __init__(self, **_: Any) -> None:
        super().__init__(server_no_context_takeover=True, client_no_context_takeover=True, compress_settings={"level": 1})

    def process_request_params(
        self, params: Sequence[ExtensionParameter], accepted_extensions: Sequence[Extension]
    ) -> tuple[list[ExtensionParameter], PerMessageDeflate]:
        answer, made = super().process_request_params(params, accepted_extensions)
        own = _LargeOnly(
            made.remote_no_context_takeover,
            made.local_no_context_takeover,
            made.remote_max_window_bits,
            made.local_max_window_bits,
            made.compress_settings,
        )
        return answer, own


def pack_large_messages_only() -> None:
    """Where the server packs at all: `server.enableWebsocketCompression`."""
    websockets_sansio_impl.ServerPerMessageDeflateFactory = _Offer
