"""Which names the objects of a plan need: a question a function, asked by the table of `names.py`."""

from __future__ import annotations

from domain.artefacts.vm.choices import Answered, Asked, Guests, OveChoice
from domain.artefacts.vm.plan import VmPlan


def everything(_plan: VmPlan) -> bool:
    return True


def mtv(plan: VmPlan) -> bool:
    return plan.from_vmware


def built(plan: VmPlan) -> bool:
    """Whether the VM is made here and not by MTV."""
    return not plan.from_vmware


def adapters(plan: VmPlan) -> int:
    """How many network adapters the VM has.

    A VM that shares disks gets a second one if nobody says how many, for its members to talk to each other. The virtio adapter
    beside an SR-IOV one is counted too.
    """
    if Asked.NICS in plan.answers and plan.number(Asked.NICS) == 0:
        return 0
    unsaid = Asked.NICS not in plan.answers
    least = 2 if plan.chose(OveChoice.SRIOV) or (plan.grouped and unsaid) else 1
    return max(plan.number(Asked.NICS), least)


def on_pod_network(plan: VmPlan) -> bool:
    """Whether the first adapter is on the pod network: it takes one at most, and a bridge alone does without."""
    return adapters(plan) > 0 and (plan.chose(OveChoice.SRIOV) or not plan.chose(OveChoice.BRIDGE))


def attachments(plan: VmPlan) -> bool:
    return adapters(plan) > on_pod_network(plan)


def sriov(plan: VmPlan) -> bool:
    return attachments(plan) and plan.chose(OveChoice.SRIOV)


def bridge(plan: VmPlan) -> bool:
    return attachments(plan) and not plan.chose(OveChoice.SRIOV)


def trunk(plan: VmPlan) -> bool:
    return attachments(plan) and plan.answered(Answered.TRUNK)


def vlan(plan: VmPlan) -> bool:
    return attachments(plan) and not trunk(plan)


def vlan_range(plan: VmPlan) -> bool:
    return trunk(plan) and bridge(plan)


def second_vm(plan: VmPlan) -> bool:
    return plan.grouped


def second_source(plan: VmPlan) -> bool:
    return plan.grouped and mtv(plan)


def shared_claims(plan: VmPlan) -> bool:
    return built(plan) and (plan.grouped or plan.luns)


def own_claims(plan: VmPlan) -> bool:
    """Whether the first disk is a claim of the VM's own."""
    return built(plan) and not plan.chose(OveChoice.CONTAINER_DISK)


def claims(plan: VmPlan) -> bool:
    """Whether a claim is written: that of an own disk, of a shared one, or of the installation medium; or a storage map."""
    return mtv(plan) or own_claims(plan) or (plan.grouped and not plan.luns)


def disks(plan: VmPlan) -> int:
    """How many disks the VM has; one with shared disks or LUNs has one of its own to boot from besides."""
    return max(plan.number(Asked.DISKS), 2 if plan.grouped or plan.luns else 1)


def sized_disks(plan: VmPlan) -> int:
    """How many further disks are written with a size: a LUN has its own."""
    return 0 if plan.from_vmware or plan.luns else disks(plan) - 1


def os_disk_size(plan: VmPlan) -> bool:
    """Whether nobody knows the size of the disk that the VM boots from: the answer is that of the largest."""
    return own_claims(plan) and (disks(plan) > 1 or Asked.DISK_SIZE not in plan.answers)


def largest_disk_size(plan: VmPlan) -> bool:
    return sized_disks(plan) > 0 and Asked.DISK_SIZE not in plan.answers


def data_disk_size(plan: VmPlan) -> bool:
    return sized_disks(plan) > 1


def container_image(plan: VmPlan) -> bool:
    return built(plan) and plan.chose(OveChoice.CONTAINER_DISK)


def image_url(plan: VmPlan) -> bool:
    return own_claims(plan)


def drivers_image(plan: VmPlan) -> bool:
    return built(plan) and plan.chose(OveChoice.DRIVERS_ISO)


def gpu(plan: VmPlan) -> bool:
    return built(plan) and plan.chose(OveChoice.GPU, OveChoice.VGPU)


def host_device(plan: VmPlan) -> bool:
    return built(plan) and plan.answered(Answered.USB, Answered.PCI)


def mac_address(plan: VmPlan) -> bool:
    return built(plan) and plan.answered(Answered.BOUND_TO_MAC) and adapters(plan) > 0


def firmware_uuid(plan: VmPlan) -> bool:
    return built(plan) and plan.answered(Answered.BOUND_TO_UUID)


def firmware_serial(plan: VmPlan) -> bool:
    return built(plan) and plan.answered(Answered.BOUND_TO_SERIAL)


def disk_serial(plan: VmPlan) -> bool:
    return built(plan) and plan.answered(Answered.BOUND_TO_DISKS)


def node_label(plan: VmPlan) -> bool:
    return plan.answered(Answered.CERTAIN_HOSTS)


def apart(plan: VmPlan) -> bool:
    """Whether the VM is kept off the hosts of others: of those that share its disks, or of others of a group."""
    return plan.grouped or plan.answered(Answered.APART)


def unconverted(plan: VmPlan) -> bool:
    """Whether MTV copies the disks without virt-v2v."""
    return mtv(plan) and plan.runs(Guests.UNCONVERTED)


def copy_offload(plan: VmPlan) -> bool:
    """Whether the array has to copy: MTV does not read a raw device mapping itself."""
    return mtv(plan) and plan.raw_mapped


def vddk_image(plan: VmPlan) -> bool:
    """Whether MTV refuses the plan without it."""
    return plan.chose(OveChoice.MTV_WARM) or (unconverted(plan) and not copy_offload(plan))


def source_network(plan: VmPlan) -> bool:
    return mtv(plan) and adapters(plan) > 0


def luks_keys(plan: VmPlan) -> bool:
    return mtv(plan) and plan.answered(Answered.GUEST_ENCRYPTED) and not plan.windows
