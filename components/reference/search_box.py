"""The search that every screen has: a button and Ctrl+K open it over what is shown."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.reference import search_results
from domain.reference.search import MAX_QUERY


def open_by(place: DeltaGenerator) -> None:
    """The button in the head."""
    if place.button("Search", icon=":material/search:", shortcut="Ctrl+K", key="search"):
        _box()


@st.dialog("Search", width="large")
def _box() -> None:
    query = st.text_input(
        "Find a number, command, concept, blocker, check or source",
        key="search_words",
        live="300ms",
        max_chars=MAX_QUERY,
        placeholder="max vCPU, drain node, SR-IOV, RWX …",
        label_visibility="collapsed",
    )
    if query.strip():
        search_results.results(query)
