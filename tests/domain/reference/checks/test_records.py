"""What an editor of the YAML is told: every kind of slip, with its file, line, record and field, all in one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from domain.catalog import DATA, CatalogError, load
from tests.domain.reference.checks.broken_catalogue import Fault, apart, copy, listed, problems, told
from tests.domain.reference.checks.record_faults import CROSS_REFERENCES, SHAPES


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A good copy of the catalogue's files, to be broken."""
    return copy(tmp_path)


@pytest.mark.parametrize(("fault", "together"), apart(SHAPES).items(), ids=[str(fault) for fault in SHAPES])
def test_a_record_of_the_wrong_shape_is_named(fault: Fault, together: tuple[Fault, ...]) -> None:
    lines, found = told(together)
    assert fault.is_said(found, lines[fault]), f"expected at line {lines[fault]}:\n{listed(found)}"


@pytest.mark.parametrize(("fault", "together"), apart(CROSS_REFERENCES).items(), ids=[str(fault) for fault in CROSS_REFERENCES])
def test_a_record_that_does_not_fit_the_others_is_named(fault: Fault, together: tuple[Fault, ...]) -> None:
    lines, found = told(together)
    assert fault.is_said(found, lines[fault]), f"expected at line {lines[fault]}:\n{listed(found)}"


