"""Finds an nginx for the tests behind a proxy, or installs one where it can: `python -m tests.server.nginx`; and runs one."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.debian import provide
from tests.server.server_process import PATIENCE, ROOT, free_port

PACKAGES = ("nginx-light", "openssl")
DEPLOYED = ROOT / "deploy" / "nginx"

WHOLE = """
daemon off;
{user}
pid {directory}/nginx.pid;
error_log {directory}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi;
    uwsgi_temp_path {directory}/uwsgi;
    scgi_temp_path {directory}/scgi;
    include {directory}/reference.conf;
}}
"""
"""What a distribution's own nginx.conf has around the files of conf.d, in a directory of the test's."""


def find() -> str | None:
    """Path of an nginx; Debian has it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def lacking() -> list[str]:
    return [name for name, path in (("nginx", find()), ("openssl", shutil.which("openssl"))) if path is None]


class Proxy(NamedTuple):
    """Where an nginx answers for the product, and what trusts its certificate."""

    base: str
    trusting: ssl.SSLContext


@contextmanager
def in_front(directory: Path, ports: tuple[int, int], provider: int = 0, secret: str = "") -> Iterator[Proxy]:
    """An nginx that runs the file of `deploy/nginx` before servers on these ports.

    With the port of a provider it includes `signed-in.conf`, and proves itself by the secret.
    Without an nginx the test is skipped, but where CI is set it fails.
    """
    if missing := lacking():
        reason = f"no {' and no '.join(missing)} found: install {' and '.join(PACKAGES)}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    directory.mkdir()
    port, certificate = free_port(), _certificate(directory)
    own = {
        "listen 443 ": f"listen 127.0.0.1:{port} ",
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{ports[1]}",
        "/etc/nginx/tools.example.com": f"{directory}/tools.example.com",
    }
    if provider:
        own["# include /etc/nginx/"] = f"include {directory}/"
        _write(directory / "signed-in.conf", {"127.0.0.1:4180": f"127.0.0.1:{provider}", "the-secret": secret})
    _write(directory / "reference.conf", own)
    user = "user root;" if os.geteuid() == 0 else ""
    (directory / "nginx.conf").write_text(WHOLE.format(directory=directory, user=user), encoding="utf-8")
    with (directory / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen([str(find()), "-c", str(directory / "nginx.conf")], stderr=errors)
    try:
        trusting = ssl.create_default_context(cafile=str(certificate))
        _wait(f"https://127.0.0.1:{port}/", process, trusting, directory)
        yield Proxy(f"https://127.0.0.1:{port}/ref", trusting)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _write(path: Path, own: dict[str, str]) -> None:
    """The file of this name in `deploy/nginx`, with what is this machine's own."""
    text = (DEPLOYED / path.name).read_text(encoding="utf-8")
    for given, here in own.items():
        assert given in text
        text = text.replace(given, here)
    path.write_text(text, encoding="utf-8")


def _certificate(directory: Path) -> Path:
    """A certificate of its own for this machine, as `tools.example.com`."""
    made = directory / "tools.example.com.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=tools.example.com", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(made.with_suffix(".key")), "-out", str(made)]
    subprocess.run([*command, *names, *files], check=True, capture_output=True)
    return made


def _wait(url: str, process: subprocess.Popen[bytes], trusting: ssl.SSLContext, directory: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, (directory / "stderr.txt").read_text(encoding="utf-8")
        try:
            httpx.get(url, verify=trusting)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("nginx does not answer")


if __name__ == "__main__":
    raise SystemExit(provide(lambda: " and no ".join(lacking()), PACKAGES, "the tests behind a proxy", find))
