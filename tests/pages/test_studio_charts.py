"""The studio's charts: sizes over links, the map of outcomes, and the estimate against measured and published runs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from components.live_migration.charts import OWN_RUNS
from domain.catalog import catalog
from domain.catalog.loading import DATA
from domain.live_migration.engine import phases
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.evidence.runs import MOST_RUNS, compared, parse
from domain.live_migration.one_pass import reference_times
from domain.live_migration.presets import rule_of
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sweeps import outcome_map, sizes_and_links
from domain.live_migration.uncertainty import Spread, spread_of
from domain.quantities.units import GB, GIB
from domain.quantities.wording import duration_in_words
from tests.conftest import look, open_page
from tests.pages.page_text import numbers, plain, said, tables, unmarked, warnings, words
from tests.pages.payloads import assert_harmless
from tests.pages.studio_guests import HARD, HARDLY, OUTCOMES, PRESETS, of_preset

BOOK = catalog()
CHART, MAP, EVIDENCE = ({"live_migration_tab": tab} for tab in ("Chart", "Map", "Evidence"))
SIZES = [row.ram_gb for row in BOOK.migration_times.values()]
LINKS = [link.gbps for link in BOOK.links.values()]
CSV, AFTERWARDS, AT_LAST = (
    Path(DATA / name).read_text(encoding="utf-8") for name in ("qemu_runs.csv", "lab_runs.csv", "field_runs.csv")
)
RUNS, LATER, LAST = parse(CSV), parse(AFTERWARDS), parse(AT_LAST)


def figure(at: AppTest) -> dict[str, Any]:
    return json.loads(at.get("plotly_chart")[0].proto.spec)


def traces(**params: str) -> dict[str, dict[str, Any]]:
    drawn = figure(look("live_migration", **CHART, **params))
    assert {drawn["layout"][axis]["type"] for axis in ("xaxis", "yaxis")} == {"log"}
    return {trace["name"]: trace for trace in drawn["data"]}


def test_each_link_has_our_line_our_band_one_pass_and_the_quick_references_range() -> None:
    drawn, factor = traces(), next(iter(BOOK.factors.values()))
    preset = BOOK.migration_presets["busy-database"]
    first, rule = of_preset(preset), rule_of(preset)
    for gbps in LINKS:
        name = f"{gbps:g} Gbit/s"
        sizes = numbers(drawn[name]["x"])
        assert set(SIZES) <= set(sizes)
        data = sizes_and_links(first, sizes, [gbps], spread_of(()), rule=rule)
        assert numbers(drawn[name]["y"]) == pytest.approx(list(data["total_s"].replace(np.inf, np.nan)), nan_ok=True)
        one_pass = numbers(drawn[f"{name}: one pass"]["y"])
        assert one_pass == pytest.approx([size * GIB / replace(first, link_gbps=gbps).bandwidth for size in sizes])
        around = numbers(drawn[f"{name}: {factor.low:g} to {factor.high:g} times one pass"]["y"])
        assert around == pytest.approx([s * factor.low for s in one_pass] + [s * factor.high for s in reversed(one_pass)])
        assert numbers(drawn[f"{name}: band"]["y"]) == pytest.approx([*data["low_s"], *reversed(list(data["high_s"]))])


def test_the_quick_references_figures_are_points_in_our_unit() -> None:
    given = reference_times(BOOK).dropna(subset="seconds")
    points = traces()["quick reference"]
    assert sorted(numbers(points["x"])) == pytest.approx(sorted(given["ram"] * GB / GIB))
    assert sorted(numbers(points["y"])) == pytest.approx(sorted(given["seconds"]))


def test_a_guest_that_never_ends_over_a_link_is_a_cross_there_and_no_line() -> None:
    drawn = traces(**HARD, times_ram="2, 64", times_links="4, 100")
    crosses = drawn["4 Gbit/s: does not end"]
    line = dict(zip(numbers(drawn["4 Gbit/s"]["x"]), numbers(drawn["4 Gbit/s"]["y"]), strict=True))
    never = sizes_and_links(HARDLY, sorted(line), [4], Spread()).query("total_s == inf")
    assert crosses["marker"]["symbol"] == "x"
    assert numbers(crosses["x"]) == list(never["ram_gib"])
    assert 64 in numbers(crosses["x"])
    assert {size for size, seconds in line.items() if np.isnan(seconds)} == set(numbers(crosses["x"]))
    assert "100 Gbit/s: does not end" not in drawn


def test_a_chart_that_rests_on_less_than_the_headline_says_so() -> None:
    """One size over a few links has everything; a line of them over five links would keep the reader waiting."""
    links = "1, 2, 3, 4, 5"
    few, many = (said(look("live_migration", **CHART, times_ram=sizes, times_links=links)) for sizes in ("16", "4, 16, 64, 256"))
    assert "instead of" not in few
    assert f"{phases.FEWER.size} starts of the loop instead of {phases.PHASES.size}" in many


def test_measured_and_published_runs_are_drawn_only_where_they_are_asked_for() -> None:
    without, drawn = traces(), traces(lm_dots="true")
    assert set(drawn) - set(without) == {"measured with QEMU", "published by others"}
    ended = [float(run["total_time_ms"]) / 1000 for run in (*RUNS, *LATER, *LAST) if run["total_time_ms"]]
    assert sorted(numbers(drawn["measured with QEMU"]["y"])) == pytest.approx(sorted(ended))
    published = [row for row in BOOK.published_migrations.values() if row.ram_gib and row.total_s]
    assert 0 < len(published) < len(BOOK.published_migrations)
    assert numbers(drawn["published by others"]["y"]) == [row.total_s for row in published]
    assert [text for (text,) in drawn["published by others"]["customdata"]] == [row.label for row in published]


def test_the_switch_says_how_far_the_measurements_reach() -> None:
    runs = compared([*RUNS, *LATER, *LAST])
    sizes, speeds = (f"{runs[column].min():.2g} to {runs[column].max():.2g}" for column in ("ram_gib", "gbps"))
    help_ = look("live_migration", **CHART).toggle(key="lm_dots").help
    assert f"{sizes} GiB on {speeds} Gbit/s" in help_


def test_a_switch_that_is_none_is_named() -> None:
    assert "“Measured and published runs” to 2, which is neither true nor false" in warnings(
        look("live_migration", **CHART, lm_dots="2")
    )


@pytest.mark.parametrize(
    ("key", "text", "sentence"),
    [
        ("times_ram", "", "VM memory, GiB is empty"),
        ("times_ram", "8, many", "many is not a number"),
        ("times_ram", "1e999", "outside 0.125 to 24576"),
        ("times_ram", "<script>alert(1)</script>", "is not a number"),
        ("times_links", "0", "outside 0.1 to 1600"),
        ("times_links", ",".join(map(str, range(1, 20))), "at most 12"),
    ],
)
def test_a_bad_list_of_the_chart_is_named_and_the_default_is_drawn(key: str, text: str, sentence: str) -> None:
    at = look("live_migration", **CHART, **{key: text})
    assert_harmless(at, [text])
    assert [sentence in unmarked(error.value) for error in at.error] == [True]
    assert figure(at)["data"] == figure(look("live_migration", **CHART))["data"]


def test_the_words_beside_the_chart_give_both_ends_of_every_line_and_what_never_ends() -> None:
    alt = look("live_migration", **CHART, **HARD, times_ram="2, 64", times_links="4,100").get("plotly_chart")[0].proto.alt
    ends = sizes_and_links(HARDLY, [2, 64], [100], Spread())["total_s"]
    assert f"over 100 Gbit/s from {duration_in_words(ends[0])} for 2 GiB to {duration_in_words(ends[1])} for 64 GiB" in alt
    assert "sizes do not end" in alt


def map_of(**params: str) -> tuple[dict[str, Any], list[float], list[float]]:
    drawn = figure(look("live_migration", **MAP, **params))
    grid = drawn["data"][0]
    assert grid["type"] == "heatmap"
    return drawn, numbers(grid["x"]), numbers(grid["y"])


@pytest.mark.parametrize("row", PRESETS[::3], ids=lambda row: row.id)
def test_the_map_lies_around_the_guest_and_its_star_stands_where_it_is(row: Any) -> None:
    drawn, rates, sets = map_of(lm_preset=row.label)
    star = next(trace for trace in drawn["data"] if trace.get("name") == "this guest")
    assert (numbers(star["x"]), numbers(star["y"])) == ([row.dirty_mb_s], [row.working_set_gib])
    assert min(rates) <= row.dirty_mb_s <= max(rates)
    assert min(sets) <= row.working_set_gib <= max(sets)


@pytest.mark.parametrize(("outcome", "asked"), OUTCOMES.items(), ids=lambda part: getattr(part, "name", ""))
def test_the_map_names_every_outcome_that_it_shows(
    outcome: MigrationOutcome, asked: tuple[dict[str, str], Scenario, str]
) -> None:
    params, scenario, _ = asked
    drawn, rates, sets = map_of(**{**HARD, **params})
    found = outcome_map(scenario)
    assert len(found) == len(rates) * len(sets)
    named = [note["text"].replace("<br>", " ") for note in drawn["layout"]["annotations"]]
    assert sorted(named) == sorted({MigrationOutcome(code).label for code in found["outcome"]})
    assert outcome.label in named
    alt = look("live_migration", **MAP, **{**HARD, **params}).get("plotly_chart")[0].proto.alt
    assert f"{(found['outcome'] == outcome).sum()} {outcome.label}" in alt


def test_a_guest_that_writes_nothing_has_no_place_on_a_log_axis_and_no_star() -> None:
    drawn, _, _ = map_of(lm_dirty="0")
    assert "this guest" not in {trace.get("name") for trace in drawn["data"]}


def evidence(**params: str) -> AppTest:
    return look("live_migration", **EVIDENCE, **params)


@pytest.mark.parametrize(
    ("series", "runs", "number"), [("first series", RUNS, 95), ("second series", LATER, 47), ("third series", LAST, 76)]
)
def test_the_projects_own_runs_stand_against_the_estimate_with_their_errors(
    series: str, runs: list[dict[str, str]], number: int
) -> None:
    at, data = evidence(lm_series=series), compared(runs)
    right = int((data["outcome"] == data["expected"]).sum())
    assert len(data) == number
    assert f"{number} of the project's own runs; for {right} the estimate is right" in said(at)
    table = tables(at)[0]
    ended = data.dropna(subset=["measured_s", "estimated_s"])
    ours = (ended["estimated_s"] / ended["measured_s"] - 1).abs() * 100
    plainly = (ended["naive_s"] / ended["measured_s"] - 1).abs() * 100
    assert [words(cell) for cell in table.row("All that ended")] == [
        str(len(ended)),
        f"{ours.median():.1f} %",
        f"{ours.quantile(0.95):.1f} %",
        f"{plainly.median():.0f} %",
    ]
    assert [words(head) for head, _ in table.rows] == ["All that ended", *sorted(set(data["regime"]))]
    assert sum(int(words(cells[0])) for _, cells in table.rows[1:]) == len(ended)
    drawn = {trace["name"]: trace for trace in figure(at)["data"]}
    assert numbers(drawn["this estimator"]["y"]) == pytest.approx(list(ended["estimated_s"]))


def test_the_runs_that_were_made_afterwards_are_others_than_those_before_and_are_said_to_be() -> None:
    assert not {run["started_utc"] for run in RUNS} & {run["started_utc"] for run in LATER}
    assert min(run["started_utc"] for run in LATER) > max(run["started_utc"] for run in RUNS)
    assert "when the estimator had been written" in said(evidence(lm_series="second series"))
    assert "when the estimator had been written" not in said(evidence())


def test_whether_the_range_is_right_stands_under_the_evidence_in_two_figures_with_their_words() -> None:
    at = evidence()
    drawn = at.get("plotly_chart")
    assert [part.proto.alt.split(" ")[0] for part in drawn[1:]] == ["Of", "Chance"]
    levels = [level.value for level in Sureness]
    for part in drawn[1:]:
        assert [trace["name"] for trace in json.loads(part.proto.spec)["data"]] == ["as claimed", *levels]
        assert all(level in part.proto.alt for level in levels)
    table = tables(at)[-1]
    heads = [words(head) for head, _ in table.rows]
    assert (heads[0], heads[-1]) == ("All steady runs", "Writes that rise and fall")


def test_a_series_that_does_not_exist_is_named_and_the_first_is_shown() -> None:
    at = evidence(lm_series="tenth series")
    assert "tenth series" in warnings(at)
    assert "95 of the project's own runs" in said(at)


def test_a_file_is_predicted_once_and_forgotten_with_it() -> None:
    """Each click runs the page anew; the runs of the visitor's file are not predicted anew with it."""
    at = open_page("live_migration", **EVIDENCE)
    at.file_uploader[0].set_value(("mine.csv", CSV.encode(), "text/csv")).run()
    kept = at.session_state[OWN_RUNS]
    at.segmented_control(key="lm_series").set_value("second series").run()
    assert at.session_state[OWN_RUNS] is kept
    assert "95 of your runs" in said(at)
    at.file_uploader[0].set_value(("other.csv", AFTERWARDS.encode(), "text/csv")).run()
    assert at.session_state[OWN_RUNS] is not kept
    assert "47 of your runs" in said(at)
    at.file_uploader[0].set_value(None).run()
    assert OWN_RUNS not in at.session_state
    assert "47 of the project's own runs" in said(at)


