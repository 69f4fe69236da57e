"""The memory that KubeVirt needs for itself: the worked table of its formula, and what each device adds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.artefacts.vm.overhead import FIXED_MIB, FIXED_MIB_AFTER_1_9, overhead_mib
from domain.artefacts.vm.plan import VmPlan
from domain.catalog.vocabulary import Platform

VFIO, DEDICATED, UEFI = "ove-sriov", "ove-dedicated-cpus", "ove-uefi"
WORKED: list[tuple[dict[str, Any], tuple[str, ...], int]] = [
    ({"vcpu": 1, "ram": 2}, (), 272),
    ({"vcpu": 2, "ram": 4}, (), 284),
    ({"vcpu": 4, "ram": 16}, (), 324),
    ({"vcpu": 8, "ram": 32}, (), 388),
    ({"vcpu": 16, "ram": 64}, (), 516),
    ({"vcpu": 64, "ram": 512}, (), 1796),
    ({"vcpu": 16, "ram": 64, "vtpm": "with"}, (VFIO, DEDICATED), 1693),
    ({"vcpu": 16, "ram": 64, "vtpm": "without"}, ("ove-masquerade", "ove-shared-cpus"), 516),
]


def terms(answers: dict[str, Any], *choices: str) -> dict[str, int]:
    return overhead_mib(VmPlan(Platform.OVE, answers, frozenset(choices), {}))


def of(answers: dict[str, Any], *choices: str) -> int:
    return sum(terms(answers, *choices).values())


@pytest.mark.parametrize(("answers", "choices", "mib"), WORKED)
def test_the_worked_table_comes_out_to_the_mib(answers: dict[str, Any], choices: tuple[str, ...], mib: int) -> None:
    assert of(answers, *choices) == mib
    assert FIXED_MIB_AFTER_1_9 - FIXED_MIB == 20


@given(st.integers(1, 250_000), st.integers(1, 4096), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_every_part_adds_its_own_and_only_what_is_there_is_a_term(
    ram: int, vcpu: int, vfio: bool, sev: bool, tpm: bool, dedicated: bool
) -> None:
    answers = {"vcpu": vcpu, "ram": ram} | ({"confidential": "encrypted"} if sev else {}) | ({"vtpm": "with"} if tpm else {})
    choices = [name for name, there in ((VFIO, vfio), (DEDICATED, dedicated), (UEFI, sev)) if there]
    encrypted = sev and not vfio
    found = terms(answers, *choices)
    bare = 2 * ram + 220 + 8 * vcpu + 8 + 32
    assert sum(found.values()) == bare + 1024 * vfio + 256 * encrypted + 53 * tpm + 100 * dedicated
    assert all(mib > 0 for mib in found.values())
    assert len(found) == 5 + vfio + encrypted + tpm + dedicated


def test_several_devices_count_once() -> None:
    assert of({}, "ove-gpu", "ove-sriov") == of({}, "ove-vgpu") == of({}) + 1024


def test_encryption_that_is_left_out_costs_nothing() -> None:
    assert of({"confidential": "encrypted"}, UEFI) == of({}) + 256
    assert of({"confidential": "encrypted"}, "ove-secure-boot") == of({})


def test_what_is_unanswered_counts_as_assumed() -> None:
    assert of({}) == of({"vcpu": 2, "ram": 4}) == 284