def _swap(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_good_data_has_no_problem(data: Path) -> None:
    assert not problems(data)
    assert load(data).version == load(DATA).version


FILE_FAULTS = [
    ("\tunit: nodes", "cannot be read as YAML", ""),
    ("unit: nodes\n    unit: hosts", "is given twice", "rows.0.unit"),
    ("unit: !!python/name:os.system", "is not a plain value", "rows.0.unit"),
    ("unit: 2026-13-45", "is not a plain value", "rows.0.unit"),
    ("unit: \x07", "cannot be read as YAML", ""),
]


@pytest.mark.parametrize(("put", "says", "field"), FILE_FAULTS, ids=[says + field for _, says, field in FILE_FAULTS])
def test_text_that_is_no_plain_yaml_is_named_with_its_line(data: Path, put: str, says: str, field: str) -> None:
    line = _swap(data / "key_numbers.yaml", "unit: nodes", put) + put.count("\n")
    found = problems(data)
    assert any((p.file, p.line, p.field) == ("key_numbers.yaml", line, field) and says in p.message for p in found), listed(found)


def test_bytes_that_are_not_utf_8_are_named_with_their_line(data: Path) -> None:
    path = data / "concepts.yaml"
    before, after = path.read_bytes().split(b"concept: DRS", 1)
    path.write_bytes(before + b"concept: D\xe9S" + after)
    found = [p for p in problems(data) if p.file == "concepts.yaml"]
    assert [p.line for p in found if "0xe9" in p.message] == [before.count(b"\n") + 1], listed(found)


def test_a_missing_file_is_named(data: Path) -> None:
    (data / "questions.yaml").unlink()
    (problem,) = problems(data)
    assert (problem.file, problem.line) == ("questions.yaml", 1)
    assert "No such file" in problem.message


@pytest.mark.parametrize("text", ["", "- a list\n", "just a sentence\n"])
def test_a_file_that_holds_no_sections_is_named(data: Path, text: str) -> None:
    (data / "questions.yaml").write_text(text, encoding="utf-8")
    assert [(p.file, p.line, p.message) for p in problems(data)] == [("questions.yaml", 1, "must be a mapping of sections")]


@pytest.mark.parametrize("put", ["", " {}", " none"])
def test_a_section_that_is_no_list_is_named(data: Path, put: str) -> None:
    (data / "questions.yaml").write_text(f"# Nothing here.\nrows:{put}\n", encoding="utf-8")
    assert [(p.file, p.line, p.field, p.message) for p in problems(data)] == [
        ("questions.yaml", 2, "rows", "must be a list of records")
    ]


def test_a_misspelt_section_is_named_as_unknown_and_as_missing(data: Path) -> None:
    line = _swap(data / "questions.yaml", "rows:", "row:")
    found = {(p.line, p.field, p.message) for p in problems(data) if p.file == "questions.yaml"}
    assert (line, "row", "is not a section of this file; it has rows") in found
    assert {(field, message) for _, field, message in found} >= {("rows", "must be a list of records")}


def test_the_platforms_cannot_be_left_out(data: Path) -> None:
    (data / "platforms.yaml").write_text("rows: []\n", encoding="utf-8")
    assert any(p.file == "platforms.yaml" and "platforms must be" in p.message for p in problems(data))


def test_a_file_that_refers_to_itself_is_reported_not_raised(data: Path) -> None:
    (data / "questions.yaml").write_text("rows: &a [*a]\n", encoding="utf-8")
    assert any(p.file == "questions.yaml" for p in problems(data))


@pytest.mark.parametrize("name", ["extra.yaml", "key_numbers.yml"])
def test_a_file_that_belongs_to_no_table_is_named(data: Path, name: str) -> None:
    (data / name).write_text("rows: []\n", encoding="utf-8")
    (problem,) = problems(data)
    assert (problem.file, problem.line) == (name, 1)
    assert "not a file of the catalogue" in problem.message


def test_a_slip_in_one_record_is_not_blamed_on_others(data: Path) -> None:
    """Sources and groups that only the broken record uses must not be called unused: deleting them would be wrong."""
    _swap(data / "key_numbers.yaml", "unit: nodes", "unit: 5")
    found = problems(data)
    assert [(p.file, p.field) for p in found] == [("key_numbers.yaml", "unit")], listed(found)


def test_a_file_that_cannot_be_read_is_not_blamed_on_others(data: Path) -> None:
    _swap(data / "key_numbers.yaml", "unit: nodes", "\tunit: nodes")
    found = problems(data)
    assert [p.file for p in found] == ["key_numbers.yaml"], listed(found[:6])


SEVERAL = [
    next(f for f in SHAPES if f.file == "checklist.yaml"),
    next(f for f in SHAPES if f.field == "unit"),
    *(next(f for f in CROSS_REFERENCES if f.file == name) for name in ("blockers.yaml", "questions.yaml")),
    *(next(f for f in CROSS_REFERENCES if f.says == says) for says in ("not in commands", "inside quotes")),
]


def test_slips_in_several_files_are_all_told_in_one_run(data: Path) -> None:
    lines = [fault.do(data) for fault in SEVERAL]
    (data / "extra.yaml").write_text("", encoding="utf-8")
    found = problems(data)
    assert len({fault.file for fault in SEVERAL}) == 6
    assert all(fault.is_said(found, line) for fault, line in zip(SEVERAL, lines, strict=True)), listed(found)
    assert "extra.yaml" in {p.file for p in found}


def test_loading_bad_data_raises_the_same_list(data: Path) -> None:
    lines = [fault.do(data) for fault in SEVERAL]
    with pytest.raises(CatalogError) as raised:
        load(data)
    assert list(raised.value.problems) == problems(data)
    head, *rest = str(raised.value).splitlines()
    assert head == f"the catalogue has {len(rest)} problems:"
    assert rest == [str(p) for p in raised.value.problems]
    for fault, line in zip(SEVERAL, lines, strict=True):
        assert any(text.startswith(f"data/{fault.file}:{line}:") and fault.says in text for text in rest)


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "domain.catalog", *arguments]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, cwd=DATA.parent, check=False)


def test_the_command_for_editors_finds_good_data_good(data: Path) -> None:
    for done in (_command("check"), _command("check", str(data))):
        assert done.returncode == 0, done.stdout + done.stderr
        assert done.stdout.startswith("0 problems; ")


def test_the_command_for_editors_prints_every_problem_and_fails(data: Path) -> None:
    for fault in SEVERAL:
        fault.do(data)
    done = _command("check", str(data))
    *told, summary = done.stdout.splitlines()
    assert done.returncode == 1
    assert told == [str(p) for p in problems(data)]
    assert summary.startswith(f"{len(told)} problems; ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [(), ("mend",), ("check", "data", "more"), ("--help",)])
def test_the_command_for_editors_explains_itself_when_called_wrongly(arguments: tuple[str, ...]) -> None:
    done = _command(*arguments)
    assert done.returncode == 2
    assert "usage: python -m domain.catalog check" in done.stderr
