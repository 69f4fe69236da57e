"""The entry script: the menu, the shared choices and the frame around every page."""

from contextlib import nullcontext

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.kit import address, links, markup, run_context, share, style, turns, view_options
from components.kit.introduction import title_now
from components.kit.menu import BY_SLUG, PLACE_OF, PRODUCT, SCREENS, Screen
from components.reference import search_box
from domain.catalog import catalog


def draw(page: StreamlitPage, screen: Screen, is_another: bool) -> None:
    """The frame, and the page in it."""
    title = title_now(screen.slug)
    run_context.TITLED.set((screen.slug, title))
    st.set_page_config(page_title=title, page_icon=style.ICON, layout="wide")
    st.html(markup.sheet(style.TABLE_STYLE))
    if st.context.is_embedded:
        st.html(markup.sheet(style.PRESENTATION_STYLE))
    else:
        st.logo(style.LOGO)

    head = st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="head")
    address.open_notices()
    share.open_link(screen.slug)
    with head, st.container(gap=None, width="content"):
        st.title(screen.title, anchor=False)
        if not st.context.is_embedded:
            st.markdown(screen.about)
    run_context.SLIDES.set(None)
    tools = head.container(horizontal=True, vertical_alignment="center", width="content", gap="xsmall", key="tools")
    if st.context.is_embedded:
        run_context.SLIDES.set(tools.container(horizontal=True, vertical_alignment="center", width="content", key="slides"))
        links.menu(tools)
    search_box.open_by(tools)
    view_options.view_controls(tools, screen.idle)
    links.carry()
    share_place = tools.container(width="content", key="view")

    if is_another:
        address.hold_to_address()
    page.run()

    share.close_link()
    paper = style.paper(f"{PRODUCT} · catalogue {catalog().version} · {run_context.today()}", share.full_address())
    st.html(markup.sheet(paper + style.lit(PLACE_OF[screen.slug])))
    share.say_changes()
    with share_place:
        share.popover(screen.slug)


page = st.navigation(links.pages(), position="hidden" if st.context.is_embedded else "top")
screen = BY_SLUG[page.url_path or SCREENS[0].slug]
before = address.arrive(screen.slug)
with nullcontext() if before == screen.slug else turns.arriving():
    draw(page, screen, before not in (None, screen.slug))
