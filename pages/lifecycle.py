"""Lifecycle: which releases are still supported and until when, on each platform."""

import streamlit as st

from components.kit import address, cite, export, figures, filters, inputs, links, markup, run_context, tables, view_options
from components.reference import lifecycle, lifecycle_figure
from domain.catalog import catalog
from domain.reference.lifecycle.frames import standings_frame
from domain.reference.lifecycle.sentences import answer
from domain.reference.lifecycle.standing import later, standings

rows = catalog().lifecycle
platforms = view_options.platforms()
one = address.requested(rows, "release")

shown = links.only(rows, one, "All releases")
with filters.row():
    years = inputs.choose_segment(
        "Counted from", lifecycle.COUNTED_FROM, "lifecycle_from", "day", 0, label_visibility="collapsed"
    )
on = later(run_context.today(), years)
found = standings([row for row in shown if one or lifecycle.platform_of(row) in platforms], on)

st.markdown(markup.markdown_phrases(answer(catalog(), found, on)))
if not one:
    tables.show_table(
        tables.platform_columns("On that day", platforms), lifecycle.summary_lines(found, platforms), lifecycle.SUMMARY
    )

if in_strip := tuple(one.release.id for one in lifecycle_figure.shown(found)):
    strip, alt = lifecycle_figure.drawn(in_strip, on)
    figures.show(strip, "lifecycle", alt)
    st.markdown(f":small[{lifecycle_figure.KEY}]")

tables.show_table(lifecycle.COLUMNS, lifecycle.release_lines(found, one), lifecycle.caption(found, on))
cite.asked("lifecycle")
export.take_away("lifecycle", lambda: standings_frame(catalog(), found))
