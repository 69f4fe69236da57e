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
    name = plan.names.get("network-attachment", "")
    if plan.chose(OveChoice.SRIOV):
        config = {"cniVersion": "0.3.1", "name": name, "type": "sriov", "vlan": int(plan.names["vlan-id"]), "ipam": {}}
        return [network_attachment(name, plan.names["namespace"], config, plan.names["sriov-resource"])]
    if plan.chose(OveChoice.BRIDGE):
        bridge = plan.names["bridge"]
        config = {
            "cniVersion": "0.3.1",
            "name": name,
            "type": "bridge",
            "bridge": bridge,
            "vlan": int(plan.names["vlan-id"]),
            "macspoofchk": True,
            "disableContainerInterface": True,
            "preserveDefaultVlan": False,
        }
        # The resource is how the scheduler knows which nodes have the bridge.
        return [network_attachment(name, plan.names["namespace"], config, f"bridge.network.kubevirt.io/{bridge}")]
    return []


def _multus(plan: VmPlan, name: str) -> Json:
    return {"name": name, "multus": {"networkName": plan.names["network-attachment"]}}
