"""A statement in one line for a wiki or a mail: what holds where, who says so and when it was read, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.catalog.vocabulary import Grade

MOST_SOURCES = 2
"""Sources that a line names, the first ones; that there are more is said. A line with all of them is none."""

_SINGULAR = {
    Grade.PRIMARY: "Source",
    Grade.SECONDARY: "Secondary source",
    Grade.UNCONFIRMED: "Unconfirmed; source",
    Grade.COMPUTED: "Computed from",
}


def citation(
    said: str, scope: str, grade: Grade, sources: Sequence[tuple[str, str]], checked: date, link: str, version: str
) -> str:
    """One line, whatever is in its parts. `sources` are titles with addresses, `link` leads to the row."""
    says = f"{said.rstrip('. ')} ({scope})." if scope else f"{said.rstrip('. ')}."
    if sources:
        named = [", ".join(filter(None, source)) for source in sources[:MOST_SOURCES]]
        if len(sources) > MOST_SOURCES:
            named.append(f"{len(sources) - MOST_SOURCES} more at the link")
        where = f"{_SINGULAR[grade]}{'s' if _is_plural(grade, sources) else ''}: {'; '.join(named)}, read {checked.isoformat()}."
    else:
        where = f"No source ({grade.label}), checked {checked.isoformat()}."
    return " ".join(f"{says} {where} {link} · catalogue {version}".split())


def _is_plural(grade: Grade, sources: Sequence[tuple[str, str]]) -> bool:
    return len(sources) > 1 and grade is not Grade.COMPUTED
