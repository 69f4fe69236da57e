"""Which records of `data/builds.yaml` a plan leads to, and the sentences among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from domain.artefacts.vm.plan import VmPlan
from domain.catalog.loading import Catalog
from domain.catalog.records.workload import BuildStep
from domain.catalog.vocabulary import Platform
from domain.decision.conditions import Answers, Case, Truth, truth
from domain.decision.rulebook import resolve

NO_VALUES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Note:
    """A sentence beside a manifest or commands. `record` of data/builds.yaml is its evidence; empty: the plan itself says it."""

    text: str
    record: str = ""


@lru_cache(maxsize=8)
def cases(catalog: Catalog) -> Mapping[str, tuple[Case, ...]]:
    """The resolved conditions of every record."""
    return {id_: resolve(build.when, build.platform, catalog) for id_, build in catalog.builds.items()}


@lru_cache(maxsize=8)
def _exceptions(catalog: Catalog) -> Mapping[str, tuple[Case, ...]]:
    return {id_: resolve(build.except_when, build.platform, catalog) for id_, build in catalog.builds.items()}


def of_platform(catalog: Catalog, platform: Platform) -> Iterator[tuple[str, BuildStep]]:
    """The records of a platform, in the order of the file."""
    return ((id_, build) for id_, build in catalog.builds.items() if build.platform is platform)


def taken(catalog: Catalog, platform: Platform, choices: frozenset[str], answers: Answers) -> Iterator[tuple[str, BuildStep]]:
    """The records that these choices and answers lead to."""
    for id_, build in of_platform(catalog, platform):
        chosen = not build.choices or not choices.isdisjoint(build.choices)
        if chosen and choices.isdisjoint(build.unless) and holds(catalog, id_, answers) is Truth.YES:
            yield id_, build


def holds(catalog: Catalog, id_: str, answers: Answers) -> Truth:
    """Whether the record's conditions on the answers hold, without its choices."""
    if truth(_exceptions(catalog)[id_], answers) is Truth.YES:
        return Truth.NO
    return truth(cases(catalog)[id_], answers) if catalog.builds[id_].when else Truth.YES


def sentences(catalog: Catalog, plan: VmPlan, values: Mapping[str, str] = NO_VALUES) -> list[Note]:
    """What the records say of the plan; `values` fill the places of `SAYS_PLACES`."""
    length = len(plan.names.get("vm", ""))
    return [
        Note(build.says.format_map(values), id_)
        for id_, build in taken(catalog, plan.platform, plan.choices, plan.answers)
        if build.says and (build.vm_name_above is None or length > build.vm_name_above)
    ]
