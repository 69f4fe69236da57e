"""What is to be built: the answers of a workload, the approach chosen on one platform, and the reader's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.artefacts.vm.choices import Answered, Asked, OveChoice
from domain.catalog.vocabulary import Platform

ASSUMED = {Asked.VCPU: 2, Asked.RAM: 4, Asked.DISKS: 1, Asked.DISK_SIZE: 50}
"""What is taken for what is not answered: vCPUs, GiB of memory, disks, GiB of a disk."""

PAGES = {OveChoice.HUGEPAGES_2M: "2Mi", OveChoice.HUGEPAGES_1G: "1Gi"}


@dataclass(frozen=True)
class VmPlan:
    """`answers` by question, partial, only those that count; `choices` are ids of the approach (`data/rules.yaml`, aspects).

    `names` are the fields of `data/fields.yaml` by id, each already checked by `quoting.check_name`. What follows for a VM on
    KubeVirt leaves out what KubeVirt refuses.
    """

    platform: Platform
    answers: Mapping[str, int | str]
    choices: frozenset[str]
    names: Mapping[str, str]

    def chose(self, *any_of: OveChoice) -> bool:
        return not self.choices.isdisjoint(any_of)

    def answered(self, *any_of: Answered) -> bool:
        """Whether one of these is the answer to its question."""
        return any(self.answers.get(question) == option for question, option in (answer.value for answer in any_of))

    def number(self, question: Asked) -> int:
        """The answer to a question that counts; what is assumed if it is not answered."""
        return int(self.answers.get(question, ASSUMED[question]))

    @property
    def from_vmware(self) -> bool:
        return self.answered(Answered.FROM_VMWARE) or self.chose(OveChoice.MTV_COLD, OveChoice.MTV_WARM)

    @property
    def page_size(self) -> str:
        """The size of the hugepages, e.g. "1Gi"; empty for ordinary pages."""
        return next((size for choice, size in PAGES.items() if self.chose(choice)), "")

    @property
    def numa(self) -> bool:
        """Whether the NUMA topology can be passed through: KubeVirt refuses it without dedicated CPUs and hugepages."""
        return self.chose(OveChoice.NUMA) and self.chose(OveChoice.DEDICATED_CPUS) and bool(self.page_size)

    @property
    def vfio(self) -> bool:
        """Whether a device of the host is passed through."""
        return self.chose(OveChoice.SRIOV, OveChoice.GPU, OveChoice.VGPU)

    @property
    def against_encryption(self) -> str:
        """What keeps SEV from being used, e.g. "BIOS"; empty if nothing does.

        SEV needs UEFI and no Secure Boot, and does not take devices of the host (KubeVirt user guide, Confidential computing).
        """
        if self.chose(OveChoice.BIOS):
            return "BIOS"
        if self.chose(OveChoice.SECURE_BOOT):
            return "Secure Boot"
        return "devices passed through" if self.vfio else ""

    @property
    def encrypted(self) -> bool:
        return self.answered(Answered.ENCRYPTED) and not self.against_encryption
