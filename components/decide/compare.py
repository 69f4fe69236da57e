"""Workloads side by side: a column each, what differs marked; they are chosen from the examples, or read from a pasted list."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import streamlit as st

from components.decide import verdict_tables, workload_form
from components.kit import address, filters, inputs, links, markup, tables
from components.kit.markup import Html
from domain.catalog import catalog
from domain.catalog.records.workload import Workload
from domain.catalog.vocabulary import Platform
from domain.decision.answers import CodedWorkload, encode
from domain.decision.pasted import MAX_LINE, MAX_LINES, read_list
from domain.decision.rulebook import Rulebook, rulebook
from domain.decision.verdicts import STOPS, PlatformVerdict, judge
from domain.quantities.wording import counted

PICKED, PASTE = "compare_add", "compare_paste"
LIKE = "SAP HANA\nShop; Windows; vGPU; 64 GiB of RAM"


def add_controls(workloads: Sequence[CodedWorkload]) -> None:
    """Which examples are compared, and a list to paste; the workloads themselves live in the link."""
    with filters.row():
        _examples([encode(one.name, one.answers) for one in workloads])
        shown = st.popover("Paste a list", icon=":material/content_paste:", on_change="rerun", key=PASTE)
        if shown.open:
            with shown:
                _paste(workloads)


def _examples(codes: Sequence[str]) -> None:
    offered = {_code(row): row.name for row in catalog().workloads.values() if not row.topic}
    taken = [offered[code] for code in codes if code in offered]
    st.session_state[PICKED] = taken

    def pick() -> None:
        wanted = [code for code, name in offered.items() if name in st.session_state[PICKED]]
        kept = [code for code in codes if code not in offered or code in wanted]
        address.put(workload_form.LIST, [*kept, *(code for code in wanted if code not in kept)])

    most = workload_form.MOST - (len(codes) - len(taken))
    st.multiselect(
        "Examples",
        list(offered.values()),
        key=PICKED,
        on_change=pick,
        max_selections=most or None,
        disabled=not most,
        placeholder="Examples to compare",
        label_visibility="collapsed",
        width=640,
    )


def _code(example: Workload) -> str:
    """As the code of a link that lists it: its answers in the order of the questions."""
    return encode(example.name, {id_: example.answers[id_] for id_ in catalog().workload_questions if id_ in example.answers})


def _paste(workloads: Sequence[CodedWorkload]) -> None:
    """A list of workloads, which leaves only what it says of them in the link, and what is wrong with it."""
    text = inputs.private_area(
        "One workload per line",
        "compare_list",
        MAX_LINES * (MAX_LINE + 1),
        placeholder=LIKE,
        height=140,
        help="A name and what is known of it, separated by semicolons or tabs. A name alone must be one of the examples.",
    )
    read = read_list(text, rulebook(catalog()), (row for row in catalog().workloads.values() if not row.topic))
    for fault in read.faults:
        st.markdown(f":small[{markup.markdown_sentence(fault)}]")
    codes = [encode(one.name, one.answers) for one in workloads]
    added = [code for one in read.workloads if (code := encode(one.name, one.answers)) not in codes]
    room = workload_form.MOST - len(codes)
    if len(added) > room:
        st.markdown(f":small[{counted(len(added), 'workload')} to add, room for {room}: one link compares {workload_form.MOST}.]")
    st.button("Compare them", on_click=address.put, args=(workload_form.LIST, [*codes, *added[:room]]), disabled=not added[:room])


def show(book: Rulebook, workloads: Sequence[CodedWorkload], platforms: Sequence[Platform]) -> None:
    """The table: the verdicts first, then what has to be prepared, the answers, and the approach on each platform."""
    names = (workload.name or f"Workload {number}" for number, workload in enumerate(workloads, 1))
    columns = [tables.Column("Question", width=18), *map(tables.Column, names)]
    judged = [judge(book, workload.answers, platforms) for workload in workloads]
    lines = []
    for p in platforms:
        cells = [verdict_tables.verdict(standings[p]) for standings in judged]
        lines.append(_line(p.label, cells, "Verdict", [_decided(standings[p]) for standings in judged]))
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


def _decided(standing: PlatformVerdict) -> Hashable:
    """What of a verdict is not merely how much is answered."""
    return standing.outcome, tuple(finding.rule.id for finding in standing.of(*STOPS))


def _line(head: str, cells: Sequence[Html], group: str, compared: Sequence[Hashable] = ()) -> tables.Line:
    """A row of the table; it differs where the cells do, or what is `compared` in their place."""
    differs = len(set(compared or cells)) > 1
    shown = map(markup.strong, cells) if differs else cells
    return tables.Line(markup.text(f"≠ {head}" if differs else head), tuple(shown), group)


def _answer_line(question: str, workloads: Sequence[CodedWorkload]) -> tables.Line:
    asked = catalog().workload_questions[question]
    cells = [markup.text(asked.label_of(w.answers[question]) if question in w.answers else "not answered") for w in workloads]
    return _line(asked.label, cells, "Answers", [w.answers[question] for w in workloads if question in w.answers])


def _approach_lines(platform: Platform, standings: Sequence[PlatformVerdict]) -> Iterable[tables.Line]:
    for aspect in catalog().aspects.values():
        chosen = [found.chosen.get(aspect.id) for found in standings]
        if any(chosen):
            cells = [markup.text(c.choice.label) if c else markup.DASH for c in chosen]
            yield _line(aspect.label, cells, f"Approach on {platform.label}")
