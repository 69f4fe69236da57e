"""The shape and the tone of every word that is shown as a mark, so that nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from domain.catalog.vocabulary import Danger, Match, Priority, Severity, SupportState, Verdict, WorkloadOutcome
from domain.live_migration.engine.guest import MigrationOutcome

Marked = Verdict | Severity | Priority | Danger | Match | WorkloadOutcome | SupportState | MigrationOutcome
"""The vocabularies whose words are shown as marks."""

Tone = Literal["good", "warn", "bad", "calm"]


class Mark(NamedTuple):
    """A sign of one character, and the tone that colours it."""

    sign: str
    tone: Tone


MARKS: Mapping[Marked, Mark] = {
    Verdict.AGREES: Mark("✓", "good"),
    Verdict.OUTDATED: Mark("↺", "warn"),
    Verdict.INCOMPLETE: Mark("◐", "warn"),
    Verdict.CONTRADICTED: Mark("≠", "bad"),
    Verdict.AMBIGUOUS: Mark("≈", "warn"),
    Verdict.UNVERIFIABLE: Mark("?", "calm"),
    Severity.BLOCKER: Mark("✕", "bad"),
    Severity.CONDITIONAL: Mark("◐", "warn"),
    Severity.RISK: Mark("△", "warn"),
    Severity.INFO: Mark("i", "calm"),
    Priority.MUST: Mark("✕", "bad"),
    Priority.SHOULD: Mark("△", "warn"),
    Priority.NOTE: Mark("i", "calm"),
    Danger.READ_ONLY: Mark("○", "good"),
    Danger.CHANGE: Mark("◔", "calm"),
    Danger.DISRUPTIVE: Mark("◑", "warn"),
    Danger.DESTRUCTIVE: Mark("●", "bad"),
    Match.DIRECT: Mark("=", "good"),
    Match.PARTIAL: Mark("◐", "warn"),
    Match.NONE: Mark("✕", "bad"),
    WorkloadOutcome.EXCLUDED: Mark("✕", "bad"),
    WorkloadOutcome.CONFLICT: Mark("!", "bad"),
    WorkloadOutcome.UNKNOWN: Mark("?", "calm"),
    WorkloadOutcome.CONDITIONS: Mark("◐", "warn"),
    WorkloadOutcome.FITS: Mark("✓", "good"),
    SupportState.ENDED: Mark("✕", "bad"),
    SupportState.ENDING: Mark("△", "warn"),
    SupportState.LIMITED: Mark("◐", "warn"),
    SupportState.SUPPORTED: Mark("✓", "good"),
    SupportState.NOT_KNOWN: Mark("?", "calm"),
    MigrationOutcome.CONVERGES: Mark("✓", "good"),
    MigrationOutcome.THROTTLED: Mark("◐", "warn"),
    MigrationOutcome.POST_COPY: Mark("◑", "warn"),
    MigrationOutcome.PAUSED: Mark("△", "warn"),
    MigrationOutcome.ABORTED: Mark("✕", "bad"),
    MigrationOutcome.NEVER: Mark("✕", "bad"),
}
"""A row a word. Words compare as their values do, so no two vocabularies of this table may share one (tested)."""

MARKDOWN_COLOURS: Mapping[Tone, str] = {"good": "green", "warn": "orange", "bad": "red", "calm": "gray"}
"""What Streamlit's Markdown calls the tones."""
