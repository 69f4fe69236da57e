"""Marks of facts: whichever fact changes, its row is named; what is only called otherwise is no change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from domain.catalog import catalog
from domain.catalog.loading import Catalog
from domain.catalog.records.evidence import Evidence
from domain.catalog.vocabulary import Grade
from domain.reference.fingerprints import MOST_ROWS, WHAT, WHOSE, WORDING, Change, changed, marks

TABLES = sorted(catalog().records)
SHORT = [table for table in TABLES if len(catalog().records[table]) <= MOST_ROWS]


def with_rows(table: str, rows: Mapping[str, Any]) -> Catalog:
    return Catalog({**catalog().records, table: rows}, "another")


def variants(value: Any) -> Iterator[Any]:
    """The value with one number in it, one switch or one choice changed, each in turn."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield value + 1
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields.keys() - WORDING:
            yield from (value.model_copy(update={name: one}) for one in variants(getattr(value, name)))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from ({**value, key: one} for one in variants(part))
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from ((*value[:place], one, *value[place + 1 :]) for one in variants(part))


@pytest.mark.parametrize("table", SHORT)
def test_every_fact_that_changes_is_named_by_its_row(table: str) -> None:
    then, rows = marks(catalog(), table), catalog().records[table]
    for id_, row in list(rows.items())[:15]:
        for other in variants(row):
            assert changed(with_rows(table, {**rows, id_: other}), table, then) == Change(table, (id_,))


@pytest.mark.parametrize("table", sorted(set(TABLES) - set(SHORT)))
def test_of_a_long_table_it_is_known_that_something_has_changed(table: str) -> None:
    then, rows = marks(catalog(), table), dict(catalog().records[table])
    rows.popitem()
    assert changed(with_rows(table, rows), table, then) == Change(table, whole=True)
    assert changed(with_rows(table, {**catalog().records[table]}), table, then) is None


@pytest.mark.parametrize("table", SHORT)
def test_a_row_that_is_new_or_only_called_and_checked_anew_is_no_change(table: str) -> None:
    then, rows = marks(catalog(), table), {**catalog().records[table]}
    for id_, row in rows.items():
        fields = {"label": "another name", "former": ("a name",), "aliases": ("an-id",), "about": "Other words."}
        if isinstance(row, Evidence):
            fields |= {"checked": dt.date(2030, 1, 1), "grade": Grade.UNCONFIRMED, "sources": (), "note": "n", "shows": ()}
        rows[id_] = row.model_copy(update={name: value for name, value in fields.items() if name in type(row).model_fields})
    last = next(reversed(rows.values()))
    assert changed(with_rows(table, {"quite-new": last, **rows}), table, then) is None


def test_a_row_under_a_new_id_is_the_same_and_one_that_is_gone_is_counted() -> None:
    table, rows = "drain_defaults", dict(catalog().records["drain_defaults"])
    then, (id_, row) = marks(catalog(), table), rows.popitem()
    assert changed(with_rows(table, rows), table, then) == Change(table, gone=1)
    assert changed(with_rows(table, {**rows, "new-id": row.model_copy(update={"aliases": (id_,)})}), table, then) is None
    assert changed(with_rows(table, {**rows, "new-id": row}), table, then) == Change(table, gone=1)


@pytest.mark.parametrize("then", ["x", "é" * 12, "A" * 400])
def test_marks_that_no_catalogue_made_are_a_change_and_no_error(then: str) -> None:
    assert changed(catalog(), "drain_defaults", then)
    assert changed(catalog(), "no_table", then) is None


def test_marks_are_short() -> None:
    assert all(len(marks(catalog(), table)) <= (WHOSE + WHAT) * MOST_ROWS for table in TABLES)
