"""A part of a page that a click inside it draws anew, without the menu, the head and the rest around it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components.kit import address, run_context, share
from components.kit.introduction import retitled


def part(draw: Callable[[], None]) -> None:
    """Draw it; what is clicked in it later runs `draw` alone.

    What the shell noted for its run holds for these runs too: whatever could change it is outside, and runs the whole page. What
    inputs note belongs to the run in which they are drawn: the shell ends the first one, each later one is ended here. In the
    presentation form it is no part: the way from slide to slide stands in the head, which a part cannot reach.
    """
    if st.context.is_embedded:
        draw()
        return
    carried, opened = run_context.CARRIED.get(), run_context.OPEN.get()
    held, later = run_context.HELD.get(), run_context.LATER.get()
    titled = run_context.TITLED.get()
    is_whole = True

    @st.fragment
    def run() -> None:
        nonlocal held, later, titled, is_whole
        run_context.CARRIED.set(carried)
        run_context.OPEN.set(opened)
        run_context.HELD.set(held)
        run_context.LATER.set(later)
        run_context.TAB.set({})
        run_context.TABLES.set([])
        held, later = {}, {}
        address.open_notices("notices_of_part")
        draw()
        if not is_whole:
            share.end_part()
            titled = retitled(titled)
        is_whole = False

    run()
