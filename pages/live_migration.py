"""Live migration: the studio, the platforms side by side, the charts, the settings, and what the estimate is worth."""

import streamlit as st

from components.kit import cite, export, filters, inputs, links, markup, tables, view_options
from components.kit.parts import part
from components.live_migration import (
    answer,
    calibration,
    charts,
    form,
    measurement_tables,
    policy,
    printouts,
    settings_and_times,
)
from domain.catalog import catalog
from domain.live_migration.sentences import asked_in_words
from domain.quantities.wording import counted

facts = catalog()
ROWS = {
    "Settings": facts.live_migration,
    "Times": {**facts.migration_times, **facts.factors},
    "Platforms": facts.migration_profiles,
    "Measure": {**facts.migration_inputs, **facts.migration_presets, **facts.migration_printouts},
    "Evidence": facts.published_migrations,
}
TABS = ("Studio", "Platforms", "Chart", "Map", "Policy", "Measure", "Settings", "Times", "Evidence")


def studio() -> None:
    """Inputs and answer; a click draws only them anew."""
    one = links.requested({id_: row for rows in ROWS.values() for id_, row in rows.items()}, "row")
    start = next((tab for tab, rows in ROWS.items() if one in rows), "Studio")
    with view_options.form("The guest, the network and the settings"):
        asked = form.form()
    st.markdown(f":small[{asked_in_words(asked.scenario)}]")

    with inputs.tabs(TABS, "live_migration_tab", start) as tab:
        if tab == "Studio" and answer.verdict(asked):
            course, better = st.columns([3, 2], gap="medium")
            with course:
                answer.timeline(asked)
            with better:
                answer.helps(asked)
            answer.passes(asked)
            export.take_away("live-migration-passes", lambda: answer.passes_frame(asked))

        if tab == "Platforms":
            shown = view_options.platforms()
            tables.show_table(
                tables.platform_columns("Aspect", shown),
                answer.platform_lines(asked, shown, one),
                "The same guest on each platform. What no public source states is said to be unknown, and a range stands for it.",
            )
            export.take_away_rows("migration_profiles", facts.migration_profiles.values(), "live-migration-platforms")

        if tab == "Chart":
            answer.refused(asked)
            data = charts.sizes(asked)
            export.take_away("migration-sizes", lambda: data)

        if tab == "Map":
            answer.refused(asked)
            points = charts.outcomes(asked)
            export.take_away("migration-map", lambda: points)

        if tab == "Policy":
            policy.show(asked)

        if tab == "Measure":
            printouts.show(asked)
            measurement_tables.inputs_table(view_options.platforms(), one)
            measurement_tables.presets_table(one)
            printouts.printed_table(view_options.platforms(), one)
            cite.asked("migration_inputs", "migration_printouts")
            export.take_away_rows("migration_presets", facts.migration_presets.values())

        if tab == "Settings":
            settings = links.only(facts.live_migration, one, "All settings")
            if one not in facts.live_migration:
                with filters.row():
                    _, settings = filters.find("live_migration", settings, "settings_find", "Find: timeout, post-copy …")
            judged = tables.verdict_sentence([row.claim for row in settings], view_options.show())
            tables.show_table(
                settings_and_times.SETTING_COLUMNS,
                [settings_and_times.setting_line(row, view_options.show(), row.id == one) for row in settings],
                f"{counted(len(settings), 'setting')}. {judged}",
            )
            export.take_away_rows("live_migration", settings)

        if tab == "Times":
            times, unit = settings_and_times.times_inputs()
            factor = next(iter(facts.factors.values()))
            columns, lines = settings_and_times.times_lines(times, unit, view_options.show())
            tables.show_table(
                columns, lines, "One pass over the VM's memory; no page changes meanwhile. A lower bound of the whole migration."
            )
            st.html(markup.panel(tables.claim_cell(factor.claim, view_options.show(), one == factor.id)))
            cite.asked("migration_times", "factors")
            export.take_away("migration-times", lambda: times.rename(columns={"ram": f"ram_{unit}"}))

        if tab == "Evidence":
            runs = charts.evidence()
            charts.published_table(one)
            calibration.shown()
            cite.asked("published_migrations")
            export.take_away("migration-runs", lambda: runs)


part(studio)
