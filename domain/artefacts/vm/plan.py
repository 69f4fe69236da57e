"""What is to be built: the answers of a workload, the approach chosen on one platform, and the reader's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.artefacts.vm.choices import Answered, Asked, OveChoice
from domain.catalog.vocabulary import Platform

ASSUMED = {Asked.VCPU: 2, Asked.RAM: 4, Asked.DISKS: 1, Asked.DISK_SIZE: 50}
"""What is taken for what is not answered: vCPUs, GiB of memory, disks, GiB of a disk."""


@dataclass(frozen=True)
class VmPlan:
    """`answers` by question, partial, only those that count; `choices` are ids of the approach (`data/rules.yaml`, aspects).

    `names` are the fields of `data/fields.yaml` by id, each already checked by `quoting.check_name`.
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
