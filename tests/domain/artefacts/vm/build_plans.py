"""Plans of VMs on vSphere and Azure Local, and answers that lead to every record of data/builds.yaml."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from domain.artefacts.vm import build_commands
from domain.artefacts.vm.build_commands import steps
from domain.artefacts.vm.build_steps import taken
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from domain.catalog.vocabulary import BuildPart, Platform
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge

VSPHERE, AZURE = Platform.VSPHERE, Platform.AZURE_LOCAL
BOOK = rulebook(catalog())
BUILDS = {id_: build for id_, build in catalog().builds.items() if build.platform is not Platform.OVE}
Given = dict[str, int | str]

PARTIAL: st.SearchStrategy[Given] = st.fixed_dictionaries(
    {},
    optional={
        id_: st.integers(question.low, question.high) if question.counts else st.sampled_from([o.id for o in question.options])
        for id_, question in BOOK.questions.items()
    },
)
PLATFORMS = st.sampled_from([VSPHERE, AZURE])


def plan(platform: Platform, answers: Given, **names: str) -> VmPlan:
    """The plan of the approach that the rules choose."""
    standing = judge(BOOK, answers, (platform,))[platform]
    choices = frozenset(chosen.choice.id for chosen in standing.chosen.values())
    return VmPlan(platform, BOOK.settled(answers), choices, {key.replace("_", "-"): name for key, name in names.items()})


def said_of(plan: VmPlan) -> list[str]:
    """What is said beside the commands."""
    return [note.text for note in build_commands.notes(catalog(), plan)]


def built(platform: Platform, answers: Given) -> list[str]:
    """The commands for the day the VM is built."""
    return [run.command for build, run in steps(catalog(), plan(platform, answers)) if build.part is BuildPart.BUILD]


def example(id_: str, **changed: int | str) -> Given:
    return {**catalog().workloads[id_].answers, **changed}


RARE: list[Given] = [
    {"origin": "new", "disks": 100, "sharing": "own"},
    {"origin": "new", "disks": 3, "sharing": "own", "encryption": "platform"},
    {"origin": "new", "sharing": "reservation", "encryption": "platform"},
    {"origin": "new", "disks": 1, "sharing": "own", "disk_size": 300},
    {"origin": "new", "disks": 1, "sharing": "own", "disk_size": 80000},
    {"origin": "new", "nics": 3},
    {"origin": "new", "disks": 3, "sharing": "own", "vtpm": "with"},
    {"origin": "new", "disks": 3, "sharing": "own", "vtpm": "without"},
    {"origin": "new", "numa": "passthrough", "hotplug": "cpu-memory"},
    {"origin": "new", "os": "windows-11", "firmware": "secure-boot", "live": "must", "hosts": "generations"},
    {"origin": "vmware", "firmware": "secure-boot"},
    {"origin": "vmware", "address": "keep", "os": "rhel-9"},
    {"origin": "vmware", "address": "keep", "os": "windows-server-2022"},
    {"origin": "vmware", "os": "debian-12"},
    *({"origin": "new", q: option.id} for q, question in BOOK.questions.items() for option in question.options if q != "origin"),
]
"""Answers of which a record needs several at once."""


@cache
def witnesses() -> dict[str, tuple[Platform, Given]]:
    """Answers that lead to each record of builds.yaml: a worked example with a few other answers."""
    found: dict[str, tuple[Platform, Given]] = {}
    options = [{q: option.id} for q, question in BOOK.questions.items() for option in question.options]
    examples = [dict(workload.answers) for workload in catalog().workloads.values()]
    for answers in (*examples, *({**given, **other} for given in examples for other in (*RARE, *options))):
        for platform in (VSPHERE, AZURE):
            chosen = plan(platform, answers)
            for build in taken(catalog(), chosen):
                found.setdefault(build.id, (platform, answers))
        if found.keys() == BUILDS.keys():
            return found
    return found


@cache
def unsized(id_: str) -> VmPlan:
    """A plan that leads to this record, in one line, and gives no size or guest, so that every field of it is asked for."""
    platform, answers = witnesses()[id_]
    each = BUILDS[id_].each
    given = {key: answer for key, answer in answers.items() if key not in ("vcpu", "ram", "disk_size")}
    if platform is VSPHERE:
        given.pop("os", None)
    return plan(platform, given | ({each.question: each.first} if each else {}))


def named_alike(id_: str, name: str) -> VmPlan:
    """The same plan with this name in every field."""
    chosen = unsized(id_)
    return VmPlan(chosen.platform, chosen.answers, chosen.choices, dict.fromkeys(catalog().fields, name))
