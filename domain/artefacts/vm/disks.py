"""The disks and CD-ROMs of a KubeVirt VM, and the claims that back them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.artefacts.kubernetes import Json, kubernetes_object
from domain.artefacts.vm.choices import Asked, OveChoice
from domain.artefacts.vm.plan import VmPlan

MOST_DRIVES = 256
"""Disks and CD-ROMs that a VirtualMachine takes: `maxItems` of `disks` and `volumes` in its CRD."""

ISO_GIB = 10
"""Room for the installation medium of a Windows, in GiB."""

RWX, RWO = "ReadWriteMany", "ReadWriteOnce"
VIRTIO: Json = {"disk": {"bus": "virtio"}}
CDROM: Json = {"cdrom": {"bus": "sata"}}


@dataclass(frozen=True)
class Drive:
    """A disk or CD-ROM: the device in the guest, the volume behind it, and the DataVolume that is made with the VM, if any."""

    name: str
    device: Json
    volume: Json
    template: Json | None = None


def drives(plan: VmPlan) -> list[Drive]:
    """Everything that the VM sees as a disk or CD-ROM, the disk it boots from first."""
    first, discs = _first(plan), _discs(plan)
    more = min(disks(plan), MOST_DRIVES - len(discs)) - 1
    return [first, *(_further(plan, place) for place in range(2, 2 + more)), *discs]


def disks(plan: VmPlan) -> int:
    """How many disks the VM has; one that shares disks has one of its own to boot from besides."""
    least = 2 if shared(plan) else 1
    return max(plan.number(Asked.DISKS), least)


def shared(plan: VmPlan) -> bool:
    """Whether all disks but the first are shared with other VMs."""
    return plan.chose(OveChoice.SHAREABLE, OveChoice.LUN)


def left_out(plan: VmPlan) -> int:
    """How many disks do not fit on one VM."""
    return max(disks(plan) + len(_discs(plan)) - MOST_DRIVES, 0)


def installs(plan: VmPlan) -> bool:
    """Whether the guest is installed from a medium, onto an empty disk."""
    return plan.chose(OveChoice.DRIVERS_ISO) and not plan.chose(OveChoice.CONTAINER_DISK)


def access_modes(plan: VmPlan) -> list[str]:
    """The access modes of the VM's claims; none if nothing is chosen, and the storage profile of the class decides."""
    if plan.chose(OveChoice.RWO):
        return [RWO]
    return [RWX] if shared(plan) or plan.chose(OveChoice.RWX) else []


def shared_volumes(plan: VmPlan) -> list[Json]:
    """The DataVolumes of shared disks: objects of their own, because those of a VM are deleted with it."""
    if not plan.chose(OveChoice.SHAREABLE):
        return []
    names = [drive.volume["dataVolume"]["name"] for drive in drives(plan) if drive.device.get("shareable")]
    spec = {"source": {"blank": {}}, "storage": _storage(plan, plan.number(Asked.DISK_SIZE), [RWX], "Block")}
    return [
        kubernetes_object("cdi.kubevirt.io/v1beta1", "DataVolume", name, plan.names["namespace"], spec=spec) for name in names
    ]


def _first(plan: VmPlan) -> Drive:
    if plan.chose(OveChoice.CONTAINER_DISK):
        return Drive("disk-1", VIRTIO, {"containerDisk": {"image": plan.names["container-image"]}})
    empty = plan.from_vmware or installs(plan)
    source = {"blank": {}} if empty else {"http": {"url": plan.names["image-url"]}}
    order = {"bootOrder": 1} if installs(plan) else {}
    return _own(plan, "disk-1", {**VIRTIO, **order}, source, plan.number(Asked.DISK_SIZE))


def _further(plan: VmPlan, place: int) -> Drive:
    name = f"disk-{place}"
    if plan.chose(OveChoice.SHAREABLE):
        return Drive(name, {**VIRTIO, "shareable": True}, {"dataVolume": {"name": _shared_name(plan, place)}})
    if plan.chose(OveChoice.LUN):
        # A reservation is a SCSI command: a LUN on another bus could not pass it on.
        device = {"lun": {"bus": "scsi", "reservation": True}}
        return Drive(name, device, {"persistentVolumeClaim": {"claimName": _shared_name(plan, place)}})
    if plan.chose(OveChoice.CONTAINER_DISK):
        return Drive(name, VIRTIO, {"emptyDisk": {"capacity": f"{plan.number(Asked.DISK_SIZE)}Gi"}})
    return _own(plan, name, VIRTIO, {"blank": {}}, plan.number(Asked.DISK_SIZE))


def _shared_name(plan: VmPlan, place: int) -> str:
    return f"{plan.names['volume']}-{place - 1}"


def _discs(plan: VmPlan) -> list[Drive]:
    if not plan.chose(OveChoice.DRIVERS_ISO):
        return []
    drivers = Drive("virtio-win", CDROM, {"containerDisk": {"image": plan.names["drivers-image"]}})
    if not installs(plan):
        return [drivers]
    # The empty disk cannot boot, so the first start falls through to the medium; later ones do not.
    medium = _own(plan, "installation", {**CDROM, "bootOrder": 2}, {"http": {"url": plan.names["image-url"]}}, ISO_GIB)
    return [medium, drivers]


def _own(plan: VmPlan, name: str, device: Json, source: Json, gib: int) -> Drive:
    claim = f"{plan.names['vm']}-{name}"
    spec = {"source": source, "storage": _storage(plan, gib, access_modes(plan))}
    return Drive(name, device, {"dataVolume": {"name": claim}}, {"metadata": {"name": claim}, "spec": spec})


def _storage(plan: VmPlan, gib: int, modes: list[str], volume_mode: str = "") -> Json:
    return {
        **({"accessModes": modes} if modes else {}),
        **({"volumeMode": volume_mode} if volume_mode else {}),
        "resources": {"requests": {"storage": f"{gib}Gi"}},
        "storageClassName": plan.names["storage-class"],
    }
