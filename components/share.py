"""What a reader takes away: the link, the presentation form, CSV and Markdown of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from components import links
from domain.catalog import catalog
from domain.manifests.documents import csv_text, markdown_table


def share_popover() -> None:
    """The present view as a link and as a presentation link, ready to copy."""
    with st.popover("Share", icon=":material/link:"):
        st.caption("Link to this view")
        st.code(links.here(), language=None, wrap_lines=True)
        st.caption("Presentation form, for a projector")
        st.code(links.here(embed=True), language=None, wrap_lines=True)
        st.link_button("Open presentation form", links.here(embed=True), icon=":material/present_to_all:")
        st.caption(f"Catalogue version {catalog().version}")


def take_away(name: str, frame: pd.DataFrame) -> None:
    """A table as CSV and as Markdown for a wiki. `name` is the file's stem and the widgets' key."""
    with st.container(horizontal=True, key=f"take_{name}"):
        st.download_button(
            "CSV",
            data=lambda: csv_text(frame).encode("utf-8-sig"),
            file_name=f"{name}-{catalog().version.replace(' ', '-')}.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key=f"csv_{name}",
        )
        copy = st.popover("Copy as Markdown", icon=":material/content_copy:", on_change="rerun", key=f"md_{name}")
        if copy.open:
            with copy:
                st.code(markdown_table(frame), language=None, height=300)


def downloads(documents: Sequence[tuple[str, str, str, Callable[[], str]]]) -> None:
    """Documents to take away, as label, file name, media type and text; each is made when its button is clicked."""
    with st.container(horizontal=True):
        for label, name, media, make in documents:
            data = partial(_encoded, make, "utf-8-sig" if media == "text/csv" else "utf-8")
            st.download_button(label, data, name, media, key=f"download_{media}", icon=":material/download:", on_click="ignore")


def _encoded(make: Callable[[], str], encoding: str) -> bytes:
    return make().encode(encoding)
