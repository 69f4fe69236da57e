"""The shapes of what live migration and disk transfer reckon with: presets, platform behaviour, measured and published runs."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from domain.catalog.base import Positive, Text
from domain.catalog.models import Evidence, Row
from domain.catalog.vocabulary import Behaviour, Platform, TransferKind, WritePattern

Count = Annotated[int, Field(ge=1)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100)]


class MigrationInput(Row, Evidence):
    """A number the estimate needs: what it means, and how to measure it on each platform."""

    label: Text
    unit: Text
    about: Text
    measure: dict[Platform, Text]


class Preset(Row, Evidence):
    """A typical guest to start from. `dirty_mb_s`: 10^6 bytes of pages touched by writes in a second."""

    label: Text
    about: Text
    ram_gib: Positive
    working_set_gib: Amount
    dirty_mb_s: Amount
    zero_percent: Percent = 0
    writes: WritePattern


class ProfileFact(Row, Evidence):
    """One way in which a platform's live migration behaves. `value` in `unit`; None where no public source states it."""

    platform: Platform
    behaviour: Behaviour
    says: Text
    value: Amount | None = None
    unit: str = ""
    scope: str = ""


class DrainDefault(Row, Evidence):
    """How many migrations run at once by default. None: no such limit, or none documented; the note says which.

    `above_gbps` and `up_to_gbps` bound the migration link, in 10^9 bit/s, for which it holds. `product`: the release of
    migration_products whose deadline goes with it; empty where no deadline is known.
    """

    label: Text
    platform: Platform
    outbound_per_node: Count
    inbound_per_node: Count | None = None
    per_cluster: Count | None = None
    above_gbps: Positive | None = None
    up_to_gbps: Positive | None = None
    product: str = ""
    scope: Text

    def holds_at(self, gbps: float) -> bool:
        """Whether it is the default on a migration link of that rate."""
        return (self.above_gbps or 0) < gbps and (self.up_to_gbps is None or gbps <= self.up_to_gbps)


class PublishedMigration(Row, Evidence):
    """A live migration that others measured and published; None: not stated.

    `dirty_gbps`: 10^9 bit/s of touched pages. `low` and `high`: the ends of several runs, whose mean is the number itself.
    """

    label: Text
    says: Text
    ram_gib: Positive | None = None
    zero_percent: Percent = 0
    link_gbps: Positive | None = None
    dirty_gbps: Amount | None = None
    working_set_gib: Amount | None = None
    downtime_limit_ms: Positive | None = None
    total_s: Positive | None = None
    low_s: Positive | None = None
    high_s: Positive | None = None
    downtime_ms: Positive | None = None
    downtime_low_ms: Positive | None = None
    downtime_high_ms: Positive | None = None


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
