"""The tables as pandas frames: text as an architect reads it, and a tidy frame of the numbers.

Frames are made once a catalogue and shared: treat them as read-only, `copy()` before changing one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, cast

import pandas as pd

from domain.catalog.loading import Catalog
from domain.catalog.records.base import walk
from domain.catalog.records.commands import Run
from domain.catalog.records.evidence import Claim, Evidence
from domain.catalog.tables import TABLES
from domain.catalog.vocabulary import Platform, SettingPlace
from domain.decision.rulebook import rulebook
from domain.decision.wording import case_in_words, cases_in_words

Rows = list[dict[str, Any]]


def _claim(prefix: str, claim: Claim) -> dict[str, Any]:
    return {
        f"{prefix}: verified": claim.verified,
        f"{prefix}: scope": claim.scope,
        f"{prefix}: quick reference": claim.reference or "",
        f"{prefix}: verdict": claim.verdict.value if claim.verdict else "added",
        f"{prefix}: evidence": claim.grade.value,
        f"{prefix}: sources": ", ".join(claim.sources),
        f"{prefix}: checked": claim.checked.isoformat(),
        f"{prefix}: note": claim.note,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "evidence": evidence.grade.value,
        "sources": ", ".join(evidence.sources),
        "checked": evidence.checked.isoformat(),
        "note": evidence.note,
    }


def _commands(runs: Iterable[Run]) -> str:
    return "\n".join(run.command for run in runs)


def _platforms(catalog: Catalog) -> Rows:
    return [
        {
            "id": row.id,
            "platform": row.name,
            "hypervisor": row.hypervisor,
            "control plane": row.control_plane,
            "one VM is": row.one_vm_is,
            "managed with": row.managed_with,
            **_evidence(row.evidence),
        }
        for row in catalog.platforms.values()
    ]


def _key_numbers(catalog: Catalog) -> Rows:
    groups = catalog.key_number_groups
    return [
        {"id": row.id, "group": groups[row.group].label, "parameter": row.parameter, "unit": row.unit}
        | {k: v for p in Platform for k, v in _claim(p.label, row.claims[p]).items()}
        for row in catalog.key_numbers.values()
    ]


def _limits(catalog: Catalog) -> Rows:
    rows: Rows = []
    for row in catalog.key_numbers.values():
        for platform, claim in row.claims.items():
            common = {"id": row.id, "parameter": row.parameter, "unit": row.unit, "platform": platform.label}
            if claim.reference_value is not None:
                rows.append({**common, "kind": "quick reference", "value": claim.reference_value, "scope": ""})
            rows += [
                {**common, "kind": limit.kind.value, "value": limit.value, "scope": limit.scope or claim.scope}
                for limit in claim.limits
            ]
    return rows


def _decision_matrix(catalog: Catalog) -> Rows:
    groups = catalog.scenario_groups
    rows: Rows = []
    for row in catalog.decision_matrix.values():
        record = {"id": row.id, "group": groups[row.group].label, "scenario": row.scenario}
        for key, claim in row.claims.items():
            record |= _claim(key, claim)
        for platform in (Platform.VSPHERE, Platform.AZURE_LOCAL):
            found = row.elsewhere.get(platform)
            record[platform.label] = found.verified if found else ""
        rows.append(record)
    return rows


def _commands_table(catalog: Catalog) -> Rows:
    groups = catalog.command_groups
    rows: Rows = []
    for row in catalog.commands.values():
        record: dict[str, Any] = {"id": row.id, "group": groups[row.group].label, "task": row.task}
        for platform in Platform:
            claim = row.claims[platform]
            record |= {f"{platform.label}: commands": _commands(claim.run), f"{platform.label}: danger": claim.danger.value}
            record |= _claim(platform.label, claim)
        rows.append(record)
    return rows


def _concepts(catalog: Catalog) -> Rows:
    groups = catalog.concept_groups
    rows: Rows = []
    for row in catalog.concepts.values():
        record: dict[str, Any] = {"id": row.id, "group": groups[row.group].label, "vSphere": row.concept}
        for platform in (Platform.OVE, Platform.AZURE_LOCAL):
            claim = row.claims[platform]
            record |= {f"{platform.label}: match": claim.match.value, **_claim(platform.label, claim)}
        rows.append(record)
    return rows


def _layers(catalog: Catalog) -> Rows:
    return [
        {"id": row.id, "layer": row.name, "about": row.about, "quick reference": "\n".join(row.reference)}
        | _evidence(row.evidence)
        for row in catalog.layers.values()
    ]


def _flows(catalog: Catalog) -> Rows:
    rows: Rows = []
    for flow in catalog.flows.values():
        names = {part.id: part.name for part in flow.participants}
        rows += [
            {"id": flow.id, "flow": flow.title, "step": number, "from": names[step.source], "to": names[step.target]}
            | {"message": step.message, "reply": step.reply, **_evidence(flow.evidence)}
            for number, step in enumerate(flow.steps, 1)
        ]
    return rows


def _components(catalog: Catalog) -> Rows:
    return [
        {
            "id": row.id,
            "component": row.name,
            "layer": catalog.layers[row.layer].name,
            "kind": row.kind,
            "does": row.does,
            "replaces": ", ".join(catalog.concepts[c].concept for c in row.replaces) or row.replaces_note,
            "talks to": "; ".join(f"{catalog.components[link.to].name}: {link.how}" for link in row.talks_to),
            **_claim("claim", row.claim),
        }
        for row in catalog.components.values()
    ]


def _live_migration(catalog: Catalog) -> Rows:
    return [
        {"id": row.id, "parameter": row.parameter, "field": row.field, "type": row.type, "effect": row.effect}
        | {"defaults": "; ".join(f"{d.scope}: {d.value}" for d in row.defaults)}
        | {place.label: row.set_in.get(place, "") for place in SettingPlace}
        | _claim("claim", row.claim)
        for row in catalog.live_migration.values()
    ]


def _migration_times(catalog: Catalog) -> Rows:
    return [
        {"id": row.id, "ram": row.reference, "ram_gb": row.ram_gb, "link_gbps": catalog.links[link].gbps}
        | {"reference_s": claim.reference_value, **_claim("claim", claim)}
        for row in catalog.migration_times.values()
        for link, claim in row.claims.items()
    ]


def _blockers(catalog: Catalog) -> Rows:
    causes = catalog.causes
    return [
        {
            "id": row.id,
            "platform": row.platform.label,
            "cause": causes[row.cause].label,
            "severity": row.severity.value,
            "title": row.title,
            "reason": row.reason,
            "what": row.what,
            "why": row.why,
            "when": row.when,
            "check": _commands(row.check),
            "way out": row.fix,
            **_evidence(row),
        }
        for row in catalog.blockers.values()
    ]


def _checklist(catalog: Catalog) -> Rows:
    groups = catalog.checklist_groups
    return [
        {
            "id": row.id,
            "phase": row.phase.label,
            "group": groups[row.group].label,
            "priority": row.priority.value,
            "title": row.title,
            "what": row.what,
            "why": row.why,
            "when": row.when,
            "check": _commands(row.check) or row.manual,
            "changes something": row.changes,
            **_evidence(row),
        }
        for row in catalog.checklist.values()
    ]


def _rules(catalog: Catalog) -> Rows:
    book = rulebook(catalog)
    return [
        {
            "id": row.id,
            "platform": row.platform.label,
            "kind": row.kind.value,
            "severity": row.severity.value,
            "says": row.says,
            "when": "\nor ".join(cases_in_words(book, row.id)),
            "aspect": catalog.aspects[row.aspect].label if row.aspect else "",
            "choice": book.choices[row.choose].label if row.choose else "",
            "ways out": "\n".join(row.ways_out),
            "scope": row.scope,
            **_evidence(row),
        }
        for row in catalog.rules.values()
    ]


def _workload_questions(catalog: Catalog) -> Rows:
    groups, book = catalog.workload_groups, rulebook(catalog)
    return [
        {
            "id": row.id,
            "group": groups[row.group].label,
            "question": row.label,
            "why": row.why,
            "answers": " / ".join(option.label for option in row.options) or f"{row.low:,} to {row.high:,} {row.unit}",
            "asks for nothing": row.label_of(row.neutral) if row.neutral else "",
            "asked if": case_in_words(book, book.conditions[row.id]),
            "matters on": ", ".join(platform.label for platform in row.on),
        }
        for row in catalog.workload_questions.values()
    ]


def _workloads(catalog: Catalog) -> Rows:
    questions, scenarios = catalog.workload_questions, catalog.decision_matrix
    return [
        {"id": row.id, "workload": row.name, "story": row.story}
        | {"scenario": scenarios[row.scenario].scenario if row.scenario else ""}
        | {"answers": "; ".join(f"{questions[key].label}: {questions[key].label_of(a)}" for key, a in row.answers.items())}
        | {platform.label: row.expects[platform].outcome.label if platform in row.expects else "" for platform in Platform}
        for row in catalog.workloads.values()
    ]


def _contradictions(catalog: Catalog) -> Rows:
    return [
        {"id": row.id, "kind": row.kind.value, "title": row.title}
        | {"sayings": "; ".join(f"{saying.where}: {saying.text}" for saying in row.sayings)}
        | {"reading": row.reading, **_evidence(row)}
        for row in catalog.contradictions.values()
    ]


def _sources(catalog: Catalog) -> Rows:
    counts = pd.Series([s for claim in claims(catalog) for s in claim["sources"]], dtype=object).value_counts()
    return [
        {
            "id": row.id,
            "title": row.title,
            "publisher": row.publisher,
            "repository": row.repository,
            "path": row.path,
            "ref": row.ref,
            "page": row.page,
            "version": row.version,
            "date": row.date.isoformat() if row.date else "",
            "cited by": int(counts.get(row.id, 0)),
        }
        for row in catalog.sources.values()
    ]


def _flat(name: str) -> Callable[[Catalog], Rows]:
    """A table whose records are plain values and evidence: a column a field, empty where it has no value."""

    def rows(catalog: Catalog) -> Rows:
        found: Rows = []
        for row in catalog.records[name].values():
            values = row.model_dump(mode="json", exclude={"aliases", *Evidence.model_fields})
            parts = {
                f"{key}: {Platform(p).label}": text
                for key, of in values.items()
                if isinstance(of, dict)
                for p, text in of.items()
            }
            plain = {key: "" if value is None else value for key, value in values.items() if not isinstance(value, dict)}
            found.append({**plain, **parts, **_evidence(cast("Evidence", row))})
        return found

    return rows


SPECIAL: dict[str, Callable[[Catalog], Rows]] = {
    "platforms": _platforms,
    "key_numbers": _key_numbers,
    "limits": _limits,
    "decision_matrix": _decision_matrix,
    "commands": _commands_table,
    "concepts": _concepts,
    "layers": _layers,
    "components": _components,
    "flows": _flows,
    "live_migration": _live_migration,
    "migration_times": _migration_times,
    "blockers": _blockers,
    "checklist": _checklist,
    "rules": _rules,
    "workload_questions": _workload_questions,
    "workloads": _workloads,
    "contradictions": _contradictions,
    "sources": _sources,
}
"""Tables whose columns are more than their fields, and the tidy limits."""

FRAMES = {table.name: _flat(table.name) for table in TABLES if table.page and issubclass(table.model, Evidence)} | SPECIAL


@lru_cache(maxsize=64)
def frame(catalog: Catalog, name: str) -> pd.DataFrame:
    """Table `name` (a key of FRAMES) as a frame, a row a record. KeyError: no such frame.

    "limits" is tidy: id, parameter, unit, platform, kind, value (float), scope; kind is a LimitKind or "quick reference".
    """
    return pd.DataFrame(FRAMES[name](catalog))


def chosen(catalog: Catalog, name: str, ids: Sequence[str]) -> pd.DataFrame:
    """The rows of frame `name` with these ids, in this order."""
    return frame(catalog, name).set_index("id", drop=False).loc[list(ids)]


def claims(catalog: Catalog) -> Rows:
    """Every piece of evidence of the catalogue: table, id, where in the row, verdict (or ""), grade, checked, sources."""
    found: Rows = []
    for table, records in catalog.records.items():
        for id_, record in records.items():
            for at, part in walk(record):
                if isinstance(part, Evidence):
                    verdict = part.verdict.value if isinstance(part, Claim) and part.verdict else ""
                    found.append(
                        {"table": table, "id": id_, "at": at, "verdict": verdict, "grade": part.grade.value}
                        | {"checked": part.checked, "sources": part.sources}
                    )
    return found
