"""Migration time's policy: objects and commands that carry exactly what was asked, and a sentence for all that they cannot."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
import yaml
from streamlit.testing.v1 import AppTest

from components.live_migration.form import MigrationInputs
from components.live_migration.policy import settings_of
from domain.artefacts.migration.commands import commands_for
from domain.artefacts.migration.settings import MigrationSettings, products
from domain.catalog import catalog
from domain.catalog.vocabulary import MigrationTask, Platform, SettingPlace
from domain.live_migration.scenario import Scenario
from domain.live_migration.uncertainty import Spread
from tests.domain.live_migration.scenarios import ask
from tests.pages.page_text import hrefs, html, markdown, said, unmarked, warnings, words
from tests.pages.payloads import assert_harmless
from tests.pages.policy_tab import NETWORK, errors, policy

BOOK = catalog()
PRODUCTS = products(BOOK)


def objects(at: AppTest) -> dict[str, Any]:
    """The objects of the page by their kind."""
    read = (yaml.safe_load(part.value) for part in at.code if part.value.startswith("apiVersion:"))
    return {thing["kind"]: thing for thing in read}


def spec(**params: Any) -> dict[str, Any]:
    """What the MigrationPolicy sets."""
    found: dict[str, Any] = objects(policy(**params))["MigrationPolicy"]["spec"]
    return found


def asked(scenario: Scenario, *typed: str) -> MigrationInputs:
    return MigrationInputs(scenario, Spread(), PRODUCTS["hco-1-18-v1beta1"], frozenset(typed))


def patch(at: AppTest) -> dict[str, Any]:
    """What the patch command merges into the cluster's object."""
    line = next(part.value for part in at.code if " patch " in part.value)
    found: dict[str, Any] = json.loads(shlex.split(line)[-1])
    return found


NOTHING: dict[str, Any] = {"selectors": {}}
WRITTEN = [
    ({}, {}),
    ({"lm_cap": "1024"}, {"bandwidthPerMigration": "1Gi"}),
    ({"lm_cap": "100"}, {"bandwidthPerMigration": "100Mi"}),
    ({"lm_cap": "0"}, {"bandwidthPerMigration": "0"}),
    ({"lm_cap": "0.5"}, {"bandwidthPerMigration": "512Ki"}),
    ({"lm_timeout": "20"}, {"completionTimeoutPerGiB": 20}),
    ({"lm_timeout": "0"}, {"completionTimeoutPerGiB": 0}),
    ({"lm_timeout": "150"}, {"completionTimeoutPerGiB": 150}),
    ({"lm_timeout": "0.4"}, {}),
    ({"lm_limit": "300"}, {}),
    ({"lm_single": "true", "lm_stream": "5", "lm_vfio": "true", "lm_zero": "10", "lm_dirty": "5"}, {}),
    ({"lm_auto": "true"}, {"allowAutoConverge": True}),
    ({"lm_post": "true"}, {"allowPostCopy": True}),
    ({"lm_disrupt": "allowed"}, {"allowWorkloadDisruption": True}),
    ({"lm_disrupt": "not allowed"}, {"allowWorkloadDisruption": False}),
    ({"lm_labels": "app=db, tier=gold"}, {"selectors": {"virtualMachineInstanceSelector": {"app": "db", "tier": "gold"}}}),
    ({"lm_spaces": "team=a"}, {"selectors": {"namespaceSelector": {"team": "a"}}}),
]


@pytest.mark.parametrize(("params", "wanted"), WRITTEN, ids=["-".join(p.values()) or "nothing" for p, _ in WRITTEN])
def test_the_policy_carries_exactly_what_was_asked(params: dict[str, str], wanted: dict[str, Any]) -> None:
    assert spec(**params) == NOTHING | wanted


