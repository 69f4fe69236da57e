"""The shapes of support: the products whose releases have dates, and the dates of each release."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import model_validator

from domain.catalog.records.base import Slug, Switch, Text, group_of
from domain.catalog.records.evidence import Evidence, Row
from domain.catalog.vocabulary import Platform, SupportPhase


class SupportedProduct(Row):
    """A product with releases. `phases` are the stretches of its support, as its vendor calls them; `short` is for a chart.

    `called` are the names by which texts of the catalogue speak of its releases: "vSphere" in "vSphere 8".
    """

    label: Text
    short: Text
    called: tuple[Text, ...]
    platform: Platform
    phases: dict[SupportPhase, Text]


class ReleaseSupport(Row, Evidence):
    """When a release came, and the last day of each phase of its support.

    A phase without a day has an end that is not known; a phase that is not named is one that the sources do not give it.
    `available` is None where the day is not known. `by_month`: the vendor names the month only, and the day is its last.
    """

    name: Text
    product: Annotated[Slug, group_of("lifecycle_products")]
    release: Text
    available: dt.date | None = None
    ends: dict[SupportPhase, dt.date | None]
    by_month: Switch = False

    @model_validator(mode="after")
    def _dates_rise(self) -> ReleaseSupport:
        if list(self.ends) != sorted(self.ends, key=lambda phase: phase.rank) or not self.ends:
            raise ValueError("'ends' names at least one phase, in the order in which they end")
        days = [day for day in (self.available, *self.ends.values()) if day]
        if days != sorted(days):
            raise ValueError("a phase cannot end before the one before it, or before the release is there")
        return self
