"""Where the VMs of a plan may run: apart from others, or on certain hosts."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.artefacts.kubernetes import Json
from domain.artefacts.vm import wants
from domain.artefacts.vm.choices import Answered
from domain.artefacts.vm.names import name
from domain.artefacts.vm.plan import VmPlan

LABEL = "vm.kubevirt.io/name"
"""By which a migration policy finds a VM."""

GROUP = "kept-apart"
"""Label of the VMs of which no two run on one host; its value is the group."""


@dataclass(frozen=True)
class Placement:
    """Labels of the VM, and its fields for the scheduler."""

    labels: dict[str, str] = field(default_factory=dict)
    scheduling: Json = field(default_factory=dict)


def placement(plan: VmPlan) -> Placement:
    """What the VMs of a plan have alike."""
    group, hosts = wants.apart(plan), host_labels(plan)
    scheduling: Json = {"affinity": anti_affinity(plan)} if group else {}
    return Placement(
        labels={GROUP: name(plan, "group")} if group else {},
        scheduling={**scheduling, **({"nodeSelector": hosts} if hosts else {})},
    )


def anti_affinity(plan: VmPlan) -> Json:
    """No two VMs of the group on one host, in Kubernetes' terms."""
    term = {"labelSelector": {"matchLabels": {GROUP: name(plan, "group")}}, "topologyKey": "kubernetes.io/hostname"}
    return {"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}


def host_labels(plan: VmPlan) -> dict[str, str]:
    """The label of the hosts on which it may run; a placeholder has no value."""
    if not plan.answered(Answered.CERTAIN_HOSTS):
        return {}
    key, _, value = name(plan, "node-label").partition("=")
    return {key: value}
