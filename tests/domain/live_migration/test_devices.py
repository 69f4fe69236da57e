"""Whether a VM with a device moves is what the blockers say, on every platform."""

from __future__ import annotations

import pytest

from domain.catalog import catalog
from domain.catalog.records.blockers import Blocker
from domain.catalog.vocabulary import Platform, Severity
from domain.live_migration.devices import Device, Movement, moves

BLOCKERS = catalog().blockers
ABOUT_DEVICES = [row for row in BLOCKERS.values() if row.cause == "devices" and row.severity is Severity.BLOCKER]


@pytest.mark.parametrize("row", ABOUT_DEVICES, ids=lambda row: row.id)
def test_what_a_blocker_refuses_moves_nowhere_on_its_platform(row: Blocker) -> None:
    devices = [device for device in Device if device.traits.intersection(row.traits)]
    assert devices, "Migration time knows such a device"
    for device in devices:
        answer = moves(device, row.platform, BLOCKERS)
        assert answer.movement is Movement.REFUSED
        assert row in answer.blockers


def test_every_trait_of_a_device_is_one_of_the_blockers() -> None:
    assert {trait for device in Device for trait in device.traits} <= set(catalog().traits)


@pytest.mark.parametrize("platform", Platform)
def test_a_vm_without_a_device_moves_and_one_that_no_row_speaks_of_is_unknown(platform: Platform) -> None:
    assert moves(Device.NONE, platform, BLOCKERS).movement is Movement.MOVES
    assert moves(Device.VGPU, platform, {}).movement is Movement.UNKNOWN


def test_a_share_of_a_gpu_has_three_answers() -> None:
    found = {platform: moves(Device.VGPU, platform, BLOCKERS) for platform in Platform}
    assert {p: (a.movement, [row.id for row in a.blockers]) for p, a in found.items()} == {
        Platform.VSPHERE: (Movement.CONDITIONS, ["LMB-V07"]),
        Platform.OVE: (Movement.REFUSED, ["LMB-K08"]),
        Platform.AZURE_LOCAL: (Movement.CONDITIONS, ["LMB-H04"]),
    }
