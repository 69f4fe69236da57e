"""The band is calibrated: over all runs of the lab it holds what it claims, and the file that is shown is the code's."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.calibration import chances, measured
from benchmarks.calibration import held as held_table
from domain.catalog.loading import DATA
from domain.live_migration.evidence.calibration import (
    BINS,
    CLAIMED,
    LEFT_OUT,
    NOMINAL,
    RISING,
    Finding,
    cases,
    coverage,
    evenly,
    held,
    judged,
    margins,
    read,
    reliability,
    summary,
    written,
)
from domain.live_migration.evidence.runs import question, regime
from domain.live_migration.scenario import Sureness
from domain.live_migration.uncertainty import edges

FOUND = read((DATA / "calibration.csv").read_text(encoding="utf-8"))
RUNS = measured()
SAYABLE = [level for level in Sureness if level is not Sureness.PRESET]


def of(what: str, level: str, series: str = "all", qemu: str = "all") -> list[Finding]:
    return [one for one in FOUND if (one.what, one.level, one.series, one.qemu) == (what, level, series, qemu)]


def at_nine_tenths(what: str, level: str, series: str = "all", qemu: str = "all") -> Finding:
    (found,) = (one for one in of(what, level, series, qemu) if one.nominal == CLAIMED)
    return found


@pytest.mark.parametrize("level", SAYABLE)
@pytest.mark.parametrize("what", ["total", "downtime"])
def test_nine_tenths_of_what_was_measured_lie_within_the_band(level: Sureness, what: str) -> None:
    found = at_nine_tenths(what, level.value)
    assert found.number > 1500
    assert 0.85 <= found.observed <= 0.95


@pytest.mark.parametrize("level", Sureness)
def test_of_migrations_with_a_chance_of_a_half_half_end(level: Sureness) -> None:
    """Within what the number of cases leaves to chance, of runs weighted so that they lie evenly around the edge."""
    found = of("chance", level.value)
    assert [one for one in found if one.number >= 30 and abs(one.observed - one.nominal) > 0.15] == []
    assert all(later.observed >= earlier.observed - 0.05 for earlier, later in pairwise(found))


def test_runs_that_are_alike_share_a_weight() -> None:
    crowd = evenly(np.array([-1.0, -1.0, -1.0, -1.0, 1.0]))
    assert crowd[:4].sum() == pytest.approx(crowd[4]) == pytest.approx(1)


def test_the_edge_lies_between_a_run_that_ended_and_the_same_with_more_writes_that_did_not() -> None:
    runs = {(run["ws_frac"], run["dirty_ratio_target"]): run for run in judged(RUNS["third series"]) if run["group"] == "M"}
    near, far = (margins([question(runs["0.5", ratio])])[0] for ratio in ("0.95", "1.2"))
    assert near < 0 < far
    assert far - near == pytest.approx(math.log2(1.2 / 0.95), abs=0.15)
    idle = next(run for run in RUNS["first series"] if run["pattern"] == "idle")
    assert margins([question(idle)])[0] == -math.inf


@pytest.mark.parametrize("level", [Sureness.ESTIMATED])
def test_the_file_that_migration_time_shows_is_what_the_code_finds(level: Sureness) -> None:
    """Of one series and level, which is cheap; each run's errors are its own, so the others come out as they did."""
    series = "second series"
    found = cases(judged(RUNS[series]), level)
    for what in ("total", "downtime"):
        made = Finding(level.value, series, "all", what, CLAIMED, *coverage(found, what, CLAIMED))
        assert read(written([made])) == [at_nine_tenths(what, level.value, series)]


def test_a_summary_has_a_finding_for_every_group() -> None:
    few = {name: judged(runs)[-4:] for name, runs in RUNS.items()}
    made = summary(few, [Sureness.EXACT])
    assert {(one.series, one.qemu) for one in made} <= {(one.series, one.qemu) for one in FOUND}
    assert {one.what for one in made} == {"total", "downtime", "chance"}
    assert read(written(made)) == [one._replace(nominal=round(one.nominal, 4), observed=round(one.observed, 4)) for one in made]


def test_every_level_series_and_qemu_is_in_the_file() -> None:
    assert {one.level for one in FOUND} == {level.value for level in Sureness}
    assert {one.series for one in FOUND} == {"all", RISING, *RUNS}
    assert {one.qemu for one in FOUND} == {"all", *(run["qemu_version"] for runs in RUNS.values() for run in judged(runs))}
    for level in Sureness:
        assert [one.nominal for one in of("total", level.value)] == list(NOMINAL)


def test_what_is_not_modelled_or_was_switched_by_hand_is_not_judged() -> None:
    every = [run for runs in RUNS.values() for run in runs]
    left = {regime(run) for run in every} - {regime(run) for run in judged(every)}
    assert left == set(LEFT_OUT)


def test_a_runs_errors_are_its_own_whichever_others_are_asked_about() -> None:
    runs = judged(RUNS["first series"])[:6]
    alone, together = cases(runs[2:3], Sureness.GUESSED, 3), cases(runs, Sureness.GUESSED, 3)
    same = together[together["run_id"] == runs[2]["run_id"]].reset_index(drop=True)
    assert alone.equals(same)
    assert len(together) == 18


@pytest.mark.parametrize("number", [40, 96])
def test_a_value_is_held_by_the_bands_that_its_share_says(number: int) -> None:
    values = np.random.default_rng(1).lognormal(0, 1, number)
    for measured_value in np.linspace(values.min() * 1.01, values.max() * 0.99, 25):
        low, high = edges(values)
        assert (held(values, float(measured_value)) <= CLAIMED) is bool(low <= measured_value <= high)
    assert held(values, values.max() * 1.01) == held(values, 0.0) == 1
    assert held(values, float(np.median(values))) < 0.05
    assert math.isnan(held(values[:0], 1.0))
    assert math.isnan(held(values, math.nan))


def test_coverage_and_reliability_count() -> None:
    found = cases(judged(RUNS["second series"])[:3], Sureness.EXACT, 2)
    assert coverage(found, "total", 1.0) == (6, 1.0)
    made = found.assign(chance=[0.0, 0.5, 0.5, 1.0, 1.0, 1.0], ended=[False, True, False, True, True, True], margin=0.0)
    assert reliability(made) == [(0.0, 1, 0.0), (0.5, 2, 0.5), (1.0, 3, 1.0)]
    assert reliability(made.assign(margin=-3.0)) == []
    assert (BINS[0], BINS[-1]) == (0, 1)


def test_the_tables_for_the_docs_have_a_column_for_each_level() -> None:
    for table in (held_table(FOUND), chances(FOUND)):
        assert {line.count("|") for line in table} == {len(Sureness) + 2}
