"""How old the checks are, and what no check could settle."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import pandas as pd

from domain.catalog.loading import Catalog
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.vocabulary import Grade, Verdict
from domain.reference.events import unread


@dataclass
class TableState:
    """The statements of a table: when each was checked, and the rows with one that is unconfirmed, unverifiable or overtaken."""

    checked: list[date] = field(default_factory=list)
    unconfirmed: list[str] = field(default_factory=list)
    unverifiable: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@lru_cache(maxsize=8)
def table_states(catalog: Catalog) -> dict[str, TableState]:
    """Every table that makes statements; a row stands once in each of its lists."""
    states: dict[str, TableState] = {}
    for table, id_, _, part in catalog.parts():
        if not isinstance(part, Evidence):
            continue
        state = states.setdefault(table, TableState())
        state.checked.append(part.checked)
        for rows, holds in (
            (state.unconfirmed, part.grade is Grade.UNCONFIRMED),
            (state.unverifiable, isinstance(part, Claim) and part.verdict is Verdict.UNVERIFIABLE),
            (state.unread, id(part) in unread(catalog)),
        ):
            if holds and id_ not in rows:
                rows.append(id_)
    return states


def states_frame(catalog: Catalog) -> pd.DataFrame:
    """A row a table: its statements, the oldest and newest check, and the ids of the rows that are open."""
    return pd.DataFrame(
        {
            "table": table,
            "statements": len(state.checked),
            "oldest check": min(state.checked).isoformat(),
            "newest check": max(state.checked).isoformat(),
            "unconfirmed": ", ".join(state.unconfirmed),
            "unverifiable": ", ".join(state.unverifiable),
            "to be read again": ", ".join(state.unread),
        }
        for table, state in table_states(catalog).items()
    )


def months(catalog: Catalog) -> Counter[str]:
    """Statements by the month in which they were last checked, e.g. "2026-08", the oldest first."""
    checked = sorted(day for state in table_states(catalog).values() for day in state.checked)
    return Counter(day.isoformat()[:7] for day in checked)
