"""What the tool of a command reads inside a name. The shell's quoting keeps a name one word; what it means is the tool's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from domain.artefacts.quoting import PLACE
from domain.artefacts.vm.names import label_fault, slug, subdomain_fault
from domain.artefacts.windows_names import computer_fault, file_name_fault, path_fault
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import FieldKind, Shell

_TOOL = {
    Shell.SH: re.compile(r"(?<![\w./-])(oc|kubectl|virtctl|govc|az|dig)(?=\s)"),
    Shell.POWERSHELL: re.compile(r"(?<![\w./-])(az|[A-Z][A-Za-z]+-[A-Z]\w+)(?=\s)"),
}
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+(%\w+)?")
_LOGIN = re.compile(r"\w[\w.+-]*(\\\w[\w.+-]*)?")
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

_IN_ADDRESS = re.compile(r"[/\\#?%&]|\A@")
_AZURE_ID = re.compile(r"/?[\w.() -]+(/[\w.() -]+)*")

_SECOND_SHELL = re.compile(
    r"\boc adm must-gather\b.*?\s--\s|\b(?:ba|da|k|z)?sh\s+-\w*c\s|\bssh\s+\S+\s|\s--command[ =]|\beval\s"
    r"|\b(?:Invoke-Expression|Invoke-Command|iex)\s|\b(?:cmd|powershell|pwsh)(?:\.exe)?\s"
)
"""What hands the words behind it to another shell, which reads them once more.

`oc adm must-gather` joins what stands behind `--` into the script of a pod that is bound to cluster-admin
(openshift/oc, pkg/cli/admin/mustgather/mustgather.go): in one of its branches inside a here-document, where no quotes protect.
"""

SHELL_SIGNS = "$`;|&<>(){}\\\"'!#~ "
"""On these a shell acts: no quoting keeps them through two shells in every case, so a name that both read must have none."""

Fault = Callable[[str], str]


def _object(fault: Fault) -> Fault:
    """A cluster's name, with one that it would take."""

    def judged(value: str) -> str:
        found = fault(value)
        return f"{found} For example {slug(value)}." if found else ""

    return judged


def _tag(value: str) -> str:
    return "" if _TAG.fullmatch(value) else "must be a version such as v4.21.3: it becomes the tag of an image."


def _file(value: str) -> str:
    return "is an address, and the tool would load from there; name a file." if "://" in value else ""


def _host(value: str) -> str:
    return "" if _HOST.fullmatch(value) else "must be the name or the address of a host."


def _login(value: str) -> str:
    if re.search("[@/]", value):
        return "contains @ or /, behind which the tool reads where to log in; leave it out."
    return "" if _LOGIN.fullmatch(value) else "must be a login such as admin or CORP\\admin: letters, digits, dots and dashes."


def _cluster_user(value: str) -> str:
    return "contains / : or %, which no user of a cluster has in its name; leave it out." if re.search("[/:%]", value) else ""


def _inventory(value: str) -> str:
    if "/" in value:
        return "contains a slash, which govc reads as a folder's end; where it is part of the name, type it as %2f."
    if "\\" in value:
        return "contains a backslash, which vCenter keeps as %5c; type it so."
    return "contains a percent sign, which vCenter keeps as %25; type it so." if _HALF_ESCAPE.search(value) else ""


def _disk(value: str) -> str:
    return "contains a slash, which ends the name of a folder; leave it out." if "/" in value else ""


def _resource(value: str) -> str:
    found = _IN_ADDRESS.search(value)
    if found and found[0] == "@":
        return "begins with @, behind which az reads the name of a file; start it otherwise."
    return f"contains {found[0]}, which az would read as part of the resource's address; leave it out." if found else ""


def _azure_id(value: str) -> str:
    return "" if _AZURE_ID.fullmatch(value) else "must be a name or an id of Azure such as /subscriptions/…/my-resource."


def _each(fields: str, fault: Fault) -> dict[str, Fault]:
    return dict.fromkeys(fields.split(), fault)


