"""Files in which a column or a run stands twice: which of the two is meant cannot be told, and neither is taken."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.live_migration.evidence.runs import parse
from tests.server.server_process import ROOT

HEADER, *RUNS = csv.reader((ROOT / "data" / "qemu_runs.csv").read_text(encoding="utf-8").splitlines())
NAME = HEADER.index("run_id")


def written(*lines: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue()


@given(st.sampled_from(HEADER), st.integers(0, len(HEADER)), st.booleans())
def test_a_column_that_a_header_has_twice_is_named(name: str, place: int, same: bool) -> None:
    run = RUNS[0]
    value = run[HEADER.index(name)] if same else "1"
    text = written([*HEADER[:place], name, *HEADER[place:]], [*run[:place], value, *run[place:]])
    with pytest.raises(ValueError, match=rf"^Line 1: the header has the column “{name}” twice; .*\.$"):
        parse(text)


@given(st.integers(1, len(RUNS)), st.integers(0, len(RUNS)), st.booleans())
def test_a_run_that_a_file_has_twice_is_named_with_both_its_lines(count: int, place: int, same: bool) -> None:
    first, other = RUNS[place % count], RUNS[(place + 1) % count]
    again = first if same else [first[NAME] if at == NAME else cell for at, cell in enumerate(other)]
    said = rf"^Line {count + 2}, run “{first[NAME]}”: run_id is that of line {place % count + 2} already; .*\.$"
    with pytest.raises(ValueError, match=said):
        parse(written(HEADER, *RUNS[:count], again))


def test_what_has_no_name_is_not_the_same() -> None:
    """A spreadsheet leaves columns without a name behind the last, and a run needs none."""
    nameless = [["" if at == NAME else cell for at, cell in enumerate(run)] for run in RUNS[:2]]
    assert [run["run_id"] for run in parse(written([*HEADER, "", ""], *([*run, "", ""] for run in nameless)))] == ["", ""]
