"""Live migration: the studio, the platforms side by side, the charts, the settings, and what the estimate is worth."""

from __future__ import annotations

import streamlit as st

from components import choices, claims, links, measuring, migration, policy, share, studio, studio_charts, studio_view, tables
from domain.catalog import catalog
from domain.catalog.frames import chosen
from domain.migration.sentences import asked_in_words

book = catalog()
ROWS = {
    "Settings": book.live_migration,
    "Times": {**book.migration_times, **book.factors},
    "Platforms": book.migration_profiles,
    "Measure": {**book.migration_inputs, **book.migration_presets},
    "Evidence": book.published_migrations,
}
TABS = ("Studio", "Platforms", "Chart", "Map", "Policy", "Measure", "Settings", "Times", "Evidence")

one = links.requested({id_: row for rows in ROWS.values() for id_, row in rows.items()}, "row")
start = next((tab for tab, rows in ROWS.items() if one in rows), "Studio")
with choices.inputs("The guest, the network and the settings"):
    asked = studio.inputs()
st.markdown(f":small[{asked_in_words(asked.scenario)}]")
places = dict(zip(TABS, choices.tabs(TABS, "live_migration_tab", start), strict=True))
tab = next(name for name in TABS if places[name].open)

with places[tab]:
    if tab == "Studio":
        studio_view.verdict(asked)
        course, better = st.columns([3, 2], gap="medium")
        with course:
            studio_view.timeline(asked)
        with better:
            studio_view.helps(asked)
        studio_view.passes(asked)
        share.take_away("live-migration-passes", lambda: studio_view.rounds(asked))

    if tab == "Platforms":
        shown = choices.platforms()
        tables.show_table(
            tables.platform_columns("Aspect", shown),
            studio_view.platform_lines(studio_view.platforms(asked.scenario), shown, one),
            "The same guest on each platform. What no public source states is said to be unknown, and a range stands for it.",
        )
        share.take_away("live-migration-platforms", lambda: chosen(book, "migration_profiles", list(book.migration_profiles)))

    if tab == "Chart":
        data = studio_charts.sizes(asked)
        share.take_away("migration-sizes", lambda: data)

    if tab == "Map":
        points = studio_charts.outcomes(asked)
        share.take_away("migration-map", lambda: points)

    if tab == "Policy":
        policy.show(asked)

    if tab == "Measure":
        measuring.inputs_table(choices.platforms(), one)
        measuring.presets_table(one)
        share.take_away("migration-presets", lambda: chosen(book, "migration_presets", list(book.migration_presets)))

    if tab == "Settings":
        if one in book.live_migration:
            links.back_to_all("All settings", live_migration_tab="Settings")
        settings = [row for row in book.live_migration.values() if one in (None, row.id) or one not in book.live_migration]
        tables.show_table(
            migration.SETTING_COLUMNS,
            [migration.setting_line(row, choices.show(), row.id == one) for row in settings],
            f"{claims.count(len(settings), 'setting')}. {claims.verdict_sentence([row.claim for row in settings])}",
        )
        share.take_away("live-migration", lambda: chosen(book, "live_migration", [row.id for row in settings]))

    if tab == "Times":
        times, unit = migration.times_inputs()
        factor = next(iter(book.factors.values()))
        columns, lines = migration.times_lines(times, unit)
        tables.show_table(
            columns, lines, "One pass over the VM's memory; no page changes meanwhile. A lower bound of the whole migration."
        )
        st.html(f'<div class="qr">{tables.claim_cell(factor.claim, choices.show(), one == factor.id)}</div>')
        share.take_away("migration-times", lambda: times.rename(columns={"ram": f"ram_{unit}"}))

    if tab == "Evidence":
        runs = studio_charts.evidence()
        studio_charts.published_table(one)
        share.take_away("migration-runs", lambda: runs)
