"""The shape of a drain or an upgrade that others timed and published."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from domain.catalog.records.base import Amount, Count, Positive, Switch, Text
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import DrainSpan, Platform


class PublishedDrain(Row, Evidence):
    """How long it took to empty a host, to get it back, or to upgrade a cluster; None: not stated.

    `platform` is empty for KVM under another manager. `memory_gib`: of all VMs together; no VM where the source counts none.
    `at_once`: most migrations that left together. `hosts_at_once`: hosts upgraded together. `reboot_min` and `before_min`: what
    the source itself counts for a host's update and reboot, and before the first host. `idle`: the VMs are taken not to write.
    `low_s` and `high_s`: the ends of what is published. `example`: reckoned by the source, not measured. `misses`: why the answer
    lies beside it, where it does.
    """

    label: Text
    says: Text
    example: Switch = False
    span: DrainSpan
    platform: Platform | None = None
    vms: Annotated[int, Field(ge=0)] | None = None
    memory_gib: Amount | None = None
    link_gbps: Positive | None = None
    at_once: Count | None = None
    idle: Switch = False
    hosts: Count | None = None
    hosts_at_once: Count | None = None
    reboot_min: Amount | None = None
    before_min: Amount | None = None
    took_s: Positive | None = None
    low_s: Positive | None = None
    high_s: Positive | None = None
    misses: str = ""

    @model_validator(mode="after")
    def _has_a_time(self) -> PublishedDrain:
        if (self.low_s is None) != (self.high_s is None):
            raise ValueError("'low_s' and 'high_s' need each other")
        if self.took_s is None and self.low_s is None:
            raise ValueError("says no time; give 'took_s', or 'low_s' and 'high_s'")
        if (self.vms is None) != (self.memory_gib is None):
            raise ValueError("'vms' and 'memory_gib' need each other")
        return self
