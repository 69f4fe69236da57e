"""Search over everything in the catalogue, tolerant of typing errors."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import Formatter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.artefacts.quoting import fill
from domain.catalog.loading import Catalog
from domain.catalog.records.base import Record
from domain.catalog.records.commands import Run
from domain.catalog.records.events import Report
from domain.catalog.records.evidence import Claim, Evidence, Saying
from domain.catalog.tables import TABLES
from domain.reference.lifecycle.sentences import day_in_words

MAX_QUERY = 400
"""Longest query that is read, in characters."""

TITLE, BODY, PREFIX = 1.0, 0.78, 0.97
"""Weights of a word found in a row's title, in its text, and of a word that only begins as typed."""

FLOOR = 0.62
"""Mean weight a query's words need for a row to be a hit; each word alone needs EACH."""

EACH = 0.55
MOST = 0.5
"""Share of the query's words that a row must hold where none holds them all."""

_WORD = re.compile(r"[a-z0-9][a-z0-9./-]*[a-z0-9]|[a-z0-9]")
_OWN_NAME = re.compile(r"[a-z][a-z.]*-?[a-z]*-?\d{1,4}(\.[a-z0-9.-]+)?")
"""A host or VM with its number: esx01, worker-07, node-3.example.com."""
_STOP = frozenset(
    """a an and are between by can do does each for from has have how i in is it its itself many me much must my of on one or
    than that the this to what when which why will with""".split()
)


@dataclass(frozen=True)
class SearchEntry:
    """A row as it is searched; `body` is not shown."""

    table: str
    id: str
    title: str
    text: str
    body: str


@dataclass(frozen=True)
class Hit(SearchEntry):
    """A row that answers a query; `score` is between 0 and 1."""

    score: float


@dataclass(frozen=True, eq=False)
class Index:
    documents: tuple[SearchEntry, ...]
    words: tuple[str, ...]
    postings: npt.NDArray[np.intp]
    weights: npt.NDArray[np.float64]
    starts: npt.NDArray[np.intp]
    leading: tuple[tuple[str, int], ...]
    """What leads to a row whatever else a query holds, in small letters, and the row's number."""
    ranks: npt.NDArray[np.float64]
    """By how much the table of a row counts: what only cites or tells of something comes after what answers."""


def words(text: str) -> list[str]:
    """Lower-case words of a text, its compounds both whole and in parts."""
    found: list[str] = []
    for word in _WORD.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", text).lower()):
        found.append(word)
        parts = re.split(r"[./-]", word)
        if len(parts) > 1:
            found += [*filter(None, parts), "".join(parts)]
    return found


class Found(NamedTuple):
    """What is read of a record, as templates over its fields: its title, what stands under it, further words."""

    title: str
    text: str
    body: str = ""


FOUND = {
    "questions": Found("{question}", "{target}"),
    "topics": Found("{title}", "{says}", "{asked}"),
    "key_numbers": Found("{parameter}", "{claims:by platform}", "{claims:reference} {claims:note} {claims:scope}"),
    "concepts": Found("{concept}", "{claims:by platform}", "{claims:reference} {claims:note}"),
    "guest_systems": Found("{name}", "{claims:by platform}", "{claims:drivers} {claims:note} {moves:verified} {moves:drivers}"),
    "components": Found("{name}", "{does}", "{kind} {claim.note} {replaces_note}"),
    "live_migration": Found("{parameter}", "{field}: {claim.verified}", "{field} {effect} {claim.reference} {claim.note}"),
    "factors": Found("Real-world factor of a migration", "{claim.verified}", "{claim.reference}"),
    "decision_matrix": Found("{scenario}", "{claims[approach].verified}", "{claims:reference} {claims:verified} {claims:note}"),
    "blockers": Found("{title} ({platform.label})", "{what}", "{id} {reason} {printed} {why} {fix} {note} {check}"),
    "checklist": Found("{title}", "{what}", "{id} {why} {note} {check}"),
    "migration_profiles": Found("Live migration on {platform.label}: {behaviour}", "{says}", "{scope} {note}"),
    "migration_inputs": Found("How to measure: {label}", "{about}", "{measure}"),
    "migration_presets": Found("Guest to start from: {label}", "{about}", "{note}"),
    "migration_printouts": Found("{label} ({place})", "{counts}", "{converted} {note}"),
    "published_migrations": Found("{label}", "{says}", "{note}"),
    "drain_defaults": Found("Migrations at once: {label}", "{outbound_per_node} leaving a host. {scope}", "{note}"),
    "drain_rules": Found("Drain: {topic}", "{says}", "{scope} {note}"),
    "published_drains": Found("{label}", "{says}", "{note}"),
    "field_transfers": Found("{label}", "{tool}: {scope}", "{over} {note}"),
    "transfer_rates": Found("{label}", "{scope}", "{note}"),
    "transfer_phases": Found("{title}", "{moment}; {runs}", "{note}"),
    "transfer_methods": Found("{title}", "{status}", "{targets} {conditions} {scope} {note}"),
    "cluster_networks": Found("{title}", "{cidr}. {scope}", "CIDR overlap {note}"),
    "events": Found("{title} ({date})", "{what}", "{reports} {note}"),
    "contradictions": Found("{title}", "{reading}", "{sayings}"),
    "sources": Found("{title}", "{publisher} {version}", "{repository} {path}"),
}
"""How the rows of a table are found. One that is not named here, but has a title, is found by its own fields."""


