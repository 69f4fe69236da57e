"""The shapes of live migration: settings, releases, estimates, presets, platform behaviour, published runs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from domain.catalog.records.base import Amount, Keys, Number, Percent, Positive, Record, RefTo, Release, Slug, Switch, Text
from domain.catalog.records.evidence import Claim, Evidence, Labelled, Row
from domain.catalog.vocabulary import Behaviour, Platform, Scaling, SettingPlace, WritePattern

CsvName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.csv$", strict=True)]


class VersionedDefault(Record):
    scope: Text
    value: Text


class Setting(Row):
    """A live-migration setting; `set_in` maps the object to the path of the field in it.

    `since` is the first release with the field: of HCO for the HyperConverged CR, of KubeVirt for the others. A place that
    is not there has had it in every release that the catalogue speaks of. A path under spec.virtualization exists in API v1
    of the HyperConverged CR only; every other path of that CR is that of API v1beta1.
    """

    parameter: Text
    field: Text
    type: Text
    effect: Text
    claim: Claim
    defaults: tuple[VersionedDefault, ...]
    set_in: dict[SettingPlace, Text]
    since: dict[SettingPlace, Release] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _since_is_of_a_place(self) -> Setting:
        if extra := self.since.keys() - self.set_in.keys():
            raise ValueError(f"'since' speaks of {', '.join(sorted(extra))}, where the field is not set")
        return self


class Carried(Record):
    """What a release of OpenShift Virtualization is made of."""

    hco: Release
    kubevirt: Release


class MigrationProduct(Row, Evidence, Labelled):
    """A product whose live migration can be set: the oldest release that a row stands for, and what is set by default.

    `hco` is empty for KubeVirt alone. `api` is the apiVersion of the object that holds the cluster's settings. `defaults`
    maps ids of settings to their value; what is not there is unset. `parallel_streams`: a migration gets several streams
    unless the VM forbids it; `streams_with_post_copy`: also one that allows post-copy. `counts_moved_volumes`: the deadline
    counts volumes that move with the VM; None: in part of the row's releases. `caution`: a sentence that warns of taking its
    API, if the vendor does. `carries`: each release of OpenShift Virtualization that the row stands for.
    """

    label: Text
    kubevirt: Release
    hco: Annotated[str, StringConstraints(pattern=r"^([0-9]+\.[0-9]+)?$", strict=True)] = ""
    api: Text
    defaults: dict[Annotated[Slug, RefTo("live_migration")], Switch | Number]
    parallel_streams: Switch
    streams_with_post_copy: Switch
    counts_moved_volumes: Switch | None = None
    caution: str = ""
    carries: dict[Release, Carried] = Field(default_factory=dict)

    @property
    def short(self) -> str:
        """What a headline calls it: OVE with its releases, or its label."""
        if not self.carries:
            return self.label
        known = list(self.carries)
        return f"OVE {known[0]}" if len(known) == 1 else f"OVE {known[0]}–{known[-1]}"

    @model_validator(mode="after")
    def _streams_that_are(self) -> MigrationProduct:
        if self.streams_with_post_copy and not self.parallel_streams:
            raise ValueError("'streams_with_post_copy' needs 'parallel_streams'")
        return self


class NetworkLink(Row):
    """A column of the estimate table. Units: gbps in 10^9 bit/s, reference_rate in 10^9 byte/s."""

    gbps: Positive
    reference: Text
    reference_rate: Positive


class MigrationTime(Row):
    """A row of the estimate table. `ram_gb` as the quick reference writes it."""

    reference: Text
    ram_gb: Positive
    claims: Annotated[dict[str, Claim], Keys(ids_of="links")]


class Factor(Row):
    """The quick reference's remark that real migrations take `low` to `high` times the naive figure."""

    low: Positive
    high: Positive
    claim: Claim


class MigrationInput(Row, Evidence):
    """A number the estimate needs: what it means, and how to measure it on each platform."""

    label: Text
    unit: Text
    about: Text
    measure: dict[Platform, Text]


class Preset(Row, Evidence, Labelled):
    """A typical guest to start from. `dirty_mb_s`: 10^6 bytes of pages touched by writes in a second.

    The numbers are those of a guest of `ram_gib`; the two scalings say what a guest of another size has, and `scaling_why` why.
    """

    label: Text
    about: Text
    ram_gib: Positive
    working_set_gib: Amount
    dirty_mb_s: Amount
    zero_percent: Percent = 0
    writes: WritePattern
    working_set_scaling: Scaling
    dirty_rate_scaling: Scaling
    scaling_why: Text


class HypervisorRelease(Row, Labelled):
    """A release of vSphere or Hyper-V that migrates otherwise than another; the first of a platform holds at first.

    `refuses`: traits of a VM that it does not move although a later release may, each with the blocker that says so.
    """

    label: Text
    platform: Platform
    refuses: dict[Annotated[Slug, RefTo("traits")], Annotated[str, RefTo("blockers")]] = Field(default_factory=dict)


class ProfileFact(Row, Evidence):
    """One way in which a platform's live migration behaves. `value` in `unit`; None where no public source states it.

    `low`: only a range is known, from there to `value`, or to whatever else bounds it. `high`: the value is a
    typical one between the two. `releases` (empty: all): those that it
    holds for. `not_reckoned`: why Migration time's times do not follow from the value.
    """

    platform: Platform
    behaviour: Behaviour
    says: Text
    low: Amount | None = None
    value: Amount | None = None
    high: Amount | None = None
    unit: str = ""
    releases: tuple[Annotated[Slug, RefTo("hypervisor_releases")], ...] = ()
    not_reckoned: str = ""
    scope: str = ""


class StunPoint(Record):
    """How long a guest stands still for so much device memory in use, in GB: as measured, and at most.

    `high_s` holds for any VM, `by_memory_s` by the VM's memory in GB; without either nothing is published for the most.
    """

    state_gb: Positive
    expected_s: Positive
    high_s: Positive | None = None
    by_memory_s: dict[int, Positive] = Field(default_factory=dict)


class StunTable(Row, Evidence):
    """A published table of standstills for a device whose memory is copied, over a link of `link_gbps`, for these releases."""

    platform: Platform
    device: Annotated[Slug, RefTo("traits")]
    releases: tuple[Annotated[Slug, RefTo("hypervisor_releases")], ...]
    says: Text
    link_gbps: Positive
    times_out_from_gb: Positive | None = None
    points: tuple[StunPoint, ...]
    scope: Text


class MeasuredSeries(Row, Evidence):
    """Runs of a real QEMU that this project made, last measured on `date`: `file` of data/. `label` is the word of the link."""

    label: Text
    file: CsvName
    date: dt.date
    says: Text


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
