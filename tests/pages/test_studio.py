"""Migration time as its reader sees it: every input by link, the verdict, what would help, the passes, platforms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from components.live_migration import form
from components.live_migration.answer import kept_advice, passes_frame, whole_passes
from components.live_migration.form import FIRST_PRODUCT, MORE, MigrationInputs
from domain.catalog.records.live_migration import Preset
from domain.live_migration.devices import Device
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.estimates import estimate, rounds
from domain.live_migration.question import NO_DISRUPTION, ONE_STREAM, ONE_WITH_POST_COPY
from domain.live_migration.scenario import NUMBERS, Scenario, Sureness
from domain.live_migration.sentences import effect
from domain.live_migration.uncertainty import Spread, band, spread_of
from domain.quantities.wording import duration_in_words
from tests.conftest import look, open_page, page
from tests.pages.page_text import bound, said, tables, words
from tests.pages.studio_guests import (
    BOOK,
    FIRST,
    HARD,
    HARDLY,
    INPUTS,
    NEXT,
    OLD,
    OUTCOMES,
    PRESETS,
    PRODUCTS,
    QUIET,
    TYPED,
    expected,
    of_preset,
    shown,
)


@pytest.mark.parametrize(("needs", "key", "value", "changes"), INPUTS, ids=[f"{key}={value}" for _, key, value, _ in INPUTS])
def test_each_input_of_a_link_changes_the_answer_as_the_estimator_says(
    needs: dict[str, str], key: str, value: str, changes: dict[str, Any]
) -> None:
    before, at = look("live_migration", **HARD, **needs), look("live_migration", **{**HARD, **needs, key: value})
    text = shown(at)
    release = "hco-1-19-v1" if key == "lm_product" else "hco-1-18-v1beta1"
    spread = spread_of((*TYPED, *changes))
    assert [part for part in expected(replace(HARDLY, **changes), spread, release) if part not in text] == []
    assert text != shown(before)
    assert not at.warning


def test_every_number_and_every_input_behind_the_fold_was_tried() -> None:
    tried = {key for _, key, _, _ in INPUTS} | {"lm_preset", *SURE} | ELSEWHERE_BOUND
    assert tried == {key for key in bound(page("live_migration", opened=["lm_more"])) if key.startswith("lm_")}
    assert set(MORE) - {"lm_vfio"} < tried
    assert set(NUMBERS) - {"vmotion_adapters", "frame_buffer_gb"} < {name for *_, changes in INPUTS for name in changes}


ELSEWHERE = {
    "lm_device": Device.USB.label,
    "lm_vfio": "true",
    "lm_buffer": "8",
    "lm_vsphere": "vSphere 7.0 and 7.0 U1",
    "lm_azure": "Azure Local before 2504",
    "lm_adapters": "2",
}
"""Inputs whose answers have tests of their own, because OVE's is not the one that they change."""
ELSEWHERE_BOUND = set(ELSEWHERE) - {"lm_vfio"}

NEAR = {"lm_ram": "16", "lm_dirty": "330", "lm_set": "8", "lm_writes": "random", "lm_link": "4", "lm_stream": "8"}
"""A guest near the edge, over streams that are known: else their range is the widest by far."""


SURE = {key: name for name, (_, key, _) in form.SURE.items()}


@pytest.mark.parametrize("sureness", form.SAYABLE)
@pytest.mark.parametrize(("key", "name"), SURE.items())
def test_how_an_input_is_known_widens_the_range_and_moves_nothing_else(key: str, name: str, sureness: Sureness) -> None:
    """The keys that there were before speak of two inputs each: of the other one where nothing else is said of it."""
    text = shown(look("live_migration", **NEAR, **{key: sureness.value}))
    asked = replace(HARDLY, dirty_mb_s=330, stream_low_gbps=0, stream_gbps=8)
    spreads = [spread_of(TYPED, {name: one}) for one in form.SAYABLE]
    assert [part for part in expected(asked, spread_of(TYPED, {name: sureness})) if part not in text] == []
    assert len({band(asked, one).total_s for one in spreads}) == len(form.SAYABLE)


