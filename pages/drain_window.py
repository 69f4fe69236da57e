"""Drain window: how long until a host is empty and a cluster upgraded, on each platform's own limits."""

import streamlit as st

from components.drain import bar_charts, case_tables, evidence, form
from components.kit import export, figures, inputs, links, markup, tables, view_options
from domain.catalog import catalog
from domain.drain import sentences
from domain.drain.cases import default_cases
from domain.drain.question import answer

rows = catalog().drain_defaults
asked_for = links.requested({**rows, **catalog().published_drains}, "row")
one = asked_for if asked_for in rows else None
cases = default_cases(catalog())
asked = form.form(cases, one)
mine = answer(asked.question, asked.case)

st.markdown(markup.markdown_phrases(sentences.verdict(catalog(), mine)))
highest = bar_charts.PRESENTED if st.context.is_embedded else bar_charts.HIGHEST

start = "Evidence" if asked_for in catalog().published_drains else "Side by side"
with inputs.tabs(["Side by side", "One host", "Whole cluster", "Evidence"], "drain_window_tab", start) as tab:
    if tab == "Side by side":
        if one:
            links.back_to_all("All defaults")
        shown = case_tables.shown(cases, view_options.platforms(), asked.gbps, one)
        own = [mine.case] if mine.case not in cases else []
        others = [answer(asked.question, case) for case in (*own, *shown)]
        lines = [case_tables.line(other, other.case.id == one) for other in others]
        tables.show_table(case_tables.COLUMNS, lines, sentences.side_by_side(others))
        export.take_away("drain-defaults", lambda: case_tables.cases_frame(others))

    if tab == "One host":
        st.markdown(markup.markdown_sentence(sentences.one_host(mine)))
        figure = bar_charts.drain_figure(mine.drained, mine.case.platform, highest)
        figures.show(figure, "drain-host", bar_charts.drain_alt(mine.drained))
        export.take_away("drain-host", lambda: case_tables.schedule_frame(mine))

    if tab == "Whole cluster":
        st.markdown(markup.markdown_sentence(sentences.whole_cluster(mine)))
        figure = bar_charts.upgrade_figure(mine.upgraded, mine.case.platform, highest)
        figures.show(figure, "drain-cluster", bar_charts.upgrade_alt(mine.upgraded))
        export.take_away("drain-cluster", lambda: case_tables.turns_frame(mine))

    if tab == "Evidence":
        numbers = evidence.show(asked_for)
        export.take_away("drain-evidence", lambda: numbers)

st.markdown(f":small[{markup.markdown_sentence(sentences.ASSUMED)}]")
