"""A decision record in Markdown: what was asked, what was decided and by whom, why not otherwise, what follows, its sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from domain.artefacts.documents import autolink, code_span, markdown_cell
from domain.artefacts.vm.names import slug
from domain.catalog.loading import Catalog
from domain.catalog.records.evidence import Source
from domain.catalog.records.workload import Rule
from domain.catalog.vocabulary import Platform, RuleKind, Weight
from domain.decision.answers import clean_name
from domain.decision.conditions import Answers
from domain.decision.rulebook import Rulebook, rulebook
from domain.decision.verdicts import GOOD, STOPS, WORSENS, Chosen, Finding, PlatformVerdict, judge, weight_of
from domain.decision.what_if import Flip, flips, ways_out
from domain.decision.wording import answers_in_words, summary
from domain.quantities.wording import counted

MOST_FLIPS = 12
"""Other answers that are listed on a platform; the best outcomes come first."""

NOTHING_ANSWERED = "Nothing is answered yet, so there is nothing to decide: answer the questions of the wizard first."

Address = Callable[[Source], str]
"""Where a source can be read; empty if nowhere."""

_TOLD = (*WORSENS, RuleKind.REQUIREMENT, RuleKind.COST)
_ORDER = [*WORSENS, *Weight]
"""How heavy what is told lies on the workload, heaviest first."""

_ESCAPED_CODE = re.compile(r"\\`(.+?)\\`")
_ESCAPE = re.compile(r"\\([^|])")


@dataclass(frozen=True)
class Decision:
    """What somebody decided: the platform, who said so, and when. Without a platform nothing is decided yet."""

    platform: Platform | None
    by: str = ""
    on: date | None = None


@dataclass(frozen=True)
class _Subject:
    """What the record is about: the answers that count, where they stand on each platform, and what was decided."""

    catalog: Catalog
    book: Rulebook
    answers: Answers
    standings: Mapping[Platform, PlatformVerdict]
    decision: Decision
    address: Address

    @property
    def weighed(self) -> list[PlatformVerdict]:
        """The platform decided for; without one, all of them."""
        return [found for platform, found in self.standings.items() if self.decision.platform in (None, platform)]


def file_name(name: str, today: date) -> str:
    """What the record of a workload is called, e.g. "decision-oracle-rac-2026-11-27.md"."""
    return f"decision-{slug(clean_name(name), 'workload')}-{today.isoformat()}.md"


def decision_record(
    catalog: Catalog, name: str, answers: Answers, decision: Decision, link: str, today: date, address: Address
) -> str:
    """The record of a decision, or of an open one; a single sentence if nothing is answered.

    `name` and `decision.by` may hold anything; they are shown as they are, and obeyed by no reader of Markdown. `link` leads
    back to the answers; a link or a source's address that is not http or https is left out.
    """
    book = rulebook(catalog)
    settled = book.settled(answers)
    if not settled:
        return f"{NOTHING_ANSWERED}\n"
    subject = _Subject(catalog, book, settled, judge(book, answers), decision, address)
    sections = {
        "Context": _context(subject),
        "Options": _options(subject),
        "Decision": _decision(subject),
        "Why not": _why_not(subject),
        "Consequences": _consequences(subject),
        "What would change the result": _changes(subject),
        "What is not known": _unknown(subject),
        "Rules": _rules(subject),
        "Sources": _sources(subject),
    }
    status = "decided" if decision.platform else "not decided yet"
    shown = clean_name(name)
    lines = [
        f"# Decision record: {code_span(shown) if shown else 'unnamed workload'}",
        "",
        f"Status: {status}. Written: {today.isoformat()}. Catalogue: {catalog.version}.",
        "",
        autolink(link),
    ]
    for title, body in sections.items():
        lines += ["", f"## {title}", "", *body]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


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
    decision = subject.decision
    if decision.platform is None:
        yield "Not decided yet."
        return
    standing = subject.standings[decision.platform]
    although = "" if standing.outcome in GOOD else ", although the verdict is against it"
    yield f"{decision.platform.label}{although}. By its rules the verdict there is “{standing.said}”."
    yield ""
    by = clean_name(decision.by)
    yield f"- **Decided by:** {f'“{code_span(by)}”' if by else 'not said'}"
    yield f"- **Decided on:** {decision.on.isoformat() if decision.on else 'not said'}"


def _why_not(subject: _Subject) -> Iterator[str]:
    others = [found for platform, found in subject.standings.items() if platform is not subject.decision.platform]
    for standing in others:
        yield f"### {standing.platform.label}: {standing.said}"
        yield ""
        against = standing.of(*WORSENS)
        for finding in against:
            yield from _finding(subject.book, finding)
        if not against:
            yield f"No rule stands against it; {_weighing(standing)}."
        yield ""


def _weighing(standing: PlatformVerdict) -> str:
    """What a platform that nothing stands against asks for, e.g. "what weighs on it: 2 conditions"."""
    return f"what weighs on it: {standing.weights}" if standing.weights else "nothing weighs on it as far as the answers go"


def _consequences(subject: _Subject) -> Iterator[str]:
    for standing in subject.weighed:
        yield f"### {standing.platform.label}"
        yield ""
        found = sorted(standing.of(*_TOLD), key=lambda finding: _ORDER.index(_weight(finding.rule)))
        for finding in found:
            yield from _finding(subject.book, finding)
        if not found:
            yield "As far as the answers go, nothing stands against it and nothing more is needed."
        yield ""


def _weight(rule: Rule) -> RuleKind | Weight:
    """How heavy a rule that fired lies on the workload: by its weight, or by its kind where it stands against it."""
    return weight_of(rule) or rule.kind


def _finding(book: Rulebook, finding: Finding) -> Iterator[str]:
    because = f" ({_said(book, finding.because)})" if finding.because else ""
    yield f"- **{_weight(finding.rule).label.capitalize()}:** {_prose(finding.rule.says)}{because}"
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
            yield "No single other answer that could be proposed changes the outcome."
        yield ""


def _flip(book: Rulebook, flip: Flip) -> str:
    prices = [option.price for q, answer in flip.changes.items() for option in book.questions[q].options if option.id == answer]
    price = f" Its price: {_prose(' '.join(prices))}" if all(prices) and prices else ""
    return f"With **{_said(book, flip.changes)}** the outcome is “{flip.outcome.label}”.{price}"


def _unknown(subject: _Subject) -> Iterator[str]:
    book, answers = subject.book, subject.answers
    for standing in subject.weighed:
        stops = {question for rule in standing.open if rule.rule.kind in STOPS for question in rule.missing}
        rest = {question for rule in standing.open for question in rule.missing} - stops
        told = [
            (stops, "Unanswered, and may add a conflict or an exclusion"),
            (rest, "Unanswered, and may add something else"),
            (standing.unresearched, "Asked for, and not researched on this platform"),
        ]
        read = sum((standing.platform, question) in book.reading for question in answers)
        platform, gaps, notes = standing.platform.label, standing.unresearched, standing.of(RuleKind.NOTE)
        yield (
            f"- **{platform}:** {counted(len(answers), 'answer')} given, {read} of them read by a rule; "
            f"{counted(len(gaps), 'gap')} in what was researched, {counted(len(notes), 'answer')} that make no difference."
        )
        yield from (f"- **{platform}:** {what}: {_labels(book, questions)}." for questions, what in told if questions)
    yield ""
    yield "What no rule was written for is not in this record: a verdict is as good as the questions and the sources behind it."


def _rules(subject: _Subject) -> Iterator[str]:
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


def _sources(subject: _Subject) -> Iterator[str]:
    """Every source of the rules once, as the bibliography has it: title, publisher, where, which state, and its address."""
    cited = {source for standing in subject.standings.values() for finding in standing.found for source in finding.rule.sources}
    found = [source for id_, source in subject.catalog.sources.items() if id_ in cited]
    for source in found:
        where = f"{source.repository} {source.path}".strip() or source.page
        state = [part for part in (source.ref, source.version, source.date.isoformat() if source.date else "") if part]
        told = ", ".join([source.title, source.publisher, where, *state])
        yield f"- {_prose(told)} {autolink(subject.address(source))}".rstrip()
    if not found:
        yield "None is named."
