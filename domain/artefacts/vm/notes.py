"""What to know before the objects of a plan are applied: what is left out, assumed and needed, and the memory overhead.

What a manifest leaves out or assumes is computed here; what holds of KubeVirt and OpenShift is said in data/builds.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.artefacts.vm import disks as storage
from domain.artefacts.vm import wants
from domain.artefacts.vm.build_steps import Note, sentences
from domain.artefacts.vm.choices import Answered, Asked, OveChoice
from domain.artefacts.vm.from_vmware import left_to_set
from domain.artefacts.vm.names import open_names, placeholder
from domain.artefacts.vm.overhead import FIXED_MIB, FIXED_MIB_AFTER_1_9, overhead_mib
from domain.artefacts.vm.plan import ASSUMED, VmPlan
from domain.catalog.loading import Catalog
from domain.quantities.wording import counted


def notes(catalog: Catalog, plan: VmPlan) -> list[Note]:
    """Sentences to read before applying: first what the manifest does not do, then what it assumes, then what it needs."""
    computed = [Note(text) for text in (*_left_out(plan), *_open(plan), *_assumed(plan))]
    return [*computed, *sentences(catalog, plan, _values(plan)), Note(_overhead(plan))]


def _left_out(plan: VmPlan) -> Iterator[str]:
    if plan.from_vmware:
        if unset := left_to_set(plan):
            these = "it" if len(unset) == 1 else "them"
            yield f"MTV leaves unset: {', '.join(unset)}. The plan leaves the VM off: set {these} before its first start."
        return
    if plan.answered(Answered.ENCRYPTED) and (against := plan.against_encryption):
        yield f"The memory is not encrypted: SEV is left out, because KubeVirt does not take it together with {against}."
    if plan.chose(OveChoice.NUMA) and not plan.numa:
        asked = {"dedicated CPUs": plan.chose(OveChoice.DEDICATED_CPUS), "hugepages": bool(plan.page_size)}
        missing = " and ".join(name for name, there in asked.items() if not there)
        yield f"NUMA passthrough is left out: KubeVirt refuses it without {missing}."
    if count := storage.left_out(plan):
        are = "is" if count == 1 else "are"
        text = f"the API takes {storage.MOST_DRIVES} on one VM, CD-ROMs included. Divide them over several VMs."
        yield f"{counted(count, 'disk')} {are} left out: {text}"


def _open(plan: VmPlan) -> Iterator[str]:
    if found := open_names(plan):
        yield f"What stands in brackets, such as {found[0]}, is for you to fill in: nothing runs with it."


def _assumed(plan: VmPlan) -> Iterator[str]:
    if plan.from_vmware:
        if not plan.chose(OveChoice.MTV_COLD, OveChoice.MTV_WARM):
            yield "Transfer not answered: the plan is cold, as MTV takes it."
    else:
        yield from _assumed_of_new(plan)
    if not plan.chose(OveChoice.MASQUERADE, OveChoice.BRIDGE, OveChoice.SRIOV):
        yield "Network not answered: masquerade on the pod network assumed."
    if Asked.NICS not in plan.answers:
        yield f"Network adapters not answered: {wants.adapters(plan)} assumed."


def _assumed_of_new(plan: VmPlan) -> Iterator[str]:
    if Asked.VCPU not in plan.answers:
        yield f"vCPU not answered: {ASSUMED[Asked.VCPU]} assumed."
    if Asked.RAM not in plan.answers:
        yield f"RAM not answered: {ASSUMED[Asked.RAM]} GiB assumed."
    if Asked.DISKS not in plan.answers:
        yield f"Number of disks not answered: {wants.disks(plan)} assumed."
    if unknown := [placeholder(field) for field, asked in _SIZES.items() if asked(plan)]:
        yield f"Sizes that the answers do not give: {', '.join(unknown)}. The API refuses the objects until they are filled in."
    if wants.sized_disks(plan) and Asked.DISK_SIZE in plan.answers:
        yield "The largest disk is taken for the second: the first is the one that the VM boots from."
    if Asked.OS not in plan.answers:
        yield "Guest system not answered: nothing is written that only Windows needs."
    if Asked.ORIGIN not in plan.answers:
        yield "Origin not answered: a new VM assumed."
    if not plan.chose(OveChoice.BIOS, OveChoice.UEFI, OveChoice.SECURE_BOOT):
        encrypted = "UEFI without Secure Boot assumed, which SEV needs."
        yield f"Firmware not answered: {encrypted if plan.encrypted else 'none is written, and KubeVirt takes BIOS.'}"


_SIZES = {
    "os-disk-size": wants.os_disk_size,
    "largest-disk-size": wants.largest_disk_size,
    "data-disk-size": wants.data_disk_size,
}


def _values(plan: VmPlan) -> dict[str, str]:
    """What fills the places of the sentences (`domain.catalog.records.workload.SAYS_PLACES`)."""
    return {
        "memory_gib": f"{plan.number(Asked.RAM):,}",
        "page_size": plan.page_size.replace("Mi", " MiB").replace("Gi", " GiB"),
        "access_mode": "".join(storage.access_modes(plan)),
    }


def _overhead(plan: VmPlan) -> str:
    found = overhead_mib(plan)
    total, terms = sum(found.values()), " + ".join(f"{mib:,} ({name})" for name, mib in found.items())
    later = FIXED_MIB_AFTER_1_9 - FIXED_MIB
    return f"Beside the guest's memory KubeVirt counts {total:,} MiB: {terms}. After KubeVirt 1.9 it is {later} MiB more."