def test_an_empty_choice_shows_how_the_input_is_known() -> None:
    at = look("live_migration", lm_dirty="100", lm_sure_path="exact")
    shows = {key: at.selectbox(key=key).placeholder for key in SURE}
    assert shows == {
        "lm_sure": "estimated",
        "lm_sure_set": "the preset's",
        "lm_sure_path": "guessed",
        "lm_sure_zero": "exact",
    }


def test_a_larger_memory_says_what_it_took_of_the_preset_and_a_typed_load_says_nothing() -> None:
    preset, typed = look("live_migration", lm_ram="512"), look("live_migration", lm_ram="512", lm_dirty="9", lm_set="1")
    assert "a working set of 128 GiB (a quarter of the memory, as the preset has it)" in said(preset)
    assert (preset.number_input(key="lm_set").value, preset.number_input(key="lm_dirty").value) == (128, 1600)
    assert "no longer the 16 GiB and 200 MB/s of its 64 GiB" in said(preset)
    assert "as the preset has it" not in said(typed)


@pytest.mark.parametrize("row", PRESETS, ids=lambda row: row.id)
def test_a_preset_fills_what_is_left_to_it(row: Preset) -> None:
    at = look("live_migration", lm_preset=row.label)
    text = shown(at)
    assert [part for part in expected(of_preset(row), spread_of(())) if part not in text] == []
    field = at.number_input(key="lm_dirty")
    assert (field.label, field.value) == ("Dirty rate, MB/s ·\N{NO-BREAK SPACE}preset", row.dirty_mb_s)


DEADLINES = [("hco-1-13", "800", "15 h 20 min"), ("hco-1-18-v1", "150", "2 h 53 min"), ("hco-1-19-v1", "20", "23 min 1 s")]


@pytest.mark.parametrize(("release", "per_gib", "after"), DEADLINES)
def test_the_release_stands_in_the_fields_and_decides_the_deadline(release: str, per_gib: str, after: str) -> None:
    at = look("live_migration", **{**HARD, "lm_ram": "64"}, lm_product=PRODUCTS[release].label)
    assert at.number_input(key="lm_timeout").value == float(per_gib)
    assert at.number_input(key="lm_timeout").label.endswith("release")
    assert f"KubeVirt aborts it after {after}" in at.header[0].value
    forced = look("live_migration", **HARD, lm_product=PRODUCTS[release].label, lm_post="true")
    assert ("switches to post-copy" in forced.header[0].value) is (release != "hco-1-19-v1")


@pytest.mark.parametrize(
    ("params", "notes"),
    [
        ({}, []),
        ({"lm_post": "true"}, [ONE_WITH_POST_COPY]),
        ({"lm_post": "true", "lm_product": NEXT}, []),
        ({"lm_product": OLD}, [ONE_STREAM]),
        ({"lm_product": OLD, "lm_disrupt": "allowed"}, [ONE_STREAM, NO_DISRUPTION]),
    ],
)
def test_what_follows_from_the_release_is_said(params: dict[str, str], notes: list[str]) -> None:
    text = said(look("live_migration", **params))
    assert [note for note in (ONE_STREAM, ONE_WITH_POST_COPY, NO_DISRUPTION) if note in text] == notes


def test_a_typed_value_stays_when_another_preset_is_chosen() -> None:
    other = BOOK.migration_presets["sap-hana"]
    at = open_page("live_migration", lm_dirty="33")
    assert expected(of_preset(FIRST, dirty_mb_s=33), spread_of(["dirty_mb_s"]))[0] in shown(at)
    at.selectbox(key="lm_preset").select(other.label).run()
    text = shown(at)
    assert [part for part in expected(of_preset(other, dirty_mb_s=33), spread_of(["dirty_mb_s"])) if part not in text] == []


