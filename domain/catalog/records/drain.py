"""The shapes of a drain: how many migrations run at once, and how each platform goes about the rest of it."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from domain.catalog.records.base import Amount, Count, Positive, RefTo, Switch, Text
from domain.catalog.records.evidence import Evidence, Labelled, Row
from domain.catalog.vocabulary import DrainTopic, Platform


class DrainDefault(Row, Evidence, Labelled):
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
    product: Annotated[str, RefTo("migration_products")] = ""
    scope: Text

    def holds_at(self, gbps: float) -> bool:
        """Whether it is the default on a migration link of that rate."""
        return (self.above_gbps or 0) < gbps and (self.up_to_gbps is None or gbps <= self.up_to_gbps)


class DrainRule(Row, Evidence):
    """What a platform does at one point of a drain, and the number of the form that goes with it; without a platform, on any.

    `value` is in the unit of the form's field, None where nothing is published or no number is meant. `low` and `high`: between
    which it is taken to lie while nobody has measured it. `endless`: attempts without end. `grows_to`: a pause doubles with each
    failure up to so many seconds.
    """

    topic: DrainTopic
    platform: Platform | None = None
    says: Text
    scope: Text
    value: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    endless: Switch = False
    grows_to: Positive | None = None

    @model_validator(mode="after")
    def _value_lies_between(self) -> DrainRule:
        ends = (self.low, self.high)
        if any(end is not None for end in ends) and None in (*ends, self.value):
            raise ValueError("'low' and 'high' need each other and a 'value'")
        if None not in (self.low, self.value, self.high) and not self.low <= self.value <= self.high:  # type: ignore[operator]
            raise ValueError("'value' does not lie from 'low' to 'high'")
        return self
