"""Blockers: what stops a running VM from moving, on each hypervisor."""

import streamlit as st

from components.kit import address, export, filters, inputs, links, markup, tables, view_options
from components.reference import blockers
from domain.catalog import catalog
from domain.catalog.vocabulary import Severity
from domain.quantities.wording import counted

facts = catalog()
platforms = view_options.platforms()
one = address.requested(facts.blockers, "blocker")

if one:
    links.back_to_all("All blockers")
    blockers.alone(facts.blockers[one])
    export.take_away_rows("blockers", [facts.blockers[one]])
else:
    with inputs.tabs(["All blockers", "What stops my VM?"], "blockers_tab") as tab:
        if tab == "All blockers":
            with filters.row():
                _, shown = filters.find("blockers", list(facts.blockers.values()), "blockers_find", "Find: vGPU, CD-ROM …")
                with filters.behind_button("blockers_severity"):
                    picked = inputs.choose_many("Severity", inputs.words(Severity), "blockers_severity", "severity", wrap=True)
            shown = [b for b in shown if b.platform in platforms and (not picked or b.severity in picked)]
            counts = ", ".join(f"{p.label} {sum(b.platform is p for b in shown)}" for p in platforms)
            tables.show_table(
                tables.platform_columns("Cause", platforms),
                blockers.side_by_side(shown, platforms),
                f"{counted(len(shown), 'entry', 'entries')} ({counts}). Open one for its reason, command and way out.",
                slide_rows=1,
            )
        else:
            with view_options.controls("What the VM has"):
                ticked = blockers.trait_pills()
            shown = [b for b in facts.blockers.values() if b.platform in platforms and ticked.intersection(b.traits)]
            if ticked:
                own = (blockers.verdict([b for b in shown if b.platform is p], p) for p in platforms)
                verdicts = tables.Line(
                    markup.strong(markup.text("Verdict")), tuple(markup.strong(markup.text(said)) for said in own)
                )
                tables.show_table(
                    tables.platform_columns("Cause", platforms),
                    [verdicts, *blockers.side_by_side(shown, platforms)],
                    f"{counted(len(ticked), 'property', 'properties')} ticked, "
                    f"{counted(len(shown), 'entry', 'entries')}: all reasons at once.",
                )
            else:
                st.info("Tick what the VM has. Every reason on every platform then appears here at once.")
    export.take_away_rows("blockers", shown)
