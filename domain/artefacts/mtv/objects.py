"""The kinds of MTV as data, each field as in its definition (kubev2v/forklift v2.12.5, operator/config/crd/bases)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.artefacts.kubernetes import Json, kubernetes_object

API = "forklift.konveyor.io/v1beta1"

DESTINATION = "host"
"""The provider that stands for the cluster MTV runs on; MTV makes it."""


@dataclass(frozen=True)
class Names:
    """The project of MTV's objects, and what they call each other; the maps are named like their plan."""

    namespace: str
    provider: str
    secret: str
    plan: str

    def ref(self, name: str) -> Json:
        """A reference to one of them."""
        return {"name": name, "namespace": self.namespace}

    @property
    def providers(self) -> Json:
        """From where to where."""
        return {"source": self.ref(self.provider), "destination": self.ref(DESTINATION)}


@dataclass(frozen=True)
class SourceVm:
    """A VM by its name in vCenter and the name that it gets; `settings` hold for it alone."""

    source: str
    target: str
    settings: Json


def secret(names: Names, url: str, login: Mapping[str, str]) -> Json:
    """The login of the source: `user`, `password`, and as `cacert` the certificate that its answers are checked by."""
    made = kubernetes_object(
        "v1",
        "Secret",
        names.secret,
        names.namespace,
        type="Opaque",
        stringData={**login, "insecureSkipVerify": "false", "url": url},
    )
    made["metadata"]["labels"] = {"createdForProviderType": "vsphere", "createdForResourceType": "providers"}
    return made


def provider(names: Names, url: str, vddk_image: str = "") -> Json:
    """A vCenter as the source; `vddk_image` is the image with VMware's kit, where MTV does not do without."""
    settings = {"sdkEndpoint": "vcenter", **({"vddkInitImage": vddk_image} if vddk_image else {})}
    spec = {"type": "vsphere", "url": url, "settings": settings, "secret": names.ref(names.secret)}
    return kubernetes_object(API, "Provider", names.provider, names.namespace, spec=spec)


def network_map(names: Names, lines: Sequence[tuple[str, Json]]) -> Json:
    """Which network of vCenter, by name, becomes what: {"type": "pod"}, "multus" with name and namespace, or "ignored"."""
    mapped = [{"source": {"name": source}, "destination": destination} for source, destination in lines]
    return kubernetes_object(API, "NetworkMap", names.plan, names.namespace, spec={"map": mapped, "provider": names.providers})


def storage_map(names: Names, datastore: str, destination: Json, offload: Json | None = None) -> Json:
    """Where the disks of a datastore go: a storage class with its modes; with `offload`, the array copies."""
    line: Json = {"source": {"name": datastore}, "destination": destination}
    if offload:
        line["offloadPlugin"] = {"vsphereXcopyConfig": offload}
    return kubernetes_object(API, "StorageMap", names.plan, names.namespace, spec={"map": [line], "provider": names.providers})


def plan(names: Names, target_namespace: str, vms: Sequence[SourceVm], **settings: Any) -> Json:
    """The plan over both maps; `settings` are further fields of its spec."""
    return kubernetes_object(
        API,
        "Plan",
        names.plan,
        names.namespace,
        spec={
            **settings,
            "provider": names.providers,
            "map": {"network": names.ref(names.plan), "storage": names.ref(names.plan)},
            "targetNamespace": target_namespace,
            "vms": [{"name": vm.source, "targetName": vm.target, **vm.settings} for vm in vms],
        },
    )


def migration(names: Names) -> Json:
    """What starts the plan, as soon as it is there."""
    return kubernetes_object(API, "Migration", names.plan, names.namespace, spec={"plan": names.ref(names.plan)})
