"""The network interfaces of a KubeVirt VM, and the attachment to a VLAN that they use."""

from __future__ import annotations

from domain.artefacts.kubernetes import Json, network_attachment
from domain.artefacts.vm.choices import OveChoice
from domain.artefacts.vm.plan import VmPlan

POD: tuple[Json, Json] = ({"name": "default", "masquerade": {}, "model": "virtio"}, {"name": "default", "pod": {}})
"""Interface and network of the pod network: masquerade there passes the migration check, a bridge does not."""


def connections(plan: VmPlan) -> list[tuple[Json, Json]]:
    """Interfaces with their networks; the pod network if nothing is chosen."""
    if plan.chose(OveChoice.SRIOV):
        return [POD, ({"name": "sriov", "sriov": {}}, _multus(plan, "sriov"))]
    if plan.chose(OveChoice.BRIDGE):
        return [({"name": "vlan", "bridge": {}, "model": "virtio"}, _multus(plan, "vlan"))]
    return [POD]


def attachments(plan: VmPlan) -> list[Json]:
    """The NetworkAttachmentDefinition of a bridge or an SR-IOV adapter; none for the pod network."""
    if not plan.chose(OveChoice.SRIOV, OveChoice.BRIDGE):
        return []
    vlan = int(plan.names["vlan-id"])
    if plan.chose(OveChoice.SRIOV):
        resource = plan.names["sriov-resource"]
        config: Json = {"type": "sriov", "vlan": vlan, "ipam": {}}
    else:
        bridge = plan.names["bridge"]
        resource = f"bridge.network.kubevirt.io/{bridge}"
        config = {"type": "bridge", "bridge": bridge, "vlan": vlan, "macspoofchk": True}
        config |= {"disableContainerInterface": True, "preserveDefaultVlan": False}
    return [network_attachment(plan.names["network-attachment"], plan.names["namespace"], config, resource)]


def _multus(plan: VmPlan, name: str) -> Json:
    return {"name": name, "multus": {"networkName": plan.names["network-attachment"]}}
