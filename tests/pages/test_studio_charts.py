"""Migration time's charts: sizes over links, the map of outcomes, and the estimate against measured and published runs."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from components.live_migration.charts import OWN_RUNS
from domain.catalog import catalog
from domain.catalog.loading import DATA
from domain.live_migration.engine import phases
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.evidence.runs import MOST_RUNS, compared, parse
from domain.live_migration.presets import rule_of
from domain.live_migration.scenario import Scenario, Sureness
from domain.live_migration.sentences import rough
from domain.live_migration.sweeps import Ending, outcome_map, size_times, sizes_and_links
from domain.live_migration.uncertainty import spread_of
from domain.quantities.units import GB, GIB
from domain.quantities.wording import duration_in_words
from tests.conftest import look, open_page
from tests.pages.page_text import numbers, plain, said, tables, unmarked, warnings, words
from tests.pages.payloads import assert_harmless
from tests.pages.studio_guests import HARD, OUTCOMES, PRESETS, of_preset

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


def picture(at: AppTest) -> str:
    """What the picture says in words, which its SVG carries as its title."""
    (html,) = [part.proto.body for part in at.get("html") if 'class="picture"' in part.proto.body]
    alt, drawn = re.findall(r'alt="([^"]*)"', html), re.findall(r"base64,([^\"]+)", html)
    assert len(alt) == len(drawn) == 2
    assert all(f"<title>{alt[0]}</title>" in b64decode(one).decode() for one in drawn)
    return unescape(alt[0])


def cells(at: AppTest) -> dict[tuple[str, str], str]:
    """The words of each cell by its size and its link."""
    table = tables(at)[0]
    return {(words(head), link): words(cell) for head, row in table.rows for link, cell in zip(table.heads[1:], row, strict=True)}


def test_each_size_over_each_link_is_the_estimate_of_that_guest_with_its_range() -> None:
    preset = BOOK.migration_presets["busy-database"]
    first, found = of_preset(preset), cells(look("live_migration", **CHART))
    asked = sizes_and_links(first, SIZES, LINKS, spread_of(()), rule=rule_of(preset))
    assert len(found) == len(SIZES) * len(LINKS)
    for one in size_times(asked):
        said_ = found[f"{one.ram_gib:g} GiB{' this VM' if one.ram_gib == first.ram_gib else ''}", f"{one.gbps:g} Gbit/s"]
        middle = f"? {one.chance * 100:.0f} % end" if one.ending is Ending.UNCERTAIN else rough(one.middle_s, one.middle_s)
        assert said_ == f"{middle} {rough(one.low_s, one.high_s)}"


def test_what_does_not_end_is_said_to_be_so_and_the_vm_asked_about_has_its_row() -> None:
    at = look("live_migration", **HARD, **CHART, times_ram="2, 64", times_links="4, 100")
    found = cells(at)
    assert found["64 GiB", "4 Gbit/s"] == "✕ does not end"
    assert ("16 GiB this VM", "100 Gbit/s") in found
    assert not [cell for cell in found.values() if "nan" in cell or "inf" in cell]
    number = sum(cell == "✕ does not end" for cell in found.values())
    assert f"{number} of 6 do not end" in picture(at)


def test_the_pictures_words_are_the_answer_in_a_sentence() -> None:
    at = look("live_migration", **CHART, times_ram="8, 64", times_links="10, 100")
    told = picture(at)
    assert told.startswith("Live migration on OVE 4.22: 8 GiB over 100 Gbit/s in ")
    assert "; 64 GiB over 10 Gbit/s in " in told
    assert told in tables(at)[0].caption


def test_a_chart_that_rests_on_less_than_the_headline_says_so() -> None:
    """One size over a few links has everything; a line of them over five links would keep the reader waiting."""
    few, many = (
        said(look("live_migration", **CHART, times_ram=sizes, times_links=links))
        for sizes, links in (("16", "1, 2"), ("1, 2, 4, 8, 16, 32, 64, 96, 128, 256, 512", "1, 2, 3, 4, 5, 6, 7, 8"))
    )
    assert "instead of" not in few
    assert f"{phases.FEWER.size} starting points instead of {phases.PHASES.size}" in many


def test_a_switch_that_is_none_is_named() -> None:
    at = look("live_migration", **CHART, lm_ranges="2")
    assert "“Show the ranges” to 2, which is neither true nor false" in warnings(at)


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
    assert cells(at) == cells(look("live_migration", **CHART))


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


def test_whether_the_range_is_right_stands_beside_the_evidence_in_two_figures_with_their_words() -> None:
    at = look("migration_evidence", migration_evidence_tab="Is the range right?")
    drawn = at.get("plotly_chart")
    assert [part.proto.alt.split(" ")[0] for part in drawn] == ["Of", "Chance"]
    levels = [level.value for level in Sureness]
    for part in drawn:
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


def test_a_file_that_a_new_server_does_not_have_must_be_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor's screen still names it; the project's runs must not take its place without a word."""
    at = open_page("live_migration", **EVIDENCE)
    at.file_uploader[0].set_value(("mine.csv", CSV.encode(), "text/csv")).run()
    monkeypatch.setattr(MemoryUploadedFileManager, "get_files", lambda *_, **__: [])
    at.segmented_control(key="lm_series").set_value("second series").run()
    assert "Give it again. The project's own runs are shown." in unmarked(at.error[0].value)
    assert "of the project's own runs" in said(at)
    assert OWN_RUNS not in at.session_state


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
    "no text": (b"\xff\xfe\x00\xd8", "not UTF-8 text"),
    "another table": (b"a,b\n1,2\n", "lacks the column run_id"),
    "nothing": (b"", "lacks the column run_id"),
    "a header alone": (HEADER.encode(), "no runs below its header"),
    "no number": (f"{HEADER}\n{FIRST_RUN.replace(',64.0,', ',fast,')}".encode(), "Line 2, run A001"),
    "an infinite cap": (f"{HEADER}\n{FIRST_RUN.replace(',64.0,', ',nan,')}".encode(), "Line 2, run A001"),
    "a strange pattern": (f"{HEADER}\n{FIRST_RUN.replace(',idle,', ',<b>,')}".encode(), "Line 2, run A001"),
    "half a line": (f"{HEADER}\n{FIRST_RUN[:40]}".encode(), "Line 2, run A001"),
    "too many": (
        "\n".join([HEADER, *(f"{n}{FIRST_RUN}" for n in range(MOST_RUNS + 1))]).encode(),
        f"more than {MOST_RUNS:,} runs",
    ),
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
