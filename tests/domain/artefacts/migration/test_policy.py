"""Objects of live migration: taken by the real schemas, with exactly the fields of the release, and nothing lost silently."""

from __future__ import annotations

import copy
import json
import re
import shlex
from ipaddress import ip_network
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.artefacts.migration.policy import (
    ObjectToApply,
    cluster_cr,
    cluster_patch,
    migration_object,
    migration_policy,
    network_attachment,
    quantity,
)
from domain.artefacts.migration.settings import DedicatedNetwork, MigrationSettings, Product
from domain.catalog import catalog
from tests.domain.artefacts import crd_schemas
from tests.domain.artefacts.migration.settings_strategy import KUBEVIRT, OPENSHIFT, PRODUCTS, SETTINGS, everything, given_fields

Json = dict[str, Any]
MANY = settings(max_examples=15, deadline=None)
ANY = st.sampled_from(sorted(PRODUCTS)).map(PRODUCTS.__getitem__)

ALWAYS = {"bandwidthPerMigration", "allowAutoConverge", "completionTimeoutPerGiB", "allowPostCopy"}
CLUSTER = ALWAYS | {"parallelOutboundMigrationsPerNode", "parallelMigrationsPerCluster", "network"}
DISRUPTION, DOWNTIME = {"allowWorkloadDisruption"}, {"maxDowntimeMs"}

CARRIED = {
    "kubevirt-1-5": (ALWAYS | DISRUPTION, CLUSTER | DISRUPTION),
    "kubevirt-1-9": (ALWAYS | DISRUPTION | DOWNTIME, CLUSTER | DISRUPTION | DOWNTIME),
    "hco-1-13": (ALWAYS, CLUSTER),
    "hco-1-14": (ALWAYS, CLUSTER),
    "hco-1-15": (ALWAYS | DISRUPTION, CLUSTER),
    "hco-1-18-v1beta1": (ALWAYS | DISRUPTION, CLUSTER),
    "hco-1-18-v1": (ALWAYS | DISRUPTION, CLUSTER),
    "hco-1-19-v1": (ALWAYS | DISRUPTION | DOWNTIME, CLUSTER | DISRUPTION),
}
"""What each release's MigrationPolicy and cluster object have of the settings, by hand from the API types of the releases."""

NOT_IN_THE_SCHEMAS = "'maxDowntimeMs' was unexpected"
"""The schemas are of releases before KubeVirt 1.9, so its new field alone is not in them."""


def faults(document: ObjectToApply, product: Product) -> list[str]:
    found = crd_schemas.faults(document.thing)
    return [fault for fault in found if not (product.kubevirt == "1.9" and NOT_IN_THE_SCHEMAS in fault)]


def written(document: ObjectToApply) -> Json:
    """The fields of live migration that an object sets."""
    spec: Json = document.thing["spec"]
    inner = {
        "MigrationPolicy": spec,
        "KubeVirt": spec.get("configuration", {}).get("migrations", {}),
        "HyperConverged": spec.get("virtualization", spec).get("liveMigrationConfig", {}),
    }[document.thing["kind"]]
    return {key: value for key, value in inner.items() if key != "selectors"}


def test_every_product_of_the_catalogue_is_known_here() -> None:
    assert list(PRODUCTS) == list(CARRIED)


@given(SETTINGS, ANY)
@MANY
def test_the_real_schemas_take_every_object_of_every_product(wanted: MigrationSettings, product: Product) -> None:
    documents = [migration_policy(wanted, product), cluster_cr(wanted, product), migration_object(wanted)]
    if wanted.dedicated and wanted.network:
        documents.append(network_attachment(wanted, product))
    assert [fault for document in documents for fault in faults(document, product)] == []