def test_runs_of_ones_own_take_the_place_of_the_projects() -> None:
    at = open_page("live_migration", **EVIDENCE)
    header, *lines = CSV.splitlines()
    at.file_uploader[0].set_value(("mine.csv", "\n".join([header, *lines[:7]]).encode(), "text/csv")).run()
    assert not at.exception
    assert not at.error
    assert "7 of your runs; for 7 the estimate is right" in said(at)
    drawn = {trace["name"]: trace for trace in figure(at)["data"]}
    assert [run for run, _ in drawn["this estimator"]["customdata"]] == [run["run_id"] for run in RUNS[:7]]
    assert int(words(tables(at)[0].row("All that ended")[0])) == 7


HEADER, FIRST_RUN, *_ = CSV.splitlines()
BROKEN = {
    "no text": (b"\xff\xfe\x00\xd8", "no text in UTF-8"),
    "another table": (b"a,b\n1,2\n", "lacks the column run_id"),
    "nothing": (b"", "lacks the column run_id"),
    "a header alone": (HEADER.encode(), "no runs below its header"),
    "no number": (f"{HEADER}\n{FIRST_RUN.replace(',64.0,', ',fast,')}".encode(), "Line 2, run A001"),
    "an infinite cap": (f"{HEADER}\n{FIRST_RUN.replace(',64.0,', ',nan,')}".encode(), "Line 2, run A001"),
    "a strange pattern": (f"{HEADER}\n{FIRST_RUN.replace(',idle,', ',<b>,')}".encode(), "Line 2, run A001"),
    "half a line": (f"{HEADER}\n{FIRST_RUN[:40]}".encode(), "Line 2, run A001"),
    "too many": ("\n".join([HEADER, *[FIRST_RUN] * (MOST_RUNS + 1)]).encode(), f"more than {MOST_RUNS:,} runs"),
}