def test_all_of_it_together_stands_in_policy_cluster_and_patch_alike() -> None:
    asked = {"lm_cap": "2048", "lm_timeout": "20", "lm_auto": "true", "lm_post": "true", "lm_disrupt": "allowed"}
    at = policy(**asked, lm_out="3", lm_cluster="9", lm_nad="migration", lm_policy="gold")
    found, in_policy = (
        objects(at),
        {
            "bandwidthPerMigration": "2Gi",
            "completionTimeoutPerGiB": 20,
            "allowAutoConverge": True,
            "allowPostCopy": True,
            "allowWorkloadDisruption": True,
        },
    )
    later = "allowWorkloadDisruption"
    in_cluster = {key: value for key, value in in_policy.items() if key != later}
    in_cluster |= {"parallelOutboundMigrationsPerNode": 3, "parallelMigrationsPerCluster": 9, "network": "migration"}
    assert found["MigrationPolicy"]["metadata"] == {"name": "gold"}
    assert found["MigrationPolicy"]["spec"] == in_policy | NOTHING
    assert found["HyperConverged"]["spec"]["liveMigrationConfig"] == in_cluster
    assert patch(at) == {"spec": found["HyperConverged"]["spec"]}
    assert f"({later}) is not written: the HyperConverged CR has the field from HCO 1.19." in said(at)


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=lambda product: product.id)
def test_each_release_gets_its_own_object_in_its_own_namespace(product: Any) -> None:
    at = policy(lm_product=product.label, lm_cap="1024", lm_auto="true")
    cluster = objects(at)["HyperConverged" if product.hco else "KubeVirt"]
    assert cluster["apiVersion"] == product.api
    assert cluster["metadata"]["namespace"] == product.namespace
    assert "'1Gi'" in str(cluster["spec"])
    client = "oc" if product.hco else "kubectl"
    assert patch(at) == {"spec": cluster["spec"]}
    assert next(part.value for part in at.code if " patch " in part.value).startswith(f"{client} patch ")


@pytest.mark.parametrize("product", PRODUCTS.values(), ids=lambda product: product.id)
def test_what_was_not_asked_is_left_to_the_release_and_what_was_is_written_even_if_it_is_its_default(product: Any) -> None:
    own = product.defaults["timeout-per-gib"]
    assert spec(lm_product=product.label) == NOTHING
    for asked in (own, own + 1):
        assert spec(lm_product=product.label, lm_timeout=str(asked)) == NOTHING | {"completionTimeoutPerGiB": asked}


def test_a_timeout_of_a_fraction_of_a_second_is_named_and_never_becomes_no_deadline() -> None:
    at = policy(lm_timeout="0.4")
    assert "“completionTimeoutPerGiB, s” takes whole numbers only, not 0.4" in unmarked(warnings(at))
    assert "A timeout of 0 removes the deadline" not in said(at)


def test_a_release_without_allow_workload_disruption_says_so_and_writes_nothing() -> None:
    at = policy(lm_product=PRODUCTS["hco-1-14"].label, lm_disrupt="allowed")
    assert objects(at)["MigrationPolicy"]["spec"] == NOTHING
    assert "This release has no allowWorkloadDisruption" in said(at)


def test_one_stream_because_of_post_copy_is_said_and_is_not_taken_for_cpu_limits() -> None:
    notes = [said(policy(lm_post="true", lm_product=PRODUCTS[id_].label)) for id_ in ("hco-1-18-v1", "hco-1-19-v1")]
    assert ["over one stream, from its start" in text for text in notes] == [True, False]
    assert not any("CPU limits or dedicated CPUs" in text for text in notes)


def test_a_downtime_limit_is_written_where_the_release_has_the_field_and_its_absence_is_said_elsewhere() -> None:
    has_it = {product.id: bool(product.path("max-downtime", SettingPlace.MIGRATION_POLICY)) for product in PRODUCTS.values()}
    assert set(has_it.values()) == {True, False}
    for id_, has in has_it.items():
        at = policy(lm_product=PRODUCTS[id_].label, lm_limit="1000")
        assert objects(at)["MigrationPolicy"]["spec"].get("maxDowntimeMs") == (1000 if has else None)
        assert has or "(maxDowntimeMs) is not written" in said(at)


