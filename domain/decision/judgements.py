"""What a script gets of judged workloads: per platform the outcome, the rules, the conditions and what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from domain.catalog.vocabulary import RuleKind, Weight
from domain.decision.answers import CodedWorkload
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, Finding, PlatformVerdict, judge, weight_of
from domain.decision.wording import answers_in_words
from domain.quantities.wording import counted

HEAVY = (Weight.PREPARATION, Weight.CONDITION, Weight.COST)


def as_json(book: Rulebook, workloads: Iterable[CodedWorkload]) -> list[dict[str, Any]]:
    """Each workload with its verdicts, as docs/answers.md tells them."""
    return [
        {
            "name": workload.name,
            "answers": dict(book.settled(workload.answers)),
            "platforms": {platform.value: _verdict_json(verdict) for platform, verdict in judge(book, workload.answers).items()},
        }
        for workload in workloads
    ]


def _verdict_json(verdict: PlatformVerdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome.value,
        "settled": verdict.settled,
        "says": verdict.said_with_weights,
        "conditions": [finding.rule.id for finding in verdict.conditions],
        "not_researched": list(verdict.unresearched),
        "open": list(verdict.undecided),
        "approach": {aspect: chosen.choice.id for aspect, chosen in verdict.chosen.items()},
        "rules": [_rule_json(finding) for finding in verdict.found],
    }


def _rule_json(finding: Finding) -> dict[str, Any]:
    rule, weight = finding.rule, weight_of(finding.rule)
    return {
        "id": rule.id,
        "kind": rule.kind.value,
        "weight": weight.value if weight else None,
        "says": rule.says,
        "because": dict(finding.because),
        "ways_out": list(rule.ways_out),
        "scope": rule.scope,
        "grade": rule.grade.value,
        "sources": list(rule.sources),
        "checked": rule.checked.isoformat(),
    }


def as_text(book: Rulebook, workloads: Iterable[CodedWorkload]) -> Iterator[str]:
    """The same for reading, a line a rule that decides; recommendations and remarks are left out."""
    for workload in workloads:
        yield f"{workload.name}: {counted(len(book.settled(workload.answers)), 'answer')}"
        for platform, verdict in judge(book, workload.answers).items():
            yield f"  {platform.label}: {verdict.said_with_weights}"
            for finding in verdict.found:
                weight = weight_of(finding.rule)
                if finding.rule.kind in (*STOPS, RuleKind.GAP) or weight in HEAVY:
                    word = weight.label if weight else finding.rule.kind.label
                    because = f" ({answers_in_words(book, finding.because)})" if finding.because else ""
                    yield f"    {word}: {finding.rule.says}{because} [{finding.rule.id}]"
                    yield from (f"      way out: {way}" for way in finding.rule.ways_out)
            if verdict.undecided:
                yield f"    open: {', '.join(book.questions[question].label for question in verdict.undecided)}"
