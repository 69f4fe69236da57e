"""The same guest on three platforms, and what each does differently."""

from __future__ import annotations

import pytest

from components.live_migration.fields import STARTS
from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform
from domain.live_migration.devices import Device, Movement, moves
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.platform_sentences import condition, downtime, on_platform, total
from domain.live_migration.platforms import Known, facts_of, side_by_side
from domain.live_migration.scenario import Scenario
from domain.live_migration.uncertainty import spread_of
from tests.conftest import look, open_page, page
from tests.pages.page_text import plain, tables, words
from tests.pages.studio_guests import BOOK, FIRST, HARD, HARDLY, OUTCOMES, TYPED, of_preset

PLATFORMS = {"live_migration_tab": "Platforms"}
FACTS: dict[tuple[Platform, Behaviour], ProfileFact] = {
    (platform, behaviour): fact
    for platform in Platform
    for behaviour, fact in facts_of(BOOK.migration_profiles.values(), platform).items()
}
KNOWN = Known(BOOK.blockers, tuple(BOOK.stuns.values()))


@pytest.mark.parametrize(("params", "scenario"), [({}, of_preset(FIRST)), (HARD, HARDLY)], ids=["easy", "hard"])
def test_the_same_guest_stands_on_three_platforms_in_their_order(params: dict[str, str], scenario: Scenario) -> None:
    table = tables(look("live_migration", **PLATFORMS, **params))[0]
    found = side_by_side(scenario, BOOK.migration_profiles.values(), KNOWN, spread_of(TYPED if params else ()))
    assert table.heads == ["Aspect", *(platform.label for platform in Platform)]
    assert [one.platform for one in found] == list(Platform)
    for cell, one in zip(table.row("Result"), found, strict=True):
        assert f"{on_platform(one)} {condition(one)}".strip() in words(cell)
    assert [words(cell) for cell in table.row("Total time")] == [total(one) for one in found]
    assert [words(cell) for cell in table.row("Downtime")] == [downtime(one) for one in found]


def test_what_no_source_publishes_is_said_to_be_unknown() -> None:
    table = tables(look("live_migration", **PLATFORMS, **HARD))[0]
    vsphere = [words(table.row(name)[0]) for name in ("Result", "Total time", "Downtime")]
    assert vsphere[0].endswith("ends by slowing the guest; by how much is not published")
    assert vsphere[1].startswith("at least ")
    assert vsphere[2] == "not published"


@pytest.mark.parametrize(
    ("outcome", "total"), [(MigrationOutcome.ABORTED, "aborted after 45 min 1 s"), (MigrationOutcome.NEVER, "never ends")]
)
def test_the_downtime_of_a_guest_that_stays_where_it_is_is_not_called_unpublished(outcome: MigrationOutcome, total: str) -> None:
    table = tables(look("live_migration", **PLATFORMS, **{**HARD, **OUTCOMES[outcome][0]}, platforms="OVE"))[0]
    assert [words(table.row(name)[0]) for name in ("Total time", "Downtime")] == [total, "none: the VM stays where it is"]


def test_every_behaviour_of_every_platform_has_its_words_and_its_source() -> None:
    table = tables(look("live_migration", **PLATFORMS))[0]
    for behaviour in Behaviour:
        for platform, cell in zip(Platform, table.row(behaviour.value.capitalize()), strict=True):
            fact, text = FACTS[platform, behaviour], words(cell)
            assert plain(fact.says) in text
            assert fact.scope in text
            assert "<details" in cell
            assert [id_ for id_ in fact.sources if plain(BOOK.sources[id_].title) not in text] == []


@pytest.mark.parametrize("label", [platform.label for platform in Platform])
def test_the_shared_choice_of_platforms_narrows_the_comparison(label: str) -> None:
    whole = tables(look("live_migration", **PLATFORMS, **HARD))[0]
    table = tables(look("live_migration", **PLATFORMS, **HARD, platforms=label))[0]
    assert table.heads == ["Aspect", label]
    place = whole.heads.index(label) - 1
    assert [[words(c) for c in cells] for _, cells in table.rows] == [[words(cells[place])] for _, cells in whole.rows]


DEVICES = [device for device in Device if device is not Device.NONE]


@pytest.mark.parametrize("device", DEVICES)
def test_no_screen_ticks_what_a_blocker_refuses_and_each_refusal_links_to_it(device: Device) -> None:
    """By the choice, and for a device passed through by the switch of old links."""
    table = tables(look("live_migration", **PLATFORMS, lm_device=device.label))[0]
    for platform, cell in zip(Platform, table.row("Result"), strict=True):
        answer = moves(device, platform, BOOK.blockers)
        refused = answer.movement is Movement.REFUSED
        assert ("✕" in cell and "does not move" in cell) is refused
        assert "✓" not in cell or answer.movement is Movement.MOVES
        assert [row.id for row in answer.blockers if f"id={row.id}" not in cell] == []
    ove = moves(device, Platform.OVE, BOOK.blockers)
    tab = ("Studio", "Chart", "Map")[DEVICES.index(device) % 3]
    at = look("live_migration", live_migration_tab=tab, lm_device=device.label)
    heads = [head.value for head in at.header if "OVE 4.22" in head.value]
    assert any("✕" in head and "does not move" in head for head in heads) is (ove.movement is Movement.REFUSED)


def test_a_link_of_the_time_of_the_switch_has_a_device_passed_through() -> None:
    old, new = (open_page("live_migration", **one) for one in ({"lm_vfio": "true"}, {"lm_device": Device.PCI.label}))
    assert old.header[0].value == new.header[0].value
    assert "does not move: Host device passed through" in old.header[0].value
    assert old.selectbox(key="lm_device").value == Device.PCI.label
    assert not old.warning
    old.selectbox(key="lm_device").select(Device.NONE.label).run()
    assert "does not move" not in old.header[0].value


def test_every_number_of_migration_time_starts_from_a_row_or_is_called_an_assumption() -> None:
    at = page("live_migration", opened=["lm_more"])
    fields = [field for field in at.number_input if field.key.startswith("lm_")]
    assert len(fields) > 12
    for field in fields:
        source = STARTS.get(field.key, "")
        if "/" in source:
            table, _, id_ = source.partition("/")
            row = BOOK.records[table][id_]
            said = (f"{field.value or 0:g}", field.placeholder, field.help)
            assert (
                any(f"{number:g}" in " ".join(said) for number in (row.low, row.value) if number) or "none" in field.placeholder
            )
        elif source:
            assert source in BOOK.records
        else:
            assert "assumption" in field.help or field.placeholder in ("none", "not known"), field.key
