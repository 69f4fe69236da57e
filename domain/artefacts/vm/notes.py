"""What to know before the objects of a plan are applied: what is left out, assumed and needed, and the memory overhead."""

from __future__ import annotations

from collections.abc import Iterator

from domain.artefacts.vm import disks as storage
from domain.artefacts.vm import needs as needs
from domain.artefacts.vm.overhead import FIXED_MIB, FIXED_MIB_AFTER_1_9, overhead_of
from domain.artefacts.vm.plan import VmPlan

LONGEST_MOVING_NAME = 47
"""Longer names of VMs fail live migration in 4.21 and 4.22 (OpenShift Virtualization release notes, CNV-61066)."""


def notes(plan: VmPlan) -> list[str]:
    """Sentences to read before applying: first what the manifest does not do, then what it assumes, then what it needs."""
    return [
        *_left_out(plan),
        *_assumed(plan),
        *_about_disks(plan),
        *_about_network(plan),
        *_about_nodes(plan),
        *_about_moving(plan),
        *_about_vmware(plan),
        _overhead(plan),
    ]


def _left_out(plan: VmPlan) -> Iterator[str]:
    if needs.encryption_wanted(plan) and not needs.encrypted(plan):
        against = needs.against_encryption(plan)
        yield f"The memory is not encrypted: SEV is left out, because KubeVirt does not take it together with {against}."
    if "ove-numa" in plan.choices and not needs.numa(plan):
        missing = [*(["dedicated CPUs"] * (not needs.dedicated(plan))), *(["hugepages"] * (not needs.page_size(plan)))]
        yield f"NUMA passthrough is left out: KubeVirt refuses it without {' and '.join(missing)}."
    if count := storage.left_out(plan):
        most = storage.MOST_DRIVES
        yield f"{_count(count, 'disk')} left out: the API takes {most} on one VM, CD-ROMs included. Divide them over several VMs."


def _assumed(plan: VmPlan) -> Iterator[str]:
    if "vcpu" not in plan.answers:
        yield f"vCPU not answered: {needs.ASSUMED_VCPU} assumed."
    if "ram" not in plan.answers:
        yield f"RAM not answered: {needs.ASSUMED_RAM_GIB} GiB assumed."
    if "disks" not in plan.answers:
        yield f"Number of disks not answered: {storage.disks(plan)} assumed."
    sized = "ove-container-disk" not in plan.choices or storage.disks(plan) > 1
    if sized and "disk_size" not in plan.answers:
        yield f"Size of the disks not answered: {needs.ASSUMED_DISK_GIB} GiB assumed."
    elif sized and storage.disks(plan) > 1:
        yield f"Every disk is written with {needs.disk_gib(plan):,} GiB, the size of the largest: correct the others."
    if "os" not in plan.answers:
        yield "Guest system not answered: nothing is written that only Windows needs."
    if "origin" not in plan.answers and not needs.from_vmware(plan):
        yield "Origin not answered: a new VM assumed."
    if not plan.choices & {"ove-masquerade", "ove-bridge", "ove-sriov"}:
        yield "Network not answered: masquerade on the pod network assumed."
    if not plan.choices & {"ove-bios", "ove-uefi", "ove-secure-boot"}:
        encrypted = "UEFI without Secure Boot assumed, which SEV needs."
        yield f"Firmware not answered: {encrypted if needs.encrypted(plan) else 'none is written, and KubeVirt takes BIOS.'}"
    if not plan.choices & {"ove-live-migrate", "ove-if-possible"}:
        yield "Live migration not answered: no eviction strategy is written, and the cluster's default holds (OVE: LiveMigrate)."


def _about_disks(plan: VmPlan) -> Iterator[str]:
    if "ove-container-disk" in plan.choices:
        yield "The container image must hold the VM's disk in its folder `/disk`; what the VM writes is lost when it stops."
    else:
        yield from _about_claims(plan)
    if storage.installs(plan):
        yield "The image address must lead to the installation medium (ISO); remove both CD-ROMs once Windows and drivers are in."
    elif "ove-drivers-iso" in plan.choices:
        yield "Remove the CD-ROM with the drivers once they are installed."
    if "ove-shareable" in plan.choices:
        yield (
            "The shared disks are DataVolumes of their own: apply them once, and let every other VM of the group name the same."
            " Software in the guests must arbitrate the writes."
        )
    if "ove-lun" in plan.choices:
        yield (
            "The claims of the LUNs must exist, one a LUN and in block mode. The feature gate `PersistentReservation` must be on,"
            " which is off by default."
        )


