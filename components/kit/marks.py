"""The shape and the tone of every word that is shown as a mark, so that nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from domain.catalog.vocabulary import (
    Danger,
    GuestState,
    Match,
    Priority,
    Severity,
    Stated,
    SupportState,
    Verdict,
    Weight,
    WorkloadOutcome,
)
from domain.disk_transfer.overlap import Standing
from domain.live_migration.engine.guest import MigrationOutcome

Marked = (
    Verdict
    | Severity
    | Priority
    | Danger
    | Match
    | GuestState
    | WorkloadOutcome
    | Weight
    | MigrationOutcome
    | Stated
    | SupportState
    | Standing
)
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
    GuestState.SUPPORTED: Mark("✓", "good"),
    GuestState.WITH_CONDITIONS: Mark("◐", "warn"),
    GuestState.WORKS: Mark("△", "warn"),
    GuestState.UNSUPPORTED: Mark("✕", "bad"),
    GuestState.NOT_STATED: Mark("?", "calm"),
    WorkloadOutcome.EXCLUDED: Mark("✕", "bad"),
    WorkloadOutcome.CONFLICT: Mark("!", "bad"),
    WorkloadOutcome.UNKNOWN: Mark("?", "calm"),
    WorkloadOutcome.UNANSWERED: Mark("…", "calm"),
    WorkloadOutcome.CONDITIONS: Mark("◐", "warn"),
    WorkloadOutcome.FITS: Mark("✓", "good"),
    Weight.PREPARATION: Mark("■", "warn"),
    Weight.CONDITION: Mark("◧", "warn"),
    Weight.COST: Mark("▽", "calm"),
    Weight.REMARK: Mark("·", "calm"),
    MigrationOutcome.CONVERGES: Mark("✓", "good"),
    MigrationOutcome.THROTTLED: Mark("◐", "warn"),
    MigrationOutcome.POST_COPY: Mark("◑", "warn"),
    MigrationOutcome.PAUSED: Mark("△", "warn"),
    MigrationOutcome.ABORTED: Mark("✕", "bad"),
    MigrationOutcome.NEVER: Mark("✕", "bad"),
    Stated.YES: Mark("✓", "good"),
    Stated.NEAR: Mark("≈", "good"),
    Stated.CONDITIONS: Mark("◐", "warn"),
    Stated.NO: Mark("✕", "bad"),
    Stated.VENDOR: Mark("…", "calm"),
    Stated.UNSTATED: Mark("?", "calm"),
    SupportState.ENDED: Mark("✕", "bad"),
    SupportState.ENDING: Mark("△", "warn"),
    SupportState.LIMITED: Mark("◐", "warn"),
    SupportState.SUPPORTED: Mark("✓", "good"),
    SupportState.NOT_KNOWN: Mark("?", "calm"),
    Standing.BLOCKED: Mark("✕", "bad"),
    Standing.UNTESTED: Mark("?", "warn"),
    Standing.CLEAR: Mark("✓", "good"),
}
"""A row a word. Words compare as their values do, so no two vocabularies of this table may share one (tested)."""

MARKDOWN_COLOURS: Mapping[Tone, str] = {"good": "green", "warn": "orange", "bad": "red", "calm": "gray"}
"""What Streamlit's Markdown calls the tones."""
