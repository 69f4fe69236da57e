"""What one record must be to another: handed to `domain.catalog.load`, which knows none of it. One small function a rule."""

from domain.catalog.loading import Check
from domain.reference.checks import builds, choices, records, references, rules, scopes

CHECKS: tuple[Check, ...] = (
    *references.CHECKS,
    *records.CHECKS,
    *scopes.CHECKS,
    rules.rules_hold_together,
    builds.builds_can_be_taken,
    choices.choices_are_known,
)
"""Every rule, in order: what rests on a faulty part is judged once that is mended, so rules of rules come last."""
