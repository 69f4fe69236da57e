"""Live migration: the settings with their true defaults, and the time one pass over memory takes."""

from __future__ import annotations

import streamlit as st

from components import choices, claims, figures, links, migration, share, tables
from domain.catalog import catalog
from domain.catalog.frames import chosen

book = catalog()
factor = next(iter(book.factors.values()))
one = links.requested({**book.live_migration, **book.migration_times, **book.factors}, "setting")
start = "Times" if one and one not in book.live_migration else "Settings"
settings, table, chart = choices.tabs(["Settings", "Times", "Chart"], "live_migration_tab", start)

if settings.open:
    with settings:
        if one in book.live_migration:
            links.back_to_all("All settings")
        shown = [row for row in book.live_migration.values() if one in (None, row.id) or one not in book.live_migration]
        tables.show_table(
            [
                tables.Column("Setting", width=15),
                tables.Column("What it does", width=21),
                tables.Column("Default", width=16),
                tables.Column("Where it is set", width=25),
                tables.Column("Sources say"),
            ],
            [migration.setting_line(row, choices.show(), row.id == one) for row in shown],
            f"{claims.count(len(shown), 'setting')}. {claims.verdict_sentence([row.claim for row in shown])}",
        )
        share.take_away("live-migration", lambda: chosen(book, "live_migration", [row.id for row in shown]))

if table.open or chart.open:
    with table if table.open else chart:
        data, unit = migration.times_inputs()

if table.open:
    with table:
        columns, lines = migration.times_lines(data, unit)
        tables.show_table(
            columns, lines, "One pass over the VM's memory; no page changes meanwhile. A lower bound of the whole migration."
        )
        st.html(f'<div class="qr">{tables.claim_cell(factor.claim, choices.show(), one == factor.id)}</div>')
        share.take_away("migration-times", lambda: data.rename(columns={"ram": f"ram_{unit}"}))

if chart.open:
    with chart:
        references = migration.references(unit)
        figures.show(
            figures.times_figure(data, factor.low, factor.high, references, unit),
            "migration-times",
            figures.times_alt(data, factor.low, factor.high),
        )
        st.markdown(
            f":small[Lines: one pass over memory. Bands: the quick reference's {factor.low:g} to {factor.high:g} times. "
            "The camera in the chart's corner saves SVG.]"
        )
        share.take_away("migration-times", lambda: data.rename(columns={"ram": f"ram_{unit}"}))
