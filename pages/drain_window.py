"""Drain window: how long until a host is empty and a cluster upgraded, on each platform's own limits."""

from __future__ import annotations

import streamlit as st

from components import choices, drain, drain_figures, drain_form, drain_words, figures, links, share, tables
from domain.catalog import catalog
from domain.migration.drain.cases import default_cases
from domain.migration.drain.question import answer

rows = catalog().drain_defaults
one = links.requested(rows, "default")
cases = default_cases(catalog())
asked = drain_form.form(cases, one)
mine = answer(asked.question, asked.case)

st.markdown(drain_words.verdict(mine))
highest = drain_figures.PRESENTED if st.context.is_embedded else drain_figures.HIGHEST
beside, host, cluster = choices.tabs(["Side by side", "One host", "Whole cluster"], "drain_window_tab")

if beside.open:
    with beside:
        if one:
            links.back_to_all("All defaults")
        shown = drain.shown(cases, choices.platforms(), asked.gbps, one)
        own = [mine.case] if mine.case not in cases else []
        others = [answer(asked.question, case) for case in (*own, *shown)]
        tables.show_table(drain.COLUMNS, drain.lines(others, one), drain.caption(others))
        share.take_away("drain-defaults", lambda: drain.cases_frame(others))

if host.open:
    with host:
        st.markdown(drain.host_sentence(mine))
        figure = drain_figures.drain_figure(mine.drained, mine.case.platform, highest)
        figures.show(figure, "drain-host", drain_figures.drain_alt(mine.drained))
        share.take_away("drain-host", lambda: drain.schedule_frame(mine))

if cluster.open:
    with cluster:
        st.markdown(drain.turns_sentence(mine))
        figure = drain_figures.upgrade_figure(mine.upgraded, mine.case.platform, highest)
        figures.show(figure, "drain-cluster", drain_figures.upgrade_alt(mine.upgraded))
        share.take_away("drain-cluster", lambda: drain.turns_frame(mine))

st.markdown(drain.ASSUMED)
