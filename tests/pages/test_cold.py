"""Every screen, opened cold by a plain link, shows its title, its sentence and what the catalogue holds for it."""

from __future__ import annotations

import re

import pytest

from components.kit.introduction import tabs
from components.kit.menu import SCREENS
from domain.catalog import catalog
from domain.catalog.vocabulary import Phase
from domain.decision.checklist import tailored
from tests.conftest import look, page
from tests.pages.page_text import VIEWS, bound, html, plain, said, tables

BOOK = catalog()
FIRST_GROUP = next(iter(BOOK.groups("command_groups")))
CHECKLIST_GROUPS = BOOK.groups("checklist_groups")
SHOWN = {
    "overview": [
        *(text for p in BOOK.platforms.values() for text in (p.hypervisor, p.control_plane, p.one_vm_is, p.managed_with)),
        *(question.question for question in BOOK.questions.values()),
        *(claim.verified for row in BOOK.key_numbers.values() if row.bounds for claim in row.claims.values()),
    ],
    "key_numbers": [t for row in BOOK.key_numbers.values() for t in (row.parameter, *(c.verified for c in row.claims.values()))],
    "commands": [
        text
        for row in BOOK.commands.values()
        if row.group == FIRST_GROUP
        for text in (row.task, *(claim.verified for claim in row.claims.values()))
    ],
    "concepts": [t for row in BOOK.concepts.values() for t in (row.concept, *(c.verified for c in row.claims.values()))],
    "guest_systems": [
        text
        for row in BOOK.guest_systems.values()
        for text in (row.name, *(c.verified for c in (*row.claims.values(), *row.moves.values()) if "`" not in c.verified))
    ],
    "architecture": [
        *(text for layer in BOOK.layers.values() for text in (layer.name, layer.about)),
        *(text for part in BOOK.components.values() for text in (part.name, part.does, part.claim.verified)),
    ],
    "lifecycle": [
        text
        for row in BOOK.lifecycle.values()
        for text in (row.name, row.note, row.available.isoformat() if row.available else "not known")
    ],
    "decision_matrix": [
        text
        for row in BOOK.decision_matrix.values()
        for claims in (row.claims, row.elsewhere)
        for text in (row.scenario, *(claim.verified for claim in claims.values()))
    ],
    "wizard": [group.label for group in BOOK.groups("workload_groups").values()],
    "compare": ["No workload yet."],
    "live_migration": [
        "64 GiB of memory; 200 MB/s of writes",
        "OVE 4.22: ends after 70 s to",
        "The copy takes 1.1 times as long as one pass",
        "25 Gbit/s",
    ],
    "migration_settings": ["OpenShift 4.22", "MigrationPolicy", "settings of the cluster"],
    "migration_evidence": [text for row in BOOK.published_migrations.values() for text in (row.label, row.says)],
    "drain_window": [
        text
        for row in BOOK.drain_defaults.values()
        if row.up_to_gbps is None
        for text in (row.label, row.scope, row.note, f"{row.outbound_per_node} from a host")
    ],
    "blockers": [t for row in BOOK.blockers.values() for t in (row.id, row.title, row.reason, row.what, row.why, row.fix)],
    "disk_transfer": ["Cold: about 2 h 40 min", "Warm: 2 min to 11 min down", "A favourable case", "What would help"],
    "checklist": [
        text
        for row in tailored(BOOK, {}).items
        if row.phase is Phase.PRE_FLIGHT
        for text in ((row.id, row.title, row.what) if row.group == "platform" else [CHECKLIST_GROUPS[row.group].label])
    ],
    "changes": [
        *(text for row in BOOK.events.values() for text in (row.title, row.date.isoformat(), row.what)),
        *(report.says for row in BOOK.events.values() for report in row.reports),
    ],
    "sources": [BOOK.version, "contradicted", "Key numbers", "Migration times"],
}


def test_a_screen_shows_its_title_its_sentence_and_every_text_of_its_rows(subtests: pytest.Subtests) -> None:
    for screen in SCREENS:
        with subtests.test(screen=screen.slug):
            at = look(screen.slug)
            text = said(at)
            assert [title.value for title in at.title] == [screen.title]
            assert tuple(tab.label for tab in at.tabs) == tabs(screen.slug)
            assert screen.about in [part.value for part in at.markdown]
            assert [fact for fact in map(plain, SHOWN[screen.slug]) if fact not in text] == []
            assert not at.warning
            assert not at.error


def test_every_table_says_what_it_shows_and_has_as_many_cells_as_heads(subtests: pytest.Subtests) -> None:
    for slug, params in VIEWS:
        with subtests.test(slug=slug, **params):
            for table in tables(look(slug, **params)):
                assert table.caption.endswith("."), table.caption
                assert table.rows
                assert {len(cells) + 1 for _, cells in table.rows} == {len(table.heads)}


def test_the_share_box_gives_the_link_of_this_view_and_its_presentation_form(subtests: pytest.Subtests) -> None:
    for slug, params in dict(VIEWS).items():
        with subtests.test(slug=slug, **params):
            asked = {**params, "platforms": "OVE", "show": "both"}
            at = page(slug, asked, {"url": f"https://reference.example/{slug}"}, ["share"])
            links = [part.value for part in at.code if part.value.startswith("https://reference.example/")]
            query = set(links[0].split("?")[1].split("&"))
            assert links[0].startswith(f"https://reference.example/{slug}?")
            assert {"platforms=OVE", "show=both"} <= query
            assert links[1] == f"{links[0]}&embed=true"


def test_the_presentation_form_is_larger_and_keeps_itself_in_every_link(subtests: pytest.Subtests) -> None:
    for screen in SCREENS:
        with subtests.test(screen=screen.slug):
            plainly, embedded = look(screen.slug), page(screen.slug, {}, {"is_embedded": True})
            inside = re.findall(r'href="([^"]*)">', html(embedded))
            assert not embedded.exception
            assert any("font-size:22px" in part.value for part in embedded.get("html"))
            assert not any("font-size:22px" in part.value for part in plainly.get("html"))
            assert [href for href in inside if "embed=true" not in href] == []
            assert bound(embedded) == bound(plainly)
