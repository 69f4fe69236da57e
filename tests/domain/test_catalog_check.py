"""What an editor of the YAML is told: every kind of slip, with its file, line, record and field, all in one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from domain.catalog import DATA, CatalogError, load
from tests.domain.broken import SHAPES, Fault, copy, listed, problems


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A good copy of the catalogue's files, to be broken."""
    return copy(tmp_path)


@pytest.mark.parametrize("fault", SHAPES, ids=str)
def test_a_record_of_the_wrong_shape_is_named(data: Path, fault: Fault) -> None:
    line = fault.do(data)
    found = problems(data)
    assert fault.is_said(found, line), f"expected at line {line}:\n{listed(found)}"
