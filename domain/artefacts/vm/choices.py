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
    SHARING = "sharing"
    DEVICE = "device"
    LIVE = "live"
    VCPU = "vcpu"
    RAM = "ram"
    DISKS = "disks"
    DISK_SIZE = "disk_size"
    NICS = "nics"
    VTPM = "vtpm"
    ENCRYPTION = "encryption"
    CONFIDENTIAL = "confidential"
    IDENTITY = "identity"
    NESTED = "nested"
    HOTPLUG = "hotplug"
    ADDRESS = "address"
    VLANS = "vlans"
    MACS = "macs"
    LATENCY = "latency"
    WRITES = "writes"
    PLACEMENT = "placement"
    ORIGIN = "origin"


class Answered(Enum):
    """The answers that are read: a question and one of its options (data/workload.yaml)."""

    RAW_LUN = (Asked.SHARING, "rdm")
    SHARED = (Asked.SHARING, "shared")
    CLUSTER_FS = (Asked.SHARING, "cluster-fs")
    CLUSTERED = (Asked.SHARING, "clustered")
    RESERVATION = (Asked.SHARING, "reservation")
    USB = (Asked.DEVICE, "usb")
    PCI = (Asked.DEVICE, "pci")
    MAY_MOVE = (Asked.LIVE, "welcome")
    MUST_MOVE = (Asked.LIVE, "must")
    VTPM = (Asked.VTPM, "with")
    GUEST_ENCRYPTED = (Asked.ENCRYPTION, "guest")
    CLEVIS = (Asked.ENCRYPTION, "unattended")
    ENCRYPTED = (Asked.CONFIDENTIAL, "encrypted")
    BOUND_TO_MAC = (Asked.IDENTITY, "mac")
    BOUND_TO_UUID = (Asked.IDENTITY, "uuid")
    BOUND_TO_SERIAL = (Asked.IDENTITY, "serial")
    BOUND_TO_DISKS = (Asked.IDENTITY, "disk-serial")
    RUNS_VMS = (Asked.NESTED, "needed")
    CPUS_GROW = (Asked.HOTPLUG, "cpu-memory")
    ADDRESS_KEPT = (Asked.ADDRESS, "keep")
    ADDRESS_FREE = (Asked.ADDRESS, "new")
    TRUNK = (Asked.VLANS, "trunk")
    OWN_MAC = (Asked.MACS, "own")
    OTHER_MACS = (Asked.MACS, "others")
    ALL_TRAFFIC = (Asked.MACS, "all")
    LOW_LATENCY = (Asked.LATENCY, "low")
    WRITES_FAST = (Asked.WRITES, "heavy")
    APART = (Asked.PLACEMENT, "apart")
    CERTAIN_HOSTS = (Asked.PLACEMENT, "hosts")
    FROM_VMWARE = (Asked.ORIGIN, "vmware")


GUEST_QUESTION = Asked.OS


class Guests(Enum):
    """Answers to the question for the guest system that get the same devices (data/workload.yaml)."""

    WINDOWS = (
        "windows",
        *(f"windows-{each}" for each in ("server-2025", "server-2022", "server-2019", "server-2016", "11", "10")),
    )
    """What KubeVirt's templates have a set of Hyper-V features for."""
    WINDOWS_2012 = ("windows-server-2012-r2", "windows-server-2012")
    WINDOWS_OLD = ("windows-server-2008-r2", "windows-server-2008", "windows-server-2003", "windows-7")
    """Without SHA-2: the VirtIO drivers of today are not for them."""
    WINDOWS_2003 = ("windows-server-2003",)
    UNCONVERTED = ("freebsd",)
    """What virt-v2v has no conversion for."""
