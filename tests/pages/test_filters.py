"""Filters and searches of the reference screens: what is shown is what was asked for, no more and no less."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from domain.catalog import catalog
from domain.catalog.records.evidence import Claim
from domain.catalog.vocabulary import Match, Platform, Severity, Verdict
from tests.conftest import look
from tests.pages.page_text import html, plain, said, tables

BOOK = catalog()
JUDGED = {"key_numbers": BOOK.key_numbers, "decision_matrix": BOOK.decision_matrix, "commands": BOOK.commands}


def shown(slug: str, **params: object) -> list[str]:
    """Ids of the rows that the screen shows under this link."""
    at = look(slug, **params)
    if slug == "commands":
        return re.findall(r'<strong><a href="commands\?id=([\w-]+)', html(at))
    return [id_ for table in tables(at) for id_ in table.ids]


def having(rows: Iterable[tuple[str, Iterable[Claim]]], *verdicts: Verdict) -> list[str]:
    return [id_ for id_, claims in rows if any(claim.verdict in verdicts for claim in claims)]


@pytest.mark.parametrize("slug", list(JUDGED))
@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_shows_exactly_the_rows_that_have_it(slug: str, verdict: Verdict) -> None:
    wanted = having(((row.id, row.claims.values()) for row in JUDGED[slug].values()), verdict)
    assert sorted(shown(slug, **{f"{slug}_verdict": verdict.value})) == sorted(wanted)


def test_two_verdicts_show_the_rows_that_have_either() -> None:
    wanted = having(((r.id, r.claims.values()) for r in BOOK.key_numbers.values()), Verdict.CONTRADICTED, Verdict.OUTDATED)
    assert sorted(shown("key_numbers", key_numbers_verdict=["contradicted", "outdated"])) == sorted(wanted)


def test_a_verdict_counts_only_on_the_platforms_that_are_shown() -> None:
    wanted = having(((row.id, [row.claims[Platform.VSPHERE]]) for row in BOOK.key_numbers.values()), Verdict.CONTRADICTED)
    assert shown("key_numbers", key_numbers_verdict="contradicted", platforms="VMware vSphere") == wanted


def test_a_verdict_that_no_row_has_is_said_and_leaves_no_empty_table() -> None:
    missing = [v for v in Verdict if not having(((r.id, r.claims.values()) for r in BOOK.commands.values()), v)]
    for verdict in missing:
        at = look("commands", commands_verdict=verdict.value)
        assert "No task matches" in said(at)


GROUPS = {
    "key_numbers": (BOOK.key_numbers, "key_number_groups"),
    "decision_matrix": (BOOK.decision_matrix, "scenario_groups"),
    "concepts": (BOOK.concepts, "concept_groups"),
    "commands": (BOOK.commands, "command_groups"),
}


@pytest.mark.parametrize("slug", list(GROUPS))
def test_a_group_shows_exactly_its_rows(slug: str) -> None:
    rows, groups = GROUPS[slug]
    for group in BOOK.groups(groups).values():
        assert shown(slug, **{f"{slug}_group": group.label}) == [row.id for row in rows.values() if row.group == group.id]


def test_a_workload_shows_its_row_opened() -> None:
    row = BOOK.decision_matrix["shared-gpu-vdi"]
    at = look("decision_matrix", decision_matrix_workload=row.scenario)
    assert shown("decision_matrix", decision_matrix_workload=row.scenario) == [row.id]
    assert "<details>" not in html(at)


@pytest.mark.parametrize(
    ("query", "row"),
    [("DRS", "drs"), ("descheduler", "drs"), ("live migration", "vmotion"), ("quick migration", "vmotion"), ("PVC", "vmdk")],
)
def test_concepts_are_found_in_both_directions(query: str, row: str) -> None:
    found = shown("concepts", concepts_find=query)
    assert row in found
    assert len(found) < len(BOOK.concepts)


@pytest.mark.parametrize("match", list(Match))
@pytest.mark.parametrize("platform", [Platform.OVE, Platform.AZURE_LOCAL])
def test_concepts_are_filtered_by_how_close_the_equivalent_is(match: Match, platform: Platform) -> None:
    wanted = [row.id for row in BOOK.concepts.values() if row.claims[platform].match is match]
    assert sorted(shown("concepts", concepts_match=match.value, platforms=platform.label)) == sorted(wanted)


def test_no_direct_equivalent_is_said_plainly() -> None:
    table = tables(look("concepts", concepts_match="none", platforms="Azure Local"))[0]
    assert table.rows
    assert all("no direct equivalent" in cells[0] for _, cells in table.rows)
    assert f"{len(table.rows)} without a direct equivalent" in table.caption


def test_a_concept_leads_to_its_commands_blockers_components_and_numbers() -> None:
    at = look("concepts")
    cells = {id_: cells[-1] for id_, (_, cells) in zip(tables(at)[0].ids, tables(at)[0].rows, strict=True)}
    for row in BOOK.concepts.values():
        for table in ("commands", "blockers", "components", "key_numbers"):
            page = "architecture" if table == "components" else table
            assert [id_ for id_ in getattr(row.related, table) if f'href="{page}?id={id_}"' not in cells[row.id]] == []


def test_a_task_is_found_in_all_groups() -> None:
    found = shown("commands", commands_find="snapshot", commands_group="Power")
    wanted = [row.id for row in BOOK.commands.values() if "snapshot" in row.task.lower()]
    assert set(wanted) <= set(found)
    assert len(found) < len(BOOK.commands)


def test_guest_systems_are_filtered_by_what_is_shown_of_them() -> None:
    old = ["windows-server-2008-r2", "windows-server-2008"]
    assert shown("guest_systems", guests_find="critical windows updates", platforms="Azure Local") == old
    assert shown("guest_systems", guests_find="critical windows updates", platforms="OVE") == []
    refused = [row.id for row in BOOK.guest_systems.values() if "unsupported" in {c.state for c in row.on(Platform.OVE)}]
    assert shown("guest_systems", guests_state="not supported", platforms="OVE") == refused
    assert {"rhel-6", "freebsd"} <= set(refused)


def test_a_search_without_a_hit_says_so() -> None:
    assert "No task matches" in said(look("commands", commands_find="xyzzy"))
    assert "No row matches" in said(look("concepts", concepts_find="xyzzy"))


@pytest.mark.parametrize("severity", list(Severity))
def test_blockers_are_filtered_by_severity(severity: Severity) -> None:
    text = said(look("blockers", blockers_severity=severity.value))
    assert {row.id for row in BOOK.blockers.values() if f" {row.id} " in text} == {
        row.id for row in BOOK.blockers.values() if row.severity is severity
    }


def test_the_sentence_above_counts_what_is_shown() -> None:
    at = look("key_numbers", key_numbers_verdict="contradicted", platforms="OVE")
    rows = [row for row in BOOK.key_numbers.values() if row.claims[Platform.OVE].verdict is Verdict.CONTRADICTED]
    noun = "cell" if len(rows) == 1 else "cells"
    caption = f"{len(rows)} parameters. Of {len(rows)} {noun} of the quick reference: {len(rows)} contradicted."
    assert tables(at)[0].caption == plain(caption)