def test_a_preset_larger_than_the_memory_typed_comes_down_with_it() -> None:
    at = look("live_migration", lm_preset="SAP HANA", lm_ram="64")
    hana = BOOK.migration_presets["sap-hana"]
    assert expected(of_preset(hana, ram_gib=64, working_set_gib=8, dirty_mb_s=hana.dirty_mb_s / 16))[2] in shown(at)
    assert not at.error


def test_the_fold_is_open_if_a_link_sets_what_stands_in_it() -> None:
    values = {key: value for _, key, value, _ in INPUTS} | dict.fromkeys(SURE, "exact") | ELSEWHERE
    closed = look("live_migration").expander[1]
    assert not closed.proto.expanded
    assert set(bound(closed)) - set(MORE) == set()
    for key in MORE[::6]:
        assert look("live_migration", **{key: values[key]}).expander[1].proto.expanded


SIGNS = {
    MigrationOutcome.CONVERGES: ":green[✓]",
    MigrationOutcome.THROTTLED: ":orange[◐]",
    MigrationOutcome.POST_COPY: ":orange[◑]",
    MigrationOutcome.PAUSED: ":orange[△]",
    MigrationOutcome.ABORTED: ":red[✕]",
    MigrationOutcome.NEVER: ":red[✕]",
}


@pytest.mark.parametrize("outcome", list(MigrationOutcome), ids=lambda outcome: outcome.name)
def test_every_outcome_has_its_sign_its_sentence_and_its_reason(outcome: MigrationOutcome) -> None:
    params, scenario, phrase = OUTCOMES[outcome]
    at = look("live_migration", **{**HARD, **params})
    assert estimate(scenario).outcome is outcome
    assert at.header[0].value == f"{SIGNS[outcome]} {expected(scenario)[0]}"
    assert phrase in at.header[0].value
    assert expected(scenario)[2] in shown(at)


@pytest.mark.parametrize("outcome", list(MigrationOutcome), ids=lambda outcome: outcome.name)
def test_the_words_beside_the_timeline_say_an_end_only_where_there_is_one(outcome: MigrationOutcome) -> None:
    params, scenario, _ = OUTCOMES[outcome]
    alt = look("live_migration", **{**HARD, **params}).get("plotly_chart")[0].proto.alt
    found, made = estimate(scenario), rounds(scenario)
    assert f"{len(whole_passes(made))} passes" in alt
    assert alt.endswith("it does not end.") is (not outcome.arrives)
    assert not outcome.arrives or alt.endswith(f"it ends after {duration_in_words(found.total_s - scenario.fixed_s)}.")


@pytest.mark.parametrize("outcome", list(MigrationOutcome), ids=lambda outcome: outcome.name)
def test_what_would_help_is_the_estimators_advice_best_first(outcome: MigrationOutcome) -> None:
    params, scenario, _ = OUTCOMES[outcome]
    table = tables(look("live_migration", **{**HARD, **params}))[0]
    wanted = kept_advice(scenario, PRODUCTS[FIRST_PRODUCT])
    assert table.heads[0] == "What would help"
    assert [words(head) for head, _ in table.rows] == [change.what for change, _ in wanted]
    for (change, then), (_, cells) in zip(wanted, table.rows, strict=True):
        assert words(cells[0]).startswith(effect(then))
        assert change.price.lower() in words(cells[0]).lower()
        assert (words(cells[1]) == "it ends") is (not outcome.arrives)


def test_where_nothing_helps_that_is_said() -> None:
    at = look("live_migration", **QUIET)
    assert kept_advice(of_preset(FIRST, dirty_mb_s=0, link_gbps=100), PRODUCTS[FIRST_PRODUCT]) == ()
    assert "No change that was tried makes it 5 % faster" in said(at)
    assert [table.heads[0] for table in tables(at)] == ["Pass"]


def test_where_no_single_change_makes_it_end_two_at_once_are_shown_and_said() -> None:
    at = look(
        "live_migration", **{**HARD, "lm_dirty": "1000000", "lm_link": "0.01", "lm_stream": "0", "lm_device": Device.SRIOV.label}
    )
    assert "KubeVirt aborts it" in at.header[0].value
    table = tables(at)[0]
    assert table.caption.startswith("No single change makes it end; pairs of changes")
    assert all(", and " in words(head) for head, _ in table.rows)
    assert "No change that was tried" not in said(at)


