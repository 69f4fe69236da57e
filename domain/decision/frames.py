"""What a judged workload leaves as tables: the approach, the rules that fired, what would change it, what is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from domain.catalog.vocabulary import Platform
from domain.decision.answers import CodedWorkload
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict, judge
from domain.decision.what_if import Flip
from domain.decision.wording import answers_in_words


def workloads_frame(book: Rulebook, workloads: Sequence[CodedWorkload], platforms: Sequence[Platform]) -> pd.DataFrame:
    """A row a question, verdict or aspect, a column a workload; rows that are empty for all are left out."""
    rows: list[list[str]] = []
    for id_, question in book.questions.items():
        cells = [question.label_of(w.answers[id_]) if id_ in w.answers else "" for w in workloads]
        rows.append(["Answers", question.label, *cells])
    judged = [judge(book, workload.answers, platforms) for workload in workloads]
    for platform in platforms:
        found = [standings[platform] for standings in judged]
        rows.append([platform.label, "Verdict", *(one.outcome.label for one in found)])
        for aspect in book.aspects.values():
            cells = [one.chosen[aspect.id].choice.label if aspect.id in one.chosen else "" for one in found]
            rows.append([platform.label, aspect.label, *cells])
        against = ["; ".join(finding.rule.says for finding in one.of(*STOPS)) for one in found]
        rows.append([platform.label, "What speaks against it", *against])
        unread = ["; ".join(book.questions[q].label for q in one.unresearched) for one in found]
        rows.append([platform.label, "Not researched", *unread])
    heads = [f"{number}. {workload.name or 'Workload'}" for number, workload in enumerate(workloads, 1)]
    return pd.DataFrame([row for row in rows if any(row[2:])], columns=["part", "row", *heads])


def rules_frame(book: Rulebook, standings: Iterable[PlatformVerdict]) -> pd.DataFrame:
    """The rules that fired: platform, rule, kind, severity, sentence, deciding answers, ways out, scope, evidence."""
    columns = ["platform", "id", "kind", "severity", "rule", "because of", "ways out", "holds for", "evidence", "sources"]
    rows = [
        (
            standing.platform.label,
            f.rule.id,
            f.rule.kind.value,
            f.rule.severity.value,
            f.rule.says,
            answers_in_words(book, f.because),
            "; ".join(f.rule.ways_out),
            f.rule.scope,
            f.rule.grade.value,
            ", ".join(f.rule.sources),
        )
        for standing in standings
        for f in standing.found
    ]
    return pd.DataFrame(rows, columns=columns)


def flips_frame(book: Rulebook, found: Iterable[tuple[Platform, Flip]]) -> pd.DataFrame:
    """Changes of answers and what they lead to: platform, change, verdict, approach."""
    rows = []
    for platform, flip in found:
        choices = [f"{book.aspects[aspect].label}: {after or 'nothing'}" for aspect, (_, after) in flip.choices.items()]
        change, price = answers_in_words(book, flip.changes), " ".join(flip.prices)
        rows.append((platform.label, change, price, flip.outcome.label, "; ".join(choices)))
    return pd.DataFrame(rows, columns=["platform", "change", "price", "verdict then", "approach then"])


def open_frame(book: Rulebook, standings: Iterable[PlatformVerdict]) -> pd.DataFrame:
    """Rules that a missing answer decides: platform, rule, kind, sentence, questions."""
    rows = []
    for standing in standings:
        for rule in standing.open:
            missing = "; ".join(book.questions[q].label for q in rule.missing)
            rows.append((standing.platform.label, rule.rule.id, rule.rule.kind.value, rule.rule.says, missing))
    return pd.DataFrame(rows, columns=["platform", "id", "kind", "rule", "decided by"])
