"""The disks and CD-ROMs of a KubeVirt VM, and the claims that back them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.artefacts.kubernetes import Json, kubernetes_object
from domain.artefacts.vm import wants
from domain.artefacts.vm.choices import Answered, Asked, Guests, OveChoice
from domain.artefacts.vm.members import Member
from domain.artefacts.vm.names import name, placeholder
from domain.artefacts.vm.plan import VmPlan

MOST_DRIVES = 256
"""Disks and CD-ROMs that a VirtualMachine takes: `maxItems` of `disks` and `volumes` in its CRD."""

SCSI_FROM = 25
"""Number of disks from which on they are on the bus scsi: a virtio disk takes a PCI slot each, and bus 0 has 32.

Adapters, controllers and the ports kept for hot-plugging take some (KubeVirt v1.9.0, pkg/virt-launcher/virtwrap/manager.go,
maxPCIBusIndex); the figure leaves room for them, and data/builds.yaml says so (ove-scsi-bus).
"""

ISO_GIB = 10
"""Room for the installation medium of a Windows, in GiB."""

RWX, RWO = "ReadWriteMany", "ReadWriteOnce"
CDROM: Json = {"cdrom": {"bus": "sata"}}


@dataclass(frozen=True)
class Drive:
    """A disk or CD-ROM: the device in the guest, the volume behind it, and the DataVolume that is made with the VM, if any."""

    name: str
    device: Json
    volume: Json
    template: Json | None = None


def drives(plan: VmPlan, member: Member) -> list[Drive]:
    """Everything that the VM sees as a disk or CD-ROM, the disk it boots from first."""
    further = (_further(plan, member, place) for place in range(2, 1 + _written(plan)))
    return [_first(plan, member), *further, *_discs(plan, member)]


def left_out(plan: VmPlan) -> int:
    """How many disks do not fit on one VM."""
    return wants.disks(plan) - _written(plan)


def _written(plan: VmPlan) -> int:
    """How many disks fit on one VM beside its CD-ROMs."""
    return min(wants.disks(plan), MOST_DRIVES - plan.chose(OveChoice.DRIVERS_ISO) - installs(plan))


def installs(plan: VmPlan) -> bool:
    """Whether the guest is installed from a medium, onto an empty disk."""
    return plan.chose(OveChoice.DRIVERS_ISO) and not plan.chose(OveChoice.CONTAINER_DISK)


def bus(plan: VmPlan) -> str:
    """The bus of the disks: what a guest without VirtIO drivers knows, or one that takes no PCI slot a disk."""
    if plan.runs(Guests.WINDOWS_OLD):
        return "sata"
    return "scsi" if wants.disks(plan) >= SCSI_FROM else "virtio"


def access_modes(plan: VmPlan) -> list[str]:
    """The access modes of the VM's claims; none if nothing is chosen, and the storage profile of the class decides."""
    if plan.chose(OveChoice.RWO):
        return [RWO]
    return [RWX] if plan.grouped or plan.luns or plan.chose(OveChoice.RWX) else []


def shared_volumes(plan: VmPlan) -> list[Json]:
    """The DataVolumes of shared disks: objects of their own, because those of a VM are deleted with it."""
    if not plan.grouped or plan.luns:
        return []
    return [_shared_volume(plan, place) for place in range(2, 1 + _written(plan))]


def _shared_volume(plan: VmPlan, place: int) -> Json:
    spec = {"source": {"blank": {}}, "storage": _storage(plan, _size(plan, place), [RWX], "Block")}
    return kubernetes_object(
        "cdi.kubevirt.io/v1beta1", "DataVolume", _shared_name(plan, place), name(plan, "namespace"), spec=spec
    )


def _first(plan: VmPlan, member: Member) -> Drive:
    disk = {"disk": {"bus": bus(plan)}, **_serial(plan, member.own(plan, "disk-serial"))}
    if plan.chose(OveChoice.CONTAINER_DISK):
        return Drive("disk-1", disk, {"containerDisk": {"image": name(plan, "container-image")}})
    source = {"blank": {}} if installs(plan) else {"http": {"url": name(plan, "image-url")}}
    order = {"bootOrder": 1} if installs(plan) else {}
    return _own(plan, member, "disk-1", {**disk, **order}, source, _size(plan, 1))


def _further(plan: VmPlan, member: Member, place: int) -> Drive:
    drive = f"disk-{place}"
    shared = plan.grouped or plan.luns
    serial = _serial(plan, placeholder("disk-serial", place) if shared else member.own(plan, "disk-serial", place))
    if plan.luns:
        claim = {"persistentVolumeClaim": {"claimName": _shared_name(plan, place)}}
        return Drive(drive, {**_lun(plan), **serial}, claim)
    disk = {"disk": {"bus": bus(plan)}, **serial}
    if plan.grouped:
        return Drive(drive, {**disk, "shareable": True}, {"dataVolume": {"name": _shared_name(plan, place)}})
    if plan.chose(OveChoice.CONTAINER_DISK):
        return Drive(drive, disk, {"emptyDisk": {"capacity": _size(plan, place)}})
    return _own(plan, member, drive, disk, {"blank": {}}, _size(plan, place))


def _lun(plan: VmPlan) -> Json:
    """A reservation is a SCSI command, which another bus could not pass on; an error goes to the guest, which fails over."""
    if plan.reserved:
        return {"lun": {"bus": "scsi", "reservation": True}, "errorPolicy": "report"}
    return {"lun": {"bus": "scsi"}}


def _serial(plan: VmPlan, serial: str) -> Json:
    return {"serial": serial} if plan.answered(Answered.BOUND_TO_DISKS) else {}


def _size(plan: VmPlan, place: int) -> str:
    """The size of a disk: the answer is that of the largest, which is taken for the second; the first has the system."""
    largest = f"{plan.answers[Asked.DISK_SIZE]}Gi" if Asked.DISK_SIZE in plan.answers else ""
    if place == 1:
        return largest if largest and wants.disks(plan) == 1 else name(plan, "os-disk-size")
    if place == 2:
        return largest or name(plan, "largest-disk-size")
    return name(plan, "data-disk-size")


def _shared_name(plan: VmPlan, place: int) -> str:
    return f"{name(plan, 'volume')}-{place - 1}"


def _discs(plan: VmPlan, member: Member) -> list[Drive]:
    if not plan.chose(OveChoice.DRIVERS_ISO):
        return []
    drivers = Drive("virtio-win", CDROM, {"containerDisk": {"image": name(plan, "drivers-image")}})
    if not installs(plan):
        return [drivers]
    # The empty disk cannot boot, so the first start falls through to the medium; later ones do not.
    device, source = {**CDROM, "bootOrder": 2}, {"http": {"url": name(plan, "image-url")}}
    return [_own(plan, member, "installation", device, source, f"{ISO_GIB}Gi"), drivers]


def _own(plan: VmPlan, member: Member, drive: str, device: Json, source: Json, size: str) -> Drive:
    claim = f"{member.name}-{drive}"
    spec = {"source": source, "storage": _storage(plan, size, access_modes(plan))}
    return Drive(drive, device, {"dataVolume": {"name": claim}}, {"metadata": {"name": claim}, "spec": spec})


def _storage(plan: VmPlan, size: str, modes: list[str], volume_mode: str = "") -> Json:
    return {
        **({"accessModes": modes} if modes else {}),
        **({"volumeMode": volume_mode} if volume_mode else {}),
        "resources": {"requests": {"storage": size}},
        "storageClassName": name(plan, "storage-class"),
    }
