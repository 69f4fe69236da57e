"""A typical guest at another size: which of its numbers go with its memory, and how that is said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from domain.catalog.records.live_migration import Preset
from domain.catalog.vocabulary import Scaling
from domain.live_migration.scenario import NUMBERS, Scenario
from domain.quantities.units import GIB, MB, PAGE
from domain.quantities.wording import amount_in_words, rate_in_words

SIMPLE_SHARES = {
    Fraction(3, 4): "three quarters",
    Fraction(1, 2): "half",
    Fraction(1, 4): "a quarter",
    Fraction(1, 8): "an eighth",
}
"""Shares that have a word of their own; others are said in percent."""


@dataclass(frozen=True)
class SizeRule:
    """What working set and dirty rate of a guest become when its memory is another."""

    working_set: Scaling = Scaling.MEMORY
    dirty_rate: Scaling = Scaling.FIXED

    def working_set_at(self, gib: float, ram: float, other: float) -> float:
        """The working set (GiB) of a guest of `other` GiB where that of `ram` GiB has `gib`: at least a page, if it has any."""
        grown = gib * other / ram if self.working_set is Scaling.MEMORY else gib
        return min(max(grown, PAGE / GIB if gib else 0.0), other)

    def dirty_rate_at(self, rate: float, ram: float, other: float) -> float:
        """The dirty rate of a guest of `other` GiB where that of `ram` GiB has `rate`, within Migration time's bounds."""
        return min(rate * other / ram, NUMBERS["dirty_mb_s"].high) if self.dirty_rate is Scaling.MEMORY else rate


BY_SHARE = SizeRule()
"""The working set keeps its share of the memory, the dirty rate is one for every size."""


def rule_of(preset: Preset, typed: Collection[str] = ()) -> SizeRule:
    """How the numbers of a preset go with its memory; what was `typed`, by the names of Scenario's fields, goes BY_SHARE."""
    return SizeRule(
        BY_SHARE.working_set if "working_set_gib" in typed else preset.working_set_scaling,
        BY_SHARE.dirty_rate if "dirty_mb_s" in typed else preset.dirty_rate_scaling,
    )


def working_set(preset: Preset, ram_gib: float) -> float:
    """GiB that the preset's guest writes to if it has so much memory."""
    return rule_of(preset).working_set_at(preset.working_set_gib, preset.ram_gib, ram_gib)


def dirty_rate(preset: Preset, ram_gib: float) -> float:
    """MB/s that the preset's guest writes if it has so much memory."""
    return rule_of(preset).dirty_rate_at(preset.dirty_mb_s, preset.ram_gib, ram_gib)


def in_words(rule: SizeRule, scenario: Scenario) -> str:
    """How guests of other sizes than that of a scenario come from it."""
    share = scenario.working_set_gib / scenario.ram_gib * 100
    set_ = f"{share:.3g} % of the memory" if rule.working_set is Scaling.MEMORY else "the same for every size"
    rate = "in proportion to the memory" if rule.dirty_rate is Scaling.MEMORY else "the same for every size"
    return f"the working set {set_}, the dirty rate {rate}"


def assumption(preset: Preset, ram_gib: float, typed: Collection[str]) -> str:
    """What was taken from the preset for a guest of another size than the preset's, in a sentence; empty if nothing was.

    `typed`: fields of the scenario that the visitor set.
    """
    if ram_gib == preset.ram_gib:
        return ""
    parts, before = [], []
    if "working_set_gib" not in typed and preset.working_set_gib:
        found = working_set(preset, ram_gib)
        parts.append(f"a working set of {amount_in_words(found * GIB)} ({_set_said(preset, ram_gib)})")
        before += [amount_in_words(preset.working_set_gib * GIB)] * (found != preset.working_set_gib)
    if "dirty_mb_s" not in typed and preset.dirty_mb_s:
        found, grows = dirty_rate(preset, ram_gib), preset.dirty_rate_scaling is Scaling.MEMORY
        how = "in proportion to the memory" if grows else "whatever the memory"
        parts.append(f"{rate_in_words(found * MB)} of writes ({how})")
        before += [rate_in_words(preset.dirty_mb_s * MB)] * (found != preset.dirty_mb_s)
    if not parts:
        return ""
    taken = f"Taken from “{preset.label}” for {amount_in_words(ram_gib * GIB)}: {' and '.join(parts)}"
    instead = f", no longer the {' and '.join(before)} of its {amount_in_words(preset.ram_gib * GIB)}" if before else ""
    return f"{taken}{instead}. The preset's numbers make the range wide: type what you measured."


def _set_said(preset: Preset, ram_gib: float) -> str:
    if preset.working_set_scaling is Scaling.FIXED:
        return "all of the memory" if preset.working_set_gib > ram_gib else "whatever the memory"
    share = preset.working_set_gib / preset.ram_gib
    said = SIMPLE_SHARES.get(Fraction(share).limit_denominator(1000), f"{share * 100:.3g} %")
    return f"{said} of the memory, as the preset has it"
