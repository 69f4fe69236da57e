"""Names, labels, amounts and networks of live migration that Kubernetes would refuse: each is refused here in a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest

from domain.artefacts.migration.policy import cluster_cr, cluster_patch, migration_object, migration_policy, network_attachment
from domain.artefacts.migration.settings import DedicatedNetwork
from domain.artefacts.quoting import NameFaultError
from tests.domain.artefacts.migration.settings_strategy import PRODUCTS, everything

HOSTILE = [
    "",
    "A",
    "a b",
    "a;rm -rf ~",
    "$(id)",
    "a\nb: c",
    "-a",
    "a-",
    "é",
    "x" * 64,
    "'",
    '"',
    "{{vm}}",
    "a/b",
    "\x1b[31m",
    "../x",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_refused_in_a_sentence(name: str) -> None:
    product = PRODUCTS["hco-1-18-v1"]
    tries = [
        ("Network attachment", lambda: cluster_cr(everything(network=name), product)),
        ("Network attachment", lambda: cluster_patch(everything(network=name), product)),
        ("Network attachment", lambda: network_attachment(everything(network=name), product)),
        ("VM", lambda: migration_object(everything(vm=name))),
        ("Namespace", lambda: migration_object(everything(namespace=name))),
    ]
    if name != "x" * 64:
        tries.append(("Policy", lambda: migration_policy(everything(policy_name=name), product)))
    for what, make in tries:
        with pytest.raises(NameFaultError) as raised:
            make()
        text = str(raised.value)
        assert text.startswith(what)
        assert text.endswith(".")
        assert text.isprintable()


@pytest.mark.parametrize("key", ["", "a b", "-a", "a-", "x" * 64, "A_B/c", "/a", "a/", "a//b", "a\n", "é", "a=b"])
def test_a_label_that_kubernetes_refuses_is_refused_here(key: str) -> None:
    for changed in ({"namespace_labels": {key: "b"}}, {"vmi_labels": {key: "b"}}):
        with pytest.raises(NameFaultError, match="label"):
            migration_policy(everything(**changed), PRODUCTS["kubevirt-1-9"])


@pytest.mark.parametrize("value", ["a b", "-a", "a-", "x" * 64, "a/b", "a\n", "é", "{}"])
def test_a_label_value_that_kubernetes_refuses_is_refused_here(value: str) -> None:
    with pytest.raises(NameFaultError, match="VM label “size” has a value that must start and end"):
        migration_policy(everything(vmi_labels={"size": value}), PRODUCTS["kubevirt-1-9"])


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"bandwidth_per_migration": -1}, "Bandwidth cap, in bytes per second, must be a whole number from 0"),
        ({"bandwidth_per_migration": 2**63}, "Bandwidth cap"),
        ({"bandwidth_per_migration": 1.5}, "Bandwidth cap"),
        ({"completion_timeout_per_gib": -1}, "Timeout per GiB"),
        (
            {"completion_timeout_per_gib": 0.4},
            "Timeout per GiB, in seconds, must be a whole number from 0 to 1,000,000, not 0.4.",
        ),
        ({"completion_timeout_per_gib": float("nan")}, "Timeout per GiB"),
        ({"completion_timeout_per_gib": float("inf")}, "Timeout per GiB"),
        ({"completion_timeout_per_gib": 1_000_001}, "Timeout per GiB"),
        ({"max_downtime_ms": 450.5}, "Largest downtime, in milliseconds, must be a whole number"),
        ({"max_downtime_ms": 0}, "from 1 to 2,000,000"),
        ({"max_downtime_ms": 2_000_001}, "from 1 to 2,000,000"),
        ({"parallel_outbound_migrations_per_node": 0}, "Migrations at once per node"),
        ({"parallel_migrations_per_cluster": 2**31}, "Migrations at once in the cluster"),
    ],
)
def test_an_amount_that_a_field_cannot_hold_is_refused(changed: dict[str, Any], says: str) -> None:
    for make in (migration_policy, cluster_cr, cluster_patch):
        with pytest.raises(ValueError, match=says):
            make(everything(**changed), PRODUCTS["kubevirt-1-9"])


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"interface": "eth 1"}, "Network interface “eth 1” must be the name of a NIC or bond"),
        ({"interface": ""}, "Network interface is empty"),
        ({"interface": "eth1", "vlan": 4095}, "VLAN ID must be a whole number from 1 to 4094"),
        ({"vlan": 0}, "VLAN ID"),
        ({"interface": "enp129s0f0np0", "vlan": 4000}, "an interface of more than 15 characters"),
        ({"cidr": "10.0.0.1"}, "Address range must be a network such as"),
        ({"cidr": "10.0.0.0/33"}, "Address range must be a network such as"),
        ({"cidr": '10.0.0.0/24", "type": "x'}, "Address range must be a network such as"),
        ({"cidr": "10.0.0.0/31"}, "no room for two nodes"),
        ({"cidr": "fd00::/127"}, "no room for two nodes"),
        ({"mtu": 67}, "MTU must be a whole number from 68"),
        ({"mtu": 1279, "cidr": "fd00::/64"}, "MTU must be a whole number from 1,280"),
        ({"mtu": 65_536}, "to 65,535 bytes"),
    ],
)
def test_a_network_that_cannot_be_is_refused(changed: dict[str, Any], says: str) -> None:
    network = DedicatedNetwork(**{"interface": "bond0", "cidr": "10.200.5.0/24"} | changed)
    with pytest.raises(NameFaultError, match=re.escape(says)):
        network_attachment(everything(dedicated=network), PRODUCTS["hco-1-15"])


@pytest.mark.parametrize("missing", ["network", "dedicated"])
def test_an_attachment_needs_a_name_and_a_network(missing: str) -> None:
    with pytest.raises(ValueError, match="one of the two is missing"):
        network_attachment(everything(**{missing: None}), PRODUCTS["hco-1-15"])


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(NameFaultError) as raised:
        migration_policy(
            everything(policy_name="A", completion_timeout_per_gib=-1, vmi_labels={"-": "-"}), PRODUCTS["kubevirt-1-9"]
        )
    assert all(
        part in str(raised.value) for part in ("Policy “A”", "VM label “-”", "VM label “-” has a value", "Timeout per GiB")
    )
