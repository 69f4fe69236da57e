"""Every row has a link of its own: opened cold, it shows that row with everything that stands behind it."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import parse_qs

import pytest

from components.kit.menu import PAGE_OF_TABLE, SCREENS
from domain.catalog import catalog
from domain.catalog.records.architecture import Flow
from domain.catalog.records.base import Record, walk
from domain.catalog.records.evidence import Claim, Evidence
from tests.conftest import look, open_page, page
from tests.pages.page_text import VIEW_NAMES, VIEWS, hrefs, html, plain, said, tables, words

BOOK = catalog()
TABLES = [table for table in PAGE_OF_TABLE if table != "workloads"]
MARKS = re.compile(r"[!-+/:-@\[-`{-~]")
"""What HTML, Markdown or a link may read as its own."""

TITLE = {
    "key_numbers": "parameter",
    "commands": "task",
    "concepts": "concept",
    "decision_matrix": "scenario",
    "guest_systems": "name",
    "live_migration": "parameter",
    "layers": "name",
    "components": "name",
    "platforms": "name",
    "lifecycle": "name",
    "migration_times": "reference",
    "rules": "says",
    "drain_defaults": "label",
    "drain_rules": "says",
    "published_drains": "label",
    "field_transfers": "label",
    "lab_transfers": "label",
    "migration_inputs": "label",
    "migration_presets": "label",
    "migration_printouts": "label",
    "migration_profiles": "says",
    "published_migrations": "label",
    "transfer_rates": "label",
}


def title(table: str, row: Record) -> str:
    """What the row is called on its page; a factor has no name but its value."""
    return row.claim.verified if table == "factors" else getattr(row, TITLE.get(table, "title"))


def traits(row: Record) -> set[object]:
    """What a page may do differently with a row: the fields that it has, its verdicts and grades, and the marks in its text."""
    found: set[object] = set()
    for _, part in walk(row):
        filled = {name: getattr(part, name) for name in type(part).model_fields if getattr(part, name) not in (None, "", ())}
        found |= {(type(part).__name__, name) for name in filled}
        found |= {value for value in filled.values() if isinstance(value, StrEnum)}
        found |= {mark for value in filled.values() if isinstance(value, str) for mark in MARKS.findall(value)}
    return found


MOST_ROWS = 5
"""Rows of a table that are opened: what is left to the sixth is one more value of an enum, which all tables draw alike."""


def unlike(table: str) -> list[str]:
    """Rows of a table that between them have most traits that any of its rows has; the first and the last among them."""
    rows = {id_: traits(row) for id_, row in BOOK.records[table].items()}
    chosen = list(dict.fromkeys((next(iter(rows)), next(reversed(rows)))))
    while len(chosen) < MOST_ROWS and (missing := set().union(*rows.values()) - set().union(*(rows[id_] for id_ in chosen))):
        chosen.append(max(rows, key=lambda id_: len(rows[id_] & missing)))
    return chosen


@pytest.mark.parametrize("table", TABLES)
def test_a_rows_link_shows_the_row_and_where_every_statement_of_it_comes_from(table: str, subtests: pytest.Subtests) -> None:
    for id_ in unlike(table):
        with subtests.test(row=id_):
            assert_whole(table, id_)


def assert_whole(table: str, id_: str) -> None:
    """The row's link shows its title, and of every statement the sources, the grade, the date and the note; and what to cite."""
    at = page(PAGE_OF_TABLE[table], {"id": id_}, opened=[f"cite_{table}"])
    row, text, behind = BOOK.records[table][id_], said(at), words(html(at))
    evidence = [part for _, part in walk(row) if isinstance(part, Evidence)]
    sources = [BOOK.sources[source].title for part in evidence for source in part.sources]
    assert not at.warning
    assert plain(title(table, row)).replace(" ", "") in text.replace(" ", "")
    assert [name for name in sources if name not in behind] == []
    assert [part for part in evidence if f"{part.grade.value}: {part.grade.meaning}" not in behind] == []
    assert [part for part in evidence if f"Checked {part.checked.isoformat()}" not in behind] == []
    assert [part.note for part in evidence if plain(part.note) not in behind] == []
    cited = [line for code in at.code for line in code.value.split("\n") if line.endswith(f"· catalogue {BOOK.version}")]
    assert len(cited) == len([part for part in evidence if isinstance(part, Claim)] or evidence[:1])
    assert [line for line in cited if f"/{PAGE_OF_TABLE[table]}?id={id_} " not in line] == []


ALONE = (
    "key_numbers",
    "concepts",
    "guest_systems",
    "components",
    "lifecycle",
    "decision_matrix",
    "rules",
    "live_migration",
    "events",
    "contradictions",
    "sources",
)


@pytest.mark.parametrize("table", ALONE)
def test_a_rows_link_shows_no_other_row(table: str) -> None:
    id_ = list(BOOK.records[table])[-1]
    at = look(PAGE_OF_TABLE[table], id=id_)
    assert [shown for part in tables(at) for shown in part.ids] == [id_]
    assert table == "sources" or "<details open>" in html(at)


