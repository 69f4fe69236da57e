"""How much memory KubeVirt itself needs beside the guest's, by its own formula."""

from __future__ import annotations

from dataclasses import dataclass

from domain.artefacts.vm import needs as needs
from domain.artefacts.vm.plan import VmPlan

FIXED_MIB = 220
"""KubeVirt's own processes in a VM's pod, in MiB, 1.5 to 1.9: monitor 25, launcher 100, virtlogd 25, virtqemud 40, qemu 30."""

FIXED_MIB_AFTER_1_9 = 240
"""The same after 1.9 (commit c822873795 of 2026-07-08): qemu counts 50."""


@dataclass(frozen=True)
class Overhead:
    """The overhead of a VM as the sum of its terms, each with its name and its size in MiB."""

    terms: tuple[tuple[str, int], ...]

    @property
    def mib(self) -> int:
        return sum(mib for _, mib in self.terms)


def memory_overhead(
    memory_gib: int,
    vcpus: int,
    *,
    fixed_mib: int = FIXED_MIB,
    graphics: bool = True,
    vfio: bool = False,
    sev: bool = False,
    tpm: bool = False,
    dedicated: bool = False,
) -> Overhead:
    """KubeVirt's estimate for an x86 VM without probes, downward metrics, sidecars and an additional overhead ratio.

    `memory_gib` is the guest's memory in GiB, from 1; `vcpus` its vCPUs, from 1. `vfio` is any number of host devices, GPUs
    and SR-IOV adapters: they count once. Source: KubeVirt v1.9.0, pkg/hypervisor/kvm/hypervisorbackend.go,
    GetMemoryOverhead; the code calls it an estimate, not a measurement.
    """
    terms = (
        ("page tables", memory_gib * 1024 // 512),
        ("KubeVirt's own processes", fixed_mib),
        (f"{vcpus:,} vCPU at 8 MiB", vcpus * 8),
        ("I/O thread", 8),
        ("graphics device", 32 * graphics),
        ("devices passed through", 1024 * vfio),
        ("memory encryption (SEV)", 256 * sev),
        ("vTPM", 53 * tpm),
        ("dedicated CPUs", 100 * dedicated),
    )
    return Overhead(tuple((name, mib) for name, mib in terms if mib))


def memory_overhead_mib(memory_gib: int, vcpus: int, *, fixed_mib: int = FIXED_MIB, **parts: bool) -> int:
    """The sum of `memory_overhead`, in MiB; `parts` are its switches, such as `vfio`. TypeError: there is no such switch."""
    return memory_overhead(memory_gib, vcpus, fixed_mib=fixed_mib, **parts).mib


def overhead_of(plan: VmPlan) -> Overhead:
    """The overhead of the VM that `kubevirt.objects` makes of the plan; what is unanswered is assumed as it is there."""
    return memory_overhead(
        needs.memory_gib(plan),
        needs.vcpus(plan),
        vfio=needs.vfio(plan),
        sev=needs.encrypted(plan),
        tpm=needs.vtpm(plan),
        dedicated=needs.dedicated(plan),
    )
