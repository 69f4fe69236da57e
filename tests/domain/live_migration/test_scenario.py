"""Migration time's question: every number has bounds that are named, and every unit is converted once."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from domain.catalog import catalog
from domain.live_migration.devices import Device
from domain.live_migration.engine.guest import AtDeadline, Guest, Path, Rules
from domain.live_migration.scenario import LARGEST_GIB, NUMBERS, NotPossibleError, Sureness
from domain.quantities.units import GIB, MIB
from tests.domain.live_migration.scenarios import ask

ASKED = ask(ram_gib=64, dirty_mb_s=400, working_set_gib=16)
CASES = [
    (name, value)
    for name, number in NUMBERS.items()
    for value in (math.nan, math.inf, -math.inf, -1.0, 1e300, number.high * 1.001, number.low - 1e-9)
]


@pytest.mark.parametrize(("name", "bad"), CASES)
def test_a_number_out_of_its_bounds_is_refused_in_a_sentence_that_names_it(name: str, bad: float) -> None:
    with pytest.raises(ValueError, match=r"must be from .* to .*, not .*\.$") as raised:
        replace(ASKED, **{name: bad})
    assert str(raised.value).startswith(NUMBERS[name].label)
    assert len(str(raised.value)) < 120


STEPS = [
    *(("ram_gib", 0.125, 0.03125), ("ram_gib", 64, 16), ("ram_gib", 1000, 128), ("dirty_mb_s", 200, 20), ("dirty_mb_s", 0, 1)),
    *(("link_gbps", 1, 0.2), ("link_gbps", 25, 5), ("zero_percent", 0, 5), ("vmotion_adapters", 2, 1), ("volumes_gib", None, 1)),
]


@pytest.mark.parametrize(("name", "value", "step"), STEPS)
def test_a_number_is_turned_by_a_round_part_of_what_it_is(name: str, value: float | None, step: float) -> None:
    assert NUMBERS[name].step_from(value) == step


@pytest.mark.parametrize("name", NUMBERS)
def test_the_bounds_themselves_are_legal(name: str) -> None:
    small = ask(ram_gib=LARGEST_GIB, dirty_mb_s=0, working_set_gib=0.125)
    for value in (NUMBERS[name].low, NUMBERS[name].high):
        asked = replace(small, **{name: value})
        assert asked.guest.ram == asked.ram_gib * GIB
        assert asked.bandwidth > 0
        assert asked.rules.downtime_limit == asked.downtime_limit_ms / 1000


def test_a_working_set_larger_than_the_memory_is_refused() -> None:
    with pytest.raises(ValueError, match=r"working set of 65 GiB is larger than the memory of 64 GiB"):
        replace(ASKED, working_set_gib=65)
    assert replace(ASKED, working_set_gib=64).guest.working_set == 64 * GIB


def test_writes_need_a_working_set_and_a_working_set_needs_no_writes() -> None:
    with pytest.raises(
        NotPossibleError, match=r"400 MB/s of writes need a working set of at least a page, 4 KiB; give one"
    ) as raised:
        replace(ASKED, working_set_gib=0)
    assert raised.value.field == "working_set_gib"
    with pytest.raises(NotPossibleError, match="at least a page"):
        replace(ASKED, working_set_gib=5e-324)
    assert replace(ASKED, dirty_mb_s=0).guest.working_set == 16 * GIB
    assert replace(ASKED, dirty_mb_s=0, working_set_gib=0).guest.dirty_rate == 0


def test_the_largest_memory_is_the_key_numbers() -> None:
    claims = catalog().key_numbers["max-ram-per-vm"].claims.values()
    largest = max(limit.value for claim in claims for limit in claim.limits if limit.kind == "supported" and limit.value < 240)
    assert 1024 * largest == LARGEST_GIB


def test_the_guest_is_the_same_in_bytes() -> None:
    guest = replace(ASKED, zero_percent=30).guest
    assert (guest.ram, guest.dirty_rate, guest.working_set) == (64 * GIB, 400e6, 16 * GIB)
    assert guest.zero_share == pytest.approx(0.3)


def test_a_link_is_bits_its_usable_share_and_at_most_the_stream() -> None:
    assert ASKED.link_bytes_s == pytest.approx(1.125e9)
    assert replace(ASKED, link_gbps=25, usable_percent=80).link_bytes_s == pytest.approx(2.5e9)
    assert replace(ASKED, link_gbps=100, stream_gbps=15).link_bytes_s == pytest.approx(15e9 / 8)
    assert replace(ASKED, stream_gbps=15).link_bytes_s == ASKED.link_bytes_s


def test_no_cap_leaves_the_link() -> None:
    assert ASKED.path.cap == math.inf
    assert ASKED.bandwidth == ASKED.link_bytes_s


def test_a_cap_of_1_gi_is_8_6_gigabits_and_counts_in_bytes() -> None:
    single = replace(ASKED, link_gbps=100, bandwidth_per_migration_mib_s=1024, channels=False)
    assert single.path.cap == GIB
    assert single.bandwidth * 8 / 1e9 == pytest.approx(8.59, abs=0.01)


def test_eight_streams_let_four_mib_more_through_in_each_tenth_of_a_second() -> None:
    capped = replace(ASKED, bandwidth_per_migration_mib_s=64)
    assert capped.path.late_bytes == 4 * MIB
    assert capped.bandwidth - replace(capped, channels=False).bandwidth == pytest.approx(40 * MIB)


def test_a_cap_above_the_link_changes_nothing() -> None:
    assert replace(ASKED, bandwidth_per_migration_mib_s=200_000).bandwidth == ASKED.link_bytes_s


LIMITED = [
    ({}, "link"),
    ({"stream_gbps": 9}, "link"),
    ({"stream_gbps": 8.9}, "stream"),
    ({"bandwidth_per_migration_mib_s": 2000}, "link"),
    ({"bandwidth_per_migration_mib_s": 1000}, "cap"),
    ({"bandwidth_per_migration_mib_s": 1000, "stream_gbps": 8}, "stream"),
    ({"bandwidth_per_migration_mib_s": 900, "stream_gbps": 8}, "cap"),
    ({"bandwidth_per_migration_mib_s": 930, "stream_gbps": 8}, "stream"),
    ({"bandwidth_per_migration_mib_s": 930, "stream_gbps": 8, "channels": False}, "cap"),
]


@pytest.mark.parametrize(("changes", "limit"), LIMITED)
def test_what_limits_the_bandwidth_is_the_narrowest(changes: dict[str, Any], limit: str) -> None:
    """A cap of 930 MiB/s lets 970 through with eight streams, more than a stream's ceiling of 8 Gbit/s (954 MiB/s)."""
    assert replace(ASKED, **changes).binds == limit


