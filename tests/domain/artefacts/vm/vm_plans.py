"""Plans for OVE as Migration time makes them: from any legal answers, by the real rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from domain.artefacts.vm.manifest import notes, objects
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from domain.catalog.records.workload import WorkloadQuestion
from domain.catalog.vocabulary import Platform, RuleKind
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge

BOOK = rulebook(catalog())
NAMES = {field.id: field.default for field in catalog().fields.values()}
WORKLOADS = catalog().workloads
OVE_CHOICES = sorted(choice.id for choice in BOOK.choices.values() if choice.platform is Platform.OVE)

EDGES = {"disks": (2, 24, 25, 255, 256, 257, 1000), "nics": (0, 1, 2)}


def _answer(question: WorkloadQuestion) -> st.SearchStrategy[int | str]:
    if not question.counts:
        return st.sampled_from([option.id for option in question.options])
    edges = st.sampled_from([question.low, question.high, *EDGES.get(question.id, ())])
    return edges | st.integers(question.low, min(question.high, question.low + {"disks": 9, "nics": 4}.get(question.id, 300)))


ANSWERS = st.fixed_dictionaries({}, optional={id_: _answer(question) for id_, question in BOOK.questions.items()})
"""Partial answers: any question may be unanswered."""

NEW = ANSWERS.map(lambda answers: {key: answer for key, answer in answers.items() if (key, answer) != ("origin", "vmware")})
"""Those that lead to a VM that is built here."""

MOVED = ANSWERS.map(lambda answers: {**answers, "origin": "vmware"})
"""Those that lead to a VM that MTV moves."""


def plan_of(answers: Mapping[str, int | str], names: Mapping[str, str] = NAMES, workload: str = "") -> VmPlan:
    """The plan of these answers, with what the rules choose on OVE."""
    chosen = judge(BOOK, answers, (Platform.OVE,))[Platform.OVE].chosen.values()
    return VmPlan(Platform.OVE, BOOK.settled(answers), frozenset(each.choice.id for each in chosen), names, workload)


def plan(*choices: str, names: Mapping[str, str] = NAMES, **answers: Any) -> VmPlan:
    """A plan made by hand, for what the rules would never choose together as well."""
    return VmPlan(Platform.OVE, answers, frozenset(choices), names)


def conflicts(answers: Mapping[str, int | str]) -> set[str]:
    """The conflicts that the rules find on OVE."""
    return {found.rule.id for found in judge(BOOK, answers, (Platform.OVE,))[Platform.OVE].of(RuleKind.CONFLICT)}


def the_vm(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The first VirtualMachine among the objects."""
    return next(thing for thing in objects if thing["kind"] == "VirtualMachine")


def vms(things: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [thing for thing in things if thing["kind"] == "VirtualMachine"]


def claims(things: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """What is asked of storage: by the VMs' own DataVolumes and by those beside them."""
    for vm in vms(things):
        yield from (each["spec"]["storage"] for each in vm["spec"].get("dataVolumeTemplates", []))
    yield from (thing["spec"]["storage"] for thing in things if thing["kind"] == "DataVolume")


def leaves(thing: Any) -> set[str]:
    """Every key, text and number in some data, as text."""
    if isinstance(thing, dict):
        return set().union(*map(leaves, thing.values()), map(str, thing))
    return set().union(*map(leaves, thing)) if isinstance(thing, list) else {str(thing)}


def said_of(plan: VmPlan) -> list[str]:
    """What is said beside the manifest."""
    return [note.text for note in notes(catalog(), plan)]


def spec_of(plan: VmPlan) -> dict[str, Any]:
    """What the plan's VirtualMachine says of the VM itself."""
    found: dict[str, Any] = the_vm(objects(plan))["spec"]["template"]["spec"]
    return found
