"""A drain and a rolling upgrade from the fields of a file: the drain window's question and its answer under some limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.catalog import Catalog
from domain.catalog.vocabulary import Platform
from domain.drain import sentences
from domain.drain.answers import ask
from domain.drain.cases import DrainAnswer
from domain.drain.fields import FIELDS as NUMBERS
from domain.drain.fields import in_range
from domain.drain.plan import VmOutcome
from domain.drain.vm_list import Listed, read
from domain.scripting.questions import ValueFaultError, number, taken, unmarked, word

WORDS = ("vms", "with")
FIELDS = {name: field for field in (*WORDS, *NUMBERS) for name in (field, f"drain_{field}")}
"""The field that each word of a file stands for: `vms` is the list of VMs, `with` the id of a row of drain_defaults."""


@dataclass(frozen=True)
class Answer:
    """The list as it was read, and the answer under one row's limits."""

    listed: Listed
    drained: DrainAnswer


def answer(catalog: Catalog, values: Mapping[str, str]) -> Answer:
    """The answer to the fields of FIELDS, as they are written. ValueFaultError: one of them cannot be taken."""
    if "vms" not in values:
        raise ValueFaultError("", "has no vms; write classes such as 20 x 8 GiB @ 20 MB/s, or a line for each VM.")
    rows = catalog.drain_defaults
    named = {name: row.id for row in rows.values() for name in (row.id, *row.aliases, row.label, *row.former)}
    first = next(row.id for row in rows.values() if row.platform is Platform.OVE)
    default = word("with", values["with"], named) if "with" in values else first
    numbers = {field: number(field, given) for field, given in values.items() if field not in WORDS}
    for field, value in numbers.items():
        taken(field, in_range, {field: value})
    if not (classes := read(values["vms"])).classes:
        raise ValueFaultError("vms", " ".join(classes.faults))
    listed, found = ask(catalog, values["vms"], default, numbers)
    if listed.faults:
        raise ValueFaultError("vms", " ".join(listed.faults))
    return Answer(listed, found)


def as_json(found: Answer) -> dict[str, Any]:
    """The answer for a script: seconds, null for what does not end or is not published."""
    one, upgraded = found.drained, found.drained.upgraded
    return {
        "limits": one.case.id,
        "vms": found.listed.count,
        "notes": list(found.listed.notices),
        "host": {
            "finish_s": one.drained.finish_s,
            "range_s": (one.host_band.low_s, one.host_band.high_s),
            "widest": one.host_band.widest.name if one.host_band.widest else None,
            **{outcome.value: one.drained.count(outcome) for outcome in VmOutcome},
            "peak": one.drained.peak,
        },
        "cluster": {
            "finish_s": one.whole_s,
            "range_s": (one.cluster_band.low_s, one.cluster_band.high_s),
            "before_first_host_s": one.before_s,
            "hosts": upgraded.hosts,
            "projected": upgraded.projected,
        },
        "held_up_by": [remedy.limit.id for remedy in one.limits],
    }


def as_text(catalog: Catalog, found: Answer) -> list[str]:
    """The answer as the drain window says it."""
    return [*found.listed.notices, unmarked(sentences.verdict(catalog, found.drained))]