def test_the_dedicated_network_is_an_object_of_the_installations_namespace() -> None:
    at = policy(**NETWORK, lm_vlan="200", lm_mtu="9000")
    thing = objects(at)["NetworkAttachmentDefinition"]
    assert thing["metadata"] == {"name": "migration", "namespace": "openshift-cnv"}
    assert json.loads(thing["spec"]["config"]) == {
        "cniVersion": "0.3.1",
        "name": "migration",
        "type": "macvlan",
        "master": "bond1.200",
        "mode": "bridge",
        "mtu": 9000,
        "ipam": {"type": "whereabouts", "range": "10.200.5.0/24"},
    }
    assert "254 nodes" in said(at)
    assert "NetworkAttachmentDefinition" not in objects(policy())


def test_every_object_can_be_kept_as_a_file() -> None:
    names = [part.key for part in policy(**NETWORK).get("download_button")]
    assert [name.removeprefix("download_live-migration-") for name in names] == [
        "policy.yaml",
        "cluster.yaml",
        "network.yaml",
        "move.yaml",
    ]


def test_the_vm_is_moved_under_its_own_name_and_looked_at_in_its_own_namespace() -> None:
    at = policy(n_vm="shop-7", n_namespace="web")
    lines = [part.value for part in at.code]
    moved = objects(at)["VirtualMachineInstanceMigration"]
    assert (moved["spec"]["vmiName"], moved["metadata"]["namespace"]) == ("shop-7", "web")
    assert "virtctl migrate shop-7 -n web" in lines
    assert any(line.startswith("oc get vmi shop-7 -n web") for line in lines)


@pytest.mark.parametrize("platform", [Platform.VSPHERE, Platform.AZURE_LOCAL], ids=lambda platform: platform.value)
def test_the_other_platforms_get_their_commands_under_what_they_are_for_each_with_its_source(platform: Platform) -> None:
    at = policy(lm_on=platform.label, lm_cap="1024")
    settings = settings_of(asked(ask(64, 200, 16, bandwidth_per_migration_mib_s=1024), "bandwidth_per_migration_mib_s"))
    lines = commands_for(BOOK, platform, settings)
    assert {part.value for part in at.code} == {run.command for _, run in lines}
    assert len(at.code) == len(lines)
    heads = [text.strip("*") for text in markdown(at) if text.startswith("**")]
    wanted = [task.value.capitalize() for task in dict.fromkeys(record.task for record, _ in lines)]
    assert heads[-len(wanted) :] == wanted
    assert MigrationTask.MOVE in {record.task for record, _ in lines}
    behind = words(html(at))
    for record, _ in lines:
        assert [id_ for id_ in record.sources if BOOK.sources[id_].title not in behind] == []


def test_the_cap_reaches_hyper_v_rounded_up_to_what_it_takes() -> None:
    text = " ".join(part.value for part in policy(lm_on="Azure Local", lm_cap="1000.5").code)
    assert "-BytesPerSecond (1001 * 1MB)" in text
    assert "-MaximumSMBMigrationBandwidthInGbps 9" in text


def test_the_readers_names_stand_in_the_commands_quoted() -> None:
    text = " ".join(part.value for part in policy(lm_on="Azure Local", n_vm="it's mine").code)
    assert "-Name 'it''s mine'" in text