class _Blank(Formatter):
    """Fills a template: nothing for None, a list or mapping as its words, a command, saying or report as its text.

    Of claims, `{claims:note}` is the note of each, `{claims:by platform}` what each platform's says.
    """

    def format_field(self, value: object, spec: str) -> str:
        if isinstance(value, dict) and spec == "by platform":
            return " · ".join(f"{platform.label}: {claim.verified}" for platform, claim in value.items())
        if isinstance(value, tuple | dict):
            return " ".join(self.format_field(one, spec) for one in (value.values() if isinstance(value, dict) else value))
        if isinstance(value, Claim):
            return self.format_field(getattr(value, spec or "verified"), "")
        if isinstance(value, Run):
            return value.command
        if isinstance(value, Saying):
            return value.text
        if isinstance(value, Report):
            return value.says
        return "" if value is None else format(value, spec)


_fill = _Blank().vformat


def _commands(catalog: Catalog) -> Iterator[SearchEntry]:
    names = {field.id: field.default for field in catalog.fields.values()}
    for task in catalog.commands.values():
        first = (c.run[0] if c.run else None for c in task.claims.values())
        text = " · ".join(fill(run.command, names, run.shell) for run in first if run)
        body = _fill("{claims:reference} {claims:verified} {claims:note} {claims:run}", (), dict(task))
        yield SearchEntry("commands", task.id, task.task, text, body)


def _migration_times(catalog: Catalog) -> Iterator[SearchEntry]:
    for time in catalog.migration_times.values():
        text = " · ".join(f"{catalog.links[link].gbps:g} Gbit/s: {claim.verified}" for link, claim in time.claims.items())
        body = " ".join(f"{catalog.links[link].reference} {claim.reference} {claim.note}" for link, claim in time.claims.items())
        yield SearchEntry("migration_times", time.id, f"{time.reference} migration time", text, body)


def _rules(catalog: Catalog) -> Iterator[SearchEntry]:
    labels = {choice.id: choice.label for aspect in catalog.aspects.values() for choice in aspect.choices}
    for rule in catalog.rules.values():
        text = f"{rule.platform.label} · {rule.kind.value} · {rule.scope}"
        body = " ".join([labels.get(rule.choose or "", ""), *rule.ways_out, rule.note])
        yield SearchEntry("rules", rule.id, rule.says, text, body)


def _lifecycle(catalog: Catalog) -> Iterator[SearchEntry]:
    for row in catalog.lifecycle.values():
        product = catalog.lifecycle_products[row.product]
        text = "; ".join(f"{product.phases[phase]}: {day_in_words(row, end)}" for phase, end in row.ends.items())
        body = (
            f"EOL lifecycle life cycle end of life general availability {product.label} {product.short} {row.release} {row.note}"
        )
        yield SearchEntry("lifecycle", row.id, f"{row.name}: end of support", text, body)


def _workloads(catalog: Catalog) -> Iterator[SearchEntry]:
    for workload in catalog.workloads.values():
        asked = " ".join(catalog.workload_questions[key].label_of(answer) for key, answer in workload.answers.items())
        yield SearchEntry("workloads", workload.id, workload.name, workload.story, asked)


SPECIAL: dict[str, Callable[[Catalog], Iterator[SearchEntry]]] = {
    "commands": _commands,
    "lifecycle": _lifecycle,
    "migration_times": _migration_times,
    "rules": _rules,
    "workloads": _workloads,
}
"""Tables whose entries need more than a template over the fields of a row."""


def _plainly(model: type[Record]) -> Found:
    """A row found by its own fields in their order: the first text is its title, the rest is searched."""
    own = [name for name in model.model_fields if name not in ("id", "aliases", "former", *Evidence.model_fields)]
    title = next((name for name in own if model.model_fields[name].annotation is str), own[0])
    return Found(f"{{{title}}}", "", " ".join(f"{{{name}}}" for name in own if name != title))


def _documents(catalog: Catalog) -> Iterator[SearchEntry]:
    for table in TABLES:
        if table.name in SPECIAL:
            yield from SPECIAL[table.name](catalog)
        elif table.title:
            found = FOUND.get(table.name) or _plainly(table.model)
            for id_, row in catalog.records[table.name].items():
                yield SearchEntry(table.name, id_, *(_fill(template, (), dict(row)) for template in found))


