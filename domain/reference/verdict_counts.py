"""How the quick reference stands: what was checked, when, and with what result."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import Grade, Verdict
from domain.reference.frames import claims


@lru_cache(maxsize=8)
def verdict_counts(catalog: Catalog) -> pd.DataFrame:
    """Cells of the quick reference by table (rows) and verdict (columns), with a total; a last row sums them."""
    data = pd.DataFrame(claims(catalog)).query("verdict != ''")
    counts = pd.crosstab(data["table"], data["verdict"]).reindex(columns=[v.value for v in Verdict], fill_value=0)
    counts = counts.loc[list(dict.fromkeys(data["table"]))]
    counts["cells"] = counts.sum(axis=1)
    counts.loc["all"] = counts.sum()
    return counts


@lru_cache(maxsize=8)
def grade_counts(catalog: Catalog) -> pd.Series[int]:
    """Statements by grade of evidence."""
    data = pd.DataFrame(claims(catalog))
    return data["grade"].value_counts().reindex([g.value for g in Grade], fill_value=0)


@lru_cache(maxsize=8)
def checked_between(catalog: Catalog) -> tuple[str, str]:
    """The oldest and the newest date on which a statement was checked (ISO 8601)."""
    dates = [claim["checked"] for claim in claims(catalog)]
    return min(dates).isoformat(), max(dates).isoformat()
