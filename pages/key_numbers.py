"""Key numbers: side by side, as a chart, and against the size of a VM."""

import streamlit as st

from components.kit import address, export, figures, filters, inputs, links, tables, view_options
from components.reference import fit_form
from components.reference.limits_figure import limits_alt, limits_figure
from domain.catalog import catalog
from domain.quantities.wording import counted
from domain.reference.frames import frame

rows = catalog().key_numbers
groups = catalog().groups("key_number_groups")
platforms = view_options.platforms()
one = address.requested(rows, "key number")

with inputs.tabs(["Table", "Chart", "Does my VM fit?"], "key_numbers_tab") as tab:
    if tab == "Table":
        shown, wanted = links.only(rows, one, "All key numbers"), set()
        if not one:
            with filters.row(), filters.behind_button("key_numbers_group", "key_numbers_verdict"):
                wanted_groups = filters.group_pills("key_numbers_group", groups)
                wanted = filters.verdict_pills("key_numbers_verdict")
            shown = [
                row
                for row in shown
                if row.group in wanted_groups and filters.with_verdict((row.claims[p] for p in platforms), wanted)
            ]
        cells = [row.claims[p] for row in shown for p in platforms]
        reading = view_options.show(judged=bool(wanted))
        tables.show_table(
            tables.platform_columns("Parameter", platforms),
            [
                tables.claim_line(
                    tables.row_head("key_numbers", row.id, row.parameter, row.unit),
                    [row.claims[p] for p in platforms],
                    reading,
                    row.id == one,
                    groups[row.group].label,
                    row.unit,
                    numeric=True,
                )
                for row in shown
            ],
            f"{counted(len(shown), 'parameter')}. {tables.verdict_sentence(cells, reading)}",
            slide_rows=2,
        )
        export.take_away_rows("key_numbers", shown)

    if tab == "Chart":
        limits = frame(catalog(), "limits")
        parameters = [row.parameter for row in rows.values() if (limits["id"] == row.id).any()]
        parameter = inputs.choose(
            "Parameter",
            {name: name for name in parameters},
            "key_numbers_parameter",
            "parameter",
            parameters[0],
            label_visibility="collapsed",
        )
        data = limits[(limits["parameter"] == parameter) & limits["platform"].isin([p.label for p in platforms])]
        figures.show(limits_figure(data, bool(st.context.is_embedded)), "limits", limits_alt(data))
        export.take_away("limits", lambda: data)

    if tab == "Does my VM fit?":
        fit_form.show(platforms)
