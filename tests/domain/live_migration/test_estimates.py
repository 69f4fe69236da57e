"""One answer a question: verdict, advice, chart, map and platforms say the same of the same guest, word for word."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.records.live_migration import Preset
from domain.catalog.vocabulary import WritePattern
from domain.live_migration.advice import LINK, advice, changes
from domain.live_migration.devices import Device
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.engine.phases import PHASES
from domain.live_migration.engine.precopy import precopy
from domain.live_migration.estimates import MigrationEstimate, estimate, estimates, rounds
from domain.live_migration.platform_sentences import on_platform, total
from domain.live_migration.platforms import on_ove
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sentences import effect, ending, reason, rough
from domain.live_migration.sweeps import outcome_map, sizes_and_links
from domain.live_migration.uncertainty import Spread
from domain.quantities.wording import duration_in_words
from tests.domain.live_migration.scenarios import ask

PRESETS = catalog().migration_presets
SPEEDS = (1, 10, 25, 40, 100)
EXACT = Spread.of(Sureness.EXACT, Sureness.EXACT)


def of_preset(row: Preset, gbps: float, **changes: object) -> Scenario:
    guest = ask(row.ram_gib, row.dirty_mb_s, row.working_set_gib, row.zero_percent, row.writes, link_gbps=gbps)
    return replace(guest, **changes)


def end_in_words(found: MigrationEstimate) -> list[str]:
    """What the headline has to say of an end: the time and the downtime of one that ends by itself, else nothing."""
    if not found.outcome.by_itself:
        return []
    return [f"Ends after {duration_in_words(found.total_s)}", f"with a downtime of {duration_in_words(found.downtime_s)}."]


@pytest.mark.parametrize(
    ("row", "switches"),
    [*((row, {}) for row in PRESETS.values()), (PRESETS["in-memory-cache"], {"auto_converge": True})],
    ids=[*PRESETS, "throttled"],
)
def test_advice_chart_map_platforms_and_sentences_say_what_the_headline_says(row: Preset, switches: dict[str, bool]) -> None:
    asked = {gbps: of_preset(row, gbps, **switches) for gbps in SPEEDS}
    headlines = {gbps: ending(scenario) for gbps, scenario in asked.items()}
    chart = sizes_and_links(asked[1], [row.ram_gib], SPEEDS, EXACT, 4).set_index("gbps")["total_s"]
    for gbps, scenario in asked.items():
        found, headline = estimate(scenario), headlines[gbps]
        said = end_in_words(found)
        assert [part for part in said if part not in headline] == []
        assert bool(said) is headline.startswith("Ends after")
        assert in_words(chart[gbps]) == in_words(found.total_s if found.outcome.arrives else np.inf)
        ove = on_ove(scenario)
        took = rough(found.total_s, found.total_s) if np.isfinite(found.total_s) else ""
        ends = (
            took
            if found.outcome.arrives
            else f"aborted after {in_words(float(scenario.rules.deadline))}"
            if took
            else "never ends"
        )
        assert (on_platform(ove), total(ove)) == (found.outcome.label, ends)
        assert not said or ove.downtime_s == (found.downtime_s,) * 2
        assert not said or f" in {len([one for one in rounds(scenario) if one.whole])} pass" in reason(scenario)
        faster = [offer for offer in changes(scenario, SPEEDS) if offer.kind == LINK]
        for offer, then in zip(faster, estimates([offer.to(scenario) for offer in faster]), strict=True):
            chosen = float(offer.what.split()[0])
            assert effect(then) == effect(estimate(asked[chosen]))
            assert [part for part in end_in_words(then) if part not in headlines[chosen]] == []
        at = nearest(outcome_map(scenario, 9, 8), scenario)
        there = estimate(replace(scenario, dirty_mb_s=at.dirty_mb_s, working_set_gib=min(at.working_set_gib, row.ram_gib)))
        assert (at.outcome, in_words(at.total_s)) == (
            there.outcome,
            in_words(there.total_s if there.outcome is not MigrationOutcome.ABORTED else np.nan),
        )


def in_words(seconds: float) -> str:
    return duration_in_words(seconds) if np.isfinite(seconds) else "without end"


def nearest(points: pd.DataFrame, scenario: Scenario) -> pd.Series:
    """The point of the map at which the guest's star stands."""
    far = sum(np.abs(np.log(points[name] / getattr(scenario, name))) for name in ("dirty_mb_s", "working_set_gib"))
    return points.loc[far.idxmin()]