def _about_claims(plan: VmPlan) -> Iterator[str]:
    modes = storage.access_modes(plan)
    if modes:
        yield f"The storage class must exist and offer {modes[0]}."
    else:
        yield "No access mode is written: the storage profile of the class decides."
        if needs.moves(plan):
            yield "Check that it is ReadWriteMany: any other claim keeps the VM from moving."
    if modes == [storage.RWX] and plan.answers.get("storage") == "local":
        yield "Storage local to one host does not offer that: shared disks need a class that all hosts reach."
    if not needs.from_vmware(plan) and not storage.installs(plan):
        yield "The image address must lead to a disk image that the cluster can fetch; the first disk is made from it."


def _about_network(plan: VmPlan) -> Iterator[str]:
    if "ove-bridge" in plan.choices:
        yield "Every node that may run the VM must have the bridge, with the VLAN on its uplink."
    if "ove-sriov" in plan.choices:
        yield (
            "The nodes must offer the SR-IOV resource with VFs on `vfio-pci`. If the SR-IOV Network Operator makes the attachment"
            " from a SriovNetwork, leave the attachment of this file out."
        )
        yield (
            "The virtio adapter beside it is on the pod network. To bond the two in the guest, put it on the same VLAN by a"
            " bridge instead."
        )


def _about_nodes(plan: VmPlan) -> Iterator[str]:
    if needs.dedicated(plan):
        yield "Dedicated CPUs need nodes on which the CPU manager runs with the static policy."
    if size := needs.page_size(plan):
        pages = size.replace("Mi", " MiB").replace("Gi", " GiB")
        yield f"The nodes must have {needs.memory_gib(plan):,} GiB free in hugepages of {pages}."
    if plan.choices & {"ove-gpu", "ove-vgpu"}:
        yield "The HyperConverged CR must permit the GPU device under the resource name given."
    if needs.vtpm(plan):
        yield "The vTPM keeps its state in a claim that KubeVirt makes: a storage class must be able to serve it."
    if needs.encrypted(plan):
        yield (
            "Encrypted memory is written as AMD SEV; on Intel write `tdx` in its place. Through KubeVirt 1.8 the feature gate"
            " `WorkloadEncryptionSEV` must be on."
        )
    if plan.choices & {"ove-uefi", "ove-secure-boot"}:
        yield "UEFI variables are forgotten when the VM stops; `efi.persistent: true` keeps them in a claim."


def _about_moving(plan: VmPlan) -> Iterator[str]:
    if needs.converges_by_force(plan):
        yield (
            "The MigrationPolicy lets KubeVirt slow down the vCPUs of this VM until its memory is copied; without it a move of"
            " a guest that writes this fast is aborted at its deadline. Making a policy needs rights on the cluster."
        )
    if needs.moves(plan) and plan.answers.get("hosts") == "generations":
        yield "Name a CPU model that all nodes have in `cpu.model`; the default takes on the features of the node it starts on."
    if needs.moves(plan) and plan.answers.get("hosts") == "vendors":
        yield "Add a node selector for one CPU vendor: the VM never moves between Intel and AMD."
    long_name = len(plan.names.get("vm", "")) > LONGEST_MOVING_NAME
    if long_name and needs.moves(plan) and plan.answers.get("release") not in ("4.20", "next"):
        yield f"A VM whose name is longer than {LONGEST_MOVING_NAME} characters fails to move in 4.21 and 4.22: shorten it."


def _about_vmware(plan: VmPlan) -> Iterator[str]:
    if not needs.from_vmware(plan):
        return
    yield (
        "MTV makes the VM and fills its disks: compare its result with this VirtualMachine and do not apply it beside the"
        " migration. The disks are written empty, and the VM as halted."
    )
    if "ove-secure-boot" in plan.choices:
        yield "A migrated guest may not boot with Secure Boot: start it once with `secureBoot: false`."


def _overhead(plan: VmPlan) -> str:
    found = overhead_of(plan)
    terms = " + ".join(f"{mib:,} ({name})" for name, mib in found.terms)
    later = FIXED_MIB_AFTER_1_9 - FIXED_MIB
    return f"Beside the guest's memory KubeVirt counts {found.mib:,} MiB: {terms}. After KubeVirt 1.9 it is {later} MiB more."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what} is" if number == 1 else f"{number:,} {what}s are"
