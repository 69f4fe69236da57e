"""Each of MTV's concerns about a VM on vSphere can be said in the wizard, and the rule that it raises names it."""

from __future__ import annotations

import pytest

from domain.catalog.vocabulary import Platform
from domain.decision.verdicts import judge
from tests.domain.decision.answers_strategy import BOOK, Given

CONCERNS: dict[str, Given] = {
    "changed_block_tracking.disabled": {"tracking": "off", "transfer": "warm"},
    "changed_block_tracking.disk.disabled": {"tracking": "off", "transfer": "warm"},
    "consolidation_needed": {"snapshots": "consolidate"},
    "cpu_affinity.detected": {"pinning": "affinity"},
    "cpu_memory.hotplug.enabled": {"hotplug": "cpu-memory"},
    "datastore.missing": {"disk_mode": "broken"},
    "disk.count.exceeds.limit": {"disks": 166},
    "disk_mode.independent": {"disk_mode": "independent"},
    "disk_serial.truncated": {"identity": "disk-serial"},
    "disk.capacity.invalid": {"disk_mode": "broken"},
    "dpm.enabled": {"balance": "power"},
    "drs.enabled": {"balance": "load"},
    "fault_tolerance.enabled": {"ha": "continuous"},
    "guestDisks.freespace": {"free_space": "short"},
    "guestDisks.key.not_found": {"tools": "old", "os": "windows"},
    "host_affinity.detected": {"placement": "hosts"},
    "hostname.empty": {"names": "no-host-name"},
    "hostname.default": {"names": "no-host-name"},
    "vm_missing_ip.detected": {"tools": "absent", "address": "keep", "network": "vlan"},
    "vm.name.invalid": {"names": "illegal"},
    "numa_affinity.detected": {"numa": "nodes"},
    "passthrough_device.detected": {"device": "pci"},
    "disk.rdm.detected": {"sharing": "rdm"},
    "disk.shared.detected": {"sharing": "shared"},
    "snapshot.detected": {"snapshots": "present"},
    "device.sriov.detected": {"network": "sriov"},
    "tpm.detected": {"vtpm": "with"},
    "usb_controller.detected": {"device": "usb"},
    "os.unsupported": {"os": "debian-12"},
}


def test_all_concerns_of_mtv_are_here() -> None:
    assert len(CONCERNS) == 29


@pytest.mark.parametrize("concern", CONCERNS)
def test_an_answer_raises_the_concern_by_its_name(concern: str) -> None:
    quiet: Given = {"origin": "vmware", "transfer": "cold"}
    with_it = judge(BOOK, {**quiet, **CONCERNS[concern]})[Platform.OVE]
    raised = [finding for finding in with_it.found if concern in f"{finding.rule.says} {finding.rule.note} {finding.rule.shows}"]
    assert raised, [finding.rule.id for finding in with_it.found]
    for finding in raised:
        assert finding.because.items() & CONCERNS[concern].items(), finding.rule.id
