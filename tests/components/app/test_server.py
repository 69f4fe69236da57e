"""What the server does not do."""

from __future__ import annotations

import socket

import pytest
from streamlit.web.server.server_util import is_url_from_allowed_origins

from components.app import server


def test_a_foreign_page_does_not_make_the_server_ask_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that the process would ask of others goes to a listener here; nobody comes."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{listener.getsockname()[1]}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert server.MIDDLEWARE
        assert not is_url_from_allowed_origins("https://evil.example")
        with pytest.raises(BlockingIOError):
            listener.accept()
