"""How sure, how to measure: the estimate beside runs, where each input is read off, and one pass as the lower bound."""

import streamlit as st

from components.kit import address, cite, export, inputs, links, markup, tables, view_options
from components.kit.parts import part
from components.live_migration import calibration, charts, measurement_tables, printouts, settings_and_times
from domain.catalog import catalog

facts = catalog()
ROWS = {
    "How sure": facts.published_migrations,
    "Is the range right?": {},
    "How to measure": {**facts.migration_inputs, **facts.migration_presets, **facts.migration_printouts},
    "Lower bound": {**facts.migration_times, **facts.factors},
}


def evidence() -> None:
    """What stands behind the estimate; a click draws only it anew."""
    one = address.requested({id_: row for rows in ROWS.values() for id_, row in rows.items()}, "row")
    start = next((tab for tab, rows in ROWS.items() if one in rows), "How sure")
    with inputs.tabs(tuple(ROWS), "migration_evidence_tab", start) as tab:
        if tab == "How sure":
            runs = charts.evidence()
            charts.published_table(one)
            cite.asked("published_migrations")
            export.take_away("migration-runs", lambda: runs)

        if tab == "Is the range right?":
            calibration.shown()
            export.take_away("migration-calibration", calibration.frame)

        if tab == "How to measure":
            measurement_tables.inputs_table(view_options.platforms(), one)
            measurement_tables.presets_table(one)
            printouts.printed_table(view_options.platforms(), one)
            cite.asked("migration_inputs", "migration_printouts")
            export.take_away_rows("migration_presets", facts.migration_presets.values())

        if tab == "Lower bound":
            times, unit = settings_and_times.times_inputs()
            factor = next(iter(facts.factors.values()))
            columns, lines = settings_and_times.times_lines(times, unit, view_options.show(), one)
            tables.show_table(
                columns, lines, "One pass over the VM's memory, as if no page changed meanwhile: a lower bound of the migration."
            )
            st.html(markup.panel(tables.claim_cell(factor.claim, view_options.show(), one == factor.id)))
            cite.asked("migration_times", "factors")
            export.take_away("migration-times", lambda: times.rename(columns={"ram": f"ram_{unit}"}))

    links.to_page("live_migration", "How long does a migration take?")


part(evidence)
