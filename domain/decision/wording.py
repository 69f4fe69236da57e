"""Answers and conditions of rules in words, as a reader of a table reads them; a result as an architect would say it aloud."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.catalog.records.workload import WorkloadQuestion
from domain.catalog.vocabulary import Platform, WorkloadOutcome
from domain.decision.conditions import Answers, Case
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict


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
        labels = [option.label for option in asked.options if option.id in accepted and option.within not in accepted]
        parts.append(f"{asked.label}: {' or '.join(labels)}")
    for question, least in case.above.items():
        asked = book.questions[question]
        parts.append(f"{asked.label}: above {least:,.10g} {asked.unit}")
    return "; ".join(parts)


def summary(book: Rulebook, answers: Answers, standings: Mapping[Platform, PlatformVerdict]) -> str:
    """What is asked for, and where that stands on each platform of `standings`. Answers that ask for nothing are left out."""
    settled = book.settled(answers)
    if not settled:
        return "No answers yet, so nothing can be said of any platform."
    return " ".join([_asked(book, settled), *(_stands(book, standing) for standing in standings.values())])


def _asked(book: Rulebook, answers: Answers) -> str:
    asked = [(book.questions[id_], answer) for id_, answer in answers.items()]
    told = [(question, answer) for question, answer in asked if answer != question.neutral or question.always_said]
    shape = ", ".join(_phrase(question, answer) for question, answer in told if not question.wish)
    wishes = " and ".join(_phrase(question, answer) for question, answer in told if question.wish)
    text = "; ".join(part for part in (shape, wishes) if part) or "Nothing out of the ordinary is asked for"
    return text[0].upper() + text[1:] + "."


def _phrase(question: WorkloadQuestion, answer: int | str) -> str:
    label = question.label_of(answer)
    if answer == 1:
        label = label.removesuffix("s")
    return question.said_of(answer).format(answer=label, lower=label[0].lower() + label[1:])


def _stands(book: Rulebook, standing: PlatformVerdict) -> str:
    """E.g. "OVE: conflicts with a demand (Live migration, GPU)."."""
    outcome, reason = standing.outcome, ""
    if outcome in (WorkloadOutcome.EXCLUDED, WorkloadOutcome.CONFLICT):
        reason = _labels(book, (question for finding in standing.of(*STOPS) for question in finding.because))
    elif outcome is WorkloadOutcome.UNKNOWN:
        reason = _labels(book, standing.unresearched)
    return f"{standing.platform.label}: {standing.said_with_weights}{f' ({reason})' if reason else ''}."


def _labels(book: Rulebook, questions: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(book.questions[question].label for question in questions))
