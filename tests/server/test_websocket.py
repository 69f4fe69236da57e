"""What a screen sends over its websocket: large messages packed for who can unpack them, small ones as they are."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, PerMessageDeflate
from websockets.frames import Frame
from websockets.sync.client import connect
from websockets.typing import ExtensionParameter

from components.app.large_messages import LEAST


class Sent:
    """Bytes of each message as they came and as they are, with whether they were packed."""

    def __init__(self) -> None:
        self.messages: list[tuple[bool, int, int]] = []


class _Noting(ClientPerMessageDeflateFactory):
    def __init__(self, sent: Sent) -> None:
        super().__init__()
        self.sent = sent

    def process_response_params(
        self, params: Sequence[ExtensionParameter], accepted_extensions: Sequence[Extension]
    ) -> PerMessageDeflate:
        made = super().process_response_params(params, accepted_extensions)
        unpack = made.decode

        def noted(frame: Frame, *, max_size: int | None = None) -> Frame:
            found = unpack(frame, max_size=max_size)
            self.sent.messages.append((frame.rsv1, len(frame.data), len(found.data)))
            return found

        made.decode = noted  # type: ignore[method-assign]
        return made


def first_run(base: str, slug: str, offers: list[ClientPerMessageDeflateFactory]) -> int:
    """Bytes of the messages of a first visit."""
    with connect(
        base.replace("http", "ws", 1) + "/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        compression=None,
        extensions=offers or None,
        max_size=None,
        open_timeout=60,
    ) as socket:
        socket.send(BackMsg(rerun_script=ClientState(page_name=slug)).SerializeToString())
        total, ended = 0, False
        while not ended:
            data = socket.recv(timeout=60, decode=False)
            total += len(data)
            ended = ForwardMsg.FromString(data).WhichOneof("type") == "script_finished"
    return total


def test_a_table_is_packed_and_a_small_message_is_not(server: str) -> None:
    sent = Sent()
    first_run(server, "guest_systems", [_Noting(sent)])
    packed = [message for message in sent.messages if message[0]]
    small = [message for message in sent.messages if not message[0]]
    assert min(whole for _, _, whole in packed) >= LEAST > max(whole for _, _, whole in small)
    assert sum(came for _, came, _ in packed) < sum(whole for *_, whole in packed) / 4
    assert all(came == whole for _, came, whole in small)
    assert len(small) > 10


def test_who_cannot_unpack_gets_the_same(server: str) -> None:
    assert abs(first_run(server, "guest_systems", []) - first_run(server, "guest_systems", [_Noting(Sent())])) < 1000
