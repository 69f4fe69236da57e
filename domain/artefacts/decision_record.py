"""A decision record in Markdown: what was asked, what follows on each platform, what would change it, and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.artefacts.documents import code_span, markdown_cell
from domain.catalog.loading import Catalog
from domain.catalog.vocabulary import Platform, RuleKind, WorkloadOutcome
from domain.decision.answers import clean_name
from domain.decision.conditions import Answers
from domain.decision.rulebook import Rulebook, rulebook
from domain.decision.verdicts import GOOD, STOPS, Chosen, Finding, PlatformVerdict, judge
from domain.decision.what_if import Flip, flips, ways_out
from domain.decision.wording import answers_in_words, summary

MOST_FLIPS = 12
"""Other answers that are listed on a platform; the best outcomes come first."""

_ESCAPED_CODE = re.compile(r"\\`(.+?)\\`")
_ESCAPE = re.compile(r"\\([^|])")
_NOT_IN_A_LINK = re.compile(r"[\s<>\x00-\x1f\x7f]")


@dataclass(frozen=True)
class _Subject:
    """What the record is about: the answers that count, and where they stand on each platform."""

    catalog: Catalog
    book: Rulebook
    answers: Answers
    standings: Mapping[Platform, PlatformVerdict]
    chosen: Platform | None

    @property
    def weighed(self) -> list[PlatformVerdict]:
        """The chosen platform; without one, all of them."""
        return [found for platform, found in self.standings.items() if self.chosen in (None, platform)]


def decision_record(catalog: Catalog, name: str, answers: Answers, platform: Platform | None, link: str, today: date) -> str:
    """The record of a decision for `platform`, or of an open one if that is None.

    `name` may hold anything; it is shown as it is, and obeyed by no reader of Markdown. `link` leads back to the answers;
    a link that is not http or https is left out.
    """
    book = rulebook(catalog)
    subject = _Subject(catalog, book, book.settled(answers), judge(book, answers), platform)
    sections = {
        "Context": _context(subject),
        "Options": _options(subject),
        "Decision": _decision(subject),
        "Consequences": _consequences(subject),
        "What would change the result": _changes(subject),
        "What is not known": _unknown(subject),
        "Rules and sources": _sources(subject),
    }
    status = "decided" if platform else "proposed"
    shown = clean_name(name)
    lines = [
        f"# Decision record: {code_span(shown) if shown else 'unnamed workload'}",
        "",
        f"Status: {status}. Date: {today.isoformat()}. Catalogue: {catalog.version}.",
        "",
        _autolink(link),
    ]
    for title, body in sections.items():
        lines += ["", f"## {title}", "", *body]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _autolink(link: str) -> str:
    safe = _NOT_IN_A_LINK.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), link.strip())
    return f"<{safe}>" if safe.startswith(("http://", "https://")) else ""


def _prose(text: str) -> str:
    """Text of the catalogue: escaped, but with its code spans."""
    return _ESCAPED_CODE.sub(lambda found: "`" + _ESCAPE.sub(r"\1", found[1]) + "`", markdown_cell(text))


def _said(book: Rulebook, answers: Answers) -> str:
    return _prose(answers_in_words(book, answers))


def _labels(book: Rulebook, questions: Iterable[str]) -> str:
    wanted = set(questions)
    return _prose(", ".join(question.label for id_, question in book.questions.items() if id_ in wanted))


def _context(subject: _Subject) -> Iterator[str]:
    book, answers = subject.book, subject.answers
    yield _prose(summary(book, answers, subject.standings))
    yield ""
    for key, value in answers.items():
        yield f"- **{_prose(book.questions[key].label)}:** {_prose(book.questions[key].label_of(value))}"
    if answers:
        yield ""
    open_ = [key for key in book.questions if key not in answers and book.asked(key, answers)]
    yield f"Not answered: {_labels(book, open_)}." if open_ else "Every question that applies is answered."


def _options(subject: _Subject) -> Iterator[str]:
    standings = subject.standings.values()
    yield _row(["", *(standing.platform.label for standing in standings)])
    yield _row(["---"] * (len(standings) + 1))
    yield _row(["Outcome", *(standing.said for standing in standings)])
    for id_, aspect in subject.book.aspects.items():
        if any(id_ in standing.chosen for standing in standings):
            yield _row([aspect.label, *(_choice(standing.chosen.get(id_)) for standing in standings)])
    if any(chosen.open for standing in standings for chosen in standing.chosen.values()):
        yield ""
        yield "“(?)” marks what a missing answer may still change."


def _choice(chosen: Chosen | None) -> str:
    return f"{chosen.choice.label}{' (?)' if chosen.open else ''}" if chosen else "–"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_prose, cells))} |"


def _decision(subject: _Subject) -> Iterator[str]:
    if subject.chosen is None:
        yield "Not taken yet."
        return
    standing = subject.standings[subject.chosen]
    but = ": it" if standing.outcome in GOOD else ", although it"
    is_ = "is " if standing.outcome is WorkloadOutcome.UNKNOWN else ""
    yield f"{standing.platform.label} is chosen{but} {is_}{standing.said}."


def _consequences(subject: _Subject) -> Iterator[str]:
    for standing in subject.weighed:
        yield f"### {standing.platform.label}"
        yield ""
        found = standing.of(*STOPS, RuleKind.REQUIREMENT, RuleKind.COST)
        for finding in found:
            yield from _finding(subject.book, finding)
        if not found:
            yield "Nothing stands against it, and nothing more is asked for, as far as the answers go."
        yield ""


def _finding(book: Rulebook, finding: Finding) -> Iterator[str]:
    because = f" ({_said(book, finding.because)})" if finding.because else ""
    yield f"- **{finding.rule.kind.value.capitalize()}:** {_prose(finding.rule.says)}{because}"
    for way in finding.rule.ways_out:
        yield f"  - Way out: {_prose(way)}"


def _changes(subject: _Subject) -> Iterator[str]:
    book = subject.book
    for standing in subject.weighed:
        yield f"### {standing.platform.label}: {standing.said}"
        yield ""
        ways = ways_out(book, standing.platform, subject.answers)
        known = [way.changes for way in ways]
        others = [
            flip
            for flip in flips(book, standing.platform, subject.answers, standing)
            if flip.outcome is not standing.outcome and flip.changes not in known
        ]
        yield from (f"- Way out: {_flip(book, way)}" for way in ways)
        yield from (f"- {_flip(book, flip)}" for flip in others[:MOST_FLIPS])
        if len(others) > MOST_FLIPS:
            yield f"- And {len(others) - MOST_FLIPS} more single changes of an answer."
        if not ways and not others:
            yield (
                "No single other answer changes the outcome." if subject.answers else "No answer is given that could be changed."
            )
        yield ""


def _flip(book: Rulebook, flip: Flip) -> str:
    return f"With **{_said(book, flip.changes)}** the outcome is “{flip.outcome.label}”."


def _unknown(subject: _Subject) -> Iterator[str]:
    lines: list[str] = []
    for standing in subject.weighed:
        stops = {question for rule in standing.open if rule.rule.kind in STOPS for question in rule.missing}
        rest = {question for rule in standing.open for question in rule.missing} - stops
        told = [
            (stops, "Unanswered, and may add a conflict or an exclusion"),
            (rest, "Unanswered, and may add something else"),
            (standing.unresearched, "Asked for, and not researched on this platform"),
        ]
        platform, book = standing.platform.label, subject.book
        lines += [f"- **{platform}:** {what}: {_labels(book, questions)}." for questions, what in told if questions]
    yield from lines or ["Every answer that the rules ask for is given, and every answer has been researched."]


def _sources(subject: _Subject) -> Iterator[str]:
    if not any(standing.found for standing in subject.standings.values()):
        yield "No rule has fired yet."
        return
    yield _row(["Rule", "Platform", "Says", "Evidence", "Sources", "Checked"])
    yield _row(["---"] * 6)
    for standing in subject.standings.values():
        for finding in standing.found:
            rule = finding.rule
            titles = "; ".join(subject.catalog.sources[source].title for source in rule.sources) or "none named"
            says = f"{rule.says} ({rule.note})" if rule.note else rule.says
            yield _row([f"`{rule.id}`", standing.platform.label, says, rule.grade.value, titles, rule.checked.isoformat()])
