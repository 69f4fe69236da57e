"""A drain as its platform does it: fixed times, what follows a failure, unequal hosts, devices, and how sure an answer is."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import Grade, Platform
from domain.drain import fields
from domain.drain.answers import answer, ask
from domain.drain.captions import side_by_side
from domain.drain.cases import DrainAnswer, own_case
from domain.drain.copy_times import Hurried, Way, copy_times
from domain.drain.one_host import drain
from domain.drain.plan import DrainPlan, Vm, VmOutcome
from domain.drain.question import from_values, plan
from domain.drain.rolling_upgrade import everywhere, upgrade
from domain.drain.sentences import verdict
from domain.drain.vm_list import read
from domain.live_migration.devices import Device, Movement, moves
from domain.live_migration.engine.guest import Guest
from domain.quantities.units import GB, GIB, MB
from tests.components.drain.drain_answers import CASES, answered, asked
from tests.domain.drain.drain_plans import PreCopy

LINK = 1.25 * GB
CALM = settings(max_examples=20, deadline=None, derandomize=True, database=None)
UPGRADE = {"hosts": 6, "reboot": 5, "setup": 0}


def said(found: DrainAnswer) -> str:
    return "".join(part.text for part in verdict(catalog(), found))


@pytest.mark.parametrize(("parallel", "minutes", "words"), [(1, 90, "1 h 30 min"), (2, 75, "75 min")])
@pytest.mark.parametrize(("case", "given"), [("ove-2", {}), ("ove-2", {"before": 60}), ("vsphere-8", {"before": 60})])
def test_an_upgrade_counts_what_comes_before_its_first_host(
    parallel: int, minutes: float, words: str, case: str, given: dict[str, float]
) -> None:
    """Six compute nodes, 5 minutes of reboot, 60 for the operators: the example of OpenShift's documentation."""
    found = answered("1 x 1 GiB", case, **UPGRADE, **given, parallel=parallel)
    assert found.whole_s == pytest.approx(60 * minutes, abs=10)
    assert f"all 6 hosts are upgraded after {words}" in said(found)
    assert "Of the time for the cluster, 60 min pass before the first host" in said(found)


@pytest.mark.parametrize(("case", "given"), [("ove-2", {"before": 0}), ("vsphere-8", {}), ("azure-local-1", {})])
def test_an_upgrade_says_that_what_comes_before_its_first_host_is_missing(case: str, given: dict[str, float]) -> None:
    found = answered("1 x 1 GiB", case, **UPGRADE, **given)
    assert found.whole_s == pytest.approx(30 * 60, abs=10)
    assert "What comes before the first host of an upgrade is not included" in said(found)


def test_every_start_is_a_rule_with_a_source_or_is_called_an_assumption() -> None:
    rows, begin = catalog().drain_rules.values(), fields.starts(catalog())
    for name, one in fields.FIELDS.items():
        about = fields.about(catalog(), name)
        if one.topic is None:
            assert "default" in about or "by release" in about
            assert begin.get(name, 0) == 0
            continue
        for platform in Platform:
            row = fields.rule(rows, one.topic, platform)
            sourced = row is not None and row.grade is Grade.PRIMARY and row.sources
            assert sourced or "assumption" in about or "not published" in about, name
        assert one.by_platform or name in begin


def test_what_follows_a_failure_is_the_platforms_own_or_an_assumption() -> None:
    ove, vsphere = CASES["ove-2"].repeats, CASES["vsphere-8"].repeats
    assert (ove.retries, ove.pause_s, ove.grows_to_s) == (math.inf, 20, 320)
    assert (vsphere.retries, vsphere.pause_s, vsphere.grows_to_s) == (3, 30, 0)
    assert "VMware vSphere 3, an assumption" in fields.about(catalog(), "retries")
    assert plan(asked("8 GiB", retries=2, backoff=7), CASES["ove-2"]).pause(5) == 7


def test_kubevirts_pause_doubles_from_20_to_320_seconds() -> None:
    always = DrainPlan((Vm("a", 8 * GIB, PreCopy(8 * GIB)),), LINK, failure=1, retries=6, backoff_s=20, backoff_most_s=320)
    tries = drain(always).journeys[0].tries
    assert [round(b.start_s - a.end_s) for a, b in pairwise(tries)] == [20, 40, 80, 160, 320, 320]


