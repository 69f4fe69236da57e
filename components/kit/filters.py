"""The filters of tables: by group, by verdict and by words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from components.kit import inputs
from domain.catalog.records.evidence import Claim, Group
from domain.catalog.vocabulary import Verdict


def group_pills(key: str, groups: Mapping[str, Group], label: str = "Groups") -> set[str]:
    """Ids of the chosen groups; all of them if none is chosen."""
    options = {group.label: id_ for id_, group in groups.items()}
    return inputs.choose_many(label, options, key, "group", wrap=True) or set(groups)


def verdict_pills(key: str) -> set[Verdict]:
    """The chosen verdicts; empty if all are wanted."""
    return inputs.choose_many("Verdict", inputs.words(Verdict), key, "verdict", wrap=True)


def with_verdict(claims: Iterable[Claim], wanted: set[Verdict]) -> bool:
    """Whether a row with these claims is wanted."""
    return not wanted or any(claim.verdict in wanted for claim in claims)


def holds(parts: Iterable[str], query: str) -> bool:
    """Whether every word of the query stands somewhere in these texts, in small letters or capitals."""
    haystack = " ".join(parts).lower()
    return all(word in haystack for word in query.lower().split())
