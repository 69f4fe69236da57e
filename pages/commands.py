"""Commands: the same task on three platforms, with the reader's names, ready to copy."""

import streamlit as st

from components.kit import address, commands, export, filters, inputs, links, slides, tables, view_options
from components.kit.parts import part
from domain.catalog import catalog
from domain.quantities.wording import counted


def tasks() -> None:
    """Choices and cards; a click draws only them anew."""
    rows = catalog().commands
    groups = {group.label: id_ for id_, group in catalog().groups("command_groups").items()}
    platforms = view_options.platforms()
    one = address.requested(rows, "command")

    place = filters.row()
    with place:
        shown, wanted = links.only(rows, one, "All commands"), set()
    if not one:
        with place:
            query, shown = filters.find("commands", shown, "commands_find", "Find in all groups: drain, snapshot …")
            group = inputs.choose(
                "Group",
                {**groups, commands.EVERY: commands.EVERY},
                "commands_group",
                "group",
                commands.EVERY if st.context.is_embedded else next(iter(groups.values())),
                disabled=bool(query),
                label_visibility="collapsed",
                width=240,
            )
            with filters.behind_button("commands_verdict"):
                wanted = filters.verdict_pills("commands_verdict")
        shown = [
            row
            for row in shown
            if (query or wanted or group in (commands.EVERY, row.group))
            and filters.with_verdict((row.claims[p] for p in platforms), wanted)
        ]

    cells = [row.claims[p] for row in shown for p in platforms]
    reading = view_options.show(judged=bool(wanted))
    with place:
        names = commands.name_fields(run for cell in cells for run in cell.run)
    if said := tables.verdict_sentence(cells, reading):
        st.markdown(said)
    if not shown:
        st.info("No task matches. Clear the search or choose fewer verdicts.")
    slide = slides.slide([""] * len(shown))
    for row in shown if slide is None else [shown[slide]]:
        commands.command_card(row, platforms, names, reading, alone=len(shown) == 1)
    st.markdown(f":small[{counted(len(shown), 'task')}, checked against documentation and source code, not run on live systems.]")
    export.take_away_rows("commands", shown, as_shown=lambda: commands.as_table(shown, platforms, names))


part(tasks)
