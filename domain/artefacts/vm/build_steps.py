"""Which records of `data/builds.yaml` a plan leads to, and the sentences among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.artefacts.vm.plan import VmPlan
from domain.catalog.loading import Catalog
from domain.catalog.records.workload import BuildStep
from domain.catalog.vocabulary import Platform
from domain.decision.conditions import Answers, Case, Truth, truth
from domain.decision.rulebook import resolve


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


def of_platform(catalog: Catalog, platform: Platform) -> Iterator[BuildStep]:
    """The records of a platform, in the order of the file."""
    return (build for build in catalog.builds.values() if build.platform is platform)


def taken(catalog: Catalog, plan: VmPlan) -> Iterator[BuildStep]:
    """The records that the plan's choices and answers lead to."""
    for build in of_platform(catalog, plan.platform):
        chosen = not build.choices or not plan.choices.isdisjoint(build.choices)
        if chosen and plan.choices.isdisjoint(build.unless) and holds(catalog, build, plan.answers) is Truth.YES:
            yield build


def holds(catalog: Catalog, build: BuildStep, answers: Answers) -> Truth:
    """Whether the record's conditions on the answers hold, without its choices."""
    if truth(_exceptions(catalog)[build.id], answers) is Truth.YES:
        return Truth.NO
    return truth(cases(catalog)[build.id], answers) if build.when else Truth.YES


def sentences(catalog: Catalog, plan: VmPlan, values: Mapping[str, str]) -> list[Note]:
    """What the records say of the plan; `values` fill the places of `SAYS_PLACES`."""
    length = len(plan.names.get("vm", ""))
    return [
        Note(build.says.format_map(values), build.id)
        for build in taken(catalog, plan)
        if build.says and (build.vm_name_above is None or length > build.vm_name_above)
    ]
