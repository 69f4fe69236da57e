"""Wizard: what is known of a workload, and beside it what is recommended on each platform and why."""

import streamlit as st

from components.decide import result, workload_form
from components.kit import links, style, view_options
from components.kit.parts import part
from domain.catalog import catalog
from domain.decision.rulebook import rulebook
from domain.decision.verdicts import judge, relevant


def wizard() -> None:
    """Questions and result."""
    book = rulebook(catalog())
    platforms = view_options.platforms()
    answers = workload_form.current()
    standings = judge(book, answers)
    relevant_now = relevant(book, answers, platforms)
    if st.context.is_embedded:
        with st.expander("Answers"):
            name = workload_form.start_controls()
            workload_form.questions(answers, relevant_now)
        result.show(book, name, answers, standings, platforms)
        return
    name = workload_form.start_controls()
    asked, beside = st.columns([2, 3], gap="medium")
    with asked, st.container(key="asked"):
        workload_form.questions(answers, relevant_now)
    with beside, st.container(key="beside"):
        result.show(book, name, answers, standings, platforms)


if example := links.requested(catalog().workloads, "example"):
    row = catalog().workloads[example]
    workload_form.fill({**row.answers, **workload_form.linked()}, row.name)
    links.forget("id")
if not st.context.is_embedded:
    st.html(style.BESIDE_STYLE)
part(wizard)
