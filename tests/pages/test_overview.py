"""Overview: one search over everything, the questions people arrive with, and the platforms at a glance."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from components.kit.menu import PAGE_OF_TABLE
from domain.catalog import catalog
from domain.catalog.records.quick_reference import OverviewQuestion
from domain.catalog.tables import BY_NAME, TABLES
from tests.conftest import look, open_page
from tests.pages.page_text import html, said, words

BOOK = catalog()


def found(at: AppTest) -> list[tuple[str, str]]:
    """The links of the page, as page and id of the row."""
    links = (link.proto for link in at.get("page_link"))
    return [(link.page, (re.findall(r"id=([\w-]+)", link.query_string) or [""])[0]) for link in links]


SEARCHES = [
    ("max vCPU", "key_numbers", "max-vcpu-per-vm"),
    ("SR-IOV", "blockers", "LMB-K26"),
    ("drian node", "commands", "drain-node"),
    ("DRS", "concepts", "drs"),
    ("virt-handler", "components", "virt-handler"),
    ("shared GPU", "decision_matrix", "shared-gpu-vdi"),
    ("post-copy", "live_migration", "post-copy"),
    ("changed block tracking", "checklist", ""),
    ("KubeVirt user guide", "sources", ""),
    ("VDDK download", "events", "vddk-download-withdrawn"),
    ("withdrawn", "events", "vddk-download-withdrawn"),
]


@pytest.mark.parametrize(("query", "table", "id_"), SEARCHES)
def test_a_search_leads_to_the_exact_row(query: str, table: str, id_: str) -> None:
    at = look("overview", find=query)
    rows = [row for page, row in found(at) if page == PAGE_OF_TABLE[table]]
    assert any(part.value.startswith(f"{BY_NAME[table].found_title} (") for part in at.header)
    assert id_ in rows if id_ else set(rows) & set(BOOK.records[table])


def test_results_are_grouped_by_table_and_counted() -> None:
    at = look("overview", find="live migration")
    heads = [re.fullmatch(r"(.+) \((\d+)\)", part.value).groups() for part in at.header]
    assert {name for name, _ in heads} <= {table.found_title for table in TABLES}
    assert len({name for name, _ in heads}) == len(heads) > 3
    assert f"{sum(int(count) for _, count in heads)} found in {len(heads)} tables." in said(at)


def test_what_is_typed_is_searched_for_and_the_questions_give_way() -> None:
    at = open_page("overview")
    assert "Common questions" in said(at)
    at.text_input(key="find").set_value("vmotion").run()
    assert ("concepts", "vmotion") in found(at)
    assert "Common questions" not in said(at)


def test_a_search_without_a_hit_says_so() -> None:
    assert "Nothing found" in said(look("overview", find="qqqqzzzz"))


@pytest.mark.parametrize("question", BOOK.questions.values(), ids=lambda question: question.id)
def test_a_question_leads_to_its_answer(question: OverviewQuestion) -> None:
    link = next(link for link in look("overview").get("page_link") if link.label == question.question)
    table, _, id_ = question.target.partition("/")
    at = look(link.proto.page or "overview", **dict(parse_qsl(link.proto.query_string)))
    assert link.proto.page == (PAGE_OF_TABLE[table] if id_ else table)
    assert not at.warning
    assert not id_ or id_ in at.query_params["id"]


def test_the_facts_about_each_platform_say_where_they_come_from() -> None:
    behind = words(html(look("overview")))
    for platform in BOOK.platforms.values():
        assert [source for source in platform.evidence.sources if BOOK.sources[source].title not in behind] == []


def test_what_is_shown_of_the_hits_and_what_is_said_to_be_more_are_all_of_them() -> None:
    at = look("overview", find="migration")
    found = sum(int(re.search(r"\((\d+)\)$", header.value)[1]) for header in at.header)
    labels = [link.proto.label for link in at.get("page_link")]
    more = [int(label.split()[0]) for label in labels if re.match(r"\d+ more on ", label)]
    assert more
    assert len(labels) - len(more) + sum(more) == found


def test_what_is_not_covered_says_so_first_and_leads_to_who_covers_it() -> None:
    at = look("overview", find="how many hosts on OVE")
    first = next(part.value for part in at.markdown if "Not covered" in part.value)
    assert "(https://github.com/Azure/odinforazurelocal/" in first
    assert "(https://github.com/kubev2v/migration-planner/" in first
