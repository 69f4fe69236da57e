"""The wizard's result: in words, side by side, and what stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from components.decide import take_away, verdict_tables, workload_form
from components.decide.verdict_tables import Standings
from components.kit import address, export, inputs, links, markup, run_context, tables
from components.kit.markup import markdown_text
from domain.catalog.vocabulary import Platform, RuleKind
from domain.decision.answers import CodedWorkload
from domain.decision.conditions import Answers
from domain.decision.frames import flips_frame, open_frame, rules_frame, workloads_frame
from domain.decision.rulebook import Rulebook
from domain.decision.verdicts import STOPS, asked_next
from domain.decision.what_if import Flip, bounds, flips, ways_out
from domain.decision.wording import summary
from domain.quantities.wording import counted

NO_WAY = "No concession removes every conflict; the ways out that the rules themselves name are under Why."
ASKS_ANSWERS = ("Why", "What would flip it")
"""Views that have nothing to show of a workload of which nothing is known."""

SHOWN_OPEN = 12
"""Open rules that are listed on a platform; the table to take away has all of them."""


def show(book: Rulebook, name: str, answers: Answers, standings: Standings, platforms: Sequence[Platform]) -> None:
    """Whose result it is, one of the views, of which only the open one's content is made, and what is asked for in words."""
    done = f":small[Answered: {len(answers)} of {len(book.questions)} questions.]"
    st.markdown(f"**{markdown_text(name)}** {done}" if name else done)
    if answers:
        st.html(verdict_tables.answers_on_paper(book.settled(answers)))
    views: dict[str, Callable[[], None]] = {
        "Approach": lambda: _approach(book, name, answers, standings, platforms),
        "Why": lambda: _why(book, standings, platforms),
        "What would flip it": lambda: _flips(book, name, answers, standings, platforms),
        "What is unknown": lambda: _unknown(book, standings, platforms),
        "Take away": lambda: take_away.show(book, name, answers, standings),
    }
    with inputs.tabs(list(views), "wizard_tab") as tab:
        if answers or tab not in ASKS_ANSWERS:
            views[tab]()
    st.markdown(f":small[{markdown_text(summary(book, answers, {}))}]")


def ask_next(book: Rulebook, standings: Standings, platforms: Sequence[Platform]) -> None:
    """The question whose answer is waited for most."""
    if ask := asked_next(book, (standings[platform] for platform in platforms)):
        label = markdown_text(book.questions[ask].label)
        st.markdown(f":small[Ask next: **{label}**. Most of what can still go wrong depends on it.]")


def _approach(book: Rulebook, name: str, answers: Answers, standings: Standings, platforms: Sequence[Platform]) -> None:
    tables.show_table(
        tables.platform_columns("Approach", platforms),
        verdict_tables.approach_lines(standings, answers, platforms),
        "Every entry links to its rule or row.",
    )
    export.take_away("approach", lambda: workloads_frame(book, [CodedWorkload(name, book.settled(answers))], platforms))
    _onward(name, answers)


def _onward(name: str, answers: Answers) -> None:
    own = workload_form.code(name or "Workload", answers)
    others = [code for code in address.values(workload_form.LIST) if code not in ("", own)][: workload_form.MOST - 1]
    with st.container(horizontal=True, key="take_onward"):
        links.to_page("compare", "Add to a comparison", **{workload_form.LIST: [*others, own]})
        links.to_page("checklist", "Checklist of the way to OVE", **{workload_form.LIST: [own]})


def _why(book: Rulebook, standings: Standings, platforms: Sequence[Platform]) -> None:
    columns = [tables.Column("Rule"), tables.Column("Because of", width=30), tables.Column("Evidence", width=16)]
    lines = verdict_tables.rule_lines(standings, platforms, verdict_tables.WEIGHING)
    _table_or("No rule decides anything yet.", columns, lines, f"{counted(len(lines), 'rule')} that decide, most serious first.")
    rest = verdict_tables.rule_lines(standings, platforms, verdict_tables.TELLING)
    if rest:
        with inputs.fold("Recommendations, and what makes no difference", "wizard_recommended", "recommendations") as fold:
            if fold.open or run_context.OPEN.get():
                tables.show_table(columns, rest, counted(len(rest), "rule") + ".")
    export.take_away("why", lambda: rules_frame(book, [standings[p] for p in platforms]))


def _flips(book: Rulebook, name: str, answers: Answers, standings: Standings, platforms: Sequence[Platform]) -> None:
    columns = [
        tables.Column("Change"),
        tables.Column("Its price", width=26),
        tables.Column("Verdict then", width=24),
        tables.Column("Approach then", width=26),
    ]
    found: list[tuple[Platform, Flip]] = []
    for platform in platforms:
        ways = ways_out(book, platform, answers)
        singles = flips(book, platform, answers, standings[platform])
        with st.container(gap="xsmall"):
            st.html(markup.platform_tag(platform))
            if standings[platform].of(*STOPS):
                changes = verdict_tables.flip_lines(ways, answers, name)
                _table_or(NO_WAY, columns, changes, "Smallest changes that leave no conflict.")
            lines = verdict_tables.flip_lines(singles, answers, name, standings[platform].outcome)
            said = f"{counted(len(singles), 'concession')} would improve the result or simplify it."
            _table_or("No concession would improve the result or simplify it.", columns, lines, said)
            st.html(markup.bullets(verdict_tables.bound_lines(bounds(book, platform, answers))))
        found += [(platform, flip) for flip in (*ways, *singles)]
    export.take_away("flips", lambda: flips_frame(book, found))


def _table_or(none: str, columns: Sequence[tables.Column], lines: Sequence[tables.Line], caption: str) -> None:
    """The table, or in words that there is nothing in it: no choice on the screen would widen it."""
    if lines:
        tables.show_table(columns, lines, caption)
    else:
        st.markdown(f":small[{none}]")


def _unknown(book: Rulebook, standings: Standings, platforms: Sequence[Platform]) -> None:
    for platform in platforms:
        found = standings[platform]
        worth = [rule for rule in found.open if rule.rule.kind not in (RuleKind.RECOMMENDATION, RuleKind.NOTE)]
        st.html(markup.platform_tag(platform))
        if worth:
            tables.show_table(
                [tables.Column("Rule that may still apply"), tables.Column("Decided by", width=34)],
                verdict_tables.open_lines(worth[:SHOWN_OPEN]),
                f"{counted(len(worth), 'rule')} may still apply; {min(len(worth), SHOWN_OPEN)} shown, most serious first.",
            )
        if gaps := found.of(RuleKind.GAP):
            tables.show_table(
                [tables.Column("Not researched, so ask the vendor"), tables.Column("Searched", width=50)],
                verdict_tables.gap_lines(gaps),
                counted(len(gaps), "answer") + " on which no source was found for this platform.",
            )
        if not worth and not gaps:
            st.markdown(":small[Nothing is open: no missing answer can add a rule, and a rule covers every answer.]")
    export.take_away("unknown", lambda: open_frame(book, [standings[p] for p in platforms]))
