"""Checklist: from VMware to OVE in three phases; ticks and notes live in the link, and a workload's answers tailor it."""

import streamlit as st

from components.decide import checklist, workload_form
from components.kit import address, cite, export, file_names, filters, inputs, links, run_context, share
from components.kit.parts import part
from domain.artefacts.checklist import checklist_frame, checklist_markdown
from domain.artefacts.vm.names import slug
from domain.catalog import catalog
from domain.catalog.vocabulary import Phase, Priority
from domain.decision.checklist import tailored


def items() -> None:
    """The items to tick; a tick draws only them anew."""
    facts = catalog()
    one = address.requested(facts.checklist, "checklist item")
    workload = workload_form.of_link()
    found = tailored(facts, workload.answers if workload else {})
    above = st.container()
    with st.container(key="form_progress"):
        progress = checklist.current()

    with above:
        if one:
            links.back_to_all("The whole checklist")
            checklist.alone(facts.checklist[one], progress)
            cite.asked("checklist")
        else:
            if workload:
                checklist.of_workload(workload, found)
            row = filters.row()
            with row:
                query, held = filters.find("checklist", found.items, "checklist_find", "Find in this phase: CBT, VDDK …")
                phases = {phase.label: phase for phase in Phase}
                phase = inputs.choose_segment(
                    "Phase", phases, "checklist_phase", "phase", Phase.PRE_FLIGHT, wrap=True, label_visibility="collapsed"
                )
                with filters.behind_button("checklist_priority", "checklist_open"):
                    picked = inputs.choose_many("Priority", inputs.words(Priority), "checklist_priority", "priority", wrap=True)
                    open_only = inputs.switch("Only open items", "checklist_open")
            in_phase = [item for item in found.items if item.phase is phase]
            shown = [
                item
                for item in in_phase
                if item in held and (not picked or item.priority in picked) and not (open_only and item.bit in progress.ticks)
            ]
            done, whole = (sum(item.bit in progress.ticks for item in some) for some in (in_phase, found.items))
            st.progress(
                done / len(in_phase) if in_phase else 1.0,
                f"{done} of {len(in_phase)} done in this phase, {whole} of {len(found.items)} in all; {len(shown)} shown.",
            )
            with row:
                checklist.note_form(shown, progress)
            ids = {item.id for item in shown}
            entries = [entry for entry in found.entries if entry.item.id in ids]
            checklist.listed(entries, progress, workload, unfold=bool(query or picked or open_only))
            checklist.on_paper(phase, entries, progress)
            if not shown:
                st.info("No item matches: all of this phase is done, or the priorities leave none.")

    today, here = run_context.today(), share.link("checklist")
    export.take_away_document(
        file_names.stem("checklist", slug(workload.name, "") if workload else ""),
        lambda: checklist_markdown(found.items, progress, facts.version, today, here),
        lambda: checklist_frame(found.items, progress, facts.version, today),
    )


part(items)
