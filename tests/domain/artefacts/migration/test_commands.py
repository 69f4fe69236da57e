"""Commands of live migration: from the settings, in the product's own words, and each name one inert argument."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
from hypothesis import given, settings

from domain.artefacts.migration.commands import Commands, commands_for, fields, verify_commands, virtctl_migrate
from domain.artefacts.migration.settings import DedicatedNetwork, MigrationSettings
from domain.artefacts.quoting import NameFaultError
from domain.catalog import catalog
from domain.catalog.vocabulary import Danger, MigrationTask, Platform, Shell
from tests.domain.artefacts import crd_schemas
from tests.domain.artefacts.migration.settings_strategy import OPENSHIFT, PRODUCTS, SETTINGS, everything
from tests.domain.artefacts.shell_words import NASTY

BOOK = catalog()
MANY = settings(max_examples=15, deadline=None)


def by_record(lines: Commands) -> dict[str, str]:
    return {record.id: run.command for record, run in lines}


def test_a_platform_has_a_command_for_every_task_in_the_order_of_the_work() -> None:
    order = list(MigrationTask)
    for platform in Platform:
        tasks = [row.task for row in BOOK.migration_commands.values() if row.platform is platform]
        assert sorted(tasks, key=order.index) == tasks
        assert set(tasks) >= ({MigrationTask.MOVE, MigrationTask.VERIFY} if platform is Platform.OVE else set(order))


def test_what_commands_yaml_has_is_taken_from_there() -> None:
    lines = by_record(virtctl_migrate(BOOK, everything())) | by_record(commands_for(BOOK, Platform.AZURE_LOCAL, everything()))
    assert lines["ove-move"] == "virtctl migrate my-vm -n my-project"
    assert lines["ove-cancel"] == "virtctl migrate-cancel my-vm -n my-project"
    assert lines["hyperv-move"] == "Move-ClusterVirtualMachineRole -Name my-vm -Node node-2 -MigrationType Live"
    written = {row.run.command for row in BOOK.migration_commands.values() if row.run}
    elsewhere = {run.command for row in BOOK.commands.values() for claim in row.claims.values() for run in claim.run}
    assert not written & elsewhere


def test_the_settings_fill_the_commands_of_the_other_platforms() -> None:
    wanted = everything(parallel_outbound_migrations_per_node=3, bandwidth_per_migration=1_250_000_001)
    lines = by_record(commands_for(BOOK, Platform.AZURE_LOCAL, wanted, {"cluster": "c1", "node": "n1"}))
    assert lines["hyperv-at-once-cluster"] == "(Get-Cluster -Name c1).MaximumParallelMigrations = 3"
    assert lines["hyperv-at-once-host"] == "Set-VMHost -ComputerName n1 -MaximumVirtualMachineMigrations 3"
    assert "-BytesPerSecond (1193 * 1MB)" in lines["hyperv-smb-cap"]
    assert "-MaximumSMBMigrationBandwidthInGbps 11;" in lines["hyperv-atc-smb-cap"]
    assert "'10.200.5.0/24'" in lines["hyperv-migration-network"]
    assert "-mtu 9000 vmk1" in by_record(commands_for(BOOK, Platform.VSPHERE, wanted))["vsphere-mtu"]


def test_what_no_setting_says_is_filled_with_the_default() -> None:
    lines = by_record(commands_for(BOOK, Platform.AZURE_LOCAL, MigrationSettings()))
    assert lines["hyperv-at-once-cluster"].endswith(f"= {BOOK.fields['at-once'].default}")
    assert f"({BOOK.fields['smb-mib'].default} * 1MB)" in lines["hyperv-smb-cap"]
    zero = by_record(commands_for(BOOK, Platform.AZURE_LOCAL, MigrationSettings(bandwidth_per_migration=0)))
    assert zero == lines


@given(SETTINGS)
@MANY
def test_moving_and_checking_are_plain_words_for_any_settings(wanted: MigrationSettings) -> None:
    for product in PRODUCTS.values():
        for _, run in (*virtctl_migrate(BOOK, wanted), *verify_commands(BOOK, wanted, product)):
            assert run.shell is Shell.SH
            assert "{{" not in run.command
            if "|" not in run.command:
                words = shlex.split(run.command)
                assert words[0] in (product.client, "virtctl")
                assert not any("\n" in word for word in words)


@pytest.mark.parametrize("product", PRODUCTS)
def test_checks_are_made_with_the_products_client_and_namespace(product: str) -> None:
    lines = by_record(verify_commands(BOOK, everything(), PRODUCTS[product]))
    own = (
        ("oc", "openshift-cnv", "kubevirt-kubevirt-hyperconverged")
        if product in OPENSHIFT
        else ("kubectl", "kubevirt", "kubevirt")
    )
    client, namespace, name = own
    assert lines["ove-cluster-settings"].startswith(f"{client} get kubevirt {name} -n {namespace} ")
    assert lines["ove-attachment"] == f"{client} get net-attach-def migration-network -n {namespace} -o yaml"
    assert all(command.startswith(f"{client} ") for command in lines.values())


def test_checks_only_read() -> None:
    assert {run.danger for _, run in verify_commands(BOOK, everything(), PRODUCTS["hco-1-18-v1"])} == {Danger.READ_ONLY}


def test_without_a_network_nothing_asks_for_its_attachment() -> None:
    product = PRODUCTS["hco-1-15"]
    extra = {row.id for row in BOOK.migration_commands.values() if row.needs_network}
    assert extra
    assert by_record(verify_commands(BOOK, everything(), product)).keys() >= extra
    assert not by_record(verify_commands(BOOK, everything(network=None), product)).keys() & extra


def properties(schema: Any) -> dict[str, Any]:
    """What a schema lists, also through a part that it refers to."""
    name = str(schema.get("$ref", "")).removeprefix("#/components/schemas/")
    found: dict[str, Any] = (crd_schemas.shared()[name] if name else schema).get("properties", {})
    return found


def test_what_is_read_of_the_running_instance_exists_in_its_schema() -> None:
    paths = [
        found
        for _, run in verify_commands(BOOK, everything(), PRODUCTS["kubevirt-1-9"])
        if " get vmi " in run.command
        for found in re.findall(r"jsonpath='\{\.([\w.]+)\}'", run.command)
    ]
    assert len(paths) == 4
    (schema,) = (
        each
        for each in crd_schemas.schemas()["virtualmachineinstance"]
        if {"group": "kubevirt.io", "kind": "VirtualMachineInstance", "version": "v1"} in each["x-kubernetes-group-version-kind"]
    )
    for path in paths:
        part: Any = schema
        for step in path.split("."):
            assert step in properties(part), path
            part = properties(part)[step]


@pytest.mark.parametrize("name", [name for name in NASTY if name.strip() and not re.search(r"[*?\[\n]|^-", name)])
def test_a_typed_name_is_one_inert_word(name: str) -> None:
    """Names on vSphere and Azure Local may hold almost anything; `test_quoting` shows the rule for every template and shell."""
    typed = dict.fromkeys(("vm", "target-node", "vmkernel", "task"), name)
    if re.search(r"[/\\]|%", name):
        with pytest.raises(NameFaultError, match="VM contains a"):
            commands_for(BOOK, Platform.VSPHERE, MigrationSettings(), typed)
        return
    found = commands_for(BOOK, Platform.VSPHERE, MigrationSettings(), typed)
    lines = [(record, run) for record, run in found if run.shell is Shell.SH]
    without = [run.command for _, run in lines if name.strip() not in shlex.split(run.command)]
    assert len(without) < len(lines) / 2
    assert [command for command in without if BOOK.fields["esxi"].default not in command and "govc tasks" not in command] == []


@pytest.mark.parametrize(
    ("field", "bad"), [("vm", ""), ("esxi", "-host"), ("vmkernel", "a\nb"), ("streams", "two"), ("mtu", "0")]
)
def test_a_name_that_no_command_can_take_is_refused(field: str, bad: str) -> None:
    with pytest.raises(NameFaultError, match=BOOK.fields[field].label):
        commands_for(BOOK, Platform.VSPHERE, MigrationSettings(), {field: bad})


def test_a_cap_too_large_for_hyper_v_does_not_stop_the_commands_of_ove() -> None:
    wanted = everything(bandwidth_per_migration=2**63 - 1)
    assert virtctl_migrate(BOOK, wanted)
    with pytest.raises(NameFaultError, match="Cap, MiB/s must be a whole number"):
        commands_for(BOOK, Platform.AZURE_LOCAL, wanted)


def test_hostile_names_of_kubevirt_are_refused() -> None:
    for changed in ({"vm": "a; id"}, {"namespace": "$(id)"}, {"vm": ""}):
        with pytest.raises(NameFaultError):
            virtctl_migrate(BOOK, everything(**changed))
        with pytest.raises(NameFaultError):
            verify_commands(BOOK, everything(**changed), PRODUCTS["kubevirt-1-9"])


def test_the_fields_of_a_platform_are_those_its_commands_ask_for() -> None:
    assert set(fields(BOOK, Platform.VSPHERE)) == {"esxi", "streams", "vm", "vmkernel", "mtu", "target-node", "pool", "task"}
    assert set(fields(BOOK, Platform.AZURE_LOCAL)) >= {"cluster", "at-once", "node", "smb-mib", "smb-gbps", "subnet", "vm"}


def test_an_ipv6_range_is_a_subnet_for_hyper_v() -> None:
    wanted = everything(dedicated=DedicatedNetwork("nic", "fd00:5::/64"))
    assert (
        "Add-VMMigrationNetwork 'fd00:5::/64' "
        in by_record(commands_for(BOOK, Platform.AZURE_LOCAL, wanted))["hyperv-migration-network"]
    )
