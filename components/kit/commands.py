"""Commands with the reader's names in them: the fields, the filling, and how a command is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache

import streamlit as st

from components.kit import inputs, markup, releases, run_context, tables
from components.kit.markup import Html
from domain.artefacts.quoting import check_name, fill, places
from domain.artefacts.tool_names import misread
from domain.catalog import catalog
from domain.catalog.records.commands import Command, CommandClaim, Run
from domain.catalog.records.evidence import Evidence
from domain.catalog.vocabulary import Danger, Platform

EVERY = "All"


def name_fields(runs: Iterable[Run]) -> dict[str, str]:
    """Fields for the names that these commands hold, in a fold; drawn once it is open."""
    return name_inputs({place for each in runs for place in places(each.command)}, lazily=True)


def _none_empty(_names: Mapping[str, str]) -> Mapping[str, str]:
    return {}


def name_inputs(
    used: Collection[str], unfilled: Callable[[Mapping[str, str]], Mapping[str, str]] = _none_empty, lazily: bool = False
) -> dict[str, str]:
    """Fields for these names, bound to the link; a bad name is said and replaced by its default. `lazily`: as `inputs.folded`.

    `unfilled` gives, for the names so far, what stands for each field that may stay empty: such a field starts empty and shows
    that, and has no name until it is filled.
    """
    names = {field.id: field.default for field in catalog().fields.values() if field.id not in unfilled({})}
    shown = [field for field in catalog().fields.values() if field.id in used]
    label, icon = "Your names", ":material/edit:"
    place: AbstractContextManager[object]
    if lazily:
        fold = st.popover(label, icon=icon, key="names", on_change="rerun", width="content")
        place = inputs.folded(fold, [f"n_{field.id}" for field in shown])
    else:
        place = st.expander(label, icon=icon)
    with place, inputs.grid(190, gap="xsmall"):
        for field in shown:
            hint = unfilled(names).get(field.id, "")
            start = "" if hint else field.default
            typed = inputs.text(field.label, f"n_{field.id}", field.help, hint, start=start, longest=None)
            with inputs.faults_said(f"Until then the commands show {hint or field.default}."):
                if typed or start:
                    names[field.id] = typed if typed == field.default else check_name(typed, field.kind, field.label)
    return names


@run_context.kept
def _as_shown(run: Run) -> str:
    return fill(run.command, defaults(), run.shell)


@cache
def defaults() -> Mapping[str, str]:
    """What stands in the place of each name that nobody has given."""
    return {field.id: field.default for field in catalog().fields.values()}


def filled(run: Run, names: Mapping[str, str] | None = None) -> str:
    """A command with names filled in and quoted; with the fields' defaults if none are given. A visitor's names are not kept."""
    return fill(run.command, names, run.shell) if names and not names.items() <= defaults().items() else _as_shown(run)


def run_blocks(runs: Iterable[Run], names: Mapping[str, str] | None = None) -> None:
    """Each command under what it is for and what it can do, copied with one click."""
    for each in runs:
        st.html(markup.panel(_use(each)))
        to_copy(each, names)


def to_copy(each: Run, names: Mapping[str, str] | None = None) -> None:
    """A command to copy, filled in and quoted."""
    if not refused(each, names or {}):
        st.code(filled(each, names), language=None, wrap_lines=True)


def refused(each: Run, names: Mapping[str, str]) -> bool:
    """Whether the command's tool would read one of these names as something else: then a sentence in its place says so."""
    fault = misread_in(each, names)
    if fault:
        st.markdown(f":material/block: Not written with this name: {markup.markdown_text(fault)}")
    return bool(fault)


def misread_in(each: Run, names: Mapping[str, str]) -> str:
    """What its tool would read otherwise, as a sentence; empty if nothing."""
    return misread(each, names, {field.id: field.label for field in catalog().fields.values()})


def runs_html(runs: Iterable[Run]) -> Html:
    """Commands inside a table cell, with the default names."""
    return markup.stacked(markup.code(filled(each)) for each in runs)


def use(danger: Danger, what: str, evidence: Evidence, extra: Sequence[tuple[str, Html]] = ()) -> Html:
    """What stands above a command: what it can do, what it is for, and its evidence one click away."""
    said = markup.note(markup.spaced(markup.mark(danger), markup.text(what)))
    return markup.panel(markup.joined(said, tables.sources_fold(evidence, extra=extra)))


def _use(each: Run) -> Html:
    return markup.use(markup.joined(markup.mark(each.danger), markup.text(f" {each.what}")))


@run_context.cached
def _about(claim: CommandClaim, platform: Platform, show: str) -> Html:
    """What works on a platform, the quick reference's form, the verdict, and what the first command is for."""
    lines = [markup.platform_tag(platform)]
    if show != tables.REFERENCE:
        lines.append(markup.line(markup.text(claim.verified)))
    if show != tables.VERIFIED:
        lines.append(tables.judged(claim, markup.code(claim.reference or "")))
    extra = (("Holds for", releases.linked(claim.scope)), *tables.claim_details(claim))
    lines.append(tables.sources_fold(claim, extra=extra))
    if show != tables.REFERENCE and claim.run:
        lines.append(_use(claim.run[0]))
    return markup.panel(markup.joined(*lines))


def _cell(claim: CommandClaim, platform: Platform, names: Mapping[str, str], show: str, fold: str) -> None:
    st.html(_about(claim, platform, show))
    if show == tables.REFERENCE or not claim.run:
        return
    to_copy(claim.run[0], names)
    further = claim.run[1:]
    if not fold or not further:
        run_blocks(further, names)
        return
    more = inputs.fold(f"{len(further)} more", fold, "more commands")
    if more.open:
        with more:
            run_blocks(further, names)


def _written(each: Run, names: Mapping[str, str]) -> Html:
    """A command within a table, or why it is not written."""
    fault = misread_in(each, names)
    return markup.line(markup.text(f"Not written with this name: {fault}") if fault else markup.code(filled(each, names)))


def as_table(rows: Sequence[Command], platforms: Sequence[Platform], names: Mapping[str, str]) -> tables.Shown:
    """The tasks as the table that is taken away: what works on each platform, and every command, filled in."""
    lines = [
        tables.Line(
            tables.row_head("commands", row.id, row.task),
            tuple(
                markup.joined(
                    markup.line(markup.text(row.claims[p].verified)),
                    *(_written(one, names) for one in row.claims[p].run),
                    tables.sources_fold(row.claims[p]),
                )
                for p in platforms
            ),
        )
        for row in rows
    ]
    return tables.Shown(tables.platform_columns("Task", platforms), lines, "")


def command_card(row: Command, platforms: Sequence[Platform], names: Mapping[str, str], show: str, whole: bool) -> None:
    """One task: a column a platform, with what works, the verdict, its provenance, and commands to copy.

    Further commands stand behind a fold, unless `whole`, or where every source is open.
    """
    whole = whole or run_context.OPEN.get()
    with st.container(border=True, key=f"cmd_{row.id}"):
        st.html(markup.panel(markup.strong(tables.row_head("commands", row.id, row.task))))
        for column, platform in zip(st.columns(len(platforms)), platforms, strict=True):
            with column:
                _cell(row.claims[platform], platform, names, show, "" if whole else f"more_{row.id}_{platform.value}")
