"""The disk transfer's sentences: each limit with its numbers, and the change that is advised with its time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.catalog import catalog
from domain.disk_transfer import sentences
from domain.disk_transfer.advice import CHANGES, CopyChange, TransferQuestion, answer
from domain.disk_transfer.copy_model import Ceilings, CopyLimit, CopyPlan
from domain.disk_transfer.warm import DiskWrites
from domain.quantities.units import GBIT, GIB, MIB

CEILINGS = Ceilings(disk=100.0 * MIB, host=300.0 * MIB, gain=1.5, shared=900.0 * MIB, network=10.0 * GBIT)
ASKED = TransferQuestion(CopyPlan(40.0, 4.0, 1.0, 100.0 * GIB), DiskWrites(1e6, GIB), CEILINGS, CEILINGS, 3600.0, 3)
LIMITED = {
    CopyLimit.DISK: "It is limited by single disks, 100 MiB/s each: too few are copied at once.",
    CopyLimit.HOST: "It is limited by what an ESXi host delivers, 300 MiB/s.",
    CopyLimit.HOSTS: "It is limited by the 4 hosts side by side, 2.2 times the rate of one.",
    CopyLimit.SHARED: "It is limited by the ceiling of all hosts together, 900 MiB/s.",
    CopyLimit.NETWORK: "It is limited by the network, 10 Gbit/s.",
}


@pytest.mark.parametrize("limit", CopyLimit)
def test_what_limits_a_copy_is_said_with_its_number(limit: CopyLimit) -> None:
    found = replace(answer(ASKED), limit=limit)
    assert sentences.limit(catalog(), ASKED, found) == LIMITED[limit]


@pytest.mark.parametrize("change", CHANGES, ids=[change.id for change in CHANGES])
def test_the_change_that_helps_most_is_said_with_the_time_that_it_leaves(change: CopyChange) -> None:
    found = replace(answer(ASKED), best=change, changes={change: 3600.0})
    assert sentences.best(found) == f"What would help most: {change.words} (60 min)."
    assert sentences.best(replace(found, best=None)) == "No single change would shorten it."


def test_the_answers_own_words_are_the_strong_ones() -> None:
    cold, warm = sentences.verdict(catalog(), ASKED, answer(ASKED), 0.1)
    assert [part.text.split(":")[0] for part in (*cold, *warm) if part.strong] == ["Cold", "Warm"]
