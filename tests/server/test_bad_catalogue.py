"""A server with a bad catalogue says what its editor would be told, and ends; one that an event overtook starts, and says so."""

from __future__ import annotations

import json
import re
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog, check
from domain.catalog.records.base import Record, walk
from domain.catalog.records.evidence import Evidence
from domain.reference.checks import TO_SERVE
from domain.reference.checks.events import DUE
from tests.domain.reference.checks.broken_catalogue import REAL
from tests.domain.reference.checks.broken_catalogue import problems as problems_of
from tests.server.server_process import ask, copy, free_port, get, running, start

BREAKS = {
    "key_numbers.yaml": ("verdict: outdated", "verdict: wrong"),
    "concepts.yaml": ("grade: primary", "grade: best"),
    "sources.yaml": ("publisher:", "publishr:"),
    "commands.yaml": ("rows:", "rows: ["),
}
"""The slips of an editor, the last of which leaves no YAML."""

MEASURED = ("calibration.csv", *(series.file for series in catalog().measured_series.values()))
"""Files that a screen draws, and that a copy may lack."""


def broken(root: Path) -> None:
    """Make the slips in the copy's files."""
    for name, (find, put) in BREAKS.items():
        path = root / "data" / name
        text = path.read_text(encoding="utf-8")
        assert find in text
        path.write_text(text.replace(find, put, 1), encoding="utf-8")
    for name in MEASURED:
        (root / "data" / name).unlink()


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


def overtaken(root: Path) -> dict[str, str]:
    """Let an event come after every check of the copy; the first row that it touches, by table."""
    stated = {t: [id_ for id_, row in catalog().records[t].items() if dated(row)] for t in PAGE_OF_TABLE if t != "events"}
    rows = {table: ids[0] for table, ids in stated.items() if ids}
    for path in (root / "data").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"checked: [\d-]+", "checked: 2020-01-01", text), encoding="utf-8")
    event = "id: it, title: It happened, date: 2025-12-31, what: It did, grade: unconfirmed, checked: 2025-12-31"
    touches = ", ".join(f"{table}/{id_}" for table, id_ in rows.items())
    with (root / "data" / "events.yaml").open("a", encoding="utf-8") as events:
        events.write(f"  - {{{event}, touches: [{touches}]}}\n")
    return rows


def dated(row: Record) -> bool:
    return any(isinstance(part, Evidence) for _, part in walk(row))


def test_a_server_with_a_bad_catalogue_serves_nobody_and_ends_with_the_list_of_its_problems(tmp_path: Path) -> None:
    root = copy(tmp_path / "copy")
    broken(root)
    files = {name: (root / "data" / name).read_text(encoding="utf-8") for name in REAL}
    problems = list(map(str, problems_of(files, TO_SERVE, root / "data")))
    log, port = tmp_path / "stderr.txt", free_port()
    process = start(log, port, root=root)
    answers = served(process, port)
    said = log.read_text(encoding="utf-8").splitlines()
    assert answers == []
    assert process.wait() not in (0, -9)
    assert {line.split("/")[1].split(":")[0] for line in problems} >= set(BREAKS)
    assert [line for line in said if line.startswith("data/")] == problems
    assert all(any(f"data/{name} cannot be read: No such file" in line for line in problems) for name in MEASURED)
    assert any(f"The server does not start: the catalogue has {len(problems)} problem" in line for line in said)


def test_a_server_whose_facts_an_event_overtook_marks_every_such_row_while_the_check_fails(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    root = copy(tmp_path / "copy")
    rows = overtaken(root)
    assert len(rows) > 15
    late = [
        problem for problem in check(root / "data", DUE).problems if "before the event of 2025-12-31 (it: " in problem.message
    ]
    assert {problem.id for problem in late} >= set(rows.values())
    log = tmp_path / "stderr.txt"
    with running(log, "--server.enableAgentApi=true", root=root) as base:
        for table, id_ in rows.items():
            with subtests.test(table=table):
                assert "touched by an event of" in json.dumps(ask(base, PAGE_OF_TABLE[table], {"id": [id_]}))
        assert "to be read again" in json.dumps(ask(base, ""))
    assert "Traceback" not in log.read_text(encoding="utf-8")
