"""The memory that KubeVirt needs for itself: the worked table of its formula, and what each device adds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.artefacts.vm.overhead import FIXED_MIB_AFTER_1_9, memory_overhead, memory_overhead_mib, overhead_of
from domain.artefacts.vm.plan import VmPlan
from domain.catalog.vocabulary import Platform

WORKED = [
    (1, 2, {}, 272),
    (2, 4, {}, 284),
    (4, 16, {}, 324),
    (8, 32, {}, 388),
    (16, 64, {}, 516),
    (64, 512, {}, 1796),
    (16, 64, {"vfio": True, "dedicated": True, "tpm": True}, 1693),
]
ADDS = {"graphics": 32, "vfio": 1024, "sev": 256, "tpm": 53, "dedicated": 100}
PARTS = st.fixed_dictionaries({name: st.booleans() for name in ADDS})


@pytest.mark.parametrize(("vcpus", "memory_gib", "parts", "mib"), WORKED)
def test_the_worked_table_comes_out_to_the_mib(vcpus: int, memory_gib: int, parts: dict[str, bool], mib: int) -> None:
    assert memory_overhead_mib(memory_gib, vcpus, **parts) == mib
    assert memory_overhead_mib(memory_gib, vcpus, fixed_mib=FIXED_MIB_AFTER_1_9, **parts) == mib + 20


@given(st.integers(1, 250_000), st.integers(1, 4096), PARTS)
def test_every_part_adds_its_own_and_the_terms_are_the_sum(memory_gib: int, vcpus: int, parts: dict[str, bool]) -> None:
    bare = memory_overhead_mib(memory_gib, vcpus, graphics=False)
    assert bare == 2 * memory_gib + 220 + 8 * vcpus + 8
    found = memory_overhead(memory_gib, vcpus, **parts)
    assert found.mib == bare + sum(ADDS[name] for name, there in parts.items() if there)
    assert all(mib > 0 for _, mib in found.terms)
    assert len(found.terms) == 4 + sum(parts.values())


def test_an_unknown_part_is_an_error() -> None:
    with pytest.raises(TypeError):
        memory_overhead_mib(4, 2, gpu=True)


def of(answers: dict[str, Any], *choices: str) -> int:
    return overhead_of(VmPlan(Platform.OVE, answers, frozenset(choices), {})).mib


def test_a_plan_is_counted_with_what_it_chooses() -> None:
    size = {"vcpu": 16, "ram": 64}
    assert of(size) == 516
    assert of({**size, "vtpm": "with"}, "ove-sriov", "ove-dedicated-cpus") == 1693
    assert of({**size, "vtpm": "without"}, "ove-masquerade", "ove-shared-cpus") == 516
    assert of({**size, "confidential": "encrypted"}, "ove-uefi") == 516 + 256


def test_several_devices_count_once() -> None:
    assert of({}, "ove-gpu", "ove-sriov") == of({}, "ove-vgpu") == of({}) + 1024


def test_encryption_that_is_left_out_costs_nothing() -> None:
    assert of({"confidential": "encrypted"}, "ove-secure-boot") == of({})


def test_what_is_unanswered_counts_as_assumed() -> None:
    assert of({}) == of({"vcpu": 2, "ram": 4}) == 284
