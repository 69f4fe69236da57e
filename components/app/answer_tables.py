"""The tables of reference as their screens draw them, from a link's words alone: no widget, and nothing that computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from components.decide import checklist, matrix, verdict_tables
from components.kit import commands, links, markup, releases, run_context, tables
from components.kit.markup import Html
from components.kit.tables import Column, Shown
from components.live_migration import settings_and_times
from components.reference import architecture, bibliography, blockers, changes, concepts, guest_systems, lifecycle
from domain.catalog import catalog
from domain.catalog.records.evidence import Row
from domain.catalog.vocabulary import Phase, Platform
from domain.reference.citations import row_name, statements_of
from domain.reference.frames import citations
from domain.reference.lifecycle.sentences import answer as lifecycle_answer
from domain.reference.lifecycle.standing import standings

R = TypeVar("R", bound=Row)

Parts = Iterator[Shown | Html]


class Asked(NamedTuple):
    """What a link asks for, in words of the catalogue. `table` and `id` name its row; `unknown`: it names one that there is not.

    `carried` is what every link of the answer carries on.
    """

    slug: str
    table: str = ""
    id: str = ""
    unknown: bool = False
    platforms: tuple[Platform, ...] = tuple(Platform)
    show: str = tables.VERIFIED
    opened: bool = False
    embed: bool = False
    carried: tuple[tuple[str, str], ...] = ()

    def of(self, rows: Mapping[str, R]) -> list[R]:
        """The row that is asked for, or all of the table."""
        return [rows[self.id]] if self.id in rows else list(rows.values())


ASPECTS = (
    ("Hypervisor", "hypervisor"),
    ("Control plane", "control_plane"),
    ("One VM is", "one_vm_is"),
    ("Managed with", "managed_with"),
)


def _overview(one: Asked) -> Parts:
    facts = catalog()
    yield changes.in_one_line()
    yield markup.heading("Questions people arrive with")
    yield markup.bullets(markup.anchor(each.question, _to_answer(each.target, each.params)) for each in facts.questions.values())
    yield markup.heading("The three platforms at a glance")
    infos = [facts.platforms[platform.value] for platform in one.platforms]
    lines = [
        tables.Line(markup.text(label), tuple(markup.text(getattr(info, name)) for info in infos)) for label, name in ASPECTS
    ]
    lines.append(tables.Line(markup.text("Sources"), tuple(tables.sources_fold(info.evidence) for info in infos)))
    lines += [
        tables.Line(
            tables.row_head("key_numbers", row.id, row.parameter),
            tuple(tables.claim_cell(row.claims[p], one.show, unit=row.unit, numeric=True) for p in one.platforms),
        )
        for row in facts.key_numbers.values()
        if row.bounds
    ]
    yield Shown(tables.platform_columns("At a glance", one.platforms), lines, "")


def _to_answer(target: str, params: Mapping[str, str]) -> str:
    table, _, id_ = target.partition("/")
    return links.row_href(table, id_) if id_ else links.href(table, **params)


def _key_numbers(one: Asked) -> Parts:
    groups = catalog().groups("key_number_groups")
    lines = [
        tables.claim_line(
            tables.row_head("key_numbers", row.id, row.parameter, row.unit),
            [row.claims[p] for p in one.platforms],
            one.show,
            row.id == one.id,
            groups[row.group].label,
            row.unit,
            numeric=True,
        )
        for row in one.of(catalog().key_numbers)
    ]
    yield Shown(tables.platform_columns("Parameter", one.platforms), lines, "")


def _commands(one: Asked) -> Parts:
    first = next(iter(catalog().groups("command_groups")))
    rows = [row for row in one.of(catalog().commands) if one.id or row.group == first]
    yield commands.as_table(rows, one.platforms, {})


def _concepts(one: Asked) -> Parts:
    targets = [p for p in one.platforms if p is not Platform.VSPHERE] or [Platform.OVE, Platform.AZURE_LOCAL]
    lines = [concepts.line(row, targets, one.show, row.id == one.id) for row in one.of(catalog().concepts)]
    yield Shown([*tables.platform_columns("VMware vSphere", targets), Column("See also", width=22)], lines, "")


def _guest_systems(one: Asked) -> Parts:
    lines = [
        tables.Line(
            guest_systems.head(row, run_context.today(), row.id == one.id),
            tuple(guest_systems.cell(row.id, p, row.id == one.id) for p in one.platforms),
            catalog().groups("guest_families")[row.family].label,
        )
        for row in one.of(catalog().guest_systems)
    ]
    yield Shown(tables.platform_columns("Guest system", one.platforms), lines, "")


def _architecture(one: Asked) -> Parts:
    facts = catalog()
    top_down = list(facts.layers.values())[::-1]
    if not one.id:
        heads = [Column("Layer", width=17), Column("What it is"), Column("Quick reference", width=45)]
        yield Shown(heads, [architecture.layer_line(layer, False) for layer in top_down], "")
    lines = [
        architecture.component_line(part, one.show, part.id == one.id)
        for layer in top_down
        for part in one.of(facts.components)
        if part.layer == layer.id
    ]
    yield Shown(
        [Column(name) for name in ("Component", "What it does", "Replaces in vSphere", "Talks to", "Sources say")], lines, ""
    )


def _lifecycle(one: Asked) -> Parts:
    rows = [row for row in one.of(catalog().lifecycle) if one.id or lifecycle.platform_of(row) in one.platforms]
    day = run_context.today()
    found = standings(rows, day)
    yield markup.panel(markup.phrases(lifecycle_answer(catalog(), found, day)))
    if not one.id:
        summary = lifecycle.summary_lines(found, one.platforms)
        yield Shown(tables.platform_columns("On that day", one.platforms), summary, "")
    yield Shown(lifecycle.COLUMNS, lifecycle.release_lines(found, one.id or None), "")


def _decision_matrix(one: Asked) -> Parts:
    if one.table == "rules":
        heads = [Column("Rule"), Column("Fires when", width=38), Column("Evidence", width=16)]
        yield Shown(heads, verdict_tables.all_rule_lines(one.of(catalog().rules), True), "")
        return
    lines = [matrix.line(row, one.platforms, one.show, bool(one.id)) for row in one.of(catalog().decision_matrix)]
    yield Shown(matrix.columns(one.platforms), lines, "")


def _blockers(one: Asked) -> Parts:
    facts = catalog()
    if one.id:
        row = facts.blockers[one.id]
        yield markup.heading(f"{row.platform.label}: {row.title}")
        yield markup.panel(markup.spaced(markup.mark(row.severity), markup.text(row.id)))
        yield markup.panel(tables.provenance(row, blockers.details(row)), "one")
        return
    shown = [row for row in facts.blockers.values() if row.platform in one.platforms]
    yield Shown(tables.platform_columns("Cause", one.platforms), blockers.side_by_side(shown, one.platforms), "")


def _checklist(one: Asked) -> Parts:
    rows = one.of(catalog().checklist)
    if one.id:
        yield markup.heading(f"{one.id} {rows[0].title}")
        said = tables.provenance(rows[0], checklist.details(rows[0], with_check=True))
        yield markup.panel(markup.joined(releases.linked(rows[0].what), said), "one")
        return
    groups = catalog().groups("checklist_groups")
    lines = [
        tables.Line(
            tables.row_head("checklist", row.id, f"{row.id} {row.title}"),
            (markup.joined(markup.mark(row.priority), markup.line(releases.linked(row.what))),),
            groups[row.group].label,
        )
        for row in rows
        if row.phase is Phase.PRE_FLIGHT
    ]
    yield Shown([Column("Item", width=30), Column("What it asks")], lines, "")


def _changes(one: Asked) -> Parts:
    events = sorted(one.of(catalog().events), key=lambda event: event.date, reverse=True)
    heads = [Column("Event", width=19), Column("What happened"), Column("Touches here", width=40)]
    yield Shown(heads, [changes.event_line(event, event.id == one.id) for event in events], "")


def _sources(one: Asked) -> Parts:
    facts = catalog()
    if one.table == "contradictions":
        heads = [Column("Subject", width=20), Column("Who says what"), Column("Go by", width=35)]
        yield Shown(heads, [bibliography.contradiction_line(facts.contradictions[one.id], True)], "")
    elif one.table == "sources":
        line = bibliography.source_line(facts.sources[one.id], citations(facts)[one.id])
        heads = [Column("Source"), Column("Where", width=42), Column("State read"), Column("Cited by", numeric=True, width=8)]
        yield Shown(heads, [line], "")
        yield markup.panel(bibliography.citing(one.id))
    else:
        yield Shown(bibliography.COUNTS, bibliography.count_lines(), "")


def _settings(one: Asked) -> Parts:
    lines = [settings_and_times.setting_line(row, one.show, True) for row in one.of(catalog().live_migration)]
    yield Shown(settings_and_times.SETTING_COLUMNS, lines, "")


def _row(one: Asked) -> Parts:
    """A row of a screen that computes: what it states, each statement with what stands behind it."""
    yield markup.heading(row_name(catalog(), one.table, one.id))
    lines = [
        tables.Line(
            markup.text(said.part or said.subject),
            (
                markup.joined(markup.value(markup.text(said.says)), markup.note(releases.linked(said.scope))),
                tables.provenance(said.evidence),
            ),
        )
        for said in statements_of(catalog(), one.table, one.id)
    ]
    yield Shown([Column("", width=17), Column("What is stated"), Column("Evidence", width=45)], lines, "")


WHOLE: Mapping[str, Callable[[Asked], Parts]] = {
    "overview": _overview,
    "key_numbers": _key_numbers,
    "commands": _commands,
    "concepts": _concepts,
    "guest_systems": _guest_systems,
    "architecture": _architecture,
    "lifecycle": _lifecycle,
    "decision_matrix": _decision_matrix,
    "blockers": _blockers,
    "checklist": _checklist,
    "changes": _changes,
    "sources": _sources,
}
"""The screens whose first view is a table of reference; a row of theirs is the same table with one row."""


def parts(one: Asked) -> Parts:
    """The answer, part by part."""
    return (_settings if one.table == "live_migration" else WHOLE.get(one.slug, _row))(one)
