"""What the spread of the inputs makes of an estimate, in words."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.sentences import how_sure, worth
from domain.live_migration.uncertainty import Band, Spread, band
from tests.domain.live_migration.scenarios import ask

CACHE = ask(ram_gib=64, dirty_mb_s=2000, working_set_gib=60)
NONE = (math.nan, math.nan)


def band_of(outcomes: dict[MigrationOutcome, int], downtimes: dict[MigrationOutcome, tuple[float, float]]) -> Band:
    number = sum(outcomes.values())
    share = {outcome: count / number for outcome, count in outcomes.items()}
    chance = sum(share[outcome] for outcome in outcomes if outcome.arrives)
    return Band(chance, (108.2, 217.0) if chance else NONE, outcomes, downtimes)


def test_the_worth_of_an_estimate_says_who_converges_and_who_needs_help_with_what_downtime() -> None:
    some = {MigrationOutcome.CONVERGES: 54, MigrationOutcome.PAUSED: 46}
    downs = {MigrationOutcome.CONVERGES: (0.295, 0.304), MigrationOutcome.PAUSED: (25.0, 51.0)}
    assert worth(band_of(some, downs)) == (
        "Of the migrations simulated with varied inputs, 54\u00a0% converge by themselves (downtime 0.29 s to 0.3 s) and "
        "46\u00a0% need the pause at the deadline (downtime 25 s to 51 s); they take 110 s to 3 min 40 s."
    )
    said = worth(band_of({MigrationOutcome.THROTTLED: 1, MigrationOutcome.POST_COPY: 199}, {}))
    assert "1\u00a0% converge by throttling and 99\u00a0% need the switch to post-copy" in said
    said = worth(
        band_of({MigrationOutcome.CONVERGES: 30, MigrationOutcome.ABORTED: 70}, {MigrationOutcome.CONVERGES: (0.3, 0.3)})
    )
    assert said.endswith("and 70\u00a0% are aborted at the deadline; those that end take 110 s to 3 min 40 s.")
    assert "all never end." in worth(band_of({MigrationOutcome.NEVER: 96}, {}))


def test_a_hopeless_guest_is_not_said_to_converge_because_post_copy_is_allowed() -> None:
    said = worth(band(replace(CACHE, post_copy=True), Spread()))
    assert "all need the switch to post-copy (downtime" in said
    said = worth(band(ask(64, 1000, 32, disruption=True), Spread()))
    assert re.search(r"\d+\u00a0% converge by themselves \(downtime .*\) and \d+\u00a0% need the pause at the deadline", said)


def test_what_the_headline_has_said_of_the_times_is_not_said_again_beneath_it() -> None:
    downs = {MigrationOutcome.CONVERGES: (0.27, 0.33)}
    sure = band_of({MigrationOutcome.CONVERGES: 92, MigrationOutcome.ABORTED: 8}, downs)
    assert how_sure(sure) == (
        "Of the migrations simulated with varied inputs, "
        "92\u00a0% converge by themselves and 8\u00a0% are aborted at the deadline."
    )
    for unsure in ({MigrationOutcome.CONVERGES: 54, MigrationOutcome.ABORTED: 46}, {MigrationOutcome.ABORTED: 96}):
        assert how_sure(band_of(unsure, downs)) == worth(band_of(unsure, downs))
