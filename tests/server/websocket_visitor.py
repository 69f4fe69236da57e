"""A visitor without a browser, who can send any query string: Streamlit's own websocket, as its front end speaks it."""

from __future__ import annotations

from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState, ContextInfo
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect


@dataclass
class Seen:
    """What one run of a page sent: its title, the bodies of its HTML and Markdown, and its errors."""

    title: str = ""
    html: list[str] = field(default_factory=list)
    markdown: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def note(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "heading" and element.heading.tag == "h1":
            self.title = element.heading.body
        elif kind == "html" and not element.html.body.startswith("<style>"):
            self.html.append(element.html.body)
        elif kind in ("markdown", "alert"):
            self.markdown.append(getattr(element, kind).body)
        elif kind == "exception":
            self.errors.append(element.exception.message)


def visit(base: str, slug: str, query: str) -> Seen:
    """Open `/<slug>?<query>`, the query string exactly as given, in a session of its own."""
    told = ContextInfo(url=f"{base}/{slug}", is_embedded="embed=true" in query.split("&"))
    seen, asked = Seen(), ClientState(query_string=query, page_name=slug, context_info=told)
    url = base.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(url, subprotocols=["streamlit"], max_size=None, compression=None, open_timeout=30) as socket:
        socket.send(BackMsg(rerun_script=asked).SerializeToString())
        while True:
            message = ForwardMsg.FromString(socket.recv(timeout=60, decode=False))
            seen.note(message)
            ended = message.WhichOneof("type") == "script_finished"
            if ended and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return seen
