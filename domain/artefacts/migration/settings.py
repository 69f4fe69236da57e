"""What the user wants of live migration, and the products that can carry it: which field is written where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Annotated, get_type_hints

from domain.catalog.loading import Catalog
from domain.catalog.records.live_migration import Setting
from domain.catalog.vocabulary import SettingPlace

HYPERCONVERGED, KUBEVIRT, POLICY = SettingPlace.HYPERCONVERGED, SettingPlace.KUBEVIRT, SettingPlace.MIGRATION_POLICY
V1_ONLY = "spec.virtualization."

Labels = Mapping[str, str]
Value = float | bool | str


@dataclass(frozen=True)
class DedicatedNetwork:
    """The network that migrations get to themselves, and how nodes reach it.

    `interface` is the nodes' NIC or bond, under the macvlan of every virt-handler pod. `vlan` (1 to 4094) None: untagged.
    `cidr` is the range that whereabouts gives addresses from. `mtu` in bytes, None: as the interface has it.
    """

    interface: str
    cidr: str
    vlan: int | None = None
    mtu: int | None = None


MOST_SECONDS = 1_000_000
"""Longest timeout taken, in seconds: as much as `domain.live_migration.engine.kubevirt.deadline` reckons with."""

INT32, INT64 = 2**31 - 1, 2**63 - 1
"""Largest values of the fields' formats in the custom resource definitions."""

MOST_DOWNTIME_MS = 2_000_000
"""Largest maxDowntimeMs (KubeVirt, migrations/v1alpha1/types.go)."""


@dataclass(frozen=True)
class Written:
    """The row of data/live_migration.yaml that an attribute is a value of; of a number what it is called, and its range."""

    id: str
    label: str = ""
    low: int = 0
    high: int = 0


@dataclass(frozen=True)
class MigrationSettings:
    """Every setting; None leaves it to the cluster, or to the product's default.

    Numbers, names and labels may be anything: what no object can hold, such as a fraction of a second, is refused where an
    object is made.
    """

    bandwidth_per_migration: Annotated[
        int | None, Written("bandwidth-per-migration", "Bandwidth cap, in bytes per second,", 0, INT64)
    ] = None
    """0: no cap."""
    completion_timeout_per_gib: Annotated[
        float | None, Written("timeout-per-gib", "Timeout per GiB, in seconds,", 0, MOST_SECONDS)
    ] = None
    """Seconds for each counted gigabyte; 0: no deadline."""
    allow_auto_converge: Annotated[bool | None, Written("auto-converge")] = None
    allow_post_copy: Annotated[bool | None, Written("post-copy")] = None
    allow_workload_disruption: Annotated[bool | None, Written("allow-workload-disruption")] = None
    max_downtime_ms: Annotated[
        float | None, Written("max-downtime", "Largest downtime, in milliseconds,", 1, MOST_DOWNTIME_MS)
    ] = None
    parallel_outbound_migrations_per_node: Annotated[
        int | None, Written("outbound-per-node", "Migrations at once per node", 1, INT32)
    ] = None
    parallel_migrations_per_cluster: Annotated[
        int | None, Written("per-cluster", "Migrations at once in the cluster", 1, INT32)
    ] = None
    network: Annotated[str | None, Written("migration-network")] = None
    """The name of the NetworkAttachmentDefinition."""
    policy_name: str = "live-migration"
    namespace_labels: Labels = field(default_factory=dict, hash=False)
    vmi_labels: Labels = field(default_factory=dict, hash=False)
    vm: str = ""
    namespace: str = ""
    dedicated: DedicatedNetwork | None = None


WRITTEN: Mapping[str, Written] = {
    name: row
    for name, hint in get_type_hints(MigrationSettings, include_extras=True).items()
    for row in getattr(hint, "__metadata__", ())
}
"""The settings that are values of data/live_migration.yaml, by attribute."""


def given(settings: MigrationSettings) -> dict[str, Value]:
    """The values that are set, by the id of the setting in data/live_migration.yaml, in its order."""
    values = {row.id: getattr(settings, name) for name, row in WRITTEN.items()}
    return {id_: value for id_, value in values.items() if value is not None}


