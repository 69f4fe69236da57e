"""Links to Migration time: rows open their tab, whatever a stranger writes is named, and every number is taken to its ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from components.kit.menu import PAGE_OF_TABLE
from components.live_migration.form import MORE, SURE
from domain.catalog import catalog
from domain.live_migration.scenario import NUMBERS
from tests.conftest import look, open_page, page
from tests.pages.page_text import tables, unmarked, warnings
from tests.pages.payloads import assert_harmless
from tests.pages.studio_guests import FIRST, HARD, HARDLY, INPUTS, expected, of_preset, shown

BOOK = catalog()


@pytest.mark.parametrize(
    ("table", "tab"),
    [
        ("live_migration", "Settings"),
        ("migration_times", "Lower bound"),
        ("factors", "Lower bound"),
        ("migration_profiles", "Platforms"),
        ("migration_inputs", "How to measure"),
        ("migration_presets", "How to measure"),
        ("migration_printouts", "How to measure"),
        ("published_migrations", "How sure"),
    ],
)
def test_a_rows_link_opens_its_tab_with_its_source_open(table: str, tab: str) -> None:
    """On the screen that has it today, also by a link of the time when all stood on one."""
    id_, home = list(BOOK.records[table])[-1], PAGE_OF_TABLE[table]
    at, plainly = look("live_migration", id=id_), look(home, **{f"{home}_tab": tab})
    assert at.session_state[f"{home}_tab"] == tab
    opened = [sum(part.value.count("<details open") for part in view.get("html")) for view in (at, plainly)]
    assert opened == [3 if table == "migration_times" else 1, 0]
    assert not at.warning


LIMITS = {"lm_cap": "64", "lm_stream": "2"}


@pytest.mark.parametrize("more", [{}, LIMITS], ids=["alone", "with legal limits"])
def test_a_working_set_larger_than_the_memory_gets_a_sentence_and_the_whole_memory(more: dict[str, str]) -> None:
    at = look("live_migration", lm_ram="8", lm_set="20", **more)
    assert [unmarked(error.value) for error in at.error] == [
        "The working set of 20 GiB is larger than the memory of 8 GiB; give at most the memory. Until then 8 GiB is taken."
    ]
    legal = {"bandwidth_per_migration_mib_s": 64, "stream_low_gbps": 0, "stream_gbps": 2} if more else {}
    assert expected(of_preset(FIRST, ram_gib=8, working_set_gib=8, dirty_mb_s=25, **legal))[2] in shown(at)


def test_writes_without_a_working_set_are_not_answered_as_idle() -> None:
    at = look("live_migration", **{**HARD, "lm_set": "0"})
    (error,) = [unmarked(part.value) for part in at.error]
    assert error.startswith("900 MB/s of writes need a working set of at least a page")
    assert [part for part in expected(replace(HARDLY, working_set_gib=4)) if part not in shown(at)] == []
    assert not look("live_migration", lm_set="0", lm_dirty="0").error


@pytest.mark.parametrize("key", LIMITS)
def test_a_limit_too_small_to_be_meant_gets_a_sentence_and_it_alone_is_left_out(key: str) -> None:
    other = {name: value for name, value in LIMITS.items() if name != key}
    at, without = (look("live_migration", **{**HARD, **other, **more}) for more in ({key: "0.0001"}, {}))
    (error,) = [unmarked(part.value) for part in at.error]
    assert LABELS[key] in error
    assert error.endswith("Until then what stands on OVE is taken." if key == "lm_stream" else "Until then there is none.")
    assert shown(at) == shown(without)


@pytest.mark.parametrize("key", ["lm_timeout", "lm_limit"])
def test_a_fraction_of_what_kubevirt_counts_in_whole_numbers_is_named_and_left_out(key: str) -> None:
    at, without = (look("live_migration", **HARD, **more) for more in ({key: "1.4"}, {}))
    assert f"“{at.number_input(key=key).label.partition(' ·')[0]}” takes whole numbers only, not 1.4" in unmarked(warnings(at))
    assert shown(at) == shown(without)


def test_a_guest_that_dirties_more_than_its_memory_a_second_is_no_fault() -> None:
    at = look("live_migration", lm_ram="1", lm_set="1", lm_dirty="5000", lm_link="1")
    assert not at.error
    assert not at.warning
    assert "KubeVirt aborts it" in at.header[0].value


TABS = ("This VM", "Platforms", "Sizes and links", "Map", "Policy")
"""Those that show this guest's migration."""
LABELS = {
    "lm_preset": "preset",
    "lm_writes": "pattern of writes",
    "lm_disrupt": "allowWorkloadDisruption",
    "lm_product": "release",
}
LABELS |= {key: what for _, key, what in SURE.values()}
LABELS |= {
    "lm_auto": "allowAutoConverge",
    "lm_post": "allowPostCopy",
    "lm_vfio": "VFIO",
    "lm_device": "device",
    "lm_vsphere": "release",
    "lm_azure": "release",
    "lm_single": "One stream only",
}
ELSEWHERE = {"vmotion_adapters": "lm_adapters", "frame_buffer_gb": "lm_buffer"}
"""Numbers that do not act on OVE."""
OF_KEY = {ELSEWHERE.get(name) or next(k for _, k, _, changes in INPUTS if name in changes): name for name in NUMBERS}
LABELS |= {key: NUMBERS[name].label for key, name in OF_KEY.items()}
VALUES = ["0", "-1", "1e300", "nan", "inf", "-inf", "garbage", "<script>alert(1)</script>", "9" * 10_000, "x" * 10_000]


