"""What one record must be to another: handed to `domain.catalog.load`, which knows none of it. One small function a rule."""

from domain.catalog.loading import Check
from domain.reference.checks import builds, choices, events, measurements, records, references, rules, scopes

TO_SERVE: tuple[Check, ...] = (
    *references.CHECKS,
    *records.CHECKS,
    *events.CHECKS,
    *scopes.CHECKS,
    *measurements.CHECKS,
    rules.rules_hold_together,
    builds.builds_can_be_taken,
    choices.choices_are_known,
)
"""Every rule, in order: what rests on a faulty part is judged once that is mended, so rules of rules come last."""

CHECKS: tuple[Check, ...] = (*TO_SERVE, *events.DUE)
"""What an editor is told: beside that, which statements an event has overtaken. A server starts with those, and marks them."""
