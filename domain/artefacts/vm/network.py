"""The network interfaces of a KubeVirt VM, and the attachment to a VLAN that they use."""

from __future__ import annotations

import json
from typing import Any

from domain.artefacts.vm.plan import VmPlan

Json = dict[str, Any]

POD: tuple[Json, Json] = ({"name": "default", "masquerade": {}, "model": "virtio"}, {"name": "default", "pod": {}})
"""Interface and network of the pod network: masquerade there passes the migration check, a bridge does not."""


def connections(plan: VmPlan) -> list[tuple[Json, Json]]:
    """Interfaces with their networks; the pod network if nothing is chosen."""
    if "ove-sriov" in plan.choices:
        return [POD, ({"name": "sriov", "sriov": {}}, _multus(plan, "sriov"))]
    if "ove-bridge" in plan.choices:
        return [({"name": "vlan", "bridge": {}, "model": "virtio"}, _multus(plan, "vlan"))]
    return [POD]


def attachments(plan: VmPlan) -> list[Json]:
    """The NetworkAttachmentDefinition of a bridge or an SR-IOV adapter; none for the pod network."""
    name = plan.names.get("network-attachment", "")
    if "ove-sriov" in plan.choices:
        config = {"cniVersion": "0.3.1", "name": name, "type": "sriov", "vlan": int(plan.names["vlan-id"]), "ipam": {}}
        return [_attachment(plan, plan.names["sriov-resource"], config)]
    if "ove-bridge" in plan.choices:
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
        return [_attachment(plan, f"bridge.network.kubevirt.io/{bridge}", config)]
    return []


def _multus(plan: VmPlan, name: str) -> Json:
    return {"name": name, "multus": {"networkName": plan.names["network-attachment"]}}


def _attachment(plan: VmPlan, resource: str, config: Json) -> Json:
    return {
        "apiVersion": "k8s.cni.cncf.io/v1",
        "kind": "NetworkAttachmentDefinition",
        "metadata": {
            "name": plan.names["network-attachment"],
            "namespace": plan.names["namespace"],
            "annotations": {"k8s.v1.cni.cncf.io/resourceName": resource},
        },
        "spec": {"config": json.dumps(config)},
    }
