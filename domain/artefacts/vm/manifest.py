"""What to apply on OVE: the VirtualMachines of a plan and the objects they need, or those with which MTV makes them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.artefacts import kubernetes
from domain.artefacts.kubernetes import Json
from domain.artefacts.quoting import refuse, yaml_text
from domain.artefacts.vm import from_vmware
from domain.artefacts.vm.disks import shared_volumes
from domain.artefacts.vm.machine import virtual_machine
from domain.artefacts.vm.members import Member, members
from domain.artefacts.vm.names import check_names, fields, name, unfilled
from domain.artefacts.vm.network import attachments
from domain.artefacts.vm.notes import notes
from domain.artefacts.vm.placement import LABEL
from domain.artefacts.vm.plan import VmPlan

__all__ = ["ManifestFile", "check_names", "fields", "files", "manifest", "notes", "objects", "unfilled"]


@dataclass(frozen=True)
class ManifestFile:
    """Objects that are applied together, one YAML document each; `title` says when, and is empty if there is one file alone."""

    title: str
    name: str
    objects: tuple[Json, ...]

    @property
    def text(self) -> str:
        """The file's content, for `oc apply -f`."""
        return yaml_text(self.objects)


def files(plan: VmPlan) -> list[ManifestFile]:
    """The files in the order in which they are applied, each with its objects in an order in which they find each other.

    NameFaultError, a ValueError: a name is not one that Kubernetes takes; the text says which and how to mend it.
    """
    refuse(check_names(plan))
    vm = name(plan, "vm")
    if plan.from_vmware:
        made = (*attachments(plan), *_policies(plan), *from_vmware.mapped(plan))
        return [
            ManifestFile("Once for each vCenter", f"{name(plan, 'provider')}.yaml", tuple(from_vmware.source(plan))),
            ManifestFile("For this VM", f"{vm}.yaml", made),
            ManifestFile("To start the migration", f"{vm}-start.yaml", tuple(from_vmware.start(plan))),
        ]
    machines = (virtual_machine(plan, member) for member in members(plan))
    return [ManifestFile("", f"{vm}.yaml", (*attachments(plan), *shared_volumes(plan), *_policies(plan), *machines))]


def objects(plan: VmPlan) -> list[Json]:
    """All objects in the order in which they are applied. NameFaultError: as in `files`."""
    return [each for file in files(plan) for each in file.objects]


def manifest(plan: VmPlan) -> str:
    """All objects as one YAML text of several documents. NameFaultError: as in `files`."""
    return yaml_text(objects(plan))


def _policies(plan: VmPlan) -> list[Json]:
    """A policy for each VM; MTV labels all VMs of its plan alike, so that one is enough."""
    if not plan.policed:
        return []
    return [_policy(plan, member) for member in members(plan)[: 1 if plan.from_vmware else None]]


def _policy(plan: VmPlan, member: Member) -> Json:
    namespace = name(plan, "namespace")
    selectors = {
        # A policy holds for the whole cluster, where another namespace may have a VM of the same name.
        "namespaceSelector": {"kubernetes.io/metadata.name": namespace},
        "virtualMachineInstanceSelector": {LABEL: member.name},
    }
    return kubernetes.migration_policy(f"{namespace}-{member.name}", spec={"allowAutoConverge": True, "selectors": selectors})