def test_on_ove_failures_only_delay_and_elsewhere_they_leave_vms_behind() -> None:
    ove, vsphere = (answered("40 x 8 GiB", case, failure=60) for case in ("ove-2", "vsphere-8"))
    assert (ove.left, ove.drained.count(VmOutcome.MOVED)) == (0, 40)
    assert vsphere.left > 0
    assert "as many as are simulated" not in said(vsphere)


def test_what_ove_tries_without_end_stays_and_the_others_still_leave() -> None:
    found = answered("20 x 8 GiB, 1 x 64 GiB @ 9000 MB/s", "ove-2", link=10)
    assert (found.left, found.drained.count(VmOutcome.MOVED)) == (1, 20)
    assert "OVE tries again without end, after pauses of up to 320 s" in said(found)


@pytest.mark.parametrize("case", ["ove-2", "vsphere-8", "azure-local-1"])
@pytest.mark.parametrize("device", list(Device))
def test_a_device_moves_or_not_as_the_platforms_blockers_say(case: str, device: Device) -> None:
    words = {Device.NONE: "", Device.PCI: "gpu", Device.VGPU: "vgpu 16 GB", Device.USB: "usb", Device.LOCAL: "serial"}
    found = answered(f"4 x 8 GiB, 1 x 64 GiB {words.get(device, device.value)}", case)
    expected = moves(device, CASES[case].platform, catalog().blockers)
    assert found.drained.count(VmOutcome.STOPPED) == (expected.movement is Movement.REFUSED)
    for row in expected.blockers[:3]:
        assert row.id in said(found)


def test_the_fullest_host_of_a_list_is_drained_and_the_cluster_has_its_hosts() -> None:
    text = "a: 2 x 8 GiB\nb: 20 x 8 GiB, 1 x 64 GiB\nc: 5 x 8 GiB"
    found = answered(text, "ove-2")
    assert (found.host, len(found.drained.journeys), found.upgraded.hosts) == ("b", 21, 3)
    assert "“b”, the fullest host" in said(found)
    assert re.search(r"^\d+ VMs? on “b”, the fullest of \d+ hosts, ", side_by_side([found]))
    assert [turn.vms >= size for turn, size in zip(found.upgraded.turns, (21, 5, 2), strict=True)] == [True] * 3
    assert answered(text, "ove-2", hosts=5).upgraded.hosts == 5


@CALM
@given(count=st.integers(1, 12), share=st.sampled_from([0.0, 0.25, 0.5, 1]), at_once=st.integers(1, 3))
def test_emptier_hosts_upgrade_no_slower_and_no_vm_is_lost(count: int, share: float, at_once: int) -> None:
    full = DrainPlan(tuple(Vm(f"{n}", 8 * GIB, PreCopy(8 * GIB)) for n in range(count)), LINK, targets=4, outbound=2, setup_s=10)
    placed = everywhere(full, share)
    assert [len(vms) for vms in placed] == [count, *[math.floor(count * share + 1e-9)] * 4]
    some, all_ = (upgrade(full, 300, at_once, placed=everywhere(full, s)) for s in (share, 1.0))
    assert some.finish_s <= all_.finish_s * (1 + 1e-9)
    assert all(turn.moved == turn.vms for turn in some.turns)


@CALM
@given(sizes=st.lists(st.sampled_from([1, 8, 64, 512]), min_size=2, max_size=8), case=st.sampled_from(["ove-2", "vsphere-8"]))
def test_no_drain_is_shorter_than_its_largest_vm_by_itself(sizes: list[int], case: str) -> None:
    found = answered(", ".join(f"1 x {size} GiB" for size in sizes), case)
    alone = answered(f"1 x {max(sizes)} GiB", case)
    assert found.drained.finish_s >= alone.drained.finish_s * (1 - 1e-9)
    assert found.host_band.low_s <= found.drained.finish_s <= found.host_band.high_s


def test_a_range_is_as_wide_as_what_is_guessed_and_names_it() -> None:
    guessed, setup, known = (
        answered("30 x 8 GiB", "ove-2", **given) for given in ({}, {"setup": 12}, {"setup": 12, "reboot": 14, "cap": 5})
    )
    wide, narrow = (one.host_band.high_s / one.drained.finish_s for one in (guessed, setup))
    assert wide > narrow > 1
    assert "mostly because of the setup of a migration (assumed) and the upgrade and reboot of a host (assumed)" in said(guessed)
    assert "setup of a migration (assumed)" not in said(setup)
    assert known.host_band.guesses == ()
    assert f"after {round(known.drained.finish_s / 60)} min, all 8" in said(known)


