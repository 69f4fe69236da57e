"""Compare: up to four workloads side by side, their answers and what they lead to."""

from __future__ import annotations

import streamlit as st

from components import choices, compare, links, share, wizard
from domain.catalog import catalog
from domain.decision.frames import workloads_frame
from domain.decision.rulebook import rulebook

book = rulebook(catalog())
workloads = wizard.listed()
platforms = choices.platforms()
compare.add_controls(workloads)
if workloads:
    compare.show(book, workloads, platforms)
    share.take_away("compare", lambda: workloads_frame(book, workloads, platforms))
else:
    st.info("No workload yet. Add an example above, or answer the wizard's questions and choose “Add to a comparison” there.")
    links.to_page("wizard", "Open the wizard")
