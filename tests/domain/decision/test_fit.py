"""Does a VM fit: which platform's which limit is broken, at the edges and beyond every one of them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.catalog import catalog
from domain.catalog.vocabulary import FitInput, LimitKind, Platform
from domain.decision.fit import breaches

VSPHERE, OVE, AZURE = Platform
NEEDS = st.floats(0, 1e6)


def broken(need: float, what: FitInput = FitInput.VCPU) -> dict[Platform, list[tuple[float, bool]]]:
    """Values of the limits that a need breaks, by platform, and whether the platform is out of the question."""
    found = breaches(catalog(), {what: need})
    assert all(breach.row.bounds is what and breach.need == need for breach in found)
    return {p: [(breach.limit.value, breach.hard) for breach in found if breach.platform is p] for p in Platform}


@pytest.mark.parametrize(
    ("vcpus", "vsphere", "ove", "azure"),
    [
        (0, [], [], []),
        (64, [], [], []),
        (65, [], [], [(64, False)]),
        (216, [], [], [(64, False)]),
        (217, [], [(216, False)], [(64, False)]),
        (255, [], [(216, False)], [(64, False)]),
        (256, [], [(216, True), (255, True)], [(64, False)]),
        (512, [], [(216, True), (255, True)], [(64, False)]),
        (513, [], [(216, True), (255, True)], [(512, True), (64, True)]),
        (768, [], [(216, True), (255, True)], [(512, True), (64, True)]),
        (769, [(768, False)], [(216, True), (255, True)], [(512, True), (64, True)]),
        (961, [(768, True), (960, True)], [(216, True), (255, True)], [(512, True), (64, True)]),
        (1025, [(768, True), (960, True)], [(216, True), (255, True)], [(512, True), (1024, True), (64, True)]),
    ],
)
def test_a_vm_meets_the_vcpu_limits_one_after_the_other(
    vcpus: int, vsphere: list[tuple[float, bool]], ove: list[tuple[float, bool]], azure: list[tuple[float, bool]]
) -> None:
    assert broken(vcpus) == {VSPHERE: vsphere, OVE: ove, AZURE: azure}


@pytest.mark.parametrize(
    ("what", "need", "out"),
    [
        (FitInput.RAM_TB, 0.25, set()),
        (FitInput.RAM_TB, 16.5, {OVE}),
        (FitInput.RAM_TB, 24_560 / 1024, {OVE}),
        (FitInput.RAM_TB, 24_561 / 1024, {VSPHERE, OVE}),
        (FitInput.RAM_TB, 24.5, {VSPHERE, OVE, AZURE}),
        (FitInput.NODES, 64, set()),
        (FitInput.NODES, 65, {AZURE}),
        (FitInput.NODES, 97, {VSPHERE, AZURE}),
        (FitInput.NODES, 501, set(Platform)),
        (FitInput.VMS, 8000, set()),
        (FitInput.VMS, 9000, {AZURE}),
        (FitInput.VMS, 10_001, set(Platform)),
    ],
)
def test_a_platform_is_out_when_nothing_of_it_holds_the_need(what: FitInput, need: float, out: set[Platform]) -> None:
    """No Azure Local machine has more than 24 TB, so no larger VM runs there, whatever the hypervisor's own maximum."""
    assert {breach.platform for breach in breaches(catalog(), {what: need}) if breach.hard} == out


def test_every_input_is_bounded_on_every_platform() -> None:
    found = breaches(catalog(), dict.fromkeys(FitInput, 1e9))
    assert {(breach.row.bounds, breach.platform) for breach in found} == {(what, p) for what in FitInput for p in Platform}
    assert all(breach.hard for breach in found)


def test_a_default_is_a_setting_and_breaks_nothing() -> None:
    found = breaches(catalog(), dict.fromkeys(FitInput, math.inf))
    assert found
    assert LimitKind.DEFAULT not in {breach.limit.kind for breach in found}


@given(NEEDS, NEEDS, st.sampled_from(list(FitInput)))
def test_a_larger_need_breaks_every_limit_a_smaller_one_breaks(a: float, b: float, what: FitInput) -> None:
    small, large = (breaches(catalog(), {what: need}) for need in sorted((a, b)))
    assert {(x.platform, x.limit) for x in small} <= {(x.platform, x.limit) for x in large}
    assert {x.platform for x in small if x.hard} <= {x.platform for x in large if x.hard}


@given(st.dictionaries(st.sampled_from(list(FitInput)), NEEDS))
def test_needs_are_judged_one_by_one(needs: dict[FitInput, float]) -> None:
    together = {(x.row.id, x.platform, x.limit, x.hard) for x in breaches(catalog(), needs)}
    alone = {(x.row.id, x.platform, x.limit, x.hard) for what, need in needs.items() for x in breaches(catalog(), {what: need})}
    assert together == alone


@pytest.mark.parametrize("need", [-1, -0.001, math.nan, -math.inf])
def test_a_need_that_is_no_size_is_refused_by_name(need: float) -> None:
    with pytest.raises(ValueError, match=r"ram_tb must be zero or more"):
        breaches(catalog(), {FitInput.VCPU: 4, FitInput.RAM_TB: need})
