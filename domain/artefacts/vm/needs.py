"""What a plan needs of KubeVirt: its answers and choices read once, with what KubeVirt refuses left out."""

from __future__ import annotations

from domain.artefacts.vm.plan import VmPlan

ASSUMED_VCPU = 2
ASSUMED_RAM_GIB = 4
ASSUMED_DISK_GIB = 50

PAGES = {"ove-hugepages-2mi": "2Mi", "ove-hugepages-1gi": "1Gi"}


def number(plan: VmPlan, question: str, assumed: int) -> int:
    """The answer to a question that counts; `assumed` if it is not answered."""
    return int(plan.answers.get(question, assumed))


def vcpus(plan: VmPlan) -> int:
    return number(plan, "vcpu", ASSUMED_VCPU)


def memory_gib(plan: VmPlan) -> int:
    return number(plan, "ram", ASSUMED_RAM_GIB)


def disk_gib(plan: VmPlan) -> int:
    return number(plan, "disk_size", ASSUMED_DISK_GIB)


def moves(plan: VmPlan) -> bool:
    """Whether live migration is wanted at all."""
    return plan.answers.get("live") in ("welcome", "must")


def from_vmware(plan: VmPlan) -> bool:
    return plan.answers.get("origin") == "vmware" or bool(plan.choices & {"ove-mtv-cold", "ove-mtv-warm"})


def windows(plan: VmPlan) -> bool:
    return plan.answers.get("os") == "windows"


def vtpm(plan: VmPlan) -> bool:
    return plan.answers.get("vtpm") == "with"


def dedicated(plan: VmPlan) -> bool:
    return "ove-dedicated-cpus" in plan.choices


def page_size(plan: VmPlan) -> str:
    """The size of the hugepages, e.g. "1Gi"; empty for ordinary pages."""
    return next((size for choice, size in PAGES.items() if choice in plan.choices), "")


def numa(plan: VmPlan) -> bool:
    """Whether the NUMA topology can be passed through: KubeVirt refuses it without dedicated CPUs and hugepages."""
    return "ove-numa" in plan.choices and dedicated(plan) and bool(page_size(plan))


def vfio(plan: VmPlan) -> bool:
    """Whether a device of the host is passed through."""
    return bool(plan.choices & {"ove-sriov", "ove-gpu", "ove-vgpu"})


def encryption_wanted(plan: VmPlan) -> bool:
    return plan.answers.get("confidential") == "encrypted"


def against_encryption(plan: VmPlan) -> str:
    """What keeps SEV from being used, e.g. "BIOS"; empty if nothing does.

    SEV needs UEFI and no Secure Boot, and does not take devices of the host (KubeVirt user guide, Confidential computing).
    """
    if "ove-bios" in plan.choices:
        return "BIOS"
    if "ove-secure-boot" in plan.choices:
        return "Secure Boot"
    return "devices passed through" if vfio(plan) else ""


def encrypted(plan: VmPlan) -> bool:
    return encryption_wanted(plan) and not against_encryption(plan)


def converges_by_force(plan: VmPlan) -> bool:
    """Whether a move only ends if the guest is slowed down."""
    return moves(plan) and plan.answers.get("writes") == "heavy"
