"""Rules that need more than one record: references, orderings, completeness. One small function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import pairwise

from pydantic import BaseModel

from domain.artefacts.quoting import template_faults
from domain.catalog.loading import Draft
from domain.catalog.problems import Problem
from domain.catalog.records.commands import Run
from domain.catalog.records.evidence import Evidence, Source
from domain.catalog.records.quick_reference import Related
from domain.catalog.tables import BY_NAME
from domain.catalog.vocabulary import Better, FieldKind, LimitKind, Platform, Severity
from domain.reference.checks.builds import build_faults
from domain.reference.checks.rules import faults

GROUPED = (
    ("key_numbers", "group", "key_number_groups"),
    ("decision_matrix", "group", "scenario_groups"),
    ("commands", "group", "command_groups"),
    ("concepts", "group", "concept_groups"),
    ("components", "layer", "layers"),
    ("traits", "group", "trait_groups"),
    ("blockers", "cause", "causes"),
    ("checklist", "group", "checklist_groups"),
    ("workload_questions", "group", "workload_groups"),
)
CLAIM_KEYS = (
    ("key_numbers", {p.value for p in Platform}),
    ("commands", {p.value for p in Platform}),
    ("concepts", {Platform.OVE.value, Platform.AZURE_LOCAL.value}),
    ("decision_matrix", {"approach", "notes"}),
)
RISING = (LimitKind.RECOMMENDED, LimitKind.TESTED, LimitKind.SUPPORTED, LimitKind.THEORETICAL)


def cross_check(draft: Draft) -> None:
    """Add every cross-record problem to `draft.problems`."""
    for rule in RULES:
        rule(draft)


def walk(record: BaseModel, at: str = "") -> Iterable[tuple[str, BaseModel]]:
    """Every model inside `record`, itself included, with its dotted path."""
    yield at, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        items: Iterable[tuple[object, object]] = ()
        if isinstance(value, BaseModel):
            yield from walk(value, f"{at}.{name}".strip("."))
        elif isinstance(value, dict):
            items = value.items()
        elif isinstance(value, tuple):
            items = enumerate(value)
        for key, item in items:
            if isinstance(item, BaseModel):
                yield from walk(item, f"{at}.{name}.{key}".strip("."))


def _refer(draft: Draft, table: str, id_: str, at: str, target: str, wanted: Iterable[str]) -> None:
    for index, name in enumerate(wanted):
        if not draft.known(target, name):
            draft.report(table, id_, f"{at}.{index}", f"'{name}' is not in {target}")


def tables_have_records(draft: Draft) -> None:
    for table in BY_NAME.values():
        document = draft.documents[table.file]
        if draft.readable(table.file) and document.value.get(table.section) == []:
            line = document.line((table.section,))
            draft.problems.append(Problem(table.file, line, "", table.section, "has no record; the screens need at least one"))


def sources_exist_and_are_used(draft: Draft) -> None:
    used = draft.mentioned(None, "sources")
    for table, rows in draft.records.items():
        for id_, record in rows.items():
            for at, part in walk(record):
                if isinstance(part, Evidence):
                    _refer(draft, table, id_, f"{at}.sources".strip("."), "sources", part.sources)
    for id_ in draft.records["sources"] if draft.readable() else ():
        if id_ not in used:
            draft.report("sources", id_, "id", "no record cites this source; cite it or delete it")


def dates_are_past(draft: Draft) -> None:
    today: date = datetime.now(UTC).date()
    for table, rows in draft.records.items():
        for id_, record in rows.items():
            for at, part in walk(record):
                if isinstance(part, Evidence) and part.checked > today:
                    draft.report(table, id_, f"{at}.checked".strip("."), f"{part.checked} is in the future")
                if isinstance(part, Source) and part.date and part.date > today:
                    draft.report(table, id_, "date", f"{part.date} is in the future")


def aliases_are_free(draft: Draft) -> None:
    for table, rows in draft.records.items():
        seen: set[str] = set()
        for id_, record in rows.items():
            for alias in getattr(record, "aliases", ()):
                if draft.known(table, alias) or alias in seen:
                    draft.report(table, id_, "aliases", f"'{alias}' already names another record")
                seen.add(alias)


def groups_exist_and_are_used(draft: Draft) -> None:
    for table, field, groups in GROUPED:
        used = draft.mentioned(BY_NAME[table].file, field)
        for id_, record in draft.records[table].items():
            if not draft.known(groups, getattr(record, field)):
                draft.report(table, id_, field, f"'{getattr(record, field)}' is not in {groups}")
        for id_ in draft.records[groups].keys() - used:
            draft.report(groups, id_, "id", f"no record of {table} belongs to it")


def claims_are_complete(draft: Draft) -> None:
    expected: list[tuple[str, set[str]]] = [*CLAIM_KEYS, ("migration_times", set(draft.records["links"]))]
    for table, keys in expected:
        for id_, record in draft.records[table].items():
            given = {str(key) for key in record.claims}
            if missing := sorted(keys - given):
                draft.report(table, id_, "claims", f"has no claim for {', '.join(missing)}")
            if extra := sorted(given - keys):
                draft.report(table, id_, "claims", f"has a claim for {', '.join(extra)}, which this table does not have")


def platforms_are_the_three(draft: Draft) -> None:
    given, wanted = list(draft.records["platforms"]), [p.value for p in Platform]
    if given != wanted and draft.readable(BY_NAME["platforms"].file):
        message = f"the platforms must be {', '.join(wanted)}, in that order"
        if given:
            draft.report("platforms", given[0], "id", message)
        else:
            draft.problems.append(Problem(BY_NAME["platforms"].file, 1, "", "rows", message))


def limits_are_ordered(draft: Draft) -> None:
    for id_, row in draft.records["key_numbers"].items():
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
    for id_, factor in draft.records["factors"].items():
        if factor.low >= factor.high:
            draft.report("factors", id_, "low", "must be below 'high'")


def templates_can_be_filled(draft: Draft) -> None:
    if not draft.readable(BY_NAME["fields"].file):
        return
    kinds: dict[str, FieldKind] = {id_: f.kind for id_, f in draft.records["fields"].items()}
    for table, rows in draft.records.items():
        for id_, record in rows.items():
            for at, part in walk(record):
                if isinstance(part, Run):
                    for fault in template_faults(part.command, part.shell, kinds):
                        draft.report(table, id_, f"{at}.command", fault)


def related_records_exist(draft: Draft) -> None:
    for id_, concept in draft.records["concepts"].items():
        for target in Related.model_fields:
            _refer(draft, "concepts", id_, f"related.{target}", target, getattr(concept.related, target))
    for id_, component in draft.records["components"].items():
        _refer(draft, "components", id_, "replaces", "concepts", component.replaces)
        _refer(draft, "components", id_, "talks_to", "components", [link.to for link in component.talks_to])
    for id_, item in draft.records["checklist"].items():
        _refer(draft, "checklist", id_, "blockers", "blockers", item.blockers)


def flows_hang_together(draft: Draft) -> None:
    for id_, flow in draft.records["flows"].items():
        names = {participant.id for participant in flow.participants}
        for index, participant in enumerate(flow.participants):
            if participant.component and not draft.known("components", participant.component):
                draft.report("flows", id_, f"participants.{index}", f"'{participant.component}' is not in components")
        for index, step in enumerate(flow.steps):
            for end in (step.source, step.target):
                if end not in names:
                    draft.report("flows", id_, f"steps.{index}", f"'{end}' is not a participant")


def blockers_can_be_found(draft: Draft) -> None:
    used = draft.mentioned(BY_NAME["blockers"].file, "traits")
    for id_, blocker in draft.records["blockers"].items():
        _refer(draft, "blockers", id_, "traits", "traits", blocker.traits)
        if blocker.severity is not Severity.INFO and not blocker.check:
            draft.report("blockers", id_, "check", "needs a command that finds it, unless its severity is info")
    for id_ in draft.records["traits"].keys() - used:
        draft.report("traits", id_, "id", "no blocker has this trait")


def checklist_bits_are_unique(draft: Draft) -> None:
    seen: dict[int, str] = {}
    for id_, item in draft.records["checklist"].items():
        if item.bit in seen:
            draft.report("checklist", id_, "bit", f"{item.bit} already belongs to {seen[item.bit]}")
        seen[item.bit] = id_


def builds_can_be_taken(draft: Draft) -> None:
    needed = {BY_NAME[table].file for table in ("workload_questions", "rules", "key_numbers")}
    if not needed & {problem.file for problem in draft.problems}:
        for table, id_, at, message in build_faults(draft.records):
            draft.report(table, id_, at, message)


def migration_records_resolve(draft: Draft) -> None:
    commands = draft.records["commands"]
    for id_, product in draft.records["migration_products"].items():
        for name in product.defaults:
            if not draft.known("live_migration", name):
                draft.report("migration_products", id_, f"defaults.{name}", f"'{name}' is not in live_migration")
    for id_, row in draft.records["drain_defaults"].items():
        if row.product and not draft.known("migration_products", row.product):
            draft.report("drain_defaults", id_, "product", f"'{row.product}' is not in migration_products")
    for id_, record in draft.records["migration_commands"].items():
        reuse = record.reuse
        if reuse and not draft.known("commands", reuse.command):
            draft.report("migration_commands", id_, "reuse.command", f"'{reuse.command}' is not in commands")
        elif reuse and (found := commands.get(reuse.command)):
            claim = found.claims.get(record.platform)
            if claim and reuse.what not in [run.what for run in claim.run]:
                message = f"'{reuse.what}' is not what a command of {reuse.command} does on {record.platform.label}"
                draft.report("migration_commands", id_, "reuse.what", message)


def references_resolve(draft: Draft) -> None:
    for id_, contradiction in draft.records["contradictions"].items():
        if len(contradiction.sayings) < 2:
            draft.report("contradictions", id_, "sayings", "a contradiction needs two sayings")
        for index, saying in enumerate(contradiction.sayings):
            if saying.row and not draft.known(*saying.row.split("/", 1)):
                draft.report("contradictions", id_, f"sayings.{index}.row", f"'{saying.row}' does not exist")
    for id_, question in draft.records["questions"].items():
        if "/" in question.target and not draft.known(*question.target.split("/", 1)):
            draft.report("questions", id_, "target", f"'{question.target}' does not exist")


def _is_whole(draft: Draft, table: str) -> bool:
    place = BY_NAME[table]
    rows = draft.documents[place.file].value.get(place.section) if draft.readable(place.file) else None
    return isinstance(rows, list) and len(rows) == len(draft.records[table]) > 0


def rules_hold_together(draft: Draft) -> None:
    for id_, rule in draft.records["rules"].items():
        for index, ref in enumerate(rule.see):
            if not draft.known(*ref.split("/", 1)):
                draft.report("rules", id_, f"see.{index}", f"'{ref}' does not exist")
    tables = ("workload_questions", "aspects", "terms", "rules", "workloads", "key_numbers", "decision_matrix")
    # A record that is missing because its own shape is wrong would be blamed on the records that need it.
    if all(_is_whole(draft, table) for table in tables):
        for table, id_, at, message in faults(draft.records):
            draft.report(table, id_, at, message)


RULES: tuple[Callable[[Draft], None], ...] = (
    tables_have_records,
    sources_exist_and_are_used,
    dates_are_past,
    aliases_are_free,
    groups_exist_and_are_used,
    claims_are_complete,
    platforms_are_the_three,
    limits_are_ordered,
    lists_rise,
    templates_can_be_filled,
    related_records_exist,
    flows_hang_together,
    blockers_can_be_found,
    checklist_bits_are_unique,
    references_resolve,
    migration_records_resolve,
    rules_hold_together,
    builds_can_be_taken,
)