_CLUSTER = {
    **_each("namespace mtv-namespace install-namespace", _object(label_fault)),
    **_each(
        "vm new-vm node target-node snapshot datavolume volume plan migration secret pod kubevirt-cr network-attachment",
        _object(subdomain_fault),
    ),
    **_each("version mtv-version", _tag),
    **_each("manifest image file", _file),
}
"""RFC 1123 as Kubernetes has it ("Object Names and IDs"): oc reads `a/b` as type and name, virtctl as name and namespace."""

_OC = {**_CLUSTER, "user": _cluster_user}

_GOVC = {
    **_each(
        "vm new-vm other-vm node target-node cluster snapshot template datastore target-datastore iso-datastore port-group "
        "further-port-group dvs",
        _inventory,
    ),
    **_each("ova ova-options vmdk file", _file),
    "volume": _disk,
}
"""govc takes a name as a path of the inventory, where vCenter escapes slash, backslash and percent sign (govmomi's
vim25/types/types.go on the names of resource pools: "A slash is escaped as %2F or %2f"); OVAs it also fetches from an address."""

_AZ = {
    **_each("vm new-vm node target-node cluster volume azure-image azure-nic resource-group cluster-resource-group", _resource),
    **_each("custom-location storage-path logical-network", _azure_id),
    "disk-path": path_fault,
}
"""The name of an Azure resource is a part of its ID, `/subscriptions/…/machines/<name>`, and of the address that az asks."""

_WINDOWS = {
    **_each("node target-node cluster", computer_fault),
    **_each("path copy-path exported-vm vhdx disk-path data-disk shared-disk parent-disk iso", path_fault),
    **_each("volume new-vm", file_name_fault),
}
"""A VM that is there may be called anything: to PowerShell's modules no sign means more but the wildcards, which no name may
hold (`check_name`)."""

_MAKES_FILES = {**_WINDOWS, "vm": file_name_fault}
"""Cmdlets that call a folder or a pipe after the VM."""

_READ: Mapping[str, Mapping[str, Fault]] = {
    "oc": _OC,
    "kubectl": _OC,
    "virtctl": _CLUSTER,
    "govc": _GOVC,
    "az": _AZ,
    "dig": {"vm": _host},
    "New-VM": _MAKES_FILES,
    "Set-VMComPort": _MAKES_FILES,
}
_EVERYWHERE = {**_each("esxi address", _host), "user": _login}


def _fault(shell: Shell, command: str, place: re.Match[str]) -> Fault | None:
    """The rule for a name at this place. It is that of the last tool before it."""
    tools = _TOOL[shell].findall(command, 0, place.start())
    rules = _READ.get(tools[-1] if tools else "", _WINDOWS if shell is Shell.POWERSHELL else {})
    return rules.get(place[1]) or _EVERYWHERE.get(place[1])


@lru_cache(maxsize=1024)
def _faults(shell: Shell, command: str) -> tuple[tuple[str, Fault], ...]:
    """The places of a template that have a rule."""
    found = ((place[1], _fault(shell, command, place)) for place in PLACE.finditer(command))
    return tuple((field, fault) for field, fault in found if fault)


def misread(run: Run, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Why a command must not be printed with these names, as a sentence that says the mend; empty if it may.

    `labels` are the words for the fields.
    """
    for field, fault in _faults(run.shell, run.command):
        if field in names and (found := fault(names[field])):
            return f"{labels[field]} {found}"
    return ""


def executable(run: Run, kinds: Mapping[str, FieldKind]) -> Iterator[str]:
    """The places that a second shell reads and whose rule lets a name through that it would act on; `kinds` are the fields'."""
    found = _SECOND_SHELL.search(run.command)
    for place in PLACE.finditer(run.command, found.end()) if found else ():
        fault = _fault(run.shell, run.command, place)
        if kinds.get(place[1]) is FieldKind.TEXT and not (fault and all(fault(f"a{sign}b") for sign in SHELL_SIGNS)):
            yield place[1]
