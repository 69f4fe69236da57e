"""Drain window: how long until a host is empty and a cluster upgraded, on each platform's own limits."""

import streamlit as st

from components.drain import bar_charts, case_tables, evidence, form, verdict
from components.kit import address, cite, export, figures, inputs, links, markup, places, tables, view_options
from components.kit.parts import part
from domain.catalog import catalog
from domain.drain import captions, sentences
from domain.drain.cases import default_cases

facts = catalog()
OF_QUESTION = ("Side by side", "One host", "Whole cluster")


def window() -> None:
    """Form and answer; a click draws only them anew."""
    one = address.requested({**facts.drain_defaults, **facts.drain_rules, **facts.published_drains}, "row")
    default = one if one in facts.drain_defaults else None
    cases = default_cases(facts)
    where = places.answer_first("Host, network and cluster")
    asked = form.form(cases, default, where)
    mine = form.answered(asked.question, asked.case)
    with where.answer:
        verdict.show(asked, mine)
    highest = bar_charts.PRESENTED if st.context.is_embedded else bar_charts.HIGHEST

    start = "Rules" if one in facts.drain_rules else "Evidence" if one in facts.published_drains else "Side by side"
    names = [*OF_QUESTION, "Rules", "Evidence"]
    with inputs.tabs(names, "drain_window_tab", start) as tab, places.views(asked.stale and tab in OF_QUESTION):
        if tab == "Side by side":
            if default:
                links.back_to_all("All defaults")
            shown = case_tables.shown(cases, view_options.platforms(), asked.gbps, default)
            own = [mine.case] if mine.case not in cases else []
            others = [form.answered(asked.question, case) for case in (*own, *shown)]
            lines = [case_tables.line(other, other.case.id == default) for other in others]
            tables.show_table(case_tables.COLUMNS, lines, captions.side_by_side(others))
            cite.asked("drain_defaults")
            export.take_away("drain-defaults", lambda: case_tables.cases_frame(others))

        if tab == "One host":
            st.markdown(markup.markdown_sentence(captions.one_host(mine)))
            figure = bar_charts.drain_figure(mine.drained, mine.case.platform, highest)
            figures.show(figure, "drain-host", bar_charts.drain_alt(mine.drained))
            export.take_away("drain-host", lambda: case_tables.schedule_frame(mine))

        if tab == "Whole cluster":
            st.markdown(markup.markdown_sentence(captions.whole_cluster(mine)))
            before = mine.before_s or 0.0
            figure = bar_charts.upgrade_figure(mine.upgraded, before, mine.case.platform, highest)
            figures.show(figure, "drain-cluster", bar_charts.upgrade_alt(mine.upgraded, before))
            export.take_away("drain-cluster", lambda: case_tables.turns_frame(mine))

        if tab == "Rules":
            rules = links.only(case_tables.rules(view_options.platforms()), one, "All rules")
            lines = [case_tables.rule_line(row, row.id == one) for row in rules]
            tables.show_table(case_tables.RULE_COLUMNS, lines, case_tables.RULES_ABOUT)
            export.take_away_rows("drain_rules", rules)

        if tab == "Evidence":
            numbers = evidence.show(one)
            cite.asked("published_drains")
            export.take_away("drain-evidence", lambda: numbers)

    st.markdown(f":small[{markup.markdown_sentence(sentences.ASSUMED)}]")


part(window)
