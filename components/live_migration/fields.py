"""Numbers of Migration time's scenario as bound fields, and the facts that they start from."""

from __future__ import annotations

from typing import Any

from components.kit import inputs
from components.kit.inputs import NumberField
from domain.catalog import catalog
from domain.live_migration.scenario import NUMBERS

WHOLE = ("completion_timeout_per_gib", "downtime_limit_ms")
"""What KubeVirt counts in whole numbers."""

GRID = 275
"""Least width of a column behind the fold, in pixels: four stand side by side, and each label fits with what it is from."""


PRESET = "migration_presets"
STARTS = {
    "lm_ram": PRESET,
    "lm_dirty": PRESET,
    "lm_set": PRESET,
    "lm_zero": PRESET,
    "lm_timeout": "migration_products",
    "lm_limit": "migration_profiles/ove-stop-rule",
    "lm_stream": "migration_profiles/ove-stream-rate",
    "lm_handover": "migration_profiles/ove-handover",
    "lm_cap": "migration_profiles/ove-cap",
}
"""Where the start of a number is from: the preset or the release that was chosen, or a row. Of all others the help says that it
is an assumption, or the field starts empty and stands for nothing."""

MARKS = {PRESET: "preset", "migration_products": "release", "migration_profiles": "default"}
"""What a field is marked with while it shows its start, by the table that this is from."""

BACK = {"preset": "the preset", "release": "the release's default", "default": "the default", "assumed": "the assumption"}
"""What holds again once a field is cleared, by its mark."""


def fact(id_: str) -> float:
    """The value of a platform's behaviour."""
    return catalog().migration_profiles[id_].value or 0.0


def numbers(*asked: tuple[str, str, float | str, str]) -> dict[str, Any]:
    """Numbers of the scenario: its field, the key, what holds while nothing is set, in words or as a number that the field
    then shows, and what it is about. Of those that the visitor left there is none here.
    """
    fields = {}
    for name, key, holds, about in asked:
        number, words = NUMBERS[name], holds if isinstance(holds, str) else f"{holds:,g}"
        label = ", ".join(filter(None, (number.label, number.unit)))
        stands = None if isinstance(holds, str) else holds
        look: dict[str, Any] = {"placeholder": words, "holds": stands, "step": number.step_from(stands), "whole": name in WHOLE}
        if stands is not None:
            mark = MARKS.get(STARTS.get(key, "").partition("/")[0], "assumed")
            look["mark"], about = mark, f"{about} Clear the field to return to {BACK[mark]}."
        fields[name] = NumberField(key, label, number.low, number.high, about=about, **look)
    return {**inputs.numbers(fields)}
