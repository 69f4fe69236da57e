"""How a judged workload is shown: the verdict and the approach side by side, the rules, what would change it, what is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from components.decide import workload_form
from components.kit import links, tables
from components.kit.claims import count
from components.kit.menu import PAGE_OF_TABLE
from components.kit.style import SIGNS, TONES
from domain.catalog import catalog
from domain.catalog.records.workload import Rule
from domain.catalog.vocabulary import Platform, WorkloadOutcome
from domain.decision.conditions import Answers
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import STOPS, OpenRule, PlatformVerdict
from domain.decision.what_if import Flip
from domain.decision.wording import answers_in_words, cases_in_words

Standings = Mapping[Platform, PlatformVerdict]


def outcome(found: WorkloadOutcome, said: str = "") -> str:
    """The verdict as a mark: shape, words and colour; `said` in place of its own words."""
    return f'<span class="m w {TONES[found]}">{SIGNS[found]}&nbsp;{escape(said or found.label)}</span>'


def verdict(standing: PlatformVerdict) -> str:
    """The outcome of a platform, and what speaks against it, each a link to its rule."""
    against = "".join(f'<div class="s">{_anchor(finding.rule)}</div>' for finding in standing.of(*STOPS))
    return f"<div>{outcome(standing.outcome, standing.said)}</div>{against}"


def kind(rule: Rule) -> str:
    """What a rule says and how much it weighs."""
    tone = TONES[rule.severity] if rule.kind not in STOPS else "bad"
    return f'<span class="m {tone}">{SIGNS[rule.severity]}&nbsp;{rule.kind.value}</span>'


def approach_lines(standings: Standings, platforms: Sequence[Platform]) -> list[tables.Line]:
    """The verdict first, then the approach by aspect, then what nobody has researched."""
    aspects = [aspect for aspect in catalog().aspects.values() if any(aspect.id in standings[p].chosen for p in platforms)]
    lines = [tables.Line("<strong>Verdict</strong>", tuple(_verdict(standings[p]) for p in platforms))]
    lines += [tables.Line(escape(aspect.label), tuple(_chosen(standings[p], aspect.id) for p in platforms)) for aspect in aspects]
    if any(standings[p].unread for p in platforms):
        lines.append(tables.Line("Not researched", tuple(_unread(standings[p]) for p in platforms)))
    return lines


def _verdict(standing: PlatformVerdict) -> str:
    conditions = len(standing.conditions)
    return verdict(standing) + (f'<div class="s">{count(conditions, "condition")}</div>' if conditions else "")


def _chosen(standing: PlatformVerdict, aspect: str) -> str:
    chosen = standing.chosen.get(aspect)
    if not chosen:
        return "—"
    still = ' <span class="s">(may still change)</span>' if chosen.open else ""
    return tables.anchor(chosen.choice.label, links.row_href("rules", chosen.finding.rule.id)) + still


def _unread(standing: PlatformVerdict) -> str:
    questions = catalog().workload_questions
    return "<br>".join(escape(questions[q].label) for q in standing.unread) or "—"


def _anchor(rule: Rule) -> str:
    return tables.anchor(rule.says, links.row_href("rules", rule.id))


def rule_lines(standings: Standings, platforms: Sequence[Platform]) -> list[tables.Line]:
    """Every rule that fired, by platform, gravest first."""
    book = rulebook(catalog())
    return [
        tables.Line(_rule(finding.rule), (escape(answers_in_words(book, finding.because)), _behind(finding.rule)), platform.label)
        for platform in platforms
        for finding in standings[platform].found
    ]


def all_rule_lines(rules: Iterable[Rule], opened: bool) -> list[tables.Line]:
    """Rules with their conditions in words."""
    return [tables.Line(_rule(rule), (_when(rule), _behind(rule, opened)), rule.platform.label) for rule in rules]


def _rule(rule: Rule) -> str:
    out = "".join(f'<div class="s">→ {tables.text(way)}</div>' for way in rule.ways_out)
    return f"<div>{kind(rule)}</div>{_anchor(rule)}{out}"


def _when(rule: Rule) -> str:
    return "<br>or ".join(escape(case) for case in cases_in_words(rulebook(catalog()), rule.id)) or "always"


def _behind(rule: Rule, opened: bool = False) -> str:
    pairs = (
        ("Recommends", escape(rulebook(catalog()).choices[rule.choose].label) if rule.choose else ""),
        ("Holds for", tables.text(rule.scope)),
        ("Weight", f"{rule.severity.value}: {escape(rule.severity.meaning)}"),
        ("See also", "<br>".join(map(_see, rule.see))),
    )
    return tables.sources_fold(rule, opened, pairs)


def _see(ref: str) -> str:
    table, _, id_ = ref.partition("/")
    record = catalog().records[table][id_]
    names = ("title", "task", "parameter", "scenario", "concept")
    title = next((str(getattr(record, name)) for name in names if hasattr(record, name)), id_)
    label = f"{id_} {title}" if table in ("blockers", "checklist") else title
    return tables.anchor(label, links.row_href(table, id_)) if table in PAGE_OF_TABLE else escape(label)


def flip_lines(flips: Sequence[Flip], answers: Answers, name: str, now: WorkloadOutcome | None = None) -> list[tables.Line]:
    """Other answers and what they lead to; each a link to that view. With the outcome `now`, those that change it stand apart."""
    labels = {aspect.id: aspect.label for aspect in catalog().aspects.values()}
    lines = []
    for flip in flips:
        href = links.href("wizard", **workload_form.params({**answers, **flip.changes}, name))
        changes = "<br>".join(
            f"{escape(labels[aspect])}: {escape(after) or 'nothing chosen'}" for aspect, (_, after) in flip.choices.items()
        )
        group = "" if now is None else "Changes the approach only" if flip.outcome is now else "Changes the verdict"
        head = tables.anchor(answers_in_words(rulebook(catalog()), flip.changes), href)
        lines.append(tables.Line(head, (outcome(flip.outcome), changes or "—"), group))
    return lines


def open_lines(rules: Iterable[OpenRule]) -> list[tables.Line]:
    """Rules that a missing answer decides, with the questions that do."""
    questions = catalog().workload_questions
    return [
        tables.Line(
            f"<div>{kind(rule.rule)}</div>{_anchor(rule.rule)}", ("<br>".join(escape(questions[q].label) for q in rule.missing),)
        )
        for rule in rules
    ]
