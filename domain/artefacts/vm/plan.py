"""What is to be built: the answers of a workload, the approach chosen on one platform, and the reader's names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.catalog.vocabulary import Platform


@dataclass(frozen=True)
class VmPlan:
    """`answers` by question, partial, only those that count; `choices` are ids of the approach (`data/rules.yaml`, aspects).

    `names` are the fields of `data/fields.yaml` by id, each already checked by `quoting.check_name`.
    """

    platform: Platform
    answers: Mapping[str, int | str]
    choices: frozenset[str]
    names: Mapping[str, str]
