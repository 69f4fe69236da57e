"""Each platform is bound by its own facts: streams, their rate, devices, limits, and what does not depend on the bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.live_migration import HypervisorRelease, ProfileFact
from domain.catalog.vocabulary import Behaviour, Platform, Severity
from domain.live_migration.devices import Device, Movement
from domain.live_migration.engine import auto_converge
from domain.live_migration.engine.state import ZERO_BYTES
from domain.live_migration.estimates import estimate
from domain.live_migration.platform_sentences import condition, on_platform, total
from domain.live_migration.platforms import Known, PlatformEstimate, side_by_side
from domain.live_migration.scenario import Scenario
from domain.live_migration.sentences import headline, rough
from domain.live_migration.streams import facts_of, streams_move
from domain.live_migration.uncertainty import Band, Spread, band
from tests.domain.live_migration.scenarios import ask

BOOK = catalog()
PROFILES = list(BOOK.migration_profiles.values())
RELEASES = BOOK.hypervisor_releases


def on_ove(asked: Scenario, profiles: Iterable[ProfileFact] = PROFILES) -> Scenario:
    """The scenario as Migration time asks it of OVE, where nothing is typed of streams and fixed times."""
    facts = facts_of(profiles, Platform.OVE)
    low, high = streams_move(facts, streams=None if asked.channels else 1)
    handover = facts[Behaviour.HANDOVER].value or 0 if asked.device is Device.SRIOV else 0
    limit = facts[Behaviour.STOP_RULE].value or 0
    more = {"setup_s": facts[Behaviour.SETUP].value or 0, "handover_s": handover, "downtime_limit_ms": limit}
    more |= {"setup_low_s": facts[Behaviour.SETUP].low or 0, "setup_high_s": facts[Behaviour.SETUP].high or 0}
    return replace(asked.with_streams(low, high), **more)


def found(
    asked: Scenario, releases: Iterable[str] = (), profiles: Iterable[ProfileFact] = PROFILES
) -> dict[Platform, PlatformEstimate]:
    chosen = {RELEASES[id_].platform: RELEASES[id_] for id_ in releases}
    known = Known(BOOK.blockers, tuple(BOOK.stuns.values()), releases=chosen)
    answers = side_by_side(on_ove(asked, list(profiles)), profiles, known)
    return {one.platform: one for one in answers}


SMALL = ask(3.5, 50, 1)


def test_an_encrypted_migration_of_public_record_lies_in_the_range_that_is_shown() -> None:
    """3,585 MiB took 13.6 s over TLS on 10 Gbit/s, the memory alone; nothing was typed."""
    asked = on_ove(SMALL)
    least, most = found(SMALL)[Platform.OVE].total_s
    assert least - asked.setup_s < 13.6 < most
    shown = band(asked, Spread()).total_s
    assert shown[0] - asked.setup_s < 13.6 < shown[1]
    assert "2.2" in condition(found(SMALL)[Platform.OVE])


BIG = ask(64, 200, 16, link_gbps=100)


def test_at_100_gbit_s_the_columns_differ_wherever_their_facts_do() -> None:
    times = {(id_, platform): one.total_s for id_ in RELEASES for platform, one in found(BIG, [id_]).items()}
    old, new = times["vsphere-7-0", Platform.VSPHERE], times["vsphere-8-0", Platform.VSPHERE]
    assert 40 < old[0] < 46, "one stream of 15 Gbit/s"
    assert 9 < new[0] == new[1] < 12, "the whole link"
    ove, azure = times["hyper-v-2025", Platform.OVE], times["hyper-v-2025", Platform.AZURE_LOCAL]
    assert len({old, new, ove, azure}) == 4
    assert ove[1] > 240, "2.2 Gbit/s"
    assert azure[1] > 130, "4 Gbit/s"


def test_each_vmotion_adapter_brings_its_stream_before_7_0_u2_and_none_after() -> None:
    two = replace(BIG, vmotion_adapters=2)
    for release, ratio in (("vsphere-7-0", 2), ("vsphere-9", 1)):
        one_, two_ = (found(asked, [release])[Platform.VSPHERE].total_s[0] - 3 for asked in (BIG, two))
        assert one_ / two_ == pytest.approx(ratio, rel=0.15)


def test_one_stream_only_is_kubevirts() -> None:
    single = replace(BIG, channels=False)
    several, one = found(BIG), found(single)
    assert one[Platform.OVE].total_s[0] > 4 * several[Platform.OVE].total_s[0]
    for platform in (Platform.VSPHERE, Platform.AZURE_LOCAL):
        assert one[platform].total_s == several[platform].total_s


ASKED = (
    BIG,
    ask(64, 2000, 60),
    ask(16, 15, 1, device=Device.VGPU, frame_buffer_gb=12),
    ask(64, 200, 16, device=Device.SRIOV),
)
NUMBERS = [(fact, name) for fact in PROFILES for name in ("low", "value", "high") if getattr(fact, name) is not None]


@pytest.mark.parametrize(("fact", "name"), NUMBERS, ids=[f"{fact.id}-{name}" for fact, name in NUMBERS])
def test_every_number_of_a_behaviour_acts_or_says_why_not(fact: ProfileFact, name: str) -> None:
    """What is printed beside a total, and does not act on it, is called so in the data."""
    other = fact.model_copy(update={name: getattr(fact, name) / 2 + 0.3})
    changed = [other if one.id == fact.id else one for one in PROFILES]
    old = ["vsphere-6-7" if fact.releases or fact.behaviour in OLD else "vsphere-8-0"]
    acts = any(repr(found(asked, old)) != repr(found(asked, old, changed)) for asked in ASKED)
    assert acts is not bool(fact.not_reckoned)


OLD = (Behaviour.STREAM_RATE, Behaviour.SWITCHOVER_LIMIT)
"""Behaviours of vSphere that only act on its old releases, whose streams and standstills are published."""


def test_what_the_estimator_has_built_in_is_what_the_catalogue_says() -> None:
    facts = BOOK.migration_profiles
    assert facts["ove-throttling"].value == auto_converge.THROTTLE_FIRST * 100
    assert facts["ove-zero-pages"].value == ZERO_BYTES


def test_every_behaviour_has_one_row_for_each_release() -> None:
    for release in RELEASES.values():
        for behaviour in Behaviour:
            rows = [
                fact
                for fact in PROFILES
                if fact.platform is release.platform
                and fact.behaviour is behaviour
                and (not fact.releases or release.id in fact.releases)
            ]
            assert len(rows) == 1, (release.id, behaviour)


P40 = {1: 9.0, 2: 16.5, 4: 31.4, 8: 61.3, 10: 76.3, 12: 91.2, 16: None, 24: None}
"""VMware's table for vSphere 6.7 with a Tesla P40; None: it fails."""


