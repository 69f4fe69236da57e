"""What the pages of claims share: which rows are shown, and the sentence that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from components.kit import links
from domain.catalog.records.evidence import Claim, Group
from domain.catalog.vocabulary import Verdict


def group_pills(key: str, groups: Mapping[str, Group], label: str = "Groups") -> set[str]:
    """Ids of the chosen groups; all of them if none is chosen."""
    labels = {group.label: id_ for id_, group in groups.items()}
    links.name_unknown(key, labels, "group")
    picked = st.pills(label, list(labels), selection_mode="multi", key=key, bind="query-params", wrap=True)
    return {labels[label] for label in picked} or set(groups)


def verdict_pills(key: str) -> set[Verdict]:
    """The chosen verdicts; empty if all are wanted."""
    words = [verdict.value for verdict in Verdict]
    links.name_unknown(key, words, "verdict")
    picked = st.pills("Verdict", words, selection_mode="multi", key=key, bind="query-params", wrap=True)
    return {Verdict(word) for word in picked}


def with_verdict(claims: Iterable[Claim], wanted: set[Verdict]) -> bool:
    """Whether a row with these claims is wanted."""
    return not wanted or any(claim.verdict in wanted for claim in claims)


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun, e.g. "1 row" or "2 rows"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def verdict_sentence(claims: Sequence[Claim]) -> str:
    """How the quick reference stands in these cells, e.g. "12 agree, 9 contradicted"."""
    found = Counter(claim.verdict for claim in claims if claim.verdict)
    parts = [f"{found[v]} {'agree' if v is Verdict.AGREES else v.value}" for v in Verdict if found[v]]
    return f"Of {count(sum(found.values()), 'cell')} of the quick reference: {', '.join(parts)}." if parts else ""
