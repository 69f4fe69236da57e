"""The same guest on three platforms, and what each does differently."""

from __future__ import annotations

import pytest

from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.platform_sentences import condition, downtime, on_platform, total
from domain.live_migration.platforms import Known, facts_of, side_by_side
from domain.live_migration.scenario import Scenario
from domain.live_migration.uncertainty import Spread
from tests.conftest import open_page
from tests.pages.page_text import plain, tables, words
from tests.pages.studio_guests import BOOK, FIRST, HARD, HARDLY, OUTCOMES, of_preset

PLATFORMS = {"live_migration_tab": "Platforms"}
FACTS: dict[tuple[Platform, Behaviour], ProfileFact] = {
    (platform, behaviour): fact
    for platform in Platform
    for behaviour, fact in facts_of(BOOK.migration_profiles.values(), platform).items()
}
KNOWN = Known(BOOK.blockers, tuple(BOOK.stuns.values()))


@pytest.mark.parametrize(("params", "scenario"), [({}, of_preset(FIRST)), (HARD, HARDLY)], ids=["easy", "hard"])
def test_the_same_guest_stands_on_three_platforms_in_their_order(params: dict[str, str], scenario: Scenario) -> None:
    table = tables(open_page("live_migration", **PLATFORMS, **params))[0]
    found = side_by_side(scenario, BOOK.migration_profiles.values(), KNOWN, Spread())
    assert table.heads == ["Aspect", *(platform.label for platform in Platform)]
    assert [one.platform for one in found] == list(Platform)
    for cell, one in zip(table.row("Result"), found, strict=True):
        assert f"{on_platform(one)} {condition(one)}".strip() in words(cell)
    assert [words(cell) for cell in table.row("Total time")] == [total(one) for one in found]
    assert [words(cell) for cell in table.row("Downtime")] == [downtime(one) for one in found]


def test_what_no_source_publishes_is_said_to_be_unknown() -> None:
    table = tables(open_page("live_migration", **PLATFORMS, **HARD))[0]
    vsphere = [words(table.row(name)[0]) for name in ("Result", "Total time", "Downtime")]
    assert vsphere[0].endswith("ends by slowing the guest; by how much is not published")
    assert vsphere[1].startswith("at least ")
    assert vsphere[2] == "not published"


@pytest.mark.parametrize(
    ("outcome", "total"), [(MigrationOutcome.ABORTED, "aborted after 45 min"), (MigrationOutcome.NEVER, "never ends")]
)
def test_the_downtime_of_a_guest_that_stays_where_it_is_is_not_called_unpublished(outcome: MigrationOutcome, total: str) -> None:
    table = tables(open_page("live_migration", **PLATFORMS, **{**HARD, **OUTCOMES[outcome][0]}, platforms="OVE"))[0]
    assert [words(table.row(name)[0]) for name in ("Total time", "Downtime")] == [total, "none, it stays where it is"]


def test_every_behaviour_of_every_platform_has_its_words_and_its_source() -> None:
    table = tables(open_page("live_migration", **PLATFORMS))[0]
    for behaviour in Behaviour:
        for platform, cell in zip(Platform, table.row(behaviour.value.capitalize()), strict=True):
            fact, text = FACTS[platform, behaviour], words(cell)
            assert plain(fact.says) in text
            assert fact.scope in text
            assert "<details" in cell
            assert [id_ for id_ in fact.sources if plain(BOOK.sources[id_].title) not in text] == []


@pytest.mark.parametrize("label", [platform.label for platform in Platform])
def test_the_shared_choice_of_platforms_narrows_the_comparison(label: str) -> None:
    whole = tables(open_page("live_migration", **PLATFORMS, **HARD))[0]
    table = tables(open_page("live_migration", **PLATFORMS, **HARD, platforms=label))[0]
    assert table.heads == ["Aspect", label]
    place = whole.heads.index(label) - 1
    assert [[words(c) for c in cells] for _, cells in table.rows] == [[words(cells[place])] for _, cells in whole.rows]