@pytest.mark.parametrize("slug", ["commands", "blockers", "checklist"])
def test_a_card_opens_alone(slug: str) -> None:
    ids = list(BOOK.records[slug])
    at = look(slug, id=ids[-1])
    assert not [id_ for id_ in ids[:-1] if f"id={id_}&" in html(at)]


BESIDE_OTHERS = ("flows", "factors", *(table for table in PAGE_OF_TABLE if table.startswith(("migration_", "published_"))))
"""Tables whose rows a link opens among all the others, so that there is no way back to them."""


@pytest.mark.parametrize("table", [table for table in PAGE_OF_TABLE if table != "workloads"])
def test_back_shows_all_rows_again_in_the_tab_that_the_row_had_opened(table: str) -> None:
    slug = PAGE_OF_TABLE[table]
    at = open_page(slug, id=list(BOOK.records[table])[-1])
    key = f"{slug}_tab"
    tab = {key: at.session_state[key]} if key in at.session_state else {}
    everything = look(slug, **tab)
    back = [button for button in at.button if button.key == "back_to_all"]
    if table in BESIDE_OTHERS:
        assert not back
        assert [part.ids for part in tables(at)] == [part.ids for part in tables(everything)]
        return
    assert html(at) != html(everything)
    back[0].click().run()
    assert not at.exception
    assert html(at) == html(everything)
    assert "back_to_all" not in [button.key for button in at.button]
    assert "id" not in at.query_params


@pytest.mark.parametrize("flow", BOOK.flows.values(), ids=lambda flow: flow.id)
def test_a_flows_link_opens_every_step_in_words_and_a_further_one_its_diagram(flow: Flow) -> None:
    at = look("architecture", id=flow.id)
    assert not any("sequenceDiagram" in part.value for part in at.markdown)
    at = look("architecture", id=flow.id, architecture_diagram="true")
    names = {part.id: part.name for part in flow.participants}
    steps = [plain(f"{names[step.source]} → {names[step.target]}: {step.message}") for step in flow.steps]
    assert any("sequenceDiagram" in part.value for part in at.markdown)
    assert [step for step in steps if step not in said(at)] == []


LEAST = {
    "overview": 50,
    "commands": 20,
    "concepts": 200,
    "guest_systems": 250,
    "checklist": 15,
    "compare": 6,
    "key_numbers-Table": 50,
    "key_numbers-Does my VM fit?": 4,
    "architecture-Stack": 150,
    "architecture-How a VM starts": 4,
    "architecture-How a live migration runs": 3,
    "live_migration-This VM": 2,
    "live_migration-Platforms": 60,
    "migration_settings-Policy": 3,
    "migration_evidence-How to measure": 70,
    "migration_settings-Settings": 70,
    "migration_evidence-Lower bound": 5,
    "migration_evidence-How sure": 15,
    "drain_window-Side by side": 15,
    "drain_window-Evidence": 30,
    "blockers-All blockers": 150,
    "decision_matrix-Workloads": 80,
    "decision_matrix-Rules": 450,
    "wizard-Approach": 2,
    "wizard-What is unknown": 30,
    "disk_transfer-Against the lab": 60,
    "changes": 100,
    "sources-What was checked": 8,
    "sources-Contradictions": 100,
    "sources-Bibliography": 300,
}
"""How many links a view has at least; without it, a view that lost them all would have no bad one."""
SLUGS = {"./": "overview", **{screen.slug: screen.slug for screen in SCREENS}}


def leads_nowhere(href: str) -> bool:
    """Whether a link names a screen that is not there, or a row that its screen has not."""
    path, _, query = href.removeprefix("../pages/").partition("?")
    page = SLUGS.get(path.removesuffix(".py"))
    rows = {id_ for table, home in PAGE_OF_TABLE.items() if home == page for id_ in BOOK.records[table]}
    return page is None or not set(parse_qs(query).get("id", ())) <= rows


def test_every_link_on_every_screen_leads_to_a_row_or_screen_that_exists(subtests: pytest.Subtests) -> None:
    everything = {"commands": {"commands_group": "All"}, "checklist": {"checklist_phase": "Migration execution"}}
    for name, (slug, params) in zip(VIEW_NAMES, VIEWS, strict=True):
        with subtests.test(view=name):
            found = hrefs(look(slug, **everything.get(slug, {}), **params))
            assert [href for href in found if leads_nowhere(href)] == []
            assert len(found) >= LEAST.get(name.split("~")[0].removesuffix("-Ana"), 0)


def test_a_link_that_leads_nowhere_would_be_noticed() -> None:
    assert leads_nowhere("no_such_screen?id=drs")
    assert leads_nowhere("concepts?id=no-such-row")
    assert leads_nowhere("concepts?show=verified&id=no-such-row")
    assert not leads_nowhere("concepts?show=verified&id=drs")
