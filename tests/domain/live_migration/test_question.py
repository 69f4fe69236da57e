"""What a visitor set, on a preset and a release: what it makes, what it leaves alone, and what it says of what cannot be."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import WritePattern
from domain.live_migration.devices import Device
from domain.live_migration.engine.guest import AtDeadline
from domain.live_migration.question import (
    NO_DISRUPTION,
    ONE_STREAM,
    ONE_WITH_POST_COPY,
    DefaultValues,
    MigrationQuestion,
    question,
)
from domain.live_migration.scenario import NUMBERS, Scenario

DATABASE = catalog().migration_presets["busy-database"]
STANDING = DefaultValues(
    link_gbps=10,
    usable_percent=90,
    one_stream_gbps=10,
    downtime_limit_ms=300,
    completion_timeout_per_gib=150,
    disruption=None,
    has_disruption=True,
    parallel_streams=True,
    streams_with_post_copy=True,
)
OLD = replace(
    STANDING, completion_timeout_per_gib=800, has_disruption=False, parallel_streams=False, streams_with_post_copy=False
)
TODAY = replace(STANDING, streams_with_post_copy=False)
NEXT = replace(STANDING, completion_timeout_per_gib=20, disruption=False)


def ask(standing: DefaultValues = STANDING, **typed: Any) -> MigrationQuestion:
    return question(DATABASE, standing, typed)


def test_nothing_set_is_the_presets_guest_with_what_stands() -> None:
    found = ask()
    assert found == MigrationQuestion(
        Scenario(
            64,
            200,
            16,
            0,
            WritePattern.HOT_COLD,
            link_gbps=10,
            usable_percent=90,
            downtime_limit_ms=300,
            completion_timeout_per_gib=150,
        ),
        frozenset(),
    )


SET: dict[str, Any] = {
    "ram_gib": 32.0,
    "dirty_mb_s": 7.0,
    "working_set_gib": 3.0,
    "zero_percent": 12.0,
    "writes": WritePattern.SEQUENTIAL,
    "link_gbps": 25.0,
    "usable_percent": 80.0,
    "stream_gbps": 4.0,
    "bandwidth_per_migration_mib_s": 100.0,
    "channels": False,
    "downtime_limit_ms": 50.0,
    "auto_converge": True,
    "post_copy": True,
    "disruption": True,
    "device": Device.PCI,
    "completion_timeout_per_gib": 0.0,
    "stream_low_gbps": 3.0,
    "frame_buffer_gb": 8.0,
    "volumes_gib": 40.0,
    "volumes_count": False,
    "vmotion_adapters": 2.0,
    "setup_s": 5.0,
    "setup_low_s": 0.0,
    "setup_high_s": 0.0,
    "handover_s": 3.0,
}


def test_every_field_of_a_scenario_can_be_set() -> None:
    assert set(SET) == {field.name for field in fields(Scenario)}
    found = ask(**SET)
    assert {name: getattr(found.scenario, name) for name in SET} == SET
    assert found.typed == set(SET)


@pytest.mark.parametrize("name", SET)
def test_what_is_set_is_known_and_nothing_else_is(name: str) -> None:
    value = {name: SET[name]}
    found = ask(**value)
    assert (getattr(found.scenario, name), found.typed, found.faults) == (SET[name], {name}, ())


def test_zero_is_something_that_was_set() -> None:
    assert ask(bandwidth_per_migration_mib_s=0, zero_percent=0, completion_timeout_per_gib=0).typed == {
        "bandwidth_per_migration_mib_s",
        "zero_percent",
        "completion_timeout_per_gib",
    }


def test_what_is_none_was_not_set() -> None:
    assert ask(**dict.fromkeys(SET)) == ask()


def test_the_release_decides_the_deadline_and_what_happens_at_it() -> None:
    deadlines = [float(ask(standing).scenario.rules.deadline) for standing in (OLD, TODAY, NEXT)]
    assert deadlines == [69 * 800 + 1, 69 * 150 + 1, 69 * 20 + 1]
    assert float(ask(NEXT, completion_timeout_per_gib=150).scenario.rules.deadline) == 69 * 150 + 1
    ends = [ask(standing, post_copy=True).scenario.rules.at_deadline for standing in (OLD, TODAY, NEXT)]
    assert ends == [AtDeadline.POST_COPY, AtDeadline.POST_COPY, AtDeadline.ABORT]
    assert ask(NEXT, post_copy=True, disruption=True).scenario.rules.at_deadline is AtDeadline.POST_COPY


def test_a_release_without_the_field_ignores_it_and_that_is_said() -> None:
    found = ask(OLD, disruption=True)
    assert found.scenario.rules.at_deadline is AtDeadline.ABORT
    assert NO_DISRUPTION in found.notes
    assert NO_DISRUPTION not in (*ask(OLD).notes, *ask(TODAY, disruption=True).notes)


STREAMS: list[tuple[DefaultValues, dict[str, Any], tuple[bool, float], tuple[str, ...]]] = [
    (STANDING, {}, (True, 0), ()),
    (STANDING, {"post_copy": True}, (True, 0), ()),
    (STANDING, {"channels": False}, (False, 10), ()),
    (STANDING, {"channels": False, "stream_gbps": 16.0}, (False, 16), ()),
    (STANDING, {"channels": False, "stream_gbps": 0.0}, (False, 0), ()),
    (STANDING, {"stream_gbps": 40.0}, (True, 40), ()),
    (TODAY, {}, (True, 0), ()),
    (TODAY, {"post_copy": True}, (False, 10), (ONE_WITH_POST_COPY,)),
    (TODAY, {"post_copy": True, "stream_gbps": 16.0}, (False, 16), (ONE_WITH_POST_COPY,)),
    (OLD, {}, (False, 10), (ONE_STREAM,)),
    (OLD, {"post_copy": True}, (False, 10), (ONE_STREAM,)),
]


@pytest.mark.parametrize(("standing", "typed", "wanted", "notes"), STREAMS)
def test_one_stream_moves_what_the_catalogue_says_unless_another_ceiling_is_set(
    standing: DefaultValues, typed: dict[str, Any], wanted: tuple[bool, float], notes: tuple[str, ...]
) -> None:
    found = ask(standing, link_gbps=100.0, **typed)
    assert (found.scenario.channels, found.scenario.stream_gbps) == wanted
    assert found.notes == notes
    assert found.typed == {"link_gbps", *typed}
    assert found.scenario.binds == ("stream" if wanted[1] else "link")


LEGAL = {"bandwidth_per_migration_mib_s": 64.0, "stream_gbps": 2.0, "dirty_mb_s": 30.0}
AT_FAULT: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    (
        {"ram_gib": 8.0, "working_set_gib": 20.0},
        "is larger than the memory of 8 GiB; give at most the memory. Until then 8 GiB is taken.",
        {"working_set_gib": 8.0},
    ),
    (
        {"working_set_gib": 0.0},
        "30 MB/s of writes need a working set of at least a page, 4 KiB; give one, or a dirty rate of 0. "
        "Until then 16 GiB is taken.",
        {"working_set_gib": 16.0},
    ),
    (
        {"bandwidth_per_migration_mib_s": 1e-4},
        "Bandwidth cap must be 0, for none, or at least 0.001 MiB/s, not 0.0001. Until then there is none.",
        {"bandwidth_per_migration_mib_s": 0.0},
    ),
    ({"stream_gbps": 1e-4, "channels": False}, "Until then 10 Gbit/s is taken.", {"stream_gbps": 10.0}),
    ({"downtime_limit_ms": 0.0}, "Until then 300 ms is taken.", {"downtime_limit_ms": 300.0}),
]


@pytest.mark.parametrize(("typed", "sentence", "instead"), AT_FAULT, ids=[next(reversed(t)) for t, _, _ in AT_FAULT])
def test_of_what_cannot_be_only_that_is_left_out_and_it_is_said(
    typed: dict[str, Any], sentence: str, instead: dict[str, Any]
) -> None:
    together = {**LEGAL, **typed}
    found = ask(**together)
    (fault,) = found.faults
    assert fault.endswith(sentence)
    wanted = {**together, **instead}
    assert {name: getattr(found.scenario, name) for name in wanted} == wanted


def test_what_was_left_out_does_not_count_as_set() -> None:
    assert ask(bandwidth_per_migration_mib_s=1e-4, device=Device.PCI).typed == {"device"}


def test_two_faults_are_said_both() -> None:
    found = ask(bandwidth_per_migration_mib_s=1e-4, ram_gib=8, working_set_gib=20, link_gbps=25)
    assert len(found.faults) == 2
    assert (found.scenario.bandwidth_per_migration_mib_s, found.scenario.working_set_gib, found.scenario.link_gbps) == (0, 8, 25)


@pytest.mark.parametrize(("ram", "working_set", "rate"), [(8, 2, 25), (64, 16, 200), (512, 128, 1600)])
def test_a_pool_of_a_quarter_stays_a_quarter(ram: float, working_set: float, rate: float) -> None:
    found = ask(ram_gib=ram)
    assert (found.scenario.working_set_gib, found.scenario.dirty_mb_s, found.faults) == (working_set, rate, ())


def test_what_was_taken_of_the_preset_for_another_memory_is_said_with_what_it_took_before() -> None:
    (note,) = ask(ram_gib=512).notes
    assert note == (
        "Taken from “Busy database” for 512 GiB: a working set of 128 GiB (a quarter of the memory, as the preset has it) and "
        "1.6 GB/s of writes (in proportion to the memory), no longer the 16 GiB and 200 MB/s of its 64 GiB. "
        "The preset's numbers make the range wide: type what you measured."
    )
    assert ask(ram_gib=64).notes == ()


def test_typed_numbers_win_over_the_presets_and_are_not_spoken_of() -> None:
    found = ask(ram_gib=512, working_set_gib=16, dirty_mb_s=200)
    assert (found.scenario.working_set_gib, found.scenario.dirty_mb_s, found.notes) == (16, 200, ())
    (note,) = ask(ram_gib=512, dirty_mb_s=200).notes
    assert "a working set of 128 GiB" in note
    assert "of writes" not in note
    assert "no longer the 16 GiB of its 64 GiB" in note


def test_a_desktop_with_more_memory_writes_no_more() -> None:
    desktop = catalog().migration_presets["vdi-desktop"]
    found = question(desktop, STANDING, {"ram_gib": 64})
    assert (found.scenario.working_set_gib, found.scenario.dirty_mb_s) == (1, 15)
    assert "a working set of 1 GiB (whatever the memory) and 15 MB/s of writes (whatever the memory). The" in found.notes[0]
    small = question(desktop, STANDING, {"ram_gib": 0.5})
    assert small.scenario.working_set_gib == 0.5
    assert "512 MiB (all of the memory)" in small.notes[0]


@given(st.fixed_dictionaries({}, optional={name: st.floats() for name in NUMBERS}))
@settings(deadline=None, derandomize=True, database=None)
def test_whatever_is_set_makes_a_question_and_each_fault_has_one_sentence(typed: dict[str, float]) -> None:
    found = ask(**typed)
    lost = set(typed) - found.typed
    assert lost <= {name for name in typed if getattr(found.scenario, name) != typed[name]}
    assert len(found.faults) >= len(lost)
