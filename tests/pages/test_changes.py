"""Changes: an event that a link asks for with all that it touches, the age of every table's checks, and the overview's line."""

from __future__ import annotations

from collections import Counter
from datetime import date

from domain.catalog import catalog
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.vocabulary import Grade, Verdict
from tests.conftest import look
from tests.pages.page_text import hrefs, html, said, tables, words

BOOK = catalog()
EVENT = BOOK.events["vddk-download-withdrawn"]
PARTS = [(table, id_, part) for table, id_, _, part in BOOK.parts() if isinstance(part, Evidence)]


def test_an_event_that_a_link_asks_for_stands_alone_with_a_link_to_every_row_it_touches() -> None:
    at = look("changes", id=EVENT.id)
    (table,) = tables(at)
    assert table.ids == [EVENT.id]
    touched = {touch.row.split("/")[1] for touch in EVENT.touches}
    assert touched == {href.rsplit("id=", 1)[1] for href in hrefs(at) if "id=" in href} & touched
    assert [report.says for report in EVENT.reports if report.says not in said(at)] == []
    assert "not read again yet" not in said(at)


def test_the_newest_event_stands_first() -> None:
    days = [date.fromisoformat(words(head)[-10:]) for head, _ in tables(look("changes"))[0].rows]
    assert days == sorted((event.date for event in BOOK.events.values()), reverse=True)


def test_every_table_says_how_old_its_checks_are_and_which_rows_no_source_settles() -> None:
    at = look("changes")
    shown = {words(head): cells for head, cells in tables(at)[1].rows}
    own = [(id_, part) for table, id_, part in PARTS if table == "key_numbers"]
    count, oldest, newest, unconfirmed, unverifiable = shown["Key numbers"]
    days = [part.checked.isoformat() for _, part in own]
    assert [words(cell) for cell in (count, oldest, newest)] == [str(len(own)), min(days), max(days)]
    assert {id_ for id_, part in own if part.grade is Grade.UNCONFIRMED} == set(ids(unconfirmed))
    assert {id_ for id_, part in own if isinstance(part, Claim) and part.verdict is Verdict.UNVERIFIABLE} == set(
        ids(unverifiable)
    )
    by_month = Counter(part.checked.isoformat()[:7] for _, _, part in PARTS)
    assert [month for month, number in by_month.items() if f"{number:,} in {month}" not in said(at)] == []


def ids(cell: str) -> list[str]:
    return [href.split("id=")[1].split('"')[0] for href in cell.split("href=") if "id=" in href]


def test_the_overview_says_in_one_line_until_when_everything_was_checked_and_what_happened_last() -> None:
    at = look("overview")
    dates = [part.checked.isoformat() for _, _, part in PARTS]
    last = max(BOOK.events.values(), key=lambda event: event.date)
    line = f"Everything was last checked between {min(dates)} and {max(dates)}. Newest change: {last.title} ({last.date})"
    assert line in said(at)
    assert f'href="changes?id={last.id}"' in html(at)
    assert "Everything was last checked" not in said(look("overview", find="vmotion"))
