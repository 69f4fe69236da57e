"""Commands: the same task on three platforms, with the reader's names, ready to copy."""

import streamlit as st

from components.kit import commands, export, filters, inputs, links, tables, view_options
from components.kit.parts import part
from domain.catalog import catalog
from domain.quantities.wording import counted


def tasks() -> None:
    """Choices and cards; a click draws only them anew."""
    rows = catalog().commands
    groups = {group.label: id_ for id_, group in catalog().groups("command_groups").items()}
    platforms = view_options.platforms()
    one = links.requested(rows, "command")

    shown = links.only(rows, one, "All commands")

    if not one:
        with view_options.controls():
            query = inputs.text("Find in all groups", "commands_find", longest=100, placeholder="drain, snapshot …")
            wanted = filters.verdict_pills("commands_verdict")
            group = inputs.choose_pill(
                "Group",
                {**groups, commands.EVERY: commands.EVERY},
                "commands_group",
                "group",
                next(iter(groups.values())),
                **inputs.greyed(bool(query or wanted)),
            )
        shown = [
            row
            for row in shown
            if (query or wanted or group in (commands.EVERY, row.group))
            and filters.with_verdict((row.claims[p] for p in platforms), wanted)
            and filters.matches(row.task, row.claims.values(), query)
        ]

    cells = [row.claims[p] for row in shown for p in platforms]
    names = commands.name_fields(run for cell in cells for run in cell.run)
    st.markdown(
        f"{counted(len(shown), 'task')} on {counted(len(platforms), 'platform')}. {tables.verdict_sentence(cells)} "
        "Checked against documentation and source code, not run on live systems."
    )
    if not shown:
        st.info("No task matches. Clear the search or choose fewer verdicts.")
    for row in shown:
        commands.command_card(row, platforms, names, view_options.show(), whole=len(shown) == 1)
    export.take_away_rows("commands", shown)


part(tasks)
