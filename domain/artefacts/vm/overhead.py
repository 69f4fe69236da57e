"""How much memory KubeVirt itself needs beside the guest's, by its own formula."""

from __future__ import annotations

from domain.artefacts.vm.choices import Answered, Asked, OveChoice
from domain.artefacts.vm.plan import VmPlan

FIXED_MIB = 220
"""KubeVirt's own processes in a VM's pod, in MiB, 1.5 to 1.9: monitor 25, launcher 100, virtlogd 25, virtqemud 40, qemu 30."""

FIXED_MIB_AFTER_1_9 = 240
"""The same after 1.9 (commit c822873795 of 2026-07-08): qemu counts 50."""


def overhead_mib(plan: VmPlan) -> dict[str, int]:
    """The terms of KubeVirt's estimate, in MiB by name, for the VM that `manifest.objects` makes of the plan.

    It is that of an x86 VM with graphics, without probes, downward metrics, sidecars and an additional overhead ratio.
    Devices passed through count once, however many there are. Source: KubeVirt v1.9.0,
    pkg/hypervisor/kvm/hypervisorbackend.go, GetMemoryOverhead; the code calls it an estimate, not a measurement.
    """
    vcpus = plan.number(Asked.VCPU)
    terms = {
        "page tables": plan.number(Asked.RAM) * 1024 // 512,
        "KubeVirt's own processes": FIXED_MIB,
        f"{vcpus:,} vCPU at 8 MiB": vcpus * 8,
        "I/O thread": 8,
        "graphics device": 32,
        "devices passed through": 1024 * plan.vfio,
        "memory encryption (SEV)": 256 * plan.encrypted,
        "vTPM": 53 * plan.answered(Answered.VTPM),
        "dedicated CPUs": 100 * plan.chose(OveChoice.DEDICATED_CPUS),
    }
    return {name: mib for name, mib in terms.items() if mib}
