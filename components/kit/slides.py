"""The presentation form shows one part of a screen at a time: buttons and arrow keys go to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components.kit import address, markup, run_context

Step = tuple[Callable[..., None], tuple[Any, ...]]

KEY = "slide"
"""Which part is shown, counted from one."""


def slide(names: Sequence[str]) -> int | None:
    """Which of these parts is shown, with the way to the others in the head; None where all are shown.

    All are outside the presentation form, and where there is only one. From the last part the way leads to the next tab.
    """
    if run_context.SLIDES.get() is None or len(names) < 2:
        return None
    asked = address.value(KEY) or ""
    shown = min(max(int(asked), 1), len(names)) if asked.isdecimal() and len(asked) < 6 else 1
    key, before, after = run_context.NEIGHBOURS.get()
    _way(
        names[shown - 1],
        f"{shown} of {len(names)}",
        (address.put, (KEY, str(shown - 1))) if shown > 1 else _to_tab(key, before),
        (address.put, (KEY, str(shown + 1))) if shown < len(names) else _to_tab(key, after),
    )
    return shown - 1


def tab(label: str, labels: Sequence[str]) -> None:
    """The way to the other tabs, where the open one is shown whole."""
    key, before, after = run_context.NEIGHBOURS.get()
    if run_context.SLIDES.get() is not None and len(labels) > 1:
        _way("", f"{labels.index(label) + 1} of {len(labels)}", _to_tab(key, before), _to_tab(key, after))


def _to_tab(key: str, label: str) -> Step | None:
    return (_open_tab, (key, label)) if label else None


def _open_tab(key: str, label: str) -> None:
    st.session_state[key] = label
    address.forget(KEY)


def _way(name: str, where: str, back: Step | None, on: Step | None) -> None:
    """What is shown, and the buttons; the place in the head is used once."""
    place = run_context.SLIDES.get()
    run_context.SLIDES.set(None)
    if place is not None:
        with place:
            said = f"**{markup.markdown_text(name)}** " if name else ""
            st.markdown(f"{said}:small[{where}]", width="content")
            _button(back, ":material/arrow_back:", "Left", "previous")
            _button(on, ":material/arrow_forward:", "Right", "next")


def _button(step: Step | None, icon: str, key: str, name: str) -> None:
    go, args = step or (None, ())
    st.button(
        "",
        icon=icon,
        shortcut=key,
        key=f"slide_{name}",
        help=f"The {name} part",
        disabled=step is None,
        on_click=go,
        args=args,
    )
