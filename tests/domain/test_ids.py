"""Ids of the catalogue that stand as words in the code exist: collected from the source, not from a list that someone keeps."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from components.live_migration.form import FIRST_PRESET, FIRST_PRODUCT
from domain.catalog import catalog
from domain.catalog.tables import BY_NAME

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path for room in ("domain", "components", "pages") for path in (ROOT / room).rglob("*.py"))
RECORDS = catalog().records

REFERENCE = re.compile(r"([a-z_]+)/([A-Za-z0-9][A-Za-z0-9_-]*)\Z")
OF_A_PLATFORM = re.compile(r"(ove|vsphere|azure)-[a-z0-9-]+\Z")
CHOICES = {choice.id for aspect in catalog().aspects.values() for choice in aspect.choices}

CALLS = {"path": "live_migration", "number": "live_migration", "value": "live_migration", "why_not": "live_migration"}
"""Methods of the migration settings whose first value is a setting."""

MADE_WITH = {"Written": "live_migration", "_fact": "migration_profiles"}
"""What is made with an id as its first value, or looks one up."""

KEYED = {
    **{name: name for name in BY_NAME},
    "rates": "transfer_rates",
    "names": "fields",
    "answers": "workload_questions",
    "defaults": "",
}
"""What is looked up by id: an attribute or a variable of that name, and the table that has the ids; empty: one of several."""


def name_of(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Table and id of everything that the source names, by a word or by a constant of the module."""
    words = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    def word(node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            return words.get(node.id, "")
        return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""

    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and word(node.slice) and name_of(node.value) in KEYED:
            yield KEYED[name_of(node.value)], word(node.slice)
        elif isinstance(node, ast.Call) and name_of(node.func) in MADE_WITH and node.args and word(node.args[0]):
            yield MADE_WITH[name_of(node.func)], word(node.args[0])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args and word(node.args[0]):
            called = node.func
            if called.attr == "get" and name_of(called.value) in KEYED:
                yield KEYED[name_of(called.value)], word(node.args[0])
            elif called.attr in CALLS and name_of(called.value) in ("product", "case", "self"):
                yield CALLS[called.attr], word(node.args[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if (found := REFERENCE.match(node.value)) and found[1] in BY_NAME:
                yield found[1], found[2]
            elif OF_A_PLATFORM.match(node.value):
                yield "", node.value


def exists(table: str, id_: str) -> bool:
    """Without a table: a choice, or a record of any table."""
    return id_ in RECORDS[table] if table else id_ in CHOICES or any(id_ in rows for rows in RECORDS.values())


def test_every_id_in_the_code_is_one_of_the_catalogue() -> None:
    found = [(path, *each) for path in MODULES for each in named(ast.parse(path.read_text(encoding="utf-8")))]
    assert len(found) > 60, "the search finds what it is meant to find"
    wrong = [f"{path.relative_to(ROOT)}: {table}/{id_}" for path, table, id_ in found if not exists(table, id_)]
    assert wrong == []


def test_the_first_choices_of_a_screen_exist() -> None:
    assert FIRST_PRESET in catalog().migration_presets
    assert FIRST_PRODUCT in catalog().migration_products


def test_a_misspelt_id_would_be_found() -> None:
    slips = """
catalog().migration_profiles["ove-stream-rat"]
see = "blockers/LMB-K2"
product.path("max-downtim", POLICY)
plan.names["vlan"]
if "ove-sriow" in plan.choices: pass
DEADLINE = "timeout-per-gig"
product.defaults[DEADLINE]
Written("post-kopy", "", 0, 1)
"""
    found = list(named(ast.parse(slips)))
    assert len({id_ for _, id_ in found}) == 7
    assert not any(exists(*each) for each in found)
