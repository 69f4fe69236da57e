"""MTV's objects for a VM that comes from VMware: what its answers ask for, and nothing else."""

from __future__ import annotations

from domain.artefacts.kubernetes import Json
from domain.artefacts.mtv import objects
from domain.artefacts.mtv.objects import Names, SourceVm
from domain.artefacts.vm import wants
from domain.artefacts.vm.choices import Answered, OveChoice
from domain.artefacts.vm.disks import RWX, SCSI_FROM, access_modes
from domain.artefacts.vm.members import members
from domain.artefacts.vm.names import name, placeholder
from domain.artefacts.vm.network import attachment_names, multiqueue
from domain.artefacts.vm.placement import LABEL, anti_affinity, host_labels, placement
from domain.artefacts.vm.plan import VmPlan

LOGIN = {"user": placeholder("user"), "password": placeholder("password"), "cacert": placeholder("ca-certificate")}
"""Placeholders that no field fills: a password belongs into no form and no link."""


DISK_NAMES = "{{trunc 40 .TargetVmName}}-disk-{{.DiskIndex}}"
"""Names of the volumes, by the VM's own name: MTV's default keeps four letters of plan and VM. A name takes at most 63."""


def source(plan: VmPlan) -> list[Json]:
    """The vCenter with its login, which all plans from it share."""
    names, url = _names(plan), name(plan, "vcenter-url")
    vddk = name(plan, "vddk-image") if wants.vddk_image(plan) else ""
    return [objects.secret(names, url, LOGIN), objects.provider(names, url, vddk)]


def mapped(plan: VmPlan) -> list[Json]:
    """Both maps and the plan."""
    names = _names(plan)
    return [
        objects.network_map(names, _networks(plan)),
        _storage(plan, names),
        objects.plan(names, name(plan, "namespace"), _vms(plan), **_settings(plan)),
    ]


def start(plan: VmPlan) -> list[Json]:
    """What starts the migration."""
    return [objects.migration(_names(plan))]


def left_to_set(plan: VmPlan) -> list[str]:
    """What the answers ask for and MTV does not write: CPUs, memory, firmware, disks and adapters it takes from the source."""
    wanted = {
        "the eviction strategy": plan.chose(OveChoice.IF_POSSIBLE),
        "dedicated CPUs with the emulator's thread apart": plan.chose(OveChoice.DEDICATED_CPUS),
        "a queue for each vCPU on the adapters": multiqueue(plan),
        "hugepages": bool(plan.page_size),
        "NUMA passthrough": plan.numa,
        "UEFI variables that persist": plan.answered(Answered.VTPM) and plan.chose(OveChoice.UEFI, OveChoice.SECURE_BOOT),
        "encrypted memory": plan.encrypted,
        "the GPU": plan.chose(OveChoice.GPU, OveChoice.VGPU),
        "the device of the host": plan.answered(Answered.USB, Answered.PCI),
        "the SR-IOV adapter": wants.sriov(plan),
        "the bus scsi for so many disks": wants.disks(plan) >= SCSI_FROM and not plan.raw_mapped,
    }
    return [name for name, there in wanted.items() if there]


def _names(plan: VmPlan) -> Names:
    return Names(name(plan, "mtv-namespace"), name(plan, "provider"), name(plan, "secret"), name(plan, "plan"))


def _networks(plan: VmPlan) -> list[tuple[str, Json]]:
    """An adapter a line: two on one network of vCenter are told apart by the order of their lines."""
    attached = [{"type": "multus", "name": each, "namespace": name(plan, "namespace")} for each in attachment_names(plan)]
    if plan.chose(OveChoice.SRIOV):
        # MTV gives an attachment the binding of a bridge, which an SR-IOV adapter does not take.
        attached = [{"type": "ignored"} for _ in attached]
    targets = [*([{"type": "pod"}] if wants.on_pod_network(plan) else []), *attached]
    first = name(plan, "source-network")
    return [(first if at == 1 else placeholder("source-network", at), target) for at, target in enumerate(targets, 1)]


def _storage(plan: VmPlan, names: Names) -> Json:
    modes = [RWX] if plan.grouped else access_modes(plan)
    destination = {
        "storageClass": name(plan, "storage-class"),
        **({"accessMode": modes[0]} if modes else {}),
        # Disks that several VMs write to are raw to them all: a file system would be mounted twice.
        **({"volumeMode": "Block"} if plan.grouped or plan.luns else {}),
    }
    offload = {"secretRef": name(plan, "array-secret"), "storageVendorProduct": name(plan, "array-product")}
    return objects.storage_map(names, name(plan, "source-datastore"), destination, offload if wants.copy_offload(plan) else None)


def _vms(plan: VmPlan) -> list[SourceVm]:
    return [
        SourceVm(
            name(plan, "other-source-vm" if member.second else "source-vm"),
            member.name,
            # The first VM brings the shared disks, the second finds them.
            {**({"migrateSharedDisks": not member.second} if plan.grouped else {}), **_unlocking(plan)},
        )
        for member in members(plan)
    ]


def _unlocking(plan: VmPlan) -> Json:
    """How the conversion reads disks that the guest encrypts."""
    if plan.answered(Answered.CLEVIS):
        return {"nbdeClevis": True}
    if wants.luks_keys(plan):
        return {"luks": {"name": name(plan, "luks-secret"), "namespace": name(plan, "mtv-namespace")}}
    return {}


def _settings(plan: VmPlan) -> Json:
    """Fields of the plan that an answer asks for."""
    found: Json = {"pvcNameTemplate": DISK_NAMES}
    if plan.chose(OveChoice.MTV_COLD, OveChoice.MTV_WARM):
        found["type"] = "warm" if plan.chose(OveChoice.MTV_WARM) else "cold"
    if plan.answered(Answered.ADDRESS_KEPT, Answered.ADDRESS_FREE):
        found["preserveStaticIPs"] = plan.answered(Answered.ADDRESS_KEPT)
    if plan.raw_mapped:
        found["rdmAsLun"] = True
    if plan.answered(Answered.RESERVATION):
        found["scsiReservation"] = True
    if plan.answered(Answered.RUNS_VMS):
        found["enableNestedVirtualization"] = True
    if wants.unconverted(plan):
        found |= {"skipGuestConversion": True, "useCompatibilityMode": True}
    labels = {**({LABEL: name(plan, "vm")} if plan.policed else {}), **placement(plan).labels}
    if labels:
        found["targetLabels"] = labels
    if wants.apart(plan):
        found["targetAffinity"] = anti_affinity(plan)
    if hosts := host_labels(plan):
        found["targetNodeSelector"] = hosts
    if left_to_set(plan):
        # What MTV does not write is set before the guest runs for the first time.
        found["targetPowerState"] = "off"
    return found
