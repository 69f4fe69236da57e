"""Published drains: what the model says of them, what it does not where too little is stated, and how far off it is."""

from __future__ import annotations

import math
from statistics import median

import pytest

from domain.catalog import catalog
from domain.catalog.records.published_drains import PublishedDrain
from domain.catalog.vocabulary import DrainTopic, Platform
from domain.drain.published import Foreseen, Held, error, foreseen, held
from domain.drain.published_sentences import foreseen_in_words, in_words, stated_in_words
from domain.quantities.units import GBIT, GIB

BOOK = catalog()
ROWS = BOOK.published_drains
ALL = [held(row, BOOK) for row in ROWS.values()]
SETUP = next(row for row in BOOK.drain_rules.values() if row.topic is DrainTopic.SETUP and row.low is not None)
REBOOT = next(row for row in BOOK.drain_rules.values() if row.topic is DrainTopic.REBOOT and row.low is not None)


def but(id_: str, **changes: object) -> PublishedDrain:
    return ROWS[id_].model_copy(update=changes)


def of(row: PublishedDrain) -> Foreseen:
    found = foreseen(row, BOOK)
    assert found is not None
    return found


def test_a_drain_of_idle_vms_on_a_known_link_is_its_bytes_and_between_the_ends_of_the_setup() -> None:
    found = of(ROWS["hyper-v-2012-10g-20-vms"])
    bytes_s = 10 * GIB / (10 * GBIT)
    assert found.low_s == pytest.approx(bytes_s + SETUP.low, rel=0.02)
    assert found.high_s == pytest.approx(bytes_s + SETUP.high, rel=0.02)


def test_more_that_is_left_open_never_narrows_the_range() -> None:
    whole = of(but("hyper-v-2012-10g-20-vms"))
    for name, value in {"link_gbps": None, "at_once": None, "idle": False}.items():
        wider = of(but("hyper-v-2012-10g-20-vms", **{name: value}))
        assert wider.low_s <= whole.low_s + 1e-9, name
        assert wider.high_s >= whole.high_s - 1e-9, name
        assert wider != whole, name


def test_the_documentations_upgrade_takes_its_hour_and_its_rounds() -> None:
    for id_ in ("openshift-upgrade-6-nodes", "openshift-upgrade-6-nodes-by-2"):
        row = ROWS[id_]
        assert of(row) == Foreseen(pytest.approx(row.took_s), pytest.approx(row.took_s))
        assert of(but(id_, before_min=0)).low_s == pytest.approx(row.took_s - 3600)


def test_a_host_whose_vms_are_not_stated_takes_at_least_its_reboot_and_one_to_be_emptied_has_no_answer() -> None:
    assert of(ROWS["vmc-host-update"]) == Foreseen(60 * REBOOT.low, math.inf)
    assert foreseen(ROWS["openshift-drain-64-cores"], BOOK) is None
    assert held(ROWS["openshift-drain-64-cores"], BOOK).is_inside is None


def test_a_guest_that_outruns_its_link_has_no_upper_end_on_kvm_and_one_where_the_passes_are_counted() -> None:
    slow = {"link_gbps": 0.05, "at_once": 15, "vms": 15, "memory_gib": 92.0, "idle": False}
    assert of(but("kvm-openstack-drain-15-vms", **slow)).high_s == math.inf
    assert of(but("hyper-v-2012-drain-1g", **slow)).high_s < math.inf


def test_a_row_that_the_answer_misses_says_why_and_no_other_does() -> None:
    assert [one.row.id for one in ALL if (one.is_inside is False) != bool(one.row.misses)] == []


def test_the_error_counts_what_was_measured_and_has_two_ends() -> None:
    counted = [one for one in ALL if one.is_bounded and not one.row.example]
    found = error(ALL)
    assert (found.bounded, found.inside) == (len(counted), sum(bool(one.is_inside) for one in counted))
    assert found.factor == pytest.approx(median(max(one.ratio, 1 / one.ratio) for one in counted if one.ratio))
    assert found.bounded >= 10
    with pytest.raises(ValueError, match="two ends"):
        error([one for one in ALL if one.row.example])


def test_a_published_range_is_inside_when_it_meets_the_answer() -> None:
    row = but("vmc-host-update", low_s=100.0, high_s=200.0, took_s=None)
    for ends, inside in (((150, 300), True), ((50, 120), True), ((201, 300), False), ((10, 99), False)):
        assert Held(row, Foreseen(*ends)).is_inside is inside


def test_the_sentence_says_how_many_lie_inside_and_what_is_left_out() -> None:
    text, found = in_words(ALL), error(ALL)
    assert f"{len(ROWS)} published times" in text
    assert f"the {found.bounded} measured ones" in text
    assert f"{found.inside} lie in it" in text
    assert "2 worked examples" in text


def test_the_inputs_that_a_source_states_are_listed_and_an_answer_without_an_end_is_a_least() -> None:
    assert stated_in_words(ROWS["kvm-openstack-drain-15-vms"]).startswith("Stated: 15 VMs with 92 GiB in all, 3 at once")
    assert stated_in_words(ROWS["vmc-host-update"]) == "Neither VMs nor network are stated."
    said = {one.row.id: foreseen_in_words(one) for one in ALL}
    assert said["vmc-host-update"] == "at least 10 min"
    assert said["openshift-upgrade-6-nodes"] == "90 min"
    assert said["openshift-drain-64-cores"] == "not enough is stated"


def test_times_of_all_platforms_and_of_another_manager_are_held_against_it() -> None:
    assert {row.platform for row in ROWS.values()} == {*Platform, None}
