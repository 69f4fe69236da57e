"""The entry script: the menu, the shared choices and the frame around every page."""

import streamlit as st

from components.kit import links, share, style, view_options
from components.kit.introduction import introduction
from components.kit.menu import BY_SLUG, SCREENS

page = st.navigation(links.pages(), position="top")
screen = BY_SLUG[page.url_path or SCREENS[0].slug]

st.set_page_config(page_title=introduction(screen.slug, links.value("id")).title, page_icon=style.ICON, layout="wide")
st.html(style.TABLE_STYLE)
if st.context.is_embedded:
    st.html(style.PRESENTATION_STYLE)

head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute", key="head")
links.open_notices()
share.open_link(screen.slug)
with head, st.container(gap=None, width="content"):
    st.title(screen.title, anchor=False)
    st.markdown(screen.about)
with head if st.context.is_embedded else st.container(), view_options.controls("View", key="view_choices"):
    view_options.view_controls(screen.idle)
    links.carry()
share_place = head.container(width="content", key="view")

page.run()

share.close_link()
share.say_changes()
with share_place:
    share.popover(screen.slug)
