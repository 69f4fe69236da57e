"""Plans for OVE as the studio makes them: from any legal answers, by the real rules."""

from __future__ import annotations

from collections.abc import Mapping
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

EDGES = {"disks": (2, 255, 256, 257, 1000)}


def _answer(question: WorkloadQuestion) -> st.SearchStrategy[int | str]:
    if not question.counts:
        return st.sampled_from([option.id for option in question.options])
    edges = st.sampled_from([question.low, question.high, *EDGES.get(question.id, ())])
    return edges | st.integers(question.low, min(question.high, question.low + 300 if question.id != "disks" else 9))


ANSWERS = st.fixed_dictionaries({}, optional={id_: _answer(question) for id_, question in BOOK.questions.items()})
"""Partial answers: any question may be unanswered."""


def plan_of(answers: Mapping[str, int | str], names: Mapping[str, str] = NAMES) -> VmPlan:
    """The plan of these answers, with what the rules choose on OVE."""
    chosen = judge(BOOK, answers, (Platform.OVE,))[Platform.OVE].chosen.values()
    return VmPlan(Platform.OVE, BOOK.settled(answers), frozenset(each.choice.id for each in chosen), names)


def plan(*choices: str, names: Mapping[str, str] = NAMES, **answers: Any) -> VmPlan:
    """A plan made by hand, for what the rules would never choose together as well."""
    return VmPlan(Platform.OVE, answers, frozenset(choices), names)


def conflicts(answers: Mapping[str, int | str]) -> set[str]:
    """The conflicts that the rules find on OVE."""
    return {found.rule.id for found in judge(BOOK, answers, (Platform.OVE,))[Platform.OVE].of(RuleKind.CONFLICT)}


def the_vm(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """The only VirtualMachine among the objects."""
    (vm,) = (thing for thing in objects if thing["kind"] == "VirtualMachine")
    return vm


def said_of(plan: VmPlan) -> list[str]:
    """What is said beside the manifest."""
    return [note.text for note in notes(catalog(), plan)]


def spec_of(plan: VmPlan) -> dict[str, Any]:
    """What the plan's VirtualMachine says of the VM itself."""
    found: dict[str, Any] = the_vm(objects(plan))["spec"]["template"]["spec"]
    return found