@pytest.mark.parametrize(("buffer", "stun"), P40.items())
def test_a_vgpu_stands_still_as_long_as_vmware_published_or_the_move_fails(buffer: float, stun: float | None) -> None:
    one = found(ask(16, 15, 1, device=Device.VGPU, frame_buffer_gb=buffer), ["vsphere-6-7"])[Platform.VSPHERE]
    if stun is None:
        assert one.fails
        assert total(one) == "none: the VM stays where it is"
        assert "beyond the limit" in on_platform(one)
        return
    assert stun / 2 < one.downtime_s[0] <= one.downtime_s[1] < 2 * stun
    assert one.total_s[0] > stun
    assert "LMB-V07" in [row.id for row in one.device.blockers]


@pytest.mark.parametrize(
    ("release", "ram", "buffer", "low", "high"),
    [("vsphere-7-0", 16, 1, 2, 8), ("vsphere-7-0-u2", 32, 32, 39, 99), ("vsphere-6-7-u3", 16, 8, 14.48, 61.3)],
)
def test_other_releases_have_their_own_published_times(release: str, ram: float, buffer: float, low: float, high: float) -> None:
    one = found(ask(ram, 15, 1, device=Device.VGPU, frame_buffer_gb=buffer), [release])[Platform.VSPHERE]
    assert one.downtime_s == (low, high)


