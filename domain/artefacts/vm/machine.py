"""The VirtualMachine of a plan: CPUs, memory, firmware, features and devices."""

from __future__ import annotations

from domain.artefacts.kubernetes import Json, kubernetes_object
from domain.artefacts.vm.choices import Answered, Asked, Guests, OveChoice
from domain.artefacts.vm.disks import drives
from domain.artefacts.vm.members import Member
from domain.artefacts.vm.names import name
from domain.artefacts.vm.network import connections, multiqueue
from domain.artefacts.vm.placement import LABEL, placement
from domain.artefacts.vm.plan import VmPlan

HOTPLUG_RATIO, MOST_VCPUS = 4, 512
"""How many times its sockets a VM may grow to by KubeVirt's default, and the vCPUs at which that ends (KubeVirt v1.9.0,
pkg/defaults/defaults.go, setupCPUHotplug)."""

BASIC_HYPERV: Json = {"relaxed": {}, "vapic": {}, "spinlocks": {"spinlocks": 8191}}
HYPERV: Json = {
    **BASIC_HYPERV,
    **{feature: {} for feature in ("vpindex", "runtime", "synic", "reset", "frequencies", "tlbflush", "ipi")},
    "synictimer": {"direct": {}},
}
"""The Hyper-V features of KubeVirt's templates for Windows (common-templates, windows2k22.tpl.yaml), but for reenlightenment.

That one keeps a VM from moving where no TSC frequency is known.
"""


def virtual_machine(plan: VmPlan, member: Member) -> Json:
    """The VirtualMachine of one member of the plan."""
    every = drives(plan, member)
    templates = [drive.template for drive in every if drive.template]
    spec: Json = {
        **_eviction_strategy(plan),
        "domain": _domain(plan, member),
        "networks": [network for _, network in connections(plan, member)],
        "volumes": [{"name": drive.name, **drive.volume} for drive in every],
    }
    found = placement(plan)
    metadata: Json = {"labels": {LABEL: member.name, **found.labels}}
    if plan.runs(Guests.WINDOWS_2003):
        metadata["annotations"] = {"kubevirt.io/disablePCIHole64": "true"}
    machine = {
        # It starts at once and again after a failure, and a guest that shuts itself down stays down.
        "runStrategy": "RerunOnFailure",
        **({"dataVolumeTemplates": templates} if templates else {}),
        "template": {"metadata": metadata, "spec": {**spec, **found.scheduling}},
    }
    return kubernetes_object("kubevirt.io/v1", "VirtualMachine", member.name, name(plan, "namespace"), spec=machine)


def _eviction_strategy(plan: VmPlan) -> Json:
    if plan.chose(OveChoice.LIVE_MIGRATE):
        return {"evictionStrategy": "LiveMigrate"}
    return {"evictionStrategy": "LiveMigrateIfPossible"} if plan.chose(OveChoice.IF_POSSIBLE) else {}


def _domain(plan: VmPlan, member: Member) -> Json:
    parts = {
        "cpu": _cpu(plan),
        "memory": _memory(plan),
        "resources": _resources(plan),
        "firmware": _firmware(plan, member),
        "features": _features(plan),
        "clock": _clock(plan),
        "launchSecurity": {"sev": {}} if plan.encrypted else {},
        "devices": _devices(plan, member),
    }
    return {key: part for key, part in parts.items() if part}


def _cpu(plan: VmPlan) -> Json:
    """One socket, whose number licences and editions count; where CPUs are to be added, sockets, which alone can be."""
    count = plan.number(Asked.VCPU)
    cpu: Json = {"sockets": 1, "cores": count, "threads": 1}
    if plan.answered(Answered.CPUS_GROW):
        cpu = {"sockets": count, "cores": 1, "threads": 1, "maxSockets": max(min(count * HOTPLUG_RATIO, MOST_VCPUS), count)}
    if plan.chose(OveChoice.DEDICATED_CPUS):
        cpu |= {"dedicatedCpuPlacement": True, "isolateEmulatorThread": True}
    if plan.numa:
        cpu["numa"] = {"guestMappingPassthrough": {}}
    if plan.answered(Answered.RUNS_VMS):
        # Each CPU vendor has its own; the one that a node does not know is left out.
        cpu["features"] = [{"name": feature, "policy": "optional"} for feature in ("vmx", "svm")]
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


def _firmware(plan: VmPlan, member: Member) -> Json:
    bootloader = _bootloader(plan)
    return {
        **({"bootloader": bootloader} if bootloader else {}),
        **({"uuid": member.own(plan, "firmware-uuid")} if plan.answered(Answered.BOUND_TO_UUID) else {}),
        **({"serial": member.own(plan, "firmware-serial")} if plan.answered(Answered.BOUND_TO_SERIAL) else {}),
    }


def _bootloader(plan: VmPlan) -> Json:
    """What a TPM seals is bound to the UEFI variables too, so they are kept together. Left out, secureBoot would be true."""
    kept = {"persistent": True} if plan.answered(Answered.VTPM) else {}
    if plan.chose(OveChoice.SECURE_BOOT):
        return {"efi": {"secureBoot": True, **kept}}
    if plan.chose(OveChoice.UEFI) or plan.encrypted:
        return {"efi": {"secureBoot": False, **kept}}
    return {"bios": {}} if plan.chose(OveChoice.BIOS) else {}


def _features(plan: VmPlan) -> Json:
    """SMM for Secure Boot, and for Windows the Hyper-V features that its release knows."""
    smm = {"smm": {"enabled": True}} if plan.chose(OveChoice.SECURE_BOOT) else {}
    hyperv = HYPERV if plan.runs(Guests.WINDOWS) else BASIC_HYPERV
    return {"acpi": {}, "apic": {}, "hyperv": hyperv, **smm} if plan.windows else smm


def _clock(plan: VmPlan) -> Json:
    """For Windows the timers of the user guide (Virtual hardware, Timers)."""
    timer = {"hpet": {"present": False}, "pit": {"tickPolicy": "delay"}, "rtc": {"tickPolicy": "catchup"}, "hyperv": {}}
    return {"utc": {}, "timer": timer} if plan.windows else {}


def _devices(plan: VmPlan, member: Member) -> Json:
    interfaces = [interface for interface, _ in connections(plan, member)]
    devices: Json = {"disks": [{"name": drive.name, **drive.device} for drive in drives(plan, member)]}
    devices |= {"interfaces": interfaces} if interfaces else {"autoattachPodInterface": False}
    if multiqueue(plan) and plan.number(Asked.VCPU) > 1 and any(each.get("model") == "virtio" for each in interfaces):
        devices["networkInterfaceMultiqueue"] = True
    if plan.chose(OveChoice.GPU, OveChoice.VGPU):
        devices["gpus"] = [{"name": "gpu-1", "deviceName": name(plan, "gpu-device")}]
    if plan.answered(Answered.USB, Answered.PCI):
        devices["hostDevices"] = [{"name": "device-1", "deviceName": name(plan, "host-device")}]
    if plan.answered(Answered.VTPM):
        devices["tpm"] = {"persistent": True}
    return devices
