"""What to apply on OVE: the VirtualMachine of a plan and the objects it needs, as data and as YAML."""

from __future__ import annotations

from domain.artefacts import kubernetes
from domain.artefacts.kubernetes import Json, kubernetes_object
from domain.artefacts.quoting import refuse, yaml_text
from domain.artefacts.vm.choices import Answered, Asked, OveChoice
from domain.artefacts.vm.disks import drives, shared_volumes
from domain.artefacts.vm.names import check_names, fields
from domain.artefacts.vm.network import attachments, connections
from domain.artefacts.vm.notes import notes
from domain.artefacts.vm.plan import VmPlan

__all__ = ["check_names", "fields", "manifest", "notes", "objects"]

NAME_LABEL = "vm.kubevirt.io/name"


def manifest(plan: VmPlan) -> str:
    """The objects as one YAML file of several documents, for `oc apply -f`. NameFaultError: as in `objects`."""
    return yaml_text(objects(plan))


def objects(plan: VmPlan) -> list[Json]:
    """The objects to apply, in an order in which each finds what it refers to; the VirtualMachine is the last.

    NameFaultError, a ValueError: a name is not one that Kubernetes takes; the text says which and how to mend it.
    """
    refuse(check_names(plan))
    moves = plan.answered(Answered.MAY_MOVE, Answered.MUST_MOVE)
    # Where a guest writes fast, a move only ends if it is slowed down.
    policy = [_migration_policy(plan)] if moves and plan.answered(Answered.WRITES_FAST) else []
    return [*attachments(plan), *shared_volumes(plan), *policy, _virtual_machine(plan)]


def _migration_policy(plan: VmPlan) -> Json:
    vm, namespace = plan.names["vm"], plan.names["namespace"]
    selectors = {
        # A policy holds for the whole cluster, where another namespace may have a VM of the same name.
        "namespaceSelector": {"kubernetes.io/metadata.name": namespace},
        "virtualMachineInstanceSelector": {NAME_LABEL: vm},
    }
    return kubernetes.migration_policy(f"{namespace}-{vm}", spec={"allowAutoConverge": True, "selectors": selectors})


def _virtual_machine(plan: VmPlan) -> Json:
    vm = plan.names["vm"]
    every = drives(plan)
    templates = [drive.template for drive in every if drive.template]
    spec: Json = {
        "domain": _domain(plan),
        "networks": [network for _, network in connections(plan)],
        "volumes": [{"name": drive.name, **drive.volume} for drive in every],
    }
    if strategy := _eviction_strategy(plan):
        spec = {"evictionStrategy": strategy, **spec}
    machine = {
        # What comes from VMware has empty disks here and must not start beside its source.
        "runStrategy": "Halted" if plan.from_vmware else "RerunOnFailure",
        **({"dataVolumeTemplates": templates} if templates else {}),
        "template": {"metadata": {"labels": {NAME_LABEL: vm}}, "spec": spec},
    }
    return kubernetes_object("kubevirt.io/v1", "VirtualMachine", vm, plan.names["namespace"], spec=machine)


def _eviction_strategy(plan: VmPlan) -> str:
    if plan.chose(OveChoice.LIVE_MIGRATE):
        return "LiveMigrate"
    return "LiveMigrateIfPossible" if plan.chose(OveChoice.IF_POSSIBLE) else ""


def _domain(plan: VmPlan) -> Json:
    parts = {
        "cpu": _cpu(plan),
        "memory": _memory(plan),
        "resources": _resources(plan),
        "firmware": _firmware(plan),
        "features": _features(plan),
        "clock": _clock(plan),
        "launchSecurity": {"sev": {}} if plan.encrypted else {},
        "devices": _devices(plan),
    }
    return {key: part for key, part in parts.items() if part}


def _cpu(plan: VmPlan) -> Json:
    count = plan.number(Asked.VCPU)
    # Desktop editions of Windows use no more than two sockets. Elsewhere sockets are what can be hot-plugged.
    sockets, cores = (1, count) if plan.answered(Answered.WINDOWS) else (count, 1)
    cpu: Json = {"sockets": sockets, "cores": cores, "threads": 1}
    if plan.chose(OveChoice.DEDICATED_CPUS):
        cpu["dedicatedCpuPlacement"] = True
    if plan.numa:
        cpu["numa"] = {"guestMappingPassthrough": {}}
    return cpu


def _memory(plan: VmPlan) -> Json:
    size = plan.page_size
    return {"guest": f"{plan.number(Asked.RAM)}Gi", **({"hugepages": {"pageSize": size}} if size else {})}


def _resources(plan: VmPlan) -> Json:
    """Dedicated CPUs need equal requests and limits, hugepages a request; CPUs follow from the topology and are not repeated."""
    memory = {"memory": f"{plan.number(Asked.RAM)}Gi"}
    if plan.chose(OveChoice.DEDICATED_CPUS):
        return {"requests": memory, "limits": memory}
    return {"requests": memory} if plan.page_size else {}


def _firmware(plan: VmPlan) -> Json:
    if plan.chose(OveChoice.SECURE_BOOT):
        return {"bootloader": {"efi": {"secureBoot": True}}}
    if plan.chose(OveChoice.UEFI) or plan.encrypted:
        # Left out, secureBoot would be true.
        return {"bootloader": {"efi": {"secureBoot": False}}}
    return {"bootloader": {"bios": {}}} if plan.chose(OveChoice.BIOS) else {}


def _features(plan: VmPlan) -> Json:
    """SMM for Secure Boot, and for Windows the Hyper-V features of the user guide (Virtual hardware, Features).

    Reenlightenment is not among them: without a known TSC frequency it keeps a VM from moving.
    """
    smm = {"smm": {"enabled": True}} if plan.chose(OveChoice.SECURE_BOOT) else {}
    hyperv = {"relaxed": {}, "vapic": {}, "spinlocks": {"spinlocks": 8191}}
    return {"acpi": {}, "apic": {}, "hyperv": hyperv, **smm} if plan.answered(Answered.WINDOWS) else smm


def _clock(plan: VmPlan) -> Json:
    """For Windows the timers of the user guide (Virtual hardware, Timers)."""
    timer = {"hpet": {"present": False}, "pit": {"tickPolicy": "delay"}, "rtc": {"tickPolicy": "catchup"}, "hyperv": {}}
    return {"utc": {}, "timer": timer} if plan.answered(Answered.WINDOWS) else {}


def _devices(plan: VmPlan) -> Json:
    devices: Json = {
        "disks": [{"name": drive.name, **drive.device} for drive in drives(plan)],
        "interfaces": [interface for interface, _ in connections(plan)],
    }
    if plan.chose(OveChoice.GPU, OveChoice.VGPU):
        devices["gpus"] = [{"name": "gpu-1", "deviceName": plan.names["gpu-device"]}]
    if plan.answered(Answered.VTPM):
        devices["tpm"] = {"persistent": True}
    return devices
