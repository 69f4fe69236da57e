"""Sources: how many cells agree and how many do not, what contradicts what, and every work that was read."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from components.kit import links
from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.base import walk
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Grade, Verdict
from domain.reference.judged import cells_frame, cells_with
from tests.conftest import look
from tests.pages.page_text import hrefs, html, plain, said, tables, words

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


def test_a_count_of_a_verdict_leads_to_its_cells() -> None:
    found = {
        href for _, cells in tables(look("sources"))[0].rows for cell in cells for href in re.findall('href="([^"]+)"', cell)
    }
    assert "key_numbers?key_numbers_verdict=contradicted" in found
    wrong = {id_ for id_, row in BOOK.key_numbers.items() if any(c.verdict == "contradicted" for c in row.claims.values())}
    assert set(tables(look("key_numbers", key_numbers_verdict="contradicted"))[0].ids) == wrong
    assert "sources?sources_tab=What+is+wrong&amp;sources_verdict=contradicted" in found
    assert "sources?sources_tab=What+is+wrong&amp;sources_verdict=contradicted&amp;sources_table=Concepts" in found
    concepts = tables(look("sources", sources_tab="What is wrong", sources_verdict="contradicted", sources_table="Concepts"))[0]
    assert len(concepts.rows) == JUDGED.count(("concepts", Verdict.CONTRADICTED))


def test_all_that_the_quick_reference_has_wrong_stands_in_one_list() -> None:
    wrong = [claim for table, claim in PARTS if isinstance(claim, Claim) and claim.verdict in ("contradicted", "outdated")]
    at = look("sources", sources_tab="What is wrong")
    rows = [words(" ".join(cells)) for _, cells in tables(at)[0].rows]
    assert len(rows) == len(wrong) > 30
    for row, claim in zip(rows, wrong, strict=True):
        assert row.startswith(" ".join(str(claim.reference).split()))
        assert plain(claim.verified) in row
    sheet = cells_frame(cells_with(BOOK, ()))
    assert list(sheet["quick reference"]) == [claim.reference for claim in wrong]
    assert set(sheet["verdict"]) == {"contradicted", "outdated"}
    assert {"Key numbers", "Commands", "Decision matrix"} < set(sheet["table"])
    chosen = tables(look("sources", sources_tab="What is wrong", sources_verdict="ambiguous"))[0]
    assert len(chosen.rows) == Counter(verdict for _, verdict in JUDGED)[Verdict.AMBIGUOUS]


def test_the_evidence_is_counted_by_grade_and_dated() -> None:
    evidence = [part for _, part in PARTS if isinstance(part, Evidence)]
    grades, dates = Counter(part.grade for part in evidence), {part.checked.isoformat() for part in evidence}
    text = said(look("sources"))
    assert [grade for grade in Grade if f"{grades[grade]:,} {grade.value}" not in text] == []
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


def test_an_opened_source_lists_every_row_that_cites_it(subtests: pytest.Subtests) -> None:
    for id_ in ("govc-usage", "kubevirt-vm", next(iter(BOOK.sources))):
        with subtests.test(source=id_):
            inside = hrefs(look("sources", id=id_))
            citing = {
                (table, row.id)
                for table, rows in BOOK.records.items()
                for row in rows.values()
                for _, part in walk(row)
                if isinstance(part, Evidence) and id_ in part.sources
            }
            assert citing
            assert [
                row for table, row in citing if table in PAGE_OF_TABLE and f"{PAGE_OF_TABLE[table]}?id={row}" not in inside
            ] == []


def test_works_of_one_publisher_can_be_chosen() -> None:
    at = look("sources", sources_tab="Bibliography", sources_publisher="QEMU project")
    assert set(tables(at)[0].ids) == {id_ for id_, source in BOOK.sources.items() if source.publisher == "QEMU project"}


def test_a_title_leads_to_the_source_itself_and_what_has_no_address_says_its_place() -> None:
    markup = html(look("key_numbers", id="max-vcpu-per-vm"))
    claims = BOOK.key_numbers["max-vcpu-per-vm"].claims.values()
    sources = [BOOK.sources[id_] for claim in claims for id_ in claim.sources]
    assert {bool(links.source_url(source)) for source in sources} == {True, False}
    for source in sources:
        url = links.source_url(source)
        assert (f'href="{url}" target="_blank">{source.title}<' if url else source.page) in markup
        assert f'href="sources?id={source.id}">cited\u00a0by\u00a0' in markup


def test_a_file_of_a_public_repository_is_linked_at_the_state_that_was_read() -> None:
    markup = html(look("sources", sources_tab="Bibliography"))
    sources = [source for source in BOOK.sources.values() if source.repository and source.path and source.ref]
    assert sources
    for source in sources:
        assert f'href="https://github.com/{source.repository}/blob/{source.ref.split()[-1]}/' in markup