CAP, NO_NET = {"lm_cap": "1024"}, "No migration network is named"
WARNED: list[tuple[dict[str, str], str, str]] = [
    ({**CAP, "lm_link": "2"}, "it limits nothing", "If 1Gi was meant as bits, write 128Mi."),
    ({"lm_cap": "100"}, "The cap lets one migration use", "where the link alone would take"),
    ({**CAP, "lm_out": "4"}, "together none reaches its cap", "From one node, 4 migrations"),
    ({"lm_out": "8", "lm_cluster": "5"}, "no node ever reaches its own limit of 8", "At most 5"),
    ({"lm_timeout": "0"}, "A timeout of 0 removes the deadline", "without end"),
    ({"lm_timeout": "1", "lm_cap": "10"}, "before the pass ends, the migration is aborted", "69 counted GB of 1 s each"),
    ({"lm_post": "true", "lm_disrupt": "not allowed"}, "at the deadline the migration is aborted", "explicitly false"),
    ({"lm_post": "true", "lm_vfio": "true"}, "Post-copy is never used for a VM with a VFIO device", "the guest is paused"),
    ({"lm_single": "true"}, "copies its memory in one stream instead of 8", "CPU limits or dedicated CPUs"),
    ({**NETWORK, "lm_mtu": "9000"}, "needs jumbo frames", "9,000 bytes"),
    ({"lm_nic": "bond1", "lm_range": "10.0.0.0/24"}, "described but not named", "nothing uses it"),
]


@pytest.mark.parametrize(("params", "sentence", "more"), WARNED, ids=[sentence for _, sentence, _ in WARNED])
def test_settings_that_defeat_themselves_are_warned_of_in_their_case_alone(
    params: dict[str, str], sentence: str, more: str
) -> None:
    at, plainly = policy(**params), said(policy())
    assert sentence in said(at)
    assert more in said(at)
    assert sentence not in plainly
    assert any(href.startswith(("migration_settings?id=", "blockers?id=")) for href in hrefs(at))


def test_that_the_pod_network_is_shared_is_said_until_a_network_is_named() -> None:
    assert NO_NET in said(policy())
    assert NO_NET not in said(policy(**NETWORK))


BAD = [
    ({"lm_policy": "No Good"}, "Policy No Good", "MigrationPolicy"),
    ({"lm_policy": "<script>"}, "Policy <script>", "MigrationPolicy"),
    ({"lm_labels": "a b=c"}, "VM label a b must start and end", "MigrationPolicy"),
    ({"lm_spaces": "team=-"}, "Namespace label team has a value", "MigrationPolicy"),
    ({"lm_nad": "Bad_Name"}, "Network attachment Bad_Name", "HyperConverged"),
    ({**NETWORK, "lm_range": "10.200.5.0"}, "Address range must be a network such as", "NetworkAttachmentDefinition"),
    ({**NETWORK, "lm_range": "10.0.0.0/31"}, "has no room for two nodes", "NetworkAttachmentDefinition"),
    ({**NETWORK, "lm_nic": "a b"}, "Network interface a b", "NetworkAttachmentDefinition"),
    ({"lm_nic": "bond1"}, "Name the network attachment and describe", "NetworkAttachmentDefinition"),
]


@pytest.mark.parametrize(("params", "sentence", "lacks"), BAD, ids=[sentence for _, sentence, _ in BAD])
def test_what_kubernetes_would_refuse_gets_a_sentence_in_place_of_its_object(
    params: dict[str, str], sentence: str, lacks: str
) -> None:
    at = policy(**params)
    assert_harmless(at, ["<script>"])
    assert any(sentence in text.replace("“", "").replace("”", "") for text in errors(at))
    kinds = {"MigrationPolicy", "HyperConverged", "VirtualMachineInstanceMigration"}
    kinds |= {"NetworkAttachmentDefinition"} if "lm_nic" in params else set()
    assert set(objects(at)) == kinds - {lacks}


def test_a_text_that_is_no_label_is_named_and_nothing_is_written() -> None:
    at = policy(lm_labels="nonsense")
    assert errors(at) == ["nonsense is not a label; write key=value, and a comma between labels."]
    assert objects(at) == {}


def test_a_bad_name_of_the_vm_is_said_and_the_commands_keep_the_default() -> None:
    at = policy(n_vm="-rf")
    assert any("VM" in text and "starts with a dash" in text for text in errors(at))
    assert any(part.value.startswith("virtctl migrate my-vm ") for part in at.code)


def test_nothing_asked_leaves_every_setting_to_the_cluster() -> None:
    assert settings_of(asked(ask(64, 200, 16, post_copy=True, bandwidth_per_migration_mib_s=9))) == MigrationSettings()
