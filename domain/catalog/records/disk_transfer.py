"""The shapes of what disk transfer reckons with: lab runs and rates."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from domain.catalog.records.base import Count, Percent, Positive, Text
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import TransferKind


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
    """A number of MTV's disk transfer as its source states it: a rate seen in the lab, a planning rule, or a default.

    "Mibit/s" is 2^20 bits per second, "%" a share of a rate. `hosts` and `disks` are how many ESXi hosts and disks took part,
    None where the source does not say.
    """

    label: Text
    kind: TransferKind
    value: Positive
    unit: Literal["MiB/s", "MB/s", "Mibit/s", "%", "per host", "min", "snapshots", "disks", "KiB"]
    warm: bool = False
    hosts: Count | None = None
    disks: Count | None = None
    scope: Text

    @model_validator(mode="after")
    def _rates_are_rates(self) -> TransferRate:
        if (self.kind is TransferKind.DEFAULT) == self.unit.endswith(("/s", "%")):
            raise ValueError(f"a number of kind {self.kind.value} cannot have the unit {self.unit}")
        return self
