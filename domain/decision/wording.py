"""Answers and conditions of rules in words, as a reader of a table reads them."""

from __future__ import annotations

from domain.decision.conditions import Answers, Case
from domain.decision.rulebook import Rulebook


def answers_in_words(book: Rulebook, answers: Answers) -> str:
    """E.g. "Live migration: It must; GPU: A whole GPU"."""
    return "; ".join(f"{book.questions[q].label}: {book.questions[q].label_of(value)}" for q, value in answers.items())


def cases_in_words(book: Rulebook, rule: str) -> list[str]:
    """Each case of a rule, e.g. "Live migration: It must; Storage offered: Local to one host"; its terms are spelt out."""
    return [case_in_words(book, case) for case in book.cases[rule]]


def case_in_words(book: Rulebook, case: Case) -> str:
    """A case: its questions with the answers it accepts, or the number that must be exceeded."""
    parts = []
    for question, accepted in case.words.items():
        asked = book.questions[question]
        labels = [option.label for option in asked.options if option.id in accepted]
        parts.append(f"{asked.label}: {' or '.join(labels)}")
    for question, least in case.above.items():
        asked = book.questions[question]
        parts.append(f"{asked.label}: above {least:,.10g} {asked.unit}")
    return "; ".join(parts)