@given(SETTINGS, ANY)
@example(everything(), PRODUCTS["hco-1-14"])
@MANY
def test_exactly_the_fields_that_exist_are_written_and_the_others_are_named(wanted: MigrationSettings, product: Product) -> None:
    for document, carried in zip(
        (migration_policy(wanted, product), cluster_cr(wanted, product)), CARRIED[product.id], strict=True
    ):
        asked = given_fields(wanted)
        assert written(document).keys() == asked & carried
        named = [field for note in document.notes for field in re.findall(r"\(`(\w+)`\) is not written", note)]
        assert sorted(named) == sorted(asked - carried)


@given(SETTINGS, ANY)
@MANY
def test_values_are_those_that_were_given(wanted: MigrationSettings, product: Product) -> None:
    found = written(migration_policy(wanted, product)) | written(cluster_cr(wanted, product))
    cap = found.pop("bandwidthPerMigration", None)
    assert (cap is None) == (wanted.bandwidth_per_migration is None)
    assert cap is None or amount(cap) == wanted.bandwidth_per_migration
    names: Json = {"completionTimeoutPerGiB": wanted.completion_timeout_per_gib, "allowPostCopy": wanted.allow_post_copy}
    names |= {"network": wanted.network, "parallelMigrationsPerCluster": wanted.parallel_migrations_per_cluster}
    assert {key: found.get(key) for key in names} == names


@given(SETTINGS, ANY)
@MANY
def test_the_yaml_is_read_back_as_the_same_object(wanted: MigrationSettings, product: Product) -> None:
    for document in (migration_policy(wanted, product), cluster_cr(wanted, product), migration_object(wanted)):
        assert yaml.safe_load(document.text) == document.thing


@given(SETTINGS, ANY)
@MANY
def test_the_patch_says_what_the_object_says(wanted: MigrationSettings, product: Product) -> None:
    thing, line = cluster_cr(wanted, product).thing, cluster_patch(wanted, product)
    assert bool(line) == bool(thing["spec"])
    if not line:
        return
    client, verb, resource, name, _, namespace, _, kind, _, merge = shlex.split(line)
    assert (client, verb, kind) == ("oc" if product.hco else "kubectl", "patch", "merge")
    assert (name, namespace) == (thing["metadata"]["name"], thing["metadata"]["namespace"])
    plural, version, group = resource.split(".", 2)
    assert (plural, f"{group}/{version}") == (f"{thing['kind'].lower()}s", thing["apiVersion"])
    assert json.loads(merge) == {"spec": thing["spec"]}


def test_the_two_api_versions_of_one_release_differ_in_the_path_alone() -> None:
    old, new = (cluster_cr(everything(), PRODUCTS[f"hco-1-18-{api}"]).thing for api in ("v1beta1", "v1"))
    assert old["spec"] == new["spec"]["virtualization"]
    assert (old["apiVersion"], new["apiVersion"]) == ("hco.kubevirt.io/v1beta1", "hco.kubevirt.io/v1")


def test_ove_gets_the_object_that_hco_does_not_revert() -> None:
    kinds = {id_: cluster_cr(everything(), product).thing["kind"] for id_, product in PRODUCTS.items()}
    assert kinds == dict.fromkeys(KUBEVIRT, "KubeVirt") | dict.fromkeys(OPENSHIFT, "HyperConverged")


def test_settings_that_set_nothing_of_the_cluster_make_no_patch() -> None:
    assert cluster_patch(MigrationSettings(max_downtime_ms=500), PRODUCTS["hco-1-19-v1"]) == ""
    assert cluster_patch(MigrationSettings(), PRODUCTS["kubevirt-1-9"]) == ""


def test_whole_numbers_are_written_whole_however_they_came() -> None:
    wanted = MigrationSettings(completion_timeout_per_gib=20.0, max_downtime_ms=500.0)
    for make in (migration_policy, cluster_cr):
        assert "completionTimeoutPerGiB: 20\n" in make(wanted, PRODUCTS["kubevirt-1-9"]).text
        assert "maxDowntimeMs: 500\n" in make(wanted, PRODUCTS["kubevirt-1-9"]).text


