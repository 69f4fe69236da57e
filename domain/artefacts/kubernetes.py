"""Objects of Kubernetes as data: what all of them have, and the kinds that more than one artefact is made of."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]

CNI_VERSION = "0.3.1"
"""As the attachments of OpenShift's documentation and of KubeVirt's user guide have it."""


def kubernetes_object(
    api_version: str, kind: str, name: str, namespace: str = "", *, generate_name: bool = False, **parts: Any
) -> Json:
    """An object with its `parts`, such as `spec`, in the order given. An empty namespace: the kind belongs to the cluster.

    With `generate_name`, `name` is only the start of a name that Kubernetes makes for every object created from it.
    """
    metadata = {"generateName" if generate_name else "name": name, **({"namespace": namespace} if namespace else {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **parts}


def migration_policy(name: str, **parts: Any) -> Json:
    """A MigrationPolicy, which holds for the whole cluster."""
    return kubernetes_object("migrations.kubevirt.io/v1alpha1", "MigrationPolicy", name, **parts)


def network_attachment(name: str, namespace: str, config: Json, resource: str = "") -> Json:
    """A NetworkAttachmentDefinition of this CNI configuration; `resource` is how the scheduler knows which nodes have it."""
    spec = {"config": json.dumps({"cniVersion": CNI_VERSION, "name": name, **config})}
    thing = kubernetes_object("k8s.cni.cncf.io/v1", "NetworkAttachmentDefinition", name, namespace, spec=spec)
    if resource:
        thing["metadata"]["annotations"] = {"k8s.v1.cni.cncf.io/resourceName": resource}
    return thing
