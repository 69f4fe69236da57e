"""How a guest system and its support are shown."""

from __future__ import annotations

import datetime as dt

from components.kit import markup, run_context, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.guests import EndOfSupport, GuestClaim, GuestSystem
from domain.catalog.vocabulary import MoveTool, Platform


def head(guest: GuestSystem, today: dt.date, opened: bool) -> Html:
    """The guest's name, and until when its own vendor supports it."""
    name = tables.row_head("guest_systems", guest.id, guest.name, _ends(guest.ends, today) if guest.ends else "")
    return markup.joined(name, tables.sources_fold(guest.ends, opened)) if guest.ends else name


def _ends(ends: EndOfSupport, today: dt.date) -> str:
    """E.g. "Its vendor's support ended on 2020-01-14, the paid one on 2023-01-10."."""

    def told(day: dt.date) -> str:
        return f"{'ended' if day < today else 'ends'} on {day.isoformat()}"

    paid = f", the paid one {told(ends.paid_until)}" if ends.paid_until else ""
    return f"Its vendor's support {told(ends.until)}{paid}."


@run_context.cached
def cell(id_: str, platform: Platform, opened: bool) -> Html:
    """How a guest stands on a platform, and under it whether the tool that leads there takes it."""
    guest = catalog().guest_systems[id_]
    tools = (tool for tool in MoveTool if tool.leads_to is platform)
    moves = (_claim(guest.moves[tool], opened, markup.strong(markup.text(tool.label))) for tool in tools)
    return markup.joined(_claim(guest.claims[platform], opened), *moves)


def _claim(claim: GuestClaim, opened: bool, of: Html = markup.NOTHING) -> Html:
    extra = (("State", markup.text(claim.state.explained)), ("Holds for", markup.text(claim.scope)))
    return markup.joined(
        markup.line(markup.spaced(of, markup.mark(claim.state))),
        markup.value(markup.text(claim.verified)),
        markup.note(markup.text(_details(claim))),
        tables.sources_fold(claim, opened, extra),
    )


def _details(claim: GuestClaim) -> str:
    """E.g. "Since 4.17. Drivers: virtio-win."; empty if nothing is known."""
    found = (("Since", claim.since), ("Until", claim.until), ("Drivers:", claim.drivers))
    return " ".join(f"{name} {value}." for name, value in found if value)