@pytest.mark.parametrize(
    ("make", "at"),
    [
        (migration_policy, "spec"),
        (migration_policy, "spec.selectors"),
        (cluster_cr, "spec.configuration.migrations"),
        (network_attachment, "spec"),
    ],
)
def test_the_schemas_are_strict_about_a_misspelt_field(make: Any, at: str) -> None:
    thing = copy.deepcopy(make(everything(max_downtime_ms=None), PRODUCTS["kubevirt-1-5"]).thing)
    assert crd_schemas.faults(thing) == []
    part: Any = thing
    for step in at.split("."):
        part = part[step]
    part["bandwithPerMigration"] = "1Gi"
    (fault,) = crd_schemas.faults(thing)
    assert "bandwithPerMigration" in fault


UNITS = {"": 1, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}


def amount(text: str) -> int:
    """Bytes of a quantity."""
    found = re.fullmatch(r"(\d+)(|Ki|Mi|Gi|Ti)", text)
    assert found
    return int(found[1]) * UNITS[found[2]]


@given(st.integers(0, 2**63 - 1) | st.builds(lambda n, p: n * 2**p, st.integers(0, 2**12), st.integers(0, 50)))
@example(0)
def test_a_quantity_is_exact_and_as_short_as_kubernetes_writes_it(number: int) -> None:
    text = quantity(number)
    assert amount(text) == number
    larger = [unit for unit in UNITS.values() if unit > UNITS[re.sub(r"\d", "", text)] and number]
    assert not [unit for unit in larger if number % unit == 0]


def test_quantities_by_hand() -> None:
    assert [quantity(n) for n in (0, 1, 64 * 2**20, 2**30, 3_125_000_000, 2**41)] == [
        "0",
        "1",
        "64Mi",
        "1Gi",
        "3125000000",
        "2Ti",
    ]


KEYS = {"cniVersion", "name", "type", "master", "mode", "mtu", "ipam"}
"""What the macvlan plugin takes of the configuration (its reference at cni.dev)."""


@given(SETTINGS.filter(lambda wanted: wanted.dedicated is not None and wanted.network is not None), ANY)
@MANY
def test_the_attachment_holds_a_configuration_that_the_plugin_takes(wanted: MigrationSettings, product: Product) -> None:
    network = wanted.dedicated
    assert network is not None
    document = network_attachment(wanted, product)
    config = json.loads(document.thing["spec"]["config"])
    assert document.thing["metadata"] == {"name": wanted.network, "namespace": product.namespace}
    assert (config["cniVersion"], config["name"], config["type"]) == ("0.3.1", wanted.network, "macvlan")
    assert config.keys() <= KEYS
    assert config.get("mtu") == network.mtu
    assert config["ipam"]["type"] == "whereabouts"
    assert config["ipam"].keys() == {"type", "range"}
    assert str(ip_network(config["ipam"]["range"])) == config["ipam"]["range"]
    tagged = f"{network.interface}.{network.vlan}" if network.vlan else network.interface
    assert (config["master"], config["mode"]) == (tagged, "bridge")
    assert len(config["master"]) <= 15
    assert yaml.safe_load(document.text) == document.thing


def test_the_attachment_of_openshifts_documentation_comes_out() -> None:
    wanted = MigrationSettings(network="my-secondary-network", dedicated=DedicatedNetwork("eth1", "10.200.5.0/24"))
    thing = network_attachment(wanted, PRODUCTS["hco-1-15"]).thing
    assert thing["metadata"] == {"name": "my-secondary-network", "namespace": "openshift-cnv"}
    assert json.loads(thing["spec"]["config"]) == {
        "cniVersion": "0.3.1",
        "name": "my-secondary-network",
        "type": "macvlan",
        "master": "eth1",
        "mode": "bridge",
        "ipam": {"type": "whereabouts", "range": "10.200.5.0/24"},
    }


def test_what_defaults_a_product_has_is_what_the_settings_say() -> None:
    for product in catalog().migration_products.values():
        for setting, value in product.defaults.items():
            told = {default.value for default in catalog().live_migration[setting].defaults}
            assert str(value).lower() in told, f"{product.id}: {setting}"
