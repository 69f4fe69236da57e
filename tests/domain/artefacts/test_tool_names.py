"""No command is printed with a name that its tool would read as something else, over every command of the catalogue."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.artefacts.quoting import NameFaultError, check_name, fill, places
from domain.artefacts.tool_names import misread
from domain.catalog import catalog
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import Danger, FieldKind, Shell
from tests.domain.artefacts.shell_words import run_sh

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
        ("az stack-hci-vm show --name {{vm}}", "vm", "a/b", "contains /"),
        ("az stack-hci-vm show --name {{vm}}", "vm", "50 %", "contains %"),
        ("oc apply -f {{manifest}}", "manifest", "https://evil.example/x.yaml", "address"),
        ("virtctl ssh {{user}}@vm/{{vm}}", "user", "a@vm/other", "@"),
        ("ssh root@{{esxi}} grep x", "esxi", "h -oProxyCommand=x", "host"),
        ("ssh {{user}}@{{address}}", "user", "a$(id)", "login"),
        ("oc adm policy add-role-to-user x {{user}}", "user", "a/b", "contains /"),
        ("govc library.import {{library}} {{ova}}", "ova", "https://evil.example/x.ova", "address"),
        ("govc vm.disk.create -vm {{vm}} -name {{vm}}/{{volume}}", "volume", "a/b", "slash"),
        ("az stack-hci-vm show --name {{vm}}", "vm", "@secret.json", "begins with @"),
        ("az stack-hci-vm create --storage-path-id {{storage-path}}", "storage-path", "/a?b", "id of Azure"),
        ("dig +short {{vm}}.example.com", "vm", "@evil.example a", "host"),
        ("oc debug node/{{node}} -- bash -c 'x' {{esxi}}", "esxi", "a b", "host"),
    ],
)
def test_what_a_tool_would_read_otherwise_is_refused_with_the_mend(command: str, field: str, name: str, said: str) -> None:
    fault = misread(run(command), {**DEFAULTS, field: name}, LABELS)
    assert fault.startswith(LABELS[field])
    assert said in fault


@pytest.mark.parametrize(
    ("command", "field", "name", "said"),
    [
        ("Suspend-ClusterNode -Name {{node}} -Drain", "node", "a-name-that-is-too-long", "15 characters"),
        ("Suspend-ClusterNode -Name {{node}} -Drain", "node", "node 1", "computer"),
        ("Get-VM -ComputerName {{node}}", "node", "node-1,node-2", "computer"),
        ("(Get-Cluster -Name {{cluster}}).Name", "cluster", "https://x", "computer"),
        ("mstsc.exe /v:{{address}}", "address", "a b", "host"),
        ("Export-VM -Name {{vm}} -Path {{path}}", "path", r"\\evil\share", "another machine"),
        ("Export-VM -Name {{vm}} -Path {{path}}", "path", "//evil/share", "another machine"),
        ("Export-VM -Name {{vm}} -Path {{path}}", "path", "https://evil.example/x", "another machine"),
        ("Export-VM -Name {{vm}} -Path {{path}}", "path", r"C:\a|b", "holds |"),
        ("Export-VM -Name {{vm}} -Path {{path}}", "path", r"C:\a.\b", "ends with a dot"),
        ("Export-VM -Name {{vm}} -Path {{path}}", "path", r"C:\vms\nul.vhdx", "device"),
        ("Add-VMHardDiskDrive -VMName {{vm}} -Path {{path}}\\{{volume}}.vhdx", "volume", r"..\x", "holds \\"),
        ("New-VM -Name {{vm}}", "vm", "SQL: prod", "holds :"),
        (r"Set-VMComPort -VMName {{vm}} -Number 1 -Path \\.\pipe\{{vm}}", "vm", r"a\b", "holds \\"),
    ],
)
def test_what_windows_does_not_take_is_refused_with_the_mend(command: str, field: str, name: str, said: str) -> None:
    fault = misread(run(command, Shell.POWERSHELL), {**DEFAULTS, field: name}, LABELS)
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
        ("Get-VM -Name {{vm}}", Shell.POWERSHELL, "vm", "SQL: a/b"),
        ("Get-VM -ComputerName {{node}}", Shell.POWERSHELL, "node", "HV_NODE-1.corp.example.com"),
        ("Get-VM -ComputerName {{node}}", Shell.POWERSHELL, "node", "2001:db8::1"),
        ("Export-VM -Name {{vm}} -Path {{path}}", Shell.POWERSHELL, "path", r"D:\VM exports (old)\a.b"),
        ("Copy-Item -Path {{vhdx}}", Shell.POWERSHELL, "vhdx", r"..\disk.vhdx"),
        (r"ssh {{user}}@{{address}}", Shell.SH, "user", r"CORP\admin-1"),
        ("oc adm policy add-role-to-user x {{user}}", Shell.SH, "user", "jo@example.com"),
        ("az stack-hci-vm create --custom-location {{custom-location}}", Shell.SH, "custom-location", "my location (a)"),
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


GATHER = [each for each in RUNS if "must-gather" in each.command and " -- " in each.command]
POD = "cat <<-MUSTGATHER_EOF | /bin/bash\n{words}\nMUSTGATHER_EOF\n", "{words}\n"
"""What becomes of the words behind `--` of `oc adm must-gather` in its pod, where setsid is there and where it is not."""


def gathered(command: str, directory: Path) -> list[str]:
    """What each of the two second shells is told, by the words that the first one hands to oc, which joins them with blanks."""
    spy = 'oc() { while [ "$1" != -- ]; do shift; done; shift; printf \'%s\\0\' "$*"; }\n'
    (words,) = run_sh(spy + command, directory)
    told = []
    for script in POD:
        pod = script.format(words=words.replace("/usr/bin/", "exec /usr/bin/env #"))
        done = subprocess.run(["/bin/bash"], input=pod.encode(), capture_output=True, timeout=60, cwd=directory, check=False)
        told.append(done.stdout.decode())
    return told


@pytest.mark.parametrize("run", GATHER, ids=lambda run: run.command[-20:])
def test_two_shells_one_after_the_other_find_in_a_printed_name_only_itself(run: Run, tmp_path: Path) -> None:
    """And a name that is not printed, because it would be run there: the rule is what protects, no quoting does."""
    for field in set(places(run.command)) & {"vm", "plan", "namespace", "mtv-namespace"}:
        for name in ("db$(: > owned)", "db`: > owned`", "db; : > owned", "db\n: > owned", "db-01"):
            names = {**DEFAULTS, field: name}
            told = gathered(fill(run.command, names, run.shell), tmp_path)
            ran = [path.unlink() for path in tmp_path.iterdir()] != []
            assert ran == bool(misread(run, names, LABELS)), name
            if not ran:
                assert [f"={name}\n" in seen for seen in told] == [True, True]
