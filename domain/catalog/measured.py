"""The shapes of what live migration and disk transfer reckon with: presets, platform behaviour, measured and published runs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from domain.catalog.base import Positive, Text
from domain.catalog.models import Evidence, Row
from domain.catalog.vocabulary import Behaviour, Platform, Writes

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
    writes: Writes


class ProfileFact(Row, Evidence):
    """One way in which a platform's live migration behaves. `value` in `unit`; None where no public source states it."""

    platform: Platform
    behaviour: Behaviour
    says: Text
    value: Amount | None = None
    unit: str = ""
    scope: str = ""


class DrainDefault(Row, Evidence):
    """How many migrations run at once by default. None: no such limit, or none documented; the note says which."""

    label: Text
    platform: Platform
    outbound_per_node: Count
    inbound_per_node: Count | None = None
    per_cluster: Count | None = None
    scope: Text


class PublishedMigration(Row, Evidence):
    """A live migration that others measured and published. `dirty_gbps`: 10^9 bit/s of touched pages, None if not stated."""

    label: Text
    says: Text
    ram_gib: Positive
    zero_percent: Percent = 0
    link_gbps: Positive
    dirty_gbps: Amount | None = None
    working_set_gib: Amount | None = None
    downtime_limit_ms: Positive
    total_s: Positive
    low_s: Positive | None = None
    high_s: Positive | None = None
    downtime_ms: Positive | None = None


class LabTransfer(Row, Evidence):
    """One run of Red Hat's MTV lab: `vms` VMs with one disk each from `hosts` ESXi hosts. `used_percent` of a disk was copied."""

    vms: Count
    hosts: Count
    disk_gib: Positive
    used_percent: Percent
    seconds: Positive


class TransferRate(Row, Evidence):
    """A highest rate that the lab saw, in MiB/s."""

    label: Text
    mib_s: Positive
    warm: bool = False
    scope: Text
