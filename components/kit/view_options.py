"""The choices that several screens share: which platforms, which reading of a cell, and the fold for presentations."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.kit import inputs, run_context
from components.kit.tables import BOTH, REFERENCE, VERIFIED
from domain.catalog.vocabulary import Platform

LABELS = {platform.label: platform for platform in Platform}
READINGS = {reading: reading for reading in (BOTH, VERIFIED, REFERENCE)}


def view_controls(idle: Sequence[str]) -> None:
    """The shared choices, declared once in the shell so that they live in every link; the `idle` ones are greyed out."""
    inputs.choose_many("Platforms", LABELS, "platforms", "platform", every=True, **inputs.greyed("platforms" in idle))
    about = "The verified value, the quick reference's own, or both in each cell."
    inputs.choose_segment("Values", READINGS, "show", "reading", BOTH, help=about, **inputs.greyed("show" in idle))
    about = "Opens what stands behind every cell, to print or review."
    run_context.OPEN.set(inputs.switch("Every source open", "open", about))


def platforms() -> tuple[Platform, ...]:
    """The chosen platforms in their fixed order; all of them if none is chosen."""
    chosen = set(st.session_state.get("platforms") or LABELS)
    return tuple(platform for label, platform in LABELS.items() if label in chosen)


def show() -> str:
    """Which reading of a cell is wanted: VERIFIED, REFERENCE or BOTH."""
    return st.session_state.get("show") or BOTH


def form(label: str) -> AbstractContextManager[object]:
    """A place for a form of its own layout; folded away in the presentation form, open otherwise."""
    return st.expander(label) if st.context.is_embedded else nullcontext()


def controls(label: str = "Choices", key: str | None = None) -> DeltaGenerator:
    """A place for widgets; folded away in the presentation form, open otherwise."""
    if st.context.is_embedded:
        return st.expander(label, key=key)
    return st.container(horizontal=True, vertical_alignment="bottom", key=key)
