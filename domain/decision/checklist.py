"""The checklist of one workload: what cannot apply folds away, what matters more rises, and new items appear.

Each with the sentences that say why. Only what is answered counts: a missing answer leaves an item as it is in the
plain list, so answering more never brings back what has folded and never takes away what has appeared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.catalog.loading import Catalog
from domain.catalog.records.checklist import ChecklistItem, Reason
from domain.catalog.vocabulary import Platform, Word
from domain.decision.conditions import Answers, Case, Truth
from domain.decision.rulebook import resolve

Cases = Sequence[tuple[Reason, tuple[Case, ...]]]


class State(Word):
    """How an item stands for a workload."""

    PLAIN = "plain"
    RISEN = "risen", "matters more here"
    NEW = "new", "for this workload"
    FOLDED = "folded"


@dataclass(frozen=True)
class Entry:
    """An item and how it stands; `reasons` are the sentences that say why, `because` the answers that made it so."""

    item: ChecklistItem
    state: State
    reasons: tuple[str, ...] = ()
    because: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Tailored:
    """The plain list with what the answers make of it, and the items that appear, in the catalogue's order."""

    entries: tuple[Entry, ...]

    def of(self, *states: State) -> tuple[Entry, ...]:
        """The entries in one of these states."""
        return tuple(entry for entry in self.entries if entry.state in states)

    @property
    def items(self) -> tuple[ChecklistItem, ...]:
        """What is left to do: every item that has not folded."""
        return tuple(entry.item for entry in self.entries if entry.state is not State.FOLDED)


def plain(catalog: Catalog) -> tuple[ChecklistItem, ...]:
    """The items of the list without answers: those that need not appear first."""
    return tuple(item for item in catalog.checklist.values() if not item.appears)


def tailored(catalog: Catalog, answers: Answers) -> Tailored:
    """The checklist for a workload. `answers` may be partial; without any it is the plain list."""
    return _tailored(catalog, tuple(answers.items()))


@lru_cache(maxsize=256)
def _tailored(catalog: Catalog, answers: tuple[tuple[str, int | str], ...]) -> Tailored:
    return Tailored(tuple(_entries(catalog, dict(answers))))


def _entries(catalog: Catalog, answers: Answers) -> Iterator[Entry]:
    resolved = _resolved(catalog)
    for id_, item in catalog.checklist.items():
        for state, cases in resolved[id_].items():
            if (entry := _entry(item, state, cases, answers)) is not None:
                yield entry
                break
        else:
            if not item.appears:
                yield Entry(item, State.PLAIN)


def _entry(item: ChecklistItem, state: State, cases: Cases, answers: Answers) -> Entry | None:
    reasons: list[str] = []
    because: dict[str, int | str] = {}
    for reason, alternatives in cases:
        holding = [case for case in alternatives if case.truth(answers) is Truth.YES]
        if holding:
            reasons.append(reason.because)
            shortest = min(holding, key=lambda case: len(case.questions))
            because |= {question: answers[question] for question in shortest.questions}
    return Entry(item, state, tuple(reasons), because) if reasons else None


@lru_cache(maxsize=8)
def _resolved(catalog: Catalog) -> Mapping[str, Mapping[State, Cases]]:
    """By item, what can become of it, in the order in which it is tried: an item that has folded does not rise."""

    def cases(reasons: Sequence[Reason]) -> Cases:
        return [(r, resolve(r.when, Platform.OVE, catalog.terms, catalog.key_numbers)) for r in reasons]

    return {
        id_: {State.FOLDED: cases(item.folds), State.RISEN: cases(item.rises), State.NEW: cases(item.appears)}
        for id_, item in catalog.checklist.items()
    }
