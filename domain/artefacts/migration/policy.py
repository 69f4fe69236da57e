"""Objects that set up live migration on KubeVirt and OpenShift Virtualization, as data, as YAML and as a patch.

Only fields that exist in the chosen release are written; what a release cannot carry is said in a note. Fields, paths and
releases are those of data/live_migration.yaml.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from domain.artefacts import kubernetes
from domain.artefacts.kubernetes import Json, kubernetes_object
from domain.artefacts.migration import names
from domain.artefacts.migration.settings import (
    HYPERCONVERGED,
    KUBEVIRT,
    POLICY,
    DedicatedNetwork,
    MigrationSettings,
    Product,
    Value,
    given,
)
from domain.artefacts.quoting import NameFaultError, refuse, yaml_text
from domain.catalog.vocabulary import SettingPlace
from domain.quantities.units import GIB, KIB, MIB, TIB

QEMU_LIMIT_MS = 300
"""Where the downtime limit starts, in milliseconds (KubeVirt, pkg/util/migrations/migrations.go, QEMUDefaultTargetDowntimeMS)."""

STILL_POSSIBLE = 1.5
"""A pause of this many times maxDowntimeMs is still tried (KubeVirt, precopyPossibleFactor; see data/live_migration.yaml)."""

_UNITS = ((TIB, "Ti"), (GIB, "Gi"), (MIB, "Mi"), (KIB, "Ki"))


@dataclass(frozen=True)
class ObjectToApply:
    """An object to take away, and what to know of it. `thing` is the object as data: do not change it."""

    thing: Json
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return yaml_text([self.thing])


def quantity(amount: int) -> str:
    """Bytes as Kubernetes writes them: 1073741824 is 1Gi; plain digits where no binary unit divides the amount.

    Source: Kubernetes, apimachinery, pkg/api/resource, canonical form of BinarySI.
    """
    return next((f"{amount // unit}{name}" for unit, name in _UNITS if amount and amount % unit == 0), str(amount))


def migration_policy(settings: MigrationSettings, product: Product) -> ObjectToApply:
    """The MigrationPolicy. NameFaultError, a ValueError: its name, a label or an amount is not one that Kubernetes takes."""
    refuse([*names.policy_faults(settings), *names.number_faults(settings)])
    labels = {"namespaceSelector": settings.namespace_labels, "virtualMachineInstanceSelector": settings.vmi_labels}
    thing = kubernetes.migration_policy(settings.policy_name, spec={})
    _write(thing, settings, product, POLICY)
    thing["spec"]["selectors"] = {selector: dict(wanted) for selector, wanted in labels.items() if wanted}
    return ObjectToApply(thing, tuple(_policy_notes(settings, product)))


def cluster_cr(settings: MigrationSettings, product: Product) -> ObjectToApply:
    """The object that holds the cluster's settings: HyperConverged where there is HCO, which reverts edits of the KubeVirt CR.

    NameFaultError, a ValueError: a name or an amount is not one that it takes.
    """
    refuse([*names.network_name_faults(settings), *names.number_faults(settings)])
    kind, name = ("HyperConverged", "kubevirt-hyperconverged") if product.hco else ("KubeVirt", "kubevirt")
    thing = kubernetes_object(product.api, kind, name, product.namespace, spec={})
    _write(thing, settings, product, product.cluster_place)
    return ObjectToApply(thing, tuple(_cluster_notes(settings, product)))


def cluster_patch(settings: MigrationSettings, product: Product) -> str:
    """The same settings as one command for a POSIX shell that merges them into the object that exists; empty if none is set.

    The resource is named with its version: from HCO 1.18 the plain name means API v1 (OpenShift 4.22 release notes).
    """
    thing = cluster_cr(settings, product).thing
    if not thing["spec"]:
        return ""
    group, _, version = thing["apiVersion"].rpartition("/")
    resource = f"{'hyperconvergeds' if product.hco else 'kubevirts'}.{version}.{group}"
    merge = json.dumps({"spec": thing["spec"]}, separators=(",", ":"))
    name = thing["metadata"]["name"]
    return shlex.join([product.client, "patch", resource, name, "-n", product.namespace, "--type", "merge", "-p", merge])


def network_attachment(settings: MigrationSettings, product: Product) -> ObjectToApply:
    """The NetworkAttachmentDefinition of the dedicated network, in the namespace in which it has to be.

    Form: OpenShift documentation, configuring a dedicated secondary network for live migration; CNI plugin macvlan;
    whereabouts. NameFaultError: no dedicated network is described, or something in it is bad.
    """
    network = settings.dedicated
    if network is None or settings.network is None:
        raise NameFaultError("Name the network attachment and describe the dedicated network; one of the two is missing.")
    refuse([*names.network_name_faults(settings), *names.dedicated_faults(network)])
    config: Json = {"type": "macvlan", "master": names.master(network), "mode": "bridge"}
    if network.mtu is not None:
        config["mtu"] = network.mtu
    config["ipam"] = {"type": "whereabouts", "range": str(names.address_range(network.cidr))}
    thing = kubernetes.network_attachment(settings.network, product.namespace, config)
    return ObjectToApply(thing, tuple(_network_notes(network, product)))


def migration_object(settings: MigrationSettings) -> ObjectToApply:
    """The VirtualMachineInstanceMigration that moves the VM once. NameFaultError: the VM or its namespace has a bad name.

    Who may create it: KubeVirt user guide, release notes of 1.5, pull request 13497.
    """
    refuse(names.vm_faults(settings))
    kind, start, spec = "VirtualMachineInstanceMigration", f"{settings.vm}-", {"vmiName": settings.vm}
    thing = kubernetes_object("kubevirt.io/v1", kind, start, settings.namespace, generate_name=True, spec=spec)
    create = "Create it with `create -f`, not with `apply`: every migration is an object of its own."
    return ObjectToApply(thing, (create, "From KubeVirt 1.5 whoever creates it needs the cluster role `kubevirt.io:migrate`."))


def _write(thing: Json, settings: MigrationSettings, product: Product, place: SettingPlace) -> None:
    """Every value that is set, at the path that the release has for it in this object."""
    for setting, value in given(settings).items():
        if path := product.path(setting, place):
            *parents, last = path.split(".")
            part = thing
            for parent in parents:
                part = part.setdefault(parent, {})
            part[last] = _as_written(setting, value)


def _as_written(setting: str, value: Value) -> Value:
    """A value as the field holds it: the cap as a quantity, other numbers whole."""
    if setting == "bandwidth-per-migration":
        return quantity(int(value))
    return int(value) if isinstance(value, float) else value


def _policy_notes(settings: MigrationSettings, product: Product) -> Iterator[str]:
    """How policies compete, and that one without labels matches everything: KubeVirt, watch/migration/migrationpolicy.go."""
    nothing = "The policy sets nothing: every migration it matches runs with the cluster's settings."
    yield from _written_notes(settings, product, POLICY, nothing)
    if not settings.namespace_labels and not settings.vmi_labels:
        yield "Without a label the policy applies to every VM of the cluster that no other policy matches better."
    if settings.vmi_labels:
        yield "Labels of the running instance count: write them under spec.template.metadata.labels of the VM."
    follows = settings.allow_workload_disruption is None and settings.allow_post_copy is not None
    if follows and product.path("allow-workload-disruption", POLICY):
        wanted = "true" if settings.allow_post_copy else "false"
        yield f"The policy sets allowPostCopy alone, so allowWorkloadDisruption follows it and is {wanted} for these VMs."


def _cluster_notes(settings: MigrationSettings, product: Product) -> Iterator[str]:
    """That `apply` deletes what was applied before and is not in the file: Kubernetes, kubectl, field merge semantics."""
    nothing = "Nothing is set here: the cluster keeps its settings."
    yield from _written_notes(settings, product, product.cluster_place, nothing)
    yield "The object exists: patch or edit it. `apply` could delete fields that were applied before and are not in this file."
    if product.cluster_place is HYPERCONVERGED:
        yield "HCO passes the settings on to the KubeVirt CR and reverts edits made there."
    if product.cluster_place is KUBEVIRT:
        yield "Name and namespace are those of the user guide; yours may differ."
    if settings.network is not None:
        yield "A change of the network restarts the virt-handler pods of every node."


def _written_notes(settings: MigrationSettings, product: Product, place: SettingPlace, nothing: str) -> Iterator[str]:
    """What is not written, what of a value that is written is not as it looks, and `nothing` if none is.

    The cap in whole MiB/s: KubeVirt, virtwrap/converter/vcpu, QuantityToMebiByte. Nodes for post-copy: KubeVirt user guide.
    """
    yield from filter(None, (product.why_not(setting, place) for setting in given(settings)))
    cap = int(settings.bandwidth_per_migration or 0)
    if cap % MIB and product.path("bandwidth-per-migration", place):
        yield f"KubeVirt caps in whole MiB per second: {quantity(cap)} becomes {quantity(whole_mib(cap))}."
    if settings.allow_post_copy and not product.hco and product.path("post-copy", place):
        yield "Post-copy needs `vm.unprivileged_userfaultfd=1` on the nodes, and a seccomp profile that lets it through."
    if settings.max_downtime_ms is not None and product.path("max-downtime", place):
        yield from _downtime_notes(settings, int(settings.max_downtime_ms))
    if not any(product.path(setting, place) for setting in given(settings)):
        yield nothing


def _downtime_notes(settings: MigrationSettings, wanted: int) -> Iterator[str]:
    """What maxDowntimeMs does: KubeVirt 1.9, live-migration-source.go, handleStallDetection and decideAction."""
    yield "KubeVirt refuses `maxDowntimeMs` unless the feature gate MigrationStallDetection (alpha) is on."
    start, disrupts = min(wanted, QEMU_LIMIT_MS), settings.allow_workload_disruption
    if settings.allow_post_copy if disrupts is None else disrupts:
        ends = "post-copy or a forced switch-over follows, because workload disruption is allowed."
    else:
        rises = f"it rises to {wanted:,} ms, or " if wanted > start else ""
        ends = f"{rises}the migration is aborted if the pause would be longer than {wanted * STILL_POSSIBLE:,g} ms."
    yield f"The downtime limit starts at {start} ms. Once what is left no longer shrinks, {ends}"


def whole_mib(cap: int) -> int:
    """A cap as KubeVirt hands it to QEMU: bytes per second in whole MiB, rounded to the nearest, at least one; 0 is no cap."""
    return max(int(cap / MIB + 0.5), 1) * MIB if cap else 0


def _network_notes(network: DedicatedNetwork, product: Product) -> Iterator[str]:
    found = names.address_range(network.cidr)
    # whereabouts gives out neither the first address of a range nor the last (its README, Core Parameters).
    room = f"{found.num_addresses - 2:,}" if found.version == 4 else "as many as a cluster can have"
    yield f"The range {found} has addresses for {room} nodes, one each. It must not overlap with a network of the cluster."
    yield f"The attachment has to be in {product.namespace}. Every node needs the interface `{names.master(network)}`."
    if not product.hco:
        yield "Multus and whereabouts have to be installed in the cluster."
    if network.vlan is not None:
        yield f"`{names.master(network)}` is the VLAN's own interface on the node; it must exist before, for instance by NMState."
    if network.mtu is not None:
        yield f"The MTU of {network.mtu:,} bytes may not be larger than that of the interface."
