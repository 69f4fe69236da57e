"""Starts the product's server as a user does, asks it what a page shows, and stops it."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
PARTS = ["app.py", "pyproject.toml", "components", "domain", "pages", "data", ".streamlit"]
PATIENCE = 120.0
"""Seconds that a busy machine may take; a quiet one needs three for a start, and a fraction of one for an answer."""

AGENT = "--server.enableAgentApi=true"
"""The option by which a server answers `ask`."""

FIRST_ASKED = "live_migration"
"""What comes first decides how Streamlit finds its pages, and what is imported in which order: Migration time imports most."""

NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""The server speaks no TLS: reading this machine's certificates anew would be most of the work of a request."""


def copy(directory: Path) -> Path:
    """What the server needs of the repository, with what is compiled already: a copied file has the time of its original."""
    directory.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, directory / part)
        else:
            shutil.copy(ROOT / part, directory / part)
    return directory


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def start(log: Path, port: int, *options: str, root: Path = ROOT, **opened: str) -> subprocess.Popen[bytes]:
    """`streamlit run app.py` in `root`; what it says as an error goes to `log`. `opened` are variables of its environment."""
    place = [f"--server.port={port}", "--server.address=127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", *place, *options, "app.py"]
    with log.open("wb") as errors:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": errors}
        return subprocess.Popen(command, cwd=root, env=os.environ | opened, **quiet)


@contextmanager
def running(log: Path, *options: str, root: Path = ROOT, path: str = "", **opened: str) -> Iterator[str]:
    """Base URL of a server that runs until the block ends; `path` is what `--server.baseUrlPath` says."""
    port = free_port()
    base, process = f"http://127.0.0.1:{port}{path}", start(log, port, *options, root=root, **opened)
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


@contextmanager
def shared(directory: Path, *options: str, path: str = "", **opened: str) -> Iterator[str]:
    """The one server of all processes that name this directory: who comes first starts it, and stops it when nobody uses it.

    What it says to its very first visitor, if it may be asked, is kept in `first.json`: no other visitor will ever be the first.

    At its end, nothing that was asked of it may have left an error in its log. Locks of the kernel's go with their process,
    so nobody waits for a process that has died.
    """
    directory.mkdir(exist_ok=True)
    address = directory / "address"
    with (directory / "door").open("w") as door, (directory / "users").open("w") as users:
        fcntl.flock(door, fcntl.LOCK_EX)
        if address.exists():
            fcntl.flock(users, fcntl.LOCK_SH)
            fcntl.flock(door, fcntl.LOCK_UN)
            yield address.read_text(encoding="utf-8")
            return
        log = directory / f"stderr-{os.getpid()}.txt"
        with running(log, *options, path=path, **opened) as base:
            if AGENT in options:
                first = ask(base, FIRST_ASKED, {"platforms": ["OVE"]})
                (directory / "first.json").write_text(json.dumps(first), encoding="utf-8")
            address.write_text(base, encoding="utf-8")
            fcntl.flock(door, fcntl.LOCK_UN)
            yield base
            fcntl.flock(door, fcntl.LOCK_EX)
            address.unlink()
            fcntl.flock(door, fcntl.LOCK_UN)
            fcntl.flock(users, fcntl.LOCK_EX)
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said, said[max(0, said.find("Traceback") - 200) :][:2500]


def wait_until_healthy(base: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers; fail with its log if it ends or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}:\n{log.read_text(encoding='utf-8')}"
        try:
            if get(f"{base}/_stcore/health", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"the server is not healthy after {PATIENCE:g} s:\n{log.read_text(encoding='utf-8')}")


def get(url: str, **options: Any) -> httpx.Response:
    """What the server answers, however busy the machine is."""
    return request("GET", url, **options)


def request(method: str, url: str, **options: Any) -> httpx.Response:
    return httpx.request(method, url, **{"timeout": PATIENCE, "verify": NO_TLS, **options})


def ask(base: str, page: str, params: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """What a new visitor of this page and link is shown, as the server's own tree of elements."""
    asked = {"page": page, "query_params": params or {}}
    answer = request("POST", f"{base}/_stcore/agent/interact", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def elements(node: dict[str, Any], kind: str = "") -> Iterator[dict[str, Any]]:
    """The elements of a tree, or those of one kind, in the order of the page."""
    if not kind or node["type"] == kind:
        yield node
    for child in node.get("children", ()):
        yield from elements(child, kind)
