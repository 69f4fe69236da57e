"""Where an answer and its form stand: the answer first, the form beside it, on a phone beneath it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.kit import markup, style


class Places(NamedTuple):
    """The form runs first, and the answer is drawn into the place that it has above it."""

    answer: DeltaGenerator
    form: DeltaGenerator
    more: DeltaGenerator
    """For inputs that are asked less often, beneath both."""


def answer_first(form: str) -> Places:
    """The places of a screen; in the presentation form the whole form stands in a fold of this name."""
    if st.context.is_embedded:
        answer, fold = st.container(), st.expander(form)
        return Places(answer, fold, fold)
    st.html(markup.sheet(style.BESIDE_STYLE))
    left, right = st.columns(2, gap="medium")
    return Places(left.container(key="beside"), right.container(key="asked"), st.container(key="more_inputs"))


def answer(stale: bool) -> AbstractContextManager[object]:
    """The place of the headline, greyed while it is not of the input as it is."""
    return st.container(key="stale_answer" if stale else "answer")


def beneath(stale: bool) -> AbstractContextManager[object]:
    """Words on how good the answer is; in the presentation form the style sheet puts them beneath the views."""
    return st.container(key="stale_beneath" if stale else "beneath")


def views(stale: bool) -> AbstractContextManager[object]:
    """What else hangs on the same answer."""
    return st.container(key="stale_views") if stale else nullcontext()