@pytest.mark.parametrize(("params", "scenario"), [({}, of_preset(FIRST)), (HARD, HARDLY)], ids=["few", "many"])
def test_the_passes_are_the_estimates_own_and_copied_as_they_are_shown(params: dict[str, str], scenario: Scenario) -> None:
    at = page("live_migration", params, opened=["md_live-migration-passes"])
    table, made = tables(at)[-1], rounds(scenario)
    numbers = range(1, len(made) + 1) if len(made) <= 12 else [*range(1, 11), len(made) - 1, len(made)]
    assert [words(head) for head, _ in table.rows] == [str(number) for number in numbers]
    for number, (_, cells) in zip(numbers, table.rows, strict=True):
        one = made[number - 1]
        assert [words(cell) for cell in cells[:2]] == [duration_in_words(one.start_s), duration_in_words(one.end_s - one.start_s)]
    assert ("the first 10 and the last 2" in table.caption) is (len(made) > 12)
    copied = next(part.value for part in at.code if "| Pass |" in part.value).partition("| Pass |")[2].split("\n\n")[0]
    assert [line.split(" | ")[0].removeprefix("| ") for line in copied.splitlines()[2:]] == [str(number) for number in numbers]
    data = passes_frame(MigrationInputs(scenario, Spread(), PRODUCTS[FIRST_PRODUCT], frozenset()))
    assert list(data["start_s"]) == [one.start_s for one in made]
    assert data["sent_gib"].sum() * 2**30 == pytest.approx(sum(one.sent_bytes for one in made))


def test_passes_without_a_deadline_are_not_said_to_go_on_until_one() -> None:
    captions = {o: tables(look("live_migration", **{**HARD, **OUTCOMES[o][0]}))[-1].caption for o in MigrationOutcome}
    assert {o for o in MigrationOutcome if "Then the guest stops." in captions[o]} == {
        MigrationOutcome.CONVERGES,
        MigrationOutcome.THROTTLED,
    }
    assert {o for o in MigrationOutcome if "until the deadline" in captions[o]} == {
        MigrationOutcome.POST_COPY,
        MigrationOutcome.PAUSED,
        MigrationOutcome.ABORTED,
    }


def test_readings_in_the_middle_of_a_pass_are_told_from_passes() -> None:
    """Under auto-converge the log is read every 5 s; the table counts passes and says how often the log was read."""
    slow = {**HARD, "lm_auto": "true", "lm_link": "1"}
    scenario = replace(HARDLY, auto_converge=True, link_gbps=1)
    found, made = estimate(scenario), rounds(scenario)
    assert found.syncs > found.passes
    table = tables(look("live_migration", **slow))[-1]
    assert table.caption.startswith(f"{found.passes} passes")
    assert f"The dirty log was read {found.syncs} times, also in mid-pass." in table.caption
    joined = whole_passes(made)
    assert len(joined) == found.passes
    assert all(one.whole for one in joined)
    assert [one.start_s for one in joined[1:]] == [one.end_s for one in joined[:-1]]
    assert sum(one.sent_bytes for one in joined) == pytest.approx(sum(one.sent_bytes for one in made))
    assert joined[-1].left_after == made[-1].left_after


def test_what_the_estimate_leaves_out_is_said_with_links_to_what_is_known_of_it() -> None:
    text = next(part.proto.body for part in look("live_migration").get("html") if "Not included" in part.proto.body)
    for left_out in ("state of devices", "writes to volumes", "quiet moment", "other migrations", "TLS"):
        assert left_out in text
    assert all(f"id={row}" in text for row in ("LMB-V07", "outbound-per-node", "disable-tls"))
    assert {"LMB-V07"} <= set(BOOK.blockers)
    assert {"outbound-per-node", "disable-tls"} <= set(BOOK.live_migration)
