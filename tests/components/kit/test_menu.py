"""The menu: every page file is a screen, every screen a page file of the same name, and every table has its screen."""

from __future__ import annotations

import ast

from components.kit.menu import BY_SLUG, MENU, PAGE_OF_TABLE, SCREENS
from domain.catalog import catalog
from domain.catalog.tables import BY_NAME
from tests.server.server_process import ROOT


def test_every_page_is_in_the_menu_under_the_name_of_its_file() -> None:
    assert {screen.slug for screen in SCREENS} == {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert len(BY_SLUG) == len(SCREENS)


def test_the_screens_are_known_and_stand_in_their_groups() -> None:
    assert {group: [screen.title for screen in screens] for group, screens in MENU.items()} == {
        "Reference": ["Overview", "Key numbers", "Commands", "Concepts", "Guest systems", "Architecture", "Lifecycle"],
        "Decide": ["Decision matrix", "Wizard", "Compare"],
        "Live migration": ["Migration time", "Settings and policy", "How sure, how to measure", "Drain window", "Blockers"],
        "Move to OVE": ["Disk transfer", "Checklist"],
        "About": ["Changes", "Sources"],
    }


def test_each_screen_says_in_one_sentence_what_it_is() -> None:
    for screen in SCREENS:
        assert screen.about.endswith(".")
        assert screen.about.count(". ") == 0
        assert len(screen.about) <= 100


def test_each_page_begins_with_what_it_is() -> None:
    for screen in SCREENS:
        text = ast.get_docstring(ast.parse((ROOT / "pages" / f"{screen.slug}.py").read_text(encoding="utf-8")))
        assert text.startswith(f"{screen.title}: ")


def test_every_row_has_a_screen_that_exists() -> None:
    assert set(PAGE_OF_TABLE.values()) <= set(BY_SLUG)
    assert set(PAGE_OF_TABLE) <= set(BY_NAME)


def test_every_row_that_another_row_or_a_question_names_can_be_linked() -> None:
    facts = catalog()
    named = [saying.row for row in facts.contradictions.values() for saying in row.sayings if saying.row]
    asked = [question.target for question in facts.questions.values()]
    assert [ref for ref in named if ref.split("/")[0] not in PAGE_OF_TABLE] == []
    assert {row.page for row in facts.workload_questions.values() if row.page} <= set(BY_SLUG)
    assert [ref for ref in asked if ref.split("/")[0] not in (PAGE_OF_TABLE if "/" in ref else BY_SLUG)] == []
