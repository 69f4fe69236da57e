"""A server with a bad catalogue does not start: it says what its editor would be told, and ends."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.server.server_process import ROOT, free_port, get, start

PARTS = ["app.py", "components", "domain", "pages", "data", ".streamlit"]
BREAKS = {
    "key_numbers.yaml": ("verdict: outdated", "verdict: wrong"),
    "concepts.yaml": ("grade: primary", "grade: best"),
    "sources.yaml": ("publisher:", "publishr:"),
    "commands.yaml": ("rows:", "rows: ["),
}
"""The slips of an editor, the last of which leaves no YAML."""


def copy(directory: Path) -> Path:
    """What the server needs of the repository."""
    directory.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, directory / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, directory / part)
    return directory


def broken(root: Path) -> None:
    """Make the slips in the copy's files."""
    for name, (find, put) in BREAKS.items():
        path = root / "data" / name
        text = path.read_text(encoding="utf-8")
        assert find in text
        path.write_text(text.replace(find, put, 1), encoding="utf-8")


def served(process: subprocess.Popen[bytes], port: int) -> list[int]:
    """What a server answers until it ends by itself; one that does not end is killed."""
    answers, end = [], time.monotonic() + 120
    try:
        while process.poll() is None and time.monotonic() < end:
            try:
                answers.append(get(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).status_code)
            except httpx.HTTPError:
                time.sleep(0.2)
    finally:
        process.kill()
    return answers


def test_a_server_with_a_bad_catalogue_serves_nobody_and_ends_with_the_list_of_its_problems(tmp_path: Path) -> None:
    root = copy(tmp_path / "copy")
    broken(root)
    command = [sys.executable, "-m", "domain.catalog", "check"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.splitlines()
    log, port = tmp_path / "stderr.txt", free_port()
    process = start(log, port, root=root)
    answers = served(process, port)
    said = log.read_text(encoding="utf-8").splitlines()
    problems = [line for line in told if line.startswith("data/")]
    assert answers == []
    assert process.wait() not in (0, -9)
    assert {line.split("/")[1].split(":")[0] for line in problems} >= set(BREAKS)
    assert [line for line in said if line.startswith("data/")] == problems
    assert any(f"The server does not start: the catalogue has {len(problems)} problem" in line for line in said)