def test_a_broken_file_gets_a_sentence_and_the_projects_own_runs_stay(subtests: pytest.Subtests) -> None:
    at = open_page("live_migration", **EVIDENCE)
    for name, (content, sentence) in BROKEN.items():
        with subtests.test(file=name):
            at.file_uploader[0].set_value(("mine.csv", content, "text/csv")).run()
            assert_harmless(at, ["<b>"])
            (error,) = [unmarked(part.value) for part in at.error]
            assert sentence in error
            assert error.endswith("The project's own runs are shown.")
            assert "95 of the project's own runs" in said(at)


def test_published_migrations_stand_beside_the_estimate_with_their_sources() -> None:
    table = tables(evidence())[1]
    assert table.ids == list(BOOK.published_migrations)
    for row, (_, cells) in zip(BOOK.published_migrations.values(), table.rows, strict=True):
        took, _, paused, _, told = (words(cell) for cell in cells)
        assert took.startswith(duration_in_words(row.total_s) if row.total_s else "not stated")
        pause = row.downtime_ms or row.downtime_low_ms
        of_pause = "not stated" if not pause else f"{pause:.0f} ms" if pause < 1000 else duration_in_words(pause / 1000)
        assert paused.startswith(of_pause)
        assert plain(row.says) in told
        assert plain(row.note) in told
        assert [id_ for id_ in row.sources if plain(BOOK.sources[id_].title) not in told] == []