@pytest.mark.parametrize(
    ("release", "more", "said"),
    [
        ("vsphere-8-0", {}, "not published for this release"),
        ("vsphere-9", {}, "not published for this release"),
        ("vsphere-7-0", {"ram_gib": 64}, "The standstill for its device is published"),
        ("vsphere-7-0", {"frame_buffer_gb": 48}, "may fail|the move fails"),
    ],
)
def test_what_is_not_published_stays_open(release: str, more: dict[str, float], said: str) -> None:
    asked = replace(ask(16, 15, 1, device=Device.VGPU, frame_buffer_gb=8), **more)
    one = found(asked, [release])[Platform.VSPHERE]
    assert not one.downtime_s[1] < float("inf")
    assert any(part in condition(one) for part in said.split("|"))


def test_a_slower_link_is_at_least_the_table_and_a_faster_one_at_most() -> None:
    def on(gbps: float) -> tuple[float, float]:
        asked = ask(16, 15, 1, link_gbps=gbps, device=Device.VGPU, frame_buffer_gb=8)
        return found(asked, ["vsphere-6-7"])[Platform.VSPHERE].downtime_s

    assert on(1) == (pytest.approx(71.1, rel=0.01), float("inf"))
    assert on(25) == (pytest.approx(2.84, rel=0.01), 61.3)


REFUSED = [
    (row.platform, device)
    for row in BOOK.blockers.values()
    if row.severity is Severity.BLOCKER
    for device in Device
    if device.traits.intersection(row.traits)
]


@pytest.mark.parametrize(("platform", "device"), REFUSED)
@pytest.mark.parametrize("release", RELEASES.values(), ids=lambda row: row.id)
def test_what_a_blocker_refuses_has_no_tick_and_no_times_on_migration_time(
    platform: Platform, device: Device, release: HypervisorRelease
) -> None:
    one = found(ask(16, 15, 1, device=device), [release.id])[platform]
    assert one.refused
    assert one.outcome is None
    assert total(one) == "none: the VM stays where it is"
    assert on_platform(one).startswith("does not move: ")


def test_a_share_of_a_gpu_moves_on_azure_local_from_a_release_on() -> None:
    asked = ask(16, 15, 1, device=Device.VGPU)
    new, old = (found(asked, [id_])[Platform.AZURE_LOCAL] for id_ in ("hyper-v-2025", "hyper-v-2022"))
    assert new.device.movement is Movement.CONDITIONS
    assert old.refused
    assert [row.id for row in old.device.blockers] == ["LMB-H04"]


DEADLINES = [("hco-1-14", 1351), ("hco-1-18-v1beta1", 13_351), ("hco-1-19-v1", 89 * 20 + 1)]


@pytest.mark.parametrize(("release", "seconds"), DEADLINES)
def test_volumes_that_move_count_for_the_deadline_where_the_release_counts_them(release: str, seconds: float) -> None:
    product = BOOK.migration_products[release]
    per_gib = float(product.defaults["timeout-per-gib"])
    asked = ask(8, 1, 1, volumes_gib=80e9 / 2**30, completion_timeout_per_gib=per_gib)
    assert product.counts_moved_volumes is not None
    asked = replace(asked, volumes_count=product.counts_moved_volumes)
    assert float(asked.rules.deadline) == seconds


def test_only_a_row_of_releases_of_both_kinds_leaves_open_whether_volumes_count() -> None:
    open_ = [row.id for row in BOOK.migration_products.values() if row.counts_moved_volumes is None]
    assert open_ == ["kubevirt-1-5", "hco-1-15"]


