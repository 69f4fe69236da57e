"""The same guest on three platforms: what is published is followed, what is not is said to be unknown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.live_migration import ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform, WritePattern
from domain.live_migration.engine.guest import MigrationOutcome, Rules
from domain.live_migration.engine.phases import typical
from domain.live_migration.engine.state import SWITCHOVER_S
from domain.live_migration.estimates import estimate
from domain.live_migration.platforms import Known, PlatformEstimate, facts_of, side_by_side
from domain.live_migration.scenario import ZEROS_S_PER_GIB, Scenario
from domain.live_migration.uncertainty import Spread, band
from domain.quantities.units import GIB
from tests.domain.live_migration.scenarios import ask

PROFILES = list(catalog().migration_profiles.values())
IDLE = ask(ram_gib=64, dirty_mb_s=0, working_set_gib=0)
DATABASE = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16)
ZEROS = replace(DATABASE, zero_percent=30)
CACHE = ask(ram_gib=64, dirty_mb_s=2000, working_set_gib=60)
SCENARIOS = [
    IDLE,
    DATABASE,
    ZEROS,
    CACHE,
    replace(CACHE, writes=WritePattern.HOT_COLD),
    replace(DATABASE, bandwidth_per_migration_mib_s=64),
    replace(CACHE, post_copy=True),
]
WIRE = 4104 / 4096


def on(asked: Scenario, platform: Platform, profiles: Iterable[ProfileFact] = PROFILES) -> PlatformEstimate:
    """Without a setup, and as if the rate of a platform's streams were known: both have tests of their own."""
    closed = [fact.model_copy(update={"low": None}) if fact.behaviour is Behaviour.STREAM_RATE else fact for fact in profiles]
    return next(found for found in side_by_side(asked, closed, Known(setup_s=0)) if found.platform is platform)


def without(platform: Platform, *behaviours: Behaviour) -> list[ProfileFact]:
    """The catalogue, had no public source stated these values."""
    return [
        fact.model_copy(update={"value": None}) if fact.platform is platform and fact.behaviour in behaviours else fact
        for fact in PROFILES
    ]


@pytest.mark.parametrize("asked", SCENARIOS)
def test_the_platforms_come_in_their_fixed_order(asked: Scenario) -> None:
    assert [found.platform for found in side_by_side(asked, PROFILES)] == list(Platform)


@pytest.mark.parametrize("asked", SCENARIOS)
def test_ove_is_its_own_answer_on_migration_time(asked: Scenario) -> None:
    found, alone = on(asked, Platform.OVE), estimate(asked)
    assert found.outcome == alone.outcome
    assert found.total_s == (alone.total_s,) * 2
    assert found.downtime_s == pytest.approx((alone.downtime_s,) * 2, nan_ok=True)
    assert found.unknown == ()


@pytest.mark.parametrize("asked", [IDLE, DATABASE])
def test_vsphere_spends_its_switchover_goal_of_half_a_second(asked: Scenario) -> None:
    found = on(asked, Platform.VSPHERE)
    assert found.outcome is MigrationOutcome.CONVERGES
    assert found.total_s[0] == found.total_s[1]
    assert 0.3 * 0.7 < found.downtime_s[0] <= 0.5 * WIRE + SWITCHOVER_S
    assert found.unknown == ()
    alone = typical(asked.guest, asked.path, Rules(downtime_limit=0.5))
    assert found.total_s[0] == pytest.approx(float(alone.total_s[0]))


@pytest.mark.parametrize("platform", [Platform.VSPHERE, Platform.AZURE_LOCAL])
def test_zero_pages_are_saved_or_sent_where_nothing_is_published(platform: Platform) -> None:
    """The least time is that of a guest whose zero pages are saved, the most that of one without any."""
    found, none = on(ZEROS, platform), on(DATABASE, platform)
    assert Behaviour.ZERO_PAGES in found.unknown
    assert Behaviour.ZERO_PAGES not in none.unknown
    assert found.total_s[1] == none.total_s[1]
    assert found.total_s[0] < 0.75 * none.total_s[0]
    known = [fact.model_copy(update={"value": 9.0}) if fact.behaviour is Behaviour.ZERO_PAGES else fact for fact in PROFILES]
    assert on(ZEROS, platform, known).total_s[1] < none.total_s[1]


def test_vsphere_slows_what_would_not_converge_by_an_unpublished_amount() -> None:
    found = on(CACHE, Platform.VSPHERE)
    assert found.outcome is MigrationOutcome.THROTTLED
    first_pass = CACHE.ram_gib * GIB * WIRE / CACHE.link_bytes_s
    written_meanwhile = 60 * GIB * WIRE / CACHE.link_bytes_s
    assert first_pass < found.total_s[0] < first_pass + written_meanwhile
    assert found.total_s[1] == math.inf
    assert all(math.isnan(value) for value in found.downtime_s)
    assert found.unknown == (Behaviour.THROTTLING,)


def test_vsphere_and_azure_local_know_neither_kubevirts_cap_nor_its_deadline_nor_its_switches() -> None:
    changed = replace(
        CACHE,
        bandwidth_per_migration_mib_s=64,
        completion_timeout_per_gib=1,
        post_copy=True,
        auto_converge=True,
        downtime_limit_ms=50,
        channels=False,
        stream_gbps=2,
        disruption=True,
    )
    for platform in (Platform.VSPHERE, Platform.AZURE_LOCAL):
        assert repr(on(changed, platform)) == repr(on(CACHE, platform))
    assert on(changed, Platform.OVE) != on(CACHE, Platform.OVE)


