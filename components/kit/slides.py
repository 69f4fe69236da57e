"""The presentation form shows one part of a screen at a time: buttons and arrow keys go to the next."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.kit import links, markup, run_context

KEY = "slide"
"""Which part is shown, counted from one."""


def slide(names: Sequence[str], place: DeltaGenerator | None = None) -> int | None:
    """Which of these parts is shown, with the way to the others in the head or in `place`; None where all are shown.

    All are outside the presentation form, and where there is only one.
    """
    place = place or run_context.SLIDES.get()
    if place is None or not st.context.is_embedded or len(names) < 2:
        return None
    asked = links.value(KEY) or ""
    shown = min(max(int(asked), 1), len(names)) if asked.isdecimal() and len(asked) < 6 else 1
    with place:
        name = f"**{markup.markdown_text(names[shown - 1])}** " if names[shown - 1] else ""
        st.markdown(f"{name}:small[{shown} of {len(names)}]", width="content")
        _to(shown - 1, len(names), ":material/arrow_back:", "Left", "previous")
        _to(shown + 1, len(names), ":material/arrow_forward:", "Right", "next")
    return shown - 1


def _to(number: int, count: int, icon: str, key: str, name: str) -> None:
    st.button(
        "",
        icon=icon,
        shortcut=key,
        key=f"slide_{name}",
        help=f"The {name} part",
        disabled=not 1 <= number <= count,
        on_click=links.put,
        args=(KEY, str(number)),
    )