def test_what_a_published_migration_leaves_open_is_a_range_a_bound_or_said() -> None:
    table = tables(evidence())[1]
    said_of = {id_: [words(cell) for cell in cells] for id_, (_, cells) in zip(table.ids, table.rows, strict=True)}
    assert len(said_of["kubevirt-vep-291-node"][1].split(" to ")) == 2
    assert re.fullmatch(r"\d+ ms to \d+ ms", said_of["kubevirt-pr-17480-idle"][3])
    assert said_of["kubevirt-pr-17480-idle"][2] == "220 ms to 230 ms"
    assert " to " not in said_of["qemu-qatzip-idle-64g"][1]
    assert said_of["vmware-oracle-hammerdb-128g"][1] == f"at least {duration_in_words(128 * GIB / (40 * GB / 8) * 4104 / 4096)}"
    assert said_of["vmware-oracle-hammerdb-128g"][3] == "not enough is stated"
    assert said_of["kubevirt-pr-17544-redis"][1] == said_of["kubevirt-pr-17544-redis"][3] == "not enough is stated"
    assert said_of["kubevirt-pr-17544-redis"][2] == "5.2 s 4.6 s to 5.9 s"


def test_a_published_rows_link_opens_its_source_alone() -> None:
    id_ = list(BOOK.published_migrations)[1]
    at = look("live_migration", id=id_)
    opened = [head for head, cells in tables(at)[1].rows if "<details open>" in cells[4]]
    assert [f"id={id_}" in head for head in opened] == [True]
