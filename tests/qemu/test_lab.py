"""What the lab says of its own runs is what the measured runs in data/qemu_runs.csv say; no QEMU is needed for that."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks.lab.qemu import ROOT, Emulator, migrate
from benchmarks.lab.series import SERIES, series
from benchmarks.lab.settings import COLUMNS, Row, Setting, write

with (ROOT / "data" / "qemu_runs.csv").open(newline="", encoding="utf-8") as file:
    MEASURED = list(csv.DictReader(file))

SET = """ram_mib bandwidth_mib_s bandwidth_mode dirty_ratio_target dirty_rate_target_pages_s ws_frac ws_pages pattern zero_pct
    nonzero_pages downtime_limit_ms auto_converge postcopy_after_s words_per_touch time_limit_s""".split()


def setting_of(run: dict[str, str]) -> Setting:
    return Setting(
        run_id=run["run_id"],
        ram_mib=int(run["ram_mib"]),
        bandwidth_mib_s=float(run["bandwidth_mib_s"]),
        bandwidth_mode=run["bandwidth_mode"],  # type: ignore[arg-type]
        dirty_ratio=float(run["dirty_ratio_target"]),
        ws_frac=float(run["ws_frac"]),
        pattern=run["pattern"],  # type: ignore[arg-type]
        zero_pct=int(run["zero_pct"]),
        downtime_limit_ms=int(run["downtime_limit_ms"]),
        auto_converge=run["auto_converge"] == "1",
        postcopy_after_s=float(run["postcopy_after_s"]),
        time_limit_s=float(run["time_limit_s"]),
    )


@pytest.mark.parametrize("run", MEASURED, ids=[run["run_id"] for run in MEASURED])
def test_a_measured_run_can_be_set_again(run: dict[str, str]) -> None:
    cells = Row.of(setting_of(run)).cells()
    assert {name: cells[name] for name in SET} == {name: run[name] for name in SET}


def test_rows_are_written_with_the_columns_of_the_measured_runs(tmp_path: Path) -> None:
    rows = [Row.of(setting) for setting in series("full")]
    write(tmp_path / "lab.csv", rows)
    with (tmp_path / "lab.csv").open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        assert list(reader) == [row.cells() for row in rows]
        assert reader.fieldnames == list(COLUMNS) == [*MEASURED[0], "swing_pct", "swing_s"]


@pytest.mark.parametrize("name", SERIES)
def test_every_run_of_a_series_has_a_number_of_its_own(name: str) -> None:
    numbers = [setting.run_id for setting in series(name)]
    assert len(set(numbers)) == len(numbers) >= 4


def test_the_full_series_begins_with_the_quick_one() -> None:
    assert series("full")[: len(series("quick"))] == series("quick")


def test_a_qemu_that_cannot_be_started_is_written_down_as_the_runs_fault() -> None:
    row = migrate(series("quick")[0], emulator=Emulator("/no/such/qemu"))
    assert row.outcome == "error"
    assert row.error


@pytest.mark.parametrize(
    ("bandwidth", "before", "during", "throttled", "said"),
    [
        (0.999, 100.0, 100.0, False, ""),
        (0.95, 100.0, 100.0, False, "bandwidth 95.0% of the target"),
        (0.999, 100.0, 90.0, False, "writes 90.0% of the target"),
        (0.999, 100.0, 60.0, True, ""),
        (0.999, 90.0, 60.0, True, "writes 90.0% of the target"),
        (0.95, 100.0, 90.0, False, "bandwidth 95.0% of the target, writes 90.0% of the target"),
    ],
)
def test_a_run_says_when_the_host_disturbed_it(
    bandwidth: float, before: float, during: float, throttled: bool, said: str
) -> None:
    row = Row.of(Setting(run_id="x", auto_converge=throttled))
    row.dirty_rate_target_pages_s = 100.0
    row.live_bandwidth_ratio, row.dirty_rate_before_pages_s, row.dirty_rate_during_pages_s = bandwidth, before, during
    assert row.disturbed() == said


@pytest.mark.parametrize(("swing_s", "said"), [(0.0, "writes 90.0% of the target"), (4.0, "")])
def test_writes_that_rise_and_fall_may_be_short_by_what_one_low_turn_lacks(swing_s: float, said: str) -> None:
    row = Row.of(Setting(run_id="x", swing_pct=50, swing_s=swing_s))
    row.dirty_rate_target_pages_s = 100.0
    row.live_bandwidth_ratio, row.dirty_rate_during_pages_s, row.wall_to_outcome_s = 0.999, 90.0, 12.0
    assert row.disturbed() == said
