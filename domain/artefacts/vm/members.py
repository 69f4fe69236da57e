"""The VMs of a plan: one, or two that share disks."""

from __future__ import annotations

from dataclasses import dataclass

from domain.artefacts.vm.names import name, placeholder
from domain.artefacts.vm.plan import VmPlan


@dataclass(frozen=True)
class Member:
    """One VM by its name; `second` has what is the other's own, such as its MAC address, under names of its own."""

    name: str
    second: bool = False

    def own(self, plan: VmPlan, field: str, number: int = 1) -> str:
        """What belongs to this VM alone: the reader gives it for the first VM, and for the first of several of a kind."""
        if self.second:
            return placeholder(f"other-vm-{field}", number)
        return name(plan, field) if number == 1 else placeholder(field, number)


def members(plan: VmPlan) -> list[Member]:
    """The VM itself, and the one that shares its disks."""
    first = Member(name(plan, "vm"))
    return [first, Member(name(plan, "other-vm"), second=True)] if plan.grouped else [first]
