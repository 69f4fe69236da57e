"""Changes: what has happened, what it touches here, and how old the checks are."""

import streamlit as st

from components.kit import address, export, links, tables
from components.reference import changes
from domain.catalog import catalog
from domain.quantities.wording import counted
from domain.reference.state import states_frame

facts = catalog()
one = address.requested(facts.events, "event")

shown = sorted(links.only(facts.events, one, "All events"), key=lambda event: event.date, reverse=True)
tables.show_table(
    [tables.Column("Event", width=19), tables.Column("What happened"), tables.Column("Touches here", width=40)],
    [changes.event_line(event, event.id == one) for event in shown],
    f"{counted(len(shown), 'event')}{', newest first' if len(shown) > 1 else ''}. "
    "Rows that an event touches are checked again and get a new date; until then they say so.",
    slide_rows=2,
)
export.take_away_rows("events", shown)

if not one:
    st.header("How old the checks are", anchor="checks")
    tables.show_table(
        changes.state_columns(),
        changes.state_lines(),
        changes.age(),
    )
    export.take_away("checks", lambda: states_frame(facts))
