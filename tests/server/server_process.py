"""Starts the product's server as a user does, asks it what a page shows, and stops it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds that a busy machine may take; a quiet one needs three for a start, and a fraction of one for an answer."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(log: Path, port: int, *options: str, root: Path = ROOT) -> subprocess.Popen[bytes]:
    """`streamlit run app.py` in `root`; what it says as an error goes to `log`."""
    place = [f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", *place, *options, "app.py"]
    with log.open("wb") as errors:
        return subprocess.Popen(command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)


@contextmanager
def running(log: Path, *options: str, root: Path = ROOT) -> Iterator[str]:
    """Base URL of a server that runs until the block ends."""
    port = free_port()
    base, process = f"http://127.0.0.1:{port}", start(log, port, *options, root=root)
    try:
        wait_until_healthy(base, process, log)
        yield base
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_healthy(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log if it ends or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}:\n{log.read_text(encoding='utf-8')}"
        try:
            if httpx.get(f"{base}/_stcore/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"the server is not healthy after {PATIENCE:g} s:\n{log.read_text(encoding='utf-8')}")


def get(url: str, **options: Any) -> httpx.Response:
    """What the server answers, however busy the machine is."""
    return httpx.get(url, **{"timeout": PATIENCE, **options})


def ask(base: str, page: str, params: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """What a new visitor of this page and link is shown, as the server's own tree of elements."""
    asked = {"page": page, "query_params": params or {}}
    answer = httpx.post(f"{base}/_stcore/agent/interact", json=asked, timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    return answer.json()


def elements(node: dict[str, Any], kind: str = "") -> Iterator[dict[str, Any]]:
    """The elements of a tree, or those of one kind, in the order of the page."""
    if not kind or node["type"] == kind:
        yield node
    for child in node.get("children", ()):
        yield from elements(child, kind)
