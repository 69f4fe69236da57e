"""What the tool of a command reads inside a name. The shell's quoting keeps a name one word; what it means is the tool's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from domain.artefacts.quoting import PLACE
from domain.artefacts.vm.names import label_fault, slug, subdomain_fault
from domain.catalog.records.commands import Run
from domain.catalog.vocabulary import Shell

_TOOL = re.compile(r"(?<![\w./-])(oc|kubectl|virtctl|govc|az)(?=\s)")
_TAG = re.compile(r"\w[\w.-]{0,127}", re.ASCII)
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.]+(%\w+)?")
_HALF_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")

_IN_ADDRESS = re.compile(r"[/\\#?%&]")

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
    return "is an address, which oc would load from there; name a file." if "://" in value else ""


def _host(value: str) -> str:
    return "" if _HOST.fullmatch(value) else "must be the name or the address of a host."


def _user(value: str) -> str:
    return "contains @ or /, behind which the tool reads where to log in; leave it out." if re.search("[@/]", value) else ""


def _inventory(value: str) -> str:
    if "/" in value:
        return "contains a slash, which govc reads as a folder's end; where it is part of the name, type it as %2f."
    if "\\" in value:
        return "contains a backslash, which vCenter keeps as %5c; type it so."
    return "contains a percent sign, which vCenter keeps as %25; type it so." if _HALF_ESCAPE.search(value) else ""


def _resource(value: str) -> str:
    found = _IN_ADDRESS.search(value)
    return f"holds {found[0]}, which az would read as part of the resource's address; leave it out." if found else ""


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
"""RFC 1123 as Kubernetes has it ("Object Names and IDs"): oc reads `a/b` as type and name, virtctl as name and namespace.
What stands behind `--` of `oc adm must-gather` is joined and read by a second shell, so no name in it may need quotes."""

_GOVC = _each(
    "vm new-vm other-vm node target-node cluster snapshot template datastore target-datastore iso-datastore port-group "
    "further-port-group dvs",
    _inventory,
)
"""govc takes a name as a path of the inventory, where vCenter escapes slash, backslash and percent sign (govmomi's
vim25/types/types.go on the names of resource pools: "A slash is escaped as %2F or %2f")."""

_AZ = _each("vm new-vm node target-node cluster", _resource)
"""The name of an Azure resource is a part of its ID, `/subscriptions/…/machines/<name>`, and of the address that az asks."""

_READ = {"oc": _CLUSTER, "kubectl": _CLUSTER, "virtctl": _CLUSTER, "govc": _GOVC, "az": _AZ}
_EVERYWHERE = {**_each("esxi address", _host), "user": _user}


def misread(run: Run, names: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """Why a command must not be printed with these names, as a sentence that says the mend; empty if it may.

    `labels` are the words for the fields. A name belongs to the last tool before its place. PowerShell's modules give no sign a
    meaning but the wildcards, which no name may hold (`check_name`).
    """
    for place in PLACE.finditer(run.command) if run.shell is Shell.SH else ():
        field = place[1]
        tools = _TOOL.findall(run.command, 0, place.start())
        fault = _READ.get(tools[-1], {}).get(field) if tools else None
        fault = fault or _EVERYWHERE.get(field)
        if fault and field in names and (found := fault(names[field])):
            return f"{labels[field]} {found}"
    return ""
