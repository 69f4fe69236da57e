"""The checklist's widgets. The code in the link is the one truth; boxes and notes are drawn from it and write to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import commands, links, tables
from components.look import badge
from domain.catalog import catalog
from domain.catalog.models import ChecklistItem
from domain.catalog.progress import MAX_CODE, MAX_NOTE, Progress, decode, encode

KEY = "progress"


def current() -> Progress:
    """The ticks and notes of the link; a damaged code is said, and counts as none."""
    with st.expander("Progress code", icon=":material/bookmark:"):
        code = st.text_input(
            "Progress code", key=KEY, bind="query-params", max_chars=MAX_CODE, label_visibility="collapsed",
            help="Ticks and notes as they stand in the link. Paste another code to go on from there.",
        )  # fmt: skip
        st.caption("The same code is part of this page's link: bookmark or share the link and nothing is lost.")
    try:
        return decode(code)
    except ValueError as fault:
        links.notice(f"{fault} The list starts without ticks.")
        return Progress()


def _write(progress: Progress) -> None:
    try:
        st.session_state[KEY] = encode(progress)
    except ValueError as fault:
        st.toast(str(fault))


def _on_tick(bit: int, widget: str, progress: Progress) -> None:
    _write(progress.with_tick(bit, st.session_state[widget]))


def _on_note(bit: int, widget: str, progress: Progress) -> None:
    _write(progress.with_note(bit, st.session_state[widget]))


def details(item: ChecklistItem) -> None:
    """What an item asks, why, how it is checked and where that comes from."""
    own = tables.anchor(f"{item.id} on its own", links.row_href("checklist", item.id))
    pairs = (("Link", own), ("What", tables.text(item.what)), ("Why", tables.text(item.why)), ("When", tables.text(item.when)),
             ("Check by hand", tables.text(item.manual)), ("Blockers", _blockers(item)))  # fmt: skip
    st.html(f'<div class="qr">{tables.provenance(item, pairs)}</div>')


def _blockers(item: ChecklistItem) -> str:
    rows = catalog().blockers
    return "<br>".join(tables.anchor(f"{id_} {rows[id_].title}", links.row_href("blockers", id_)) for id_ in item.blockers)


def _note(item: ChecklistItem, progress: Progress) -> None:
    widget = f"note_{item.id}"
    st.session_state[widget] = progress.notes.get(item.bit, "")
    st.text_input(
        "Note",
        key=widget,
        max_chars=MAX_NOTE,
        on_change=_on_note,
        args=(item.bit, widget, progress),
        placeholder="Kept in the link",
    )


def _tick(item: ChecklistItem, progress: Progress) -> None:
    widget = f"tick_{item.id}"
    st.session_state[widget] = item.bit in progress.ticks
    changes = " :orange-badge[△ changes something]" if item.changes else ""
    label = f"**{item.id}** {links.plain(item.title, 200)} {badge(item.priority)}{changes}"
    st.checkbox(label, key=widget, on_change=_on_tick, args=(item.bit, widget, progress))
    if item.bit in progress.notes:
        st.caption(f"Note: {links.plain(progress.notes[item.bit], MAX_NOTE)}")


def alone(item: ChecklistItem, progress: Progress) -> None:
    """One item, whole."""
    _tick(item, progress)
    details(item)
    if item.check:
        commands.run_blocks(item.check, commands.name_fields(item.check))
    _note(item, progress)


def listed(items: Sequence[ChecklistItem], progress: Progress) -> None:
    """Items to tick, by group; details and note one click away."""
    groups, group = catalog().groups("checklist_groups"), ""
    order = list(groups)
    for item in sorted(items, key=lambda item: order.index(item.group)):
        if item.group != group:
            group = item.group
            st.subheader(groups[group].label, anchor=False)
            block = st.container(gap="xsmall")
        with (
            block,
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"item_{item.id}"),
        ):
            with st.container(gap="xxsmall", width="stretch"):
                _tick(item, progress)
                own = tables.anchor("link", links.row_href("checklist", item.id))
                st.html(f'<div class="qr"><span class="s">{tables.text(item.what)} {own}</span></div>')
            more = st.popover("Details", type="tertiary", on_change="rerun", key=f"more_{item.id}")
            if more.open:
                with more:
                    details(item)
                    commands.run_blocks(item.check)
                    _note(item, progress)
