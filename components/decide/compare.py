"""Workloads side by side: a column each, what differs marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from components.decide import verdict_tables, workload_form
from components.kit import links, markup, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.vocabulary import Platform
from domain.decision.answers import CodedWorkload, encode
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import PlatformVerdict, judge


def add_controls(workloads: Sequence[CodedWorkload]) -> None:
    """Add an example; the list itself lives in the link."""
    if len(workloads) >= workload_form.MOST:
        st.markdown(f"{workload_form.MOST} workloads are the most that one link compares. Remove one to add another.")
        return
    workload_form.example_box(
        "Add an example", "compare_add", lambda row: links.append(workload_form.LIST, encode(row.name, row.answers))
    )


def show(book: Rulebook, workloads: Sequence[CodedWorkload], platforms: Sequence[Platform]) -> None:
    """The table: the verdicts first, then what has to be prepared, the answers, and the approach on each platform."""
    names = (workload.name or f"Workload {number}" for number, workload in enumerate(workloads, 1))
    columns = [tables.Column("Question", width=18), *map(tables.Column, names)]
    judged = [judge(book, workload.answers, platforms) for workload in workloads]
    lines = [_line(p.label, [verdict_tables.verdict(standings[p]) for standings in judged], "Verdict") for p in platforms]
    for weight, label in verdict_tables.WEIGHED.items():
        for p in platforms:
            cells = [verdict_tables.weighing(standings[p], weight) for standings in judged]
            if any(cell != markup.DASH for cell in cells):
                lines.append(_line(p.label, cells, label))
    lines += [_answer_line(q, workloads) for q in book.questions if any(q in w.answers for w in workloads)]
    for platform in platforms:
        lines += _approach_lines(platform, [standings[platform] for standings in judged])
    lines.append(tables.Line(markup.NOTHING, tuple(_links(workloads, i) for i in range(len(workloads))), "Onward"))
    differing = sum(line.head.startswith("≠") for line in lines)
    tables.show_table(
        columns, lines, f"{len(workloads)} of at most {workload_form.MOST} workloads; {differing} rows differ, marked ≠."
    )


def _links(workloads: Sequence[CodedWorkload], number: int) -> Html:
    """Open a workload in the wizard, the others kept; or take it out of the list."""
    others = [encode(w.name, w.answers) for i, w in enumerate(workloads) if i != number]
    own = workloads[number]
    walk = links.href("wizard", **workload_form.params(own.answers, own.name), **{workload_form.LIST: others})
    without = links.href("compare", **{workload_form.LIST: others})
    return markup.stacked((markup.anchor("Open in the wizard", walk), markup.anchor("Remove", without)))


def _line(head: str, cells: Sequence[Html], group: str) -> tables.Line:
    differs = len(set(cells)) > 1
    shown = map(markup.strong, cells) if differs else cells
    return tables.Line(markup.text(f"≠ {head}" if differs else head), tuple(shown), group)


def _answer_line(question: str, workloads: Sequence[CodedWorkload]) -> tables.Line:
    asked = catalog().workload_questions[question]
    given = (asked.label_of(w.answers[question]) if question in w.answers else "not answered" for w in workloads)
    return _line(asked.label, [markup.text(answer) for answer in given], "Answers")


def _approach_lines(platform: Platform, standings: Sequence[PlatformVerdict]) -> Iterable[tables.Line]:
    for aspect in catalog().aspects.values():
        chosen = [found.chosen.get(aspect.id) for found in standings]
        if any(chosen):
            cells = [markup.text(c.choice.label) if c else markup.DASH for c in chosen]
            yield _line(aspect.label, cells, f"Approach on {platform.label}")
