"""The entry script: the menu, the shared choices and the frame around every page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from components import choices, links, look, share
from components.menu import BY_SLUG, SCREENS

PAGES = Path(__file__).resolve().parent.parent / "pages"

menu: dict[str, list[st.Page]] = {}
for screen in SCREENS:
    menu.setdefault(screen.group, []).append(
        st.Page(
            PAGES / f"{screen.slug}.py",
            title=screen.title,
            url_path=screen.slug,
            default=screen is SCREENS[0],
            help=screen.about,
        )
    )
page = st.navigation(menu, position="top")
screen = BY_SLUG[page.url_path or SCREENS[0].slug]

st.set_page_config(page_title=f"{screen.title} · Virtualization reference", page_icon=look.ICON, layout="wide")
st.html(look.TABLE_STYLE)
if st.context.is_embedded:
    st.html(look.PRESENTATION_STYLE)

head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="head")
links.open_notices()
with head:
    with st.container(gap=None, width="content"):
        st.title(screen.title, anchor=False)
        st.markdown(screen.about)
    share_place = st.container(width="content", key="view")
# Not a popover: what a closed one holds is not in the page, and its choices would drop out of the address on a change of page.
with (
    st.expander("View: platforms and values", icon=":material/tune:", key="view_choices"),
    st.container(horizontal=True, vertical_alignment="bottom"),
):
    choices.view_controls()
    links.carry()

page.run()

with share_place:
    share.share_popover()
