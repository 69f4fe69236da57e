"""The shapes of the guest systems: where each is supported, which drivers it needs, and whether it can be moved."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from domain.catalog.records.base import Keys, Slug, Text, group_of
from domain.catalog.records.evidence import Claim, Evidence, Row
from domain.catalog.vocabulary import GuestState, MoveTool, Platform


class GuestClaim(Claim):
    """Whether a platform supports a guest, or a tool takes it: since and until which release, and by which drivers."""

    state: GuestState
    since: str = ""
    until: str = ""
    drivers: str = ""


class EndOfSupport(Evidence):
    """The day on which the guest's own vendor ends its support, and the day on which the support that can be bought ends."""

    until: dt.date
    paid_until: dt.date | None = None

    @property
    def had_passed(self) -> bool:
        """Whether the support was over on the day when this was checked: the catalogue knows no other today."""
        return self.until < self.checked


class GuestSystem(Row):
    """A guest system; an answer of the wizard that names it has its id (`WorkloadQuestion`, `Option.within`)."""

    name: Text
    family: Annotated[Slug, group_of("guest_families")]
    ends: EndOfSupport | None = None
    claims: Annotated[dict[Platform, GuestClaim], Keys(tuple(Platform))]
    moves: Annotated[dict[MoveTool, GuestClaim], Keys(tuple(MoveTool))]

    def on(self, platform: Platform) -> tuple[GuestClaim, ...]:
        """What is known of it on a platform, and of the tool that leads there."""
        return self.claims[platform], *(claim for tool, claim in self.moves.items() if tool.leads_to is platform)

    def state(self, place: Platform | MoveTool) -> GuestState:
        return (self.moves[place] if isinstance(place, MoveTool) else self.claims[place]).state
