"""What an editor of the YAML is told: every kind of slip, with its file, line, record and field, all in one run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from domain.catalog import DATA, CatalogError, check, load
from domain.catalog.loading import check_documents, read_all
from domain.catalog.reading import parse
from domain.catalog.tables import FILES
from domain.reference.__main__ import main
from domain.reference.checks import CHECKS
from tests.domain.reference.checks.broken_catalogue import (
    OF_RECORDS,
    REAL,
    Fault,
    Files,
    apart,
    assert_named,
    copy,
    listed,
    problems,
    swap,
)
from tests.domain.reference.checks.record_faults import CROSS_REFERENCES, SHAPES


def written(files: Files, directory: Path) -> Path:
    """The texts as files of a directory."""
    for name, text in files.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory


@pytest.mark.parametrize("together", apart(SHAPES), ids=len)
def test_a_record_of_the_wrong_shape_is_named(together: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    """The shape of a record needs no other record, so none of the checks is run."""
    assert_named(together, subtests, ())


@pytest.mark.parametrize("together", apart(CROSS_REFERENCES), ids=len)
def test_a_record_that_does_not_fit_the_others_is_named(together: tuple[Fault, ...], subtests: pytest.Subtests) -> None:
    """None of these slips makes a rule of Migration time or a build step mean anything else, so those are not judged."""
    assert_named(together, subtests, OF_RECORDS)


FILE_FAULTS = [
    ("\tunit: nodes", "cannot be read as YAML", ""),
    ("unit: nodes\n    unit: hosts", "is given twice", "rows.0.unit"),
    ("unit: !!python/name:os.system", "is not a plain value", "rows.0.unit"),
    ("unit: 2026-13-45", "is not a plain value", "rows.0.unit"),
    ("unit: \x07", "cannot be read as YAML", ""),
]


@pytest.mark.parametrize(("put", "says", "field"), FILE_FAULTS, ids=[says + field for _, says, field in FILE_FAULTS])
def test_text_that_is_no_plain_yaml_is_named_with_its_line(put: str, says: str, field: str) -> None:
    files = copy()
    line = swap(files, "key_numbers.yaml", "unit: nodes", put) + put.count("\n")
    found = problems(files, ())
    assert any((p.file, p.line, p.field) == ("key_numbers.yaml", line, field) and says in p.message for p in found), listed(found)


def test_bytes_that_are_not_utf_8_are_named_with_their_line() -> None:
    before, after = REAL["concepts.yaml"].data.split(b"concept: DRS", 1)
    document = parse("concepts.yaml", before + b"concept: D\xe9S" + after)
    assert [(p.file, p.line) for p in document.problems if "0xe9" in p.message] == [("concepts.yaml", before.count(b"\n") + 1)]
    found = check_documents({**REAL, "concepts.yaml": document}, CHECKS).problems
    assert set(document.problems) <= set(found), listed(found)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    missing = {"questions.yaml": read_all(tmp_path)["questions.yaml"]}
    (problem,) = set(check_documents({**REAL, **missing}, CHECKS).problems)
    assert (problem.file, problem.line) == ("questions.yaml", 1)
    assert "No such file" in problem.message


@pytest.mark.parametrize("text", ["", "- a list\n", "just a sentence\n"])
def test_a_file_that_holds_no_sections_is_named(text: str) -> None:
    found = problems(copy() | {"questions.yaml": text}, ())
    assert [(p.file, p.line, p.message) for p in found] == [("questions.yaml", 1, "must be a mapping of sections")]


@pytest.mark.parametrize("put", ["", " {}", " none"])
def test_a_section_that_is_no_list_is_named(put: str) -> None:
    found = problems(copy() | {"questions.yaml": f"# Nothing here.\nrows:{put}\n"}, ())
    assert [(p.file, p.line, p.field, p.message) for p in found] == [("questions.yaml", 2, "rows", "must be a list of records")]


def test_a_misspelt_section_is_named_as_unknown_and_as_missing() -> None:
    files = copy()
    line = swap(files, "questions.yaml", "rows:", "row:")
    found = {(p.line, p.field, p.message) for p in problems(files, ())}
    assert (line, "row", "is not a section of this file; it has rows") in found
    assert {(field, message) for _, field, message in found} >= {("rows", "must be a list of records")}


def test_the_platforms_cannot_be_left_out() -> None:
    found = problems(copy() | {"platforms.yaml": "rows: []\n"}, OF_RECORDS)
    assert any(p.file == "platforms.yaml" and "platforms must be" in p.message for p in found)


def test_a_file_that_refers_to_itself_is_reported_not_raised() -> None:
    assert any(p.file == "questions.yaml" for p in problems(copy() | {"questions.yaml": "rows: &a [*a]\n"}, OF_RECORDS))


@pytest.mark.parametrize("name", ["extra.yaml", "key_numbers.yml"])
def test_a_file_that_belongs_to_no_table_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("rows: []\n", encoding="utf-8")
    (problem,) = read_all(tmp_path)[name].problems
    assert (problem.file, problem.line) == (name, 1)
    assert "not a file of the catalogue" in problem.message


def test_a_slip_in_one_record_is_not_blamed_on_others() -> None:
    """Sources and groups that only the broken record uses must not be called unused: deleting them would be wrong."""
    files = copy()
    swap(files, "key_numbers.yaml", "unit: nodes", "unit: 5")
    found = problems(files)
    assert [(p.file, p.field) for p in found] == [("key_numbers.yaml", "unit")], listed(found)


def test_a_file_that_cannot_be_read_is_not_blamed_on_others() -> None:
    files = copy()
    swap(files, "key_numbers.yaml", "unit: nodes", "\tunit: nodes")
    found = problems(files)
    assert [p.file for p in found] == ["key_numbers.yaml"], listed(found[:6])


SEVERAL = [
    next(f for f in SHAPES if f.file == "checklist.yaml"),
    next(f for f in SHAPES if f.field == "unit"),
    *(next(f for f in CROSS_REFERENCES if f.file == name) for name in ("blockers.yaml", "questions.yaml")),
    *(next(f for f in CROSS_REFERENCES if f.says == says) for says in ("not in commands", "inside quotes")),
]


def test_loading_bad_data_raises_the_same_list(tmp_path: Path) -> None:
    (tmp_path / "key_numbers.yaml").write_text(copy()["key_numbers.yaml"].replace("unit: nodes", "unit: 5"), encoding="utf-8")
    with pytest.raises(CatalogError) as raised:
        load(tmp_path, CHECKS)
    assert list(raised.value.problems) == sorted(set(check(tmp_path, CHECKS).problems))
    assert {problem.file for problem in raised.value.problems} == set(FILES)
    head, *rest = str(raised.value).splitlines()
    assert head == f"the catalogue has {len(rest)} problems:"
    assert rest == [str(p) for p in raised.value.problems]


def test_the_command_for_editors_prints_every_problem_of_several_files_and_fails(tmp_path: Path) -> None:
    files = copy()
    lines = [fault.do(files) for fault in SEVERAL]
    found = problems(files, directory=tmp_path)
    assert any("data/calibration.csv cannot be read" in problem.message for problem in found)
    assert len({fault.file for fault in SEVERAL}) == 6
    assert all(fault.is_said(found, line) for fault, line in zip(SEVERAL, lines, strict=True)), listed(found)
    call = [sys.executable, "-m", "domain.catalog", "check", str(written(files, tmp_path))]
    done = subprocess.run(call, capture_output=True, text=True, timeout=180, cwd=DATA.parent, check=False)
    *told, summary = done.stdout.splitlines()
    assert done.returncode == 1
    assert told == [str(p) for p in found]
    assert summary.startswith(f"{len(told)} problems; ")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["mend"], ["check", "data", "more"], ["evidence"]], ids=" ".join)
def test_what_the_command_does_not_know_it_does_not_do(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m domain.catalog" in capsys.readouterr().err