def test_a_range_that_may_never_end_says_so() -> None:
    found = answered("1 x 64 GiB @ 1100 MB/s in 60 GiB", "ove-2", link=10)
    assert found.left == 0
    assert "to never)" in said(found)


def test_a_guest_that_writes_faster_takes_what_its_own_table_says_with_another_clock() -> None:
    slow, fast = copy_times((Guest(32 * GIB, 300 * MB, 8 * GIB), Guest(32 * GIB, 390 * MB, 8 * GIB)), LINK, Way())
    for copies in (1, 1.5, 2):
        assert Hurried(slow, 1.3)(LINK / copies) == pytest.approx(fast(LINK / copies), rel=0.03)


@pytest.mark.parametrize(("hosts", "at_once"), [(8, 1), (8, 2), (12, 4)])
def test_where_two_rounds_are_too_many_one_host_stands_for_all(hosts: int, at_once: int) -> None:
    vms = tuple(Vm(f"{n}", 8 * GIB, PreCopy(8 * GIB)) for n in range(30))
    whole = DrainPlan(vms, LINK, targets=hosts - 1, outbound=2, cluster=5, setup_s=10)
    full, short = upgrade(whole, 900, at_once), upgrade(whole, 900, at_once, most_moves=10)
    assert short.projected
    assert short.finish_s == pytest.approx(full.finish_s, rel=0.25)


def test_a_sample_of_a_long_list_gives_nearly_its_own_what_ifs() -> None:
    long = answered("150 x 8 GiB @ 20 MB/s, 30 x 32 GiB", "ove-2")
    link = next(one for one in long.limits if one.limit.id == "link")
    exact = drain(replace(long.plan, link=2 * long.plan.link)).finish_s
    assert link.end.seconds == pytest.approx(exact, rel=0.1)


WRONG = [
    ({"speed": 1}, "not a number of"),
    ({"hosts": 1}, "whole number from 2 to 100"),
    ({"hosts": 2.5}, "whole number"),
]


@pytest.mark.parametrize(("values", "sentence"), [*WRONG, ({"link": math.nan}, "from 0.1 to 1,600")])
def test_a_question_of_bad_numbers_is_refused_with_a_sentence(values: dict[str, float], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        from_values(catalog(), read("8 GiB").classes, values)


@pytest.mark.parametrize("end", ["low", "high"])
def test_no_sentence_has_an_exponent(end: str) -> None:
    values = {name: getattr(one, end) for name, one in fields.FIELDS.items() if name not in ("hosts", "parallel", "failure")}
    for text in ("500 x 24576 GiB", "500 x 0.125 GiB", "1 x 8 GiB @ 0.000001 MB/s"):
        assert not re.search(r"\de[+-]?\d", said(answer(asked(text, **values), CASES["ove-2"])))


def test_a_script_gets_the_answer_of_the_screen() -> None:
    listed, found = ask(catalog(), "20 x 8 GiB\nrubbish", "ove-2", {"link": 10, "outbound": 4})
    assert (listed.count, len(listed.faults)) == (20, 1)
    assert found == answer(asked("20 x 8 GiB", link=10, outbound=4), own_case(CASES["ove-2"], 4, 0, 0))


@pytest.mark.parametrize(
    ("text", "default", "sentence"),
    [("", "ove-2", "is empty"), ("8 GiB", "ove-9", "not a default of a drain"), ("40", "ove-2", "40 x 16")],
)
def test_a_script_that_asks_for_nothing_gets_a_sentence(text: str, default: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        ask(catalog(), text, default, {})


@pytest.mark.parametrize("case", ["ove-2", "vsphere-8", "azure-local-1"])
def test_a_link_ten_times_as_fast_saves_less_than_nine_tenths_unless_nothing_else_takes_time(case: str) -> None:
    slow, fast = (answered("20 x 8 GiB", case, link=link) for link in (1, 10))
    assert fast.drained.finish_s > slow.drained.finish_s / 10 * 1.05
    bare = [answered("20 x 8 GiB", case, link=link, setup=0).drained.finish_s for link in (1, 10)]
    assert bare[1] == pytest.approx(bare[0] / 10, rel=0.02)
