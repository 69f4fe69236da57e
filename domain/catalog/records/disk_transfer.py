"""The shapes of disk transfer: lab runs and rates, the ways to move disks, and the networks that must not hide a host."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from domain.catalog.records.base import Amount, Count, Percent, Positive, RefTo, Slug, Switch, Text
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Stated, TransferKind, TransferMoment, TransferTarget


class LabTransfer(Row, Evidence):
    """One run of Red Hat's MTV lab: `vms` VMs with one disk each from `hosts` ESXi hosts. `used_percent` of a disk was copied.

    `in_flight`: the largest number of VMs at once from one host that MTV was set to. `scope`: of which product, and which way.
    """

    label: Text
    vms: Count
    hosts: Count
    disk_gib: Positive
    used_percent: Percent
    in_flight: Count
    scope: Text
    seconds: Positive


class TransferRate(Row, Evidence):
    """A number of a disk transfer as its source states it: a rate seen in a lab or elsewhere, a planning rule, or a default.

    "Mibit/s" is 2^20 bits per second, "%" a share of a rate. `hosts` and `disks` are how many ESXi hosts and disks took part,
    None where the source does not say.
    """

    label: Text
    kind: TransferKind
    value: Positive
    unit: Literal["MiB/s", "MB/s", "GB/s", "Mibit/s", "%", "per host", "min", "snapshots", "disks", "VMs", "KiB"]
    warm: bool = False
    hosts: Count | None = None
    disks: Count | None = None
    scope: Text

    @model_validator(mode="after")
    def _rates_are_rates(self) -> TransferRate:
        if (self.kind is TransferKind.DEFAULT) == self.unit.endswith(("/s", "%")):
            raise ValueError(f"a number of kind {self.kind.value} cannot have the unit {self.unit}")
        return self


class TransferMethod(Row, Evidence):
    """A way to get the disks of a VM out of VMware, and what its sources say of it.

    `name` is what sentences call it. `obtainable`: today, without a contract that hands out the VDDK. `vsan`, `rdm`
    and `encrypted`: whether it takes disks on vSAN, raw device mappings, and VMs or disks that are encrypted.

    How long it copies, where that can be reckoned: `rate_field` is the number in links and files that gives its rate, of one
    disk or of all together (`rate_of`), `rates` what is published, the slowest first; empty if nothing is. `at_once`: the most
    disks. `path`: what else bounds it: ESXi hosts and the network as MTV's copy with the VDDK, the network, or only the array.
    """

    title: Text
    name: Text
    needs_vddk: Stated
    obtainable: Stated
    warm: Stated
    vsan: Stated
    rdm: Stated
    encrypted: Stated
    targets: Annotated[tuple[TransferTarget, ...], Field(min_length=1)]
    status: Text
    conditions: Text
    scope: Text
    rate_field: Slug | None = None
    rate_of: Literal["disk", "all"] = "disk"
    rates: tuple[Annotated[Slug, RefTo("transfer_rates")], ...] = ()
    at_once: Annotated[Slug, RefTo("transfer_rates")] | None = None
    path: Literal["ESXi hosts", "network", "array"] = "ESXi hosts"

    @model_validator(mode="after")
    def _vddk_is_not_public(self) -> TransferMethod:
        if self.needs_vddk is Stated.YES and self.obtainable is Stated.YES:
            raise ValueError("it needs the VDDK, which nobody gets without a contract, so it is not 'obtainable'")
        return self


class FieldTransfer(Row, Evidence):
    """A copy that somebody published, outside the lab's runs: `data_gib` on `disks` of all VMs together took `seconds`.

    `over`: how the disks were read; `warm`: while the VM ran. `gbps`: the network, None where the source does not say.
    `sizes`: the disks of a VM in GiB where they were unequal, as the form's list takes them.
    """

    label: Text
    tool: Text
    over: Literal["VDDK", "NFC export", "ESXi host"]
    warm: Switch = False
    vms: Count = 1
    hosts: Count = 1
    data_gib: Positive
    sizes: str = ""
    gbps: Positive | None = None
    scope: Text
    seconds: Positive


class TransferPhase(Row, Evidence):
    """What a copy takes however few the bytes. `minutes` a VM or a plan, None where no source says; `runs`: beside what.

    `name` is what sentences call it, `field` the number in links and files that counts it.
    """

    title: Text
    name: Text
    ways: Annotated[tuple[Literal["cold", "warm"], ...], Field(min_length=1)]
    moment: TransferMoment
    runs: Text
    minutes: Amount | None = None
    field: Slug | None = None
    scope: Text


def _is_network(text: str) -> str:
    ip_network(text)
    return text


class ClusterNetwork(Row, Evidence):
    """A network that a cluster keeps to itself: an address outside that lies in it cannot be reached from inside.

    `name` is what sentences call it, after "the". `cidr` is its default.
    """

    title: Text
    name: Text
    cidr: Annotated[str, AfterValidator(_is_network)]
    scope: Text