@lru_cache(maxsize=8)
def index(catalog: Catalog) -> Index:
    """The catalogue's words and, for each row, which of them it holds and how much each counts."""
    documents = tuple(_documents(catalog))
    held = [_held(document) for document in documents]
    vocabulary = tuple(sorted(set().union(*held)))
    numbers = {word: number for number, word in enumerate(vocabulary)}
    postings = np.fromiter((numbers[word] for row in held for word in row), np.intp)
    weights = np.fromiter((weight for row in held for weight in row.values()), np.float64)
    starts = np.cumsum([0, *(len(row) for row in held[:-1])])
    leading, ranks = tuple(_leading(catalog, documents)), np.array([RANKS.get(one.table, 1.0) for one in documents])
    return Index(documents, vocabulary, postings, weights, starts, leading, ranks)


def _leading(catalog: Catalog, documents: Sequence[SearchEntry]) -> Iterator[tuple[str, int]]:
    """What a platform prints of a blocker, anywhere in a line; and the words of a topic, as whole words."""
    for number, document in enumerate(documents):
        if document.table == "blockers":
            row = catalog.blockers[document.id]
            yield from ((_line(one), number) for one in (*row.printed, row.reason) if one)
        elif document.table == "topics":
            yield from ((f" {_line(words)} ", number) for words in catalog.topics[document.id].asked)


def _line(text: str) -> str:
    return " ".join(text.lower().split())


RANKS = {"sources": 0.7, "contradictions": 0.85, "published_migrations": 0.85, "published_drains": 0.85, "events": 0.9}
"""How much a hit in a table counts beside one in the others."""

SENTENCES = ("rules",)
"""Tables whose titles are sentences: their words count like those of a text, or they would push the titles of others down."""


def _held(document: SearchEntry) -> dict[str, float]:
    """The words of a row, and how much each counts."""
    held = dict.fromkeys(words(f"{document.text} {document.body}"), BODY)
    return held | dict.fromkeys(words(f"{document.title} {document.id}"), BODY if document.table in SENTENCES else TITLE)


def _slips(word: str) -> int:
    """How many slips of the pen are forgiven: none in a short word, which has near neighbours everywhere, nor in a number."""
    return 0 if len(word) < 5 or any(char.isdigit() for char in word) else 1 if len(word) < 8 else 2


def misspelt(catalog: Catalog, query: str) -> list[str]:
    """The words of a query that no row holds, not even as a beginning: what is found for them is spelt nearly so."""
    held = index(catalog).words
    return [word for word in _asked(query, held) if not _is_begun(word, held)]


def _is_begun(word: str, vocabulary: tuple[str, ...]) -> bool:
    place = bisect_left(vocabulary, word)
    return place < len(vocabulary) and vocabulary[place].startswith(word)


def _asked(query: str, vocabulary: tuple[str, ...]) -> list[str]:
    """The words of a query that are looked for, at most twelve; without the names of a visitor's own, such as worker-07."""
    found = [word for word in dict.fromkeys(_WORD.findall(query[:MAX_QUERY].lower())) if word not in _STOP]
    known = [word for word in found if _is_begun(word, vocabulary) or not _OWN_NAME.fullmatch(word)]
    return (known or found)[:12]


def _similarity(word: str, vocabulary: tuple[str, ...]) -> npt.NDArray[np.float64]:
    """How well a query word is met by each word of the sorted vocabulary, from 0 to 1."""
    score = np.zeros(len(vocabulary))
    if slips := _slips(word):
        distance = process.cdist([word], vocabulary, scorer=OSA.distance, score_cutoff=slips, dtype=np.int32)[0]
        score = np.where(distance <= slips, (1 - distance / len(word)) ** 2, 0.0)
    first, after = bisect_left(vocabulary, word), bisect_left(vocabulary, word + chr(sys.maxunicode))
    if len(word) > 2:
        score[first:after] = PREFIX
    if first < after and vocabulary[first] == word:
        score[first] = 1.0
    return score


def search(catalog: Catalog, query: str, limit: int = 60) -> list[Hit]:
    """Rows that answer `query`, best first, at most `limit`. Reads at most MAX_QUERY characters.

    A pasted line that holds what a platform prints leads to the rows of that first, whatever else it holds.
    """
    held = index(catalog)
    asked = _asked(query, held.words)
    if not asked:
        return []
    similar = np.array([_similarity(word, held.words) for word in asked])
    best = np.maximum.reduceat(similar[:, held.postings] * held.weights, held.starts, axis=1)
    mean = best.mean(axis=0)
    whole = (best.min(axis=0) >= EACH) & (mean >= FLOOR)
    # A question typed out has words that no row holds: without a row that holds all, those that hold most of them answer.
    most = (best >= EACH).mean(axis=0) >= MOST
    line, told = f" {_line(query[:MAX_QUERY])} ", np.zeros(len(held.documents), dtype=bool)
    told[[number for words, number in held.leading if words in line]] = True
    found = np.flatnonzero((whole if whole.any() else most) | told)
    score = np.where(told, 1.0, mean * held.ranks)
    order = found[np.lexsort((-score[found], ~told[found]))][:limit]
    return [Hit(**vars(held.documents[i]), score=round(float(score[i]), 3)) for i in order]
