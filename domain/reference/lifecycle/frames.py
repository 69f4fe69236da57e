"""The standing of releases as a table to take away."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from domain.catalog.loading import Catalog
from domain.reference.lifecycle.sentences import UNKNOWN, day_in_words, phases_in_words
from domain.reference.lifecycle.standing import Standing


def standings_frame(catalog: Catalog, found: Sequence[Standing]) -> pd.DataFrame:
    """A row a release: where it stands on the day, when it came, each phase in words, and where that is from."""
    return pd.DataFrame(
        {
            "id": one.release.id,
            "platform": catalog.lifecycle_products[one.release.product].platform.label,
            "release": one.release.name,
            f"on {one.on.isoformat()}": one.state.label,
            "available": one.release.available.isoformat() if one.release.available else UNKNOWN,
            "phases": "; ".join(phases_in_words(catalog, one)),
            "last day": day_in_words(one.release, one.last),
            "evidence": one.release.grade.value,
            "sources": ", ".join(one.release.sources),
            "checked": one.release.checked.isoformat(),
            "note": one.release.note,
        }
        for one in found
    )