@given(
    st.floats(0.125, 4096),
    st.floats(0, 1),
    st.floats(0, 5000),
    st.floats(0.5, 200),
    st.sampled_from(WritePattern),
    st.floats(0, 100),
)
@example(ram=90, share=0, dirty=0, link=200, writes=WritePattern.RANDOM, zero=100)
@settings(max_examples=25, deadline=None, derandomize=True, database=None)
def test_azure_local_takes_at_least_one_pass_and_never_longer_than_its_ten(
    ram: float, share: float, dirty: float, link: float, writes: WritePattern, zero: float
) -> None:
    """Over a fast link looking for pages of zeros takes longer than sending what is none."""
    share = share if dirty >= 0.001 else 0
    asked = ask(ram, dirty if share > 0.001 else 0, ram * share, zero, writes, link)
    found = on(asked, Platform.AZURE_LOCAL)
    bandwidth = asked.link_bytes_s
    written = ram * share if asked.dirty_mb_s else 0
    nonzero = max(ram * (1 - zero / 100), written) * GIB * WIRE
    assert nonzero / bandwidth <= found.total_s[0] + 1e-6 <= found.total_s[1] + 1e-6
    looked_at = ram * max(ZEROS_S_PER_GIB)
    ten = (ram * GIB * WIRE + 10 * written * GIB * WIRE) / bandwidth + looked_at + 1
    assert found.total_s[1] <= ten
    assert 0 <= found.downtime_s[0] <= found.downtime_s[1] <= written * GIB * WIRE / bandwidth + 2 * SWITCHOVER_S
    small = found.downtime_s[0] <= 1
    assert small or found.stopped_by is not None
    assert (found.outcome is MigrationOutcome.CONVERGES) is (found.stopped_by is None)


def test_azure_local_converges_only_where_no_unconfirmed_limit_is_needed() -> None:
    """A guest that is still far from its end after the passes of an old release is not said to converge."""
    easy, hard = on(DATABASE, Platform.AZURE_LOCAL), on(CACHE, Platform.AZURE_LOCAL)
    assert easy.outcome is MigrationOutcome.CONVERGES
    assert easy.stopped_by is None
    assert hard.outcome is None
    assert hard.stopped_by is catalog().migration_profiles["azure-local-pass-limit"]
    assert 30 < hard.downtime_s[0] < hard.downtime_s[1] < 60


def test_azure_local_converges_where_its_last_pass_stays_below_a_second() -> None:
    """0.43 s of downtime after the last pass is small by any stop rule that was read of; a tenth of a second is not asked for."""
    found = on(ask(ram_gib=8, dirty_mb_s=950, working_set_gib=7.9), Platform.AZURE_LOCAL)
    assert found.outcome is MigrationOutcome.CONVERGES
    assert 0.1 < found.downtime_s[0] < 1


def test_the_stop_rule_of_azure_local_is_unknown() -> None:
    assert Behaviour.STOP_RULE in on(DATABASE, Platform.AZURE_LOCAL).unknown


def test_the_pass_limit_of_the_catalogue_is_the_one_that_counts() -> None:
    five = [
        fact.model_copy(update={"value": 5.0})
        if (fact.platform, fact.behaviour) == (Platform.AZURE_LOCAL, Behaviour.PASS_LIMIT)
        else fact
        for fact in PROFILES
    ]
    assert on(CACHE, Platform.AZURE_LOCAL, five).total_s[1] < on(CACHE, Platform.AZURE_LOCAL).total_s[1]


def test_without_a_published_pass_limit_nothing_bounds_azure_local() -> None:
    found = on(CACHE, Platform.AZURE_LOCAL, without(Platform.AZURE_LOCAL, Behaviour.PASS_LIMIT))
    assert found.outcome is None
    assert found.total_s[1] == math.inf
    assert Behaviour.PASS_LIMIT in found.unknown


@pytest.mark.parametrize("asked", [DATABASE, CACHE])
def test_without_a_published_goal_vsphere_has_no_downtime_and_no_longest_time(asked: Scenario) -> None:
    found = on(asked, Platform.VSPHERE, without(Platform.VSPHERE, Behaviour.STOP_RULE))
    assert found.outcome is None
    assert found.total_s[1] == math.inf
    assert all(math.isnan(value) for value in found.downtime_s)
    assert set(found.unknown) == {Behaviour.STOP_RULE, Behaviour.THROTTLING}


def test_what_is_published_for_one_platform_is_not_taken_for_another() -> None:
    for platform in Platform:
        facts = facts_of(PROFILES, platform)
        assert set(facts) == set(Behaviour)
        assert {fact.platform for fact in facts.values()} == {platform}


@pytest.mark.parametrize("asked", [ask(64, 200, 16), ask(8, 100, 2)])
def test_migration_time_and_the_table_of_platforms_give_one_range_for_ove(asked: Scenario) -> None:
    spread = Spread()
    found = band(asked, spread)
    here = next(
        one for one in side_by_side(asked, catalog().migration_profiles.values(), Known(), spread) if one.platform is Platform.OVE
    )
    assert here.outcome is MigrationOutcome.CONVERGES
    assert here.total_s == pytest.approx(found.total_s)
    assert here.downtime_s == pytest.approx(found.downtimes[MigrationOutcome.CONVERGES])
