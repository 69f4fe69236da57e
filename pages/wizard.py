"""Wizard: what is known of a workload, and beside it what is recommended on each platform and why."""

from __future__ import annotations

import streamlit as st

from components import choices, links, look, result, wizard
from domain.catalog import catalog
from domain.decision.judging import judge, relevant
from domain.decision.rulebook import rulebook

if example := links.requested(catalog().workloads, "example"):
    row = catalog().workloads[example]
    wizard.fill(row.answers, row.name)
    links.forget("id")

st.html(look.BESIDE_STYLE)
book = rulebook(catalog())
platforms = choices.platforms()
answers = wizard.current()
standings = judge(book, answers)
name = wizard.start_controls()
asked, beside = st.columns([2, 3], gap="medium")
with asked:
    wizard.questions(relevant(book, answers, platforms))
with beside, st.container(key="beside"):
    result.show(book, name, answers, standings, platforms)