def test_what_the_advice_says_of_a_link_is_the_headline_when_that_link_is_chosen() -> None:
    """As it is shown: the advice on an in-memory cache at 10 Gbit/s once gave another downtime than 25 Gbit/s then did."""
    cache = PRESETS["in-memory-cache"]
    found = next(then for change, then in advice(of_preset(cache, 10), SPEEDS) if change.what == "25 Gbit/s")
    after, downtime = re.fullmatch(r"converges after (.+), downtime (.+)", effect(found)).groups()
    assert ending(of_preset(cache, 25)) == f"Ends after {after} with a downtime of {downtime}."


def test_every_point_of_the_map_is_the_estimate_of_that_guest() -> None:
    for row in (PRESETS["busy-database"], PRESETS["analytics-scan"]):
        for switches in ({}, {"post_copy": True}, {"auto_converge": True, "disruption": True}):
            asked = of_preset(row, 10, **switches)
            points = outcome_map(asked, 12, 9)
            there = [
                replace(asked, dirty_mb_s=rate, working_set_gib=min(size, row.ram_gib))
                for rate, size in zip(points["dirty_mb_s"], points["working_set_gib"], strict=True)
            ]
            found = estimates(there)
            assert [one.outcome for one in found] == list(points["outcome"])
            took = [one.total_s if one.outcome is not MigrationOutcome.ABORTED else np.nan for one in found]
            assert took == pytest.approx(list(points["total_s"]), rel=1e-9, nan_ok=True)


SCENARIOS = st.builds(
    lambda ram, share, **rest: ask(ram_gib=ram, working_set_gib=ram * share, **rest),
    ram=st.floats(0.125, 1024),
    share=st.floats(1e-4, 1),
    dirty_mb_s=st.one_of(st.just(0.0), st.floats(0, 3000)),
    writes=st.sampled_from(WritePattern),
    link_gbps=st.floats(0.5, 200),
    bandwidth_per_migration_mib_s=st.sampled_from([0, 64, 1024]),
    channels=st.booleans(),
    auto_converge=st.booleans(),
    post_copy=st.booleans(),
    device=st.sampled_from(Device),
    disruption=st.sampled_from([None, True, False]),
    completion_timeout_per_gib=st.sampled_from([0, 20, 150]),
    downtime_limit_ms=st.floats(10, 2000),
)


@given(st.lists(SCENARIOS, min_size=1, max_size=5))
@settings(max_examples=10, deadline=None, derandomize=True, database=None)
def test_many_are_each_as_alone_in_the_order_given(scenarios: list[Scenario]) -> None:
    for asked, found in zip(scenarios, estimates(scenarios), strict=True):
        alone = estimate(asked)
        for field in fields(MigrationEstimate):
            np.testing.assert_equal(getattr(found, field.name), getattr(alone, field.name), field.name)


@given(SCENARIOS)
@settings(max_examples=20, deadline=None, derandomize=True, database=None)
def test_an_estimate_is_one_of_its_sixteen_phases_the_nearest_to_their_middle(asked: Scenario) -> None:
    found, tried = estimate(asked), precopy(asked.guest, asked.path, asked.rules, PHASES)
    assert PHASES.size == 16
    ends, stops = np.isfinite(tried.total_s), np.isfinite(tried.downtime_s)
    far = np.zeros(16)
    for values, known, middle in ((tried.total_s, ends, np.median), (tried.downtime_s, stops, np.mean)):
        if known.any():
            at = middle(values[known])
            far += np.where(known, np.abs(values - at) / at if at else 0, 2 * (known.sum() > 8))
    place = int(np.flatnonzero(found.phase == PHASES)[0])
    assert far[place] <= far.min() + 1e-9
    for name in ("outcome", "total_s", "downtime_s", "sent_bytes", "passes", "throttle"):
        np.testing.assert_equal(getattr(found, name), getattr(tried, name)[place], name)


def test_the_rounds_are_those_of_the_estimate() -> None:
    asked = of_preset(PRESETS["in-memory-cache"], 10, auto_converge=True)
    assert len(rounds(asked)) == estimate(asked).syncs
    assert sum(one.whole for one in rounds(asked)) == estimate(asked).passes
