"""What the fields of records say of other records: that they exist, that somebody names them, that all keys are there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from domain.catalog.loading import Check, Draft
from domain.catalog.reading import mentions
from domain.catalog.records.base import Keys, RefTo, models_in
from domain.catalog.tables import BY_NAME, TABLES


@cache
def declared(model: type[BaseModel]) -> dict[str, tuple[Any, frozenset[RefTo | Keys]]]:
    """The fields of a model that say something of other records: the field's type, and what is said anywhere in it."""
    found: dict[str, tuple[Any, frozenset[RefTo | Keys]]] = {}
    for name, field in model.model_fields.items():
        hint: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        if said := frozenset(_said(hint)):
            found[name] = (hint, said)
    return found


def _said(hint: Any) -> Iterator[RefTo | Keys]:
    yield from (note for note in getattr(hint, "__metadata__", ()) if isinstance(note, RefTo | Keys))
    for inner in get_args(hint):
        yield from _said(inner)


def named(hint: Any, value: Any, at: str) -> Iterator[tuple[str, RefTo, str]]:
    """Every reference in the value of a field of type `hint`: its dotted path, what it refers to, and the text itself."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Annotated:
        yield from ((at, note, value) for note in inner[1:] if isinstance(note, RefTo) and value)
        yield from named(inner[0], value, at)
    elif origin is tuple:
        for index, item in enumerate(value):
            yield from named(inner[0], item, f"{at}.{index}")
    elif origin is dict:
        for key, item in value.items():
            yield from named(inner[0], key, f"{at}.{key}")
            yield from named(inner[1], item, f"{at}.{key}")
    elif origin in (Union, UnionType) and value is not None:
        for one in inner:
            yield from named(one, value, at)


def references_exist(draft: Draft) -> None:
    for table, id_, path, part in draft.parts():
        for field, (hint, _) in declared(type(part)).items():
            for at, ref, text in named(hint, getattr(part, field), f"{path}.{field}".strip(".")):
                if ref.table and not draft.known(ref.table, text):
                    draft.report(table, id_, at, f"'{text}' is not in {ref.table}")
                elif not ref.table and "/" in text and not draft.known(*text.split("/", 1)):
                    draft.report(table, id_, at, f"'{text}' does not exist")


@cache
def _users() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """For each table whose records somebody must name, and what to say otherwise: the tables and fields that can."""
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for table in TABLES:
        for model in _models(table.model):
            for field, (_, said) in declared(model).items():
                for ref in said:
                    if isinstance(ref, RefTo) and ref.used:
                        found.setdefault((ref.table, ref.used.format(table=table.name)), set()).add((table.name, field))
    return found


def _models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model, and every model inside it."""
    yield model
    for field in model.model_fields.values():
        for inner in models_in(field.annotation):
            yield from _models(inner)


def records_are_used(draft: Draft) -> None:
    named: dict[str, dict[str, set[str]]] = {}
    for users in _users().values():
        for table, field in users:
            named.setdefault(BY_NAME[table].file, {})[field] = set()
    for file, found in named.items():
        # Not of the records: one whose own shape is wrong names others too.
        mentions(draft.documents[file].value, found)
    for (target, message), users in _users().items():
        if all(draft.readable(table) for table, _ in users):
            used = set().union(*(named[BY_NAME[table].file][field] for table, field in users))
            for id_ in draft.records[target].keys() - used:
                draft.report(target, id_, "id", message)


def keys_are_complete(draft: Draft) -> None:
    for table, id_, path, part in draft.parts():
        for field, (_, said) in declared(type(part)).items():
            for keys in (note for note in said if isinstance(note, Keys)):
                at = f"{path}.{field}".strip(".")
                wanted = {str(name) for name in keys.names or draft.records[keys.ids_of]}
                given = {str(key) for key in getattr(part, field)}
                if missing := sorted(wanted - given):
                    draft.report(table, id_, at, f"has no claim for {', '.join(missing)}")
                if extra := sorted(given - wanted):
                    draft.report(table, id_, at, f"has a claim for {', '.join(extra)}, which this table does not have")


def aliases_are_free(draft: Draft) -> None:
    for table, rows in draft.records.items():
        seen: set[str] = set()
        for id_, record in rows.items():
            for alias in getattr(record, "aliases", ()):
                if draft.known(table, alias) or alias in seen:
                    draft.report(table, id_, "aliases", f"'{alias}' already names another record")
                seen.add(alias)


def former_labels_are_free(draft: Draft) -> None:
    for table, rows in draft.records.items():
        labels = {getattr(record, "label", "") for record in rows.values()}
        for id_, record in rows.items():
            for former in getattr(record, "former", ()):
                if former in labels:
                    draft.report(table, id_, "former", f"'{former}' already names another record")
                labels.add(former)


CHECKS: tuple[Check, ...] = (references_exist, records_are_used, keys_are_complete, aliases_are_free, former_labels_are_free)
