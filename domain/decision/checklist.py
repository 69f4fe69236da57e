"""The checklist of one workload: what cannot apply folds away, what matters more rises, and new items appear.

Each with the sentences that say why. Only what is answered counts: a missing answer leaves an item as it is in the
plain list, so answering more never brings back what has folded and never takes away what has appeared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.catalog.loading import Catalog
from domain.catalog.records.checklist import ChecklistItem, Reason
from domain.catalog.vocabulary import Platform, Word
from domain.decision.conditions import Answers, Case, Truth, truth
from domain.decision.rulebook import resolve

Cases = Sequence[tuple[str, tuple[Case, ...]]]
"""Sentences, each with the cases of which one must hold."""


class State(Word):
    """How an item stands for a workload."""

    PLAIN = "plain"
    RISEN = "risen", "matters more here"
    NEW = "new", "for this workload"
    FOLDED = "folded"


@dataclass(frozen=True)
class Entry:
    """An item and how it stands; `reasons` are the sentences that say why."""

    item: ChecklistItem
    state: State
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tailored:
    """The plain list with what the answers make of it, and the items that appear, in the catalogue's order."""

    entries: tuple[Entry, ...]

    def of(self, *states: State) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.state in states)

    @property
    def items(self) -> tuple[ChecklistItem, ...]:
        """What is left to do: every item that has not folded."""
        return tuple(entry.item for entry in self.entries if entry.state is not State.FOLDED)


def tailored(catalog: Catalog, answers: Answers) -> Tailored:
    """The checklist for a workload. `answers` may be partial; without any it is the plain list."""
    return _tailored(catalog, tuple(answers.items()))


@lru_cache(maxsize=256)
def _tailored(catalog: Catalog, given: tuple[tuple[str, int | str], ...]) -> Tailored:
    answers, entries = dict(given), list[Entry]()
    for id_, item in catalog.checklist.items():
        for state, cases in _resolved(catalog)[id_].items():
            reasons = tuple(because for because, alternatives in cases if truth(alternatives, answers) is Truth.YES)
            if reasons:
                entries.append(Entry(item, state, reasons))
                break
        else:
            if not item.appears:
                entries.append(Entry(item, State.PLAIN))
    return Tailored(tuple(entries))


@lru_cache(maxsize=8)
def _resolved(catalog: Catalog) -> Mapping[str, Mapping[State, Cases]]:
    """By item, what can become of it, in the order in which it is tried: an item that has folded does not rise."""

    def cases(reasons: Sequence[Reason]) -> Cases:
        return [(reason.because, resolve(reason.when, Platform.OVE, catalog)) for reason in reasons]

    return {
        id_: {State.FOLDED: cases(item.folds), State.RISEN: cases(item.rises), State.NEW: cases(item.appears)}
        for id_, item in catalog.checklist.items()
    }
