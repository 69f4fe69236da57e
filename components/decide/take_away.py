"""What a decision leaves behind: the manifest or the commands of the chosen platform, and the decision record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from components.decide.verdict_tables import Standings
from components.kit import commands, export, inputs, links, markup, releases, run_context, share, tables
from components.kit.markup import Html
from components.kit.view_options import LABELS
from domain.artefacts.decision_record import NOTHING_ANSWERED, Decision, decision_record, file_name
from domain.artefacts.vm import build_commands, manifest
from domain.artefacts.vm.build_steps import Note
from domain.artefacts.vm.plan import VmPlan
from domain.catalog import catalog
from domain.catalog.records.workload import BuildStep
from domain.catalog.vocabulary import BuildPart, Grade, Platform
from domain.decision.conditions import Answers
from domain.decision.rulebook import Rulebook


def show(book: Rulebook, name: str, answers: Answers, standings: Standings) -> None:
    """The artefacts of the same choice; names and sizes are fields, and everything is quoted for where it goes."""
    platform = inputs.choose_segment("Build it on", LABELS, "wizard_platform", "platform", Platform.OVE)
    choices = frozenset(chosen.choice.id for chosen in standings[platform].chosen.values())
    plan = VmPlan(platform, book.settled(answers), choices, names={}, workload=name)
    if platform is Platform.OVE:
        names = commands.name_inputs(manifest.fields(plan), lambda names: manifest.unfilled(replace(plan, names=names)))
        _manifest(replace(plan, names=names))
    else:
        _steps(replace(plan, names=commands.name_inputs(build_commands.fields(catalog(), plan))))
    _record(name, answers)


def _manifest(plan: VmPlan) -> None:
    files: list[manifest.ManifestFile] = []
    with inputs.faults_said():
        files = manifest.files(plan)
    if files:
        _notes(manifest.notes(catalog(), plan))
    for file in files:
        if file.title:
            st.markdown(f"**{file.title}**")
        st.code(file.text, language=None, wrap_lines=True)
        export.download("YAML", file.name, partial(str, file.text))


def _notes(notes: Iterable[Note]) -> None:
    """Each note with its evidence one click away; what the plan itself says has none."""
    st.html(markup.bullets(map(_told, notes)))


def _told(note: Note) -> Html:
    if not note.record:
        return markup.note(markup.text(note.text))
    build = catalog().builds[note.record]
    said = markup.note(markup.text(note.text + _unsure(build)))
    return markup.joined(said, tables.sources_fold(build, extra=_scope(build)))


def _unsure(build: BuildStep) -> str:
    return f" ({build.grade.label})" if build.grade is Grade.UNCONFIRMED else ""


def _scope(build: BuildStep) -> tuple[tuple[str, Html], ...]:
    return (("Holds for", releases.linked(build.scope)),)


def _steps(plan: VmPlan) -> None:
    _notes(build_commands.notes(catalog(), plan))
    steps = build_commands.steps(catalog(), plan)
    if not steps:
        st.info("No command follows from these answers: the VM stays as it is.")
    for part in BuildPart:
        own = [(build, run) for build, run in steps if build.part is part]
        if own:
            st.markdown(f"**{part.label}**")
        for build, run in own:
            st.html(commands.use(run.danger, run.what + _unsure(build), build, _scope(build)))
            if not (build.run and commands.refused(build.run, plan.names)):
                st.code(run.command, language=None, wrap_lines=True)


def _decision() -> Decision:
    """What was decided, if anybody says so: it is asked for, never taken from what is shown above."""
    options: dict[str, Platform | None] = {"Not decided yet": None, **LABELS}
    platform = inputs.choose_segment("Decided for", options, "wizard_decision", "decision", None)
    if platform is None:
        return Decision(None)
    with st.container(horizontal=True):
        by = inputs.text("Decided by", "wizard_decided_by", "Who decided: a person or a board")
        on = inputs.text("Decided on", "wizard_decided_on", "The date, as year-month-day", "2026-11-27", longest=10)
    return Decision(platform, by, _day(on))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        st.error(f"“{markup.markdown_text(text)}” is not a date: write it as year-month-day. Until then the record names none.")
        return None


def _record(name: str, answers: Answers) -> None:
    today, here = run_context.today(), share.link("wizard")
    st.markdown(
        "**Decision record** :small[Context, options, decision, why not otherwise, consequences and sources, as Markdown.]"
    )
    if not answers:
        st.info(NOTHING_ANSWERED)
        return
    decision = _decision()

    def make() -> str:
        return decision_record(
            catalog(), name or "Workload", answers, decision, here, today, lambda source: links.source_url(source) or ""
        )

    with st.container(horizontal=True, key="take_record"):
        export.download("Decision record", file_name(name, today), make)
        export.copy("record", make)
