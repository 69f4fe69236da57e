"""Rules that need more than one record, or the day: orderings, templates, what must be there. One small function a rule."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise

from domain.artefacts.quoting import NUMBER, template_faults
from domain.artefacts.tool_names import executable
from domain.catalog.loading import Check, Draft
from domain.catalog.records.commands import Run
from domain.catalog.records.evidence import Evidence, Source
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Better, FieldKind, LimitKind, Platform, Severity, SupportState
from domain.reference.lifecycle.named import only_named
from domain.reference.lifecycle.standing import standing

RISING = (LimitKind.RECOMMENDED, LimitKind.TESTED, LimitKind.SUPPORTED, LimitKind.THEORETICAL)


def tables_have_records(draft: Draft) -> None:
    for table in BY_NAME:
        if draft.rows(table) == []:
            draft.report_table(table, "has no record; the screens need at least one")


def dates_are_past(draft: Draft) -> None:
    today: date = datetime.now(UTC).date()
    for table, id_, at, part in draft.parts():
        if isinstance(part, Evidence) and part.checked > today:
            draft.report(table, id_, f"{at}.checked".strip("."), f"{part.checked} is in the future")
        if isinstance(part, Source) and part.date and part.date > today:
            draft.report(table, id_, "date", f"{part.date} is in the future")


def platforms_are_the_three(draft: Draft) -> None:
    given, wanted = list(draft.platforms), [p.value for p in Platform]
    if given != wanted and draft.readable("platforms"):
        message = f"the platforms must be {', '.join(wanted)}, in that order"
        if given:
            draft.report("platforms", given[0], "id", message)
        else:
            draft.report_table("platforms", message)


def limits_are_ordered(draft: Draft) -> None:
    for id_, row in draft.key_numbers.items():
        for platform, claim in row.claims.items():
            at = f"claims.{platform}.limits"
            for scope in {limit.scope for limit in claim.limits}:
                values = {limit.kind: limit.value for limit in claim.limits if limit.scope == scope}
                ladder = [(kind, values[kind]) for kind in RISING if kind in values]
                for (low, a), (high, b) in pairwise(ladder):
                    if row.better is Better.HIGHER and a > b:
                        draft.report("key_numbers", id_, at, f"{low.value} {a:g} is above {high.value} {b:g}")
            if row.bounds and not claim.limits:
                draft.report("key_numbers", id_, at, f"the row bounds {row.bounds.value}, so every platform needs a limit")


def lists_rise(draft: Draft) -> None:
    for table, field in (("links", "gbps"), ("migration_times", "ram_gb")):
        for (_, a), (id_, b) in pairwise(draft.records[table].items()):
            if getattr(a, field) >= getattr(b, field):
                draft.report(table, id_, field, "must be larger than the record before it")
    for id_, factor in draft.factors.items():
        if factor.low >= factor.high:
            draft.report("factors", id_, "low", "must be below 'high'")


def templates_can_be_filled(draft: Draft) -> None:
    if not draft.readable("fields"):
        return
    kinds: dict[str, FieldKind] = {id_: f.kind for id_, f in draft.fields.items()}
    for table, id_, at, part in draft.parts():
        if isinstance(part, Run):
            repeated = table == "builds" and draft.builds[id_].each
            own = kinds | {NUMBER: FieldKind.NUMBER} if repeated else kinds
            for fault in template_faults(part.command, part.shell, own):
                draft.report(table, id_, f"{at}.command", fault)
            for place in executable(part, own):
                message = f"'{{{{{place}}}}}' is read by a second shell, and domain/artefacts/tool_names.py lets signs through"
                draft.report(table, id_, f"{at}.command", f"{message} on which that one acts; it needs a rule there")


def flows_hang_together(draft: Draft) -> None:
    for id_, flow in draft.flows.items():
        names = {participant.id for participant in flow.participants}
        for index, step in enumerate(flow.steps):
            for end in (step.source, step.target):
                if end not in names:
                    draft.report("flows", id_, f"steps.{index}", f"'{end}' is not a participant")


def blockers_can_be_found(draft: Draft) -> None:
    for id_, blocker in draft.blockers.items():
        if blocker.severity is not Severity.INFO and not blocker.check:
            draft.report("blockers", id_, "check", "needs a command that finds it, unless its severity is info")


def checklist_bits_are_unique(draft: Draft) -> None:
    seen: dict[int, str] = {}
    for id_, item in draft.checklist.items():
        if item.bit in seen:
            draft.report("checklist", id_, "bit", f"{item.bit} already belongs to {seen[item.bit]}")
        seen[item.bit] = id_


def reused_commands_do_what_is_said(draft: Draft) -> None:
    for id_, record in draft.migration_commands.items():
        reuse = record.reuse
        claim = draft.commands[reuse.command].claims.get(record.platform) if reuse and reuse.command in draft.commands else None
        if reuse and claim and reuse.what not in [run.what for run in claim.run]:
            message = f"'{reuse.what}' is not what a command of {reuse.command} does on {record.platform.label}"
            draft.report("migration_commands", id_, "reuse.what", message)


def what_shows_it_can_be_opened(draft: Draft) -> None:
    if not draft.readable("sources"):
        return
    files = {id_ for id_, source in draft.sources.items() if source.repository and source.path}
    for table, id_, at, part in draft.parts():
        if isinstance(part, Evidence) and part.shows and not files.intersection(part.sources):
            draft.report(
                table, id_, f"{at}.shows".strip("."), "no source of it is a file of a repository in which this could stand"
            )


def phases_of_support_have_names(draft: Draft) -> None:
    for id_, release in draft.lifecycle.items():
        product = draft.lifecycle_products.get(release.product)
        for phase in release.ends.keys() - product.phases.keys() if product else ():
            draft.report("lifecycle", id_, "ends", f"'{phase}' has no name in the phases of {release.product}")


def scopes_are_of_supported_releases(draft: Draft) -> None:
    """A scope of nothing but releases whose support was over when it was checked says so in its note."""
    for table, id_, at, part in draft.parts():
        scope = getattr(part, "scope", "")
        if not (isinstance(part, Evidence) and isinstance(scope, str) and scope):
            continue
        named = [standing(release, part.checked) for release in only_named(draft, scope)]
        if named and all(one.state is SupportState.ENDED for one in named) and "ended" not in part.note:
            last = max(one.last for one in named if one.last)
            message = f"names only releases whose support ended, the last on {last}; say in the note that it ended, or widen it"
            draft.report(table, id_, f"{at}.scope".strip("."), message)


def contradictions_have_two_sides(draft: Draft) -> None:
    for id_, contradiction in draft.contradictions.items():
        if len(contradiction.sayings) < 2:
            draft.report("contradictions", id_, "sayings", "a contradiction needs two sayings")


CHECKS: tuple[Check, ...] = (
    tables_have_records,
    dates_are_past,
    platforms_are_the_three,
    limits_are_ordered,
    lists_rise,
    templates_can_be_filled,
    flows_hang_together,
    blockers_can_be_found,
    checklist_bits_are_unique,
    reused_commands_do_what_is_said,
    what_shows_it_can_be_opened,
    phases_of_support_have_names,
    scopes_are_of_supported_releases,
    contradictions_have_two_sides,
)
