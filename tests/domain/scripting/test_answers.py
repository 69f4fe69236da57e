"""The three questions as a script asks them: every field acts, by its own name and its key in links; the screens answer alike."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from domain.catalog import catalog
from domain.disk_transfer.advice import answer as answer_of
from domain.disk_transfer.asked import question_of
from domain.disk_transfer.fields import LIST, fields
from domain.drain.answers import ask
from domain.drain.fields import FIELDS as DRAIN_NUMBERS
from domain.scripting import drain, estimate, transfer
from domain.scripting.questions import plain
from tests.conftest import open_page
from tests.domain.scripting.asking import Asked

FACTS = catalog()

# A question in which each field acts: `base` and, where that is not enough, more of it.
TUNED = {"ram_gib": "64", "dirty_mb_s": "400", "working_set_gib": "8", "link_gbps": "100", "vsphere": "vsphere-7-0"}
ESTIMATE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "ram_gib": ("32", {}),
    "dirty_mb_s": ("800", {}),
    "working_set_gib": ("16", {}),
    "zero_percent": ("50", {}),
    "link_gbps": ("10", {}),
    "usable_percent": ("50", {}),
    "stream_gbps": ("5", {}),
    "bandwidth_per_migration_mib_s": ("200", {}),
    "downtime_limit_ms": ("1000", {}),
    "completion_timeout_per_gib": ("1", {}),
    "volumes_gib": ("100", {}),
    "frame_buffer_gb": ("8", {"device": "vgpu"}),
    "vmotion_adapters": ("2", {}),
    "setup_s": ("60", {}),
    "handover_s": ("20", {"device": "sriov"}),
    "auto_converge": ("true", {"dirty_mb_s": "20000"}),
    "post_copy": ("true", {}),
    "single_stream": ("true", {}),
    "writes": ("sequential", {}),
    "disruption": ("allowed", {"completion_timeout_per_gib": "1", "dirty_mb_s": "20000"}),
    "device": ("usb-device", {}),
    "preset": ("idle-web-server", {"dirty_mb_s": "", "working_set_gib": ""}),
    "release": ("hco-1-14", {}),
    "vsphere": ("vsphere-8-0", {}),
    "azure_local": ("hyper-v-2022", {"device": "vgpu"}),
    "dirty_rate_known": ("measured", {}),
    "working_set_known": ("measured", {}),
    "bandwidth_known": ("measured", {}),
    "zero_pages_known": ("measured", {"zero_percent": "50"}),
}

LISTED = "6 x 32 GiB @ 200 MB/s in 4 GiB, 4 x 16 GiB @ 900 MB/s, 1 x 8 GiB fixed"
DRAIN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "vms": ("6 x 64 GiB", {}),
    "with": ("vsphere-8", {}),
    "link": ("40", {}),
    "setup": ("60", {}),
    "hosts": ("4", {}),
    "reboot": ("40", {}),
    "before": ("5", {}),
    "others": ("10", {}),
    "outbound": ("4", {}),
    "inbound": ("1", {"outbound": "4", "hosts": "3"}),
    "cluster": ("1", {}),
    "parallel": ("2", {}),
    "cap": ("2", {}),
    "failure": ("90", {}),
    "retries": ("1", {"failure": "90"}),
    "backoff": ("300", {"failure": "90"}),
    "set": ("90", {}),
    "deadline": ("1", {"link": "1"}),
    "shutdown": ("3600", {}),
}

SOME = {"disk_vms": "60", "disk_list": "20, 3 x 200", "disk_write": "30"}
TRANSFER: Mapping[str, Mapping[str, str]] = {
    "disk_gib": {"disk_list": ""},
    "disk_disks": {"disk_list": ""},
    "disk_gbps": {"disk_gbps": "1"},
    "disk_interval": {"disk_interval": "600", "disk_vms": "1", "disk_set": "200"},
    "disk_set": {"disk_set": "200"},
}


def told(room: Any, values: Mapping[str, str]) -> str:
    """The answer, without the fields that are empty, as one text."""
    return _told(room, tuple((field, value) for field, value in values.items() if value))


@cache
def _told(room: Any, given: tuple[tuple[str, str], ...]) -> str:
    found = room.answer(FACTS, dict(given))
    return json.dumps([plain(room.as_json(found)), room.as_text(FACTS, found)])


def test_the_tables_of_this_test_have_every_field() -> None:
    assert set(ESTIMATE) == set(estimate.KEYS)
    assert set(DRAIN) == {*drain.WORDS, *DRAIN_NUMBERS}


@pytest.mark.parametrize("field", ESTIMATE)
def test_every_field_of_a_migration_acts(field: str) -> None:
    value, more = ESTIMATE[field]
    around = {**TUNED, **more}
    assert told(estimate, around) != told(estimate, {**around, field: value})


@pytest.mark.parametrize("field", DRAIN)
def test_every_field_of_a_drain_acts(field: str) -> None:
    value, more = DRAIN[field]
    around = {"vms": LISTED, **more}
    assert told(drain, around) != told(drain, {**around, field: value})


def test_every_field_of_a_transfer_acts() -> None:
    every = {field.key: field for group in fields(FACTS).values() for field in group.values()}
    for key, field in every.items():
        other = TRANSFER.get(key, {}).get(key) or f"{field.low + 1 if field.start != field.low + 1 else field.low:g}"
        around = {**SOME, **{name: value for name, value in TRANSFER.get(key, {}).items() if name != key}}
        assert told(transfer, around) != told(transfer, {**around, key: other}), key
    assert told(transfer, {}) != told(transfer, {LIST: "20, 3 x 200"})


def test_a_field_means_the_same_by_its_own_name_and_by_its_key_in_links(asked: Asked) -> None:
    own = "".join(
        f"  {field}: {value}\n" for field, (value, _) in ESTIMATE.items() if field not in ("frame_buffer_gb", "handover_s")
    )
    keys = "".join(
        f"  {estimate.KEYS[field]}: {value}\n"
        for field, (value, _) in ESTIMATE.items()
        if field not in ("frame_buffer_gb", "handover_s")
    )
    first, second = asked.answers("estimate", f"questions:\n- name: one\n{own}- name: one\n{keys}")
    assert first == second
    numbers = {field: value for field, (value, _) in DRAIN.items() if field not in ("vms", "with")}
    lines = ["".join(f"  {prefix}{field}: {value}\n" for field, value in numbers.items()) for prefix in ("", "drain_")]
    first, second = asked.answers("drain", "questions:\n" + "".join(f"- name: one\n  vms: {LISTED}\n{text}" for text in lines))
    assert first == second
    first, second = asked.answers(
        "transfer", "- {name: a, vms: 3, list: '20, 30'}\n- {name: a, disk_vms: 3, disk_list: '20, 30'}"
    )
    assert first == second


def test_a_choice_may_be_called_by_its_id_its_label_or_a_former_one(asked: Asked) -> None:
    found = asked.answers(
        "drain", "- {name: a, vms: 9 x 8 GiB, with: ove-1}\n- {name: a, vms: 9 x 8 GiB, with: 'OVE, next release'}"
    )
    assert found[0] == found[1]
    found = asked.answers("estimate", "- {name: a, preset: busy-database}\n- {name: a, lm_preset: Busy database}")
    assert found[0] == found[1]


def test_what_has_no_time_is_null_in_json_and_a_word_in_text(asked: Asked) -> None:
    text = "- {ram_gib: 64, dirty_mb_s: 9000, working_set_gib: 64, completion_timeout_per_gib: 0}\n- {device: usb-device}"
    never, refused = asked.answers("estimate", text)
    assert never["platforms"]["ove"]["total_s"] == [None, None]
    assert never["platforms"]["ove"]["total"] == "never ends"
    assert refused["total_s"] is None
    assert refused["platforms"]["ove"]["movement"] == "does not move"
    assert refused["platforms"]["ove"]["blockers"]
    _, out, _ = asked.run("estimate", text)
    assert "nan" not in out
    assert "inf" not in out


def test_each_platform_says_what_its_times_depend_on(asked: Asked) -> None:
    (found,) = asked.answers("estimate", "link_gbps: 100")
    azure = found["platforms"]["azure_local"]
    assert azure["range_from"]
    assert azure["condition"].startswith("The range is wide because of")
    _, out, _ = asked.run("estimate", "link_gbps: 100")
    assert azure["condition"] in out
    assert "Not included: " in out
    assert "compression, which Azure Local may choose" in out


def test_a_copy_names_the_phases_that_are_not_in_its_time(asked: Asked) -> None:
    _, out, _ = asked.run("transfer", "- {vms: 1}\n- {vms: 1, consolidation: 20}")
    assert "Not included until you enter the minutes" in out
    assert "Counted as you gave them: consolidation of the snapshot before." in out


def test_distinct_pages_are_asked_as_the_writes_that_make_them(asked: Asked) -> None:
    """QEMU counts each page once; of a working set that has all changed it does not know how often."""
    guest = "ram_gib: 8, working_set_gib: 2, writes: random"
    counted, written, over = asked.answers(
        "estimate",
        f"- {{{guest}, distinct_mb_s: 1357.47}}\n- {{{guest}, dirty_mb_s: 2147.48}}\n"
        f"- {{{guest}, distinct_mb_s: 678.735, counted_over_s: 2}}",
    )
    assert counted["says"] == written["says"]
    assert "1.1 GB/s of writes" in over["asked"]
    status, _, faults = asked.run("estimate", f"{{{guest}, distinct_mb_s: 3000}}")
    assert (status, "count over a shorter time" in faults) == (2, True)


def test_what_no_time_has_in_it_is_said_to_a_script_too(asked: Asked) -> None:
    assert any("dirty log" in what for what in asked.answers("estimate", "{ram_gib: 8}")[0]["not_reckoned"])
    assert "consolidation" in asked.answers("transfer", "{vms: 1}")[0]["not_reckoned"]


def test_migration_time_says_what_the_command_says() -> None:
    values = {"lm_ram": "3.5", "lm_dirty": "50", "lm_set": "1", "lm_zero": "0"}
    own = {estimate.FIELDS[key]: value for key, value in values.items()}
    said = estimate.as_json(estimate.answer(FACTS, own))["says"]
    assert _shows(open_page("live_migration", **values), said)


def test_the_drain_window_is_asked_as_the_command_asks() -> None:
    found = drain.answer(FACTS, {"vms": LISTED, "with": "ove-1", "link": "25"})
    listed, window = ask(FACTS, LISTED, "ove-1", {"link": 25.0})
    assert (found.listed, found.drained) == (listed, window)
    said = drain.as_text(FACTS, found)[-1].split(": ", 1)[1]
    assert _shows(open_page("drain_window", drain_vms=LISTED, drain_with="ove-1", drain_link="25"), said.split(".")[0])


def test_the_disk_transfer_says_what_the_command_says() -> None:
    found = transfer.answer(FACTS, SOME)
    assert found.found == answer_of(question_of(FACTS, SOME))
    said = transfer.as_text(FACTS, found)[0]
    assert _shows(open_page("disk_transfer", **SOME), said.split(";")[0].removeprefix("Cold: "))


def _shows(page: Any, words: str) -> bool:
    """Whether the page has these words, whatever marks stand in them."""
    shown = " ".join(
        str(one.value)
        for kind in ("subheader", "header", "markdown", "success", "info", "warning", "error")
        for one in page.get(kind)
    )
    return _bare(words) in _bare(shown)


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