def question(at: AppTest) -> str:
    """The line in small type."""
    return next(part.value for part in at.markdown if part.value.startswith(":small["))


@pytest.mark.parametrize("key", LABELS)
def test_a_value_that_cannot_be_used_is_named_with_its_input_and_the_rest_holds(key: str) -> None:
    at = look("live_migration", live_migration_tab="Platforms", **{**HARD, key: "garbage"})
    others = {k: v for k, v in HARD.items() if k != key}
    left = page("live_migration", {"live_migration_tab": "Platforms", **others}, opened=["lm_more"] if key in MORE else [])
    assert LABELS[key] in warnings(at)
    assert "garbage" in warnings(at)
    assert (tables(at), question(at)) == (tables(left), question(left))


MET = [(("Platforms", "Sizes and links", "Map")[place % 3], value) for place, value in enumerate(VALUES)]
MET += [("This VM", "0"), ("This VM", "nan")]
"""All tabs ask the same form; "0" alone is a value that some of it takes."""


@pytest.mark.parametrize(("tab", "value"), MET, ids=[f"{tab}-{value[:8]}" for tab, value in MET])
def test_whatever_a_link_holds_the_page_answers_and_every_input_is_named(tab: str, value: str) -> None:
    at = look("live_migration", **{**dict.fromkeys([*LABELS, "lm_ranges"], value), "live_migration_tab": tab})
    assert_harmless(at, [value])
    fine = {key for key, name in OF_KEY.items() if value == "0" and NUMBERS[name].low == 0}
    assert {key for key, label in LABELS.items() if label not in warnings(at)} == fine


def test_a_number_that_a_link_named_though_it_holds_anyway_is_the_presets_when_one_comes_back_without_the_link() -> None:
    at = open_page("live_migration", lm_ram="64")
    assert at.number_input(key="lm_ram").label.endswith("yours")
    del at.query_params["lm_ram"]
    for slug in ("changes", "live_migration"):
        at.switch_page(f"../pages/{slug}.py").run()
    field = at.number_input(key="lm_ram")
    assert (field.value, field.label.endswith("preset")) == (64, True)


def in_range(tab: str, params: dict[str, str]) -> bool:
    at = look("live_migration", live_migration_tab=tab, **params)
    return not at.warning and not at.error


@pytest.mark.parametrize("end", ["low", "high"])
def test_the_ends_of_every_number_are_taken(end: str) -> None:
    ends = {key: f"{getattr(NUMBERS[name], end):g}" for key, name in OF_KEY.items()}
    whole = {"lm_ram": "24576", **({"lm_dirty": "0"} if end == "low" else {})}
    some = [list(ends)[start::5] for start in range(5)]
    assert [tab for tab in TABS if not in_range(tab, ends)] == []
    assert [keys for keys in some if not in_range("This VM", {**whole, **{key: ends[key] for key in keys}})] == []


@pytest.mark.parametrize("more", [{}, {"lm_link": "0.01", "lm_dirty": "1000000"}], ids=["near", "far"])
def test_a_migration_without_end_is_drawn_on_every_tab(more: dict[str, str]) -> None:
    wild = {"lm_timeout": "0", **more}
    assert [tab for tab in TABS if not in_range(tab, {**HARD, **wild})] == []
