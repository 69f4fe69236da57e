"""The checklist's widgets. The code in the link is the one truth; boxes and notes are drawn from it and write to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.decide import workload_form
from components.kit import address, commands, inputs, links, markup, releases, run_context, tables
from components.kit.markup import Html
from domain.artefacts.checklist_progress import MAX_CODE, MAX_NOTE, Progress, decode, encode
from domain.catalog import catalog
from domain.catalog.records.checklist import ChecklistItem
from domain.catalog.records.evidence import Group
from domain.catalog.vocabulary import Phase
from domain.decision.answers import CodedWorkload
from domain.decision.checklist import Entry, State, Tailored
from domain.quantities.wording import counted

KEY = "progress"
RANKS = (State.RISEN, State.NEW, State.PLAIN)
BADGES = {
    State.RISEN: markup.plain_badge("△", State.RISEN.label, "orange"),
    State.NEW: markup.plain_badge("+", State.NEW.label, "blue"),
}
CHANGES = markup.plain_badge("△", "changes something", "orange")


def current() -> Progress:
    """The ticks and notes of the link; a damaged code is said, and counts as none."""
    with st.expander("Progress code", icon=":material/bookmark:"):
        about = "The ticks and notes of this link. Paste another code to continue from there."
        code = inputs.text("Progress code", KEY, about, longest=MAX_CODE, label_visibility="collapsed")
        st.markdown(":small[The same code is part of this page's link: bookmark or share the link and nothing is lost.]")
    try:
        return decode(code)
    except ValueError as fault:
        address.notice(f"{fault} The list starts without ticks.")
        return Progress()


def _write(changed: Callable[[int, Any], Progress], bit: int, widget: str) -> None:
    """Put an item's new tick or note into the link."""
    try:
        st.session_state[KEY] = encode(changed(bit, st.session_state[widget]))
    except ValueError as fault:
        st.toast(str(fault))


def details(item: ChecklistItem, with_check: bool) -> tuple[tuple[str, Html], ...]:
    """What stands behind an item, by its names."""
    rows = catalog().blockers
    return (
        ("Why", markup.text(item.why)),
        ("When", markup.text(item.when)),
        ("Check", commands.runs_html(item.check) if with_check else markup.NOTHING),
        ("Check by hand", markup.text(item.manual)),
        ("Blockers", markup.stacked(tables.row_head("blockers", id_, f"{id_} {rows[id_].title}") for id_ in item.blockers)),
        ("See also", markup.stacked(map(tables.named, item.see))),
    )


def note_form(items: Sequence[ChecklistItem], progress: Progress) -> None:
    """A note on any of these items, kept in the link."""
    form = st.popover("Notes", icon=":material/edit_note:", on_change="rerun", key="notes")
    if not form.open:
        return
    with form:
        labels = {f"{item.id} {item.title}": item for item in items}
        picked = st.selectbox("Item", list(labels), key="note_item", persist_state="page")
        if picked:
            _note(labels[picked], progress)


def _note(item: ChecklistItem, progress: Progress) -> None:
    widget = f"note_{item.id}"
    st.session_state[widget] = progress.notes.get(item.bit, "")
    change = (progress.with_note, item.bit, widget)
    st.text_input("Note", key=widget, max_chars=MAX_NOTE, on_change=_write, args=change, placeholder="Kept in the link")


@lru_cache(maxsize=512)
def _label(id_: str, state: State = State.PLAIN) -> str:
    item = catalog().checklist[id_]
    parts = (f"**{item.id}**", markup.markdown_text(item.title), markup.badge(item.priority))
    return " ".join((*parts, *([CHANGES] if item.changes else []), *([BADGES[state]] if state in BADGES else [])))


def _tick(item: ChecklistItem, progress: Progress, state: State = State.PLAIN) -> None:
    widget, ticked = f"tick_{item.id}", item.bit in progress.ticks
    if st.session_state.get(widget) is not ticked:
        st.session_state[widget] = ticked
    st.checkbox(_label(item.id, state), key=widget, on_change=_write, args=(progress.with_tick, item.bit, widget))
    if item.bit in progress.notes:
        st.html(markup.panel(_said(progress.notes[item.bit]), "item"))


def alone(item: ChecklistItem, progress: Progress) -> None:
    """One item, whole."""
    _tick(item, progress)
    st.html(
        markup.panel(markup.joined(releases.linked(item.what), tables.provenance(item, details(item, with_check=False))), "one")
    )
    if item.check:
        commands.run_blocks(item.check, commands.name_fields(item.check))
    _note(item, progress)


