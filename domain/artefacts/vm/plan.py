"""What is to be built: the answers of a workload, the approach chosen on one platform, and the reader's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.artefacts.vm.choices import Answered, Asked, Guests, OveChoice
from domain.catalog.vocabulary import Platform

ASSUMED = {Asked.VCPU: 2, Asked.RAM: 4, Asked.DISKS: 1, Asked.NICS: 1}
"""What is taken for what is not answered: vCPUs, GiB of memory, disks, network adapters."""

PAGES = {OveChoice.HUGEPAGES_2M: "2Mi", OveChoice.HUGEPAGES_1G: "1Gi"}


@dataclass(frozen=True)
class VmPlan:
    """`answers` by question, partial, only those that count; `choices` are ids of the approach (`data/rules.yaml`, aspects).

    `names` are the fields of `data/fields.yaml` by id that the reader has filled, each already checked by `quoting.check_name`;
    `workload` is what the reader calls the workload, in any letters. What follows for a VM on KubeVirt leaves out what KubeVirt
    refuses.
    """

    platform: Platform
    answers: Mapping[str, int | str]
    choices: frozenset[str]
    names: Mapping[str, str]
    workload: str = ""

    def chose(self, *any_of: OveChoice) -> bool:
        return not self.choices.isdisjoint(any_of)

    def answered(self, *any_of: Answered) -> bool:
        """Whether one of these is the answer to its question."""
        return any(self.answers.get(question) == option for question, option in (answer.value for answer in any_of))

    def runs(self, *any_of: Guests) -> bool:
        """Whether the guest system is one of these."""
        return any(self.answers.get(Asked.OS) in guests.value for guests in any_of)

    def number(self, question: Asked) -> int:
        """The answer to a question that counts; what is assumed if it is not answered."""
        return int(self.answers.get(question, ASSUMED[question]))

    @property
    def from_vmware(self) -> bool:
        return self.answered(Answered.FROM_VMWARE) or self.chose(OveChoice.MTV_COLD, OveChoice.MTV_WARM)

    @property
    def windows(self) -> bool:
        return self.runs(Guests.WINDOWS, Guests.WINDOWS_2012, Guests.WINDOWS_OLD)

    @property
    def grouped(self) -> bool:
        """Whether a second VM has the same disks."""
        return self.chose(OveChoice.SHAREABLE) or self.reserved or self.answered(Answered.SHARED, Answered.CLUSTER_FS)

    @property
    def reserved(self) -> bool:
        """Whether several VMs agree by SCSI reservations which of them writes to the disks."""
        chosen = self.chose(OveChoice.LUN) and not self.answered(Answered.RAW_LUN)
        return chosen or self.answered(Answered.CLUSTERED, Answered.RESERVATION)

    @property
    def luns(self) -> bool:
        """Whether the further disks are LUNs, which the guest reaches with SCSI commands of its own."""
        return self.reserved or self.answered(Answered.RAW_LUN)

    @property
    def raw_mapped(self) -> bool:
        """Whether disks on VMware are raw device mappings."""
        return self.answered(Answered.RAW_LUN, Answered.RESERVATION)

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
        """Whether a device of the host is passed through; KubeVirt counts a USB device alike."""
        adapter = self.chose(OveChoice.SRIOV) and self.number(Asked.NICS) > 0
        return adapter or self.chose(OveChoice.GPU, OveChoice.VGPU) or self.answered(Answered.USB, Answered.PCI)

    @property
    def policed(self) -> bool:
        """Whether a migration policy is written: where a guest writes fast, a move only ends if it is slowed down."""
        return self.answered(Answered.MAY_MOVE, Answered.MUST_MOVE) and self.answered(Answered.WRITES_FAST)

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
