"""What a plan needs of KubeVirt: its answers and choices read once, with what KubeVirt refuses left out."""

from __future__ import annotations

from domain.artefacts.vm.choices import Answered, OveChoice
from domain.artefacts.vm.plan import VmPlan

PAGES = {OveChoice.HUGEPAGES_2M: "2Mi", OveChoice.HUGEPAGES_1G: "1Gi"}


def from_vmware(plan: VmPlan) -> bool:
    return plan.answered(Answered.FROM_VMWARE) or plan.chose(OveChoice.MTV_COLD, OveChoice.MTV_WARM)


def page_size(plan: VmPlan) -> str:
    """The size of the hugepages, e.g. "1Gi"; empty for ordinary pages."""
    return next((size for choice, size in PAGES.items() if plan.chose(choice)), "")


def numa(plan: VmPlan) -> bool:
    """Whether the NUMA topology can be passed through: KubeVirt refuses it without dedicated CPUs and hugepages."""
    return plan.chose(OveChoice.NUMA) and plan.chose(OveChoice.DEDICATED_CPUS) and bool(page_size(plan))


def vfio(plan: VmPlan) -> bool:
    """Whether a device of the host is passed through."""
    return plan.chose(OveChoice.SRIOV, OveChoice.GPU, OveChoice.VGPU)


def against_encryption(plan: VmPlan) -> str:
    """What keeps SEV from being used, e.g. "BIOS"; empty if nothing does.

    SEV needs UEFI and no Secure Boot, and does not take devices of the host (KubeVirt user guide, Confidential computing).
    """
    if plan.chose(OveChoice.BIOS):
        return "BIOS"
    if plan.chose(OveChoice.SECURE_BOOT):
        return "Secure Boot"
    return "devices passed through" if vfio(plan) else ""


def encrypted(plan: VmPlan) -> bool:
    return plan.answered(Answered.ENCRYPTED) and not against_encryption(plan)
