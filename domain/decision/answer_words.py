"""Reads a few words as an answer to one of the questions about a workload: "vGPU", "live migration: it must", "64 GiB of RAM"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from domain.catalog.records.workload import WorkloadQuestion
from domain.decision.rulebook import Rulebook

Answer = tuple[str, int | str]
"""A question and its answer."""

_DENIES = frozenset(("no", "not", "without", "never", "non", "none"))
_SMALL = frozenset("a an and are as at be by for from has in is it its of on or that the to with".split())
_NUMBER = re.compile(r"\d[\d,]{0,11}")
_SHOWN = 3
"""Readings that are named where words have several, or none."""


class NotUnderstoodError(ValueError):
    """Words are no answer; the text says so in a sentence, with what would be one, and holds them in “ ”."""


@dataclass(frozen=True)
class _Words:
    """How answers are called: `names` by their letters and digits alone, `terms` as whole words, `said` in full."""

    names: Mapping[str, frozenset[Answer]]
    terms: Mapping[Answer, frozenset[str]]
    said: Mapping[Answer, str]


def understood(book: Rulebook, words: str) -> Answer:
    """The question that these words answer, and the answer. NotUnderstoodError where it is none, or one of several.

    An option is named by its label or its id, with or without its question, by a word that no other answer has, or with a slip
    of the pen; one that asks for nothing, by "no" or "without" and its question. A number needs its question, or a unit that only
    one question has.
    """
    numbers = _NUMBER.findall(words)
    if len(numbers) == 1 and (counted := _counted(book, words, numbers[0])):
        return counted
    known = _words(book)
    found = known.names.get(_bare(words)) or _holding(known, words) or _slip(known, words)
    if len(found) == 1:
        return next(iter(found))
    if found:
        said = _listed(known.said[answer] for answer in known.said if answer in found)
        raise NotUnderstoodError(f"“{words}” can mean {said}; write one of them.")
    near = process.extract(words.casefold(), known.said, scorer=fuzz.WRatio, processor=str.casefold, limit=_SHOWN)
    raise NotUnderstoodError(f"“{words}” is not a known answer; similar ones are {_listed(said for said, *_ in near)}.")


def _counted(book: Rulebook, words: str, number: str) -> Answer | None:
    """The number as the answer to the question that counts, which the other words name; None if they name none."""
    others = _terms(words.replace(number, " ", 1)) - _SMALL
    counting = [question for question in book.questions.values() if question.counts]
    named = [q for q in counting if others <= _called(q) | {q.unit.casefold()} and others & _called(q)]
    named = named or [q for q in counting if others == {q.unit.casefold()}]
    if len(named) > 1:
        said = _listed(f"{question.label}: {number} {question.unit}" for question in named)
        raise NotUnderstoodError(f"“{words}” can mean {said}; write one of them.")
    if not named:
        return None
    value, question = int(number.replace(",", "")), named[0]
    if not question.low <= value <= question.high:
        raise NotUnderstoodError(
            f"“{words}” is not a number from {question.low:,} to {question.high:,} {question.unit} ({question.label})."
        )
    return question.id, value


def _called(question: WorkloadQuestion) -> frozenset[str]:
    return (_terms(question.label) | _terms(question.id)) - _SMALL


def _holding(known: _Words, words: str) -> frozenset[Answer]:
    """The answers that have all of these words; none for words that deny something, which say what is not asked."""
    wanted = _terms(words) - _SMALL
    if not wanted or wanted & _DENIES:
        return frozenset()
    return frozenset(answer for answer, terms in known.terms.items() if wanted <= terms)


def _slip(known: _Words, words: str) -> frozenset[Answer]:
    """The answers whose name these words are but for a slip: a letter of five, two of eight, and no figure."""
    own = _bare(words)
    slips = 0 if len(own) < 5 or _terms(words) & _DENIES else 1 if len(own) < 8 else 2
    if not slips:
        return frozenset()
    near = process.extract(own, list(known.names), scorer=OSA.distance, score_cutoff=slips, limit=None)
    return frozenset(answer for name, *_ in near if _digits(name) == _digits(own) for answer in known.names[name])


@lru_cache(maxsize=8)
def _words(book: Rulebook) -> _Words:
    names: dict[str, set[Answer]] = {}
    terms: dict[Answer, frozenset[str]] = {}
    said: dict[Answer, str] = {}
    for question in book.questions.values():
        for option in question.options:
            answer = (question.id, option.id)
            said[answer] = f"{question.label}: {option.label}"
            terms[answer] = frozenset() if option.within else _terms(said[answer])
            own = (option.id, option.label, *option.aliases, *option.former)
            calls = (question.id, question.label)
            denied = (f"{no} {asked}" for asked in calls for no in ("no", "without") if option.id == question.neutral)
            for name in (*own, *(f"{asked} {one}" for asked in calls for one in own), *denied):
                names.setdefault(_bare(name), set()).add(answer)
    return _Words({name: frozenset(found) for name, found in names.items()}, terms, said)


def _bare(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _terms(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]+(?:-[^\W_]+)*", words.casefold()))


def _listed(said: Iterator[str]) -> str:
    found = list(said)
    shown = [f"“{one}”" for one in found[:_SHOWN]]
    more = f" or {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return f"{', '.join(shown[:-1])} or {shown[-1]}" if len(shown) > 1 and not more else f"{', '.join(shown)}{more}"
