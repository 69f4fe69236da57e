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
with head, st.container(gap=None, width="content"):
    st.title(screen.title, anchor=False)
    st.markdown(screen.about)
with head if st.context.is_embedded else st.container(), choices.controls("View", key="view_choices"):
    choices.view_controls(screen.idle)
    links.carry()
share_place = head.container(width="content", key="view")

page.run()

with share_place:
    share.share_popover()
