"""Tables that leave the product: no spreadsheet runs a cell, no Markdown table breaks, and every paper is dated."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.artefacts.checklist import checklist_frame, checklist_markdown
from domain.artefacts.checklist_progress import Progress
from domain.artefacts.documents import csv_cell, csv_text, markdown_cell, markdown_table
from domain.catalog import catalog
from domain.reference.frames import FRAMES, frame

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""By OWASP's list, and the wide signs that are read like narrow ones."""
CELL = TEXT | st.builds("".join, st.tuples(st.sampled_from([*FORMULA_STARTS, "|", "\\", ";", "x;", "`", '"', ","]), TEXT))
TABLE = st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5)
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def pieces(cell: str) -> list[str]:
    """What a spreadsheet may take for cells of their own, whichever separator it expects."""
    return [piece.lstrip(' "') for piece in re.split(r"[;|\t\r\n]", cell)]


@given(TABLE)
def test_no_cell_of_a_csv_starts_a_formula_whatever_separates_cells_and_its_text_comes_back(rows: list[tuple[str, str]]) -> None:
    text = csv_text(pd.DataFrame(rows, columns=["a", "b"]))
    head, *body = read_csv(text)
    assert head == ["a", "b"]
    for written, given_row in zip(body, rows, strict=True):
        assert f'"{written[0].replace(chr(34), chr(34) * 2)}","' in text
        for cell, original in zip(written, given_row, strict=True):
            assert not cell.startswith(("\t", "\r", "\n"))
            assert is_number(cell) or not [piece for piece in pieces(cell) if piece.startswith(FORMULA_SIGNS)]
            assert cell.replace("'", "") == original.replace("'", "")
            assert cell == original or any(piece.startswith(FORMULA_SIGNS) or not piece for piece in pieces(original))


@given(TABLE)
@example([("db;=1+1;\t8", 'a;"=1+1"'), ("a|=1+1", 'a"\n=1'), ('"=1', "x;＝1+1")])
def test_no_spreadsheet_reads_a_formula_in_a_csv_whichever_sign_it_takes_for_the_separator(rows: list[tuple[str, str]]) -> None:
    text = csv_text(pd.DataFrame(rows, columns=["a", "b"]))
    for separator in ",;\t|":
        cells = [cell.strip() for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
        assert [cell for cell in cells if cell.startswith(FORMULA_SIGNS) and not is_number(cell)] == [], separator


def is_number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?[\d.]+", cell) is not None


@pytest.mark.parametrize(
    ("attack", "written"),
    [
        ('=HYPERLINK("http://x","y")', '\'=HYPERLINK("http://x","y")'),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        ("a; =1+1", "a;' =1+1"),
        ("a;=1;b;@c", "a;'=1;b;'@c"),
        ("-5", "-5"),
        ("a = b; c - d", "a = b; c - d"),
        ('a|"=1"', 'a|\'"=1"'),
    ],
)
def test_a_formula_is_defused_by_an_apostrophe(attack: str, written: str) -> None:
    assert read_csv(csv_text(pd.DataFrame({"note": [attack]})))[1] == [written]
    assert read_csv(csv_text(pd.DataFrame({attack: ["a"]})))[0] == [written]


@given(NUMBERS)
def test_a_number_stays_a_number_in_a_csv(number: float) -> None:
    assert csv_cell(number) is number
    assert float(read_csv(csv_text(pd.DataFrame({"n": [number]})))[1][0]) == number


def shown(cell: str) -> str:
    """What a reader sees of a cell: backslash escapes and entities resolved."""
    return re.sub(r"\\(.)|&#?\w+;", lambda found: found[1] or html.unescape(found[0]), cell)


@given(TABLE)
def test_no_text_breaks_a_row_of_a_markdown_table(rows: list[tuple[str, str]]) -> None:
    lines = markdown_table(pd.DataFrame(rows, columns=["a", "b"])).split("\n")
    assert lines[:2] == ["| a | b |", "| --- | --- |"]
    assert len(lines) == 2 + len(rows)
    for line in lines:
        unescaped = re.sub(r"\\.", "", line)
        assert unescaped.count("|") == 3
        assert len(line.splitlines()) == 1


@given(CELL)
def test_a_markdown_cell_shows_the_text_as_it_was_typed(text: str) -> None:
    cell = markdown_cell(text)
    assert re.sub(r"\\(.)", r"\1", cell) == " ".join(text.split())
    assert not re.search(r"[<>*_`\[\]|~]", re.sub(r"\\.", "", cell))


@pytest.mark.parametrize(
    "text", ["&lt;b&gt;", "AT&amp;T", "&copy;", "R&D", "<script>alert(1)</script>", "[x](javascript:y)", "`a|b`"]
)
def test_markup_in_a_cell_is_shown_and_not_obeyed(text: str) -> None:
    assert shown(markdown_cell(text)) == text


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (float("nan"), ""), (0.64, "0.64"), (10_000.0, "10,000"), (24.0, "24"), (7, "7")]
)
def test_numbers_and_gaps_read_well_in_a_markdown_cell(value: object, text: str) -> None:
    assert markdown_cell(value) == text


