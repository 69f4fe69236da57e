"""How a judged workload is shown: the verdict and the approach side by side, the rules, what would change it, what is unknown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from components.decide import workload_form
from components.kit import links, markup, releases, tables
from components.kit.marks import Tone
from components.kit.markup import Html
from domain.artefacts.vm.choices import Asked
from domain.catalog import catalog
from domain.catalog.records.guests import GuestSystem
from domain.catalog.records.workload import Rule
from domain.catalog.vocabulary import Platform, RuleKind, Weight, WorkloadOutcome
from domain.decision.conditions import Answers
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import GOOD, STOPS, Finding, OpenRule, PlatformVerdict, weight_of
from domain.decision.what_if import Bound, Flip
from domain.decision.wording import answers_in_words, cases_in_words
from domain.quantities.wording import counted

Standings = Mapping[Platform, PlatformVerdict]

WEIGHING = (*STOPS, RuleKind.GAP, RuleKind.REQUIREMENT, RuleKind.COST)
TELLING = (RuleKind.RECOMMENDATION, RuleKind.NOTE)
"""The kinds of rule that a verdict rests on, and those that tell how it is done or that nothing depends on it."""


WEIGHED = {Weight.PREPARATION: "Prepare first", Weight.CONDITION: "Conditions", Weight.COST: "Costs in operation"}


def verdict(standing: PlatformVerdict) -> Html:
    """The outcome of a platform, and what speaks against it, each a link to its rule."""
    against = (markup.note(_anchor(finding.rule)) for finding in standing.of(*STOPS))
    calm: Tone | None = "calm" if standing.outcome is WorkloadOutcome.FITS and not standing.settled else None
    return markup.joined(markup.line(markup.mark(standing.outcome, standing.said, calm, wrapped=True)), *against)


def approach_lines(standings: Standings, answers: Answers, platforms: Sequence[Platform]) -> list[tables.Line]:
    """The verdict first, then how the exact guest stands, then the approach by aspect, then what nobody has researched."""
    aspects = [aspect for aspect in catalog().aspects.values() if any(aspect.id in standings[p].chosen for p in platforms)]
    lines = [tables.Line(markup.strong(markup.text("Verdict")), tuple(_verdict(standings[p]) for p in platforms))]
    for weight, label in WEIGHED.items():
        cells = tuple(weighing(standings[p], weight) for p in platforms)
        if any(standings[p].weighing(weight) for p in platforms):
            lines.append(tables.Line(markup.text(label), cells))
    if guest := catalog().guest_systems.get(str(answers.get(Asked.OS))):
        lines.append(tables.Line(markup.text("Guest system"), tuple(_guest(guest, p) for p in platforms)))
    lines += [
        tables.Line(markup.text(aspect.label), tuple(_chosen(standings[p], aspect.id) for p in platforms)) for aspect in aspects
    ]
    if any(standings[p].unresearched for p in platforms):
        lines.append(tables.Line(markup.text("Not researched"), tuple(_unread(standings[p]) for p in platforms)))
    return lines


def answers_on_paper(answers: Answers) -> Html:
    """What was answered, a line each, for paper: there the questions are left out."""
    said = (
        markup.line(markup.spaced(markup.small(markup.text(f"{question.label}:")), markup.text(question.label_of(answers[id_]))))
        for id_, question in catalog().workload_questions.items()
        if id_ in answers
    )
    return markup.panel(markup.joined(*said), "paper")


def _guest(guest: GuestSystem, platform: Platform) -> Html:
    claim = guest.claims[platform]
    link = tables.row_head("guest_systems", guest.id, guest.name)
    return markup.joined(markup.line(markup.mark(claim.state)), link, markup.note(markup.text(claim.drivers)))


def _verdict(standing: PlatformVerdict) -> Html:
    """The outcome, how heavy its conditions are, and what can still make it worse."""
    if standing.outcome not in GOOD:
        return verdict(standing)
    still = f"{counted(len(standing.undecided), 'answer')} can still make it worse" if standing.undecided else ""
    return markup.joined(verdict(standing), *(markup.note(markup.text(said)) for said in (standing.weights, still) if said))


def weighing(standing: PlatformVerdict, weight: Weight) -> Html:
    """The rules that weigh so much, each a link; what does not block is one click away."""
    found = standing.weighing(weight)
    rules = markup.points(_anchor(finding.rule) for finding in found)
    if not found or weight is Weight.PREPARATION:
        return rules if found else markup.DASH
    return markup.fold(markup.mark(weight, str(len(found))), rules)


def _chosen(standing: PlatformVerdict, aspect: str) -> Html:
    chosen = standing.chosen.get(aspect)
    if not chosen:
        return markup.DASH
    still = markup.small(markup.text("(may still change)" if chosen.open else ""))
    return markup.spaced(tables.row_head("rules", chosen.finding.rule.id, chosen.choice.label), still)


def _unread(standing: PlatformVerdict) -> Html:
    questions = catalog().workload_questions
    return markup.stacked(markup.text(questions[q].label) for q in standing.unresearched) or markup.DASH


def _anchor(rule: Rule) -> Html:
    return tables.row_head("rules", rule.id, rule.says)


def _named(rule: Rule) -> Html:
    """How much a rule weighs or what kind it is, and what it says."""
    weight = weight_of(rule)
    if weight:
        said = markup.mark(weight)
    else:
        tone: Tone = "bad" if rule.kind in STOPS else "calm"
        said = markup.mark(rule.severity, rule.kind.label, tone)
    return markup.joined(markup.line(said), _anchor(rule))


def rule_lines(standings: Standings, platforms: Sequence[Platform], kinds: Collection[RuleKind]) -> list[tables.Line]:
    """The rules of these kinds that fired, by platform, gravest first."""
    book = rulebook(catalog())
    return [
        tables.Line(
            _rule(finding.rule),
            (markup.literal(answers_in_words(book, finding.because)), _behind(finding.rule)),
            platform.label,
        )
        for platform in platforms
        for finding in standings[platform].of(*kinds)
    ]


def gap_lines(gaps: Iterable[Finding]) -> list[tables.Line]:
    """What is not researched, with what was searched."""
    return [tables.Line(_anchor(gap.rule), (markup.text(gap.rule.note),)) for gap in gaps]


def bound_lines(found: Iterable[Bound]) -> Iterator[Html]:
    """How large a number may be, each with the rule that says so."""
    for bound in found:
        question, rule = catalog().workload_questions[bound.question], catalog().rules[bound.rule]
        only = "Would be allowed with at most" if bound.exceeded else "Allowed up to"
        yield markup.spaced(markup.text(f"{only} {question.label_of(bound.at_most)} ({question.label}):"), _anchor(rule))


def all_rule_lines(rules: Iterable[Rule], opened: bool) -> list[tables.Line]:
    """Rules with their conditions in words."""
    return [tables.Line(_rule(rule), (_when(rule), _behind(rule, opened)), rule.platform.label) for rule in rules]


def _rule(rule: Rule) -> Html:
    out = (markup.note(markup.text(f"→ {way}")) for way in rule.ways_out)
    return markup.joined(_named(rule), *out)


def _when(rule: Rule) -> Html:
    cases = cases_in_words(rulebook(catalog()), rule.id)
    return markup.stacked(map(markup.literal, cases), "or ") or markup.text("always")


def _behind(rule: Rule, opened: bool = False) -> Html:
    pairs = (
        ("Recommends", markup.text(rulebook(catalog()).choices[rule.choose].label if rule.choose else "")),
        ("Holds for", releases.linked(rule.scope)),
        ("Weight", markup.text(rule.severity.explained)),
        ("See also", markup.stacked(map(tables.named, rule.see))),
    )
    return tables.sources_fold(rule, opened, pairs)


def flip_lines(flips: Sequence[Flip], answers: Answers, name: str, now: WorkloadOutcome | None = None) -> list[tables.Line]:
    """Other answers and what they lead to; each a link to that view. With the outcome `now`, those that change it stand apart."""
    labels = {aspect.id: aspect.label for aspect in catalog().aspects.values()}
    lines = []
    for flip in flips:
        href = links.href("wizard", **workload_form.params({**answers, **flip.changes}, name))
        price = markup.stacked(map(markup.text, flip.prices)) or markup.DASH
        changes = markup.stacked(
            markup.text(f"{labels[aspect]}: {after or 'nothing chosen'}") for aspect, (_, after) in flip.choices.items()
        )
        group = "" if now is None else "Same verdict, with fewer conditions" if flip.outcome is now else "Improves the verdict"
        head = markup.anchor(answers_in_words(rulebook(catalog()), flip.changes), href)
        lines.append(tables.Line(head, (price, markup.mark(flip.outcome, wrapped=True), changes or markup.DASH), group))
    return lines


def open_lines(rules: Iterable[OpenRule]) -> list[tables.Line]:
    """Rules that a missing answer decides, with the questions that do."""
    questions = catalog().workload_questions
    return [
        tables.Line(_named(one.rule), (markup.stacked(markup.text(questions[q].label) for q in one.missing),)) for one in rules
    ]
