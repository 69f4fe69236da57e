"""Guests for Migration time: links and the questions that they ask, and what the page has to say to a question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from streamlit.testing.v1 import AppTest

from domain.artefacts.migration.settings import products
from domain.catalog import catalog
from domain.catalog.records.live_migration import Preset
from domain.catalog.vocabulary import Platform, WritePattern
from domain.live_migration.devices import Device
from domain.live_migration.engine.guest import MigrationOutcome
from domain.live_migration.platform_sentences import opened
from domain.live_migration.platforms import facts_of, opened_by
from domain.live_migration.scenario import Scenario
from domain.live_migration.sentences import asked_in_words, headline, how_sure, phases, reason
from domain.live_migration.uncertainty import Spread, band, spread_of
from tests.domain.live_migration.scenarios import ask
from tests.pages.page_text import unmarked

BOOK = catalog()
PRODUCTS = products(BOOK)
PRESETS = list(BOOK.migration_presets.values())
FIRST = BOOK.migration_presets["busy-database"]

HARD = {"lm_ram": "16", "lm_dirty": "900", "lm_set": "8", "lm_writes": "random", "lm_link": "4"}
"""A guest that writes twice as fast as its link moves."""
OWN = {"stream_low_gbps": 2.2, "stream_gbps": 80, "setup_s": 10, "setup_low_s": 5, "setup_high_s": 30}
"""What stands on OVE where nothing is typed: eight streams of an unknown rate, and the setup."""
HARDLY = ask(16, 900, 8, link_gbps=4, **OWN)
TYPED = ("ram_gib", "dirty_mb_s", "working_set_gib", "writes", "link_gbps")
"""What these links set of it; its zero pages are the preset's."""
QUIET = {"lm_dirty": "0", "lm_link": "100"}


def of_preset(row: Preset, **changes: Any) -> Scenario:
    scenario = ask(row.ram_gib, row.dirty_mb_s, row.working_set_gib, row.zero_percent, row.writes, **OWN)
    return replace(scenario, **changes)


def shown(at: AppTest) -> str:
    """The answer and the question: the verdict, why, and the line in small type."""
    return " ".join([at.header[0].value, *(unmarked(part.value) for part in at.markdown)])


def expected(scenario: Scenario, spread: Spread | None = None, release: str = "hco-1-18-v1beta1") -> list[str]:
    """What the page has to say to this question; without a spread, to one in which no more than TYPED was typed."""
    found = band(scenario, spread or spread_of(TYPED))
    wide = opened_by(scenario, facts_of(BOOK.migration_profiles.values(), Platform.OVE))
    why = " ".join(filter(None, [reason(scenario), opened(wide), phases(scenario)]))
    said = headline(PRODUCTS[release].short, scenario, found)
    return [said, unmarked(f":small[Inputs: {asked_in_words(scenario)}] {how_sure(found)}"), unmarked(why)]


NEXT, OLD = (PRODUCTS[id_].label for id_ in ("hco-1-19-v1", "hco-1-13"))
ONE = {"channels": False, "stream_gbps": 10}
"""What a single stream is and moves."""

INPUTS: list[tuple[dict[str, str], str, str, dict[str, Any]]] = [
    ({}, "lm_ram", "32", {"ram_gib": 32}),
    ({}, "lm_dirty", "100", {"dirty_mb_s": 100}),
    ({}, "lm_set", "2.5", {"working_set_gib": 2.5}),
    ({}, "lm_link", "25", {"link_gbps": 25}),
    ({}, "lm_zero", "40", {"zero_percent": 40}),
    ({}, "lm_writes", "sequential", {"writes": WritePattern.SEQUENTIAL}),
    ({}, "lm_usable", "50", {"usable_percent": 50}),
    ({}, "lm_stream", "2", {"stream_low_gbps": 0, "stream_gbps": 2}),
    ({}, "lm_volumes", "10", {"volumes_gib": 10}),
    ({}, "lm_setup", "20", {"setup_s": 20, "setup_low_s": 0, "setup_high_s": 0}),
    ({"lm_device": Device.SRIOV.label}, "lm_handover", "10", {"device": Device.SRIOV, "handover_s": 10}),
    ({}, "lm_cap", "200", {"bandwidth_per_migration_mib_s": 200}),
    ({}, "lm_limit", "1500", {"downtime_limit_ms": 1500}),
    ({}, "lm_timeout", "20", {"completion_timeout_per_gib": 20}),
    ({}, "lm_disrupt", "allowed", {"disruption": True}),
    ({"lm_post": "true"}, "lm_disrupt", "not allowed", {"post_copy": True, "disruption": False, **ONE}),
    ({}, "lm_auto", "true", {"auto_converge": True}),
    ({}, "lm_post", "true", {"post_copy": True, **ONE}),
    ({"lm_cap": "200"}, "lm_single", "true", {"bandwidth_per_migration_mib_s": 200, "stream_gbps": 10, "channels": False}),
    ({}, "lm_product", NEXT, {"disruption": False, "completion_timeout_per_gib": 20}),
]

OUTCOMES = {
    MigrationOutcome.CONVERGES: ({"lm_dirty": "100"}, replace(HARDLY, dirty_mb_s=100), "ends after"),
    MigrationOutcome.THROTTLED: ({"lm_auto": "true"}, replace(HARDLY, auto_converge=True), "only by taking up to"),
    MigrationOutcome.POST_COPY: (
        {"lm_post": "true"},
        replace(HARDLY, post_copy=True, **ONE),
        "switches to post-copy with a downtime of",
    ),
    MigrationOutcome.PAUSED: ({"lm_disrupt": "allowed"}, replace(HARDLY, disruption=True), "the guest is paused"),
    MigrationOutcome.ABORTED: ({}, HARDLY, "KubeVirt aborts it after 45 min 1 s"),
    MigrationOutcome.NEVER: ({"lm_timeout": "0"}, replace(HARDLY, completion_timeout_per_gib=0), "No deadline stops it"),
}
