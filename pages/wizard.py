"""Wizard: what is known of a workload, and beside it what is recommended on each platform and why."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.decide import result, workload_form
from components.kit import address, style, view_options
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
    asked: DeltaGenerator
    if st.context.is_embedded:
        beside, asked = st.container(key="beside"), st.expander("Answers", key="asked")
    else:
        left, right = st.columns([2, 3], gap="medium")
        asked, beside = left.container(key="asked"), right.container(key="beside")
    with asked:
        if not st.context.is_embedded:
            st.toggle("Show the questions", key="asked_open", on_change="ignore")
        name = workload_form.start_controls()
        result.ask_next(book, standings, platforms)
        workload_form.questions(answers, relevant(book, answers, platforms))
    with beside:
        result.show(book, name, answers, standings, platforms)


if example := address.requested(catalog().workloads, "example"):
    row = catalog().workloads[example]
    workload_form.fill({**row.answers, **workload_form.linked()}, row.name, own=address.keys() - {"id"})
st.html(style.BESIDE_STYLE)
part(wizard)
