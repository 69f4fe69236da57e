"""The drain window's question: copy times by platform, each case's own deadline, and answers that do not depend on company."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.drain.answers import answer
from domain.drain.cases import DrainCase, default_cases, own_case
from domain.drain.copy_times import COPIES, Tabulated, Way, copy_times
from domain.drain.one_host import drain
from domain.drain.plan import DrainPlan, Vm, VmOutcome
from domain.drain.question import DrainQuestion, plan, vms
from domain.drain.vm_list import read
from domain.live_migration.engine import kubevirt
from domain.live_migration.engine.guest import Guest, Path, Rules
from domain.live_migration.engine.precopy import precopy
from domain.quantities.units import GB, GIB, MB
from tests.domain.drain.drain_plans import PreCopy

LINK = 1.25 * GB
CASES = {case.id: case for case in default_cases(catalog())}
OVE, VSPHERE, AZURE = CASES["ove-2"], CASES["vsphere-8"], CASES["azure-local-1"]
CALM = settings(max_examples=25, deadline=None, derandomize=True, database=None)


def asked(text: str, completion_timeout_per_gib: float | None = None, setup_s: float = 10.0, targets: int = 7) -> DrainQuestion:
    drained = DrainPlan((), LINK, targets, setup_s=setup_s, shutdown_s=60.0, retries=3, backoff_s=30.0)
    return DrainQuestion(read(text).classes, drained, 900.0, 1, 0.25, completion_timeout_per_gib)


def test_a_table_by_number_of_copies_gives_the_same_as_the_formula_it_was_made_from() -> None:
    table = Tabulated(LINK, COPIES, tuple(PreCopy(8 * GIB)(LINK / n) for n in COPIES), writes=False)
    equal = DrainPlan((Vm("t", 8 * GIB, table),) * 11, LINK, outbound=5, setup_s=3)
    formula = replace(equal, vms=(Vm("t", 8 * GIB, PreCopy(8 * GIB)),) * 11)
    assert drain(equal).finish_s == pytest.approx(drain(formula).finish_s)


@pytest.mark.parametrize("writes", [True, False])
def test_a_table_is_read_between_its_entries_and_beyond_them_only_for_a_guest_that_does_not_write(writes: bool) -> None:
    table = Tabulated(100.0, (1, 2, 4), (10.0, 24.0, 60.0), writes)
    assert [table(share) for share in (math.inf, 200, 100, 50, 25)] == [0, 5, 10, 24, 60]
    assert table(100 / 1.5) == pytest.approx(17)
    assert table(100 / 3) == pytest.approx(42)
    assert table(100 / 8) == (math.inf if writes else 120)


def test_between_copies_that_end_and_copies_that_do_not_none_is_taken_to_end() -> None:
    table = Tabulated(100.0, (1, 2, 4), (10.0, 24.0, math.inf))
    assert (table(50), table(40), table(20)) == (24, math.inf, math.inf)


def test_the_estimators_table_has_its_time_for_every_number_of_copies_that_share_the_link() -> None:
    quiet, busy = copy_times((Guest(8 * GIB, 0, GIB), Guest(8 * GIB, 0.9 * LINK, 4 * GIB)), LINK, Way())
    guest = Guest(8 * GIB, 0.9 * LINK, 4 * GIB)
    for copies in (0.5, 1, 2, 16):
        assert busy(LINK / copies) == float(precopy(guest, Path(LINK / copies), Rules()).total_s)
    assert math.isfinite(busy(LINK))
    assert busy(LINK / 2) == math.inf
    assert quiet(LINK / 3) == pytest.approx(3 * 8 * GIB / LINK, rel=0.01)


RATES = st.sampled_from([0.0, 20.0, 100, 400, 900, 1500, 6000])


@CALM
@given(
    gib=st.sampled_from([2, 32, 256]),
    dirty=RATES,
    share=st.sampled_from([0.05, 0.25, 1]),
    case=st.sampled_from([OVE, VSPHERE, AZURE]),
)
def test_less_of_the_link_never_makes_a_copy_shorter(gib: float, dirty: float, share: float, case: DrainCase) -> None:
    (table,) = copy_times((Guest(gib * GIB, dirty * MB, share * gib * GIB),), LINK, case.way)
    times = [table(LINK / copies) for copies in COPIES]
    assert all(b >= a * (1 - 1e-3) - 0.2 for a, b in pairwise(times)), times
    assert all(time >= gib * GIB / LINK * copies * (1 - 1e-9) for time, copies in zip(times, COPIES, strict=True))


def test_a_guest_that_writes_too_fast_ends_as_its_platform_ends_it() -> None:
    """64 GiB at 6 GB/s, 16 of them written, over 10 Gbit/s: QEMU never ends it, the others do, by what is said of them."""
    busy = (Guest(64 * GIB, 6000 * MB, 16 * GIB),)
    ove, vsphere, azure = (copy_times(busy, LINK, case.way)[0] for case in (OVE, VSPHERE, AZURE))
    once, written = 64 * GIB / LINK, 16 * GIB / LINK
    assert (ove(LINK), ove.known_from) == (math.inf, 0)
    assert vsphere(LINK) == pytest.approx(once + written, rel=0.02)
    assert azure(LINK) == pytest.approx(once + 10 * written, rel=0.02)
    assert vsphere.known_from == azure.known_from == math.inf


def test_a_guest_that_converges_is_known_down_to_the_share_at_which_it_would_not() -> None:
    mild = (Guest(8 * GIB, 0.3 * LINK, 2 * GIB),)
    for case in (VSPHERE, AZURE):
        (table,) = copy_times(mild, LINK, case.way)
        assert LINK / 4 <= table.known_from <= LINK / 2
    assert copy_times((Guest(8 * GIB, 0, 2 * GIB),), LINK, VSPHERE.way)[0].known_from == 0


def test_the_ways_of_the_platforms_are_their_facts() -> None:
    facts = catalog().migration_profiles
    assert [case.way.goal_s for case in (OVE, VSPHERE)] == [0.3, 0.5]
    assert AZURE.way.passes == facts["azure-local-pass-limit"].value
    assert [case.way.slowed for case in (OVE, VSPHERE, AZURE)] == [False, True, False]


@pytest.mark.parametrize(("text", "sure"), [("4 x 8 GiB @ 20 MB/s", True), ("1 x 64 GiB @ 6000 MB/s", False)])
def test_an_answer_says_whether_it_rests_on_what_is_said_of_the_platform(text: str, sure: bool) -> None:
    for case in (VSPHERE, AZURE):
        found = answer(asked(text), case)
        assert (not found.unsure) is sure
        assert found.left == 0
    assert not answer(asked(text), OVE).unsure


LISTS = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([4, 32, 128]), RATES), min_size=1, max_size=4)


@settings(CALM, max_examples=12)
@given(vms=LISTS, case=st.sampled_from(sorted(CASES)), others=st.lists(st.sampled_from(sorted(CASES)), max_size=4))
def test_a_cases_answer_is_the_same_alone_and_among_others(
    vms: list[tuple[int, int, float]], case: str, others: list[str]
) -> None:
    question = asked(", ".join(f"{count} x {gib} GiB @ {dirty:g} MB/s" for count, gib, dirty in vms))
    alone = answer.__wrapped__(question, CASES[case])
    copy_times.cache_clear()
    among = [answer.__wrapped__(question, CASES[other]) for other in (*others, case)][-1]
    assert (alone.drained, alone.upgraded, alone.limits) == (among.drained, among.upgraded, among.limits)


def test_a_remedy_that_overfills_the_link_is_not_offered() -> None:
    """12 guests at 350 MB/s over 10 Gbit/s: two at once end; of four, each gets less than it writes."""
    question = asked("12 x 32 GiB @ 350 MB/s", setup_s=120)
    two, four = answer(question, OVE), answer(question, replace(OVE, outbound=4))
    assert (two.left, four.left) == (0, 12)
    assert "per node" not in [remedy.limit.id for remedy in two.limits]
    shared = next(remedy for remedy in four.limits if remedy.limit.id == "copies that share the link")
    assert (shared.freed, shared.end.left) == (12, 0)


def test_each_release_has_its_own_deadline_and_the_reader_may_set_another() -> None:
    products = catalog().migration_products
    for id_, product in (("ove-2", "hco-1-18-v1beta1"), ("ove-1", "hco-1-19-v1")):
        default = products[product].defaults["timeout-per-gib"]
        assert isinstance(default, int)
        assert vms(asked("64 GiB"), CASES[id_])[0].deadline_s == float(kubevirt.deadline(64 * GIB, default)) == 69 * default + 1
        assert vms(asked("64 GiB", completion_timeout_per_gib=5), CASES[id_])[0].deadline_s == 69 * 5 + 1
        assert vms(asked("64 GiB", completion_timeout_per_gib=0), CASES[id_])[0].deadline_s == math.inf


def test_a_platform_without_a_deadline_gets_none_from_the_reader() -> None:
    for case in CASES.values():
        if case.platform is not Platform.OVE:
            assert {vm.deadline_s for vm in vms(asked("64 GiB", completion_timeout_per_gib=5), case)} == {math.inf}


def test_a_deadline_too_short_leaves_the_vm_and_twice_as_long_frees_it() -> None:
    """64 GiB count 69 GB: at 0.5 s each the deadline comes after 35 s, and the copy over 10 Gbit/s takes 55 s."""
    found = answer(asked("1 x 64 GiB", completion_timeout_per_gib=0.5), OVE)
    assert found.left == 1
    assert "deadline" in [remedy.limit.id for remedy in found.remedies]


def test_the_vms_of_a_class_are_numbered_and_share_its_copy_time() -> None:
    found = vms(asked("2 x 8 GiB, 1 x 128 MiB"), OVE)
    assert [(vm.name, vm.kind) for vm in found] == [("8 GiB no. 1", "8 GiB"), ("8 GiB no. 2", "8 GiB"), ("128 MiB", "128 MiB")]
    assert found[0].seconds is found[1].seconds


def test_vms_that_are_alike_share_their_copy_time_whatever_their_names() -> None:
    web, mail, other = vms(asked("web, 8, 20\nmail, 8, 20\nother, 8, 20, yes, 1"), OVE)
    assert web.seconds is mail.seconds
    assert web.seconds is not other.seconds


def test_a_working_set_of_its_own_takes_the_place_of_the_assumed_share() -> None:
    small, assumed, large = (
        vms(asked(f"64 GiB @ 2000 MB/s{part}"), AZURE)[0].seconds(LINK) for part in (" in 2 GiB", "", " in 64 GiB")
    )
    assert small < assumed < large


def test_own_limits_keep_what_is_not_given_and_both_ends_of_a_platform_that_counts_them() -> None:
    assert own_case(OVE, 0, 0, 0) is OVE
    own = own_case(OVE, 4, 3, 0)
    assert (own.outbound, own.inbound, own.cluster) == (4, 3, OVE.cluster)
    both, apart = own_case(AZURE, 4, 0, 0), own_case(AZURE, 4, 2, 0)
    assert ((both.outbound, both.inbound), (apart.outbound, apart.inbound)) == ((4, 4), (4, 2))


def test_the_readers_inbound_limit_holds_at_every_target() -> None:
    own = own_case(replace(OVE, cluster=None), 8, 1, 0)
    found = drain(plan(asked("30 x 8 GiB", targets=3), own))
    assert found.peak == 3
    assert found.count(VmOutcome.MOVED) == 30
