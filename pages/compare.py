"""Compare: up to four workloads side by side, their answers and what they lead to."""

import streamlit as st

from components.decide import compare, workload_form
from components.kit import export, links, view_options
from domain.catalog import catalog
from domain.decision.frames import workloads_frame
from domain.decision.rulebook import rulebook

book = rulebook(catalog())
workloads = workload_form.listed()
platforms = view_options.platforms()
compare.add_controls(workloads)
if workloads:
    compare.show(book, workloads, platforms)
    export.take_away("compare", lambda: workloads_frame(book, workloads, platforms))
else:
    st.info("No workload yet. Choose examples above, paste a list, or answer the wizard's questions and “Add to a comparison”.")
    links.to_page("wizard", "Open the wizard")
