"""What a visitor of Migration time set, on a preset guest and a release: the scenario that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.catalog.records.live_migration import Preset
from domain.live_migration.devices import Device
from domain.live_migration.presets import assumption, dirty_rate, working_set
from domain.live_migration.scenario import NUMBERS, NotPossibleError, Scenario

ONE_STREAM = "This release sends every migration over one stream."
ONE_WITH_POST_COPY = "With allowPostCopy this release sends a migration over one stream, from its start."
NO_DISRUPTION = "This release has no allowWorkloadDisruption, so allowPostCopy alone decides what happens at the deadline."


@dataclass(frozen=True)
class DefaultValues:
    """What holds where nothing was set. Names and units are those of Scenario's fields.

    Of the release: `completion_timeout_per_gib`, `disruption`, whether it has that field, whether it has parallel streams at
    all, and whether it keeps them when post-copy is allowed. Of QEMU and the network: `downtime_limit_ms`, `link_gbps`,
    `usable_percent`, and what a single stream, and several together, move at least and at most. `setup_s`, and between which
    it lies; `handover_s` of an SR-IOV card; `volumes_count` in the deadline.
    """

    link_gbps: float
    usable_percent: float
    one_stream_gbps: float
    downtime_limit_ms: float
    completion_timeout_per_gib: float
    disruption: bool | None
    has_disruption: bool
    parallel_streams: bool
    streams_with_post_copy: bool
    one_stream_low_gbps: float = 0
    streams_low_gbps: float = 0
    streams_gbps: float = 0
    volumes_count: bool = True
    setup_s: float = 0
    setup_low_s: float = 0
    setup_high_s: float = 0
    handover_s: float = 0


@dataclass(frozen=True)
class MigrationQuestion:
    """The scenario, the names of the fields that the visitor set, and sentences: what could not be used, what else follows.

    `wrong`: the fields that the faults are about, in their order.
    """

    scenario: Scenario
    typed: frozenset[str]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def question(preset: Preset, defaults: DefaultValues, typed: Mapping[str, Any]) -> MigrationQuestion:
    """What was set, else the preset's guest at that memory and the defaults; of what cannot be, only that is left out, with a
    sentence.

    `typed` has names and units of Scenario's fields, and None where the visitor set nothing.
    """
    given, said = {name: value for name, value in typed.items() if value is not None}, dict[str, str]()
    while True:
        values = _values(preset, defaults, given)
        try:
            scenario = Scenario(**values)
        except NotPossibleError as fault:
            if fault.field not in given:
                raise
            said[fault.field] = str(fault)
            if fault.field == "working_set_gib" and values["working_set_gib"] > values["ram_gib"]:
                given["working_set_gib"] = values["ram_gib"]
            else:
                del given[fault.field]
            continue
        faults = tuple(f"{text} Until then {_taken(scenario, field)}." for field, text in said.items())
        ignored = NO_DISRUPTION if "disruption" in given and not defaults.has_disruption else ""
        taken = assumption(preset, scenario.ram_gib, given)
        notes = tuple(note for note in (_one_stream(defaults, given), ignored, taken) if note)
        return MigrationQuestion(scenario, frozenset(given), faults, notes, tuple(said))


def _values(preset: Preset, defaults: DefaultValues, given: dict[str, Any]) -> dict[str, Any]:
    ram = given.get("ram_gib", preset.ram_gib)
    channels = given.get("channels", True) and not _one_stream(defaults, given)
    several, one = (defaults.streams_low_gbps, defaults.streams_gbps), (defaults.one_stream_low_gbps, defaults.one_stream_gbps)
    low, high = several if channels else one
    values = {
        "ram_gib": ram,
        "dirty_mb_s": dirty_rate(preset, ram),
        "working_set_gib": working_set(preset, ram),
        "zero_percent": preset.zero_percent,
        "writes": preset.writes,
        "link_gbps": defaults.link_gbps,
        "usable_percent": defaults.usable_percent,
        "stream_gbps": high,
        "stream_low_gbps": 0.0 if "stream_gbps" in given else low,
        "volumes_count": defaults.volumes_count,
        "setup_s": defaults.setup_s,
        "setup_low_s": 0.0 if "setup_s" in given else defaults.setup_low_s,
        "setup_high_s": 0.0 if "setup_s" in given else defaults.setup_high_s,
        "handover_s": defaults.handover_s if given.get("device") is Device.SRIOV else 0.0,
        "downtime_limit_ms": defaults.downtime_limit_ms,
        "completion_timeout_per_gib": defaults.completion_timeout_per_gib,
        "disruption": defaults.disruption,
        **given,
        "channels": channels,
    }
    return values if defaults.has_disruption else {**values, "disruption": None}


def _one_stream(defaults: DefaultValues, given: dict[str, Any]) -> str:
    """Why the release leaves one stream, if it does."""
    if not defaults.parallel_streams:
        return ONE_STREAM
    return ONE_WITH_POST_COPY if given.get("post_copy") and not defaults.streams_with_post_copy else ""


def _taken(scenario: Scenario, field: str) -> str:
    number, value = NUMBERS[field], getattr(scenario, field)
    if field == "stream_gbps" and scenario.stream_low_gbps:
        return "what stands on OVE is taken"
    return f"{value:,g} {number.unit} is taken" if value else "there is none"
