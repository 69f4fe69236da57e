"""Settings of live migration as users may make them, and the products they are for."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from domain.artefacts.migration.settings import DedicatedNetwork, MigrationSettings, products
from domain.catalog import catalog

PRODUCTS = products(catalog())
KUBEVIRT = [id_ for id_, product in PRODUCTS.items() if not product.hco]
OPENSHIFT = [id_ for id_, product in PRODUCTS.items() if product.hco]

NAME = st.sampled_from(["a", "7", "1e3", "my-vm-1", "null", "true", "x" * 63])
LABEL_NAME = st.sampled_from(["a", "A_b.c-D", "7", "x" * 63, "Large"])
TRICKY = st.sampled_from(["true", "yes", "y", "1e3", "08", "null", "0x1f", "2026-11-23", "1_000"])
LABEL_KEY = LABEL_NAME | st.builds("{}.example.com/{}".format, NAME, LABEL_NAME) | TRICKY
LABELS = st.dictionaries(LABEL_KEY, LABEL_NAME | TRICKY | st.just(""), max_size=3)
AMOUNT = st.integers(0, 2**63 - 1) | st.builds(lambda count, power: count * 2**power, st.integers(0, 999), st.integers(0, 40))
SWITCH = st.none() | st.booleans()

NETWORK = st.builds(
    DedicatedNetwork,
    interface=st.sampled_from(["eth1", "bond0", "br-mig", "enp129s0f0"]),
    cidr=st.sampled_from(["10.200.5.0/24", "10.200.5.17/24", "192.168.0.0/30", "fd00:5::/64"]),
    vlan=st.none() | st.integers(1, 4094),
    mtu=st.none() | st.integers(1280, 65_535),
)
SETTINGS = st.builds(
    MigrationSettings,
    bandwidth_per_migration=st.none() | AMOUNT,
    completion_timeout_per_gib=st.none() | st.integers(0, 1_000_000),
    allow_auto_converge=SWITCH,
    allow_post_copy=SWITCH,
    allow_workload_disruption=SWITCH,
    max_downtime_ms=st.none() | st.integers(1, 2_000_000),
    parallel_outbound_migrations_per_node=st.none() | st.integers(1, 2**31 - 1),
    parallel_migrations_per_cluster=st.none() | st.integers(1, 2**31 - 1),
    network=st.none() | NAME,
    policy_name=NAME,
    namespace_labels=LABELS,
    vmi_labels=LABELS,
    vm=NAME,
    namespace=NAME,
    dedicated=st.none() | NETWORK,
)

FIELDS = {
    "bandwidth_per_migration": "bandwidthPerMigration",
    "completion_timeout_per_gib": "completionTimeoutPerGiB",
    "allow_auto_converge": "allowAutoConverge",
    "allow_post_copy": "allowPostCopy",
    "allow_workload_disruption": "allowWorkloadDisruption",
    "max_downtime_ms": "maxDowntimeMs",
    "parallel_outbound_migrations_per_node": "parallelOutboundMigrationsPerNode",
    "parallel_migrations_per_cluster": "parallelMigrationsPerCluster",
    "network": "network",
}
"""The attributes of the settings, and the field of KubeVirt's API that each is."""


def everything(**changed: Any) -> MigrationSettings:
    """Settings with every value given."""
    whole: dict[str, Any] = {
        "bandwidth_per_migration": 64 * 2**20,
        "completion_timeout_per_gib": 20,
        "allow_auto_converge": True,
        "allow_post_copy": False,
        "allow_workload_disruption": True,
        "max_downtime_ms": 500,
        "parallel_outbound_migrations_per_node": 1,
        "parallel_migrations_per_cluster": 5,
        "network": "migration-network",
        "policy_name": "busy",
        "namespace_labels": {"kubernetes.io/metadata.name": "my-project"},
        "vmi_labels": {"size": "large"},
        "vm": "my-vm",
        "namespace": "my-project",
        "dedicated": DedicatedNetwork("bond0", "10.200.5.0/24", vlan=100, mtu=9000),
    }
    return MigrationSettings(**whole | changed)


def given_fields(settings: MigrationSettings) -> set[str]:
    """The fields for which a value is given."""
    return {field for name, field in FIELDS.items() if getattr(settings, name) is not None}
