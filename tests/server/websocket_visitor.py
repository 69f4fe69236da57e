"""A visitor without a browser, who can send any query string: Streamlit's own websocket, as its front end speaks it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from components.app.server import FAILED


@dataclass
class Seen:
    """What one run of a page sent: its title, the bodies of its HTML and Markdown, its downloads by label, and its errors."""

    session: str = ""
    title: str = ""
    html: list[str] = field(default_factory=list)
    markdown: list[str] = field(default_factory=list)
    downloads: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def note(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self.session = message.new_session.initialize.session_id
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "heading" and element.heading.tag == "h1":
            self.title = element.heading.body
        elif kind == "html" and not element.html.body.startswith("<style>"):
            self.html.append(element.html.body)
        elif kind == "alert" and element.alert.body == FAILED:
            self.errors.append(FAILED)
        elif kind in ("markdown", "alert"):
            self.markdown.append(getattr(element, kind).body)
        elif kind == "download_button":
            self.downloads[element.download_button.label] = element.download_button.deferred_file_id
        elif kind == "exception":
            self.errors.append(element.exception.message)


@contextmanager
def visiting(
    base: str, slug: str, query: str, trusting: ssl.SSLContext | None = None, again: str = ""
) -> Iterator[tuple[Seen, Callable[[str], str]]]:
    """What `/<slug>?<query>`, exactly as given, shows in a session of its own, and how a click on a download gets its address.

    `again` is the session that a browser asks for when its connection was lost; a server that does not know it makes a new one.
    """
    told = ContextInfo(url=f"{base}/{slug}", is_embedded="embed=true" in query.split("&"))
    seen, asked = Seen(), ClientState(query_string=query, page_name=slug, context_info=told)
    url = base.replace("http", "ws", 1) + "/_stcore/stream"
    spoken = ["streamlit", "no-token", again] if again else ["streamlit"]
    with connect(url, subprotocols=spoken, max_size=None, compression=None, open_timeout=30, ssl=trusting) as socket:

        def next_message() -> ForwardMsg:
            return ForwardMsg.FromString(socket.recv(timeout=60, decode=False))

        def address_of(label: str) -> str:
            click = BackMsg()
            click.backend_operation_request.session_id = seen.session
            click.backend_operation_request.deferred_file.file_id = seen.downloads[label]
            socket.send(click.SerializeToString())
            while (message := next_message()).WhichOneof("type") != "backend_operation_response":
                pass
            return base + message.backend_operation_response.deferred_file.url

        socket.send(BackMsg(rerun_script=asked).SerializeToString())
        ended = False
        while not ended:
            message = next_message()
            seen.note(message)
            ended = message.WhichOneof("type") == "script_finished"
            ended = ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        yield seen, address_of


def visit(base: str, slug: str, query: str, trusting: ssl.SSLContext | None = None, again: str = "") -> Seen:
    """What `/<slug>?<query>`, exactly as given, shows in a session of its own."""
    with visiting(base, slug, query, trusting, again) as (seen, _):
        return seen
