"""The command for the tests of this room."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.domain.scripting.asking import Asked


@pytest.fixture
def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    return Asked(tmp_path, capsys)
