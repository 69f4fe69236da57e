"""The filters of tables: by group, by verdict and by words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from components.kit import inputs
from domain.catalog.records.commands import CommandClaim
from domain.catalog.records.evidence import Claim, Group
from domain.catalog.records.guests import GuestClaim
from domain.catalog.vocabulary import Verdict


def group_pills(key: str, groups: Mapping[str, Group]) -> set[str]:
    """Ids of the chosen groups; all of them if none is chosen."""
    options = {group.label: id_ for id_, group in groups.items()}
    return inputs.choose_many("Groups", options, key, "group", wrap=True) or set(groups)


def verdict_pills(key: str) -> set[Verdict]:
    """The chosen verdicts; empty if all are wanted."""
    return inputs.choose_many("Verdict", inputs.words(Verdict), key, "verdict", wrap=True)


def with_verdict(claims: Iterable[Claim], wanted: set[Verdict]) -> bool:
    """Whether a row with these claims is wanted."""
    return not wanted or any(claim.verdict in wanted for claim in claims)


def matches(name: str, claims: Iterable[Claim], query: str) -> bool:
    """Whether every word of the query stands somewhere in a row: in its name, its claims or their commands."""
    if not query:
        return True
    parts = [name]
    for claim in claims:
        parts += [claim.reference or "", claim.verified, claim.note]
        parts += [run.command for run in claim.run] if isinstance(claim, CommandClaim) else []
        parts += [claim.drivers] if isinstance(claim, GuestClaim) else []
    haystack = " ".join(parts).lower()
    return all(word in haystack for word in query.lower().split())