@dataclass(frozen=True)
class Product:
    """A release, with the object that holds its cluster's settings."""

    id: str
    label: str
    kubevirt: str
    hco: str
    """Empty for KubeVirt alone."""
    api: str
    parallel_streams: bool
    """A migration gets several streams, from KubeVirt 1.5; before it gets one."""
    streams_with_post_copy: bool
    """Also one that allows post-copy, from KubeVirt 1.9; before it gets one from its start, whether post-copy comes or not."""
    caution: str
    """A sentence that warns of taking this API; empty if its vendor does not."""
    settings: Mapping[str, Setting] = field(compare=False, repr=False)
    defaults: Mapping[str, int | bool] = field(compare=False, repr=False)

    @property
    def cluster_place(self) -> SettingPlace:
        """The object that holds the cluster's settings."""
        return HYPERCONVERGED if self.hco else KUBEVIRT

    @property
    def namespace(self) -> str:
        """Where it is installed: by OpenShift's documentation, or by KubeVirt's user guide."""
        return "openshift-cnv" if self.hco else "kubevirt"

    @property
    def client(self) -> str:
        """The command line that its documentation uses."""
        return "oc" if self.hco else "kubectl"

    def path(self, setting: str, place: SettingPlace) -> str:
        """Where the field of a setting stands in the object; empty if this release has no such field there."""
        row = self.settings[setting]
        path = row.set_in.get(place, "")
        if not path or place not in (POLICY, self.cluster_place) or self._is_older(row.since.get(place), place):
            return ""
        if place is not HYPERCONVERGED or path.startswith(V1_ONLY) == self._has_api_v1:
            return path
        return V1_ONLY + path.removeprefix("spec.") if self._has_api_v1 else ""

    def value(self, settings: MigrationSettings, setting: str) -> Value | None:
        """What holds for a VM: the wanted value where this release can carry it, else the default; None: unset."""
        wanted = given(settings).get(setting)
        carried = any(self.path(setting, place) for place in (POLICY, self.cluster_place))
        return wanted if wanted is not None and carried else self.defaults.get(setting)

    def why_not(self, setting: str, place: SettingPlace) -> str:
        """Why the object has no such field here, and where the setting is made; empty if it has it."""
        if self.path(setting, place):
            return ""
        row = self.settings[setting]
        return f"{row.parameter} (`{row.field}`) is not written: {self._reason(row, place)} {self._elsewhere(row, place)}"

    @property
    def _has_api_v1(self) -> bool:
        return self.api.endswith("/v1")

    def _is_older(self, since: str | None, place: SettingPlace) -> bool:
        return since is not None and _numbers(self.hco if place is HYPERCONVERGED else self.kubevirt) < _numbers(since)

    def _reason(self, row: Setting, place: SettingPlace) -> str:
        since = row.since.get(place)
        if place not in row.set_in:
            return f"a {place.label} has no such field." if place is POLICY else f"the {place.label} has no such field."
        if since is not None and self._is_older(since, place):
            maker = "HCO" if place is HYPERCONVERGED else "KubeVirt"
            return f"the {place.label} has the field from {maker} {since}."
        return f"API {self.api.rpartition('/')[2]} of the {place.label} has no such field."

    def _elsewhere(self, row: Setting, place: SettingPlace) -> str:
        other = self.cluster_place if place is POLICY else POLICY
        if self.path(row.id, other):
            return f"Set it in {'a MigrationPolicy' if other is POLICY else f'the {other.label}, for the whole cluster'}."
        return f"It has no place in {self.label}."


def _numbers(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


@lru_cache(maxsize=8)
def products(catalog: Catalog) -> Mapping[str, Product]:
    """The products of data/live_migration.yaml by id, KubeVirt first, older before newer."""
    settings = {row.id: catalog.live_migration[row.id] for row in WRITTEN.values()}
    return {
        id_: Product(
            id_,
            row.label,
            kubevirt=row.kubevirt,
            hco=row.hco,
            api=row.api,
            parallel_streams=row.parallel_streams,
            streams_with_post_copy=row.streams_with_post_copy,
            caution=row.caution,
            settings=settings,
            defaults=row.defaults,
        )
        for id_, row in catalog.migration_products.items()
    }