def test_every_table_can_be_taken_away_whole(subtests: pytest.Subtests) -> None:
    for name in FRAMES:
        with subtests.test(name=name):
            data = frame(catalog(), name)
            head, *body = read_csv(csv_text(data))
            assert head == list(data.columns)
            assert len(body) == len(data)
            assert {len(row) for row in body} == {len(head)}
            lines = markdown_table(data).split("\n")
            assert len(lines) == len(data) + 2
            assert {re.sub(r"\\.", "", line).count("|") for line in lines} == {len(head) + 1}


ITEMS = list(catalog().checklist.values())
DAY, VERSION, LINK = date(2026, 11, 23), "2026-08-22 abcdef01", "http://localhost:8501/checklist?progress=AQ"
NOTE = "=1+1 | see `wiki` *now*"
PROGRESS = Progress(frozenset({ITEMS[0].bit, ITEMS[-1].bit})).with_note(ITEMS[1].bit, NOTE)


def test_the_checklist_as_csv_carries_ticks_notes_date_and_version() -> None:
    head, *body = read_csv(csv_text(checklist_frame(ITEMS, PROGRESS, VERSION, DAY)))
    rows = [dict(zip(head, row, strict=True)) for row in body]
    assert [row["id"] for row in rows] == [item.id for item in ITEMS]
    assert {(row["exported"], row["catalogue"]) for row in rows} == {("2026-11-23", VERSION)}
    assert [row["id"] for row in rows if row["done"] == "yes"] == [ITEMS[0].id, ITEMS[-1].id]
    assert {row["id"]: row["note"] for row in rows if row["note"]} == {ITEMS[1].id: f"'{NOTE}"}
    assert all(row["check"] for row in rows)


def test_the_checklist_as_markdown_carries_ticks_notes_date_version_and_link() -> None:
    text = checklist_markdown(ITEMS, PROGRESS, VERSION, DAY, LINK)
    assert f"2 of {len(ITEMS)} done. Exported 2026-11-23, catalogue {VERSION}." in text
    assert f"<{LINK}>" in text
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Pre-flight", "Migration execution", "Post-migration validation"]
    tasks = re.findall(r"^- \[([ x])\] \*\*([A-Z]+-\d+)\*\* ", text, re.MULTILINE)
    assert [id_ for _, id_ in tasks] == [item.id for item in ITEMS]
    assert [id_ for tick, id_ in tasks if tick == "x"] == [ITEMS[0].id, ITEMS[-1].id]
    (note,) = re.findall(r"^  - Note: (.+)$", text, re.MULTILINE)
    assert shown(note) == NOTE


def test_a_part_of_the_checklist_counts_only_itself() -> None:
    text = checklist_markdown(ITEMS[:5], PROGRESS, VERSION, DAY, "")
    assert "1 of 5 done." in text
    assert "<" not in text.split("##")[0]
    assert len(checklist_frame(ITEMS[:5], PROGRESS, VERSION, DAY)) == 5


@given(TEXT)
def test_no_note_breaks_the_list_it_stands_in(note: str) -> None:
    progress = Progress().with_note(ITEMS[0].bit, note)
    lines = checklist_markdown(ITEMS[:2], progress, VERSION, DAY, LINK).split("\n")
    assert sum(line.startswith("- [") for line in lines) == 2
    assert sum(line.startswith("  - Note: ") for line in lines) == len(progress.notes)
