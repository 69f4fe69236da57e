"""Every row has a link of its own: opened cold, it shows that row with everything that stands behind it."""

from __future__ import annotations

import pytest

from components.kit.menu import PAGE_OF_TABLE, SCREENS
from domain.catalog import catalog
from domain.catalog.records.architecture import Flow
from domain.catalog.records.base import Record, walk
from domain.catalog.records.evidence import Evidence
from tests.conftest import open_page
from tests.pages.page_text import hrefs, html, plain, said, tables, words

BOOK = catalog()
ROWS = [(table, id_) for table in PAGE_OF_TABLE if table != "workloads" for id_ in BOOK.records[table]]
TITLE = {
    "key_numbers": "parameter",
    "commands": "task",
    "concepts": "concept",
    "decision_matrix": "scenario",
    "live_migration": "parameter",
    "layers": "name",
    "components": "name",
    "platforms": "name",
    "migration_times": "reference",
    "rules": "says",
    "drain_defaults": "label",
    "lab_transfers": "label",
    "migration_inputs": "label",
    "migration_presets": "label",
    "migration_profiles": "says",
    "published_migrations": "label",
    "transfer_rates": "label",
}


def title(table: str, row: Record) -> str:
    """What the row is called on its page; a factor has no name but its value."""
    return row.claim.verified if table == "factors" else getattr(row, TITLE.get(table, "title"))


@pytest.mark.parametrize(("table", "id_"), ROWS, ids=["/".join(row) for row in ROWS])
def test_a_rows_link_shows_the_row_and_where_every_statement_of_it_comes_from(table: str, id_: str) -> None:
    at = open_page(PAGE_OF_TABLE[table], id=id_)
    row, text, behind = BOOK.records[table][id_], said(at), words(html(at))
    evidence = [part for _, part in walk(row) if isinstance(part, Evidence)]
    sources = [BOOK.sources[source].title for part in evidence for source in part.sources]
    assert not at.warning
    assert plain(title(table, row)).replace(" ", "") in text.replace(" ", "")
    assert [name for name in sources if name not in behind] == []
    assert [part for part in evidence if f"{part.grade.value}: {part.grade.meaning}" not in behind] == []
    assert [part for part in evidence if f"Checked {part.checked.isoformat()}" not in behind] == []
    assert [part.note for part in evidence if plain(part.note) not in behind] == []


ALONE = ("key_numbers", "concepts", "components", "decision_matrix", "rules", "live_migration", "contradictions", "sources")


@pytest.mark.parametrize("table", ALONE)
def test_a_rows_link_shows_no_other_row(table: str) -> None:
    id_ = list(BOOK.records[table])[-1]
    at = open_page(PAGE_OF_TABLE[table], id=id_)
    assert [shown for part in tables(at) for shown in part.ids] == [id_]
    assert table == "sources" or "<details open>" in html(at)


@pytest.mark.parametrize("slug", ["commands", "blockers", "checklist"])
def test_a_card_opens_alone(slug: str) -> None:
    ids = list(BOOK.records[slug])
    at = open_page(slug, id=ids[-1])
    assert not [id_ for id_ in ids[:-1] if f"id={id_}&" in html(at)]


BESIDE_OTHERS = ("flows", "factors", *(table for table in PAGE_OF_TABLE if table.startswith(("migration_", "published_"))))
"""Tables whose rows a link opens among all the others, so that there is no way back to them."""


@pytest.mark.parametrize("table", [table for table in PAGE_OF_TABLE if table != "workloads"])
def test_back_shows_all_rows_again_in_the_tab_that_the_row_had_opened(table: str) -> None:
    slug = PAGE_OF_TABLE[table]
    at = open_page(slug, id=list(BOOK.records[table])[-1])
    key = f"{slug}_tab"
    tab = {key: at.session_state[key]} if key in at.session_state else {}
    everything = open_page(slug, **tab)
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
def test_a_flows_link_opens_its_diagram_with_every_step_in_words(flow: Flow) -> None:
    at = open_page("architecture", id=flow.id)
    names = {part.id: part.name for part in flow.participants}
    steps = [plain(f"{names[step.source]} → {names[step.target]}: {step.message}") for step in flow.steps]
    assert any("sequenceDiagram" in part.value for part in at.markdown)
    assert [step for step in steps if step not in said(at)] == []


def test_every_link_on_every_screen_leads_to_a_row_or_screen_that_exists() -> None:
    slugs = {"./": "overview", **{screen.slug: screen.slug for screen in SCREENS}}
    for slug in dict.fromkeys(PAGE_OF_TABLE.values()):
        for href in hrefs(open_page(slug, commands_group="All", checklist_phase="Migration execution")):
            path, _, query = href.removeprefix("../pages/").partition("?")
            page = slugs[path.removesuffix(".py")]
            held = {id_ for table, home in PAGE_OF_TABLE.items() if home == page for id_ in BOOK.records[table]}
            if query.startswith("id="):
                assert query.removeprefix("id=").split("&")[0] in held, href
