"""Commands with the reader's names in them: the fields, the filling, and how a command is shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from components.kit import address, inputs, markup, releases, run_context, tables
from components.kit.markup import Html
from domain.artefacts.quoting import check_name, fill, places
from domain.artefacts.tool_names import misread
from domain.catalog import catalog
from domain.catalog.records.commands import Command, CommandClaim, Run
from domain.catalog.records.evidence import Evidence
from domain.catalog.vocabulary import Danger, Platform
from domain.quantities.wording import counted

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
    given, from_link = address.began_with(f"n_{id_}" for id_ in catalog().fields), dict[str, str]()
    with place, inputs.grid(190, gap="xsmall"):
        for field in shown:
            hint = unfilled(names).get(field.id, "")
            start = "" if hint else field.default
            typed = inputs.text(field.label, f"n_{field.id}", field.help, hint, start=start, longest=None)
            with inputs.faults_said(f"Until then the commands show {hint or field.default}."):
                if typed or start:
                    names[field.id] = typed if typed == field.default else check_name(typed, field.kind, field.label)
                if typed not in ("", start) and typed == given.get(f"n_{field.id}", "").strip():
                    from_link[field.label] = typed
    _say_origin(from_link)
    return names


def _say_origin(names: Mapping[str, str]) -> None:
    """Who pastes a command should know which of its words a stranger chose."""
    if names:
        said = ", ".join(f"{label} {markup.markdown_quote(name)}" for label, name in names.items())
        address.notice(f"**These names come from the link:** {said}. Check them before you copy.")


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
def _head(claim: CommandClaim, platform: Platform) -> Html:
    """The platform, and what its first command is for and can do."""
    return markup.panel(markup.joined(markup.platform_tag(platform), _use(claim.run[0]) if claim.run else markup.NOTHING))


@run_context.cached
def _about(claim: CommandClaim, show: str) -> Html:
    """What works on a platform, the quick reference's form with its verdict, and the sources."""
    lines = [] if show == tables.REFERENCE else [markup.line(markup.text(claim.verified))]
    if show != tables.VERIFIED:
        lines.append(tables.judged(claim, markup.code(claim.reference or "")))
    extra = (("Holds for", releases.linked(claim.scope)), *tables.claim_details(claim))
    return markup.panel(markup.joined(*lines, tables.sources_fold(claim, extra=extra)))


def _cell(claim: CommandClaim, platform: Platform, names: Mapping[str, str], show: str) -> None:
    """A platform's first command between what it can do and what else is said; the reference alone has none to copy."""
    if show == tables.REFERENCE:
        st.html(markup.joined(markup.panel(markup.platform_tag(platform)), _about(claim, show)))
        return
    st.html(_head(claim, platform))
    if claim.run:
        to_copy(claim.run[0], names)
    st.html(_about(claim, show))


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


def command_card(row: Command, platforms: Sequence[Platform], names: Mapping[str, str], show: str, alone: bool) -> None:
    """One task: a column a platform, with a command to copy, what works and the verdict.

    A task `alone`, and one on a projector, has its platforms one below another: no style keeps a browser from breaking a line
    after a hyphen, and there a command fits into one. Further commands stand behind a fold, unless the task is `alone` or every
    source is open.
    """
    presented, opened = bool(st.context.is_embedded), run_context.OPEN.get()
    whole = opened or (alone and not presented)
    with st.container(border=True, key=f"cmd_{row.id}", gap="xsmall"):
        st.html(markup.panel(markup.strong(tables.row_head("commands", row.id, row.task))))
        for place, platform in zip(_places(len(platforms), alone or presented), platforms, strict=True):
            with place:
                _cell(row.claims[platform], platform, names, show)
                if whole and show != tables.REFERENCE:
                    run_blocks(row.claims[platform].run[1:], names)
        if not whole and show != tables.REFERENCE:
            _further(row, platforms, names, presented)


def _places(count: int, below: bool) -> Sequence[DeltaGenerator]:
    return [st.container(gap="xsmall") for _ in range(count)] if below else st.columns(count)


def _further(row: Command, platforms: Sequence[Platform], names: Mapping[str, str], below: bool) -> None:
    """The other commands of a task, platform by platform, in a fold."""
    count = sum(len(row.claims[platform].run[1:]) for platform in platforms)
    if not count:
        return
    key = f"more_{row.id}"
    asked = address.sets(f"{key}_{platform.value}" for platform in platforms)  # a link of when each platform had its own fold
    fold = inputs.fold(counted(count, "further command"), key, "further commands", asked)
    if not fold.open:
        return
    with fold:
        for place, platform in zip(_places(len(platforms), below), platforms, strict=True):
            with place:
                st.html(markup.panel(markup.platform_tag(platform)))
                run_blocks(row.claims[platform].run[1:], names)