def test_volumes_are_copied_first_and_a_deadline_in_their_copy_aborts() -> None:
    without, with_ = ask(8, 10, 1, completion_timeout_per_gib=0), ask(8, 10, 1, completion_timeout_per_gib=0, volumes_gib=80)
    assert estimate(with_).total_s == pytest.approx(estimate(without).total_s + 80 * 2**30 / with_.bandwidth, rel=1e-3)
    late = estimate(replace(with_, completion_timeout_per_gib=5, volumes_count=False, post_copy=True))
    assert not late.outcome.arrives
    assert late.total_s == 9 * 5 + 1


@given(st.floats(0.5, 512), st.floats(0, 300), st.floats(0.5, 10), st.sampled_from([1.0, 3.0, 10.0, 60.0]))
@settings(max_examples=30, deadline=None, derandomize=True, database=None)
def test_a_link_ten_times_as_fast_never_shortens_the_total_tenfold(ram: float, dirty: float, link: float, setup: float) -> None:
    """What does not depend on the bytes stays; without it a guest that writes can gain more."""
    slow = ask(ram, 0, 0, link_gbps=link, completion_timeout_per_gib=0, setup_s=setup)
    one, ten = estimate(slow), estimate(replace(slow, link_gbps=link * 10))
    assert one.total_s < 10 * ten.total_s
    bare = replace(slow, setup_s=0)
    assert one.total_s == pytest.approx(estimate(bare).total_s + setup)
    assert one.downtime_s == estimate(bare).downtime_s


def test_the_set_up_is_each_platforms_own_unless_one_is_typed() -> None:
    typed = {one.platform: one for one in side_by_side(replace(BIG, setup_s=20), PROFILES, Known(setup_s=20))}
    none = {one.platform: one for one in side_by_side(replace(BIG, setup_s=0), PROFILES, Known(setup_s=0))}
    own = {one.platform: one for one in side_by_side(on_ove(BIG), PROFILES)}
    for platform in (Platform.VSPHERE, Platform.AZURE_LOCAL):
        assert typed[platform].total_s[0] - none[platform].total_s[0] == pytest.approx(20)
        setup = facts_of(PROFILES, platform)[Behaviour.SETUP].value
        assert own[platform].total_s[0] - none[platform].total_s[0] == pytest.approx(setup)


COIN = ask(512, 3000, 128, link_gbps=25)


def test_the_headline_follows_the_draws_and_names_who_it_speaks_of() -> None:
    """The middle of the inputs never ends, and nearly half of the draws do."""
    drawn = band(COIN, Spread())
    share = max(drawn.outcomes.values()) / sum(drawn.outcomes.values())
    said = headline("OVE 4.22", COIN, drawn)
    assert share < 0.9
    assert said.startswith("OVE 4.22: uncertain. ")
    assert "even odds" in said or "%" in said


@given(st.floats(1, 512), st.floats(0.05, 1), st.floats(1, 4000), st.sampled_from([1.0, 10.0, 25.0, 100.0]))
@settings(max_examples=12, deadline=None, derandomize=True, database=None)
def test_a_headline_never_contradicts_the_draws(ram: float, share: float, dirty: float, link: float) -> None:
    asked = on_ove(ask(ram, dirty, ram * share, link_gbps=link))
    drawn: Band = band(asked, Spread(), 32)
    outcome, count = max(drawn.outcomes.items(), key=lambda item: item[1])
    said = headline("OVE 4.22", asked, drawn)
    assert ("uncertain" in said) is (count < 0.9 * 32)
    ends = said.startswith("OVE 4.22: ends after")
    assert ends is (outcome.by_itself and count >= 0.9 * 32)
    assert not ends or rough(*drawn.total_s) in said
    column = next(one for one in side_by_side(asked, PROFILES, spread=Spread()) if one.platform is Platform.OVE)
    assert ("aborted after" in total(column)) is (not any(one.arrives for one in column.shares))
