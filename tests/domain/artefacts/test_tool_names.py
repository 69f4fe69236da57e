"""No command is printed with a name that its tool would read as something else, over every command of the catalogue."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.artefacts.quoting import NameFaultError, check_name, fill, places
from domain.artefacts.tool_names import misread
from domain.catalog import catalog
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import Danger, FieldKind, Shell

FIELDS = catalog().fields
LABELS = {field.id: field.label for field in FIELDS.values()}
DEFAULTS = {field.id: field.default for field in FIELDS.values()}
RUNS = sorted(
    {part for *_, part in catalog().parts() if isinstance(part, Run) and places(part.command)}, key=lambda run: run.command
)
OBJECT = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")


def run(command: str, shell: Shell = Shell.SH) -> Run:
    return Run(command=command, shell=shell, what="x", danger=Danger.READ_ONLY)


@pytest.mark.parametrize(
    ("command", "field", "name", "said"),
    [
        ("oc get vm {{vm}} -n {{namespace}}", "vm", "a/b", "a-b"),
        ("oc get vm {{vm}}", "vm", "SQL Server 01 (prod)", "sql-server-01-prod"),
        ("virtctl start {{vm}}", "vm", "My_VM", "my-vm"),
        ("oc get vm -n {{namespace}}", "namespace", "team.a", "team-a"),
        ("govc vm.info {{vm}}", "vm", "a/b", "%2f"),
        ("govc vm.info {{vm}}", "vm", "50 %", "%25"),
        ("oc adm must-gather --image=x:{{version}} -- /usr/bin/gather", "version", "v1 && rm -rf ~", "tag"),
        ("az stack-hci-vm show --name {{vm}}", "vm", "a/b", "holds /"),
        ("az stack-hci-vm show --name {{vm}}", "vm", "50 %", "holds %"),
        ("oc apply -f {{manifest}}", "manifest", "https://evil.example/x.yaml", "address"),
        ("virtctl ssh {{user}}@vm/{{vm}}", "user", "a@vm/other", "@"),
        ("ssh root@{{esxi}} grep x", "esxi", "h -oProxyCommand=x", "host"),
        ("oc debug node/{{node}} -- bash -c 'x' {{esxi}}", "esxi", "a b", "host"),
    ],
)
def test_what_a_tool_would_read_otherwise_is_refused_with_the_mend(command: str, field: str, name: str, said: str) -> None:
    fault = misread(run(command), {**DEFAULTS, field: name}, LABELS)
    assert fault.startswith(LABELS[field])
    assert said in fault


@pytest.mark.parametrize(
    ("command", "shell", "field", "name"),
    [
        ("govc vm.info {{vm}}", Shell.SH, "vm", "SQL Server 01 (prod)"),
        ("govc vm.info {{vm}}", Shell.SH, "vm", "a%2fb"),
        ("govc pool.info {{pool}}", Shell.SH, "pool", "cluster-1/Resources"),
        ("az stack-hci-vm show --name {{vm}}", Shell.SH, "vm", "SQL Server 01 (prod)"),
        ("Get-VM -Name {{vm}}", Shell.POWERSHELL, "vm", "SQL Server 01 (prod)"),
        ("ssh root@{{esxi}}", Shell.SH, "esxi", "2001:db8::1"),
        ("oc get vm {{vm}}", Shell.SH, "vm", "web.shop-7"),
    ],
)
def test_what_a_tool_takes_as_it_is_is_not_refused(command: str, shell: Shell, field: str, name: str) -> None:
    assert misread(run(command, shell), {**DEFAULTS, field: name}, LABELS) == ""


def test_no_default_is_refused() -> None:
    assert {run.command: fault for run in RUNS if (fault := misread(run, DEFAULTS, LABELS))} == {}


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=("C",)), min_size=1, max_size=20) | st.from_regex(OBJECT, fullmatch=True))
@example("a/b")
@example("vm/other")
@example("x; rm -rf ~")
def test_a_printed_command_of_a_cluster_holds_only_names_that_an_object_can_have(name: str) -> None:
    """Kubernetes' own grammar (RFC 1123), over all commands at once: what is printed holds it, or holds no such name."""
    try:
        name = check_name(name, FieldKind.TEXT, "VM")
    except NameFaultError:
        return
    for each in RUNS:
        if each.shell is Shell.SH and re.match(r"(oc|virtctl|kubectl) ", each.command) and "vm" in places(each.command):
            names = {**DEFAULTS, "vm": name}
            printed = not misread(each, names, LABELS)
            assert printed == bool(OBJECT.fullmatch(name) and len(name) <= 253), fill(each.command, names, each.shell)
