"""The choices that several screens share: which platforms, which reading of a cell, and the fold for presentations."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.kit import address, inputs, run_context
from components.kit.address import BOTH, VERIFIED
from domain.catalog.vocabulary import Platform

LABELS = {platform.label: platform for platform in Platform}
READINGS = {reading: reading for reading in address.READINGS}


def view_controls(place: DeltaGenerator, idle: Sequence[str]) -> None:
    """The shared choices behind one button that counts them, declared in the shell so that they live in every link.

    The `idle` ones change nothing on this screen: they are not shown, but drawn, or the choice would be lost on the way. For the
    same reason it is a fold that the style sheet lets hang over the page: what is in a closed popover is lost with the page.
    """
    count = len(address.keys() & {"platforms", "show", "open"} - set(idle))
    label = f"View · {count}" if count else "View"
    with (
        place.container(width=165 if st.context.is_embedded else 112, key="view_choices"),
        st.expander(label, icon=":material/tune:", key="view_fold"),
    ):
        with _place("platforms", idle):
            inputs.choose_many("Platforms", LABELS, "platforms", "platform", every=True)
        with _place("show", idle):
            about = (
                "What the sources say; what the circulated quick reference says and whether it is right; or both in each cell."
            )
            inputs.choose_segment("Values", READINGS, "show", "reading", VERIFIED, help=about)
        about = "Opens the sources and notes of every cell, to print or review."
        run_context.OPEN.set(inputs.switch("Every source open", "open", about))


def _place(key: str, idle: Sequence[str]) -> AbstractContextManager[object]:
    """The place of a choice, which the style sheet hides where it is idle."""
    return st.container(key=f"idle_{key}") if key in idle else nullcontext()


def platforms() -> tuple[Platform, ...]:
    """The chosen platforms in their fixed order; all of them if none is chosen."""
    chosen = set(st.session_state.get("platforms") or LABELS)
    return tuple(platform for label, platform in LABELS.items() if label in chosen)


def show(judged: bool = False) -> str:
    """Which reading of a cell is wanted: VERIFIED, REFERENCE or BOTH; not the first where rows are chosen by their verdict."""
    chosen = st.session_state.get("show") or VERIFIED
    return BOTH if judged and chosen == VERIFIED else chosen


def form(label: str) -> AbstractContextManager[object]:
    """A place for a form of its own layout; folded away in the presentation form, open otherwise."""
    return st.expander(label) if st.context.is_embedded else nullcontext()


def controls(label: str = "Choices") -> DeltaGenerator:
    """A place for the inputs that a screen's answer rests on; folded away in the presentation form, open otherwise."""
    if st.context.is_embedded:
        return st.expander(label)
    return st.container(horizontal=True, vertical_alignment="bottom")
