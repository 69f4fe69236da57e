"""Commands: the same task on three platforms, with the reader's names, ready to copy."""

from __future__ import annotations

import streamlit as st

from components import choices, claims, commands, links, share
from domain.catalog import catalog
from domain.catalog.frames import chosen

rows = catalog().commands
groups = catalog().groups("command_groups")
platforms = choices.platforms()
one = links.requested(rows, "command")

if one:
    claims.back_to_all("commands", "All commands")
    shown = [rows[one]]
else:
    with choices.controls():
        query = st.text_input("Find", key="commands_find", bind="query-params", max_chars=100, placeholder="drain, snapshot, virtctl …")
        wanted_groups = claims.group_pills("commands_group", groups)
        wanted = claims.verdict_pills("commands_verdict")
    shown = [
        row for row in rows.values()
        if row.group in wanted_groups
        and claims.with_verdict((row.claims[p] for p in platforms), wanted)
        and commands.matches(row, query)
    ]  # fmt: skip

cells = [row.claims[p] for row in shown for p in platforms]
names = commands.name_fields(run for cell in cells for run in cell.run)
st.markdown(
    f"{claims.count(len(shown), 'task')} on {claims.count(len(platforms), 'platform')}. {claims.verdict_sentence(cells)} "
    "Commands are checked against documentation and source code, not run on live systems."
)
if not shown:
    st.info("No task matches. Clear the search or choose fewer groups and verdicts.")
group = ""
for row in shown:
    if row.group != group and not one:
        group = row.group
        st.subheader(groups[group].label, anchor=group)
    commands.command_card(row, platforms, names, choices.show())
share.take_away("commands", chosen(catalog(), "commands", [row.id for row in shown]))