def of_workload(workload: CodedWorkload, found: Tailored) -> None:
    """Whose checklist this is and what its answers made of it, with what does not apply and why."""
    counts = {state: len(found.of(state)) for state in State}
    st.markdown(
        f"For **{markup.markdown_quote(workload.name or 'this workload')}**: matter more: {counts[State.RISEN]}, "
        f"added: {counts[State.NEW]}, do not apply: {counts[State.FOLDED]}."
    )
    with st.container(horizontal=True, vertical_alignment="center", key="take_workload"):
        links.to_page("wizard", "Its answers", **workload_form.params(workload.answers, workload.name))
        st.button("The plain checklist", on_click=workload_form.forget, type="tertiary", key="plain_checklist")
    folded = found.of(State.FOLDED)
    if folded:
        lines = (
            markup.line(markup.joined(markup.text(f"{e.item.id} {e.item.title}: "), markup.spaced(*map(markup.text, e.reasons))))
            for e in folded
        )
        with st.expander(f"{counted(len(folded), 'item')} that cannot apply", expanded=run_context.OPEN.get(), key="more_folded"):
            st.html(markup.panel(markup.joined(*lines)))


def listed(entries: Sequence[Entry], progress: Progress, workload: CodedWorkload | None, unfold: bool) -> None:
    """Items to tick, in a fold a group with its progress; what stands behind an item is one click away.

    With `unfold`, and where every source is open, the groups stand open one under another. What matters more comes first.
    """
    code = workload_form.code(workload.name, workload.answers) if workload else ""
    for number, (group, own) in enumerate(_grouped(entries)):
        key = f"checklist_{group.id}"
        if unfold or run_context.OPEN.get():
            place = st.container(gap="xxsmall", key=None if run_context.OPEN.get() else f"{key}_open")
            place.header(group.label, anchor=False)
            _group(own, progress, code, place)
            continue
        fold = inputs.fold(f"**{group.label}** · {_done(own, progress)}", key, group.label, expanded=not number)
        if fold.open:
            _group(own, progress, code, fold)


def on_paper(phase: Phase, entries: Sequence[Entry], progress: Progress) -> None:
    """A phase's same items for paper, which opens no fold: a line each with box, id, priority and note, unseen on the screen.

    Where every source is open, the list of the screen is whole, and printed as it is.
    """
    if run_context.OPEN.get():
        return
    parts: list[Html] = []
    for group, own in _grouped(entries):
        parts.append(markup.title(markup.text(f"{phase.label} · {group.label} · {_done(own, progress)}")))
        for entry in own:
            bit = entry.item.bit
            noted = markup.note(_said(progress.notes[bit])) if bit in progress.notes else markup.NOTHING
            parts.append(markup.line(markup.joined(_paper_line(entry.item.id, entry.state, bit in progress.ticks), noted)))
    st.html(markup.panel(markup.joined(*parts), "paper"))


@run_context.cached
def _paper_line(id_: str, state: State, ticked: bool) -> Html:
    item = catalog().checklist[id_]
    risen = markup.small(markup.text(state.label if state in BADGES else ""))
    named = (markup.text("☑" if ticked else "☐"), markup.strong(markup.text(id_)), markup.text(item.title))
    return markup.spaced(*named, markup.mark(item.priority), risen)


def _said(note: str) -> Html:
    return markup.joined(markup.strong(markup.text("Note:")), markup.text(" "), markup.literal(note))


def _grouped(entries: Sequence[Entry]) -> list[tuple[Group, list[Entry]]]:
    """The items of each group that has any; what matters more comes first."""
    ranked = sorted(entries, key=lambda entry: RANKS.index(entry.state))
    groups = catalog().groups("checklist_groups").values()
    held = ((group, [entry for entry in ranked if entry.item.group == group.id]) for group in groups)
    return [(group, own) for group, own in held if own]


@run_context.cached
def _behind(id_: str) -> Html:
    item = catalog().checklist[id_]
    return tables.evidence_fold(item, markup.handle("details"), details(item, with_check=True))


def _done(entries: Sequence[Entry], progress: Progress) -> str:
    return f"{sum(entry.item.bit in progress.ticks for entry in entries)} of {len(entries)}"


def _group(entries: Sequence[Entry], progress: Progress, workload: str, place: DeltaGenerator) -> None:
    with place, st.container(gap="xxsmall"):
        for entry in entries:
            _tick(entry.item, progress, entry.state)
            st.html(_line(entry.item.id, st.session_state.get(KEY, ""), entry.reasons, workload))


def _line(id_: str, code: str, reasons: tuple[str, ...], workload: str) -> Html:
    """What an item asks, its link with all ticks and notes, and what stands behind it. Nothing with a visitor's notes is kept."""
    item = catalog().checklist[id_]
    kept = {**({KEY: code} if code else {}), **({workload_form.LIST: workload} if workload else {})}
    own = markup.anchor("link", links.href("checklist", id=id_, **kept))
    why = (markup.line(markup.strong(markup.text(reason))) for reason in reasons)
    behind = _behind(id_)
    return markup.panel(markup.joined(*why, markup.small(markup.spaced(releases.linked(item.what), own)), behind), "item")
