"""The tables as pandas frames: text as an architect reads it, and a tidy frame of the numbers; and what was checked.

Frames are made once a catalogue and shared: treat them as read-only, `copy()` before changing one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any

import pandas as pd

from domain.catalog.loading import Catalog
from domain.catalog.records.base import Record, RefTo
from domain.catalog.records.commands import CommandClaim, Run
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.records.guests import GuestClaim
from domain.catalog.records.quick_reference import ConceptClaim
from domain.catalog.tables import TABLES
from domain.catalog.vocabulary import Grade, Platform, SettingPlace, SupportPhase, Verdict
from domain.decision.rulebook import rulebook
from domain.decision.wording import answers_in_words, case_in_words, cases_in_words
from domain.reference.lifecycle.sentences import day_in_words

Cells = dict[str, Any]
Rows = Iterator[Cells]


def _fields(model: type[Record]) -> str:
    own = [name for name in model.model_fields if name not in ("aliases", "former", *Evidence.model_fields)]
    return ", ".join([*own, "evidence"])


COLUMNS = {t.name: _fields(t.model) for t in TABLES if t.page and issubclass(t.model, Evidence)} | {
    "platforms": "id, name as platform, hypervisor, control_plane as control plane, one_vm_is as one VM is, "
    "managed_with as managed with, evidence",
    "key_numbers": "id, group.label, parameter, unit, claims",
    "commands": "id, group.label, task, claims",
    "concepts": "id, group.label, concept as vSphere, claims",
    "layers": "id, name as layer, about, reference as quick reference, evidence",
    "blockers": "id, platform.label, cause.label, severity, title, reason, what, why, when, check, fix as way out, evidence",
    "migration_printouts": "id, platform.label as platform, place, names as printed, counts, field, reading, converted, evidence",
}
"""The columns of a table, as `_pick` reads them. A table of statements that is not named here has a column a field."""


def _pick(catalog: Catalog, row: Record, columns: str) -> Cells:
    """Fields of a record under their own names or, with `as`, under another; `cause.label` is the label of what `cause` names."""
    cells: Cells = {}
    for column in columns.split(", "):
        path, _, name = column.partition(" as ")
        field, _, inner = path.partition(".")
        value: Any = row if field == "evidence" and isinstance(row, Evidence) else getattr(row, field)
        if inner:
            table = next((note.table for note in type(row).model_fields[field].metadata if isinstance(note, RefTo)), None)
            value = getattr(catalog.records[table][value] if table else value, inner)
        cells |= _cells(name or field, value)
    return cells


def _cells(name: str, value: object) -> Cells:
    """A value in a column `name`; evidence, and what has a part for each platform, fills several."""
    if isinstance(value, Claim):
        return {f"{name}: {part}": cell for part, cell in claim_cells(value).items()}
    if isinstance(value, Evidence):
        return _evidence(value)
    if isinstance(value, dict):
        cells: Cells = {}
        for key, part in value.items():
            label = str(getattr(key, "label", key))
            cells |= _cells(label if isinstance(part, Claim) else f"{name}: {label}", part)
        return cells
    return {name: _cell(value)}


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return "\n".join(part.command if isinstance(part, Run) else part for part in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else value


def claim_cells(claim: Claim) -> Cells:
    """A claim in columns of its own."""
    cells: Cells = {}
    if isinstance(claim, CommandClaim):
        cells |= {"commands": _cell(claim.run), "danger": claim.danger.value}
    if isinstance(claim, ConceptClaim):
        cells |= {"match": claim.match.value}
    if isinstance(claim, GuestClaim):
        cells |= {"state": claim.state.label, "since": claim.since, "until": claim.until, "drivers": claim.drivers}
    return cells | {
        "verified": claim.verified,
        "scope": claim.scope,
        "quick reference": claim.reference or "",
        "verdict": claim.verdict.value if claim.verdict else "added",
        **_evidence(claim),
    }


def _evidence(evidence: Evidence) -> Cells:
    return {
        "evidence": evidence.grade.value,
        "sources": ", ".join(evidence.sources),
        "checked": evidence.checked.isoformat(),
        "note": evidence.note,
    }


def _guest_systems(catalog: Catalog) -> Rows:
    for row in catalog.guest_systems.values():
        days = (row.ends.until, row.ends.paid_until) if row.ends else (None, None)
        ends = dict(zip(("vendor's support until", "paid support until"), map(_cell, days), strict=True))
        yield _pick(catalog, row, "id, family.label, name as guest system") | ends | _pick(catalog, row, "claims, moves")


def _limits(catalog: Catalog) -> Rows:
    for row in catalog.key_numbers.values():
        for platform, claim in row.claims.items():
            common = {"id": row.id, "parameter": row.parameter, "unit": row.unit, "platform": platform.label}
            if claim.reference_value is not None:
                yield {**common, "kind": "quick reference", "value": claim.reference_value, "scope": ""}
            for limit in claim.limits:
                yield {**common, "kind": limit.kind.value, "value": limit.value, "scope": limit.scope or claim.scope}


def _decision_matrix(catalog: Catalog) -> Rows:
    for row in catalog.decision_matrix.values():
        found = {p.label: row.elsewhere.get(p) for p in (Platform.VSPHERE, Platform.AZURE_LOCAL)}
        elsewhere = {label: claim.verified if claim else "" for label, claim in found.items()}
        yield _pick(catalog, row, "id, group.label, scenario, claims") | elsewhere


def _flows(catalog: Catalog) -> Rows:
    for flow in catalog.flows.values():
        names = {part.id: part.name for part in flow.participants}
        for number, step in enumerate(flow.steps, 1):
            step_ = {"id": flow.id, "flow": flow.title, "step": number, "from": names[step.source], "to": names[step.target]}
            yield step_ | {"message": step.message, "reply": step.reply} | _evidence(flow.evidence)


def _components(catalog: Catalog) -> Rows:
    for row in catalog.components.values():
        replaced = ", ".join(catalog.concepts[concept].concept for concept in row.replaces)
        links = "; ".join(f"{catalog.components[link.to].name}: {link.how}" for link in row.talks_to)
        plain = _pick(catalog, row, "id, name as component, layer.name, kind, does")
        yield plain | {"replaces": replaced or row.replaces_note, "talks to": links} | _cells("claim", row.claim)


def _live_migration(catalog: Catalog) -> Rows:
    for row in catalog.live_migration.values():
        defaults = "; ".join(f"{default.scope}: {default.value}" for default in row.defaults)
        places = {place.label: row.set_in.get(place, "") for place in SettingPlace}
        plain = _pick(catalog, row, "id, parameter, field, type, effect")
        yield plain | {"defaults": defaults} | places | _cells("claim", row.claim)


def _lifecycle(catalog: Catalog) -> Rows:
    for row in catalog.lifecycle.values():
        product = catalog.lifecycle_products[row.product]
        phases = {
            phase.value: f"{product.phases[phase]}: {day_in_words(row, row.ends[phase])}" if phase in row.ends else ""
            for phase in SupportPhase
        }
        plain = {"id": row.id, "platform": product.platform.label, "release": row.name}
        yield plain | _pick(catalog, row, "available") | phases | _evidence(row)


def _migration_times(catalog: Catalog) -> Rows:
    for row in catalog.migration_times.values():
        for link, claim in row.claims.items():
            numbers = {"ram_gb": row.ram_gb, "link_gbps": catalog.links[link].gbps, "reference_s": claim.reference_value}
            yield {"id": row.id, "ram": row.reference} | numbers | _cells("claim", claim)


def _checklist(catalog: Catalog) -> Rows:
    for row in catalog.checklist.values():
        check = {"check": _cell(row.check) or row.manual}
        plain = _pick(catalog, row, "id, phase.label, group.label, priority, title, what, why, when")
        yield plain | check | _pick(catalog, row, "changes as changes something, evidence")


def _rules(catalog: Catalog) -> Rows:
    book = rulebook(catalog)
    for row in catalog.rules.values():
        computed = {
            "when": "\nor ".join(cases_in_words(book, row.id)),
            "aspect": catalog.aspects[row.aspect].label if row.aspect else "",
            "choice": book.choices[row.choose].label if row.choose else "",
        }
        plain = _pick(catalog, row, "id, platform.label, kind, severity, says")
        yield plain | computed | _pick(catalog, row, "ways_out as ways out, scope, evidence")


def _workload_questions(catalog: Catalog) -> Rows:
    book = rulebook(catalog)
    for row in catalog.workload_questions.values():
        yield _pick(catalog, row, "id, group.label, label as question, why") | {
            "answers": " / ".join(option.label for option in row.options) or f"{row.low:,} to {row.high:,} {row.unit}",
            "asks for nothing": row.label_of(row.neutral) if row.neutral else "",
            "asked if": case_in_words(book, book.conditions[row.id]),
        }


def _workloads(catalog: Catalog) -> Rows:
    book = rulebook(catalog)
    for row in catalog.workloads.values():
        yield _pick(catalog, row, "id, name as workload, story") | {
            "scenario": catalog.decision_matrix[row.scenario].scenario if row.scenario else "",
            "answers": answers_in_words(book, row.answers),
            **{p.label: row.expects[p].outcome.label if p in row.expects else "" for p in Platform},
        }


def _events(catalog: Catalog) -> Rows:
    for row in catalog.events.values():
        lists = {
            "touches": "\n".join("/".join(filter(None, (touch.row, touch.part))) for touch in row.touches),
            "reports": "\n".join(f"{report.date}: {report.says}" for report in row.reports),
        }
        yield _pick(catalog, row, "id, date, title, what, announced") | lists | _pick(catalog, row, "evidence")


def _contradictions(catalog: Catalog) -> Rows:
    for row in catalog.contradictions.values():
        sayings = "; ".join(f"{saying.where}: {saying.text}" for saying in row.sayings)
        yield _pick(catalog, row, "id, kind, title") | {"sayings": sayings} | _pick(catalog, row, "reading, evidence")


def _sources(catalog: Catalog) -> Rows:
    for row in catalog.sources.values():
        plain = _pick(catalog, row, "id, title, publisher, repository, path, ref, page, version, applies_to, date")
        yield plain | {"cited by": citations(catalog)[row.id]}


SPECIAL: dict[str, Callable[[Catalog], Rows]] = {
    "limits": _limits,
    "decision_matrix": _decision_matrix,
    "components": _components,
    "flows": _flows,
    "guest_systems": _guest_systems,
    "live_migration": _live_migration,
    "lifecycle": _lifecycle,
    "migration_times": _migration_times,
    "checklist": _checklist,
    "rules": _rules,
    "workload_questions": _workload_questions,
    "workloads": _workloads,
    "events": _events,
    "contradictions": _contradictions,
    "sources": _sources,
}
"""Tables with columns that are no fields, and the tidy limits."""

FRAMES = tuple(dict.fromkeys((*COLUMNS, *SPECIAL)))


@lru_cache(maxsize=64)
def frame(catalog: Catalog, name: str) -> pd.DataFrame:
    """Table `name` (one of FRAMES) as a frame, a row a record. KeyError: no such frame.

    "limits" is tidy: id, parameter, unit, platform, kind, value (float), scope; kind is a LimitKind or "quick reference".
    """
    if name in SPECIAL:
        return pd.DataFrame(SPECIAL[name](catalog))
    columns = COLUMNS[name]
    return pd.DataFrame(_pick(catalog, row, columns) for row in catalog.records[name].values())


def chosen(catalog: Catalog, name: str, ids: Sequence[str]) -> pd.DataFrame:
    """The rows of frame `name` with these ids, in this order."""
    return frame(catalog, name).set_index("id", drop=False).loc[list(ids)]


def statements(catalog: Catalog) -> Iterator[tuple[str, Evidence]]:
    """Every piece of evidence of the catalogue, with its table."""
    return ((table, part) for table, _, _, part in catalog.parts() if isinstance(part, Evidence))


@lru_cache(maxsize=8)
def citations(catalog: Catalog) -> Counter[str]:
    """How many statements cite each source."""
    return Counter(source for _, evidence in statements(catalog) for source in evidence.sources)


@lru_cache(maxsize=8)
def verdict_counts(catalog: Catalog) -> pd.DataFrame:
    """Cells of the quick reference by table (rows) and verdict (columns), with a total; a last row sums them."""
    cells = [(table, part.verdict.value) for table, part in statements(catalog) if isinstance(part, Claim) and part.verdict]
    data = pd.DataFrame(cells, columns=["table", "verdict"])
    counts = pd.crosstab(data["table"], data["verdict"]).reindex(columns=[v.value for v in Verdict], fill_value=0)
    counts = counts.loc[data["table"].unique()]
    counts["cells"] = counts.sum(axis=1)
    counts.loc["all"] = counts.sum()
    return counts


@lru_cache(maxsize=8)
def grade_counts(catalog: Catalog) -> dict[str, int]:
    """Statements by grade of evidence."""
    counts = Counter(evidence.grade for _, evidence in statements(catalog))
    return {grade.value: counts[grade] for grade in Grade}


@lru_cache(maxsize=8)
def checked_between(catalog: Catalog) -> tuple[str, str]:
    """The oldest and the newest date on which a statement was checked (ISO 8601)."""
    dates = [evidence.checked for _, evidence in statements(catalog)]
    return min(dates).isoformat(), max(dates).isoformat()
