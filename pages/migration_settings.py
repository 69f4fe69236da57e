"""Settings and policy: what to apply on each platform, and what every setting does."""

from components.kit import address, export, filters, inputs, links, places, tables, view_options
from components.kit.parts import part
from components.live_migration import form, policy, settings_and_times
from domain.catalog import catalog
from domain.quantities.wording import counted

facts = catalog()
TABS = ("Policy", "Settings")


def settings() -> None:
    """Inputs and what they amount to; a click draws only them anew."""
    one = address.requested(facts.live_migration, "setting")
    with inputs.tabs(TABS, "migration_settings_tab", "Settings" if one else "Policy") as tab:
        if tab == "Policy":
            at = places.answer_first("The release and its settings")
            with at.form:
                asked = form.settings_form()
            policy.show(asked, at)
            links.with_inputs("live_migration", "How long it takes with these settings", "lm_")

        if tab == "Settings":
            rows = links.only(facts.live_migration, one, "All settings")
            if not one:
                with filters.row():
                    _, rows = filters.find("live_migration", rows, "settings_find", "Find: timeout, post-copy …")
            judged = tables.verdict_sentence([row.claim for row in rows], view_options.show())
            tables.show_table(
                settings_and_times.SETTING_COLUMNS,
                [settings_and_times.setting_line(row, view_options.show(), row.id == one) for row in rows],
                f"{counted(len(rows), 'setting')}. {judged}",
                slide_rows=1,
            )
            export.take_away_rows("live_migration", rows)


part(settings)
