"""Blockers: side by side by cause, and the answer for a VM whose properties are ticked."""

from __future__ import annotations

import pytest

from components.kit import commands
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform, Severity
from tests.conftest import look, open_page
from tests.pages.page_text import html, plain, said, tables, words

BOOK = catalog()
MINE = {"blockers_tab": "What stops my VM?"}
SRIOV = "SR-IOV network card"
PLATFORMS = list(Platform)


def verdicts(**params: object) -> list[str]:
    """The first row of the answer: a sentence a platform."""
    return [words(cell) for cell in tables(look("blockers", **MINE, **params))[0].row("Verdict")]


def test_a_vm_with_an_sriov_card_is_judged_on_all_three_platforms() -> None:
    vsphere, ove, _ = verdicts(has_network=SRIOV, has_devices=SRIOV)
    assert vsphere == "✕ VMware vSphere: will not live-migrate."
    assert ove == "△ OVE: live-migrates, with a risk."


def test_ticking_a_property_answers_as_its_link_does() -> None:
    at = open_page("blockers", **MINE)
    trait = next(trait for trait in BOOK.traits.values() if trait.label == SRIOV)
    assert "Tick what the VM has" in said(at)
    at.get_by_key(f"has_{trait.group}").set_value([SRIOV]).run()
    assert not at.exception
    assert [words(cell) for cell in tables(at)[0].row("Verdict")] == verdicts(**{f"has_{trait.group}": SRIOV})


def test_all_reasons_of_a_property_stand_there_at_once_and_no_others(subtests: pytest.Subtests) -> None:
    for trait in BOOK.traits.values():
        with subtests.test(trait=trait.id):
            at = look("blockers", **MINE, **{f"has_{trait.group}": trait.label})
            reasons = [row.id for row in BOOK.blockers.values() if trait.id in row.traits]
            assert {id_ for id_ in BOOK.blockers if f'id={id_}"' in html(at)} == set(reasons)
            for platform, cell in zip(PLATFORMS, tables(at)[0].row("Verdict"), strict=True):
                worst = {row.severity for row in BOOK.blockers.values() if trait.id in row.traits and row.platform is platform}
                assert ("will not live-migrate" in cell) == (Severity.BLOCKER in worst)
                assert ("no entry for what is ticked" in cell) == (not worst)


def test_several_properties_add_up() -> None:
    ticked = {"has_storage": "Snapshots or delta disks", "has_devices": [SRIOV, "Whole GPU"]}
    wanted = {t.id for t in BOOK.traits.values() if t.label in ("Snapshots or delta disks", SRIOV, "Whole GPU")}
    at = look("blockers", **MINE, **ticked)
    assert {id_ for id_ in BOOK.blockers if f'id={id_}"' in html(at)} == {
        row.id for row in BOOK.blockers.values() if wanted.intersection(row.traits)
    }
    assert tables(at)[0].caption.startswith("3 properties ticked")


def test_each_cause_has_a_row_and_the_gravest_stands_first() -> None:
    table = tables(look("blockers"))[0]
    order = [severity.value for severity in Severity]
    assert [words(head) for head, _ in table.rows] == [cause.label for cause in BOOK.groups("causes").values()]
    for _, cells in table.rows:
        for cell in cells:
            marks = [words(part.split("</summary>")[0]).split()[1] for part in cell.split("<summary>")[1:]]
            assert marks == sorted(marks, key=order.index)


def test_a_blocker_alone_has_its_reason_its_way_out_and_the_command_that_finds_it(subtests: pytest.Subtests) -> None:
    for blocker in [b for b in BOOK.blockers.values() if b.check][::3]:
        with subtests.test(blocker=blocker.id):
            at = look("blockers", id=blocker.id)
            text = said(at)
            assert f"{blocker.platform.label}: {plain(blocker.title)}" in text
            assert [part for part in (blocker.reason, blocker.what, blocker.why, blocker.fix) if plain(part) not in text] == []
            assert [run for run in blocker.check if commands.filled(run) not in [part.value for part in at.code]] == []
