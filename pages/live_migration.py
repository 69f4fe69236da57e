"""Migration time: what is asked, the answer, its timeline, any sizes over any links, the platforms, the map of outcomes."""

import streamlit as st

from components.kit import address, export, inputs, links, tables, view_options
from components.kit.parts import part
from components.live_migration import answer, charts, form, sizes
from domain.catalog import catalog

facts = catalog()
TABS = ("This VM", "Sizes and links", "Platforms", "Map")


def time() -> None:
    """Answer and inputs; a click draws only them anew."""
    one = address.requested(facts.migration_profiles, "row")
    place = st.container(key="answer", gap="xsmall")
    with st.container(key="form_of_migration"), view_options.form("The guest, the network and the settings"):
        asked = form.form()
    with place:
        moves = answer.verdict(asked)

    with inputs.tabs(TABS, "live_migration_tab", "Platforms" if one else "This VM") as tab:
        if tab == "This VM" and moves:
            course, better = st.columns([3, 2], gap="medium")
            with course:
                answer.timeline(asked)
            with better:
                answer.helps(asked)
            answer.beneath(asked)
            answer.passes(asked)
            export.take_away("live-migration-passes", lambda: answer.passes_frame(asked))

        if tab == "Sizes and links":
            sizes.show(asked)

        if tab == "Platforms":
            shown = view_options.platforms()
            tables.show_table(
                tables.platform_columns("Aspect", shown),
                answer.platform_lines(asked, shown, one),
                "The same guest on each platform. What no public source states is called unknown and is estimated as a range.",
            )
            export.take_away_rows("migration_profiles", facts.migration_profiles.values(), "live-migration-platforms")

        if tab == "Map":
            points = charts.outcomes(asked)
            export.take_away("migration-map", lambda: points)

    with st.container(horizontal=True, key="more_of_migration"):
        links.with_inputs("migration_settings", "These settings as a policy", "lm_")
        links.to_page("migration_evidence", "How sure is this?")
        links.to_page("drain_window", "How long until a whole host is empty?")


part(time)
