"""What the manifests read of the catalogue: choices of the approach, questions and answers, each id written once.

`domain.reference.checks.choices` holds every id against data/rules.yaml and data/workload.yaml, both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum


class OveChoice(StrEnum):
    """What is chosen on OVE and makes a difference to the objects or to what is said of them (data/rules.yaml, aspects)."""

    RWX = "ove-rwx"
    RWO = "ove-rwo"
    CONTAINER_DISK = "ove-container-disk"
    SHAREABLE = "ove-shareable"
    LUN = "ove-lun"
    MASQUERADE = "ove-masquerade"
    BRIDGE = "ove-bridge"
    SRIOV = "ove-sriov"
    BIOS = "ove-bios"
    UEFI = "ove-uefi"
    SECURE_BOOT = "ove-secure-boot"
    DEDICATED_CPUS = "ove-dedicated-cpus"
    HUGEPAGES_2M = "ove-hugepages-2mi"
    HUGEPAGES_1G = "ove-hugepages-1gi"
    NUMA = "ove-numa"
    GPU = "ove-gpu"
    VGPU = "ove-vgpu"
    DRIVERS_ISO = "ove-drivers-iso"
    LIVE_MIGRATE = "ove-live-migrate"
    IF_POSSIBLE = "ove-if-possible"
    MTV_COLD = "ove-mtv-cold"
    MTV_WARM = "ove-mtv-warm"


CHANGES_NOTHING: Mapping[str, str] = {
    "ove-shared-cpus": "A VM has shared CPUs unless it asks for dedicated ones.",
    "ove-pages": "A VM has ordinary pages unless it asks for hugepages.",
    "ove-drivers-mtv": "MTV puts the drivers into the guest's disks while it copies them.",
    "ove-new": "A VirtualMachine is a new VM unless MTV makes it.",
}
"""The other choices on OVE, each with why no object and no note reads it."""


class Asked(StrEnum):
    """The questions whose answers are read (data/workload.yaml)."""

    OS = "os"
    VTPM = "vtpm"
    CONFIDENTIAL = "confidential"
    VCPU = "vcpu"
    RAM = "ram"
    DISKS = "disks"
    DISK_SIZE = "disk_size"
    LIVE = "live"
    WRITES = "writes"
    ORIGIN = "origin"


class Answered(Enum):
    """The answers that are read: a question and one of its options (data/workload.yaml)."""

    WINDOWS = (Asked.OS, "windows")
    VTPM = (Asked.VTPM, "with")
    ENCRYPTED = (Asked.CONFIDENTIAL, "encrypted")
    MAY_MOVE = (Asked.LIVE, "welcome")
    MUST_MOVE = (Asked.LIVE, "must")
    WRITES_FAST = (Asked.WRITES, "heavy")
    FROM_VMWARE = (Asked.ORIGIN, "vmware")
