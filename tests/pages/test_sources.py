"""Sources: how many cells agree and how many do not, what contradicts what, and every work that was read."""

from __future__ import annotations

from collections import Counter

from domain.catalog import catalog
from domain.catalog.records.base import walk
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Grade, Verdict
from tests.conftest import look
from tests.pages.page_text import html, plain, said, tables, words

BOOK = catalog()
PARTS = [(table, part) for table, rows in BOOK.records.items() for row in rows.values() for _, part in walk(row)]
JUDGED = [(table, part.verdict) for table, part in PARTS if isinstance(part, Claim) and part.verdict]


def test_the_counts_are_those_of_the_catalogue() -> None:
    table = tables(look("sources"))[0]
    shown = {words(head): [int(words(cell)) for cell in cells] for head, cells in table.rows}
    expected = {}
    for name in (*dict.fromkeys(table for table, _ in JUDGED), "all"):
        found = Counter(verdict for table, verdict in JUDGED if name in (table, "all"))
        title = "All tables" if name == "all" else BY_NAME[name].title
        expected[title] = [sum(found.values()), *(found[verdict] for verdict in Verdict)]
    assert shown == expected


def test_the_evidence_is_counted_by_grade_and_dated() -> None:
    evidence = [part for _, part in PARTS if isinstance(part, Evidence)]
    grades, dates = Counter(part.grade for part in evidence), {part.checked.isoformat() for part in evidence}
    text = said(look("sources"))
    assert [grade for grade in Grade if f"{grades[grade]} {grade.value}" not in text] == []
    assert min(dates) in text
    assert max(dates) in text


def test_every_verdict_is_explained() -> None:
    text = said(look("sources"))
    assert [verdict for verdict in Verdict if f"{verdict.value} {plain(verdict.meaning)}" not in text] == []


def test_each_contradiction_says_who_says_what_and_which_to_go_by() -> None:
    at = look("sources", sources_tab="Contradictions")
    rows = dict(zip(tables(at)[0].ids, tables(at)[0].rows, strict=True))
    assert set(rows) == set(BOOK.contradictions)
    for id_, row in BOOK.contradictions.items():
        text = words(" ".join(rows[id_][1]))
        said_by = [plain(part) for saying in row.sayings for part in (saying.where, saying.text)]
        assert [part for part in (*said_by, plain(row.reading)) if part not in text] == []


def test_each_work_stands_once_with_its_publisher_its_place_and_how_often_it_is_cited() -> None:
    at = look("sources", sources_tab="Bibliography")
    rows = dict(zip(tables(at)[0].ids, tables(at)[0].rows, strict=True))
    cited = Counter(source for _, part in PARTS if isinstance(part, Evidence) for source in part.sources)
    assert len(tables(at)[0].ids) == len(rows) == len(BOOK.sources)
    for id_, source in BOOK.sources.items():
        where, state, count = map(words, rows[id_][1])
        assert plain(source.path or source.page or source.repository) in where
        assert source.version in state
        assert plain(source.applies_to) in state
        assert int(count) == cited[id_]


def test_a_file_of_a_public_repository_is_linked_at_the_state_that_was_read() -> None:
    markup = html(look("sources", sources_tab="Bibliography"))
    sources = [source for source in BOOK.sources.values() if source.repository and source.path and source.ref]
    assert sources
    for source in sources:
        assert f'href="https://github.com/{source.repository}/blob/{source.ref.split()[-1]}/' in markup
    assert 'rel="noopener noreferrer"' in markup
