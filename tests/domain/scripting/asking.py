"""How the tests ask the three questions: as a file, by the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from domain.scripting.__main__ import main


class Asked:
    """The command, run within the test: what it printed, and its exit status."""

    def __init__(self, folder: Path, printed: pytest.CaptureFixture[str]) -> None:
        self.folder, self.printed = folder, printed

    def run(self, question: str, text: str, *more: str) -> tuple[int, str, str]:
        """Exit status, output and faults; the file is called `asked.yaml`."""
        file = self.folder / "asked.yaml"
        file.write_text(text, encoding="utf-8")
        status = main([question, str(file), *more])
        out, faults = self.printed.readouterr()
        return status, out, faults.replace(f"{file}", "asked.yaml")

    def answers(self, question: str, text: str) -> list[dict[str, Any]]:
        """The answers as a script reads them: no NaN, no infinity."""
        status, out, faults = self.run(question, text, "--json")
        assert status == 0, faults
        found: list[dict[str, Any]] = json.loads(out, parse_constant=_refused)
        return found


def _refused(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")
