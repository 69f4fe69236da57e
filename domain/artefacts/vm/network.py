"""The network interfaces of a KubeVirt VM, and the attachments to VLANs that they use."""

from __future__ import annotations

from domain.artefacts.kubernetes import Json, network_attachment
from domain.artefacts.vm import wants
from domain.artefacts.vm.choices import Answered, Guests, OveChoice
from domain.artefacts.vm.members import Member
from domain.artefacts.vm.names import name, placeholder
from domain.artefacts.vm.plan import VmPlan


def connections(plan: VmPlan, member: Member) -> list[tuple[Json, Json]]:
    """Interfaces with their networks: the pod network at most once, where masquerade passes the migration check."""
    found: list[tuple[Json, Json]] = []
    model = "e1000e" if plan.runs(Guests.WINDOWS_OLD) else "virtio"
    if wants.on_pod_network(plan):
        found.append(({"name": "default", "masquerade": {}, "model": model}, {"name": "default", "pod": {}}))
    for attachment in attachment_names(plan):
        kind = "sriov" if plan.chose(OveChoice.SRIOV) else "vlan"
        own = kind if attachment == attachment_names(plan)[0] else f"{kind}-{len(found) + 1}"
        binding = {"sriov": {}} if plan.chose(OveChoice.SRIOV) else {"bridge": {}, "model": model}
        found.append(({"name": own, **binding}, {"name": own, "multus": {"networkName": attachment}}))
    if plan.answered(Answered.BOUND_TO_MAC):
        for number, (interface, _) in enumerate(found, 1):
            interface["macAddress"] = member.own(plan, "mac-address", number)
    return found


def multiqueue(plan: VmPlan) -> bool:
    """Whether each adapter gets a queue for every vCPU."""
    return plan.chose(OveChoice.DEDICATED_CPUS) or plan.answered(Answered.LOW_LATENCY)


def attachment_names(plan: VmPlan) -> list[str]:
    """The names of the attachments, one for each adapter that is not on the pod network."""
    count, first = wants.adapters(plan) - wants.on_pod_network(plan), name(plan, "network-attachment")
    return [first if number == 1 else f"{first}-{number}" for number in range(1, count + 1)]


def attachments(plan: VmPlan) -> list[Json]:
    """The NetworkAttachmentDefinitions of bridges or SR-IOV adapters; none for the pod network."""
    sriov = plan.chose(OveChoice.SRIOV)
    resource = name(plan, "sriov-resource") if sriov else f"bridge.network.kubevirt.io/{name(plan, 'bridge')}"
    return [
        network_attachment(each, name(plan, "namespace"), _sriov(plan, number) if sriov else _bridge(plan, number), resource)
        for number, each in enumerate(attachment_names(plan), 1)
    ]


def _sriov(plan: VmPlan, number: int) -> Json:
    config: Json = {"type": "sriov", **_access_vlan(plan, number), "ipam": {}}
    if plan.answered(Answered.OTHER_MACS, Answered.ALL_TRAFFIC):
        config |= {"spoofchk": "off", "trust": "on"}
    return config


def _bridge(plan: VmPlan, number: int) -> Json:
    config: Json = {"type": "bridge", "bridge": name(plan, "bridge"), **_access_vlan(plan, number)}
    if wants.trunk(plan):
        config["vlanTrunk"] = [{"minID": _vlan(name(plan, "vlan-first")), "maxID": _vlan(name(plan, "vlan-last"))}]
    if plan.answered(Answered.OWN_MAC):
        config["macspoofchk"] = True
    return config | {"disableContainerInterface": True, "preserveDefaultVlan": False}


def _access_vlan(plan: VmPlan, number: int) -> Json:
    if wants.trunk(plan):
        return {}
    return {"vlan": _vlan(name(plan, "vlan-id") if number == 1 else placeholder("vlan-id", number))}


def _vlan(value: str) -> int | str:
    """A number; a placeholder stays a text, which the plugin of the attachment refuses."""
    return int(value) if value.isdecimal() else value
