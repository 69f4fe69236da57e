"""What is asked first: the questions whose answers leave the least open."""

from __future__ import annotations

from dataclasses import replace

from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.decision.influence import influence, most_deciding
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import WORSENS, judge

BOOK = rulebook(catalog())


def waiting(answers: dict[str, int | str]) -> int:
    """How many rules may still make a verdict worse, or have, on all platforms."""
    return sum(rule.rule.kind in WORSENS for verdict in judge(BOOK, answers).values() for rule in verdict.open)


def test_influence_is_what_the_verdicts_no_longer_wait_for() -> None:
    nothing = waiting({})
    for id_, question in BOOK.questions.items():
        if not question.counts:
            settled = [nothing - waiting({id_: option.id}) for option in question.whole]
            assert influence(BOOK, id_) == sum(settled) / len(settled)


def test_the_first_three_settle_more_than_any_other_and_the_first_of_them_most() -> None:
    first = most_deciding(BOOK)
    found = [influence(BOOK, question) for question in first]
    assert min(found) >= max(influence(BOOK, question) for question in BOOK.questions if question not in first) > 0
    assert found == sorted(found, reverse=True)
    assert len(first) == 3


def test_what_no_rule_reads_decides_nothing() -> None:
    """Without the rules that read it, another question takes its place."""
    first = most_deciding(BOOK)[0]
    rules = {id_: rule for id_, rule in BOOK.rules.items() if not any(first in case.questions for case in BOOK.cases[id_])}
    other = replace(BOOK, rules=rules)
    assert influence(other, first) == 0
    assert first not in most_deciding(other)
    assert set(Platform) == {rule.platform for rule in rules.values()}