def test_the_rules_are_kubevirts() -> None:
    rules = replace(ASKED, downtime_limit_ms=500, auto_converge=True).rules
    assert (rules.downtime_limit, rules.auto_converge, rules.at_deadline) == (0.5, True, AtDeadline.ABORT)
    assert rules.deadline == 10_351
    assert replace(ASKED, completion_timeout_per_gib=0).rules.deadline == math.inf
    assert replace(ASKED, post_copy=True).rules.at_deadline is AtDeadline.POST_COPY
    assert replace(ASKED, post_copy=True, device=Device.PCI).rules.at_deadline is AtDeadline.PAUSE
    assert replace(ASKED, post_copy=True, disruption=False).rules.at_deadline is AtDeadline.ABORT


@pytest.mark.parametrize(("name", "exact"), [("factor", 1), ("bandwidth_factor", 1), ("zero_points", 0)])
def test_the_less_sure_the_wider(name: str, exact: float) -> None:
    spreads = [getattr(sure, name) for sure in (Sureness.EXACT, Sureness.MEASURED, Sureness.ESTIMATED, Sureness.GUESSED)]
    assert spreads[0] == exact
    assert spreads == sorted(set(spreads))


BROKEN: list[tuple[type, dict[str, Any], str]] = [
    (Guest, {"ram": 0}, "guest's memory"),
    (Guest, {"ram": math.nan}, "guest's memory"),
    (Guest, {"ram": []}, "guest's memory"),
    (Guest, {"dirty_rate": -1}, "dirty rate"),
    (Guest, {"dirty_rate": [1.0, math.inf]}, "dirty rate"),
    (Guest, {"working_set": 1e300}, "working set"),
    (Guest, {"working_set": 2.0 * GIB}, "larger than the guest's memory"),
    (Guest, {"zero_share": 1.1}, "zero pages"),
    (Guest, {"catch_up_s": -0.1}, "catch-up"),
    (Path, {"link": 0}, "link"),
    (Path, {"link": 1e300}, "link"),
    (Path, {"cap": math.nan}, "cap"),
    (Path, {"cap": 0}, "cap"),
    (Path, {"late_bytes": -1}, "after the cap"),
    (Rules, {"downtime_limit": math.nan}, "downtime limit"),
    (Rules, {"downtime_limit": 2001}, "downtime limit"),
    (Rules, {"deadline": 0}, "deadline"),
    (Rules, {"deadline": math.nan}, "deadline"),
    (Rules, {"late_clear": 2}, "late clearing"),
]


@pytest.mark.parametrize(("kind", "given", "named"), BROKEN)
def test_the_estimator_refuses_what_cannot_be_and_names_it(kind: type, given: dict[str, Any], named: str) -> None:
    needed = {Guest: {"ram": float(GIB), "dirty_rate": 0.0, "working_set": 0.0}, Path: {"link": 1e9}, Rules: {}}[kind]
    with pytest.raises(ValueError, match=named):
        kind(**{**needed, **given})
